"""Each promise of PRIVACY.md names its test, that test exists, and what no other room proves is proved here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.screens import Program

from cramp_cli.commands.boundary import explained

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "PRIVACY.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "`test_" in line]
CANARY = "canary-51c9"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_the_named_tests_exist(row: str) -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row)
    assert named
    for file, test in named:
        assert f"def {test}(" in (ROOT / "tests" / file).read_text("utf-8")


def test_every_promise_names_a_test_and_the_page_is_short() -> None:
    table = [line for line in PAGE.splitlines() if line.startswith("| ")][1:]
    assert table == ROWS
    assert len(PAGE.splitlines()) < 40


def test_every_command_in_the_page_is_one() -> None:
    for line in re.findall(r"`cramp-cli ([a-z][^`]*)`", PAGE):
        done = run(*line.split(), "--help")
        assert (done.returncode, done.stderr) == (0, ""), line


def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cramp_cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, input=typed)


def files_of_the_person() -> set[str]:
    home = Path(os.environ["HOME"])
    return {path.name for path in home.rglob("*") if path.is_file()}


def test_a_check_on_a_terminal_writes_nothing_down() -> None:
    program = Program("check")
    program.until(lambda text: text.rstrip().endswith("\n>"))
    program.press("1\r")
    while program.child.isalive():
        program.until(lambda text: text.rstrip().endswith(">") or not program.child.isalive())
        program.press("0\r")
    assert "emergency" in program.written.casefold()
    assert program.end() == 0
    assert files_of_the_person() == set()


def test_no_note_and_no_medicine_is_in_the_cache_or_the_completion_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert run("profile", "set", "medicines", CANARY).returncode == 0
    assert run("history", "add", "calf", "--note", "-", typed=CANARY).returncode == 0
    assert run("report").returncode == 0
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(CANARY.encode() in one for one in written)
    for shell in ("bash", "zsh", "fish"):
        script = run("completion", shell)
        assert script.returncode == 0
        assert CANARY not in script.stdout


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_file_about_a_crash_holds_nothing_of_the_person(umask: int) -> None:
    """Neither what was typed, nor what stood in a variable or a file, in the error or in the one it came of."""
    before = os.umask(umask)
    try:
        failure = explained(crash(CANARY))
    finally:
        os.umask(before)
    folder = Path(os.environ["XDG_STATE_HOME"]) / "cramp-cli"
    file = folder / "crash.txt"
    assert "crash" in file.read_text("utf-8")
    assert CANARY not in file.read_text("utf-8")
    assert CANARY not in failure.message
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def crash(note: str) -> Exception:
    try:
        dict[str, str]()[note]
    except KeyError as error:
        later = TypeError(f"{note} is no note")
        later.__cause__ = error
        later.add_note(note)
        return later.with_traceback(error.__traceback__)
    raise AssertionError
