"""Turns the entries of `data/figures/` into the core's figures.

A figure that is missing or faulty costs the picture, never the step it belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.pose import Arrow, Figure, Prop, View, Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.pose import Point, Pose

Entry = dict[str, Any]
LIKE = "like"
_POSES = ("start", "end")
_USUAL_PART = (5, 75)


def figure(one: str, entries: Mapping[str, Entry]) -> Figure | None:
    """Return the figure called `one` of all `entries`, or None where its file was left out for its faults."""
    entry = resolved(one, entries)
    return decoded(one, entry) if entry is not None else None


def resolved(one: str, entries: Mapping[str, Entry]) -> Entry | None:
    """Return the entry with everything it takes from the figure it is `like`, its own joints before that one's."""
    entry = entries.get(one)
    if not entry or LIKE not in entry:
        return entry or None
    other = resolved(entry[LIKE], {name: value for name, value in entries.items() if name != one})
    if other is None:
        return None
    poses = {pose: {**other.get(pose, {}), **entry.get(pose, {})} for pose in _POSES if pose in other or pose in entry}
    return {**other, **entry, **poses}


def decoded(one: str, entry: Entry) -> Figure:
    """Return the figure of a resolved entry."""
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
        props=tuple(prop_of(prop) for prop in entry.get("props", ())),
        works=tuple(map(_work, entry.get("works", ()))),
        arrows=tuple(map(_arrow, entry.get("arrows", ()))),
        outlines=tuple(tuple(map(_point, outline)) for outline in entry.get("outlines", ())),
        marks=tuple(map(_point, entry.get("marks", ()))),
    )


def _pose(entry: Entry) -> Pose:
    return {joint: _point(at) for joint, at in entry.items()}


def _point(at: list[int]) -> Point:
    return float(at[0]), float(at[1])


def prop_of(entry: Entry) -> Prop:
    """Return one thing in the picture."""
    points = tuple(_point(entry[key]) for key in ("from", "to", "at") if key in entry)
    return Prop(entry["is"], points, tuple(entry.get("along", ())), entry.get("size", 0))


def _work(entry: Entry) -> Work:
    upper, lower = entry["between"]
    first, last = entry.get("part", _USUAL_PART)
    return Work(upper, lower, entry["where"], (first, last))


def _arrow(entry: Entry) -> Arrow:
    return Arrow(_point(entry["from"]), _point(entry["to"]), entry.get("bend", 0))
