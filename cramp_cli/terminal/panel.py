"""Lays a frame out as the lines of one quiet screen, dropping what matters least when there is little room.

The stop signs, the instruction and the time left are never dropped to make room for anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cramp_cli.core.text import clock_face
from cramp_cli.core.values import dataclass
from cramp_cli.terminal import parts, wide
from cramp_cli.terminal.parts import Look

if TYPE_CHECKING:
    from cramp_cli.core.frame import Frame

LEAST_COLUMNS, LEAST_ROWS = 40, 10
_TWO_COLUMNS_FROM = 64
_MOST_COLUMNS, _MOST_ROWS = 92, 24


def lay_out(frame: Frame, columns: int, rows: int, look: Look | None = None) -> list[Text] | None:
    """Return the lines of `frame` for a terminal of this size, or None where not even what matters most has room."""
    width, height = min(columns, _MOST_COLUMNS), min(rows, _MOST_ROWS)
    look = look or Look()
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        return None
    if width >= _TWO_COLUMNS_FROM:
        lines = wide.lay_out(frame, width, height, look)
        if len(lines) <= height:
            return lines
    lines = _one_column(frame, width, height, look)
    return lines if len(lines) <= height else None


@dataclass(frozen=True)
class _Block:
    """Some lines, and how soon they are given up for lack of room (the highest first, 0 never)."""

    lines: list[Text]
    given_up: int


def _one_column(frame: Frame, width: int, height: int, look: Look) -> list[Text]:
    status = _Block(_status(frame, width, frame.clock, look), 0)
    keys = _Block(parts.keys(frame, width, look), 7)
    blocks = [
        _Block(parts.title(frame, width, look), 4),
        _Block(parts.signs(frame, width, look), 2 if frame.signs_may_shrink else 0),
        _Block(parts.heading(frame, width, look), 1 if frame.text and not frame.is_question else 0),
        _Block(parts.main(frame, width, look), 0),
        _Block(parts.labelled(frame.warnings, width, look), 0),
        _Block(parts.labelled(frame.details, width, look), 6),
        status,
        _Block(parts.upcoming(frame, width, look), 5),
        keys,
    ]
    kept = _fitted(blocks, height)
    if keys in kept:
        return [line for block in kept for line in block.lines]
    short = _Block(_status(frame, width, frame.keys_in_short or frame.clock, look), 0)
    return [line for block in kept for line in (short if block is status else block).lines]


def _fitted(blocks: list[_Block], height: int) -> list[_Block]:
    kept = list(blocks)
    for block in sorted((one for one in blocks if one.given_up), key=lambda one: -one.given_up):
        if sum(len(one.lines) for one in kept) <= height:
            break
        kept.remove(block)
    return kept


def _status(frame: Frame, width: int, beside: str, look: Look) -> list[Text]:
    """Return the time left and the phase, and beside them the keys that matter most or the clock."""
    if frame.seconds_left is None:
        return []
    face = (f"{clock_face(frame.seconds_left)} ", parts.time_style(frame, look))
    line = Text.assemble(face, (frame.phase, look.palette.strong))
    line.append(f"  {beside}", look.palette.faint)
    line.truncate(width)
    return [line]
