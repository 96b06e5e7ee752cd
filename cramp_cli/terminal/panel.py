"""Lays a frame out as the lines of one quiet screen, dropping what matters least when there is little room.

The stop signs, the instruction and the time left are never dropped to make room for anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from cramp_cli.core.model import Disposition
from cramp_cli.core.text import clock_face
from cramp_cli.terminal.digits import big
from cramp_cli.terminal.frames import SIGN_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cramp_cli.core.frame import Frame

LEAST_COLUMNS, LEAST_ROWS = 40, 10
_TWO_COLUMNS_FROM = 64
_MOST_COLUMNS, _MOST_ROWS = 92, 24
_SIDE_COLUMN = 24

_SIGN_STYLES = {Disposition.EMERGENCY: "bold white on red", Disposition.SAME_DAY: "bold black on yellow"}
_WRAPPER = Console(width=_MOST_COLUMNS, color_system=None, markup=False, emoji=False, highlight=False)


def lay_out(frame: Frame, columns: int, rows: int) -> list[Text] | None:
    """Return the lines of `frame` for a terminal of this size, or None where not even what matters most has room."""
    width, height = min(columns, _MOST_COLUMNS), min(rows, _MOST_ROWS)
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        return None
    if width >= _TWO_COLUMNS_FROM:
        lines = _two_columns(frame, width, height)
        if len(lines) <= height:
            return lines
    lines = _one_column(frame, width, height)
    return lines if len(lines) <= height else None


# -- wide -------------------------------------------------------------------------------------------------------------


def _two_columns(frame: Frame, width: int, height: int) -> list[Text]:
    head = [*_title(frame, width), *_signs(frame, width), _rule(width)]
    foot = [_rule(width), *_keys(frame, width)]
    left_width = width - _SIDE_COLUMN - 3
    main = [*_heading(frame, left_width), *_main(frame, left_width), *_labelled(frame.warnings, left_width)]
    left = [*main, *_spaced(_labelled(frame.details, left_width))]
    right = _side_column(frame)
    room = max(height - len(head) - len(foot), 0)
    if len(left) > room:
        left = [*main, *_labelled(frame.details, left_width)]
    body = [_beside(left, right, row, left_width) for row in range(max(room, len(left)))]
    return [*head, *body, *foot]


def _beside(left: Sequence[Text], right: Sequence[Text], row: int, left_width: int) -> Text:
    line = left[row].copy() if row < len(left) else Text()
    if row < len(right):
        line.pad_right(left_width + 3 - line.cell_len)
        line.append_text(right[row])
    return line


def _side_column(frame: Frame) -> list[Text]:
    if frame.seconds_left is None:
        return []
    style = "reverse" if frame.is_flash else "bold yellow" if frame.is_question else "bold cyan"
    face = str(frame.seconds_left) if frame.seconds_left < 100 else clock_face(frame.seconds_left)  # noqa: PLR2004 - two big digits read best
    digits = [Text(row, style) for row in big(face)]
    upcoming = _wrapped(Text(f"next: {frame.upcoming}", "dim"), _SIDE_COLUMN) if frame.upcoming else []
    return [
        Text(frame.phase, "bold"),
        Text(),
        *digits,
        Text(),
        _bar(frame, _SIDE_COLUMN - 4),
        Text(),
        *upcoming,
    ]


def _bar(frame: Frame, width: int) -> Text:
    if not frame.total_seconds or frame.seconds_left is None:
        return Text()
    full = round(width * (1 - frame.seconds_left / frame.total_seconds))
    return Text.assemble(("█" * full, "cyan"), ("─" * (width - full), "dim"))


# -- narrow -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Block:
    """Some lines, and how soon they are given up for lack of room (the highest first, 0 never)."""

    lines: list[Text]
    given_up: int


def _one_column(frame: Frame, width: int, height: int) -> list[Text]:
    keys = _keys(frame, width)
    blocks = [
        _Block(_title(frame, width), 4),
        _Block(_signs(frame, width), 2 if frame.signs_may_shrink else 0),
        _Block(_heading(frame, width), 1 if frame.text and not frame.is_question else 0),
        _Block(_main(frame, width), 0),
        _Block(_labelled(frame.warnings, width), 0),
        _Block(_labelled(frame.details, width), 6),
        _Block(_status(frame, width), 0),
        _Block(_wrapped(Text(f"next: {frame.upcoming}", "dim"), width) if frame.upcoming else [], 5),
        _Block(keys, 7),
    ]
    kept = _fitted(blocks, height)
    if blocks[-1] in kept:
        return [line for block in kept for line in block.lines]
    short = _Block(_status(frame, width, frame.keys_in_short), 0)
    return [line for block in kept for line in (short if block is blocks[6] else block).lines]


def _fitted(blocks: list[_Block], height: int) -> list[_Block]:
    kept = list(blocks)
    for block in sorted((one for one in blocks if one.given_up), key=lambda one: -one.given_up):
        if sum(len(one.lines) for one in kept) <= height:
            break
        kept.remove(block)
    return kept


def _status(frame: Frame, width: int, keys: str = "") -> list[Text]:
    """Return the time left and the phase, and beside them the keys that matter most or the clock."""
    if frame.seconds_left is None:
        return []
    style = "reverse" if frame.is_flash else "bold cyan"
    line = Text.assemble((f"{clock_face(frame.seconds_left)} ", style), (frame.phase, "bold"))
    line.append(f"  {keys or frame.clock}", "dim")
    line.truncate(width)
    return [line]


# -- parts ------------------------------------------------------------------------------------------------------------


def _title(frame: Frame, width: int) -> list[Text]:
    line = Text(frame.title, "bold")
    gap = width - line.cell_len - len(frame.clock)
    if gap < 1:
        line.truncate(width)
        return [line]
    return [Text.assemble(line, " " * gap, (frame.clock, "dim"))]


def _signs(frame: Frame, width: int) -> list[Text]:
    lines: list[Text] = []
    for level, text in frame.signs:
        label = Text(SIGN_LABELS[level], _SIGN_STYLES.get(level, "bold"))
        first, *others = [Text(sign) for sign in text.split(" · ")]
        lines += _flow([Text.assemble(label, " ", first), *others], " · ", width)
    return lines


def _heading(frame: Frame, width: int) -> list[Text]:
    return _wrapped(Text(frame.heading, "bold yellow" if frame.is_question else "bold"), width)


def _main(frame: Frame, width: int) -> list[Text]:
    lines = _wrapped(Text(frame.text), width) if frame.text else []
    bullet = "" if any(item[:1].isdigit() for item in frame.items) else "• "
    for item in frame.items:
        lines += _hanging(bullet, item, width)
    if not frame.is_danger:
        return [*lines, *_notice(frame, width)]
    return [*lines, Text("1 yes   2 no   3 not sure", "bold"), *_notice(frame, width)]


def _notice(frame: Frame, width: int) -> list[Text]:
    return _wrapped(Text(frame.notice, "bold magenta"), width) if frame.notice else []


def _labelled(pairs: Iterable[tuple[str, str]], width: int) -> list[Text]:
    lines: list[Text] = []
    for label, text in pairs:
        lines += _wrapped(Text.assemble((f"{label}: ", "bold"), text), width)
    return lines


def _keys(frame: Frame, width: int) -> list[Text]:
    parts = [Text.assemble((key, "bold"), (f" {meaning}", "dim")) for key, meaning in frame.keys]
    return _flow(parts, "   " if width >= _TWO_COLUMNS_FROM else "  ", width)


def _flow(parts: Iterable[Text], separator: str, width: int) -> list[Text]:
    """Put parts behind each other and break lines only between them; a part wider than a line is wrapped itself."""
    lines: list[Text] = []
    for part in parts:
        if lines and lines[-1].cell_len + len(separator) + part.cell_len <= width:
            lines[-1] = Text.assemble(lines[-1], separator, part)
        else:
            lines += _wrapped(part, width)
    return lines


def _rule(width: int) -> Text:
    return Text("─" * width, "dim")


def _spaced(lines: list[Text]) -> list[Text]:
    return [Text(), *lines] if lines else []


def _hanging(bullet: str, text: str, width: int) -> list[Text]:
    wrapped = _wrapped(Text(text), width - len(bullet))
    return [Text.assemble(bullet if index == 0 else " " * len(bullet), line) for index, line in enumerate(wrapped)]


def _wrapped(text: Text, width: int) -> list[Text]:
    lines: Iterable[Text] = text.wrap(_WRAPPER, max(width, 1), overflow="fold")
    kept = list(lines)
    for line in kept:
        line.rstrip()
    return kept
