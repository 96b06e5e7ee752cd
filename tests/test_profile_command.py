"""`cramp-cli profile`, and relief with a profile: said once, kept private, never in the way, never a key to a gate."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

USUAL = "your local emergency number"
INSTALLED = Path(sys.executable).with_name("cramp-cli")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", *arguments],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env={**os.environ, **environment},
        timeout=60,
    )  # fmt: skip


def given(*arguments: str) -> None:
    """Set one thing, as a person would."""
    done = run("profile", "set", *arguments)
    assert (done.returncode, done.stderr) == (0, "")


def routine(*arguments: str) -> dict[str, Any]:
    done = run("relief", *arguments, "--json")
    assert done.returncode == 0
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def file() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli" / "profile.toml"


@pytest.fixture
def by_hand(file: Path) -> Path:
    """The file of somebody who writes it themselves: its folder is there."""
    file.parent.mkdir(parents=True)
    return file


# -- show, set, unset -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [(), ("show",), ("set",), ("unset",)])
def test_help_comes_with_examples_first(arguments: tuple[str, ...]) -> None:
    done = run("profile", *arguments, "--help")
    assert done.returncode == 0
    assert done.stdout.index("cramp-cli profile ", 30) < done.stdout.index("Options:")


def test_show_names_every_key_what_it_changes_and_the_file(file: Path) -> None:
    done = run("profile", "show")
    assert (done.returncode, done.stderr) == (0, "")
    keys = ("conditions", "medicines", "tools", "situation", "emergency-number", "voice", "night", "history")
    assert re.findall(r"^([a-z-]+): nothing\n  \S", done.stdout, re.MULTILINE) == list(keys)
    assert f"Kept in {file} (not there yet)" in done.stdout
    assert "every question about danger is asked" in done.stdout
    assert not file.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("conditions", "pregnant", "unsteady"), "conditions: pregnant, unsteady on the feet (unsteady)"),
        (("conditions", "pregnant,unsteady"), "conditions: pregnant, unsteady on the feet (unsteady)"),
        (("medicines", "atorvastatin, ramipril"), "medicines: atorvastatin, ramipril"),
        (("medicines", 'the "blue" one', "β-blocker"), 'medicines: the "blue" one, β-blocker'),
        (("medicines", "red\x1b[31m"), "medicines: red\\x1b[31m"),
        (("tools", "ball", "cold-pack"), "tools: ball, cold-pack"),
        (("situation", "chair"), "situation: chair"),
        (("emergency-number", "999"), "emergency-number: 999"),
        (("emergency-number", "0800", "12", "34"), "emergency-number: 0800 12 34"),
        (("voice", "on"), "voice: on"),
        (("history", "off"), "history: off"),
        (("night", "23:00-06:30"), "night: 23:00-06:30"),
        (("night", "23:00", "-", "6:30"), "night: 23:00-06:30"),
        (("night", "off"), "night: off"),
    ],
)
def test_set_says_the_new_value_in_one_line_and_show_repeats_it(typed: tuple[str, ...], said: str) -> None:
    done = run("profile", "set", *typed)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"{said}\n")
    assert said in run("profile", "show", COLUMNS="100").stdout


def test_set_takes_the_place_of_the_old_value_and_leaves_the_other_keys() -> None:
    given("conditions", "pregnant")
    given("emergency-number", "112")
    given("conditions", "unsteady")
    shown = json.loads(run("profile", "show", "--json").stdout)
    assert (shown["conditions"], shown["emergency_number"]) == (["unsteady"], "112")


def test_show_is_json_too(file: Path) -> None:
    given("night", "off")
    assert json.loads(run("profile", "show", "--json").stdout) == {
        "schema": "cramp-cli/profile/1",
        "path": str(file),
        "conditions": [],
        "medicines": [],
        "tools": [],
        "situation": None,
        "emergency_number": None,
        "voice": None,
        "night": "off",
        "history": None,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("set", "conditons", "pregnant"), 'unknown key "conditons" — did you mean "conditions"?'),
        (("set", "conditions", "pregnat"), 'unknown condition "pregnat" — did you mean "pregnant"?'),
        (("set", "conditions", "unsteady", "nonsense"), 'unknown condition "nonsense" — write one of: after-birth'),
        (("set", "tools", "bal"), 'unknown tool "bal" — did you mean "ball"?'),
        (("set", "situation", "bath"), 'unknown situation "bath"'),
        (("set", "emergency-number", "nine"), "no telephone number"),
        (("set", "voice", "loud"), "write on or off"),
        (("set", "history", "never"), "write on or off"),
        (("set", "night", "late"), "write it as 22:00-07:00, or off"),
        (("set", "medicines", "x" * 101), "at most 100 characters"),
        (("set", "conditions", " , "), "no value for conditions — to empty it: cramp-cli profile unset conditions"),
        (("set", "situation", ""), "no value for situation"),
        (("set", "conditions"), "Missing argument"),
        (("unset", "tool"), 'unknown key "tool" — did you mean "tools"?'),
        (("unset", "tools", "nigth"), 'did you mean "night"?'),
        (("unset",), "nothing to empty — name keys"),
        (("unset", "tools", "--all"), "both keys and --all"),
    ],
)
def test_a_slip_is_exit_2_with_a_suggestion_and_nothing_is_written(
    file: Path, arguments: tuple[str, ...], said: str
) -> None:
    given("tools", "wall")
    before = file.read_bytes()
    done = run("profile", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert file.read_bytes() == before


def test_unset_empties_what_it_names_and_nothing_else(file: Path) -> None:
    given("tools", "wall")
    given("situation", "bed")
    given("night", "off")
    done = run("profile", "unset", "tools", "night", "tools")
    assert (done.returncode, done.stdout) == (0, "tools: nothing\nnight: nothing\n")
    assert file.read_text("utf-8") == 'situation = "bed"\n'
    assert run("profile", "unset", "situation").stdout == "situation: nothing\n"
    assert not file.exists()


def test_unset_all_is_right_with_or_without_a_profile(file: Path) -> None:
    given("tools", "wall")
    for _ in range(2):
        done = run("profile", "unset", "--all")
        assert (done.returncode, done.stderr, done.stdout) == (0, "", "Your profile is empty.\n")
        assert not file.exists()


def test_only_the_person_can_read_it(file: Path) -> None:
    given("conditions", "pregnant")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("arguments", [("show",), ("set", "tools", "ball"), ("unset", "tools")])
def test_a_faulty_file_is_exit_3_with_every_fault_and_the_way_out(by_hand: Path, arguments: tuple[str, ...]) -> None:
    by_hand.write_text('conditions = ["pregnat"]\nnigth = "off"\nemergency-number = 999\n', "utf-8")
    before = by_hand.read_bytes()
    done = run("profile", *arguments)
    assert done.returncode == 3
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert all(line.startswith(f"cramp-cli: error: {by_hand}: ") for line in lines[:3])
    assert [("nigth" in lines[0]), ("pregnat" in lines[1]), ("emergency-number" in lines[2])] == [True] * 3
    assert lines[3].endswith("mend the file in an editor, or empty it: cramp-cli profile unset --all")
    assert len(lines) == 4
    assert by_hand.read_bytes() == before


def test_text_that_is_no_toml_is_told_with_its_line(by_hand: Path) -> None:
    by_hand.write_text('tools = ["ball"]\nconditions = pregnant\n', "utf-8")
    done = run("profile", "show")
    assert done.returncode == 3
    assert f"{by_hand}:2:14: not TOML" in done.stderr


@pytest.mark.parametrize("contents", [b"\xff\xfe", b"[[[", b"", b"\0"])
def test_unset_all_mends_whatever_stands_there(by_hand: Path, contents: bytes) -> None:
    by_hand.write_bytes(contents)
    assert run("profile", "unset", "--all").returncode == 0
    assert run("profile", "show").returncode == 0


def test_a_profile_that_cannot_be_written_is_exit_1_and_one_line() -> None:
    Path(os.environ["XDG_CONFIG_HOME"]).write_text("a file where the folder belongs", "utf-8")
    done = run("profile", "set", "tools", "ball")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


# -- relief with a profile --------------------------------------------------------------------------------------------


def test_relief_withholds_what_have_would() -> None:
    asked = routine("calf", "--have", "pregnant", "--have", "unsteady")
    given("conditions", "pregnant", "unsteady")
    assert routine("calf") == asked
    assert "pressure-massage" in {one["id"] for one in asked["withheld"]}


def test_the_printed_routine_says_in_one_line_what_came_from_the_profile() -> None:
    given("conditions", "pregnant", "thyroid-underactive")
    given("situation", "chair")
    for arguments in (("relief", "calf"), ("relief", "calf", "--print")):
        assert run(*arguments).stdout.count("From your profile: pregnant, on a chair.\n") == 1


def test_a_profile_that_changes_nothing_is_not_mentioned() -> None:
    before = run("relief", "calf").stdout
    given("medicines", "atorvastatin")
    given("night", "off")
    given("conditions", "thyroid-underactive")
    assert run("relief", "calf").stdout == before


def test_what_is_typed_goes_before_the_situation_and_tools_of_the_profile() -> None:
    bare = routine("calf", "--situation", "bed", "--with", "hands")
    given("situation", "desk")
    given("tools", "towel")
    assert routine("calf")["situation"] == "desk"
    assert "towel" in routine("calf", "--situation", "bed")["steps"][0]["instruction"]
    assert routine("calf", "--situation", "bed", "--with", "hands") == bare


def test_no_profile_opens_a_gate_or_removes_a_stop_sign() -> None:
    before = routine("calf", "--situation", "bed")
    given("conditions", "varicose-veins", "thyroid-underactive")
    given("tools", "ball")
    given("situation", "bed")
    after = routine("calf")
    gates = {step["id"]: step["needs_answer"] for step in (*before["steps"], *before["aftercare"])}
    assert all(step["needs_answer"] == gates[step["id"]] for step in (*after["steps"], *after["aftercare"]))
    assert after["stop_signs"] == before["stop_signs"]


def test_on_a_terminal_the_gate_is_asked_all_the_same(knowledge: Knowledge) -> None:
    given("tools", "ball")
    given("conditions", "thyroid-underactive")
    child = pexpect.spawn(
        str(INSTALLED), ["relief", "calf", "--plain", "--ready", "0"], encoding="utf-8", timeout=15, env=os.environ
    )
    gate = re.escape(knowledge.questions["leg-before-pressing"].text)
    for _ in range(40):
        if child.expect([gate, "hold|rest|easing", pexpect.TIMEOUT], timeout=3) == 0:
            break
        child.send("n")
    else:
        pytest.fail("no gate was asked")
    child.close(force=True)


@pytest.mark.parametrize(
    ("contents", "left"),
    [
        (b'conditions = ["pregnant", "pregnat"]\nnigth = 1\n', True),
        (b"\xff\xfe", False),
        (b"a = " + b"[" * 60_000, False),
        (b"#" * 70_000, False),
    ],
)
def test_a_faulty_profile_never_stops_relief_and_its_good_entries_count(
    by_hand: Path, contents: bytes, *, left: bool
) -> None:
    by_hand.write_bytes(contents)
    done = run("relief", "calf")
    assert done.returncode == 0
    assert done.stderr.startswith("Your profile has faults: ")
    assert done.stderr.endswith("See: cramp-cli profile show\n")
    assert done.stderr.count("\n") == 1
    assert ("From your profile: pregnant." in done.stdout) is left
    assert "Pull" in done.stdout or left


def test_a_pipe_in_the_place_of_the_profile_keeps_nobody_waiting(by_hand: Path) -> None:
    os.mkfifo(by_hand)
    done = run("relief", "calf")
    assert done.returncode == 0
    assert "not a regular file" in done.stderr
    assert run("profile", "unset", "--all").returncode == 0
    assert not by_hand.exists()


# -- the emergency number ---------------------------------------------------------------------------------------------


def test_the_number_stands_wherever_the_routine_says_to_call() -> None:
    assert USUAL in " ".join(run("relief", "calf").stdout.split())
    given("emergency-number", "+44 999")
    shown = " ".join(run("relief", "calf").stdout.split())
    assert "Call +44 999 now if: breathless or chest pain" in shown
    assert USUAL not in shown


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_refusal_names_it_too(form: tuple[str, ...]) -> None:
    given("emergency-number", "112")
    done = run("relief", "chest", *form)
    assert done.returncode == 10
    assert "Call 112 now if the chest feels tight" in done.stdout
    assert USUAL not in done.stdout


def test_the_last_word_after_a_stop_sign_names_it() -> None:
    given("emergency-number", "999")
    child = pexpect.spawn(
        str(INSTALLED), ["relief", "calf", "--ready", "0"], encoding="utf-8", timeout=15, env=os.environ,
        dimensions=(24, 80),
    )  # fmt: skip
    child.expect_exact("hold 1 of 3")
    child.send("x")
    child.expect_exact("Call 999 now")
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 10


def test_a_number_that_is_none_never_stands_where_help_is_called(by_hand: Path) -> None:
    by_hand.write_text('emergency-number = "ask Bob"\n', "utf-8")
    shown = " ".join(run("relief", "calf").stdout.split())
    assert f"Call {USUAL} now" in shown
    assert "Bob" not in shown
