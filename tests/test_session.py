"""The whole run under a clock moved by hand: what is shown, cued and asked, and in which order.

Each case is a person: what they press when certain words stand on the screen. Nothing sleeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers.people import Played, play

from cramp_cli.core.ending import EndKind
from cramp_cli.core.model import Disposition
from cramp_cli.core.routine import Person

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

LEG, SELF = "Is any of this true of that leg?", "Is any of this true of you?"
RECHECK = "Look at the leg once more"
SAME = ("how is it", "s")
EASING = ("how is it", "e")
BLOCKS = ["Pull your toes up"] * 3
SQUEEZES = ["Tighten your shin"] * 3
ALL_OF_IT = [*BLOCKS, "Push your sole into the wall", *SQUEEZES, "Stand on it"]


def holds_of(run: Played) -> list[str]:
    """The titles of the holds shown, a repeat as often as it was held."""
    return [
        frame.heading
        for before, frame in zip([None, *run.who.frames], run.who.frames, strict=False)
        if frame.phase.startswith("hold") and (before is None or not before.phase.startswith("hold"))
    ]


def test_the_first_thing_on_screen_is_the_stop_signs_above_the_first_instruction(
    knowledge: Knowledge,
) -> None:
    first = play(knowledge, "calf").who.frames[0]
    assert [level for level, _ in first.signs] == [Disposition.EMERGENCY, Disposition.SAME_DAY]
    assert first.heading == "Pull your toes up"
    assert not first.is_question


def test_nobody_answering_gets_every_free_step_and_no_press(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf")
    assert holds_of(run) == ALL_OF_IT
    assert any(line.startswith("say: Left out: Press the sorest spot") for line in run.seen)
    assert run.ending.kind is EndKind.NOT_GONE
    assert run.ending.disposition is Disposition.DOCTOR


def test_same_to_the_end_ends_with_the_articles_way_behind_its_gate(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", *[SAME] * 8, (LEG, "2"), (SELF, "2"), SAME, ("what now", "3"))
    assert holds_of(run) == [*ALL_OF_IT, "Press the sorest spot"]
    assert run.ending.kind is EndKind.NOT_GONE


@pytest.mark.parametrize("answered_before", range(9))
def test_gone_after_any_hold_leads_to_gentle_movement(knowledge: Knowledge, answered_before: int) -> None:
    gates = [(LEG, "2"), (SELF, "2")] if answered_before == 8 else []
    run = play(knowledge, "calf", *[SAME] * answered_before, *gates, ("how is it", "g"), ("stay away", "1"))
    assert len(holds_of(run)) == answered_before + 2
    assert holds_of(run)[-1] == "Walk it loose"


def test_g_in_the_middle_of_a_hold_ends_it_at_once(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "g"))
    assert holds_of(run)[:2] == ["Pull your toes up", "Walk it loose"]
    assert run.ending.kind is EndKind.GONE_UNCHECKED


def test_easing_gets_another_block_then_pressure_on_what_is_left(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", EASING, EASING, (LEG, "2"), (SELF, "2"), ("how is it", "g"))
    assert holds_of(run)[:3] == ["Pull your toes up", "Pull your toes up", "Press the sorest spot"]


def test_easing_with_a_shut_gate_goes_on_along_the_ladder(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", EASING, EASING, (LEG, "2"), (SELF, "1"))
    assert holds_of(run) == ALL_OF_IT
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
        (RECHECK, "2"),
    )
    assert holds_of(run) == ["Pull your toes up", "Walk it loose", "Press the sorest spot", "Warm the calf"]
    assert run.ending.kind is EndKind.GONE
    assert run.ending.disposition is Disposition.SELF_CARE


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
    assert holds_of(run)[3] == "Walk it loose"
    assert "Press the sorest spot" not in holds_of(run)
    assert holds_of(run)[4:] == ALL_OF_IT


# -- worse, and the stop signs ----------------------------------------------------------------------------------------


def test_worse_with_every_sign_denied_ends_with_after_care_and_whom_to_call(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "w"), ("worse", "2"), ("worse", "2"))
    assert holds_of(run) == ["Pull your toes up"]
    assert (run.ending.kind, run.ending.disposition) == (EndKind.WORSE, Disposition.DOCTOR)
    assert not run.ending.is_refusal


@pytest.mark.parametrize(
    ("keys", "disposition"),
    [
        pytest.param(["1"], Disposition.EMERGENCY, id="an emergency sign"),
        pytest.param(["2", "1"], Disposition.SAME_DAY, id="a same-day sign"),
        pytest.param(["3", "3"], Disposition.EMERGENCY, id="not sure about an emergency sign, twice"),
        pytest.param(["3", "2", "2"], Disposition.DOCTOR, id="not sure, looked, then a clear no"),
        pytest.param(["2", "3", "3"], Disposition.SAME_DAY, id="not sure about a same-day sign, twice"),
        pytest.param([], Disposition.EMERGENCY, id="no answer at all"),
        pytest.param(["2"], Disposition.SAME_DAY, id="no answer to the second list"),
    ],
)
def test_worse_stops_unless_every_sign_is_denied(
    knowledge: Knowledge, keys: list[str], disposition: Disposition
) -> None:
    run = play(knowledge, "calf", ("hold 1", "w"), *[("worse", key) for key in keys])
    denied = keys == ["3", "2", "2"]
    assert run.ending.kind is (EndKind.WORSE if denied else EndKind.SIGN)
    assert run.ending.disposition is disposition
    assert holds_of(run) == ["Pull your toes up"]


@pytest.mark.parametrize("moment", ["get ready", "hold 1", "how is it", "true of that leg", "stay away"])
def test_x_stops_everything_at_any_moment(knowledge: Knowledge, moment: str) -> None:
    before = [("hold 1", "g")] if moment == "stay away" else [EASING, EASING] if moment == "true of that leg" else []
    run = play(knowledge, "calf", *before, (moment, "x"))
    assert run.ending.kind is EndKind.SIGN
    assert run.ending.disposition is Disposition.EMERGENCY
    assert run.ending.is_refusal
    assert not run.who.left_undone


def test_cold_that_makes_it_worse_leads_to_warmth_behind_its_own_gate(knowledge: Knowledge) -> None:
    run = play(
        knowledge,
        "calf",
        ("hold 1", "g"),
        ("stay away", "1"),
        ("knot", "2"),
        ("feel good", "2"),
        ("any of this", "2"),
        ("hold: cool", "w"),
        ("worse", "2"),
        ("worse", "2"),
        ("any of this true?", "2"),
        (RECHECK, "2"),
    )
    assert holds_of(run)[-2:] == ["Cool the calf", "Warm the calf"]
    assert run.ending.kind is EndKind.GONE


def test_cold_that_makes_it_worse_does_not_open_the_gate_of_warmth(knowledge: Knowledge) -> None:
    run = play(
        knowledge,
        "calf",
        ("hold 1", "g"),
        ("stay away", "1"),
        ("knot", "2"),
        ("feel good", "2"),
        ("any of this", "2"),
        ("hold: cool", "w"),
        ("worse", "2"),
        ("worse", "2"),
        ("any of this true?", "1"),
        (RECHECK, "2"),
    )
    assert "Warm the calf" not in holds_of(run)


@pytest.mark.parametrize(
    ("key", "kind"),
    [("1", EndKind.SIGN), ("2", EndKind.GONE), ("3", EndKind.SIGN), ("", EndKind.GONE_UNCHECKED)],
)
def test_the_re_check_is_a_question_about_red_flags(knowledge: Knowledge, key: str, kind: EndKind) -> None:
    checks = [(RECHECK, key)] * (2 if key == "3" else 1) if key else []
    run = play(knowledge, "calf", ("hold 1", "g"), ("stay away", "1"), ("knot", "2"), ("feel good", "3"), *checks)
    assert run.ending.kind is kind


# -- gates ------------------------------------------------------------------------------------------------------------

OPENED, WITHHELD, STOPPED = "opened", "withheld", "stopped"


@pytest.mark.parametrize(
    ("leg", "person", "expected"),
    [
        pytest.param(["2"], ["2"], OPENED, id="two clear noes"),
        pytest.param(["1"], [], STOPPED, id="a red flag answered yes"),
        pytest.param(["3", "3"], [], STOPPED, id="a red flag not sure twice"),
        pytest.param(["3", "2"], ["2"], OPENED, id="not sure, then a no after the self-check"),
        pytest.param(["3", "1"], [], STOPPED, id="not sure, then a yes"),
        pytest.param([], [], WITHHELD, id="a red flag not answered"),
        pytest.param(["2"], ["1"], WITHHELD, id="a caution answered yes"),
        pytest.param(["2"], ["3", "3"], WITHHELD, id="a caution not sure twice"),
        pytest.param(["2"], ["3", "2"], OPENED, id="a caution not sure, then a no"),
        pytest.param(["2"], [], WITHHELD, id="a caution not answered"),
        pytest.param(["no\r"], ["no\r"], OPENED, id="the full word"),
        pytest.param(["n\r"], [], WITHHELD, id="a prefix is no answer"),
        pytest.param(["\r"], [], WITHHELD, id="Enter is no answer"),
        pytest.param([" "], [], WITHHELD, id="space is no answer"),
        pytest.param(["g"], [], WITHHELD, id="a player's key is no answer"),
        pytest.param(["end"], [], WITHHELD, id="the input ended"),
    ],
)
def test_only_a_clear_no_opens_the_gate(knowledge: Knowledge, leg: list[str], person: list[str], expected: str) -> None:
    answers = [(LEG, key) for key in leg] + [(SELF, key) for key in person]
    run = play(knowledge, "calf", EASING, EASING, *answers)
    assert ("Press the sorest spot" in holds_of(run)) is (expected == OPENED)
    assert (run.ending.kind is EndKind.SIGN) is (expected == STOPPED)


@pytest.mark.parametrize("early", ["2", "1", "\r", "no\r"])
def test_a_key_typed_before_the_question_appeared_is_thrown_away(knowledge: Knowledge, early: str) -> None:
    run = play(knowledge, "calf", EASING, ("how is it", "e" + early))
    assert "Press the sorest spot" not in holds_of(run)
    assert run.ending.kind is EndKind.NOT_GONE


def test_a_key_held_down_from_before_never_opens_a_gate(knowledge: Knowledge) -> None:
    held = [("how is it", "2"), ("how is it", "2"), (LEG, "fast 2"), (LEG, "fast 2")]
    run = play(knowledge, "calf", *held)
    assert "Press the sorest spot" not in holds_of(run)
    patient = play(knowledge, "calf", *held, (LEG, "2"), (SELF, "2"))
    assert "Press the sorest spot" in holds_of(patient)


@pytest.mark.parametrize(("key", "kind"), [("1", EndKind.SIGN), ("3", EndKind.SIGN), ("", EndKind.SIGN), ("2", None)])
def test_a_word_that_may_be_tetanus_shows_nothing_before_a_clear_no(
    knowledge: Knowledge, key: str, kind: EndKind | None
) -> None:
    first = knowledge.words.ask_first[0].question
    run = play(knowledge, "jaw", *([("true", key)] * (2 if key == "3" else 1) if key else []), first=first)
    assert run.seen[0] == first.text
    if kind is None:
        assert holds_of(run)
    else:
        assert (run.ending.kind, holds_of(run)) == (kind, [])
        assert run.ending.disposition >= Disposition.SAME_DAY


def test_a_gate_is_asked_once_a_run(knowledge: Knowledge) -> None:
    run = play(
        knowledge,
        "calf",
        EASING,
        EASING,
        (LEG, "2"),
        (SELF, "2"),
        ("how is it", "g"),
        ("stay away", "1"),
        ("knot", "1"),
    )
    assert holds_of(run).count("Press the sorest spot") == 2
    assert run.seen.count(LEG) == 1


# -- the clock --------------------------------------------------------------------------------------------------------


def test_at_the_limit_it_speaks_and_offers_to_stop(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("ten minutes", "1"), since=9 * 60 + 40)
    assert run.ending.kind is EndKind.LIMIT
    assert run.ending.disposition is Disposition.SAME_DAY
    assert run.ending.is_refusal


def test_the_limit_is_told_once_and_the_person_may_go_on(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("ten minutes", "2"), since=9 * 60 + 40)
    assert holds_of(run)[:2] == ["Pull your toes up"] * 2
    assert sum("ten minutes" in line for line in run.seen) == 1
    assert run.ending.kind is EndKind.NOT_GONE


def test_at_the_limit_it_may_have_let_go(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("ten minutes", "3"), since=9 * 60 + 40)
    assert holds_of(run) == ["Pull your toes up", "Walk it loose"]
    assert run.ending.kind is EndKind.GONE_UNCHECKED


@pytest.mark.parametrize(("key", "kind"), [("q", EndKind.QUIT), ("x", EndKind.SIGN)])
def test_there_is_a_way_out_while_a_withheld_step_is_explained(knowledge: Knowledge, key: str, kind: EndKind) -> None:
    run = play(knowledge, "calf", EASING, EASING, (LEG, "2"), (SELF, "1" + key))
    assert run.ending.kind is kind


def test_the_limit_unanswered_stops(knowledge: Knowledge) -> None:
    assert play(knowledge, "calf", since=9 * 60 + 40).ending.kind is EndKind.LIMIT


def test_a_pause_stops_the_hold_and_not_the_clock(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", " "), ("ten minutes", "1"))
    assert run.ending.kind is EndKind.LIMIT
    assert holds_of(run) == ["Pull your toes up"]


def test_paused_an_hour_by_a_sleeping_machine_nothing_is_caught_up(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "wait 3600"))
    assert run.ending.kind is EndKind.LIMIT
    assert holds_of(run) == ["Pull your toes up"]


def test_a_short_absence_pauses_and_says_so(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "wait 180"), ("paused", " "), ("hold 1", "g"))
    notices = {frame.notice for frame in run.who.frames}
    assert "You were away 3 min. Space goes on, q stops." in notices
    left = [frame.seconds_left for frame in run.who.frames if frame.phase == "paused"]
    assert set(left) == {30}


@pytest.mark.parametrize(
    ("key", "kind"),
    [("1", EndKind.NOT_GONE), ("2", EndKind.NOT_GONE), ("3", EndKind.LIMIT), ("4", EndKind.LIMIT)],
)
def test_since_when_is_asked_after_the_first_hold_and_sets_the_clock(
    knowledge: Knowledge, key: str, kind: EndKind
) -> None:
    run = play(knowledge, "calf", ("how long", key), since=None)
    asked = run.seen.index("How long had it hurt before you started?")
    assert run.seen[:asked].count("cue: end") == 1
    assert run.ending.kind is kind


def test_a_guarding_spasm_has_no_alarm(knowledge: Knowledge) -> None:
    run = play(knowledge, "lower-back", since=24 * 3600)
    assert run.ending.kind is EndKind.NOT_GONE


def test_the_clock_stands_still_once_it_let_go(knowledge: Knowledge) -> None:
    run = play(
        knowledge,
        "calf",
        ("hold 1", "g"),
        ("stay away", "1"),
        ("knot", "2"),
        ("feel good", "1"),
        ("any of this", "2"),
        since=9 * 60,
    )
    assert "Warm the calf" in holds_of(run)
    assert run.ending.kind is EndKind.GONE_UNCHECKED


# -- moving about -----------------------------------------------------------------------------------------------------


def test_n_goes_on_to_the_next_step(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", *[("hold", "n")] * 8)
    assert holds_of(run) == ALL_OF_IT
    assert "rest: How is it now?" not in run.seen


def test_b_goes_back_a_step_and_never_before_the_first(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", *[("hold", "n")] * 3, ("hold", "b"), ("hold", "b"), ("hold", "q"))
    assert holds_of(run) == [
        *BLOCKS,
        "Push your sole into the wall",
        "Pull your toes up",
        "Pull your toes up",
    ]
    first = play(knowledge, "calf", ("hold", "b"), ("hold", "q"))
    assert holds_of(first) == ["Pull your toes up"] * 2


def test_q_stops(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "q"))
    assert run.ending.kind is EndKind.QUIT
    assert not run.ending.is_refusal


def test_both_sides_get_their_full_time_each(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", person=Person(side="both"))
    texts = [frame.text for frame in run.who.frames if frame.phase.startswith("hold 1")]
    assert any("left knee" in text for text in texts)
    assert any("right knee" in text for text in texts)
    assert len(holds_of(run)) == 2 * len(ALL_OF_IT)
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
