"""Decides what to try against the next cramp: which plans fit, what rules one out, when it ends, and whether it helped.

A plan is data. What rules out one of its remedies rules it out too, and a condition can only take away. Whether it
helped is judged against the person's own log, and never claimed where the log holds too little.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cramp_cli.core import frequency
from cramp_cli.core.frequency import Change, Comparison
from cramp_cli.core.model import SituationPlan
from cramp_cli.core.routine import Person, Reason, Routine, plan_routine, situation_for
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cramp_cli.core.frequency import ChangeRule
    from cramp_cli.core.model import Evidence, Region, Remedy, StepDefinition
    from cramp_cli.core.page import Line
    from cramp_cli.core.routine import Step
    from cramp_cli.core.tallies import DayCounts

STREAK_FROM = 2
"""A single day is no streak, and nobody is told about a missed one."""


@dataclass(frozen=True)
class Guide:
    """How one step of a plan is led through: with which step of which region, and the plan's own dose."""

    region: str
    steps: Mapping[str, str]
    """The region's step by situation, the usual situation first."""
    instructions: Mapping[str, str]
    """What to say instead of the region's words, by situation."""
    hold_seconds: int
    rest_seconds: int
    times: int
    """On each side."""


@dataclass(frozen=True)
class PlanStep:
    """One thing to do."""

    id: str
    text: str
    how_long: str
    how_often: str
    evidence: Evidence
    sources: tuple[str, ...]
    guide: Guide | None = None


@dataclass(frozen=True)
class Plan:
    """Something to try for a number of weeks, with everything said about it."""

    id: str
    name: str
    why: str
    evidence: Evidence
    sources: tuple[str, ...]
    differs: str
    causes: tuple[str, ...]
    regions: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    steps: tuple[PlanStep, ...]
    weeks: int
    when: str
    """The time of day, such as 20:30."""
    reminder: str
    """What a calendar may show to anybody."""
    not_if: Mapping[str, str]
    """Conditions that rule it out, with the reason, besides those of its remedies."""
    known: tuple[Line, ...]
    watch: tuple[str, ...]
    see: str
    checked: str
    from_file: str = ""
    """The person's own file it comes from, if any."""

    @property
    def is_led(self) -> bool:
        """Whether there is something to lead through."""
        return any(step.guide is not None for step in self.steps)

    @property
    def places(self) -> tuple[str, ...]:
        """The regions it is meant to help, or else those it moves; empty where it is for any."""
        return self.regions or tuple(step.guide.region for step in self.steps if step.guide)


# -- which plans fit --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """What is known of the person. Everything may be unknown."""

    regions: tuple[str, ...] = ()
    causes: tuple[str, ...] | None = None
    """The causes that fit, best first; None where nobody looked for one."""
    conditions: frozenset[str] = frozenset()
    off: Mapping[str, tuple[Reason, ...]] | None = None
    """Remedies that answers or causes rule out, by id."""
    not_asked: str = ""
    """What to say where danger was not ruled out; nothing is proposed then."""


@dataclass(frozen=True)
class Proposal:
    """A plan that fits, and what rules it out for this person."""

    plan: Plan
    withheld: tuple[Reason, ...] = ()


def propose(plans: Iterable[Plan], case: Case) -> tuple[Proposal, ...]:
    """Return the plans that fit, the likeliest cause first; what is ruled out comes last, with its reasons."""
    fitting = sorted((rank, plan.id, plan) for plan in plans if (rank := _rank(plan, case)) is not None)
    proposals = [Proposal(plan, reasons_against(plan, case)) for _, _, plan in fitting]
    return tuple(sorted(proposals, key=lambda one: bool(one.withheld)))


def _rank(plan: Plan, case: Case) -> int | None:
    """Return how far down the list of causes a plan's own stands; None where it does not fit."""
    if case.regions and plan.regions and not set(case.regions) & set(plan.regions):
        return None
    if case.causes is None:
        return 0 if plan.is_led and set(case.regions) & set(plan.regions) else None
    return next((number for number, cause in enumerate(case.causes) if cause in plan.causes), None)


def reasons_against(plan: Plan, case: Case) -> tuple[Reason, ...]:
    """Return everything that rules `plan` out: its own conditions, those of its remedies, and what answers show."""
    found = [Reason(one, because) for one, because in plan.not_if.items() if one in case.conditions]
    for remedy in plan.remedies:
        found += [Reason("never-offered", remedy.never_offered)] if remedy.never_offered else []
        found += [
            Reason(one.condition, one.because)
            for one in remedy.not_if
            if one.condition in case.conditions
            and one.condition not in plan.not_if
            and _concerns(one.regions, plan, case)
        ]
        found += (case.off or {}).get(remedy.id, ())
    found += [Reason("not-asked", case.not_asked)] if case.not_asked else []
    return tuple({reason.text: reason for reason in reversed(found)}.values())[::-1]


def _concerns(regions: Sequence[str], plan: Plan, case: Case) -> bool:
    return not regions or bool(set(regions) & set(case.regions or plan.places or regions))


# -- keeping to one ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """A plan that somebody began."""

    plan: str
    began: date
    weeks: int
    when: str
    done: tuple[date, ...] = ()
    """The days it was done on, in order."""
    stopped: date | None = None

    @property
    def last_day(self) -> date:
        """The day it ends on: at the end of its weeks, or when it was stopped."""
        end = self.began + timedelta(days=self.weeks * frequency.WEEK_DAYS - 1)
        return end if self.stopped is None else max(self.began, min(end, self.stopped))

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return today > self.last_day

    def day(self, today: date) -> int:
        """Return which of its days today is, from 1."""
        return min((today - self.began).days, (self.last_day - self.began).days) + 1

    def mark(self, today: date) -> Kept:
        """Return it with today done. A second time on the same day changes nothing."""
        return replace(self, done=tuple(sorted({*self.done, today})))


def streak(kept: Kept, today: date) -> int:
    """Return how many days in a row it was done, up to today or yesterday."""
    done = set(kept.done)
    day = today if today in done else today - timedelta(days=1)
    count = 0
    while day in done:
        count += 1
        day -= timedelta(days=1)
    return count


def did_it_help(kept: Kept, plan: Plan, log: DayCounts, today: date, rule: ChangeRule) -> Comparison:
    """Compare the days of the plan with the weeks before it, in the muscles it is meant to help.

    Days before the first record are unknown, not free of cramps.
    """
    days = log.days(lambda region, _: not plan.places or region in plan.places)
    weeks = max(kept.weeks, rule.weeks_before)
    first = max(log.first_day or kept.began, kept.began - timedelta(days=weeks * frequency.WEEK_DAYS))
    before = frequency.span(days, first, kept.began - timedelta(days=1))
    return frequency.compare(before, frequency.span(days, kept.began, min(today, kept.last_day)), rule)


_VERDICTS = {
    Change.TOO_LITTLE: "Too little in the log to say whether it helps.",
    Change.FEWER: "Fewer than before. Cramps also come and go by themselves, so this is no proof.",
    Change.MORE: "More than before. Put the plan away, and ask:",
    Change.NO_CLEAR_CHANGE: "No clear difference: chance alone could bring this.",
}


def verdict(found: Comparison, plan: Plan) -> Iterator[str]:
    """Yield whether it helped, with the numbers, as far as they were logged."""
    if found.before.days and found.since.days:
        yield f"Before: {found.before}. Since: {found.since}, as far as they were logged."
    yield f"{_VERDICTS[found.change]} {plan.see}" if found.change is Change.MORE else _VERDICTS[found.change]


# -- tonight ----------------------------------------------------------------------------------------------------------


def tonight(plan: Plan, regions: Mapping[str, Region], person: Person) -> Routine:
    """Return the routine of one evening: every guided step with the plan's dose, one side after the other.

    The stop signs are those of every region in it. There is no cramp, so there is no limit and no after-care.
    """
    parts = [
        part for step in plan.steps if step.guide for part in _parts(step.guide, regions[step.guide.region], person)
    ]
    signs = {
        sign.flag.id if sign.flag else sign.text: sign for part in reversed(parts) for sign in part.region.signs[::-1]
    }
    first = parts[0]
    whole = replace(first.region, name=plan.name, has_sides=False, limit_seconds=None, pace="", notes=(), signs=())
    return replace(
        first,
        region=replace(whole, signs=tuple(signs.values())[::-1]),
        side=None,
        steps=tuple(step for part in parts for step in part.steps),
        after=(),
        withheld=tuple(dict.fromkeys(one for part in parts for one in part.withheld)),
        person_notes=tuple(dict.fromkeys(note for part in parts for note in part.person_notes)),
        notes=(),
    )


def _parts(guide: Guide, region: Region, person: Person) -> Iterator[Routine]:
    """Yield the routine of one guided step for each side."""
    usual = next(iter(guide.steps))
    asked = person.situation if person.situation and person.situation in guide.steps else usual
    situation = situation_for(region, replace(person, situation=asked))
    definition = _dosed(guide, region, situation if situation in guide.steps else asked)
    only = {situation: SituationPlan(ladder=(definition,))}
    alone = replace(region, situations=only, usual_situation=situation)
    for side in ("left", "right") if region.has_sides and person.side in {None, "both"} else (person.side,):
        yield plan_routine(alone, replace(person, situation=situation, side=side))


def _dosed(guide: Guide, region: Region, situation: str) -> StepDefinition:
    """Return the region's step with the hold, the rest and the times of the plan."""
    wanted = guide.steps[situation]
    ladders = (one for plan in region.situations.values() for one in plan.ladder)
    found = next(one for one in ladders if one.id == wanted)
    return replace(
        found,
        instruction=guide.instructions.get(situation, found.instruction),
        hold_seconds=guide.hold_seconds,
        short_hold_seconds=guide.hold_seconds,
        rest_seconds=guide.rest_seconds,
        times=guide.times,
    )


def total_seconds(steps: Sequence[Step], ready_seconds: int) -> int:
    """Return how long an evening takes: the holds, and the rests between them."""
    return ready_seconds + sum(step.seconds for step in steps) + sum(step.rest_seconds for step in steps[:-1])
