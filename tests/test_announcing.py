"""What is said at which moment, as tables that a clinician can read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cramp_cli.core import announcing
from cramp_cli.core.announcing import Cue, Marks, spoken
from cramp_cli.core.countdown import Countdown
from cramp_cli.core.ending import Ending, EndKind
from cramp_cli.core.model import Disposition, Question, Sign
from cramp_cli.core.routine import Person, Step, plan_routine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.knowledge.decoding import Knowledge

FIT_FOR_SPEECH = re.compile(r"[^\W\d_][^\W\d_ .,;:!?']*(?:[^\W\d_]|[ .,;:!?'])*|")


def step_of(knowledge: Knowledge, region: str, name: str) -> Step:
    routine = plan_routine(knowledge.region(region), Person())
    return next(step for step in (*routine.steps, *routine.after) if step.id == name)


# -- the moments ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "heard"),
    [
        (5, "3:three 2:two 1:one"),
        (10, "3:three 2:two 1:one"),
        (19, "3:three 2:two 1:one"),
        (20, "10:halfway 3:three 2:two 1:one"),
        (30, "15:halfway 3:three 2:two 1:one"),
        (45, "22:halfway 3:three 2:two 1:one"),
        (90, "45:halfway 3:three 2:two 1:one"),
        (3, "2:two 1:one"),
        (1, ""),
    ],
)
def test_the_moments_of_a_hold_by_what_is_left(seconds: int, heard: str) -> None:
    assert moments(seconds, ()) == heard.split()


@pytest.mark.parametrize(
    ("what_happens", "heard"),
    [
        pytest.param([(20, "+10")], "20:halfway 3:three 2:two 1:one", id="ten more before halfway"),
        pytest.param([(12, "+10")], "15:halfway 3:three 2:two 1:one", id="ten more after halfway"),
        pytest.param([(20, "-10")], "10:halfway 3:three 2:two 1:one", id="ten fewer, and it is halfway now"),
        pytest.param([(17, "-10")], "3:three 2:two 1:one", id="ten fewer, past halfway"),
        pytest.param([(12, "-10")], "15:halfway 2:two 1:one", id="ten fewer, into the last three"),
        pytest.param([(2, "+10")], "15:halfway 3:three 2:two 1:one", id="ten more in the last three: no word twice"),
        pytest.param([(15, "pause")], "15:halfway 3:three 2:two 1:one", id="a pause at halfway"),
        pytest.param([(2, "pause"), (1, "pause")], "15:halfway 3:three 2:two 1:one", id="pauses in the last three"),
        pytest.param([(18, "away")], "15:halfway 3:three 2:two 1:one", id="away for an hour before halfway"),
        pytest.param([(2, "away")], "15:halfway 3:three 2:two 1:one", id="away for an hour at the end"),
    ],
)
def test_no_moment_comes_twice_and_none_is_caught_up(what_happens: list[tuple[int, str]], heard: str) -> None:
    assert moments(30, what_happens) == heard.split()


def moments(seconds: int, what_happens: Sequence[tuple[int, str]]) -> list[str]:
    """Count a hold, looking five times a second, and return each cue with the number on the screen."""
    clock, countdown, marks, heard = 0.0, Countdown.start(seconds, 0.0), Marks(), []
    planned = list(what_happens)
    while not countdown.is_over(clock):
        marks, cue = marks.due(countdown, clock)
        heard += [f"{countdown.shown(clock)}:{cue}"] if cue else []
        if planned and countdown.shown(clock) == planned[0][0]:
            what = planned.pop(0)[1]
            if what[0] in "+-":
                countdown = countdown.change(int(what), shortest=10, longest=60, now=clock)
            else:
                countdown = countdown.pause(clock)
                for _ in range(5):
                    clock += 3600 if what == "away" else 1
                    marks, cue = marks.due(countdown, clock)
                    assert cue is None
                countdown = countdown.resume(clock)
        clock = round(clock + 0.2, 3)
    return heard


@given(
    st.integers(5, 90),
    st.lists(st.tuples(st.floats(0.1, 20), st.sampled_from(["+", "-", "pause", "go on", "wait"])), max_size=40),
)
def test_whatever_is_pressed_every_moment_is_true_and_comes_once(
    seconds: int, presses: list[tuple[float, str]]
) -> None:
    clock, countdown, marks, heard = 0.0, Countdown.start(seconds, 0.0), Marks(), []
    for wait, key in presses:
        clock += wait
        if key in {"+", "-"}:
            countdown = countdown.change(int(f"{key}10"), shortest=5, longest=90, now=clock)
        elif key in {"pause", "go on"}:
            countdown = countdown.pause(clock) if key == "pause" else countdown.resume(clock)
        if countdown.is_over(clock):
            break
        marks, cue = marks.due(countdown, clock)
        heard += [cue] if cue else []
        if cue in {Cue.THREE, Cue.TWO, Cue.ONE}:
            assert announcing.number_as_words(countdown.shown(clock)) == cue
        if cue is Cue.HALFWAY:
            assert abs(countdown.left(clock) - countdown.total_seconds / 2) <= 1.5
    assert len(heard) == len(set(heard))


# -- the words --------------------------------------------------------------------------------------------------------


def test_the_stop_line_says_every_sign_the_most_urgent_first(knowledge: Knowledge) -> None:
    assert announcing.stop_line(knowledge.region("calf")) == (
        "Stop, and press x, if any of these is you. "
        "Emergency: breathless or chest pain; foot cold, pale or blue; brown urine. "
        "See a doctor today: one leg swollen, warm or red; felt a pop, or a bruise."
    )


def test_every_stop_sign_of_every_region_is_said(knowledge: Knowledge) -> None:
    for name in knowledge.entries("regions"):
        region = knowledge.region(name)
        line = announcing.stop_line(region)
        assert all(spoken(sign.text) in line for sign in region.signs)


def test_a_step_is_said_by_its_name_its_first_sentence_and_where_it_is_felt(knowledge: Knowledge) -> None:
    step = step_of(knowledge, "calf", "toes-up")
    assert announcing.step_words(step) == ("Pull your toes up. Straighten your knee. Feel it in the thick of the calf.")
    assert announcing.step_words(step, is_repeat=True) == "Once more. Pull your toes up."
    assert announcing.step_in_full(step).startswith(
        "Pull your toes up. Straighten your knee. Take your toes in your hand. Pull them slowly towards your shin."
    )


def test_a_press_says_what_must_never_be_pressed(knowledge: Knowledge) -> None:
    step = next(one for one in plan_routine(knowledge.region("calf"), Person()).steps if one.never)
    assert "Never press behind the knee, the cord above the heel" in announcing.step_words(step)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "Hold, one second."),
        (30, "Hold, thirty seconds."),
        (60, "Hold, one minute."),
        (90, "Hold, one minute thirty seconds."),
        (300, "Hold, five minutes."),
    ],
)
def test_a_hold_begins_with_its_length(seconds: int, words: str) -> None:
    assert announcing.hold_words(seconds) == words


def test_a_rest_asks_how_it_is_and_says_what_comes_next(knowledge: Knowledge) -> None:
    toes, wall = step_of(knowledge, "calf", "toes-up"), step_of(knowledge, "calf", "sole-on-wall")
    ask = "Rest. How is it now: gone, easing, same or worse?"
    assert announcing.rest_words(toes, wall) == f"{ask} Next: Push your sole into the wall."
    assert announcing.rest_words(toes, replace(toes, round=2)) == f"{ask} Next: the same again."
    assert announcing.rest_words(toes, None) == ask
    assert announcing.end_words(has_rest=True) == ""
    assert announcing.end_words(has_rest=False) == "That is enough."


def test_a_question_says_its_signs_and_its_keys() -> None:
    question = Question("q", "Is any of this true?", (Sign(None, "a clot before"), Sign(None, "blood thinners")), "")
    keys = "Press one for yes, two for no, three for not sure."
    assert announcing.question_words(question, ()) == f"Is any of this true? a clot before. blood thinners. {keys}"
    assert "To find out: measure both calves." in announcing.question_words(question, ["measure both calves."])
    endless = replace(question, signs=(Sign(None, "very long " * 900),))
    assert announcing.question_words(endless, ()).endswith(keys)


def test_a_choice_says_the_key_of_each_option() -> None:
    words = announcing.choice_words("What now?", ["it let go", "stop here"])
    assert words == "What now? Press one for it let go, two for stop here."


@pytest.mark.parametrize(
    ("kind", "disposition", "cue", "words"),
    [
        (EndKind.GONE, Disposition.SELF_CARE, Cue.ALL_DONE, "All done. It let go. Well done."),
        (EndKind.GONE_UNCHECKED, Disposition.SELF_CARE, Cue.ALL_DONE, "All done. It let go."),
        (EndKind.NOT_GONE, Disposition.DOCTOR, Cue.ALL_DONE, "That was everything. Rest it now. Call one one two now."),
        (EndKind.WORSE, Disposition.DOCTOR, Cue.NOTE,
            "Stopped, because it got worse. Rest it now. Call one one two now."),
        (EndKind.SIGN, Disposition.EMERGENCY, Cue.NOTE, "Stop. Call one one two now."),
        (EndKind.LIMIT, Disposition.SAME_DAY, Cue.NOTE, "Stop. Call one one two now."),
        (EndKind.QUIT, Disposition.SELF_CARE, Cue.NOTE, ""),
    ],
)  # fmt: skip
def test_how_an_ending_sounds(kind: EndKind, disposition: Disposition, cue: Cue, words: str) -> None:
    ending = Ending(kind, disposition)
    assert announcing.ending_cue(ending) is cue
    assert announcing.ending_words(ending, "Call 112 now") == words


@pytest.mark.parametrize(
    ("asked", "usually", "is_night", "is_muted", "speaks"),
    [
        (None, False, False, False, False),
        (None, True, False, False, True),
        (None, True, True, False, False),
        (True, False, True, False, True),
        (True, True, True, True, False),
        (False, True, False, False, False),
    ],
)
def test_who_is_spoken_to(*, asked: bool | None, usually: bool, is_night: bool, is_muted: bool, speaks: bool) -> None:
    assert announcing.speaks(asked=asked, usually=usually, is_night=is_night, is_muted=is_muted) is speaks


# -- fit for speech ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Left calf · in bed", "Left calf, in bed"),
        ("rest 10 s, then 1 min 30 s", "rest ten seconds, then one minutes thirty seconds"),
        ("60-90 s", "sixty to ninety seconds"),
        ("below 40 °C", "below forty degrees C"),
        ("+ - 10 s", "plus ten seconds"),
        ("same-day", "same day"),
        ("a hernia (a bulge through the muscle) or more", "a hernia, a bulge through the muscle, or more"),
        ("1.5 times", "one point five times"),
        ("180 or 1250000", "one hundred and eighty or one two five zero zero zero zero"),
        ("--help", "help"),
        ("-w /tmp/x", "w or tmp or x"),
        ("$(reboot)`; rm", "reboot, rm"),
        ("[[slnc 500]] <break/>", "slnc five hundred break or"),
        ("\x1b[31mred\u202e", "thirty one mred"),
        ("...", ""),
        ("", ""),
    ],
)
def test_text_becomes_words(written: str, said: str) -> None:
    assert spoken(written) == said


@given(st.text(max_size=300))
def test_whatever_is_written_only_words_are_said(written: str) -> None:
    said = spoken(written)
    assert FIT_FOR_SPEECH.fullmatch(said), said
    assert not said.startswith("-")


def test_nothing_said_is_longer_than_anybody_would_listen_to() -> None:
    assert len(spoken("word " * 100_000)) <= announcing.MOST_CHARACTERS


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "zero"), (13, "thirteen"), (20, "twenty"), (95, "ninety five"), (100, "one hundred"),
     (112, "one hundred and twelve"), (2026, "two thousand twenty six"), (999_999, None)],
)  # fmt: skip
def test_numbers_are_words(number: int, words: str | None) -> None:
    said = announcing.number_as_words(number)
    assert said == words if words else FIT_FOR_SPEECH.fullmatch(said)


def test_everything_the_built_in_knowledge_says_is_fit_for_speech(knowledge: Knowledge) -> None:
    for name in knowledge.entries("regions"):
        routine = plan_routine(knowledge.region(name), Person())
        for step in (*routine.steps, *routine.after):
            said = [announcing.step_words(step), announcing.step_in_full(step)]
            said += [announcing.question_words(question, question.self_check) for question in step.gate]
            for words in said:
                assert FIT_FOR_SPEECH.fullmatch(words), words
                assert len(words) < announcing.MOST_CHARACTERS - 50
                assert not re.search(r"[0-9·{}()\[\]+]|\s[,.;:!?]|[.,;:]{2}", words), words
