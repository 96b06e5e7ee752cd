"""Poses: bones swing and never stretch, what is held stays where it is, and a mirror only changes sides."""

from __future__ import annotations

from itertools import pairwise
from math import dist

import pytest
from helpers.figures import BODY, IDS, figures, posed
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.core.pose import (
    View,
    bone_lengths,
    mirrored,
    pose_between,
    stretched,
    unplaceable,
)

ANGLES = st.fixed_dictionaries({joint: st.integers(0, 359).map(float) for joint in BODY})
HIPS = st.tuples(st.integers(40, 120).map(float), st.integers(40, 90).map(float))
MOMENTS = st.floats(0, 1)
STEPS = [step / 10 for step in range(11)]
SMALL = settings(derandomize=True, deadline=None, max_examples=150)


@SMALL
@given(HIPS, HIPS, ANGLES, ANGLES, MOMENTS)
def test_bones_keep_their_length_on_the_way(
    hip: tuple[float, float],
    other_hip: tuple[float, float],
    angles: dict[str, float],
    other_angles: dict[str, float],
    moment: float,
) -> None:
    start, end = posed(hip, angles), posed(other_hip, other_angles)
    between = bone_lengths(pose_between(start, end, moment, View.SIDE), View.SIDE)
    for bone, length in bone_lengths(start, View.SIDE).items():
        assert between[bone] == pytest.approx(length, abs=1e-6)


@SMALL
@given(HIPS, ANGLES, ANGLES)
def test_the_way_begins_and_ends_where_it_should(
    hip: tuple[float, float], angles: dict[str, float], other: dict[str, float]
) -> None:
    start, end = posed(hip, angles), posed(hip, other)
    assert pose_between(start, end, 0, View.SIDE) == start
    assert pose_between(start, end, 1, View.SIDE) == end
    almost = pose_between(start, end, 0.999999, View.SIDE)
    for joint, point in end.items():
        assert dist(almost[joint], point) < 0.01


@pytest.mark.parametrize("one", IDS)
def test_every_figure_moves_without_stretching(one: str) -> None:
    figure = figures()[one]
    usual = bone_lengths(figure.start, figure.view)
    for moment in STEPS:
        for bone, length in bone_lengths(figure.pose_at(moment), figure.view).items():
            assert abs(length - usual[bone]) <= max(0.03 * usual[bone], 1.1), (bone, moment)


@pytest.mark.parametrize("one", IDS)
def test_a_hand_or_foot_that_is_held_stays_where_it_is(one: str) -> None:
    figure = figures()[one]
    held = {
        joint
        for joint, point in figure.start.items()
        if joint.endswith(("hand", "ankle")) and figure.end[joint] == point
    }
    for moment in STEPS:
        for joint in held:
            assert figure.pose_at(moment)[joint] == figure.start[joint]


@pytest.mark.parametrize("one", IDS)
def test_a_movement_has_no_jump(one: str) -> None:
    figure = figures()[one]
    moments = [step / 50 for step in range(51)]
    for before, after in pairwise(moments):
        earlier, later = figure.pose_at(before), figure.pose_at(after)
        for joint, point in earlier.items():
            assert dist(point, later[joint]) < 6, (joint, before)


@pytest.mark.parametrize("one", IDS)
def test_mirrored_twice_is_the_same(one: str) -> None:
    figure = figures()[one]
    assert mirrored(mirrored(figure)) == figure
    assert mirrored(figure) != figure


def test_a_figure_turns_round_only_for_the_other_side() -> None:
    sided = figures()["wall-calf-stretch"]
    assert sided.shows == "right"
    assert [sided.is_mirrored_for(side) for side in ("left", "right", "both", None)] == [True, False, False, False]
    assert not figures()["walk"].is_mirrored_for("left")
    assert mirrored(sided).is_mirrored_for("right")


def test_left_and_right_joints_change_their_names_in_the_mirror() -> None:
    bent = figures()["side-bend"]
    assert mirrored(bent).start["left-hand"] == (160 - bent.start["right-hand"][0], bent.start["right-hand"][1])
    assert {work.lower for work in mirrored(bent).works} == {"left-hip"}


def test_a_stretched_bone_and_a_loose_joint_are_found() -> None:
    start = posed((80, 60), dict.fromkeys(BODY, 90.0))
    longer = {**start, "toe": (start["toe"][0], start["toe"][1] + 2)}
    assert [joint for joint, _ in stretched(start, longer, View.SIDE)] == ["toe"]
    assert [joint for joint, _ in unplaceable({"hip": (0, 0), "ankle": (0, 9)}, View.SIDE)] == ["ankle"]
    assert [joint for joint, _ in unplaceable({"hip": (0, 0), "left-knee": (0, 9)}, View.SIDE)] == ["left-knee"]
    assert list(unplaceable({"shoulder": (0, 0), "elbow": (0, 9)}, View.SIDE)) == []
