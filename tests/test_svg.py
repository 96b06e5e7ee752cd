"""The SVG: well-formed, small, named and described for those who cannot see it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from helpers.figures import IDS, figures, parsed

from cramp_cli.core.shapes import Role
from cramp_cli.core.text import sided
from cramp_cli.export.svg import COLOURS, svg

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("one", IDS)
def test_every_figure_is_xml_with_title_and_description(one: str) -> None:
    figure = figures()[one]
    root = parsed(svg(figure, text=sided(figure.text, "left")))
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text == figure.title
    assert desc.text == sided(figure.text, "left")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


@pytest.mark.parametrize("one", IDS)
def test_every_figure_is_small_and_its_numbers_short(one: str) -> None:
    text = svg(figures()[one], text="x")
    assert len(text) < 7_000
    for path in re.findall(r' d="([^"]*)"', text):
        for number in re.findall(r"-?\d+(?:\.\d+)?", path):
            assert re.fullmatch(r"-?\d+(\.[1-9])?", number), number
        assert "nan" not in path


@pytest.mark.parametrize("one", IDS)
def test_muscle_and_arrow_are_in_colour(one: str) -> None:
    figure = figures()[one]
    text = svg(figure, text="x")
    assert (COLOURS[Role.MUSCLE] in text) == bool(figure.works or figure.marks)
    assert (COLOURS[Role.ARROW] in text) == bool(figure.arrows)


def test_the_start_pose_stands_faintly_behind_a_movement_only() -> None:
    assert svg(figures()["wall-calf-stretch"], text="x").count("#e3e8ec") == 1
    assert "#e3e8ec" not in svg(figures()["legs-on-chair"], text="x")


def test_an_arm_keeps_its_distance_from_the_trunk_and_its_hand_touches_the_table() -> None:
    text = svg(figures()["palm-on-table"], text="x")
    *_, arm, hand = [line for line in text.splitlines() if COLOURS[Role.BODY] in line]
    assert "paint-order" in arm
    assert "stroke" not in hand


def test_the_mirror_image_differs() -> None:
    figure = figures()["wall-calf-stretch"]
    assert svg(figure, text="x") != svg(figure, text="x", is_mirrored=True)


def test_what_a_file_says_cannot_become_markup() -> None:
    figure = replace(figures()["walk"], title="<script>&")
    root = parsed(svg(figure, text="a < b & c"))
    assert [one.text for one in root if one.tag in {f"{SVG}title", f"{SVG}desc"}] == ["<script>&", "a < b & c"]
