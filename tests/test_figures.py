"""The figure files: bodies that can be, words that fit the picture, and a picture for every step that names one."""

from __future__ import annotations

import re
from dataclasses import replace
from math import dist
from typing import TYPE_CHECKING, Any

import pytest
from helpers.figures import IDS, entries, figures
from helpers.small_knowledge import change, said, write_knowledge

from cramp_cli.core.body import parts
from cramp_cli.core.pose import View
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.core.shapes import Capsule, Role, bounds
from cramp_cli.core.text import sided
from cramp_cli.knowledge.anatomy import figure_faults
from cramp_cli.knowledge.figures import figure
from cramp_cli.knowledge.ids import Known
from cramp_cli.knowledge.loading import read_all
from cramp_cli.knowledge.yaml_nodes import parse
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.knowledge.figures import Entry

STANDING = """\
id: mine
title: Mine
text: A person stands.
view: side
start: {hip: [80, 62], shoulder: [80, 31], neck: [80, 25], head: [80, 14],
  knee: [80, 90], ankle: [80, 117], toe: [95, 120]}
props:
  - {is: floor, from: [20, 122], to: [140, 122]}
"""


def steps() -> Iterator[tuple[str, Entry]]:
    for region, entry in read_all(data_root()).files["regions"].items():
        yield from ((f"{region} {step['id']}", step) for step in entry["steps"])


PICTURED = [(name, step) for name, step in steps() if "figure" in step]
SHOWN = {one for _, step in PICTURED for one in (step["figure"], *step.get("figure-with", {}).values())}


def faults(text: str, **others: Entry) -> list[str]:
    document, problems = parse(text.encode(), "mine.yaml")
    assert document is not None
    assert not problems
    fields: dict[str, Any] = {key: {} for key in Known.__dataclass_fields__}
    known = Known(**{**fields, "figures": others})
    return [f"{one.line}: {one.what}" for one in figure_faults(document, document.value, known)]  # type: ignore[arg-type]


def test_every_file_became_a_figure() -> None:
    assert sorted(figures()) == IDS
    assert len(IDS) >= 50


@pytest.mark.parametrize("name", [name for name, _ in PICTURED])
def test_the_figure_of_a_step_exists_and_shows_its_side(name: str) -> None:
    step = dict(PICTURED)[name]
    for one in (step["figure"], *step.get("figure-with", {}).values()):
        if "{side}" in figures()[one].text:
            assert any(word in step["title"] + step["do"] for word in ("{side}", "{other}", "sore side"))


def test_every_figure_is_used() -> None:
    assert set(IDS) == SHOWN


TOOLS = [
    ((), (), "toes-in-hand"),
    (("towel",), (), "towel-calf-stretch"),
    (("towel", "strap"), (), "towel-calf-stretch"),
    (("strap", "towel"), (), "toes-in-hand"),
    (("ball",), (), "toes-in-hand"),
    (("towel",), ("under-16",), "toes-in-hand"),
]


@pytest.mark.parametrize(("tools", "conditions", "one"), TOOLS)
def test_the_figure_of_the_tool_in_use_wins(
    knowledge: Knowledge, tools: tuple[str, ...], conditions: tuple[str, ...], one: str
) -> None:
    person = Person(tools=tools, conditions=tuple(knowledge.conditions[name] for name in conditions))
    routine = plan_routine(knowledge.region("calf"), person)
    assert {step.figure for step in (*routine.steps, *routine.after) if step.id == "toes-up"} == {one}


WITH_TOOL = {
    "unknown figure": ("towel: Close it.", "towel: nowhere", 'unknown figure "nowhere"'),
    "tool without words": ("strap: Close it.", "towel: nowhere", '"shut" says nothing about this tool'),
}


@pytest.mark.parametrize(("told", "shown", "what"), WITH_TOOL.values(), ids=WITH_TOOL)
def test_a_figure_for_a_tool_needs_a_figure_and_words(tmp_path: Path, told: str, shown: str, what: str) -> None:
    root = write_knowledge(tmp_path / "data")
    change(
        root / "regions/eyelid.yaml",
        "remedy: closing",
        f"remedy: closing\n    with: {{{told}}}\n    figure-with: {{{shown}}}",
    )
    assert any(what in one for one in said(read_all(root).problems))


@pytest.mark.parametrize("one", IDS)
def test_the_words_name_no_side_by_themselves(one: str) -> None:
    shown = figures()[one]
    assert not re.search(r"\b(left|right)\b", shown.text + shown.title)
    assert ("{side}" in shown.text) == (shown.shows is not None)
    for side in ("left", "right", None):
        said = sided(shown.text, side)
        assert "{" not in said
        assert "  " not in said


@pytest.mark.parametrize("one", IDS)
def test_what_works_is_on_the_side_it_shows(one: str) -> None:
    shown = figures()[one]
    if shown.view is View.SIDE and shown.shows:
        assert shown.shows == shown.faces, "the near side is the one a person faces"
        assert not any(work.lower.startswith("far-") for work in shown.works)
    if shown.view is View.FRONT and shown.shows:
        assert all(f"{shown.shows}-" in work.lower for work in shown.works)


PRESSES = [one for one in IDS if one.startswith("press-spot-") and figures()[one].start]


@pytest.mark.parametrize("one", PRESSES)
def test_a_hand_is_on_the_spot_it_presses(one: str) -> None:
    shown = figures()[one]
    drawn = parts(shown, 1)
    spots = [shape for part in drawn if part.role is Role.MUSCLE for shape in part.shapes if isinstance(shape, Capsule)]
    hands = [shown.end.get(f"{near}fingers") for near in ("", "far-")]
    apart = [
        dist(hand, spot.end) - spot.start_radius - spot.end_radius
        for hand in hands
        if hand is not None
        for spot in spots
    ]
    assert min(apart) < 3


def test_a_hand_without_room_for_fingers_is_a_fist() -> None:
    flat = figures()["palm-on-seat"]
    across, down = flat.end["hand"]
    fist = replace(flat, end={**flat.end, "fingers": (across - 3, down)})
    hands = [[part for part in parts(one, 1) if part.role is Role.BODY][-1].shapes[-1] for one in (flat, fist)]
    thick = [hand.start_radius for hand in hands if isinstance(hand, Capsule)]
    assert thick[0] < thick[1]


def test_a_towel_goes_round_the_foot() -> None:
    shown = figures()["towel-calf-stretch"]
    towel = parts(shown, 1)[-2]
    left, _, right, _ = bounds([towel])
    assert towel.role is Role.PROP
    assert left < shown.end["toe"][0] < right - 2


def test_a_person_who_stands_well_has_no_faults() -> None:
    assert faults(STANDING) == []


ELBOW_WORKS = "works:\n  - {between: [elbow, hand], where: back}\nprops:"
FAULTY = {
    "loose joint": ("knee: [80, 90], ", "", "6: ankle hangs from nothing: knee is missing"),
    "unknown joint": ("knee: [80, 90]", "left-knee: [80, 90]", "6: left-knee is no joint of a side figure"),
    "long bone": ("props:", "end: {head: [80, 10]}\nprops:", "7: a bone changes: neck to head is 11.0 long in start"),
    "new joint": ("props:", "end: {elbow: [80, 10]}\nprops:", "7: elbow is not in start"),
    "in the air": (
        "[20, 122], to: [140, 122]",
        "[20, 127], to: [140, 127]",
        "5: the body ends 5 units above the floor",
    ),
    "in the ground": ("[20, 122], to: [140, 122]", "[20, 110], to: [140, 110]", "5: the body ends 12 units below"),
    "no such muscle": ("props:", ELBOW_WORKS, "8: elbow is not in start"),
    "no place": ("from: [20, 122], to", "to", "8: where does the floor stand?"),
    "no outline": ("view: side", "view: outline", "4: an outline has outlines, any other figure a start"),
    "like nothing": ("title: Mine", "title: Mine\nlike: other", '3: unknown figure "other"'),
    "like itself": ("title: Mine", "title: Mine\nlike: mine", "3: the figure it is like is faulty, or is like this"),
    "outside": ("head: [80, 14]", "head: [80, 129]", "5: head is outside the picture"),
}


@pytest.mark.parametrize(("old", "new", "fault"), FAULTY.values(), ids=FAULTY)
def test_a_body_that_cannot_be_is_a_fault_with_its_place(old: str, new: str, fault: str) -> None:
    assert old in STANDING
    others: dict[str, Entry] = {"mine": {}} if "like: mine" in new else {}
    found = faults(STANDING.replace(old, new), **others)
    assert any(one.startswith(fault) for one in found), found


def test_a_figure_takes_from_another_what_it_does_not_say() -> None:
    other = figures()["stand-on-leg"]
    like = figures()["stand-on-foot"]
    assert like.start == other.start
    assert like.props == other.props
    assert like.works != other.works


def test_one_joint_of_another_pose_can_be_changed() -> None:
    mine = {"id": "mine", "like": "walk", "title": "x", "text": "x", "start": {"head": [80, 20]}}
    shown = figure("mine", {**entries(), "mine": mine})
    assert shown is not None
    assert shown.start == {**figures()["walk"].start, "head": (80, 20)}


def test_a_missing_figure_costs_only_the_picture() -> None:
    assert figure("no-such", entries()) is None
    assert figure("mine", {"mine": {"id": "mine", "like": "no-such"}}) is None
