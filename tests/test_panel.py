"""The one quiet screen: what stands on it, and what it gives up when there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.answering import DangerPrompt
from cramp_cli.core.countdown import Countdown, CrampClock
from cramp_cli.core.hold import Hold, Phase
from cramp_cli.core.routine import Person, Routine, Step, plan_routine
from cramp_cli.core.triage import self_checks
from cramp_cli.terminal import frames, panel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.frame import Frame
    from cramp_cli.knowledge.decoding import Knowledge

SIZES = [(80, 24), (64, 20), (40, 10), (100, 40), (40, 24), (120, 12)]
TIMED = ("standing", "bed", "chair", "desk", "cannot-stand")
NOW = frames.Moment(75, CrampClock(0, 600))


def frame_of(routine: Routine, step: Step, phase: Phase = Phase.HOLD, paused_by: str | None = None) -> Frame:
    countdown = Countdown.start(30, 65)
    if paused_by:
        countdown = countdown.pause(70)
    hold = Hold(phase, countdown, step.shortest_seconds, step.longest_seconds, paused_by)
    return frames.of_hold(routine, step, hold, routine.steps[-1], NOW)


def every_routine(knowledge: Knowledge) -> Iterator[Routine]:
    for region in knowledge.words.regions:
        for situation in TIMED:
            yield plan_routine(knowledge.region(region), Person(situation=situation, side="right"))


def shown(frame: Frame, columns: int, rows: int) -> str:
    lines = panel.lay_out(frame, columns, rows)
    assert lines is not None
    assert len(lines) <= rows
    assert all(line.cell_len <= columns for line in lines)
    return "\n".join(line.plain for line in lines)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_first_screen_has_every_stop_sign_and_the_whole_instruction(
    knowledge: Knowledge, columns: int, rows: int
) -> None:
    for routine in every_routine(knowledge):
        whole = shown(frame_of(routine, routine.steps[0]), columns, rows)
        text = squeezed(whole) + squeezed(left_part(whole, columns))
        for sign in routine.region.signs:
            assert squeezed(sign.text) in text, (routine.region.id, routine.situation)
        assert squeezed(routine.steps[0].instruction) in text, (routine.region.id, routine.situation)


def left_part(text: str, columns: int) -> str:
    """The lines without the side column of the countdown, so that a sentence is in one piece."""
    if "───" not in text:
        return text
    head = [line for line in text.split("\n") if line.startswith(("Emergency", "See"))]
    return "\n".join(head + [line[: min(columns, 92) - 27] for line in text.split("\n")])


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_time_left_is_on_every_screen(knowledge: Knowledge, columns: int, rows: int) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    for step in (one for one in routine.steps if not one.never):
        text = shown(frame_of(routine, step), columns, rows)
        assert "0:20" in text or "▀▀▀█ █▀▀█" in text


def test_every_screen_of_every_routine_fits(knowledge: Knowledge) -> None:
    for routine in every_routine(knowledge):
        for step in (*routine.steps, *routine.after):
            for columns, rows in SIZES:
                if not step.never:
                    shown(frame_of(routine, step), columns, rows)


def test_where_never_to_press_is_shown_with_the_press_or_the_screen_becomes_lines(knowledge: Knowledge) -> None:
    for routine in every_routine(knowledge):
        for step in (one for one in routine.steps if one.never):
            for columns, rows in SIZES:
                lines = panel.lay_out(frame_of(routine, step), columns, rows)
                assert lines is None or any("Never press:" in line.plain for line in lines)


@pytest.mark.parametrize(("columns", "rows"), [(39, 24), (80, 9), (20, 5), (1, 1)])
def test_a_window_that_is_too_small_gets_no_panel(knowledge: Knowledge, columns: int, rows: int) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    assert panel.lay_out(frame_of(routine, routine.steps[0]), columns, rows) is None


@pytest.mark.parametrize("with_checks", [False, True])
def test_a_question_shows_all_it_lists_and_its_three_answers(knowledge: Knowledge, *, with_checks: bool) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    for question in knowledge.questions.values():
        checks = self_checks(question) if with_checks else ()
        frame = frames.of_question(routine, question, checks, DangerPrompt(), NOW, left=17)
        text = squeezed(left_part(shown(frame, 80, 24), 80))
        for sign in question.signs:
            assert squeezed(sign.text) in text, question.id
        assert "1yes2no3notsure" in text


def test_where_there_is_no_room_for_all_keys_the_most_important_ones_stay(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    assert "g gone w worse x sign" in shown(frame_of(routine, routine.steps[0]), 40, 10)
    assert "g gone" in shown(frame_of(routine, routine.steps[0], Phase.REST), 40, 10)


def test_how_to_find_out_is_never_dropped_for_lack_of_room(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    question = knowledge.questions["leg-before-pressing"]
    frame = frames.of_question(routine, question, self_checks(question), DangerPrompt(), NOW, left=17)
    for columns, rows in SIZES:
        lines = panel.lay_out(frame, columns, rows)
        assert lines is None or "ten centimetres" in " ".join(" ".join(line.plain for line in lines).split())


def test_why_says_how_sure_and_from_where(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    text = shown(frame_of(routine, routine.steps[0], paused_by="?"), 80, 24)
    assert "Why:" in text
    assert "How sure: strong evidence." in text
    assert "bertolasi-1993" in text


def test_the_article_and_the_evidence_are_both_shown_where_they_differ(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    text = shown(frame_of(routine, routine.steps[-1], paused_by="?"), 80, 24)
    assert "The article says" in text
    assert "weak evidence" in text


def test_state_is_said_in_words_and_not_by_colour_alone(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    step = routine.steps[0]
    words = {phase: shown(frame_of(routine, step, phase), 80, 24) for phase in Phase}
    assert "get ready" in words[Phase.READY]
    assert "hold 1 of 3" in words[Phase.HOLD]
    assert "rest" in words[Phase.REST]
    assert "paused" in shown(frame_of(routine, step, paused_by=" "), 80, 24)


def test_what_is_left_out_for_the_person_is_on_the_screen(knowledge: Knowledge) -> None:
    person = Person(conditions=(knowledge.conditions["pregnant"],))
    routine = plan_routine(knowledge.region("calf"), person)
    text = shown(frame_of(routine, routine.steps[0], Phase.READY), 80, 24)
    assert "For you:" in text
    assert "No pressing the sorest spot:" in text
