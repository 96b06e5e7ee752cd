"""What a figure is: joints of a person in two poses, and how the body gets from one to the other.

Bones swing, they never stretch. A hand or foot that stands still in both poses stands still in between, so that nobody
slides along a wall or a floor.
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from math import acos, atan2, cos, dist, hypot, pi, sin
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Point = tuple[float, float]
"""Across and down, in units of the grid."""
Pose = dict[str, Point]

WIDTH, HEIGHT = 160, 128
"""The grid that figures are drawn on."""


class View(StrEnum):
    """From where a figure is seen; an outline has no joints."""

    SIDE = "side"
    FRONT = "front"
    OUTLINE = "outline"


def _limb(near: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (f"{near}elbow", (f"{near}shoulder", "shoulder")),
        (f"{near}hand", (f"{near}elbow",)),
        (f"{near}fingers", (f"{near}hand",)),
        (f"{near}knee", (f"{near}hip", "hip")),
        (f"{near}ankle", (f"{near}knee",)),
        (f"{near}toe", (f"{near}ankle",)),
    )


def _sockets(near: str, trunk: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ((f"{near}shoulder", trunk), (f"{near}hip", ("hip",)))


_TRUNK = (("back", ("hip",)),)
_HEAD = (("head", ("neck",)),)
BONES: Mapping[View, tuple[tuple[str, tuple[str, ...]], ...]] = {
    View.SIDE: (
        *_TRUNK,
        ("shoulder", ("back", "hip")),
        ("neck", ("shoulder",)),
        *_HEAD,
        *_limb(""),
        *_sockets("far-", ("shoulder",)),
        *_limb("far-"),
    ),
    View.FRONT: (
        *_TRUNK,
        ("neck", ("back", "hip")),
        *_HEAD,
        *_sockets("left-", ("neck",)),
        *_sockets("right-", ("neck",)),
        *_limb("left-"),
        *_limb("right-"),
    ),
    View.OUTLINE: (),
}
"""Every joint with the joints it may hang from (the first that a pose names), from the hip outwards."""


@dataclass(frozen=True)
class Prop:
    """A thing in the picture: from one point to another, or along joints, or round a point."""

    kind: str
    points: tuple[Point, ...]
    joints: tuple[str, ...] = ()
    size: int = 0


@dataclass(frozen=True)
class Work:
    """A stretch of muscle along a bone, in percent of its length, on its back, its front or all round."""

    upper: str
    lower: str
    where: str
    part: tuple[int, int]


@dataclass(frozen=True)
class Arrow:
    """Where the movement goes; `bend` says how far its middle bulges to the left of its way."""

    start: Point
    end: Point
    bend: int = 0


@dataclass(frozen=True)
class Figure:
    """A person in a start and an end pose with what is round them, or an outline with a mark."""

    id: str
    title: str
    text: str
    view: View
    faces: str = "right"
    shows: str | None = None
    """Whose side it shows: left, right, or None where both sides look the same."""
    start: Pose = field(default_factory=dict)
    end: Pose = field(default_factory=dict)
    props: tuple[Prop, ...] = ()
    works: tuple[Work, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    outlines: tuple[tuple[Point, ...], ...] = ()
    marks: tuple[Point, ...] = ()

    def is_mirrored_for(self, side: str | None) -> bool:
        """Whether the figure must be turned round to show `side` (left, right, both or None)."""
        return self.shows is not None and side in {"left", "right"} and side != self.shows

    def pose_at(self, moment: float) -> Pose:
        """Return the pose at `moment`, 0 the start and 1 the end."""
        return pose_between(self.start, self.end, moment, self.view)


def pose_between(start: Pose, end: Pose, moment: float, view: View) -> Pose:
    """Return the pose on the way from `start` (0) to `end` (1): angles turn the shorter way, lengths stay."""
    if moment <= 0 or not start:
        return start
    if moment >= 1:
        return end
    root = root_of(start)
    posed: Pose = {root: _mixed(start[root], end[root], moment)}
    for joint, parents in BONES[view]:
        if joint in start and joint != root:
            posed[joint] = _placed(joint, parent_of(joint, parents, start), start, end, (posed, moment))
    return posed


def root_of(pose: Pose) -> str:
    """Return the joint that everything hangs from: the hip, or the shoulder of an arm alone."""
    return "hip" if "hip" in pose else "shoulder"


def parent_of(joint: str, parents: tuple[str, ...], pose: Pose) -> str:
    """Return which of its possible `parents` a joint hangs from in `pose`."""
    found = next((parent for parent in parents if parent in pose), None)
    if found is None:
        raise KeyError(joint)
    return found


def _placed(joint: str, parent: str, start: Pose, end: Pose, so_far: tuple[Pose, float]) -> Point:
    posed, moment = so_far
    for middle, tip in (("elbow", "hand"), ("knee", "ankle")):
        near = joint.removesuffix(middle) if joint.endswith(middle) else joint.removesuffix(tip)
        held = near + tip
        if joint in {near + middle, held} and start.get(held, 0) == end.get(held, 1):
            return start[held] if joint == held else _bent(parent, joint, held, (start, end, posed, moment))
    return _swung(posed[parent], (start[parent], start[joint]), (end[parent], end[joint]), moment)


def _swung(at: Point, first: tuple[Point, Point], last: tuple[Point, Point], moment: float) -> Point:
    turn = (_angle(*last) - _angle(*first) + pi) % (2 * pi) - pi
    angle = _angle(*first) + turn * moment
    length = _mix(dist(*first), dist(*last), moment)
    return at[0] + length * cos(angle), at[1] + length * sin(angle)


def _bent(parent: str, joint: str, tip: str, way: tuple[Pose, Pose, Pose, float]) -> Point:
    """Return where the elbow or knee is while the hand or foot is held: the triangle's third corner."""
    start, end, posed, moment = way
    upper, lower = (
        _mix(dist(start[one], start[other]), dist(end[one], end[other]), moment)
        for one, other in ((parent, joint), (joint, tip))
    )
    root, held = posed[parent], start[tip]
    reach = min(max(dist(root, held), abs(upper - lower), 1e-6), upper + lower)
    corner = acos(max(-1.0, min(1.0, (upper**2 + reach**2 - lower**2) / (2 * upper * reach))))
    side = _turn(start, parent, joint, tip) + _turn(end, parent, joint, tip)
    angle = _angle(root, held) + (corner if side >= 0 else -corner)
    return root[0] + upper * cos(angle), root[1] + upper * sin(angle)


def _turn(pose: Pose, parent: str, joint: str, tip: str) -> float:
    (ax, ay), (bx, by), (cx, cy) = pose[parent], pose[joint], pose[tip]
    return (cx - ax) * (by - ay) - (cy - ay) * (bx - ax)


def _angle(start: Point, end: Point) -> float:
    return atan2(end[1] - start[1], end[0] - start[0])


def _mix(first: float, last: float, moment: float) -> float:
    return first + (last - first) * moment


def _mixed(first: Point, last: Point, moment: float) -> Point:
    return _mix(first[0], last[0], moment), _mix(first[1], last[1], moment)


# -- the other side ---------------------------------------------------------------------------------------------------

_OTHER = {"left": "right", "right": "left"}


def mirrored(figure: Figure) -> Figure:
    """Return `figure` for the other side of the body: the picture in a mirror, its left and right named anew."""
    return replace(
        figure,
        faces=_OTHER[figure.faces],
        shows=_OTHER.get(figure.shows or ""),
        start=_mirrored_pose(figure.start),
        end=_mirrored_pose(figure.end),
        props=tuple(
            replace(prop, points=_flipped(prop.points), joints=tuple(map(_renamed, prop.joints)))
            for prop in figure.props
        ),
        works=tuple(replace(work, upper=_renamed(work.upper), lower=_renamed(work.lower)) for work in figure.works),
        arrows=tuple(Arrow(_flip(one.start), _flip(one.end), -one.bend) for one in figure.arrows),
        outlines=tuple(map(_flipped, figure.outlines)),
        marks=_flipped(figure.marks),
    )


def _mirrored_pose(pose: Pose) -> Pose:
    return dict(zip(map(_renamed, pose), _flipped(tuple(pose.values())), strict=True))


def _renamed(joint: str) -> str:
    first, hyphen, rest = joint.partition("-")
    return _OTHER.get(first, first) + hyphen + rest


def _flipped(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple(map(_flip, points))


def _flip(point: Point) -> Point:
    return WIDTH - point[0], point[1]


# -- what can be wrong ------------------------------------------------------------------------------------------------

_TOLERANCE = 0.03
_WHOLE_NUMBER_ERROR = 1.0
"""Joints stand on whole numbers: what rounding alone may add to the length of a bone."""


def bone_lengths(pose: Pose, view: View) -> dict[tuple[str, str], float]:
    """Return the length of every bone of a pose."""
    hanging = [(joint, parents) for joint, parents in BONES[view] if joint in pose and joint != root_of(pose)]
    bones = [(parent_of(joint, parents, pose), joint) for joint, parents in hanging]
    return {(parent, joint): dist(pose[parent], pose[joint]) for parent, joint in bones}


def stretched(start: Pose, end: Pose, view: View) -> Iterator[tuple[str, str]]:
    """Yield the joint, and what is wrong with it, of every bone that is longer in one pose than in the other."""
    before, after = bone_lengths(start, view), bone_lengths(end, view)
    for (parent, joint), length in before.items():
        other = after[parent, joint]
        if abs(length - other) > max(_TOLERANCE * length, _WHOLE_NUMBER_ERROR):
            yield joint, f"{parent} to {joint} is {length:.1f} long in start and {other:.1f} in end"


def unplaceable(pose: Pose, view: View) -> Iterator[tuple[str, str]]:
    """Yield the joint, and what is wrong with it, of every joint that hangs from nothing or is unknown."""
    known: dict[str, tuple[str, ...]] = {"hip": ("hip",), **dict(BONES[view]), root_of(pose): (root_of(pose),)}
    for joint in pose:
        if joint not in known:
            yield joint, f"{joint} is no joint of a {view} figure"
        elif not any(parent in pose for parent in known[joint]):
            yield joint, f"{joint} hangs from nothing: {' or '.join(known[joint])} is missing"


_MEASURES = (("neck", "head", 11), ("hip", "knee", 28), ("shoulder", "elbow", 21))


def length_scale(pose: Pose) -> float:
    """Return how large the person is drawn, by the first bone of known length: 1 is the usual size."""
    found = (dist(pose[one], pose[other]) / long for one, other, long in _MEASURES if one in pose and other in pose)
    return next(found, 1.0)


def unit(start: Point, end: Point) -> Point:
    """Return the direction from `start` to `end` as a step of length one."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length
