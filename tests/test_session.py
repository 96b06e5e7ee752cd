"""The whole run under a clock moved by hand: what is shown, cued and asked, and in which order.

Each case is a person: what they press when certain words stand on the screen. Nothing sleeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers.people import ALL_OF_IT, BLOCKS, EASING, LEG, RECHECK, SAME, SELF, Somebody, play

from cramp_cli.core.ending import EndKind
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.model import Disposition
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.guard import Setting
from cramp_cli.session import relieve
from cramp_cli.terminal.player import Player, Ports

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge


def test_the_first_thing_on_screen_is_the_stop_signs_above_the_first_instruction(
    knowledge: Knowledge,
) -> None:
    first = play(knowledge, "calf").who.frames[0]
    assert [level for level, _ in first.signs] == [Disposition.EMERGENCY, Disposition.SAME_DAY]
    assert first.heading == "Pull your toes up"
    assert not first.is_question


def test_nobody_answering_gets_every_free_step_and_no_press(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf")
    assert run.holds == ALL_OF_IT
    assert any(line.startswith("say: Left out: Press the sorest spot") for line in run.seen)
    assert run.ending.kind is EndKind.NOT_GONE
    assert run.ending.disposition is Disposition.DOCTOR


def test_same_to_the_end_ends_with_the_articles_way_behind_its_gate(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", *[SAME] * 8, (LEG, "2"), (SELF, "2"), SAME, ("what now", "3"))
    assert run.holds == [*ALL_OF_IT, "Press the sorest spot"]
    assert run.ending.kind is EndKind.NOT_GONE


@pytest.mark.parametrize("answered_before", range(9))
def test_gone_after_any_hold_leads_to_gentle_movement(knowledge: Knowledge, answered_before: int) -> None:
    gates = [(LEG, "2"), (SELF, "2")] if answered_before == 8 else []
    run = play(knowledge, "calf", *[SAME] * answered_before, *gates, ("how is it", "g"), ("stay away", "1"))
    assert len(run.holds) == answered_before + 2
    assert run.holds[-1] == "Walk it loose"


def test_g_in_the_middle_of_a_hold_ends_it_at_once(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "g"))
    assert run.holds[:2] == ["Pull your toes up", "Walk it loose"]
    assert run.ending.kind is EndKind.GONE_UNCHECKED


def test_easing_gets_another_block_then_pressure_on_what_is_left(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", EASING, EASING, (LEG, "2"), (SELF, "2"), ("how is it", "g"))
    assert run.holds[:3] == ["Pull your toes up", "Pull your toes up", "Press the sorest spot"]


def test_easing_with_a_shut_gate_goes_on_along_the_ladder(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", EASING, EASING, (LEG, "2"), (SELF, "1"))
    assert run.holds == ALL_OF_IT
    assert (
        "say: Left out: Press the sorest spot. Pressing is not safe for you without asking a doctor first." in run.seen
    )


def test_everything_after_it_let_go_in_its_order(knowledge: Knowledge) -> None:
    run = play(
        knowledge,
        "calf",
        ("hold 1", "g"),
        ("stay away", "1"),
        ("knot", "1"),
        (LEG, "2"),
        (SELF, "2"),
        ("feel good", "1"),
        ("any of this", "2"),
        ("ease it", "1"),
        (RECHECK, "2"),
    )
    assert run.holds == ["Pull your toes up", "Walk it loose", "Press the sorest spot", "Warm the calf"]
    assert run.ending.kind is EndKind.GONE
    assert run.ending.disposition is Disposition.SELF_CARE


LED_TO_WARMTH = (("hold 1", "g"), ("stay away", "1"), ("knot", "2"), ("feel good", "1"), ("any of this", "2"))


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ([("ease it", "1")], Outcome.EASING),
        ([("ease it", "2")], Outcome.SAME),
        ([], Outcome.UNANSWERED),
        ([("hold", "n")], Outcome.SKIPPED),
        ([("hold", "w"), ("worse", "2"), ("worse", "2"), ("worse", "2")], Outcome.WORSE),
    ],
)
def test_warmth_is_told_with_what_it_did(knowledge: Knowledge, answer: list[tuple[str, str]], outcome: Outcome) -> None:
    """What nobody answered, and what was left early, says nothing about warmth."""
    who, told = Somebody([*LED_TO_WARMTH, *answer]), []
    routine = plan_routine(knowledge.region("calf"), Person())
    stage = Player(routine, Ports(who, who, who, who.clock))
    setting = Setting(knowledge.since, knowledge.over_limit, 5, 0)
    relieve(routine, stage, setting, lambda step, how: told.append((step.remedy.id, how)))
    assert told[-1] == ("heat", outcome)


def test_what_let_go_by_itself_was_eased_by_nothing(knowledge: Knowledge) -> None:
    """It let go when every step had been left early: none of them may claim that."""
    run = play(knowledge, "calf", *[("hold", "n")] * 8, ("everything", "1"), ("stay away", "1"))
    assert run.ending.has_let_go
    assert run.ending.eased_by is None


def test_a_cramp_that_comes_back_starts_again_without_what_was_withheld(knowledge: Knowledge) -> None:
    run = play(
        knowledge,
        "calf",
        EASING,
        EASING,
        (LEG, "2"),
        (SELF, "3"),
        (SELF, "3"),
        ("how is it", "g"),
        ("stay away", "2"),
    )
    assert run.holds[3] == "Walk it loose"
    assert "Press the sorest spot" not in run.holds
    assert run.holds[4:] == ALL_OF_IT


def test_n_goes_on_to_the_next_step(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", *[("hold", "n")] * 8)
    assert run.holds == ALL_OF_IT
    assert "rest: How is it now?" not in run.seen


def test_b_goes_back_a_step_and_never_before_the_first(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", *[("hold", "n")] * 3, ("hold", "b"), ("hold", "b"), ("hold", "q"))
    assert run.holds == [
        *BLOCKS,
        "Push your sole into the wall",
        "Pull your toes up",
        "Pull your toes up",
    ]
    first = play(knowledge, "calf", ("hold", "b"), ("hold", "q"))
    assert first.holds == ["Pull your toes up"] * 2


def test_q_stops(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "q"))
    assert run.ending.kind is EndKind.QUIT
    assert not run.ending.is_refusal


def test_both_sides_get_their_full_time_each(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", person=Person(side="both"))
    texts = [frame.text for frame in run.who.frames if frame.phase.startswith("hold 1")]
    assert any("left knee" in text for text in texts)
    assert any("right knee" in text for text in texts)
    assert len(run.holds) == 2 * len(ALL_OF_IT)
    assert {
        frame.total_seconds
        for frame in run.who.frames
        if frame.heading == "Pull your toes up" and "hold" in frame.phase
    } == {30}


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_side_is_in_every_sentence_that_needs_it(knowledge: Knowledge, side: str) -> None:
    first = play(knowledge, "calf", person=Person(side=side)).who.frames[0]
    assert f"your {side} knee" in first.text
    assert first.title.startswith(f"{side.capitalize()} calf")


def test_get_ready_may_be_nothing(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ready=0)
    assert run.seen[0] == "hold: Pull your toes up"


def test_silence_while_nobody_was_there_answers_no_question(knowledge: Knowledge) -> None:
    """The machine slept, or the program was stopped, for longer than a question waits."""
    asleep = ("worse", "wait 100")
    worse = play(knowledge, "calf", ("hold 1", "w"), asleep, ("worse", "2"), asleep, ("worse", "2"))
    assert (worse.who.left_undone, worse.ending.kind is EndKind.SIGN) == ([], False)
    back = play(knowledge, "calf", ("hold 1", "g"), ("stay away", "wait 100"), ("stay away", "2"), ("hold", "q"))
    assert (back.who.left_undone, back.ending.kind) == ([], EndKind.QUIT)


def test_where_there_is_no_keyboard_no_key_is_shown(knowledge: Knowledge) -> None:
    who = Somebody([], is_open=False)
    routine = plan_routine(knowledge.region("calf"), Person())
    setting = Setting(knowledge.since, knowledge.over_limit, 5, 0)
    relieve(routine, Player(routine, Ports(who, who, who, who.clock)), setting)
    assert {key for frame in who.frames for key, _ in frame.keys} == {"Ctrl-C", "no keyboard"}
