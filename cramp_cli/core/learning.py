"""Learns from the person's own answers which of several interchangeable things to offer first.

Only counts come in, and only an order and a sentence in counts go out: nothing is added, nothing is taken away, no
question is moved from its step, and the first step stays where it is. A remedy that is ruled out is not among what is
ordered, so no experience can bring it back.

The rule. What eased it more often comes first once six outcomes were answered, each of the two was tried three times,
and the difference has a chance of 95 in 100 to be real. Where the first has failed just as clearly (it eases less than
half of the time) and nothing is known to be better, one that has not failed has its turn. The numbers are data.
"""

from __future__ import annotations

from dataclasses import field, replace
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from cramp_cli.core.chances import UNTRIED, Tally, chance_below_half, chance_that_better
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cramp_cli.core.routine import Routine, Step

_One = TypeVar("_One")
EASED = frozenset({Outcome.GONE, Outcome.EASING})
ANSWERED = EASED | {Outcome.SAME, Outcome.WORSE}
"""What says something about a remedy. No answer, a step left early and a step withheld say nothing."""


@dataclass(frozen=True)
class StepCount:
    """How often one remedy had one outcome in one region, by step and form where they are told apart."""

    region: str
    remedy: str
    outcome: Outcome
    count: int
    step: str = ""
    variant: str = ""


@dataclass(frozen=True)
class Experience:
    """What eased this person's cramps in one region, and how often."""

    remedies: Mapping[str, Tally] = field(default_factory=dict)
    steps: Mapping[str, Tally] = field(default_factory=dict)
    tools: Mapping[str, Tally] = field(default_factory=dict)


NO_EXPERIENCE = Experience()


def experience(counts: Iterable[StepCount]) -> Experience:
    """Return what `counts`, all of one region, say about remedies, and about steps and tools where they tell."""
    found: tuple[dict[str, Tally], ...] = ({}, {}, {})
    for one in counts:
        if one.outcome not in ANSWERED:
            continue
        tally = Tally(one.count if one.outcome in EASED else 0, one.count)
        names = (one.remedy, one.step, one.variant)
        for name, tallies in zip(names, found, strict=True):
            if name:
                tallies[name] = tallies.get(name, UNTRIED) + tally
    return Experience(*found)


@dataclass(frozen=True)
class Rule:
    """When counts are clear enough to change an order."""

    answered_at_least: int
    """The answered outcomes of all that can stand for one another, together."""
    each_at_least: int
    """The answered outcomes of each of the two that are compared."""
    sure: float
    """The chance that a difference must have to be real."""


@dataclass(frozen=True)
class Sayings:
    """How an order is explained. The placeholders are filled with names and counts, never with a percentage."""

    counts: str
    another: str
    untried: str
    clear: str
    turn: str


@dataclass(frozen=True)
class Interchangeable:
    """What can stand for one another, and how an order among it is found and explained."""

    remedies: tuple[tuple[str, ...], ...]
    tools: tuple[tuple[str, ...], ...]
    variants_of: frozenset[str]
    """The remedies whose further steps can stand for one another."""
    rule: Rule
    says: Sayings


@dataclass(frozen=True)
class Order:
    """Names in the order to offer them."""

    names: tuple[str, ...]
    is_clear: bool = False
    """Whether the first is known to ease more often than another."""
    is_turn: bool = False
    """Whether the first is there because the one before it has failed."""


def ordered(names: Sequence[str], tallies: Mapping[str, Tally], rule: Rule) -> Order:
    """Return `names` in the order of the rule: at most one of them comes to the front, the others stay as they are."""
    usual = Order(tuple(names))
    if len(names) < 2 or sum(_tally(tallies, one).tried for one in names) < rule.answered_at_least:  # noqa: PLR2004
        return usual

    def beats(one: str, other: str) -> bool:
        return _is_clearly_better(_tally(tallies, one), _tally(tallies, other), rule, rivals=len(names) - 1)

    first, *others = names
    better = [one for one in others if beats(one, first)]
    if better:
        return Order(_to_the_front(max(better, key=lambda one: _tally(tallies, one).share), names), is_clear=True)
    if any(beats(first, one) for one in others):
        return replace(usual, is_clear=True)
    if _has_failed(_tally(tallies, first), rule):
        fresh = [one for one in others if not _has_failed(_tally(tallies, one), rule)]
        return Order(_to_the_front(fresh[0], names), is_turn=True) if fresh else usual
    return usual


def _tally(tallies: Mapping[str, Tally], name: str) -> Tally:
    return tallies.get(name, UNTRIED)


def _is_clearly_better(one: Tally, other: Tally, rule: Rule, *, rivals: int) -> bool:
    """Whether the difference is clear; the more are compared, the clearer it has to be."""
    if min(one.tried, other.tried) < rule.each_at_least:
        return False
    return chance_that_better(one, other) >= 1 - (1 - rule.sure) / rivals


def _has_failed(one: Tally, rule: Rule) -> bool:
    return one.tried >= rule.answered_at_least and chance_below_half(one) >= rule.sure


def _to_the_front(name: str, names: Sequence[str]) -> tuple[str, ...]:
    return (name, *(one for one in names if one != name))


def sentence(order: Order, tallies: Mapping[str, Tally], says: Sayings, word: Callable[[str], str]) -> str:
    """Return why the order is as it is, in counts; empty where nothing is known that would explain it."""
    if not order.is_clear and not order.is_turn:
        return ""
    tried = [one for one in order.names if _tally(tallies, one).tried]
    parts = [
        (says.another if number else says.counts).format(name=word(one), **vars(_tally(tallies, one)))
        for number, one in enumerate(tried)
    ]
    parts += [says.untried.format(name=word(one)) for one in order.names if one not in tried]
    whole = says.turn if order.is_turn else says.clear
    return whole.format(counts=", ".join(parts), first=word(order.names[0]))


# -- what it does to a routine ----------------------------------------------------------------------------------------


def tools_by_experience(tools: Sequence[str], known: Experience, rules: Interchangeable) -> tuple[str, ...]:
    """Return the tools at hand in the order in which to use them. It is applied before a routine is planned."""
    found = tuple(tools)
    for group in rules.tools:
        present = [one for one in found if one in group]
        found = _refilled(found, present, ordered(present, known.tools, rules.rule).names)
    return found


def with_experience(routine: Routine, known: Experience, rules: Interchangeable, tools: Sequence[str] = ()) -> Routine:
    """Return `routine` with what can stand for one another in the order of experience, and why, as person notes.

    The same steps stand in it, each with the same questions, and the first action of the ladder stays the first.
    `tools` are those at hand, in any order.
    """
    after, after_notes = _after(routine.after, known, rules)
    steps, step_notes = _ladder(routine.steps, known, rules)
    used = {step.tool for step in (*steps, *after)}
    tool_notes = _about_tools([one for one in tools if one in used], tools, known, rules)
    notes = tuple(note for note in (*after_notes, *step_notes, *tool_notes) if note)
    return replace(routine, steps=steps, after=after, person_notes=(*routine.person_notes, *notes))


def _after(steps: tuple[Step, ...], known: Experience, rules: Interchangeable) -> tuple[tuple[Step, ...], list[str]]:
    notes = []
    for group in rules.remedies:
        present = list(dict.fromkeys(step.remedy.id for step in steps if step.remedy.id in group))
        order = ordered(present, known.remedies, rules.rule)
        ours = [step for step in steps if step.remedy.id in group]
        ranked = sorted(ours, key=lambda step: order.names.index(step.remedy.id))
        steps = _refilled(steps, ours, ranked)
        notes.append(sentence(order, known.remedies, rules.says, _plain))
    return steps, notes


def _ladder(steps: tuple[Step, ...], known: Experience, rules: Interchangeable) -> tuple[tuple[Step, ...], list[str]]:
    """Order the variants of each run of one ungated remedy behind the first action."""
    found: list[Step] = []
    notes = []
    for _, run in groupby(steps, key=lambda step: (step.id == steps[0].id, step.remedy.id, bool(step.gate))):
        ours = list(run)
        first = ours[0]
        if first.id != steps[0].id and not first.gate and first.remedy.id in rules.variants_of:
            titles = {step.id: f'"{step.title}"' for step in ours}
            order = ordered(list(titles), known.steps, rules.rule)
            ours.sort(key=lambda step: order.names.index(step.id))
            notes.append(sentence(order, known.steps, rules.says, titles.__getitem__))
        found += ours
    return tuple(found), notes


def _about_tools(used: Sequence[str], tools: Sequence[str], known: Experience, rules: Interchangeable) -> Iterator[str]:
    """Yield why one tool is used and not another, for those that the routine uses."""
    for group in rules.tools:
        order = ordered([one for one in tools if one in group], known.tools, rules.rule)
        if order.names and order.names[0] in used:
            yield sentence(order, known.tools, rules.says, _plain)


def _plain(name: str) -> str:
    return name.replace("-", " ")


def _refilled(whole: tuple[_One, ...], ours: Sequence[_One], ranked: Sequence[_One]) -> tuple[_One, ...]:
    """Return `whole` with the places of `ours` filled in the order of `ranked`."""
    places = iter(ranked)
    return tuple(next(places) if one in ours else one for one in whole)
