"""The pieces a routine screen is put together from, each wrapped to the width it gets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from cramp_cli.core.text import clock_face
from cramp_cli.core.values import dataclass
from cramp_cli.terminal.digits import big
from cramp_cli.terminal.frames import SIGN_LABELS
from cramp_cli.terminal.palette import DAY, Palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cramp_cli.core.frame import Frame, Key, Picture
    from cramp_cli.core.model import Disposition

_WRAPPER = Console(width=92, height=24, color_system=None, markup=False, emoji=False, highlight=False)
_KEPT = 8
"""What stands on the screen all the time is put together once; no line is ever changed by who is given it."""
_SPACIOUS_FROM = 64
_TWO_DIGITS = 100


@dataclass(frozen=True)
class Look:
    """How a screen is drawn: its colours, and who draws a figure into so many columns and rows."""

    palette: Palette = DAY
    draw: Callable[[Picture, int, int], list[Text]] | None = None


def title(frame: Frame, width: int, look: Look) -> list[Text]:
    """Return the title, with the clock at its end where there is room."""
    line = Text(frame.title, look.palette.strong)
    gap = width - line.cell_len - len(frame.clock)
    if gap < 1:
        line.truncate(width)
        return [line]
    return [Text.assemble(line, " " * gap, (frame.clock, look.palette.faint))]


def signs(frame: Frame, width: int, look: Look) -> list[Text]:
    """Return the stop signs, complete, most urgent first."""
    return [*_signs(frame.signs, width, look.palette)]


@lru_cache(maxsize=_KEPT)
def _signs(signs: tuple[tuple[Disposition, str], ...], width: int, palette: Palette) -> tuple[Text, ...]:
    lines: list[Text] = []
    for level, text in signs:
        label = Text(SIGN_LABELS[level], palette.sign(level))
        first, *others = [Text(sign, palette.text) for sign in text.split(" · ")]
        lines += flow([Text.assemble(label, " ", first), *others], Text(" · ", palette.text), width)
    return tuple(lines)


def heading(frame: Frame, width: int, look: Look) -> list[Text]:
    """Return the heading of a step or a question."""
    return wrapped(Text(frame.heading, look.palette.question if frame.is_question else look.palette.strong), width)


def main(frame: Frame, width: int, look: Look) -> list[Text]:
    """Return the instruction, what a question lists and how it is answered, and any notice."""
    lines = wrapped(Text(frame.text, look.palette.text), width) if frame.text else []
    bullet = "" if any(item[:1].isdigit() for item in frame.items) else "• "
    for item in frame.items:
        lines += _hanging(bullet, item, width, look)
    if frame.is_danger:
        lines.append(Text("1 yes   2 no   3 not sure", look.palette.strong))
    return [*lines, *(wrapped(Text(frame.notice, look.palette.notice), width) if frame.notice else [])]


def labelled(pairs: Iterable[tuple[str, str]], width: int, look: Look) -> list[Text]:
    """Return texts with their labels."""
    lines: list[Text] = []
    for label, text in pairs:
        lines += wrapped(Text.assemble((f"{label}: ", look.palette.strong), (text, look.palette.text)), width)
    return lines


def upcoming(frame: Frame, width: int, look: Look) -> list[Text]:
    """Return what comes next."""
    return wrapped(Text(f"next: {frame.upcoming}", look.palette.faint), width) if frame.upcoming else []


def keys(frame: Frame, width: int, look: Look) -> list[Text]:
    """Return the keys and what they do."""
    return [*_keys(frame.keys, width, look.palette)]


@lru_cache(maxsize=_KEPT)
def _keys(keys: tuple[Key, ...], width: int, palette: Palette) -> tuple[Text, ...]:
    parts = [Text.assemble((key, palette.strong), (f" {meaning}", palette.faint)) for key, meaning in keys]
    return tuple(flow(parts, Text("   " if width >= _SPACIOUS_FROM else "  "), width))


def rule(width: int, look: Look) -> Text:
    """Return a line across."""
    return Text("─" * width, look.palette.faint)


def digits(frame: Frame, look: Look) -> list[Text]:
    """Return the seconds left in digits that can be read from the floor."""
    if frame.seconds_left is None:
        return []
    face = str(frame.seconds_left) if frame.seconds_left < _TWO_DIGITS else clock_face(frame.seconds_left)
    return [Text(row, time_style(frame, look)) for row in big(face)]


def time_style(frame: Frame, look: Look) -> str:
    """Return the style of the seconds left."""
    if frame.is_flash:
        return look.palette.flash
    return look.palette.question if frame.is_question else look.palette.time


def bar(frame: Frame, width: int, look: Look) -> Text:
    """Return how much of the time is over."""
    if not frame.total_seconds or frame.seconds_left is None:
        return Text()
    full = round(width * (1 - frame.seconds_left / frame.total_seconds))
    return Text.assemble(("█" * full, look.palette.time), ("─" * (width - full), look.palette.faint))


def flow(parts: Iterable[Text], separator: Text, width: int) -> list[Text]:
    """Put parts behind each other and break lines only between them; a part wider than a line is wrapped itself."""
    lines: list[Text] = []
    for part in parts:
        if lines and lines[-1].cell_len + separator.cell_len + part.cell_len <= width:
            lines[-1] = Text.assemble(lines[-1], separator, part)
        else:
            lines += wrapped(part, width)
    return lines


def wrapped(text: Text, width: int) -> list[Text]:
    """Return `text` as lines of at most `width` columns."""
    lines: Iterable[Text] = text.wrap(_WRAPPER, max(width, 1), overflow="fold")
    kept = list(lines)
    for line in kept:
        line.rstrip()
    return kept


def _hanging(bullet: str, text: str, width: int, look: Look) -> list[Text]:
    lines = wrapped(Text(text, look.palette.text), width - len(bullet))
    starts = [Text(bullet, look.palette.text), *(Text(" " * len(bullet)) for _ in lines)]
    return [Text.assemble(start, line) for start, line in zip(starts, lines, strict=False)]
