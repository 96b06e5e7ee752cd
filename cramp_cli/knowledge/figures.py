"""Turns the entries of `data/figures/` into the core's figures, and finds what no schema can see to be wrong with one.

A figure that is missing or faulty costs the picture, never the step it belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.body import Role, bounds, parts
from cramp_cli.core.pose import HEIGHT, WIDTH, Arrow, Figure, Prop, View, Work, stretched, unplaceable
from cramp_cli.knowledge.ids import reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cramp_cli.core.errors import Problem
    from cramp_cli.core.pose import Point, Pose
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.yaml_nodes import Document

Entry = dict[str, Any]
LIKE = "like"
_POSES = ("start", "end")
_MUST_STAND_WITHIN = 3.0
"""How far the lowest part of a body may be from the floor, in units of the grid."""


def figure(one: str, entries: Mapping[str, Entry]) -> Figure | None:
    """Return the figure called `one` of all `entries`, or None where its file was left out for its faults."""
    entry = _resolved(one, entries)
    return _decoded(one, entry) if entry is not None else None


def _resolved(one: str, entries: Mapping[str, Entry]) -> Entry | None:
    """Return the entry with everything it takes from the figure it is `like`, its own joints before that one's."""
    entry = entries.get(one)
    if not entry or LIKE not in entry:
        return entry or None
    other = _resolved(entry[LIKE], {name: value for name, value in entries.items() if name != one})
    if other is None:
        return None
    poses = {pose: {**other.get(pose, {}), **entry.get(pose, {})} for pose in _POSES if pose in other or pose in entry}
    return {**other, **entry, **poses}


def _decoded(one: str, entry: Entry) -> Figure:
    start = _pose(entry.get("start", {}))
    return Figure(
        id=one,
        title=entry["title"],
        text=entry["text"],
        view=View(entry["view"]),
        faces=entry.get("faces", "right"),
        shows=entry.get("shows"),
        start=start,
        end={**start, **_pose(entry.get("end", {}))},
        props=tuple(_prop(prop) for prop in entry.get("props", ())),
        works=tuple(
            Work(*work["between"], work["where"], tuple(work.get("part", (5, 75)))) for work in entry.get("works", ())
        ),
        arrows=tuple(Arrow(_point(a["from"]), _point(a["to"]), a.get("bend", 0)) for a in entry.get("arrows", ())),
        outlines=tuple(tuple(map(_point, outline)) for outline in entry.get("outlines", ())),
        marks=tuple(map(_point, entry.get("marks", ()))),
    )


def _pose(entry: Entry) -> Pose:
    return {joint: _point(at) for joint, at in entry.items()}


def _point(at: list[int]) -> Point:
    return float(at[0]), float(at[1])


def _prop(entry: Entry) -> Prop:
    points = tuple(_point(entry[key]) for key in ("from", "to", "at") if key in entry)
    return Prop(entry["is"], points, tuple(entry.get("along", ())), entry.get("size", 0))


# -- what can be wrong ------------------------------------------------------------------------------------------------


def figure_faults(document: Document, entry: Entry, known: Known) -> Iterator[Problem]:
    """Yield what is wrong with the body that the joints of one file make."""
    if LIKE in entry:
        yield from reference(document, (LIKE,), entry[LIKE], known.figures, "figure")
    whole = _resolved(entry["id"], {**known.figures, entry["id"]: entry})
    if whole is None:
        if LIKE in entry and entry[LIKE] in known.figures:
            yield document.problem((LIKE,), "the figure it is like is faulty, or is like this one", "mend that first")
        return
    faults = list(_anatomy_faults(document, whole))
    yield from faults
    if not faults:
        yield from _place_faults(document, _decoded(entry["id"], whole))


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
        if len(_prop(prop).points) + len(_prop(prop).joints) < (1 if prop["is"] in _AT_ONE_PLACE else 2):
            yield document.problem(("props", index), f"where does the {prop['is']} stand?", "write from and to, or at")


_AT_ONE_PLACE = frozenset({"ball", "pillow"})


def _place_faults(document: Document, figure: Figure) -> Iterator[Problem]:
    for pose, moment in (("start", 0), ("end", 1)):
        for joint, (across, down) in (figure.pose_at(moment)).items():
            if not (0 <= across <= WIDTH and 0 <= down <= HEIGHT):
                yield document.problem((pose, joint), f"{joint} is outside the picture", f"{WIDTH} by {HEIGHT}")
    for joint, what in stretched(figure.start, figure.end, figure.view):
        yield document.problem(("end", joint), f"a bone changes: {what}", "bones keep their length")
    floors = [prop.points[0][1] for prop in figure.props if prop.kind == "floor"]
    if floors and not any(prop.kind == "bed" for prop in figure.props):
        for pose, moment in (("start", 0), ("end", 1)):
            body = [part for part in parts(figure, moment) if part.role in {Role.BODY, Role.FAR}]
            gap = floors[0] - bounds(body)[3]
            if abs(gap) > _MUST_STAND_WITHIN:
                where = f"{abs(gap):.0f} units {'above' if gap > 0 else 'below'} the floor"
                yield document.problem((pose,), f"the body ends {where}", "let it stand or lie on the floor")
