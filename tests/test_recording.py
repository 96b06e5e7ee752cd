"""A run becomes an episode while it goes on: every step with its outcome, what danger was named, and when it began."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from helpers.people import EASING, LEG, SAME, SELF, Somebody
from helpers.recorded import NIGHT, WHOLE, record

from cramp_cli.core.episode import Origin
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.guard import Setting
from cramp_cli.session import relieve
from cramp_cli.terminal.player import Player, Ports

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

# -- what is written --------------------------------------------------------------------------------------------------


def test_a_whole_run_with_every_step_and_its_outcome(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", *WHOLE, person=Person(side="left", situation="bed"))
    last = run.last
    assert (last.region, last.side, last.situation, last.origin) == ("calf", "left", "bed", Origin.RELIEF)
    outcomes = [outcome for _, outcome, _ in run.steps]
    assert outcomes[:4] == [Outcome.SAME, Outcome.EASING, Outcome.EASING, Outcome.GONE]
    assert outcomes[4:] == [Outcome.UNANSWERED, Outcome.EASING]
    assert [seconds for _, _, seconds in run.steps[:3]] == [30, 30, 30]
    assert last.ending == "gone"
    assert last.ended is not None
    assert last.ended > last.began
    assert last.red_flags == ()
    assert set(last.answers.values()) == {("no",)}
    assert (last.pain_before, last.pain_after, last.came_after, last.notes) == (None, None, "", "")


def test_it_lasted_until_it_let_go_and_not_until_the_end_of_the_run(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", ("hold 1", "g"), ("stay away", "1"))
    assert run.last.lasted_seconds == 5  # to get ready; the key came at once
    assert run.last.ended is not None
    assert (run.last.ended.utc - run.last.began.utc).total_seconds() > 5


def test_the_id_stays_and_each_state_is_further_on(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", *WHOLE)
    assert len({one.id for one in run.states}) == 1
    assert [len(one.steps) for one in run.states] == sorted(len(one.steps) for one in run.states)
    assert run.states[0].steps == ()
    assert all(one.ended is None for one in run.states[:-1])


def test_every_step_is_written_before_the_next_one_begins(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", *WHOLE)
    assert {len(one.steps) for one in run.states} == set(range(len(run.last.steps) + 1))


def test_the_person_sees_the_same_run_recorded_or_not(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", *WHOLE)
    who = Somebody(WHOLE)
    routine = plan_routine(knowledge.region("calf"), Person())
    plain = relieve(
        routine,
        Player(routine, Ports(who, who, who, who.clock)),
        Setting(knowledge.since, knowledge.over_limit, 5, 0),
    )
    assert (run.ending, run.who.seen, run.who.clock.now) == (plain, who.seen, who.clock.now)


@pytest.mark.parametrize(
    ("does", "steps", "ending"),
    [
        ([("hold 1", "q")], [(Outcome.UNANSWERED, 0)], "quit"),
        ([("get ready", "q")], [], "quit"),
        ([("hold 1", "n"), ("hold", "q")], [(Outcome.SKIPPED, 0), (Outcome.UNANSWERED, 0)], "quit"),
        ([("hold 1", "b"), ("hold", "q")], [(Outcome.UNANSWERED, 0)], "quit"),
        ([("hold 1", "w"), ("worse", "2"), ("worse", "2")], [(Outcome.WORSE, 0)], "worse"),
        ([("hold 1", "w"), ("worse", "1")], [(Outcome.WORSE, 0)], "sign"),
        ([SAME, ("get ready", "q")], [(Outcome.SAME, 30)], "quit"),
        ([("how is it", "q")], [(Outcome.UNANSWERED, 30)], "quit"),
        ([("how is it", "w"), ("worse", "x")], [(Outcome.WORSE, 30)], "sign"),
        ([("hold 1", "+"), SAME, ("hold", "q")], [(Outcome.SAME, 40), (Outcome.UNANSWERED, 0)], "quit"),
        ([("hold 1", " "), ("paused", " "), ("hold", "g"), ("walk", "q")], [(Outcome.GONE, 0)], "quit"),
    ],
)  # fmt: skip
def test_how_a_step_and_a_run_end(knowledge: Knowledge, does: Any, steps: Any, ending: str) -> None:  # noqa: ANN401
    run = record(knowledge, "calf", *does)
    found = [(outcome, seconds) for _, outcome, seconds in run.steps]
    assert found == steps
    assert run.last.ending == ending
    assert run.last.ended is not None


def test_what_was_withheld_is_written_as_withheld(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", EASING, EASING, (LEG, "2"), (SELF, "1"), ("hold", "q"))
    assert (Outcome.WITHHELD, 0) in [(outcome, seconds) for _, outcome, seconds in run.steps]
    assert sorted(run.last.answers.values()) == [("no",), ("yes",)]
    assert run.last.red_flags == ()


def test_silence_is_written_as_unanswered(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf")
    assert run.last.ending == "not-gone"
    assert {outcome for _, outcome, _ in run.steps} == {Outcome.UNANSWERED, Outcome.WITHHELD}
    assert run.last.lasted_seconds is None


def test_what_is_gone_is_not_said_to_go_by_the_walk_after_it(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", ("hold 1", "g"), ("walk", "g"), ("stay away", "1"))
    assert [outcome for _, outcome, _ in run.steps] == [Outcome.GONE, Outcome.UNANSWERED]


@pytest.mark.parametrize(
    ("pause", "reacting_seconds"), [([("hold 1", "wait 400")], 1), ([("hold 1", " "), ("paused", "wait 400")], 2)]
)
def test_a_pause_is_no_part_of_what_was_held(
    knowledge: Knowledge, pause: list[tuple[str, str]], reacting_seconds: int
) -> None:
    held = [("hold 1", "wait 1")] * 7
    run = record(knowledge, "calf", *held, *pause, ("paused", " "), ("hold 1", "g"))
    (_, outcome, seconds) = run.steps[0]
    assert (outcome, seconds) == (Outcome.GONE, 7 + reacting_seconds)


def test_the_tool_is_named_where_the_words_are_about_it(knowledge: Knowledge) -> None:
    with_towel = record(knowledge, "calf", SAME, ("hold", "q"), person=Person(side="left", tools=("towel",)))
    variants = {one.variant for one in with_towel.last.steps}
    assert "towel" in variants
    assert variants <= {"", "towel"}
    without = record(knowledge, "calf", SAME, ("hold", "q"))
    assert {one.variant for one in without.last.steps} == {""}


def test_a_first_step_that_is_done_with_a_tool_is_written_with_it(knowledge: Knowledge) -> None:
    written = {}
    for region in map(knowledge.region, knowledge.words.regions):
        plan = region.situations[region.usual_situation]
        for tool in [*(plan.ladder[0].tools if plan.ladder else ())][:1]:
            run = record(knowledge, region.id, ("hold", "q"), person=Person(side="left", tools=(tool,)))
            written[region.id, tool] = run.last.steps[0].variant
    assert written
    assert all(tool == variant for (_, tool), variant in written.items())


# -- danger and time --------------------------------------------------------------------------------------------------


def test_a_red_flag_that_was_reported_is_written_and_one_not_ruled_out_is_not(knowledge: Knowledge) -> None:
    reported = record(knowledge, "calf", ("hold 1", "x"))
    region = knowledge.region("calf")
    assert reported.last.red_flags == tuple(dict.fromkeys(one.flag.id for one in region.signs if one.flag))
    unsure = record(knowledge, "calf", ("hold 1", "w"), ("worse", "3"), ("worse", "3"))
    assert (unsure.last.ending, unsure.last.red_flags) == ("sign", ())
    assert ("not-sure",) in unsure.last.answers.values()


def test_the_limit_is_a_red_flag_too(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", ("ten minutes", "1"), since=9 * 60 + 40)
    assert run.last.ending == "limit"
    assert run.last.red_flags == (knowledge.over_limit.id,)


def test_it_began_when_it_began_to_hurt(knowledge: Knowledge) -> None:
    said = record(knowledge, "calf", ("hold 1", "g"), since=300)
    assert said.states[0].began.local == NIGHT - timedelta(minutes=5)
    asked = record(knowledge, "calf", SAME, ("how long", "2"), ("hold", "q"), since=None)
    before = knowledge.since.options[1].seconds
    assert asked.states[0].began.local == NIGHT
    assert asked.last.began.local == NIGHT - timedelta(seconds=before)
    assert asked.last.began.offset_minutes == 60
