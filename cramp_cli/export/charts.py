"""Draws a chart as inline SVG, for a page: the calendar, and each group of bars, with every count in words as well."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from cramp_cli.core.noticing import WEEKDAY_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.chart import Bar, Chart

_INK, _PAPER, _EDGE = "#1f2d3a", "#ffffff", "#c3ccd4"
_SHADES = ("#ffffff", "#f6c9c0", "#ec9384", "#d9543f", "#a32a18")
"""None, one, two, three, and more on a day. The number stands in the cell as well."""
_DARK_FROM = 3
_CELL, _GAP, _MARGIN, _HEAD = 16, 2, 36, 18
_ROW, _NAME, _BAR, _COUNT = 18, 150, 300, 50
_FONT = 'font-family="sans-serif"'


def charts(chart: Chart) -> tuple[tuple[str, str], ...]:
    """Return the heading and the SVG of the calendar and of each group of bars."""
    return (("Calendar", calendar(chart)), *((heading, bars(heading, group)) for heading, group in chart.groups))


def calendar(chart: Chart) -> str:
    """Return the heat map of the days, a column for a week."""
    step = _CELL + _GAP
    width, height = _MARGIN + step * len(chart.weeks), _HEAD + step * len(WEEKDAY_NAMES)
    days = sum(1 for week in chart.weeks for count in week if count)
    found = sum(count or 0 for week in chart.weeks for count in week)
    label = f"Calendar from {chart.monday} to {chart.last_day}: {found} cramps on {days} days"
    return _svg(width, height, label, [*_month_names(chart), *_day_names(), *_cells(chart)])


def _month_names(chart: Chart) -> Iterator[str]:
    last_x = -_MARGIN
    for week in range(len(chart.weeks)):
        monday, x = chart.day(week, 0), _MARGIN + (_CELL + _GAP) * week
        is_first = week == 0 or monday.month != chart.day(week - 1, 0).month
        if is_first and x - last_x >= _MARGIN:
            last_x = x
            yield _text(x, _HEAD - 5, f"{monday:%b}")


def _day_names() -> Iterator[str]:
    for weekday, name in enumerate(WEEKDAY_NAMES):
        yield _text(0, _HEAD + (_CELL + _GAP) * weekday + 12, name[:3])


def _cells(chart: Chart) -> Iterator[str]:
    for week, row in enumerate(chart.weeks):
        for weekday, count in enumerate(row):
            if count is not None:
                yield from _cell(_MARGIN + (_CELL + _GAP) * week, _HEAD + (_CELL + _GAP) * weekday, count)


def _cell(x: int, y: int, count: int) -> Iterator[str]:
    shade = min(count, len(_SHADES) - 1)
    yield f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="{_SHADES[shade]}" stroke="{_EDGE}"/>'
    if count:
        colour = _PAPER if shade >= _DARK_FROM else _INK
        yield _text(x + _CELL // 2, y + 12, str(count), colour=colour, anchor="middle")


def bars(heading: str, group: tuple[Bar, ...]) -> str:
    """Return a group of bars, each with its name and its count."""
    known = [(bar.name, bar.count) for bar in group if bar.count is not None]
    most = max((count for _, count in known), default=0)
    said = "; ".join(f"{name} {count}" for name, count in known)
    parts = []
    for number, (name, count) in enumerate(known):
        y, length = _ROW * number, _BAR * count // most if most else 0
        parts += [_text(0, y + 13, name), _text(_NAME + length + 5, y + 13, str(count))]
        parts.append(
            f'<rect x="{_NAME}" y="{y + 3}" width="{length}" height="{_ROW - 6}" fill="{_SHADES[_DARK_FROM]}"/>'
        )
    return _svg(_NAME + _BAR + _COUNT, _ROW * max(1, len(known)), f"{heading}: {said}", parts)


def _svg(width: int, height: int, label: str, parts: list[str]) -> str:
    name = quoteattr(label)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label={name}>'
    return "\n".join([opening, f"<title>{escape(label)}</title>", *parts, "</svg>"]) + "\n"


def _text(x: int, y: int, words: str, *, colour: str = _INK, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" font-size="11" {_FONT} fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
