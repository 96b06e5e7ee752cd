"""What stands round a person: floor, wall, furniture, towel, the arrow of the movement; and outlines with a mark."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin
from typing import TYPE_CHECKING

from cramp_cli.core.pose import unit
from cramp_cli.core.shapes import Capsule, Part, Polygon, Role, between, off

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cramp_cli.core.pose import Arrow, Figure, Point, Pose, Prop
    from cramp_cli.core.shapes import Shape

LINE = 1.0
LOOP, SAG = 4.6, 4.0
_HALF_TURN = tuple(pi * step / 6 for step in range(7))
_STEPS = 12
MARK = 5.5
HELD = frozenset({"towel", "strap"})


def prop_part(prop: Prop, pose: Pose, figure: Figure) -> Part:
    """Return a prop as it stands in `figure`, on its floor if it has one."""
    ground = max((one.points[0][1] for one in figure.props if one.kind == "floor"), default=0.0)
    points = (*prop.points, *(pose[joint] for joint in prop.joints))
    return Part(Role.PROP, tuple(_PROPS[prop.kind](points, ground, prop.size)))


def _line(points: Iterable[Point], radius: float = LINE) -> Iterator[Capsule]:
    for start, end in pairwise(points):
        yield Capsule(start, radius, end, radius)


def _floor(points: tuple[Point, ...], _ground: float, _size: int) -> Iterator[Shape]:
    yield from _line([(across, down + LINE) for across, down in points])


def _wall(points: tuple[Point, ...], _ground: float, size: int) -> Iterator[Shape]:
    """Yield a wall: its face, and slanted strokes on the side that is solid (to the right, or left if size is -1)."""
    (across, top), (_, bottom) = points
    away = -1 if size < 0 else 1
    yield from _line([(across + away, top), (across + away, bottom)], 1.1)
    for step in range(int(top) + 4, int(bottom) - 1, 9):
        yield from _line([(across + away, step + 5), (across + 6 * away, step)], 0.6)


def _chair(points: tuple[Point, ...], ground: float, size: int) -> Iterator[Shape]:
    """Yield seat, legs, and a back of height `size` at the first point."""
    back, front = points
    legs = ((back[0], back[1] + LINE), (front[0], front[1] + LINE))
    yield from _line(legs, 1.5)
    yield from _line([legs[0], (legs[0][0], ground)])
    yield from _line([legs[1], (legs[1][0], ground)])
    if size:
        lean = -4 if front[0] > back[0] else 4
        yield from _line([legs[0], (back[0] + lean, back[1] - size)], 1.3)


def _table(points: tuple[Point, ...], ground: float, _size: int) -> Iterator[Shape]:
    first, last = ((across, down + 1.5) for across, down in points)
    inward = 4 if last[0] > first[0] else -4
    yield from _line([first, last], 1.6)
    yield from _line([(first[0] + inward, first[1]), (first[0] + inward, ground)])
    yield from _line([(last[0] - inward, last[1]), (last[0] - inward, ground)])


def _bed(points: tuple[Point, ...], ground: float, size: int) -> Iterator[Shape]:
    """Yield a mattress on legs; `size` is the height of a board at the first point, 0 for none."""
    (left, top), (right, _) = points
    under = top + 9
    foot = ground if ground > under else under + 8
    corners = [(left, top + LINE), (right, top + LINE), (right, under), (left, under), (left, top + LINE)]
    yield from _line(corners)
    inward = 3 if right > left else -3
    for across in (left + inward, right - inward):
        yield from _line([(across, under), (across, foot)], 1.2)
    if size:
        yield from _line([(left - inward, top - size), (left - inward, foot)], 1.4)


def _block(points: tuple[Point, ...], _ground: float, _size: int) -> Iterator[Shape]:
    (left, top), (right, bottom) = points
    yield from _line([(left, bottom), (left, top + LINE), (right, top + LINE), (right, bottom)])


def _band(points: tuple[Point, ...], _ground: float, _size: int) -> Iterator[Shape]:
    yield from _line(points, 1.0)


def _towel(points: tuple[Point, ...], _ground: float, _size: int) -> Iterator[Shape]:
    """Yield a towel held at the first point and looped round what stands at the last: two ends that hang a little."""
    *_, held, foot = points
    along = unit(held, foot)
    aside = (-along[1], along[0])
    turns = [off(off(foot, along, LOOP * sin(turn)), aside, LOOP * cos(turn)) for turn in _HALF_TURN]
    for side, corner in ((1, turns[0]), (-1, turns[-1])):
        sag = off(between(held, corner, 0.5), (0, 1), SAG + side * aside[1])
        yield from _line(_curve(held, sag, corner), 1.1)
    yield from _line(turns, 1.5)


def _ball(points: tuple[Point, ...], _ground: float, size: int) -> Iterator[Shape]:
    yield Capsule(points[0], size, points[0], size)


def _pillow(points: tuple[Point, ...], _ground: float, size: int) -> Iterator[Shape]:
    yield Capsule(points[0], size or 4, points[-1], size or 4)


_PROPS: dict[str, Callable[[tuple[Point, ...], float, int], Iterator[Shape]]] = {
    "floor": _floor,
    "wall": _wall,
    "chair": _chair,
    "table": _table,
    "bed": _bed,
    "step": _block,
    "towel": _towel,
    "strap": _towel,
    "rail": _band,
    "ball": _ball,
    "pillow": _pillow,
}

ARROW_HEAD, ARROW_HALF = 9.5, 6.2


def _curve(start: Point, control: Point, end: Point) -> list[Point]:
    """Return points of the curve from `start` to `end` that `control` pulls towards itself."""
    steps = (step / _STEPS for step in range(_STEPS + 1))
    return [between(between(start, control, at), between(control, end, at), at) for at in steps]


def _arrow_path(arrow: Arrow) -> tuple[Point, ...]:
    """Return the middle line of an arrow's shaft as far as its head begins, and its tip."""
    along = unit(arrow.start, arrow.end)
    middle = between(arrow.start, arrow.end, 0.5)
    control = off(middle, (along[1], -along[0]), 2 * arrow.bend)
    curve = _curve(arrow.start, control, arrow.end)
    tip = curve[-1]
    kept = [point for point in curve if abs(complex(point[0] - tip[0], point[1] - tip[1])) > ARROW_HEAD * 0.8]
    return (*kept, tip)


def arrow_part(arrow: Arrow) -> Part:
    """Return the arrow of a movement."""
    *shaft, tip = _arrow_path(arrow)
    along = unit(shaft[-1], tip)
    base = off(tip, along, -ARROW_HEAD)
    head = (tip, off(base, (-along[1], along[0]), ARROW_HALF), off(base, (along[1], -along[0]), ARROW_HALF))
    return Part(Role.ARROW, (*_line(shaft, 1.3), Polygon(head)), tuple(_line([*shaft, tip], 2.0)))


# -- outlines ---------------------------------------------------------------------------------------------------------


def outline_parts(figure: Figure) -> Iterator[Part]:
    """Yield the outlines of a figure without joints, and its marks."""
    for outline in figure.outlines:
        yield Part(Role.BODY, tuple(_line(_smooth(outline))))
    for mark in figure.marks:
        yield Part(Role.MUSCLE, (Capsule(mark, MARK, mark, MARK),))
    yield from map(arrow_part, figure.arrows)


def _smooth(points: tuple[Point, ...]) -> Iterator[Point]:
    """Yield a closed curve through `points` (Catmull and Rom's)."""
    count = len(points)
    for index in range(count):
        before, start, end, after = (points[(index + step) % count] for step in (-1, 0, 1, 2))
        for at in (0.0, 0.25, 0.5, 0.75):
            yield tuple(_spline(*four, at) for four in zip(before, start, end, after, strict=True))  # type: ignore[misc]
    yield points[0]


def _spline(before: float, start: float, end: float, after: float, at: float) -> float:
    slope = (end - before, 2 * before - 5 * start + 4 * end - after, 3 * (start - end) + after - before)
    return start + 0.5 * at * (slope[0] + at * (slope[1] + at * slope[2]))
