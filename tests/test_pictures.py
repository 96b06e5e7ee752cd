"""The pictures in the README show what the program shows, and fetch nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from campaigns.pictures import AGAIN, FOLDER, ROOT, SHOTS, lines_of, seen_lines, shot, with_block
from helpers.screens import BRAILLE, hold_frame, look

from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.terminal import panel

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

README = (ROOT / "README.md").read_text("utf-8")
EACH = pytest.mark.parametrize("name", SHOTS)


def picture(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text("utf-8")


@pytest.mark.parametrize("name", ["first-screen", "check"])
def test_a_picture_is_what_the_program_shows_now(name: str) -> None:
    assert lines_of(picture(name)) == seen_lines(shot(name)), AGAIN


def test_the_picture_of_a_hold_and_the_block_in_the_readme_are_the_real_screen(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person(side="left"))
    step = routine.steps[0]
    frame = replace(hold_frame(routine, step, 11), upcoming="rest 10 s, then the same again, 30 s")
    lines = [line.plain.rstrip() for line in panel.lay_out(frame, 80, 24, look()) or []]
    shown = [line for line in lines if line]
    assert lines_of(picture("hold")) == shown, AGAIN
    assert with_block(README, shown) == README, AGAIN


@EACH
def test_it_stands_in_the_readme_where_it_is_shown(name: str) -> None:
    section = README[README.index("## What it looks like") :].split("\n## ")[0]
    assert re.search(rf"!\[[^\]]{{20,}}\]\(docs/{name}\.svg\)", section)


@EACH
def test_it_fetches_nothing_and_its_ids_are_fixed(name: str) -> None:
    text = picture(name)
    assert not re.search(r"@font-face|@import|<script|<image|href=|url\((?!#)", text)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg|www\.textualize\.io)", text)
    assert set(re.findall(r'id="([^"]*)"', text)) == {
        one for one in re.findall(r'id="([^"]*)"', text) if one.startswith(f"cramp-{name}-")
    }


@pytest.mark.parametrize("name", ["first-screen", "hold"])
def test_the_figure_is_in_it(name: str) -> None:
    assert BRAILLE.search("".join(lines_of(picture(name))))
