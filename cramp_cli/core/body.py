"""The flesh on the joints: which shapes a posed figure is made of, back to front.

The terminal draws them as dots and the export as SVG, so that both show the same person.
"""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING

from cramp_cli.core.pose import View, length_scale, unit
from cramp_cli.core.scenery import HELD, arrow_part, outline_parts, prop_part
from cramp_cli.core.shapes import Capsule, Part, Polygon, Role, between, off

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_cli.core.pose import Figure, Point, Pose, Work
    from cramp_cli.core.shapes import Shape

# Radii, in units of the grid, of a person of the usual size; two of them where a limb tapers.
UPPER_ARM, FOREARM, HAND = (4.0, 3.1), (3.1, 2.3), (2.4, 2.2)
THIGH, SHIN = (6.6, 4.3), (4.3, 2.6)
CALF_BELLY = (0.3, 4.5)
HIP, WAIST, CHEST, SHOULDER, NECK = 7.2, 6.0, 7.4, 5.4, 3.6
HEAD_LONG, HEAD_WIDE = 7.9, 6.9
HAND_LENGTH = 6.0
FIST, FIST_LENGTH = (3.2, 3.2), 5.0
"""A hand whose fingers end nearer than this to its wrist is a fist."""
FOREFOOT, HEEL, INSTEP = 2.0, 2.9, 3.2
HEEL_BACK, HEEL_DOWN = 4.0, 2.1
SOLE_COS, SOLE_SIN = 0.98, 0.2
"""The sole is level where the toe stands three units below the ankle, fifteen away."""
FAR_THIN = 0.88


def parts(figure: Figure, moment: float) -> tuple[Part, ...]:
    """Return everything in the picture at `moment` (0 start, 1 end), in the order of painting."""
    if not figure.start:
        return tuple(outline_parts(figure))
    pose = figure.pose_at(moment)
    person = _Side(figure, pose) if figure.view is View.SIDE else _Front(figure, pose)
    behind = [prop_part(prop, pose, figure) for prop in figure.props if prop.kind not in HELD]
    before = [prop_part(prop, pose, figure) for prop in figure.props if prop.kind in HELD]
    return (*behind, *person.parts(), *before, *map(arrow_part, figure.arrows))


# -- the person -------------------------------------------------------------------------------------------------------


class _Person:
    """The flesh of one pose."""

    calf_bulge = 0.0

    def __init__(self, figure: Figure, pose: Pose) -> None:
        self.pose = pose
        self.works = figure.works
        self.size = length_scale(pose)
        self.is_whole = "neck" in pose
        self.turn = 1 if figure.faces == "right" else -1

    def _capsule(self, start: Point, end: Point, radii: tuple[float, float], thin: float = 1.0) -> Capsule:
        scale = self.size * thin
        return Capsule(start, radii[0] * scale, end, radii[1] * scale)

    def arm(self, near: str, thin: float = 1.0) -> tuple[Capsule, ...]:
        """Return upper arm, forearm and hand, as far as the pose has them."""
        pose = self.pose
        if f"{near}elbow" not in pose:
            return ()
        shoulder, elbow = pose.get(f"{near}shoulder", pose.get("shoulder", (0, 0))), pose[f"{near}elbow"]
        found = [self._capsule(shoulder, elbow, UPPER_ARM, thin)]
        if f"{near}hand" in pose:
            wrist = pose[f"{near}hand"]
            along = unit(elbow, wrist)
            tip = pose.get(f"{near}fingers") or off(wrist, along, HAND_LENGTH * self.size)
            radii = FIST if dist(wrist, tip) < FIST_LENGTH * self.size else HAND
            found += [self._capsule(elbow, wrist, FOREARM, thin), self._capsule(wrist, tip, radii, thin)]
        return tuple(found)

    def leg(self, near: str, thin: float = 1.0) -> tuple[Shape, ...]:
        """Return thigh, shin with the belly of the calf, and foot, as far as the pose has them."""
        pose = self.pose
        if f"{near}knee" not in pose:
            return ()
        hip, knee = pose.get(f"{near}hip", pose.get("hip", (0, 0))), pose[f"{near}knee"]
        found: list[Shape] = [self._capsule(hip, knee, THIGH, thin)]
        if f"{near}ankle" in pose:
            ankle = pose[f"{near}ankle"]
            where, thick = CALF_BELLY
            belly = between(knee, ankle, where)
            belly = off(belly, self._backward(knee, ankle), self.calf_bulge * self.size)
            found += [
                self._capsule(knee, belly, (SHIN[0], thick), thin),
                self._capsule(belly, ankle, (thick, SHIN[1]), thin),
            ]
            if f"{near}toe" in pose:
                found += self.foot(ankle, pose[f"{near}toe"], thin)
        return tuple(found)

    def foot(self, ankle: Point, toe: Point, thin: float) -> tuple[Shape, ...]:
        """Return the foot between ankle and toe."""
        return (self._capsule(ankle, toe, (INSTEP, FOREFOOT), thin),)

    def skull(self) -> tuple[Capsule, ...]:
        """Return neck and head."""
        if not self.is_whole:
            return ()
        pose = self.pose
        neck, head = pose["neck"], pose["head"]
        up = unit(neck, head)
        long, wide = HEAD_LONG * self.size, HEAD_WIDE * self.size
        top, chin = off(head, up, long - wide), off(head, up, wide - long)
        return self._capsule(neck, chin, (NECK * 1.05, NECK * 0.95)), Capsule(top, wide, chin, wide * 0.93)

    def muscles(self, works: Iterable[Work]) -> Iterator[Part]:
        """Yield the flesh of some of the working muscles."""
        yield from (Part(Role.MUSCLE, tuple(self._muscle(work))) for work in works)

    def _muscle(self, work: Work) -> Iterator[Capsule]:
        upper, lower = self.pose[work.upper], self.pose[work.lower]
        begin, end = (percent / 100 for percent in work.part)
        thick = _thickness(work.lower) * self.size
        across = {"back": 0.46, "front": -0.46, "all": 0.0}[work.where] * thick
        backward = self._backward(upper, lower)
        spots = [off(between(upper, lower, begin + (end - begin) * at), backward, across) for at in (0.0, 0.4, 1.0)]
        wide = thick * (0.72 if work.where != "all" else 1.02)
        yield Capsule(spots[0], wide * 0.55, spots[1], wide)
        yield Capsule(spots[1], wide, spots[2], wide * 0.5)

    def _backward(self, upper: Point, lower: Point) -> Point:
        across, down = unit(upper, lower)
        return -down * self.turn, across * self.turn


class _Side(_Person):
    """A person seen from the side: one half in front of the other."""

    calf_bulge = 0.8

    def parts(self) -> Iterator[Part]:
        """Yield the far limbs, then the trunk with head and near leg, then the near arm."""
        far_works = [work for work in self.works if work.lower.startswith("far-")]
        arm_works = [work for work in self.works if work.lower in _OF_AN_ARM]
        near_works = [work for work in self.works if work not in (*far_works, *arm_works)]
        yield Part(Role.FAR, (*self.leg("far-", FAR_THIN), *self.arm("far-", FAR_THIN)))
        yield from self.muscles(far_works)
        near = (*self.trunk(), *self.skull(), *self.nose(), *self.leg(""))
        yield Part(Role.BODY, near, tuple(one for one in near if isinstance(one, Capsule)))
        yield from self.muscles(near_works)
        yield from _limb_in_front(self.arm(""))
        yield from self.muscles(arm_works)

    def trunk(self) -> Iterator[Capsule]:
        """Yield hip, waist, chest and shoulder as one smooth trunk."""
        if not self.is_whole:
            return
        pose = self.pose
        hip, shoulder, neck = pose["hip"], pose["shoulder"], pose["neck"]
        waist = pose.get("back") or between(hip, shoulder, 0.42)
        chest = off(between(waist, shoulder, 0.62), self._backward(shoulder, waist), -0.6 * self.size)
        yield self._capsule(hip, waist, (HIP, WAIST))
        yield self._capsule(waist, chest, (WAIST, CHEST))
        yield self._capsule(chest, shoulder, (CHEST, SHOULDER))
        yield self._capsule(shoulder, neck, (SHOULDER, NECK * 1.1))

    def nose(self) -> Iterator[Capsule]:
        """Yield the nose, by which one sees where the person looks."""
        if not self.is_whole:
            return
        neck, head = self.pose["neck"], self.pose["head"]
        forward = self._backward(head, neck)
        forward = (-forward[0], -forward[1])
        root = off(off(head, unit(head, neck), 1.2 * self.size), forward, (HEAD_WIDE - 1.0) * self.size)
        yield Capsule(root, 1.7 * self.size, off(root, forward, 2.0 * self.size), 0.9 * self.size)

    def foot(self, ankle: Point, toe: Point, thin: float) -> tuple[Shape, ...]:
        """Return ankle, heel and forefoot, the sole flat between heel and toe."""
        across, down = unit(ankle, toe)
        along = across * SOLE_COS + self.turn * down * SOLE_SIN, down * SOLE_COS - self.turn * across * SOLE_SIN
        heel = off(ankle, along, -HEEL_BACK * self.size)
        heel = off(heel, (-along[1] * self.turn, along[0] * self.turn), HEEL_DOWN * self.size)
        return (
            self._capsule(ankle, toe, (INSTEP, FOREFOOT), thin),
            self._capsule(ankle, heel, (INSTEP * 0.9, HEEL), thin),
            self._capsule(heel, toe, (HEEL, FOREFOOT), thin),
        )


class _Front(_Person):
    """A person seen from the front, or from behind."""

    def parts(self) -> Iterator[Part]:
        """Yield legs and trunk, then the arms, then what works."""
        legs = (*self.leg("left-"), *self.leg("right-"))
        yield Part(Role.BODY, (*legs, *self.trunk(), *self.skull()))
        yield from _limb_in_front(self.arm("left-"))
        yield from _limb_in_front(self.arm("right-"))
        yield from self.muscles(self.works)

    def trunk(self) -> Iterator[Shape]:
        """Yield shoulders, ribs and pelvis."""
        pose = self.pose
        left, right, hip, neck = pose["left-shoulder"], pose["right-shoulder"], pose["hip"], pose["neck"]
        left_hip = pose.get("left-hip", between(hip, left, 0.0))
        right_hip = pose.get("right-hip", between(hip, right, 0.0))
        waist_left, waist_right = (
            between(between(one, other, 0.6), between(hip, neck, 0.4), 0.2)
            for one, other in ((left, left_hip), (right, right_hip))
        )
        yield self._capsule(left, right, (4.4, 4.4))
        yield self._capsule(left_hip, right_hip, (5.6, 5.6))
        yield self._capsule(neck, between(left, right, 0.5), (NECK * 1.2, 5.0))
        for shoulder, waist, side in ((left, waist_left, left_hip), (right, waist_right, right_hip)):
            yield self._capsule(shoulder, waist, (4.4, 4.2))
            yield self._capsule(waist, side, (4.2, 5.6))
            yield self._capsule(neck, shoulder, (NECK, 4.0))
        yield Polygon((left, right, waist_right, right_hip, left_hip, waist_left))


_OF_AN_ARM = frozenset({"elbow", "hand", "fingers", "shoulder"})
"""The lower joints of what is seen in front of the near arm: its own muscles, and those between neck and shoulder."""


def _limb_in_front(arm: tuple[Capsule, ...]) -> Iterator[Part]:
    """Yield an arm that keeps its distance from the trunk behind it, except at the shoulder it hangs from."""
    if arm:
        upper, *rest = arm
        free = Capsule(between(upper.start, upper.end, 0.37), upper.start_radius, upper.end, upper.end_radius)
        yield Part(Role.BODY, arm, (free, *rest))


def _thickness(lower: str) -> float:
    """Return about how thick the body is above a joint."""
    for joint, radii in (("knee", THIGH), ("ankle", SHIN), ("elbow", UPPER_ARM), ("hand", FOREARM), ("fingers", HAND)):
        if lower.endswith(joint):
            return sum(radii) / 2 + (0.6 if joint == "ankle" else 0)
    return {"toe": 2.6, "head": NECK, "shoulder": 3.6}.get(lower.rpartition("-")[2], WAIST + 0.6)
