"""The figure on the routine screen: it moves for two seconds as a hold begins, then stands still and costs nothing."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from helpers.figures import IDS, figures
from helpers.people import Clock, Somebody
from helpers.screens import BRAILLE, Emulator, hold_frame, look

from cramp_cli.core.countdown import Countdown, CrampClock
from cramp_cli.core.frame import Picture
from cramp_cli.core.hold import Hold, Phase, press
from cramp_cli.core.routine import Person, Routine, plan_routine
from cramp_cli.terminal import frames, panel
from cramp_cli.terminal.console import Door
from cramp_cli.terminal.displays import LineDisplay, PanelDisplay
from cramp_cli.terminal.palette import DAY, NIGHT
from cramp_cli.terminal.picture import drawer
from cramp_cli.terminal.player import Player, Ports

if TYPE_CHECKING:
    from cramp_cli.core.frame import Frame
    from cramp_cli.core.routine import Step
    from cramp_cli.knowledge.decoding import Knowledge

MOST_PER_HELD_SECOND = {"panel": 900, "lines": 150}


@pytest.fixture
def calf(knowledge: Knowledge) -> Routine:
    return plan_routine(knowledge.region("calf"), Person(side="left"))


class Paper(io.StringIO):
    """A file that claims to be a terminal for UTF-8, and says how much was written on it."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    @property
    def size(self) -> int:
        return len(self.getvalue().encode())


class Watcher(Somebody):
    """Somebody who watches a display and notes how much had been written when each frame stood there."""

    def watch(self, display: PanelDisplay | LineDisplay, paper: Paper) -> Watcher:
        self.display, self.paper = display, paper
        self.notes: list[tuple[float, int, Frame]] = []
        return self

    def show(self, frame: Frame) -> None:
        super().show(frame)
        self.display.show(frame)
        self.notes.append((self.clock.now, self.paper.size, frame))


def held(routine: Routine, step: Step, *, plain: bool = False) -> Watcher:
    """One whole hold of `step`, watched on paper."""
    paper = Paper()
    door = Door(paper)
    display = LineDisplay(door) if plain else PanelDisplay(door, lambda: (92, 30), look())
    who = Watcher(clock=Clock(0.0)).watch(display, paper)
    player = Player(routine, Ports(who, who, who, who.clock))
    player.count(Phase.HOLD, step, step.seconds, clock=CrampClock(0, 10_000), upcoming=routine.steps[-1])
    return who


def still(who: Watcher) -> list[tuple[float, int, Frame]]:
    """What was noted after the movement."""
    began = who.notes[0][0]
    return [note for note in who.notes if note[0] - began >= frames.MOVEMENT_SECONDS]


# -- moving and standing still ----------------------------------------------------------------------------------------


def poses(who: Watcher) -> list[float]:
    return [frame.picture.progress for _, _, frame in who.notes if frame.picture is not None]


def test_a_hold_begins_at_the_start_pose_and_reaches_the_end_pose_in_sixteen_small_moves(calf: Routine) -> None:
    seen = list(dict.fromkeys(poses(held(calf, calf.steps[0]))))
    assert seen == [number / frames.POSES for number in range(frames.POSES + 1)]


def test_after_two_seconds_the_figure_stands_still(calf: Routine) -> None:
    who = held(calf, calf.steps[0])
    assert {frame.picture for _, _, frame in still(who)} == {Picture("toes-in-hand", 1.0, "left")}


def test_frames_are_equal_while_nothing_changes_but_the_time(calf: Routine) -> None:
    timeless = {replace(frame, seconds_left=0, clock="") for _, _, frame in still(held(calf, calf.steps[0]))}
    assert len(timeless) == 1


def test_while_it_stands_still_a_second_is_one_frame(calf: Routine) -> None:
    step = calf.steps[0]
    notes = still(held(calf, step))
    assert len(notes) <= step.seconds - frames.MOVEMENT_SECONDS + 1


@pytest.mark.parametrize("phase", [Phase.READY, Phase.REST])
def test_before_and_after_a_hold_it_waits_in_its_start_pose(calf: Routine, phase: Phase) -> None:
    for elapsed in (0.0, 1.0, 3.5):
        picture = hold_frame(calf, calf.steps[0], elapsed, phase).picture
        assert picture == Picture("toes-in-hand", 0.0, "left")


def test_a_pause_stops_the_figure_in_the_middle_of_its_movement(calf: Routine) -> None:
    step = calf.steps[0]
    hold = Hold(Phase.HOLD, Countdown.start(step.seconds, 0), step.shortest_seconds, step.longest_seconds)
    paused, _ = press(hold, " ", 1.0)
    pictures = {
        frames.of_hold(calf, step, paused, None, frames.Moment(now, CrampClock(0, 600))).picture for now in (1, 2, 9)
    }
    assert pictures == {Picture("toes-in-hand", 0.5, "left")}
    assert frames.until_next_pose(step, paused, 1.0) == 1.0


def test_ten_seconds_more_do_not_move_it_again(calf: Routine) -> None:
    step = calf.steps[0]
    hold = Hold(Phase.HOLD, Countdown.start(step.seconds, 0), step.shortest_seconds, step.longest_seconds)
    for key in ("+", "-", "-"):
        hold, _ = press(hold, key, 5.0)
        frame = frames.of_hold(calf, step, hold, None, frames.Moment(5.0, CrampClock(0, 600)))
        assert frame.picture == Picture("toes-in-hand", 1.0, "left")


# -- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["panel", "lines"])
def test_a_held_second_writes_little(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for region in knowledge.words.regions if os.environ.get("CRAMP_CLI_EVERYTHING") else ("calf",):
        routine = plan_routine(knowledge.region(region), Person(side="left"))
        for step in {one.id: one for one in routine.steps}.values():
            notes = still(held(routine, step, plain=way == "lines"))
            written, seconds = notes[-1][1] - notes[0][1], notes[-1][0] - notes[0][0]
            assert written <= MOST_PER_HELD_SECOND[way] * seconds, (region, step.id)


def test_a_changed_second_does_not_draw_the_figure_again(calf: Routine) -> None:
    emulator = Emulator()
    display = PanelDisplay(Door(emulator), lambda: emulator.size, look())  # type: ignore[arg-type]
    display.show(hold_frame(calf, calf.steps[0], 5))
    shown, before = emulator.lines, emulator.sent
    display.show(hold_frame(calf, calf.steps[0], 5))
    assert emulator.sent == before
    display.show(hold_frame(calf, calf.steps[0], 6))
    assert 0 < emulator.sent - before < 600
    assert [BRAILLE.findall(line) for line in emulator.lines] == [BRAILLE.findall(line) for line in shown]


# -- where it stands --------------------------------------------------------------------------------------------------


def text_of(frame: Frame, columns: int, rows: int, *, with_figure: bool = True) -> list[str]:
    lines = panel.lay_out(frame, columns, rows, look() if with_figure else None)
    assert lines is not None
    return [line.plain for line in lines]


@pytest.mark.parametrize("one", IDS)
@pytest.mark.parametrize(("columns", "rows"), [(28, 11), (33, 14), (40, 17)])
def test_every_figure_stays_in_its_box_in_every_pose_on_both_sides(one: str, columns: int, rows: int) -> None:
    draw = look().draw
    assert draw is not None
    for progress in (0.0, 0.5, 1.0):
        for side in ("left", "right"):
            drawn = draw(Picture(one, progress, side), columns, rows)
            assert 0 < len(drawn) <= rows
            assert max(line.cell_len for line in drawn) <= columns
            assert any(BRAILLE.search(line.plain) for line in drawn)


def test_the_words_never_stand_in_the_figures_box(calf: Routine) -> None:
    for line in text_of(hold_frame(calf, calf.steps[0]), 80, 24)[4:-3]:
        box = line[:40]
        assert not BRAILLE.sub("", box).strip(), line


def test_the_other_side_is_shown_mirrored(knowledge: Knowledge) -> None:
    left, right = (
        text_of(hold_frame(plan, plan.steps[0]), 80, 24)
        for plan in (plan_routine(knowledge.region("calf"), Person(side=side)) for side in ("left", "right"))
    )
    assert [BRAILLE.findall(line) for line in left] != [BRAILLE.findall(line) for line in right]


def test_a_figure_that_nobody_has_leaves_its_room_to_the_words(calf: Routine) -> None:
    frame = replace(hold_frame(calf, calf.steps[0]), picture=Picture("not-there", 1.0))
    assert text_of(frame, 80, 24) == text_of(frame, 80, 24, with_figure=False)


def test_without_braille_there_is_no_figure_and_no_word_is_missing(calf: Routine) -> None:
    for encoding in ("ascii", "latin-1", "cp1252", "ANSI_X3.4-1968", None):
        assert drawer(figures().get, DAY, encoding) is None
    bare = "".join(text_of(hold_frame(calf, calf.steps[0]), 80, 24, with_figure=False))
    assert not BRAILLE.search(bare)


def test_day_and_night_draw_the_same_dots(calf: Routine) -> None:
    frame = hold_frame(calf, calf.steps[0])
    day, night = (panel.lay_out(frame, 80, 24, look(palette)) for palette in (DAY, NIGHT))
    assert [line.plain for line in day or []] == [line.plain for line in night or []]


def test_a_pose_is_drawn_once() -> None:
    asked: list[str] = []

    def find(one: str) -> None:
        asked.append(one)

    draw = drawer(find, DAY, "utf-8")
    assert draw is not None
    for _ in range(50):
        draw(Picture("toes-in-hand", 1.0, "left"), 40, 17)
    assert len(asked) == 1


def test_lines_say_nothing_about_a_moving_figure(calf: Routine) -> None:
    who = held(calf, calf.steps[0], plain=True)
    without = plan_routine(calf.region, Person(side="left"))
    bare = held(without, replace(calf.steps[0], figure=None), plain=True)
    assert who.paper.getvalue() == bare.paper.getvalue()
