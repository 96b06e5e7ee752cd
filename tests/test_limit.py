"""The clock of the cramp: when it speaks, what a pause and an absence do, and what it is too long to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers.people import EASING, LEG, SELF, play

from cramp_cli.core.ending import EndKind
from cramp_cli.core.model import Disposition

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge


def test_a_cramp_that_is_too_long_from_the_start_gets_its_first_instruction_first(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", since=20 * 60)
    assert run.who.frames[0].heading == "Pull your toes up"
    assert run.ending.kind is EndKind.LIMIT
    assert run.holds == ["Pull your toes up"]


def test_a_skipped_first_hold_does_not_skip_the_limit(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold", "n"), ("ten minutes", "3"), since=20 * 60)
    assert run.holds == ["Pull your toes up", "Walk it loose"]


def test_the_limit_never_passes_silently_behind_a_question(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", *[("hold", "n")] * 8, since=9 * 60 + 40)
    assert run.ending.kind is EndKind.LIMIT


def test_worse_after_the_limit_is_for_today(knowledge: Knowledge) -> None:
    keys = [("ten minutes", "2"), ("hold 1", "w"), ("worse", "2"), ("worse", "2")]
    run = play(knowledge, "calf", *keys, since=9 * 60 + 40)
    assert (run.ending.kind, run.ending.disposition) == (EndKind.WORSE, Disposition.SAME_DAY)


def test_stopping_at_the_limit_still_says_what_the_limit_says(knowledge: Knowledge) -> None:
    assert play(knowledge, "calf", ("ten minutes", "q"), since=9 * 60 + 40).ending.kind is EndKind.LIMIT


def test_silence_is_not_taken_for_a_yes_in_what_is_said(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", EASING, EASING, (LEG, "2"))
    assert any("There was no clear no" in line for line in run.seen)


def test_at_the_limit_it_speaks_and_offers_to_stop(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("ten minutes", "1"), since=9 * 60 + 40)
    assert run.ending.kind is EndKind.LIMIT
    assert run.ending.disposition is Disposition.SAME_DAY
    assert run.ending.is_refusal


def test_the_limit_is_told_once_and_the_person_may_go_on(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("ten minutes", "2"), since=9 * 60 + 40)
    assert run.holds[:2] == ["Pull your toes up"] * 2
    assert sum("ten minutes" in line for line in run.seen) == 1
    assert run.ending.kind is EndKind.NOT_GONE


def test_at_the_limit_it_may_have_let_go(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("ten minutes", "3"), since=9 * 60 + 40)
    assert run.holds == ["Pull your toes up", "Walk it loose"]
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
    assert run.holds == ["Pull your toes up"]


def test_paused_an_hour_by_a_sleeping_machine_nothing_is_caught_up(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "wait 3600"))
    assert run.ending.kind is EndKind.LIMIT
    assert run.holds == ["Pull your toes up"]


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
    assert "Warm the calf" in run.holds
    assert run.ending.kind is EndKind.GONE_UNCHECKED
