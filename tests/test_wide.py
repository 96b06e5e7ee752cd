"""Every size of window, with a figure and without one: what must be read is there, complete, and inside the window."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from helpers.screens import BRAILLE, Emulator, hold_frame, look, routines, squeezed

from cramp_cli.core.countdown import CrampClock
from cramp_cli.core.frame import Frame, Picture
from cramp_cli.core.hold import Phase
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.core.text import clock_face
from cramp_cli.terminal import frames, panel, wide
from cramp_cli.terminal.console import Door
from cramp_cli.terminal.digits import big
from cramp_cli.terminal.displays import PanelDisplay
from cramp_cli.terminal.frames import SIGN_LABELS
from cramp_cli.terminal.parts import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from cramp_cli.knowledge.decoding import Knowledge

SIZES = [(20, 5), (40, 10), (40, 12), (64, 20), (75, 24), (76, 24), (80, 24), (92, 30), (120, 40), (200, 60)]
HEIGHTS = range(10, 25)
LOOKS = pytest.mark.parametrize("with_figure", [True, False], ids=["figure", "words"])
EACH_SIZE = pytest.mark.parametrize(("columns", "rows"), SIZES, ids=[f"{one}x{other}" for one, other in SIZES])


def sample(knowledge: Knowledge) -> Sequence[str]:
    """Two regions of very different length, or with CRAMP_CLI_EVERYTHING=1 all of them, which takes minutes."""
    return tuple(knowledge.words.regions) if os.environ.get("CRAMP_CLI_EVERYTHING") else ("calf", "jaw")


def cells(lines: list[str], left: int, right: int) -> str:
    """The text between two columns, without spaces, line breaks and braille."""
    return squeezed(BRAILLE.sub("", "".join(line[left:right] for line in lines)))


def readable(lines: list[str], columns: int) -> str:
    """Everything that can be read, column by column, so that each sentence is in one piece."""
    width = min(columns, 92)
    edges = {0, width, width - wide.TIME_COLUMN, width - wide.TIME_COLUMN - wide.GAP}
    edges |= {left + wide.GAP for left in (33, 34, 36, 37, 40) if left < width}
    ordered = sorted(edges)
    pieces = [cells(lines, 0, width)]
    pieces += [cells(lines, left, right) for left in ordered for right in ordered if left < right]
    beside_digits = [cells(lines, left, width) for left in range(34, 70)]
    return "|".join([*pieces, *beside_digits])


def missing(frame: Frame, lines: list[str], columns: int, *, has_columns: bool) -> list[str]:
    """What has to be readable and is not."""
    text = readable(lines, columns)
    wanted = [frame.text, *(sign for _, line in frame.signs for sign in line.split(" · "))]
    wanted += [SIGN_LABELS[level] for level, _ in frame.signs]
    wanted += [f"{label}: {warning}" for label, warning in frame.warnings]
    wanted += list(frame.items)
    if has_columns:
        wanted += [frame.heading, frame.phase, *(f"{key} {meaning}" for key, meaning in frame.keys)]
    lost = [one for one in wanted if squeezed(one) not in text]
    return lost if shows_time(frame, lines) else [*lost, "the time"]


def shows_time(frame: Frame, lines: list[str]) -> bool:
    """Whether the seconds left stand there, small on one line or large on five."""
    assert frame.seconds_left is not None
    if any(line.startswith(f"{clock_face(frame.seconds_left)} {frame.phase}") for line in lines):
        return True
    seconds = frame.seconds_left
    large = [row.rstrip() for row in big(str(seconds) if seconds < 100 else clock_face(seconds))]
    return any(
        all(row in line for row, line in zip(large, lines[start : start + len(large)], strict=False))
        for start in range(len(lines) - len(large) + 1)
    )


def laid_out(frame: Frame, columns: int, rows: int, *, with_figure: bool) -> list[Text] | None:
    return panel.lay_out(frame, columns, rows, look() if with_figure else Look())


def checked(frame: Frame, columns: int, rows: int, *, with_figure: bool) -> list[str]:
    """The lines of a screen that fits, with everything in it that must be there; none where lines take its place."""
    lines = laid_out(frame, columns, rows, with_figure=with_figure)
    if lines is None:
        return []
    assert len(lines) <= rows
    assert max(line.cell_len for line in lines) <= columns
    plain = [line.plain for line in lines]
    assert not missing(frame, plain, columns, has_columns=any("───" in line for line in plain)), frame.heading
    return plain


# -- the sizes --------------------------------------------------------------------------------------------------------


@EACH_SIZE
@LOOKS
def test_the_first_step_of_every_region_is_complete(
    knowledge: Knowledge, columns: int, rows: int, *, with_figure: bool
) -> None:
    for routine in routines(knowledge):
        lines = checked(hold_frame(routine, routine.steps[0]), columns, rows, with_figure=with_figure)
        assert bool(lines) is ((columns, rows) != (20, 5)), routine.region.id


@LOOKS
@pytest.mark.parametrize("phase", list(Phase))
def test_every_step_of_every_region_is_complete_at_80_by_24(
    knowledge: Knowledge, phase: Phase, *, with_figure: bool
) -> None:
    for routine in routines(knowledge):
        if phase is not Phase.HOLD and routine.region.id not in sample(knowledge):
            continue
        for step in (*routine.steps, *routine.after):
            assert checked(hold_frame(routine, step, 5, phase), 80, 24, with_figure=with_figure), (routine, step.id)


@LOOKS
@pytest.mark.parametrize("rows", HEIGHTS)
@pytest.mark.parametrize("columns", [40, 64, 76, 92])
def test_no_height_cuts_anything_off(knowledge: Knowledge, columns: int, rows: int, *, with_figure: bool) -> None:
    for region in sample(knowledge):
        routine = plan_routine(knowledge.region(region), Person(side="left"))
        for phase in Phase:
            checked(hold_frame(routine, routine.steps[0], 5, phase), columns, rows, with_figure=with_figure)


@LOOKS
def test_what_comes_next_is_said_to_its_end_or_not_at_all(knowledge: Knowledge, *, with_figure: bool) -> None:
    for region in sample(knowledge):
        routine = plan_routine(knowledge.region(region), Person(side="left"))
        for columns in (40, 64, 76, 92):
            for rows in HEIGHTS:
                frame = hold_frame(routine, routine.steps[0], 5)
                lines = checked(frame, columns, rows, with_figure=with_figure)
                if any("next:" in line for line in lines):
                    said = squeezed(f"next: {frame.upcoming}")
                    assert said in readable(lines, columns), (region, columns, rows)


def test_a_question_in_a_low_window_keeps_the_whole_time(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    frame = frames.of_choice(
        routine, "A sore knot left?", ("yes", "no"), frames.Moment(75, CrampClock(0, 600)), left=19
    )
    for rows in HEIGHTS:
        for columns in (64, 80, 92):
            assert checked(frame, columns, rows, with_figure=True)


def long_frame(words: int) -> Frame:
    """A frame whose texts are as long as somebody's own region may make them."""
    return Frame(
        title="A very long name of a region of somebody's own " * 3,
        signs=tuple((level, "one sign of eight words is this one · " * 3) for level in SIGN_LABELS),
        heading="A heading that goes on and on for far more than one line of a narrow column",
        text=" ".join(f"word{number}" for number in range(words)),
        details=(("Feel it", "here and there " * 6), ("Avoid", "this and that " * 8)),
        phase="hold 1 of 3",
        seconds_left=23,
        total_seconds=30,
        upcoming="rest 10 s, then something with a rather long title, 1 min 30 s",
        clock="cramp for 12:34",
        keys=(("g", "it let go"), ("w", "worse"), ("q", "stop")),
        keys_in_short="g gone w worse x sign",
        picture=Picture("toes-in-hand", 1.0, "left"),
    )


@LOOKS
@pytest.mark.parametrize("words", [1, 20, 60, 120, 400])
def test_texts_of_any_length_are_whole_or_become_lines(words: int, *, with_figure: bool) -> None:
    for columns, rows in SIZES:
        checked(long_frame(words), columns, rows, with_figure=with_figure)


def test_an_endless_word_is_broken_and_stays_inside(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    frame = replace(hold_frame(routine, routine.steps[0]), text="x" * 150)
    for columns, rows in SIZES:
        checked(frame, columns, rows, with_figure=True)


# -- the figure -------------------------------------------------------------------------------------------------------


@EACH_SIZE
def test_the_figure_is_there_from_76_columns_and_not_below(knowledge: Knowledge, columns: int, rows: int) -> None:
    routine = plan_routine(knowledge.region("calf"), Person(side="left"))
    lines = checked(hold_frame(routine, routine.steps[0]), columns, rows, with_figure=True)
    assert any(BRAILLE.search(line) for line in lines) is (columns >= wide.FIGURE_FROM_COLUMNS)


def test_at_80_by_24_the_first_screen_of_every_region_with_a_figure_shows_it(knowledge: Knowledge) -> None:
    for routine in routines(knowledge):
        step = routine.steps[0]
        if step.figure is not None:
            lines = checked(hold_frame(routine, step), 80, 24, with_figure=True)
            assert any(BRAILLE.search(line) for line in lines), (routine.region.id, routine.situation)


def test_the_figure_gives_way_before_a_word_does() -> None:
    shown = [any(BRAILLE.search(line) for line in checked(long_frame(words), 80, 24, with_figure=True))
             for words in (10, 200)]  # fmt: skip
    assert shown == [True, False]


def test_the_figure_is_nowhere_but_in_its_box(knowledge: Knowledge) -> None:
    for routine in (one for one in routines(knowledge) if one.region.id in sample(knowledge)):
        for step in (*routine.steps, *routine.after):
            for columns, box in ((76, 33), (80, 37), (92, 40)):
                lines = checked(hold_frame(routine, step, 5), columns, 24, with_figure=True)
                assert not any(BRAILLE.search(line[box:]) for line in lines), (routine.region.id, step.id)


# -- through a terminal -----------------------------------------------------------------------------------------------


def shown_by(emulator: Emulator, frame: Frame, display: PanelDisplay) -> list[str]:
    display.show(frame)
    return emulator.lines


@LOOKS
def test_a_terminal_shows_exactly_what_was_laid_out(knowledge: Knowledge, *, with_figure: bool) -> None:
    for columns, rows in SIZES[1:]:
        for region in knowledge.words.regions:
            routine = plan_routine(knowledge.region(region), Person(side="left"))
            emulator = Emulator(columns, rows)
            display = PanelDisplay(Door(emulator), lambda: emulator.size, look() if with_figure else Look())  # type: ignore[arg-type]  # noqa: B023
            for elapsed in (0, 0.5, 1, 2, 3, 4):
                frame = hold_frame(routine, routine.steps[0], elapsed)
                expected = [
                    line.plain.rstrip() for line in laid_out(frame, columns, rows, with_figure=with_figure) or []
                ]
                assert shown_by(emulator, frame, display) == [*expected, *[""] * (rows - len(expected))]


def test_resizing_leaves_no_leftover_character(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person(side="left"))
    emulator = Emulator(80, 24)
    display = PanelDisplay(Door(emulator), lambda: emulator.size, look())  # type: ignore[arg-type]
    for number, (columns, rows) in enumerate([*SIZES[1:], *reversed(SIZES[1:]), (80, 24), (40, 10), (200, 60)]):
        emulator.resize(columns, rows)
        frame = hold_frame(routine, routine.steps[0], number % 20)
        expected = [line.plain.rstrip() for line in laid_out(frame, columns, rows, with_figure=True) or []]
        assert shown_by(emulator, frame, display) == [*expected, *[""] * (rows - len(expected))], (columns, rows)


def test_a_window_that_became_too_small_holds_lines_and_nothing_of_the_panel(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person(side="left"))
    emulator = Emulator(80, 24)
    display = PanelDisplay(Door(emulator), lambda: emulator.size, look())  # type: ignore[arg-type]
    display.show(hold_frame(routine, routine.steps[0], 3))
    emulator.resize(38, 24)
    text = "\n".join(shown_by(emulator, hold_frame(routine, routine.steps[0], 4), display))
    assert not BRAILLE.search(text)
    assert "─" not in text
    emulator.resize(80, 24)
    lines = shown_by(emulator, hold_frame(routine, routine.steps[0], 5), display)
    expected = laid_out(hold_frame(routine, routine.steps[0], 5), 80, 24, with_figure=True) or []
    assert lines[-len(expected) :] == [line.plain.rstrip() for line in expected]
