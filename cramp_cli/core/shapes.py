"""The round-ended shapes that pictures are made of, whoever draws them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_cli.core.pose import Point


class Role(StrEnum):
    """What a shape is, for its colour."""

    FAR = "far"
    BODY = "body"
    MUSCLE = "muscle"
    PROP = "prop"
    ARROW = "arrow"


@dataclass(frozen=True)
class Capsule:
    """A stroke with round ends that may taper: from one circle to another."""

    start: Point
    start_radius: float
    end: Point
    end_radius: float


@dataclass(frozen=True)
class Polygon:
    """A filled polygon."""

    points: tuple[Point, ...]


Shape = Capsule | Polygon


@dataclass(frozen=True)
class Part:
    """Some shapes painted at once."""

    role: Role
    shapes: tuple[Shape, ...]
    stands_off: tuple[Capsule, ...] = ()
    """Those of them that keep a thin empty line between them and the body behind."""


def bounds(everything: Iterable[Part]) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of some parts."""
    corners = [corner for part in everything for shape in part.shapes for corner in _corners(shape)]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def _corners(shape: Shape) -> Iterator[Point]:
    if isinstance(shape, Polygon):
        yield from shape.points
        return
    for (across, down), radius in ((shape.start, shape.start_radius), (shape.end, shape.end_radius)):
        yield across - radius, down - radius
        yield across + radius, down + radius


def between(start: Point, end: Point, part: float) -> Point:
    """Return the point that lies `part` (0 to 1) of the way from `start` to `end`."""
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def off(point: Point, direction: Point, length: float) -> Point:
    """Return the point `length` away from `point` in a direction of length one."""
    return point[0] + direction[0] * length, point[1] + direction[1] * length
