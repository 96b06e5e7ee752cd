"""The command `check` as it is installed: for a script from a file, and for a person on a terminal of any size."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from helpers.talking import HOSTILE, Desk, SmallTerminal, harmless

from cramp_cli.core import check_contract
from cramp_cli.core.text import NOT_REVIEWED, addressed

if TYPE_CHECKING:
    from pathlib import Path

    from cramp_cli.knowledge.decoding import Knowledge

DONE, FAILED, USAGE, KNOWLEDGE, NEEDS_ANSWER, INTERRUPTED = 0, 1, 2, 3, 5, 130


def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program as a script would."""
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", *arguments], capture_output=True, text=True, check=False, input=typed
    )


def assessed(*arguments: str, typed: str = "") -> dict[str, Any]:
    done = run("check", "--json", "--answers", *arguments, typed=typed)
    assert (done.returncode, done.stderr) == (DONE, "")
    assert done.stdout.isascii()
    return dict(json.loads(done.stdout))


def one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    """Return the one line that was said in place of a result."""
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


# -- from a file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "disposition"),
    [
        ({}, "self-care"),
        ({"gate-chest": "yes"}, "emergency"),
        ({"gate-chest": "not-sure"}, "emergency"),
        ({"gate-swollen": "yes"}, "same-day"),
        ({"pattern": ["weekly"]}, "doctor"),
    ],
)
def test_every_disposition_is_exit_0_with_the_promised_keys(
    knowledge: Knowledge, tmp_path: Path, says: dict[str, Any], disposition: str
) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({**harmless(knowledge.basis), **says}), "utf-8")
    found = assessed(str(file))
    assert found["schema"] == "cramp-cli/assessment/1"
    assert found["disposition"] == disposition
    assert {"red_flags", "causes", "remedies", "advice", "unanswered"} <= set(found)
    assert run("check", "--answers", str(file)).returncode == DONE


def test_a_dash_reads_the_answers_from_stdin(tmp_path: Path) -> None:
    answers = "gate-chest: yes\nwhere: biceps\n"
    file = tmp_path / "mine.yaml"
    file.write_text(answers, "utf-8")
    assert assessed("-", typed=answers) == assessed(str(file))


def test_nothing_answered_is_never_self_care() -> None:
    found = assessed("-", typed="{}")
    assert found["disposition"] == "doctor"
    assert len(found["unanswered"]) >= 12
    shown = run("check", "--answers", "-", typed="{}").stdout
    assert "Looking after it yourself is fine" not in shown
    assert " ".join(shown.split()).endswith(NOT_REVIEWED)


@pytest.mark.parametrize(
    ("arguments", "typed", "code", "said"),
    [
        (("check", "--answers", "missing.yaml"), "", KNOWLEDGE, "missing.yaml: cannot be read"),
        (("check", "--answers", "/"), "", KNOWLEDGE, "/: "),
        (("check", "--answers", "-"), "", KNOWLEDGE, "-:1:1: no answers in it"),
        (("check", "--answers", "-"), "where: clf", KNOWLEDGE, 'did you mean "calf"?'),
        (("check", "--answers", "-"), "wher: calf", KNOWLEDGE, 'did you mean "where"?'),
        (("check", "--answers"), "", USAGE, "--answers"),
        (("check", "--json"), "", USAGE, "--json needs --answers"),
        (("check",), "", NEEDS_ANSWER, "use --answers, see: cramp-cli questions"),
        (("check", "--for", "my son"), "1\n", NEEDS_ANSWER, "use --answers"),
        (("check", "--yes"), "", USAGE, "No such option"),
        (("check", "calf"), "", USAGE, "calf"),
        (("questions", "--jsn"), "", USAGE, "--json"),
    ],
)
def test_a_failure_is_one_line_with_its_fix_and_its_code(
    arguments: tuple[str, ...], typed: str, code: int, said: str
) -> None:
    assert said in one_line(run(*arguments, typed=typed), code)


def test_every_fault_of_a_file_is_a_line() -> None:
    done = run("check", "--answers", "-", typed="wher: calf\nage: old\n")
    assert (done.returncode, done.stdout) == (KNOWLEDGE, "")
    assert [line.split(": ")[2] for line in done.stderr.splitlines()] == ["-:1:1", "-:2:6"]


def test_a_closed_stdin_holds_no_answers() -> None:
    command = f"{sys.executable} -m cramp_cli check --answers - <&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "-:1:1: no answers in it \u2014 write lines such as gate-breath: no" in one_line(done, KNOWLEDGE)


def test_a_check_from_a_file_reads_no_profile_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = "where: calf\nage: 30\nwhen: [asleep]\n"
    before = assessed("-", typed=answers)
    for name in ("config", "data", "state"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    profile = tmp_path / "config" / "cramp-cli" / "profile.toml"
    profile.parent.mkdir(parents=True)
    for text in ('conditions = ["pregnant", "dialysis"]\nmedicines = ["statin"]\n', "broken = ["):
        profile.write_text(text, "utf-8")
        assert assessed("-", typed=answers) == before
        assert profile.read_text("utf-8") == text
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [profile]


def test_questions_as_json_are_the_contract_and_as_text_name_every_id(knowledge: Knowledge) -> None:
    expected = check_contract.questions(knowledge.basis)
    done = run("questions", "--json")
    assert json.loads(done.stdout) == expected
    assert done.stdout.isascii()
    shown = run("questions").stdout
    assert "\x1b" not in shown
    assert all(re.search(rf"(?m)^{re.escape(item['id'])} ", shown) for item in expected["items"])


# -- on a terminal ----------------------------------------------------------------------------------------------------

HARMLESS = {
    "Which of these do you have now?": "0",
    "Any of these?": "2",
    "Is this so?": "2",
    "Where does it cramp?": "calf",
    "How old": "67",
    "When does it come?": "1",
    "What makes it ease?": "1",
    "What is it like?": "1",
    "Which medicines": "0",
    "Which of these are true? ": "6",
    "Enter for more": "",
}
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
SIZES = [(24, 80), (12, 40)]


def shown_by(terminal: SmallTerminal) -> str:
    return " ".join(ESCAPES.sub("", terminal.written).split())


@pytest.mark.parametrize(("rows", "columns"), SIZES)
@pytest.mark.parametrize("environment", [{}, {"ACCESSIBLE": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_a_check_by_keyboard_ends_in_self_care(rows: int, columns: int, environment: dict[str, str]) -> None:
    terminal = SmallTerminal("check", rows=rows, columns=columns, **environment)
    prompts = terminal.walk(HARMLESS, otherwise="0")
    assert terminal.end() == DONE
    assert "Looking after it yourself is fine." in shown_by(terminal)
    assert shown_by(terminal).endswith(NOT_REVIEWED)
    assert "Which of these do you have now?" in prompts[0]
    assert len([one for one in prompts if " of at most 12)" in one]) <= 12
    assert "\x1b" not in ESCAPES.sub("", terminal.written), "lines are only ever added"
    if {"ACCESSIBLE", "TERM"} & set(environment):
        assert "\x1b" not in terminal.written, "no colour and nothing bold"
    assert "information." in terminal.seen


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_a_danger_ends_it_in_stop(rows: int, columns: int) -> None:
    terminal = SmallTerminal("check", rows=rows, columns=columns)
    terminal.prompt()
    terminal.press("1\r")
    terminal.walk({"Enter for more": ""}, otherwise="q")
    assert terminal.end() == DONE
    assert "STOP. Call your local emergency number now." in shown_by(terminal)
    assert "Where does it cramp?" not in terminal.written
    assert "What may help" not in terminal.written


def test_a_place_that_is_no_muscle_ends_it_with_exit_10() -> None:
    terminal = SmallTerminal("check")
    terminal.walk({**HARMLESS, "Where does it cramp?": "chest"}, otherwise="0")
    assert terminal.end() == 10
    assert "emergency" in terminal.seen


@pytest.mark.parametrize("answered", [0, 1, 3], ids=["at the first list", "at the second", "at a question about why"])
def test_ctrl_c_is_130_with_one_line(answered: int) -> None:
    terminal = SmallTerminal("check")
    for _ in range(answered):
        terminal.prompt()
        terminal.press("0\r")
    terminal.prompt()
    terminal.interrupt()
    assert terminal.end() == INTERRUPTED
    assert terminal.written.count("Stopped.") == 1
    assert "Traceback" not in terminal.written


@pytest.mark.parametrize(("keys", "code"), [("q\r", DONE), ("\x04", NEEDS_ANSWER)])
def test_leaving_says_that_danger_was_not_ruled_out(keys: str, code: int) -> None:
    terminal = SmallTerminal("check")
    terminal.prompt()
    terminal.press(keys)
    assert terminal.end() == code
    assert "Stopped. Danger was not ruled out." in terminal.written


def test_what_was_typed_before_a_question_of_danger_appeared_is_thrown_away() -> None:
    """The early noes reach neither list: `?` still explains the first one, then the second."""
    terminal = SmallTerminal("check")
    terminal.press("0\r0\r0\r")
    terminal.prompt()
    terminal.press("?\r")
    assert "A stroke can feel like" in (terminal.prompt() or "")
    terminal.press("0\r0\r0\r0\r")
    terminal.prompt()
    terminal.press("?\r")
    assert "Squeezed nerves" in (terminal.prompt() or "")
    terminal.press("q\r")
    assert terminal.end() == 0
    assert "Danger was not ruled out" in terminal.written


# -- about somebody else -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_whom_it_is_about_cannot_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, words: str
) -> None:
    desk = Desk(monkeypatch, ["0", ""])
    talk = desk.talk(knowledge, addressed(words))
    talk.ask_gate(knowledge.basis.danger.gate[:1])
    talk.ask_why(knowledge.basis.interview.questions[1], 1, 12)
    assert all(char.isprintable() or char == "\n" for char in desk.written)


def words_to_the_reader(desk: Desk) -> list[str]:
    """Return every sentence on the screens that speaks to the reader, not about "your son"."""
    shown = re.sub(r"Enter don't know|your son", "", " ".join(" ".join(desk.screens).split()))
    return re.findall(r"(?i)[^.?]*\byour?\b[^.?]*", shown)


def test_every_question_about_somebody_else_names_them_and_never_you(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    desk = Desk(monkeypatch, ["0"] * 12 + [""] * 20, rows=100)
    talk = desk.talk(knowledge, addressed("my son"))
    for gate in knowledge.basis.danger.gate:
        talk.ask_gate([gate])
        assert "your son" in desk.screens[-1]
    for one in knowledge.basis.interview.questions:
        talk.ask_why(one, 1, 12)
    assert words_to_the_reader(desk) == []


def test_a_row_of_danger_about_somebody_else_never_says_you(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    desk = Desk(monkeypatch, ["2"] * 50, rows=100)
    talk = desk.talk(knowledge, addressed("my son"))
    for flag in knowledge.basis.danger.flags:
        if flag.ask:
            talk.ask_flag(flag, ())
    assert words_to_the_reader(desk) == []
