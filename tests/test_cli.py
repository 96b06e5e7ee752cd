"""The front door: help with examples first, one line for every error, and every exit code as promised."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cramp_cli import cli
from cramp_cli.core.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program as a script would: no terminal, nothing on stdin."""
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", *arguments],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments", [(), ("-h",), ("--help",), ("help",), ("relief", "-h"), ("help", "relief"), ("knowledge", "-h")]
)
def test_help_comes_with_examples_first(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    assert done.stdout.index("cramp-cli ") < done.stdout.index("Options:")
    assert "\x1b" not in done.stdout


def test_the_version_says_that_nobody_has_reviewed_this() -> None:
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("cramp-cli 0.")
    assert "No clinician has reviewed" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("reliefe", "calf"), 2, "Did you mean 'relief'"),
        (("relief", "clf"), 2, 'did you mean "calf"'),
        (("relief", "xyzzy"), 2, "is no muscle known here"),
        (("relief", "hart"), 2, "is no muscle known here"),
        (("relief", "calf", "--yes"), 2, "No such option"),
        (("relief", "calf", "--side", "lft"), 2, 'did you mean "left"'),
        (("relief", "left", "calf", "--side", "right"), 2, "name one side"),
        (("relief", "calf", "--situation", "bath"), 2, "unknown situation"),
        (("relief", "calf", "--have", "pregnat"), 2, 'did you mean "pregnant"'),
        (("relief", "calf", "--with", "bal"), 2, 'did you mean "ball"'),
        (("relief", "calf", "--hold", "30"), 2, "60 to 90 seconds"),
        (("relief", "calf", "--hold", "abc"), 2, "no duration"),
        (("relief", "abs", "--hold", "60"), 2, "nothing is pressed"),
        (("relief", "calf", "--since", "long"), 2, "no duration"),
        (("relief", "calf", "--ready", "soon"), 2, "no duration"),
        (("relief", "leg"), 5, "calf, foot, hamstring"),
        (("relief", "stomach"), 5, "abdominal-wall, inner-belly"),
        (("relief",), 5, "calf"),
    ],
)  # fmt: skip
def test_an_error_is_one_line_with_its_fix_and_its_code(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("cramp-cli: error: ")
    assert done.stdout == ""


@pytest.mark.parametrize("word", ["chest", "heart", "period cramps", "bowel", "kidney", "headache"])
def test_what_is_no_muscle_is_sent_the_right_way_with_exit_10(word: str) -> None:
    done = run("relief", *word.split())
    assert done.returncode == ExitCode.REFUSED
    assert "Call" in done.stdout.splitlines()[0] or "emergency" in done.stdout.splitlines()[0]
    assert "1." not in done.stdout


def test_a_refusal_is_json_too() -> None:
    done = run("relief", "chest", "pain", "--json")
    assert done.returncode == ExitCode.REFUSED
    assert json.loads(done.stdout)["refused"]["disposition"] == "emergency"


def test_json_is_one_object_and_nothing_else() -> None:
    done = run("relief", "left", "calf", "--json", "--have", "pregnant", "--with", "towel")
    routine = json.loads(done.stdout)
    assert (routine["region"], routine["side"], routine["situation"]) == ("calf", "left", "bed")
    assert [one["id"] for one in routine["withheld"]] == ["pressure-massage"]
    assert done.stderr == ""
    assert done.stdout.isascii()


def test_a_pipe_gets_the_printed_routine() -> None:
    assert run("relief", "calf").stdout == run("relief", "calf", "--print").stdout


def test_lockjaw_prints_the_signs_of_tetanus_over_every_step() -> None:
    done = run("relief", "lockjaw", "--json")
    assert all(step["needs_answer"][0] == "before-jaw" for step in json.loads(done.stdout)["steps"])
    assert "dirty wound" in run("relief", "lockjaw").stdout


@pytest.mark.parametrize("situation", ["car", "water"])
def test_advice_without_timers_stands_behind_the_signs_of_tetanus_too(situation: str) -> None:
    shown = " ".join(run("relief", "lockjaw", "--situation", situation).stdout.split())
    assert "Only if every answer is no:" in shown
    assert "dirty wound" in shown
    advice = json.loads(run("relief", "lockjaw", "--situation", situation, "--json").stdout)["advice"]
    assert advice[0].startswith("Only if every answer is no:")


def test_the_press_takes_the_length_asked_for_within_its_range() -> None:
    routine = json.loads(run("relief", "calf", "--hold", "75", "--json").stdout)
    assert routine["steps"][-1]["seconds"] == 75


@pytest.mark.parametrize("word", ["\x1b[31mcalf", "ca\nlf", "[/]", "\u202ecalf"])
def test_an_argument_cannot_steer_the_terminal(word: str) -> None:
    done = run("relief", word)
    assert done.returncode == 2
    assert all(char.isprintable() or char == "\n" for char in done.stderr)


def test_a_reader_that_goes_away_is_141_and_silent() -> None:
    command = f"{sys.executable} -m cramp_cli relief calf --print | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "141\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "words", ["relief calf --print", "history list", "knowledge paths", "relief heart", "--help", "--version"]
)
def test_a_full_device_is_one_line_and_1(words: str) -> None:
    """However short the output is: what stays in a buffer fails once more at the exit."""
    command = f"{sys.executable} -m cramp_cli {words} > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_crash(closed: str) -> None:
    command = f"{sys.executable} -m cramp_cli relief calf --print {closed}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_an_encoding_without_our_signs_gets_plain_ones(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cramp_cli", "relief", "calf"],
        capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert done.returncode == 0
    assert b"Calf - in bed" in done.stdout


@pytest.mark.parametrize("columns", ["0", "1", "x", "100000", ""])
def test_the_stop_signs_are_complete_whatever_the_width_is_said_to_be(columns: str) -> None:
    done = run("relief", "calf", COLUMNS=columns)
    assert "one leg swollen, warm or red" in " ".join(done.stdout.split())


def test_no_home_is_no_reason_to_refuse_relief() -> None:
    for home in ("", "/nonexistent"):
        done = run("relief", "calf", HOME=home, XDG_CACHE_HOME="")
        assert done.returncode == 0, done.stderr


def test_a_bug_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", broken)
    assert cli._run() == ExitCode.FAILED
    assert capsys.readouterr().err.count("\n") == 1


def test_checking_a_faulty_file_says_every_fault_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("id: mine\nnaem: Mine\nsides: maybe\n", "utf-8")
    done = run("knowledge", "check", str(file))
    assert done.returncode == ExitCode.KNOWLEDGE
    lines = done.stderr.splitlines()
    assert f'cramp-cli: error: {file}:2:1: unknown key "naem" — did you mean "name"?' in lines
    assert any(f"{file}:3:8: not true or false" in line for line in lines)


def test_checking_the_shipped_files_finds_nothing() -> None:
    done = run("knowledge", "check")
    assert (done.returncode, done.stdout) == (0, "No faults.\n")


@pytest.mark.parametrize("words", ["history add calf --note x", "history chart", "report", "plan show"])
@pytest.mark.parametrize("zone", ["UTC+24", "UTC-99", "UTC+99999"])
def test_a_time_zone_that_no_calendar_holds_is_said_and_loses_nothing(words: str, zone: str) -> None:
    command = [sys.executable, "-m", "cramp_cli", *words.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "TZ": zone})
    assert done.returncode in {0, 2}
    assert done.stderr.startswith("TZ is no time zone. Times are in UTC.\n")
    assert "bug" not in done.stderr
