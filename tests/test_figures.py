"""The figure files: bodies that can be, words that fit the picture, and a picture for every step that names one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from helpers.figures import IDS, entries, figures

from cramp_cli.core.pose import View
from cramp_cli.core.text import sided
from cramp_cli.knowledge.anatomy import figure_faults
from cramp_cli.knowledge.figures import figure
from cramp_cli.knowledge.ids import Known
from cramp_cli.knowledge.loading import read_all
from cramp_cli.knowledge.yaml_nodes import parse
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    shown = figures()[step["figure"]]
    if "{side}" in shown.text:
        assert any(word in step["title"] + step["do"] for word in ("{side}", "{other}", "sore side"))


def test_every_figure_is_used() -> None:
    assert set(IDS) - {step["figure"] for _, step in PICTURED} == {"towel-calf-stretch"}


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
