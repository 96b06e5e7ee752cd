"""Relief with a profile: said once, never in the way, never a key to a gate, and its number where help is called."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from helpers import profile_command
from helpers.profile_command import given, run

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

USUAL = "your local emergency number"
INSTALLED = Path(sys.executable).with_name("cramp-cli")
file, by_hand = profile_command.file, profile_command.by_hand


def routine(*arguments: str) -> dict[str, Any]:
    done = run("relief", *arguments, "--json")
    assert done.returncode == 0
    found: dict[str, Any] = json.loads(done.stdout)
    return found


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
    assert "Pull" in done.stdout


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
