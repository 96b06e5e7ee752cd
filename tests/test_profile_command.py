"""`cramp-cli profile`: what is set is said and kept private, a slip changes nothing, and there is always a way out."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest
from helpers import profile_command
from helpers.profile_command import given, run

file, by_hand = profile_command.file, profile_command.by_hand


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
