"""The figures of the repository, and small bodies to break."""

from __future__ import annotations

from functools import cache
from math import cos, radians, sin
from xml.etree import ElementTree as ET

from cramp_cli.core.pose import BONES, Figure, Pose, View
from cramp_cli.knowledge.figures import Entry, figure
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root

LENGTHS = {"shoulder": 31, "neck": 6, "head": 11, "elbow": 21, "hand": 18, "knee": 28, "ankle": 27, "toe": 15}


@cache
def entries() -> dict[str, Entry]:
    """Every entry under data/figures as it was read."""
    found: dict[str, Entry] = read_all(data_root()).files["figures"]
    return found


@cache
def figures() -> dict[str, Figure]:
    """Every figure of the repository by id."""
    shown = {one: figure(one, entries()) for one in sorted(entries())}
    return {one: made for one, made in shown.items() if made is not None}


IDS = sorted(entries())
BODY = ("shoulder", "neck", "head", "elbow", "hand", "knee", "ankle", "toe")


def posed(hip: tuple[float, float], degrees: dict[str, float]) -> Pose:
    """A body seen from the side whose bones point where `degrees` say."""
    pose: Pose = {"hip": hip}
    parents = {joint: found[-1] for joint, found in BONES[View.SIDE]}
    for joint in BODY:
        across, down = pose[parents[joint]]
        angle = radians(degrees[joint])
        pose[joint] = across + LENGTHS[joint] * cos(angle), down + LENGTHS[joint] * sin(angle)
    return pose


def parsed(svg: str) -> ET.Element:
    """The root of an SVG document of our own making."""
    return ET.fromstring(svg)  # noqa: S314 - nobody else wrote it
