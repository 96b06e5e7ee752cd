"""The full path goes on from the early screen where it stands, and draws anew wherever that is in doubt."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import test_early
from test_early import HIDE, Desk, Glance, Screen

from cramp_cli.commands import relief
from cramp_cli.commands.planning import How, Wish
from cramp_cli.terminal import early

desk = test_early.desk


def test_the_full_path_goes_on_from_it_and_writes_nothing_twice(desk: Desk) -> None:
    desk.full("calf")
    shown = desk.early("calf")
    early._Terminal.shown = early.Shown(shown, (80, 24))
    sys.stdout = Screen()
    relief.run("calf", Wish(), How())
    assert Glance.seen == HIDE


def test_what_is_not_as_it_would_be_now_is_put_right(desk: Desk) -> None:
    desk.full("calf")
    shown = desk.early("calf")
    early._Terminal.shown = early.Shown(shown.replace("Pull your toes up", "Pull them up"), (80, 24))
    sys.stdout = Screen()
    relief.run("calf", Wish(), How())
    assert "Pull your toes up" in Glance.seen
    assert len(Glance.seen) < len(shown) / 2


def test_where_something_was_typed_over_it_it_is_drawn_anew_below(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    desk.full("calf")
    shown = desk.early("calf")
    ours, theirs = os.openpty()
    monkeypatch.setattr(early, "_KEYBOARD", theirs)
    for typed, expected in ((b"", shown), (b"\n", "")):
        os.write(ours, typed)
        early._Terminal.shown = early.Shown(shown, (80, 24))
        assert early.take_over((80, 24)) == expected
    assert capfd.readouterr().out.endswith("\r\n")


def test_another_word_first_stands_below_it(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.full("calf")
    shown = desk.early("calf")
    early._Terminal.shown = early.Shown(shown, (80, 24))
    early.before_writing()
    early.before_writing()
    assert capfd.readouterr().out == "\r\n"
    assert early.take_over((80, 24)) == ""


@pytest.mark.parametrize(("size", "age_seconds"), [((70, 24), 0), ((80, 24), 2)])
def test_a_torn_or_an_old_screen_is_left_and_drawn_anew(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], size: tuple[int, int], age_seconds: int
) -> None:
    shown = early.Shown("anything", (80, 24))
    shown.since -= age_seconds
    monkeypatch.setattr(early._Terminal, "shown", shown)
    assert early.take_over(size) == ""
    assert capfd.readouterr().out == "\r\n"


def test_nothing_is_imported_before_the_first_byte() -> None:
    program = (
        "import sys; before = set(sys.modules); sys.argv = ['cramp-cli', 'relief', 'calf']\n"
        "from cramp_cli import start; start._show_first_screen(); print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    ours = [
        "cramp_cli",
        "cramp_cli.start",
        "cramp_cli.terminal",
        "cramp_cli.terminal.clock",
        "cramp_cli.terminal.early",
    ]
    assert set(eval(done.stdout)) <= {*ours, "__future__", "gc"}  # noqa: S307 - our own list
