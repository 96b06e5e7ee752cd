"""Did it help? A difference that chance could bring is none, unknown days are unknown, and nothing is promised."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from cramp_cli.core.episode import Episode, Moment, Origin
from cramp_cli.core.frequency import Change, ChangeRule, Comparison, Span, compare
from cramp_cli.core.plan import Kept, did_it_help, verdict
from cramp_cli.core.tallies import DayCounts
from cramp_cli.knowledge.noticing import noticing_rules
from cramp_cli.knowledge.plans import plans_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.plan import Plan
    from cramp_cli.knowledge.decoding import Knowledge

BEGAN = date(2026, 10, 1)
NIGHT = "night-stretching"
KEPT = Kept(NIGHT, BEGAN, 6, "20:30")


@pytest.fixture(scope="module")
def plans(knowledge: Knowledge) -> Mapping[str, Plan]:
    return plans_of(knowledge)


@pytest.fixture(scope="module")
def rule(knowledge: Knowledge) -> ChangeRule:
    return noticing_rules(knowledge).pattern.change


def some(days: int, count: int) -> Span:
    return Span(BEGAN, BEGAN + timedelta(days=days - 1), count)


@pytest.mark.parametrize(
    ("before", "since", "expected"),
    [
        ((42, 18), (42, 4), Change.FEWER),
        ((42, 4), (42, 18), Change.MORE),
        ((42, 10), (42, 8), Change.NO_CLEAR_CHANGE),
        ((42, 12), (14, 4), Change.NO_CLEAR_CHANGE),
        ((42, 6), (42, 0), Change.FEWER),
        ((42, 5), (42, 0), Change.TOO_LITTLE),
        ((28, 20), (7, 0), Change.FEWER),
        ((28, 12), (7, 0), Change.NO_CLEAR_CHANGE),
        ((6, 20), (42, 0), Change.TOO_LITTLE),
        ((42, 20), (6, 0), Change.TOO_LITTLE),
        ((42, 0), (42, 0), Change.TOO_LITTLE),
        ((0, 0), (42, 9), Change.TOO_LITTLE),
        ((4000, 3000), (4000, 2000), Change.FEWER),
    ],
)
def test_a_difference_that_chance_could_bring_is_none(
    rule: ChangeRule, before: tuple[int, int], since: tuple[int, int], expected: Change
) -> None:
    assert compare(some(*before), some(*since), rule).change is expected


def test_more_cramps_since_are_never_called_fewer(rule: ChangeRule) -> None:
    for before in range(40):
        for since in range(40):
            change = compare(some(28, before), some(28, since), rule).change
            assert change is not (Change.FEWER if since >= before else Change.MORE)


def episodes(*days: date, region: str = "calf") -> list[Episode]:
    return [
        Episode(
            str(UUID(int=number)), Moment(datetime(one.year, one.month, one.day, 3, tzinfo=UTC)), region, Origin.RELIEF
        )
        for number, one in enumerate(days)
    ]


def every(step_days: int, first: date, weeks: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(0, weeks * 7, step_days)]


def test_days_before_the_first_record_are_unknown_and_not_free_of_cramps(
    plans: Mapping[str, Plan], rule: ChangeRule
) -> None:
    log = DayCounts.of(episodes(BEGAN - timedelta(days=5)))
    found = did_it_help(KEPT, plans[NIGHT], log, date(2026, 11, 11), rule)
    assert found.before.days == 5
    assert found.change is Change.TOO_LITTLE


def test_it_is_judged_against_as_many_weeks_before_and_in_its_own_muscles(
    plans: Mapping[str, Plan], rule: ChangeRule
) -> None:
    before = every(2, BEGAN - timedelta(weeks=10), 10)
    elsewhere = episodes(*every(1, BEGAN, 6), region="hand")
    log = DayCounts.of([*episodes(*before, BEGAN), *elsewhere])
    found = did_it_help(KEPT, plans[NIGHT], log, date(2027, 3, 1), rule)
    assert (found.before.days, found.since.days) == (42, 42)
    assert (found.before.count, found.since.count) == (21, 1)
    assert found.change is Change.FEWER


def test_a_plan_of_one_week_is_judged_against_more_than_its_worst_week(
    plans: Mapping[str, Plan], rule: ChangeRule
) -> None:
    """People begin a plan when it is worst; a week later it would look better by itself."""
    worst = every(1, BEGAN - timedelta(days=6), 1)
    log = DayCounts.of(episodes(BEGAN - timedelta(days=28), *worst[:6]))
    found = did_it_help(Kept("footwear-trial", BEGAN, 1, "07:30"), plans["footwear-trial"], log, date(2027, 1, 1), rule)
    assert (found.before.days, found.since.days) == (28, 7)
    assert found.change is Change.NO_CLEAR_CHANGE
    calm = DayCounts.of(episodes(*every(1, BEGAN - timedelta(days=28), 4)))
    found = did_it_help(
        Kept("footwear-trial", BEGAN, 1, "07:30"), plans["footwear-trial"], calm, date(2027, 1, 1), rule
    )
    assert found.change is Change.FEWER


def said(found: Comparison, plan: Plan) -> str:
    return " ".join(verdict(found, plan))


def test_the_verdict_never_promises_and_sends_on_who_got_worse(plans: Mapping[str, Plan], rule: ChangeRule) -> None:
    plan = plans[NIGHT]
    fewer, more, few, same = (
        said(compare(some(42, before), some(42, since), rule), plan)
        for before, since in ((30, 5), (5, 30), (1, 1), (12, 11))
    )
    assert "this is no proof" in fewer
    assert plan.see in more
    assert "Too little" in few
    assert "chance alone" in same
    assert not any(word in fewer for word in ("cured", "works", "%"))


def test_no_verdict_can_be_read_as_stopping_a_medicine(plans: Mapping[str, Plan], rule: ChangeRule) -> None:
    more = said(compare(some(42, 5), some(42, 30), rule), plans["medicine-talk"])
    assert "Put the plan away, and ask:" in more
    assert "Stop it" not in more
    assert more.endswith("Never stop or change it yourself.")
