"""Draws a chart in letters: a calendar as a heat map, and bars with their counts; or says all of it in sentences.

Every shade is a letter of its own and every bar ends in its number, so that no colour is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.noticing import WEEKDAY_NAMES
from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.chart import Bar, Chart

BLOCKS, ASCII = "·░▒▓█", ".123+"
"""None, one, two, three, and more on a day."""
_MARGIN, _CELL = 4, 2
_MOST_WEEKS = 26
_LONGEST_NAME, _ROOM_FOR_COUNT = 16, 8
_LONGEST_BAR = 40
_DAYS_SAID = 10
_UNKNOWN = " "


def weeks_that_fit(width: int) -> int:
    """Return how many weeks a calendar of `width` columns has."""
    return max(1, min(_MOST_WEEKS, (width - _MARGIN) // _CELL))


def drawn(chart: Chart, width: int, *, has_blocks: bool) -> Iterator[str]:
    """Yield the lines of the drawing, none longer than `width`."""
    shades = BLOCKS if has_blocks else ASCII
    yield "Calendar"
    yield _months(chart)
    for weekday, name in enumerate(WEEKDAY_NAMES):
        cells = (" " + _shade(week[weekday], shades) for week in chart.weeks)
        yield f"{name[: _MARGIN - 1]}{''.join(cells)}".rstrip()
    yield _legend(shades)
    for heading, bars in chart.groups:
        yield ""
        yield heading
        yield from _bars(bars, width, shades[-1] if has_blocks else "#")


def _legend(shades: str) -> str:
    return "  ".join(
        f"{shade} {word}" for shade, word in zip(shades, ("none", "1", "2", "3", "4 or more"), strict=True)
    )


def _shade(count: int | None, shades: str) -> str:
    return _UNKNOWN if count is None else shades[min(count, len(shades) - 1)]


def _months(chart: Chart) -> str:
    """Return a line with the name of each month above its first week, where there is room for it."""
    line = ""
    for week in range(len(chart.weeks)):
        column = _MARGIN + _CELL * week
        monday = chart.day(week, 0)
        name = f"{monday:%b}"
        is_first = week == 0 or monday.month != chart.day(week - 1, 0).month
        fits = column > len(line) and column + len(name) <= _MARGIN + _CELL * len(chart.weeks)
        if is_first and fits:
            line = line.ljust(column) + name
    return line


def _bars(bars: tuple[Bar, ...], width: int, ink: str) -> Iterator[str]:
    names = [_short(bar.name) for bar in bars]
    column = max(len(name) for name in names)
    room = max(1, min(_LONGEST_BAR, width - column - _ROOM_FOR_COUNT))
    most = max((bar.count or 0 for bar in bars), default=0)
    for name, bar in zip(names, bars, strict=True):
        if bar.count is not None:
            length = -(-bar.count * room // most) if most else 0
            yield f"{name.ljust(column)} {ink * length}{' ' if length else ''}{bar.count}"


def _short(name: str) -> str:
    said = clean(name)
    return said if len(said) <= _LONGEST_NAME else f"{said[: _LONGEST_NAME - 3].rstrip()}..."


def said(chart: Chart) -> Iterator[str]:
    """Yield the same in sentences, for a screen reader."""
    yield f"{chart.count} {'cramp' if chart.count == 1 else 'cramps'} since {chart.first_day}."
    days = [
        (chart.day(week, weekday), count)
        for week, row in enumerate(chart.weeks)
        for weekday, count in enumerate(row)
        if count
    ]
    if days:
        listed = "; ".join(f"{day} {WEEKDAY_NAMES[day.weekday()]} {count}" for day, count in days[-_DAYS_SAID:])
        yield f"The last days with a cramp: {listed}."
    for heading, bars in chart.groups:
        yield f"{heading}: {'; '.join(f'{clean(bar.name)} {bar.count}' for bar in bars if bar.count)}."
