"""Draws a figure in braille dots, eight to a character, at any size.

The drawing knows no colours: each run of characters says what it shows, and `styled` gives it the usual look.
"""

from __future__ import annotations

from itertools import groupby
from math import ceil, floor, hypot
from typing import TYPE_CHECKING

from cramp_cli.core.body import parts
from cramp_cli.core.pose import mirrored
from cramp_cli.core.shapes import Capsule, Role, bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from cramp_cli.core.pose import Figure
    from cramp_cli.core.shapes import Part

Run = tuple[str, Role | None]
Row = tuple[Run, ...]
Dots = dict[tuple[int, int], Role]

STYLES = {
    Role.FAR: "dim",
    Role.BODY: "",
    Role.MUSCLE: "bold red",
    Role.PROP: "yellow",
    Role.ARROW: "bold cyan",
}
_BLANK = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_WIDE, _TALL = 2, 4
_LARGEST = 0.62
"""Dots per unit of the grid: a person alone on a large screen is not blown up."""
_THINNEST = {Role.PROP: 0.5, Role.FAR: 0.7}
_THIN = 0.72
_GAP = 0.8
_ORDER = (Role.MUSCLE, Role.ARROW, Role.BODY, Role.FAR, Role.PROP)


def draw(figure: Figure, moment: float, columns: int, rows: int, *, is_mirrored: bool = False) -> tuple[Row, ...]:
    """Return `figure` at `moment` (0 start, 1 end) as rows of runs, at most `columns` wide and `rows` high.

    The size and the place in the picture are the same at every moment, so that a moving figure stands still.
    """
    shown = mirrored(figure) if is_mirrored else figure
    left, top, right, bottom = bounds([*parts(shown, 0), *parts(shown, 1)])
    scale = min(_WIDE * columns / (right - left), _TALL * rows / (bottom - top), _LARGEST)
    across = (_WIDE * columns - (right - left) * scale) / 2 - left * scale
    used = min(rows, ceil((bottom - top) * scale / _TALL))
    down = _TALL * used - bottom * scale
    dots: Dots = {}
    for part in parts(shown, moment):
        _paint(dots, _Scaled(scale, across, down), part)
    inside = {at: role for at, role in dots.items() if 0 <= at[0] < _WIDE * columns and 0 <= at[1] < _TALL * used}
    return tuple(_row(inside, row, columns) for row in range(used))


def styled(row: Row) -> Text:
    """Return a row in the usual colours."""
    from rich.text import Text  # noqa: PLC0415 - the drawing itself needs no rich

    return Text.assemble(*((text, STYLES[role] if role else "") for text, role in row))


def can_be_shown(encoding: str | None) -> bool:
    """Whether a stream of this encoding has braille; without it a figure is told in words."""
    try:
        chr(_BLANK).encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


class _Scaled:
    """From the units of the grid to dots."""

    def __init__(self, scale: float, across: float, down: float) -> None:
        self._scale, self._across, self._down = scale, across, down

    def capsule(self, shape: Capsule, thinnest: float, grown: float = 0.0) -> Capsule:
        """Return a capsule in dots, never thinner than can be seen."""
        radii = (max(radius * self._scale, thinnest) + grown for radius in (shape.start_radius, shape.end_radius))
        return Capsule(self.point(shape.start), next(radii), self.point(shape.end), next(radii))

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        """Return a point in dots, counted from the middle of the first one."""
        return at[0] * self._scale + self._across - 0.5, at[1] * self._scale + self._down - 0.5


def _paint(dots: Dots, scaled: _Scaled, part: Part) -> None:
    thinnest = _THINNEST.get(part.role, _THIN)
    for capsule in part.stands_off:
        for at in _inside(scaled.capsule(capsule, thinnest, _GAP)):
            if dots.get(at, Role.PROP) is not Role.PROP:
                del dots[at]
    for shape in part.shapes:
        if isinstance(shape, Capsule):
            found = _inside(scaled.capsule(shape, thinnest))
        else:
            found = _within([scaled.point(point) for point in shape.points])
        dots.update(dict.fromkeys(found, part.role))


def _inside(shape: Capsule) -> Iterator[tuple[int, int]]:
    """Yield the dots of a capsule: those no farther from its middle line than it is thick there."""
    (ax, ay), (bx, by) = shape.start, shape.end
    first, last = shape.start_radius, shape.end_radius
    most = max(first, last)
    square = (bx - ax) ** 2 + (by - ay) ** 2
    for y in range(floor(min(ay, by) - most), ceil(max(ay, by) + most) + 1):
        for x in range(floor(min(ax, bx) - most), ceil(max(ax, bx) + most) + 1):
            along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square if square else 0.0
            part = min(max(along, 0.0), 1.0)
            if hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay)) <= first + (last - first) * part:
                yield x, y


def _within(corners: list[tuple[float, float]]) -> Iterator[tuple[int, int]]:
    """Yield the dots of a polygon, row by row between its edges."""
    edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
    for y in range(floor(min(y for _, y in corners)), ceil(max(y for _, y in corners)) + 1):
        crossings = sorted(
            ax + (y - ay) / (by - ay) * (bx - ax) for (ax, ay), (bx, by) in edges if min(ay, by) <= y < max(ay, by)
        )
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            yield from ((x, y) for x in range(ceil(start), floor(end) + 1))


def _row(dots: Dots, row: int, columns: int) -> Row:
    cells = [_cell(dots, column, row) for column in range(columns)]
    while cells and cells[-1][1] is None:
        cells.pop()
    return tuple(("".join(char for char, _ in run), role) for role, run in groupby(cells, key=lambda cell: cell[1]))


def _cell(dots: Dots, column: int, row: int) -> Run:
    found = [
        (dots[at], _BITS[y][x])
        for y in range(_TALL)
        for x in range(_WIDE)
        if (at := (column * _WIDE + x, row * _TALL + y)) in dots
    ]
    if not found:
        return " ", None
    roles = [role for role, _ in found]
    strongest = max(
        _ORDER, key=lambda role: (roles.count(role) * (3 if role is Role.MUSCLE else 1), -_ORDER.index(role))
    )
    return chr(_BLANK + sum(bit for _, bit in found)), strongest
