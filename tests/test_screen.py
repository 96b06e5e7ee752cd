"""What a terminal really shows after any sequence of paintings, read back through a terminal emulator."""

from __future__ import annotations

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.terminal.console import Door
from cramp_cli.terminal.screen import Screen

COLUMNS, ROWS = 20, 8
LINE = st.text(alphabet="abc ─█", max_size=COLUMNS)
BLOCK = st.lists(LINE, min_size=1, max_size=ROWS)


class Emulator:
    """A terminal emulator behind a door."""

    def __init__(self, columns: int = COLUMNS, rows: int = ROWS) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.sent = 0

    encoding = "utf-8"
    closed = False

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.sent += len(text)
        self._stream.feed(text)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]


def painted(*blocks: list[str]) -> Emulator:
    emulator = Emulator()
    screen = Screen(Door(emulator))  # type: ignore[arg-type]
    for block in blocks:
        screen.paint(block, (COLUMNS, ROWS))
    return emulator


@given(st.lists(BLOCK, min_size=1, max_size=6))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_only_the_last_block_is_left_whatever_was_painted_before(blocks: list[list[str]]) -> None:
    last = [line.rstrip() for line in blocks[-1]]
    shown = painted(*blocks).lines
    top = next(index for index in range(ROWS + 1) if shown[index : index + len(last)] == last)
    assert not any(shown[top + len(last) :])


def test_painting_the_same_again_sends_nothing() -> None:
    emulator = Emulator()
    screen = Screen(Door(emulator))  # type: ignore[arg-type]
    screen.paint(["one", "two"], (COLUMNS, ROWS))
    sent = emulator.sent
    screen.paint(["one", "two"], (COLUMNS, ROWS))
    assert emulator.sent == sent


def test_one_changed_line_costs_about_that_line() -> None:
    emulator = Emulator()
    screen = Screen(Door(emulator))  # type: ignore[arg-type]
    screen.paint(["title", "12", "keys"], (COLUMNS, ROWS))
    sent = emulator.sent
    screen.paint(["title", "11", "keys"], (COLUMNS, ROWS))
    assert emulator.sent - sent < 30


def test_a_new_size_leaves_nothing_of_the_old() -> None:
    emulator = Emulator()
    screen = Screen(Door(emulator))  # type: ignore[arg-type]
    screen.paint(["a long line of text", "another one"], (COLUMNS, ROWS))
    screen.paint(["short"], (COLUMNS - 10, ROWS))
    assert emulator.lines[0] == "short"
    assert not any(emulator.lines[1:])


def test_the_cursor_is_hidden_while_painting_and_shown_when_left() -> None:
    emulator = painted(["one"])
    assert emulator.screen.cursor.hidden
    screen = Screen(Door(emulator))  # type: ignore[arg-type]
    screen.paint(["two"], (COLUMNS, ROWS))
    screen.leave()
    assert not emulator.screen.cursor.hidden


def test_erasing_makes_room_for_the_last_word() -> None:
    emulator = Emulator()
    screen = Screen(Door(emulator))  # type: ignore[arg-type]
    screen.paint(["one", "two", "three"], (COLUMNS, ROWS))
    screen.erase()
    emulator.write("It let go.")
    assert emulator.lines[0] == "It let go."
    assert not any(emulator.lines[1:])


def test_a_full_line_is_cleared_before_it_is_written_and_never_after() -> None:
    """Behind a line as wide as the terminal, xterm's erase takes the last character away."""
    emulator = Emulator()
    written: list[str] = []
    emulator.write = written.append  # type: ignore[method-assign,assignment]
    screen = Screen(Door(emulator))  # type: ignore[arg-type]
    full = "x" * COLUMNS
    screen.paint([full, full], (COLUMNS, ROWS))
    screen.paint([full, "y" * COLUMNS], (COLUMNS, ROWS))
    assert f"{full}\x1b[K" not in "".join(written)
    assert "\x1b[K" + "y" * COLUMNS in "".join(written)
