"""Writes a figure as a small SVG: the end pose, with the start pose faint behind it."""

from __future__ import annotations

from dataclasses import replace
from math import acos, atan2, cos, dist, pi, sin
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from cramp_cli.core.body import parts
from cramp_cli.core.pose import HEIGHT, WIDTH, mirrored
from cramp_cli.core.shapes import Capsule, Part, Role, bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.pose import Figure
    from cramp_cli.core.shapes import Shape

COLOURS = {
    Role.FAR: "#9fb0bd",
    Role.BODY: "#43586b",
    Role.MUSCLE: "#e0452f",
    Role.PROP: "#b39b7d",
    Role.ARROW: "#1b86c4",
}
_GHOST = "#e3e8ec"
_PAPER = "#ffffff"


def svg(figure: Figure, *, text: str, is_mirrored: bool = False) -> str:
    """Return `figure` as an SVG document, `text` describing it for those who cannot see it."""
    shown = mirrored(figure) if is_mirrored else figure
    one = figure.id
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {_named_by(one)}>',
        f'<title id="{one}-title">{escape(figure.title)}</title>',
        f'<desc id="{one}-desc">{escape(text)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        *_ghost(shown),
        *_everything(shown),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _named_by(one: str) -> str:
    return f'aria-labelledby="{one}-title {one}-desc"'


def _ghost(figure: Figure) -> Iterator[str]:
    """Yield the start pose, faint, where it differs from the end pose."""
    before, after = parts(figure, 0), parts(figure, 1)
    people = {Role.BODY, Role.FAR}
    moved = [shape for part in before if part.role in people for shape in part.shapes if not _is_in(shape, after)]
    if moved:
        yield f'<path d="{_path(moved)}" fill="{_GHOST}"/>'


def _is_in(shape: Shape, everything: tuple[Part, ...]) -> bool:
    return any(shape in part.shapes for part in everything)


def _everything(figure: Figure) -> Iterator[str]:
    """Yield every part; a limb keeps its distance from the flesh behind it, and touches whatever else it meets."""
    flesh: list[Shape] = []
    for part in (part for part in parts(figure, 1) if part.shapes):
        is_limb = part.role is Role.BODY and part.stands_off and flesh
        free = [shape for shape in part.shapes if is_limb and not _meets(shape, flesh)]
        yield _drawn(replace(part, shapes=tuple(shape for shape in part.shapes if shape not in free)))
        if free:
            yield f'<path d="{_path(free)}" fill="{COLOURS[part.role]}"/>'
        if part.role in {Role.FAR, Role.BODY}:
            flesh += part.shapes


def _meets(shape: Shape, flesh: list[Shape]) -> bool:
    left, top, right, bottom = bounds([Part(Role.BODY, (shape,))])
    boxes = (bounds([Part(Role.BODY, (one,))]) for one in flesh)
    return any(box[0] < right and left < box[2] and box[1] < bottom and top < box[3] for box in boxes)


def _drawn(part: Part) -> str:
    colour = COLOURS[part.role]
    if part.stands_off:
        return f'<path d="{_path(part.shapes)}" fill="{colour}" stroke="{_PAPER}" stroke-width="1.6" {_UNDER}/>'
    lines = [shape for shape in part.shapes if isinstance(shape, Capsule) and _is_line(shape)]
    areas = [shape for shape in part.shapes if shape not in lines]
    found = [f'<path d="{_path(areas)}" fill="{colour}"/>'] if areas else []
    for radius in dict.fromkeys(line.start_radius for line in lines):
        way = _polyline([line for line in lines if line.start_radius == radius])
        found.append(f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="{_number(2 * radius)}" {_ROUND}/>')
    return "\n".join(found)


_UNDER = 'paint-order="stroke"'
_ROUND = 'stroke-linecap="round" stroke-linejoin="round"'


def _is_line(shape: Capsule) -> bool:
    return shape.start_radius == shape.end_radius and shape.start != shape.end


def _polyline(lines: list[Capsule]) -> str:
    """Return lines of the same width as one path, going on where one begins at the end of the one before."""
    found, at = "", None
    for line in lines:
        found += f"L{_pair(*line.end)}" if line.start == at else f"M{_pair(*line.start)}L{_pair(*line.end)}"
        at = line.end
    return found


def _path(shapes: tuple[Shape, ...] | list[Shape]) -> str:
    return "".join(_capsule(shape) if isinstance(shape, Capsule) else _polygon(shape.points) for shape in shapes)


def _polygon(points: tuple[tuple[float, float], ...]) -> str:
    turns = sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(points, (*points[1:], points[0]), strict=True))
    corners = points if turns >= 0 else points[::-1]
    return "M" + "L".join(_pair(*point) for point in corners) + "Z"


def _capsule(shape: Capsule) -> str:
    """Return the outline of two circles and the lines that touch both."""
    (ax, ay), (bx, by) = shape.start, shape.end
    first, last = shape.start_radius, shape.end_radius
    apart = dist(shape.start, shape.end)
    if apart <= abs(first - last) + 1e-6:
        (x, y), radius = (shape.start, first) if first >= last else (shape.end, last)
        r = _number(radius)
        return f"M{_pair(x - radius, y)}A{r} {r} 0 1 1 {_pair(x + radius, y)}A{r} {r} 0 1 1 {_pair(x - radius, y)}Z"
    way = atan2(by - ay, bx - ax)
    open_by = acos((first - last) / apart)
    corners = [
        (x + radius * cos(angle), y + radius * sin(angle))
        for x, y, radius, angle in (
            (ax, ay, first, way - open_by),
            (bx, by, last, way - open_by),
            (bx, by, last, way + open_by),
            (ax, ay, first, way + open_by),
        )
    ]
    r1, r2 = _number(first), _number(last)
    end_is_large, start_is_large = int(open_by > pi / 2), int(open_by < pi / 2)
    return (
        f"M{_pair(*corners[0])}L{_pair(*corners[1])}A{r2} {r2} 0 {end_is_large} 1 {_pair(*corners[2])}"
        f"L{_pair(*corners[3])}A{r1} {r1} 0 {start_is_large} 1 {_pair(*corners[0])}Z"
    )


def _pair(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0" if f"{value:.1f}" == "-0.0" else "-0")
