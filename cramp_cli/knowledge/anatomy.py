"""Finds what no schema can see to be wrong with a figure: loose joints, stretched bones, feet in the air."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.body import parts
from cramp_cli.core.pose import HEIGHT, WIDTH, View, stretched, unplaceable
from cramp_cli.core.shapes import Role, bounds
from cramp_cli.knowledge.figures import LIKE, decoded, prop_of, resolved
from cramp_cli.knowledge.ids import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.errors import Problem
    from cramp_cli.core.pose import Figure
    from cramp_cli.knowledge.figures import Entry
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.yaml_nodes import Document

_MUST_STAND_WITHIN = 1.5
"""How far the lowest part of a body may be from the floor, in units of the grid."""


def figure_faults(document: Document, entry: Entry, known: Known) -> Iterator[Problem]:
    """Yield what is wrong with the body that the joints of one file make."""
    if LIKE in entry:
        yield from reference(document, (LIKE,), entry[LIKE], known.figures, "figure")
    whole = resolved(entry["id"], {**known.figures, entry["id"]: entry})
    if whole is None:
        if LIKE in entry and entry[LIKE] in known.figures:
            yield document.problem((LIKE,), "the figure it is like is faulty, or is like this one", "mend that first")
        return
    faults = list(_anatomy_faults(document, whole))
    yield from faults
    if not faults:
        yield from _place_faults(document, decoded(entry["id"], whole))


def _anatomy_faults(document: Document, entry: Entry) -> Iterator[Problem]:
    start, end, view = entry.get("start", {}), entry.get("end", {}), View(entry["view"])
    if (view is View.OUTLINE) != ("outlines" in entry) or (view is View.OUTLINE) == bool(start):
        yield document.problem(("view",), "an outline has outlines, any other figure a start", "write the one it needs")
        return
    for joint, what in unplaceable(start, view):
        yield document.problem(("start", joint), what, "add the joint it hangs from, or remove it")
    for joint in (joint for joint in end if joint not in start):
        yield document.problem(("end", joint), f"{joint} is not in start", "add it there")
    named = [(("works", index, "between"), work["between"]) for index, work in enumerate(entry.get("works", ()))]
    named += [(("props", index, "along"), prop.get("along", ())) for index, prop in enumerate(entry.get("props", ()))]
    for at, joints in named:
        for joint in (joint for joint in joints if joint not in start):
            yield document.problem(at, f"{joint} is not in start", "name a joint of the pose")
    for index, prop in enumerate(entry.get("props", ())):
        if not _has_its_place(prop):
            yield document.problem(("props", index), f"where does the {prop['is']} stand?", "write from and to, or at")


def _has_its_place(entry: Entry) -> bool:
    prop = prop_of(entry)
    places = len(prop.points) + len(prop.joints)
    if prop.kind in _AT_ONE_PLACE:
        return places > 0
    return places > 1 if prop.kind in _OF_ANY_LENGTH else places == len(prop.points) == 2  # noqa: PLR2004 - from and to


_AT_ONE_PLACE = frozenset({"ball", "pillow"})
_OF_ANY_LENGTH = frozenset({"towel", "strap", "rail", "floor"})


def _place_faults(document: Document, figure: Figure) -> Iterator[Problem]:
    for joint, what in stretched(figure.start, figure.end, figure.view):
        yield document.problem(("end", joint), f"a bone changes: {what}", "bones keep their length")
    yield from _pose_faults(document, figure, "start", 0)
    if figure.end != figure.start:
        yield from _pose_faults(document, figure, "end", 1)


def _pose_faults(document: Document, figure: Figure, pose: str, moment: float) -> Iterator[Problem]:
    for joint, (across, down) in figure.pose_at(moment).items():
        if not (0 <= across <= WIDTH and 0 <= down <= HEIGHT):
            yield document.problem((pose, joint), f"{joint} is outside the picture", f"{WIDTH} by {HEIGHT}")
    floors = [prop.points[0][1] for prop in figure.props if prop.kind == "floor"]
    body = [part for part in parts(figure, moment) if part.role in {Role.BODY, Role.FAR}]
    if floors and body and not any(prop.kind == "bed" for prop in figure.props):
        gap = floors[0] - bounds(body)[3]
        if abs(gap) > _MUST_STAND_WITHIN:
            where = f"{abs(gap):.0f} units {'above' if gap > 0 else 'below'} the floor"
            yield document.problem((pose,), f"the body ends {where}", "let it stand or lie on the floor")
