"""Planning: which steps for whom, how long, which sides, and what is left out and why."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.model import Place
from cramp_cli.core.routine import Person, Routine, plan_routine, press_range, situation_for

if TYPE_CHECKING:
    from cramp_cli.core.model import Condition
    from cramp_cli.knowledge.decoding import Knowledge

TIMED = ("standing", "bed", "chair", "desk", "cannot-stand")


def plan(knowledge: Knowledge, region: str, *have: str, situation: str | None = None, **more: object) -> Routine:
    conditions = tuple(knowledge.conditions[one] for one in have)
    person = Person(situation=situation, conditions=conditions, **more)  # type: ignore[arg-type]
    return plan_routine(knowledge.region(region), person)


def remedies(routine: Routine) -> set[str]:
    return {step.remedy.id for step in (*routine.steps, *routine.after)}


def test_every_contraindication_holds_in_every_region_situation_and_pair_of_conditions(knowledge: Knowledge) -> None:
    """Nothing a condition rules out ever appears, whatever else is true of the person."""
    conditions = list(knowledge.conditions.values())
    pairs: list[tuple[Condition, ...]] = [(one,) for one in conditions] + list(combinations(conditions, 2))
    for region_id in knowledge.words.regions:
        region = knowledge.region(region_id)
        for pair in pairs:
            routine = plan_routine(region, Person(conditions=pair))
            ids = {one.id for one in pair}
            for step in (*routine.steps, *routine.after):
                for exclusion in step.remedy.not_if:
                    holds_here = not exclusion.regions or region_id in exclusion.regions
                    assert not (exclusion.condition in ids and holds_here), (region_id, ids, step.id)


def test_what_is_left_out_is_named_with_its_reason(knowledge: Knowledge) -> None:
    routine = plan(knowledge, "calf", "blood-thinner")
    assert "pressure-massage" not in remedies(routine)
    assert [(one.remedy.id, [reason.id for reason in one.because]) for one in routine.withheld] == [
        ("pressure-massage", ["blood-thinner"])
    ]
    assert routine.withheld[0].because[0].text


def test_a_routine_never_begins_with_anything_but_an_opening_step(knowledge: Knowledge) -> None:
    for region_id in knowledge.words.regions:
        region = knowledge.region(region_id)
        for situation in region.situations:
            for condition in knowledge.conditions.values():
                steps = plan_routine(region, Person(situation=situation, conditions=(condition,))).steps
                assert not steps or (steps[0].remedy.place is Place.OPENING and not steps[0].gate)


def test_an_injury_leaves_nothing_that_pulls_loads_presses_or_warms(knowledge: Knowledge) -> None:
    routine = plan(knowledge, "calf", "recent-injury")
    assert routine.steps == ()
    assert {one.remedy.id for one in routine.withheld} >= {"stretching", "weight-bearing", "pressure-massage", "heat"}


@pytest.mark.parametrize("situation", TIMED)
@pytest.mark.parametrize("condition", ["cannot-stand", "unsteady"])
def test_nobody_who_cannot_stand_safely_is_asked_to(knowledge: Knowledge, situation: str, condition: str) -> None:
    for region_id in knowledge.words.regions:
        region = knowledge.region(region_id)
        person = Person(situation=situation, conditions=(knowledge.conditions[condition],))
        definitions = {step.id: step for plan in region.situations.values() for step in (*plan.ladder, *plan.after)}
        for step in plan_routine(region, person).steps:
            assert definitions[step.id].stance != "standing", (region_id, step.id)


def test_the_situation_is_the_one_asked_for_unless_the_person_must_not(knowledge: Knowledge) -> None:
    calf = knowledge.region("calf")
    assert situation_for(calf, Person()) == "bed"
    assert situation_for(calf, Person(situation="standing")) == "standing"
    unsteady = (knowledge.conditions["unsteady"],)
    assert situation_for(calf, Person(situation="standing", conditions=unsteady)) == "chair"


def test_frail_and_young_people_hold_shorter(knowledge: Knowledge) -> None:
    assert plan(knowledge, "calf").steps[0].seconds == 30
    for condition in ("unsteady", "under-16"):
        assert plan(knowledge, "calf", condition).steps[0].seconds == 15


def test_a_child_gets_no_tools(knowledge: Knowledge) -> None:
    by_hand = plan(knowledge, "calf").steps[-1].instruction
    assert plan(knowledge, "calf", tools=("ball",)).steps[-1].instruction != by_hand
    assert plan(knowledge, "calf", "under-16", tools=("ball",)).steps[-1].instruction == by_hand


@pytest.mark.parametrize("tool", ["ball", "roller", "hook-cane"])
def test_a_tool_changes_the_press(knowledge: Knowledge, tool: str) -> None:
    press = plan(knowledge, "calf", tools=(tool,)).steps[-1]
    assert tool.split("-", maxsplit=1)[0].replace("hook", "hook") in press.instruction


def test_both_sides_get_full_time_each_and_total_counts_them(knowledge: Knowledge) -> None:
    one, both = plan(knowledge, "calf", side="left"), plan(knowledge, "calf", side="both")
    assert both.total_seconds == 2 * one.total_seconds
    assert [step.side for step in both.steps[:4]] == ["left", "right", "left", "right"]


def test_what_is_done_with_both_sides_at_once_is_done_once(knowledge: Knowledge) -> None:
    steps = plan(knowledge, "lower-back", side="both").steps
    assert steps[0].side is None
    assert {step.side for step in steps} >= {None, "left", "right"}


def test_total_is_all_steps_and_rests(knowledge: Knowledge) -> None:
    routine = plan(knowledge, "calf")
    assert routine.total_seconds == sum(step.seconds + step.rest_seconds for step in routine.steps)


def test_the_press_has_a_range_and_may_be_set_within_it(knowledge: Knowledge) -> None:
    calf = knowledge.region("calf")
    assert press_range(calf, Person()) == (60, 90)
    assert plan(knowledge, "calf", press_seconds=75).steps[-1].seconds == 75
    assert press_range(knowledge.region("abdominal-wall"), Person()) is None


@pytest.mark.parametrize("situation", ["car", "water"])
def test_in_a_car_or_in_water_there_is_advice_and_no_timer(knowledge: Knowledge, situation: str) -> None:
    for region_id in knowledge.words.regions:
        routine = plan(knowledge, region_id, situation=situation)
        assert routine.advice
        assert not routine.steps
        assert routine.total_seconds == 0


def test_hard_caps_hold_everywhere(knowledge: Knowledge) -> None:
    """No hold of the ladder over two minutes but lying still; heat and cold twenty minutes; a routine half an hour."""
    for region_id in knowledge.words.regions:
        for situation in TIMED:
            routine = plan(knowledge, region_id, situation=situation)
            assert routine.total_seconds <= 30 * 60
            for step in routine.steps:
                assert step.longest_seconds <= (15 * 60 if step.remedy.id == "position" else 120)
            for step in routine.after:
                assert step.longest_seconds <= 20 * 60
