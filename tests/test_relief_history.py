"""Relief writes as it goes, on a real terminal: what a kill leaves, what is said, and when nothing is written."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from test_terminal import FAST, Terminal

from cramp_cli.core.ladder import Outcome
from cramp_cli.storage.history import History

if TYPE_CHECKING:
    from cramp_cli.core.episode import Episode

SAVED = "Saved. See: cramp-cli history"
DONE = "What was done is in your history."


def folder() -> Path:
    return Path(os.environ["XDG_DATA_HOME"]) / "cramp-cli"


def kept() -> tuple[Episode, ...]:
    return History(folder()).list().episodes


def files() -> set[str]:
    """Every file under the home but the cache of the knowledge, and the profile."""
    found = {path.name for path in Path.home().rglob("*") if path.is_file()}
    return found - {"knowledge.json", "profile.toml"}


def let_go(*arguments: str, **environment: Any) -> Terminal:  # noqa: ANN401 - passed through
    """A run in which it lets go in the second hold."""
    return led(Terminal("relief", "left", "calf", *FAST, *arguments, **environment))


def led(terminal: Terminal) -> Terminal:
    terminal.see("hold 1 of 3")
    terminal.press("n")
    terminal.see("hold 2 of 3")
    terminal.press("g")
    terminal.see("Walk it loose")
    terminal.press("n")
    terminal.see("stay away")
    terminal.press("1")
    terminal.see("knot")
    terminal.press("2")
    terminal.see("feel good")
    terminal.press("3")
    terminal.see("Look at the leg")
    terminal.press("2")
    return terminal


def test_a_run_that_let_go_is_in_the_history_and_says_so() -> None:
    terminal = let_go()
    assert terminal.end() == 0
    assert terminal.written.count(SAVED) == 1
    (one,) = kept()
    assert (one.region, one.side, one.ending) == ("calf", "left", "gone")
    assert [step.outcome for step in one.steps] == [Outcome.SKIPPED, Outcome.GONE, Outcome.SKIPPED]
    listed = Terminal("history")
    assert listed.end() == 0
    assert "left calf" in listed.written
    assert "let go" in listed.written


def test_a_run_that_did_not_let_go_is_kept_without_a_word() -> None:
    terminal = Terminal("relief", "calf", *FAST)
    terminal.see("hold 1 of 3")
    terminal.press("x")
    assert terminal.end() == 10
    assert SAVED not in terminal.written
    assert kept()[0].ending == "sign"
    assert kept()[0].red_flags


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_terminal_loses_at_most_the_step_under_way(number: signal.Signals) -> None:
    terminal = Terminal("relief", "calf", *FAST)
    for count in (1, 2):
        terminal.see(f"hold {count} of 3")
        terminal.press("n")
    terminal.see("hold 3 of 3")
    terminal.child.kill(number)
    terminal.end()
    (one,) = kept()
    assert [step.outcome for step in one.steps][:2] == [Outcome.SKIPPED] * 2
    assert one.ending == ("" if number == signal.SIGKILL else "interrupted")


def test_a_terminal_that_goes_away_is_written_as_cut_off() -> None:
    terminal = Terminal("relief", "calf", *FAST)
    terminal.see("hold 1 of 3")
    terminal.press("n")
    terminal.see("hold 2 of 3")
    os.close(terminal.child.child_fd)
    while terminal.child.isalive():
        terminal.child.ptyproc.wait()
    assert [one.ending for one in kept()] == ["interrupted"]


def test_ctrl_c_says_what_is_true() -> None:
    at_once = Terminal("relief", "calf", *FAST)
    at_once.see("hold 1 of 3")
    at_once.child.sendintr()
    assert at_once.end() == 130
    assert "Stopped. Nothing was saved." in at_once.written
    assert files() == set()
    later = Terminal("relief", "calf", *FAST)
    later.see("hold 1 of 3")
    later.press("n")
    later.see("hold 2 of 3")
    later.child.sendintr()
    assert later.end() == 130
    assert f"Stopped. {DONE}" in later.written
    assert "error" not in later.written
    assert later.cursor_is_visible
    assert kept()[0].ending == "interrupted"


# -- nothing at all ---------------------------------------------------------------------------------------------------


def test_no_log_writes_no_file_at_all() -> None:
    terminal = let_go("--no-log")
    assert terminal.end() == 0
    assert SAVED not in terminal.written
    assert files() == set()
    stopped = Terminal("relief", "calf", *FAST, "--no-log")
    stopped.see("hold 1 of 3")
    stopped.press("n")
    stopped.see("hold 2 of 3")
    stopped.child.sendintr()
    assert stopped.end() == 130
    assert "Stopped. Nothing was saved." in stopped.written


def test_a_profile_can_switch_the_history_off() -> None:
    command = [sys.executable, "-m", "cramp_cli", "profile", "set", "history", "off"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "history: off\n"
    terminal = let_go()
    assert terminal.end() == 0
    assert SAVED not in terminal.written
    assert files() == set()


@pytest.mark.parametrize("form", [("--json",), ("--print",), ("--html", "page.html"), ()])
def test_what_starts_nothing_writes_nothing(
    form: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = [sys.executable, "-m", "cramp_cli", "relief", "calf", *form]
    assert subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL).returncode == 0
    assert files() == set()


# -- never in the way -------------------------------------------------------------------------------------------------


def given_back(terminal: Terminal, elsewhere: Path) -> Episode:
    """The one episode that the one line of JSON on the terminal holds, taken in elsewhere."""
    (line,) = [one for one in terminal.written.splitlines() if one.startswith('{"schema"')]
    command = [sys.executable, "-m", "cramp_cli", "history", "import", "-"]
    environment = {**os.environ, "CRAMP_CLI_DATA_DIR": str(elsewhere)}
    subprocess.run(command, input=line, text=True, check=True, capture_output=True, env=environment)
    (one,) = History(elsewhere).list().episodes
    return one


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/dev/null/x", "not saved: /dev/null/x"),
        ("relative", "not saved: CRAMP_CLI_DATA_DIR"),
        ("/proc/1/nowhere", "not saved: "),
    ],
)
def test_where_nothing_can_be_written_relief_relieves_and_hands_the_record_back(
    place: str, said: str, tmp_path: Path
) -> None:
    terminal = let_go(CRAMP_CLI_DATA_DIR=place)
    assert terminal.end() == 4
    assert terminal.written.count("ot saved: ") == 1
    assert f"cramp-cli: error: {said}" in terminal.written
    assert SAVED not in terminal.written
    one = given_back(terminal, tmp_path)
    assert (one.region, one.side, one.ending) == ("calf", "left", "gone")
    assert [step.outcome for step in one.steps] == [Outcome.SKIPPED, Outcome.GONE, Outcome.SKIPPED]


@pytest.mark.parametrize(
    ("end", "code", "ending"), [("x", 10, "sign"), ("\x03", 130, "interrupted"), ("", 143, "interrupted")]
)
def test_however_a_run_ends_its_record_is_handed_back(end: str, code: int, ending: str, tmp_path: Path) -> None:
    terminal = Terminal("relief", "calf", *FAST, CRAMP_CLI_DATA_DIR="/dev/null/x")
    terminal.see("hold 1 of 3")
    terminal.press("n")
    terminal.see("hold 2 of 3")
    if end:
        terminal.press(end)
    else:
        terminal.child.kill(signal.SIGTERM)
    assert terminal.end() == code
    assert given_back(terminal, tmp_path).ending == ending
    assert "Nothing was saved" not in terminal.written


def test_a_store_that_is_damaged_is_left_alone_and_relief_goes_on() -> None:
    folder().mkdir(parents=True, mode=0o700)
    (folder() / "history.db").write_text("hello", "utf-8")
    terminal = let_go()
    assert terminal.end() == 0
    assert "Not saved: " in terminal.written
    assert (folder() / "history.db").read_text("utf-8") == "hello"


def test_a_store_in_use_makes_nobody_wait_and_loses_nothing() -> None:
    first = let_go()
    assert first.end() == 0
    with closing(sqlite3.connect(folder() / "history.db", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        terminal = let_go()
        assert terminal.end() == 0
    assert "Not saved: " in terminal.written
    assert len(kept()) == 1
    assert let_go().end() == 0
    assert len(kept()) == 3


def test_nothing_of_the_store_is_loaded_before_the_first_screen() -> None:
    script = """
import sys
from cramp_cli.commands import planning, relief
from cramp_cli.terminal.player import Player

def count(self, *given, **named):
    print("\\nloaded:", sorted(one for one in sys.modules if "sqlite" in one or "storage.history" in one))
    raise SystemExit(0)

Player.count = count
planning.How.starts_nothing = property(lambda how: False)
relief.run("calf", planning.Wish(), planning.How())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "loaded: []" in done.stdout, done.stderr
