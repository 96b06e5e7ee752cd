"""Plans the routine for one region, situation and person: which steps, how long, which sides, what is left out and why.

A condition can only take away. What it rules out never appears as a step, in whatever form the routine is shown.
"""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from cramp_cli.core.model import Place
from cramp_cli.core.text import sided
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cramp_cli.core.model import (
        Condition,
        Evidence,
        Note,
        Question,
        Region,
        Remedy,
        SituationPlan,
        StepDefinition,
    )


@dataclass(frozen=True)
class Person:
    """What is known about the person and their surroundings. Everything may be unknown."""

    situation: str | None = None
    side: str | None = None
    """left, right, both or None."""
    conditions: tuple[Condition, ...] = ()
    tools: tuple[str, ...] = ()
    press_seconds: int | None = None


@dataclass(frozen=True)
class Step:
    """One timed hold. Repeats are separate steps."""

    id: str
    remedy: Remedy
    round: int
    """Which repeat of the same action this is, from 1."""
    rounds: int
    title: str
    instruction: str
    felt_where: str
    mistakes: tuple[str, ...]
    never: tuple[str, ...]
    seconds: int
    shortest_seconds: int
    longest_seconds: int
    rest_seconds: int
    side: str | None
    figure: str | None
    gate: tuple[Question, ...]
    evidence: Evidence
    sources: tuple[str, ...]
    tool: str = ""
    """The tool that its instruction uses; empty for none."""


@dataclass(frozen=True)
class Reason:
    """Why a remedy is left out: the condition and its words."""

    id: str
    text: str


@dataclass(frozen=True)
class Withheld:
    """A remedy that known conditions rule out."""

    remedy: Remedy
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class Routine:
    """Everything shown, timed or printed for one request."""

    region: Region
    side: str | None
    situation: str
    steps: tuple[Step, ...]
    after: tuple[Step, ...]
    withheld: tuple[Withheld, ...]
    person_notes: tuple[str, ...]
    """What is different for this person, and what they should know about how their words were understood."""
    advice: tuple[str, ...]
    """What to do now, in a situation without timers."""
    notes: tuple[Note, ...]

    @property
    def total_seconds(self) -> int:
        """All steps and rests, gated ones included, after-care not."""
        return sum(step.seconds + step.rest_seconds for step in self.steps)


def situation_for(region: Region, person: Person) -> str:
    """Return the situation to plan for: the one asked for, unless something about the person rules it out."""
    asked = person.situation or region.usual_situation
    chosen = asked if asked in region.situations else region.usual_situation
    ids = {condition.id for condition in person.conditions}
    for rule in region.people:
        if rule.condition in ids and chosen in rule.avoids and rule.uses and rule.uses in region.situations:
            chosen = rule.uses
    for condition in person.conditions:
        if condition.avoids == chosen and condition.uses and condition.uses in region.situations:
            chosen = condition.uses
    return chosen


def press_range(region: Region, person: Person) -> tuple[int, int] | None:
    """Return the shortest and longest press this region allows here, in seconds, or None where nothing is pressed."""
    plan = region.situations[situation_for(region, person)]
    presses = [step for step in plan.ladder if step.remedy.place is Place.KNOT]
    if not presses:
        return None
    return max(step.shortest_seconds for step in presses), min(step.longest_seconds for step in presses)


def plan_routine(region: Region, person: Person) -> Routine:
    """Return the routine of `region` for `person`."""
    situation = situation_for(region, person)
    plan = region.situations[situation]
    reasons = {step.id: _reasons(step, region, person) for step in (*plan.ladder, *plan.after)}
    ladder = _from_first_opening([step for step in plan.ladder if not reasons[step.id]])
    after = [step for step in plan.after if not reasons[step.id]]
    side = person.side if region.has_sides else None
    return Routine(
        region=region,
        side=side,
        situation=situation,
        steps=tuple(_expand(ladder, person, side)),
        after=tuple(_expand(after, person, None if side == "both" else side)) if ladder else (),
        withheld=_withheld(plan, reasons, {step.id for step in (*ladder, *after)}),
        person_notes=tuple(_person_notes(region, person)),
        advice=tuple(sided(line, side) for line in plan.advice),
        notes=region.notes,
    )


def _reasons(step: StepDefinition, region: Region, person: Person) -> tuple[Reason, ...]:
    ids = {condition.id for condition in person.conditions}
    excluded = tuple(
        Reason(one.condition, one.because)
        for one in step.remedy.not_if
        if one.condition in ids and (not one.regions or region.id in one.regions)
    )
    avoided = tuple(Reason(one.id, one.note) for one in person.conditions if one.avoids == step.stance)
    return excluded + avoided


def _from_first_opening(steps: Sequence[StepDefinition]) -> list[StepDefinition]:
    return list(dropwhile(lambda step: step.remedy.place is not Place.OPENING, steps))


def _withheld(plan: SituationPlan, reasons: dict[str, tuple[Reason, ...]], kept: set[str]) -> tuple[Withheld, ...]:
    steps = (*plan.ladder, *plan.after)
    offered = {step.remedy.id for step in steps if step.id in kept}
    lost: dict[str, tuple[Remedy, tuple[Reason, ...]]] = {}
    every_reason = tuple(reason for found in reasons.values() for reason in found)
    for step in steps:
        if step.remedy.id not in offered:
            _, before = lost.get(step.remedy.id, (step.remedy, ()))
            lost[step.remedy.id] = (step.remedy, before + reasons[step.id])
    return tuple(Withheld(remedy, tuple(dict.fromkeys(found or every_reason))) for remedy, found in lost.values())


def _expand(definitions: Iterable[StepDefinition], person: Person, side: str | None) -> Iterator[Step]:
    for definition in definitions:
        for number in range(1, definition.times + 1):
            yield from (_step(definition, person, one, number) for one in _sides(definition, side))


def _sides(definition: StepDefinition, side: str | None) -> tuple[str | None, ...]:
    """Return the sides to do: one after the other for both, unless the step is done with both at once anyway."""
    if side != "both":
        return (side,)
    return ("left", "right") if "{side}" in definition.title + definition.instruction else (None,)


def _step(definition: StepDefinition, person: Person, side: str | None, number: int) -> Step:
    tool = _tool(definition, person)
    return Step(
        id=definition.id,
        remedy=definition.remedy,
        round=number,
        rounds=definition.times,
        title=sided(definition.title, side),
        instruction=sided(definition.tools.get(tool, definition.instruction), side),
        felt_where=sided(definition.felt_where, side),
        mistakes=definition.mistakes,
        never=definition.never,
        seconds=_hold_seconds(definition, person),
        shortest_seconds=definition.shortest_seconds,
        longest_seconds=definition.longest_seconds,
        rest_seconds=definition.rest_seconds,
        side=side,
        figure=definition.figures.get(tool, definition.figure),
        gate=definition.gate,
        evidence=definition.evidence,
        sources=definition.sources,
        tool=tool,
    )


def _tool(definition: StepDefinition, person: Person) -> str:
    if any(condition.no_tools for condition in person.conditions):
        return ""
    return next((tool for tool in person.tools if tool in definition.tools), "")


def _hold_seconds(definition: StepDefinition, person: Person) -> int:
    if definition.remedy.place is Place.KNOT and person.press_seconds is not None:
        return person.press_seconds
    is_short = any(condition.holds_are_short for condition in person.conditions)
    return definition.short_hold_seconds if is_short else definition.hold_seconds


def _person_notes(region: Region, person: Person) -> Iterator[str]:
    rules = {rule.condition: rule.note for rule in region.people}
    for condition in person.conditions:
        note = rules.get(condition.id, condition.note)
        if note:
            yield note
