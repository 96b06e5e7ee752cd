"""Draws a chart as inline SVG for a printed page: the calendar over its weeks, the hours, the muscles and sides.

Nothing is told by colour alone: every number stands in the drawing, and every count in its words. Sizes are in
millimetres, so that the letters are as large in each drawing, and on paper no smaller than those of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from cramp_cli.core.noticing import WEEKDAY_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cramp_cli.core.chart import Bar, Chart

_INK, _PAPER, _EDGE, _BAR_COLOUR = "#1d2730", "#ffffff", "#9aa7b2", "#e06a55"
_SHADES = (_PAPER, "#f6c9c0", "#ec9384", _BAR_COLOUR, "#a32a18")
"""None, one, two, three, and more on a day. The number stands in the cell as well."""
_DARK_FROM = 4
_MILLIMETRES_A_UNIT = 0.25
_CELL, _GAP, _MARGIN, _HEAD = 16, 2, 32, 16
_WEEK_ROOM, _WEEK_BAR = 48, 30
"""Under the calendar, for the whole weeks: their numbers and the longest bar."""
_ROW, _BAR, _COUNT, _LETTER, _LONGEST_NAME = 16, 90, 24, 5.8, 18
_BETWEEN = 8
_TEXT_SIZE = 11
_THURSDAY = 3


def charts(chart: Chart) -> tuple[tuple[str, str], ...]:
    """Return the heading and the SVG of each drawing: the days and weeks, the hours, the places."""
    return (
        ("Each day and week (no square: not known)", calendar(chart)),
        ("Time of day", bars("Time of day", [chart.hours])),
        ("Where", bars("Where", [chart.regions, chart.sides])),
    )


# -- the calendar -----------------------------------------------------------------------------------------------------


def calendar(chart: Chart) -> str:
    """Return the heat map of the days, a column for a week, with the sum of each week as a bar under it."""
    height = _HEAD + _step(len(WEEKDAY_NAMES)) + _WEEK_ROOM
    parts = [*_month_names(chart), *_day_names(), *_cells(chart), *_weeks(chart)]
    return _svg(_MARGIN + _step(len(chart.weeks)), height, _calendar_in_words(chart), parts)


def _step(number: int) -> int:
    return (_CELL + _GAP) * number


def _sums(chart: Chart) -> list[int | None]:
    """Return how many in each week; None where no day of it is known."""
    known = [[count for count in week if count is not None] for week in chart.weeks]
    return [sum(days) if days else None for days in known]


def _calendar_in_words(chart: Chart) -> str:
    days = sum(1 for week in chart.weeks for count in week if count)
    sums = _sums(chart)
    weeks = [f"{chart.day(week, 0)} {count}" for week, count in enumerate(sums) if count is not None]
    found = sum(count or 0 for count in sums)
    return f"{found} cramps on {days} days up to {chart.last_day}. In the week from: {'; '.join(weeks)}"


def _month_names(chart: Chart) -> Iterator[str]:
    """Name each month above the first week of which it has the larger part, where there is room for its name."""
    last_x = -_MARGIN
    for week in range(len(chart.weeks)):
        middle, x = chart.day(week, _THURSDAY), _MARGIN + _step(week)
        is_first = week == 0 or middle.month != chart.day(week - 1, _THURSDAY).month
        if is_first and x - last_x >= _MARGIN:
            last_x = x
            yield _text(x, _HEAD - 5, f"{middle:%b}")


def _day_names() -> Iterator[str]:
    for weekday, name in enumerate(WEEKDAY_NAMES):
        yield _text(0, _HEAD + _step(weekday) + 12, name[:3])


def _cells(chart: Chart) -> Iterator[str]:
    for week, row in enumerate(chart.weeks):
        for weekday, count in enumerate(row):
            if count is not None:
                yield from _cell(_MARGIN + _step(week), _HEAD + _step(weekday), count)


def _cell(x: int, y: int, count: int) -> Iterator[str]:
    shade = min(count, len(_SHADES) - 1)
    yield f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="{_SHADES[shade]}" stroke="{_EDGE}"/>'
    if count:
        colour = _PAPER if shade >= _DARK_FROM else _INK
        yield _text(x + _CELL // 2, y + 12, str(count), colour=colour, anchor="middle")


def _weeks(chart: Chart) -> Iterator[str]:
    sums = _sums(chart)
    most = max((count for count in sums if count), default=1)
    floor = _HEAD + _step(len(WEEKDAY_NAMES)) + _WEEK_ROOM - 2
    yield _text(0, floor - 2, "week")
    for week, count in enumerate(sums):
        if count is not None:
            x, height = _MARGIN + _step(week), _WEEK_BAR * count // most
            yield _rect(x, floor - height, _CELL, height)
            yield _text(x + _CELL // 2, floor - height - 3, str(count), anchor="middle")


# -- bars -------------------------------------------------------------------------------------------------------------


def bars(heading: str, groups: Sequence[tuple[Bar, ...]]) -> str:
    """Return groups of bars, each bar with its name and its count, every group measured by its own longest."""
    known = [[(bar.name, bar.count) for bar in group if bar.count is not None] for group in groups]
    shown = [group for group in known if group]
    margin = int(_LETTER * max((len(_shortened(name)) for group in shown for name, _ in group), default=0)) + 6
    parts: list[str] = []
    y = 0
    for group in shown:
        most = max(count for _, count in group) or 1
        for name, count in group:
            length = _BAR * count // most
            parts += [_text(0, y + 12, _shortened(name)), _rect(margin, y + 3, length, _ROW - 5)]
            parts.append(_text(margin + length + 4, y + 12, str(count)))
            y += _ROW
        y += _BETWEEN
    said = "; ".join(f"{name} {count}" for group in shown for name, count in group)
    return _svg(margin + _BAR + _COUNT, max(_ROW, y - _BETWEEN), f"{heading}: {said}", parts)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


# -- shapes -----------------------------------------------------------------------------------------------------------


def _svg(width: int, height: int, label: str, parts: Sequence[str]) -> str:
    size = f'width="{width * _MILLIMETRES_A_UNIT:g}mm" height="{height * _MILLIMETRES_A_UNIT:g}mm"'
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" role="img"'
        f" aria-label={quoteattr(label)}>"
    )
    return "\n".join([opening, f"<title>{escape(label)}</title>", *parts, "</svg>"]) + "\n"


def _rect(x: int, y: int, width: int, height: int) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{_BAR_COLOUR}"/>'


def _text(x: int, y: int, words: str, *, colour: str = _INK, anchor: str = "start") -> str:
    where = f'x="{x}" y="{y}" text-anchor="{anchor}"'
    return f'<text {where} font-size="{_TEXT_SIZE}" fill="{colour}">{escape(words)}</text>'
