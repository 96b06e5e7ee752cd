"""Keeps a block of lines on the terminal up to date by rewriting only the lines that changed.

No alternate screen and no full clear, so there is no flicker, little is sent, and what stood above stays in the
scrollback. Only the hidden cursor could be left behind, and every way out shows it again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cramp_cli.terminal import early

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.terminal.console import Door

# A line is cleared before it is written: behind a full line some terminals would erase its last character.
_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"
_CLEAR_LINE, _CLEAR_BELOW, _CLEAR_ALL = "\x1b[K", "\x1b[J", "\x1b[2J\x1b[H"
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_PIECE = re.compile(r"\x1b\[[0-9;]*m[^\x1b]*\x1b\[0m| +|[^ \x1b]+")
"""A run of styled characters, of spaces, or of characters in the terminal's own colour."""


class Screen:
    """A block of lines drawn where the cursor was, at the bottom of what the shell wrote."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._lines: list[str] = []
        self._size: tuple[int, int] | None = None

    def paint(self, lines: Sequence[str], size: tuple[int, int]) -> None:
        """Make the block show `lines`. A new terminal size clears what the old one left."""
        if self._size not in {None, size}:
            self._lines = []
            self._door.write(_CLEAR_ALL)
        is_first = self._size is None
        if is_first:
            self._lines = _lines_of(early.take_over(size))
        self._size = size
        if is_first or list(lines) != self._lines:
            change = self._difference(lines) if list(lines) != self._lines else ""
            self._door.write((_HIDE if is_first else "") + change)
            self._lines = list(lines)

    def _difference(self, lines: Sequence[str]) -> str:
        if not self._lines:
            return block(lines)
        parts = [self._up(len(self._lines) - 1)]
        row = 0
        for index, line in enumerate(lines):
            is_new = index >= len(self._lines)
            if is_new or line != self._lines[index]:
                parts += [
                    _down(min(index, len(self._lines) - 1) - row),
                    "\r\n" + _CLEAR_LINE + line if is_new else _change(self._lines[index], line),
                    "\r",
                ]
                row = index
        parts.append(_down(len(lines) - 1 - row))
        if len(lines) < len(self._lines):
            parts += ["\r\n", _CLEAR_BELOW, "\x1b[1A"]
        return "".join(parts)

    def _up(self, rows: int) -> str:
        return f"\x1b[{rows}A\r" if rows > 0 else "\r"

    def leave(self) -> None:
        """Show the cursor and step below the block, leaving it to be read."""
        if self._size is not None:
            self._door.write("\r\n" + _SHOW)
            self._lines, self._size = [], None

    def give_way(self, size: tuple[int, int]) -> None:
        """Leave the block to be read, or take it away where a new terminal size has torn it apart."""
        if self._size not in {None, size}:
            self._door.write(_CLEAR_ALL + _SHOW)
            self._lines, self._size = [], None
        self.leave()

    def erase(self) -> None:
        """Take the block away and show the cursor, so that what is written next stands in its place."""
        if self._size is not None:
            self._door.write(self._up(len(self._lines) - 1) + _CLEAR_BELOW + _SHOW)
            self._lines, self._size = [], None


def block(lines: Sequence[str]) -> str:
    """Return what draws `lines` where nothing stands yet."""
    return "\r" + "\r\n".join(_CLEAR_LINE + line for line in lines)


def _lines_of(text: str) -> list[str]:
    """Return the lines of a block that was drawn."""
    return [line.removeprefix(_CLEAR_LINE) for line in text.removeprefix("\r").split("\r\n")] if text else []


def _change(old: str, new: str) -> str:
    """Return what turns `old` into `new` from the left edge: what both begin with, up to a gap, is stepped over."""
    pairs = enumerate(zip(old, new, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    kept = 0
    for piece in _PIECE.finditer(new):
        if piece.start() >= same:
            break
        if piece[0].startswith(" "):
            kept = min(piece.end(), same)
    columns = _width(new[:kept])
    return (f"\x1b[{columns}C" if columns else "") + _CLEAR_LINE + new[kept:]


def _width(text: str) -> int:
    from rich.cells import cell_len  # noqa: PLC0415 - loaded by whoever drew the lines

    return cell_len(_STYLE.sub("", text))


def _down(rows: int) -> str:
    return f"\x1b[{rows}B\r" if rows > 0 else ""
