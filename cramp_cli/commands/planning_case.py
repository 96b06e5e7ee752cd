"""Finds out for whom a plan is asked for: the muscle, the causes that fit, and everything that rules a plan out.

A danger in the answers, or words that mean no skeletal muscle, end it before anything is proposed.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from cramp_cli.commands.wiring import json_text, known
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.plan import Case
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rich.text import Text

    from cramp_cli.core.assessment import Assessment
    from cramp_cli.core.names import AskFirst, Found, NotMuscle
    from cramp_cli.core.plan import Plan, Proposal
    from cramp_cli.core.profile import Profile
    from cramp_cli.core.routine import Reason
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.terminal.console import Door


@dataclass(frozen=True)
class Wanted:
    """The words and options of the command."""

    where: str = ""
    answers: str | None = None
    cause: str | None = None
    have: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What was asked for, as far as it could be understood."""

    case: Case
    refusal: tuple[str | Text, ...] = ()
    """What to say instead of any plan."""
    first: tuple[str | Text, ...] = ()
    """What has to be read before any plan."""


def ask(wanted: Wanted, knowledge: Knowledge) -> Asked:
    """Return what was asked for; raises CrampError (exit 2, 3 or 5)."""
    from cramp_cli.commands.profile import own_profile
    from cramp_cli.core.names import NotMuscle

    profile = own_profile(knowledge)
    meaning = place(wanted.where, knowledge) if wanted.where else None
    if isinstance(meaning, NotMuscle):
        return Asked(Case(), refusal=not_muscle(meaning, knowledge, profile.emergency_number))
    case = Case(
        regions=(meaning.region,) if meaning else (),
        conditions=_conditions(wanted.have, profile, knowledge),
    )
    if wanted.answers is not None:
        asked = _from_answers(wanted, case, profile, knowledge)
    elif wanted.cause is not None:
        asked = Asked(_of_cause(wanted.cause, case, knowledge), first=not_checked())
    else:
        asked = Asked(case, first=not_checked())
    return replace(asked, first=(*_stop_signs(meaning, knowledge, profile), *asked.first))


def place(words: str, knowledge: Knowledge) -> Found | AskFirst | NotMuscle:
    """Return what the words for a place mean, a side among them left out; raises CrampError (exit 2 or 5)."""
    from cramp_cli.commands.finding import resolve
    from cramp_cli.core.names import split_side
    from cramp_cli.terminal.console import is_terminal
    from cramp_cli.terminal.keys import standard_input_is_terminal

    can_ask = is_terminal(sys.stdout) and standard_input_is_terminal()
    return resolve(split_side(words, knowledge.words)[0], knowledge, can_ask=can_ask)


def not_muscle(entry: NotMuscle, knowledge: Knowledge, number: str) -> tuple[str, ...]:
    """Return what to say about something that is no skeletal muscle, with the person's own emergency number."""
    own = knowledge.sayings_with(number)
    text = entry.text
    for level, usual in knowledge.sayings.items():
        text = tuple(line.replace(usual, own[level]) for line in text)
    return text


def _conditions(have: Iterable[str], profile: Profile, knowledge: Knowledge) -> frozenset[str]:
    named = (known(one, knowledge.conditions, what="condition") for one in have)
    return frozenset([*named, *profile.conditions])


def not_checked() -> tuple[str, ...]:
    """Return what stands above every plan that no answers about danger led to."""
    return ("Danger was not asked about here. First, or whenever something changes: cramp-cli check", "")


def _stop_signs(meaning: Found | AskFirst | None, knowledge: Knowledge, profile: Profile) -> Iterator[str]:
    from cramp_cli.core.names import AskFirst
    from cramp_cli.terminal.wording import stop_signs

    if meaning is None:
        return
    yield from stop_signs(knowledge.region(meaning.region), knowledge.sayings_with(profile.emergency_number))
    if isinstance(meaning, AskFirst):
        signs = "; ".join(sign.text for sign in meaning.question.signs)
        yield f"Only if every answer is no: {meaning.question.text} {signs}."


# -- from answers, or from a cause ------------------------------------------------------------------------------------


def _from_answers(wanted: Wanted, case: Case, profile: Profile, knowledge: Knowledge) -> Asked:
    from cramp_cli.commands.check import answers_in
    from cramp_cli.core.assessment import assess, known_conditions
    from cramp_cli.core.basis import About

    answers = answers_in(str(wanted.answers), knowledge)
    found = assess(answers, knowledge.basis)
    if found.judgement.stops:
        return Asked(case, refusal=_danger(found, profile, knowledge))
    return Asked(
        replace(
            case,
            regions=case.regions or knowledge.basis.chosen(About.REGIONS, answers),
            causes=tuple(one.id for one in found.likely),
            conditions=case.conditions | known_conditions(answers, knowledge.basis),
            off={one.remedy.id: one.because for one in found.withheld},
            not_asked=knowledge.basis.rules.not_asked if found.judgement.unanswered else "",
        )
    )


def _danger(found: Assessment, profile: Profile, knowledge: Knowledge) -> tuple[str | Text, ...]:
    from cramp_cli.terminal.report import report

    sayings = knowledge.sayings_with(profile.emergency_number)
    return tuple(report(found, knowledge.basis, sayings, knowledge.meanwhile))


def _of_cause(name: str, case: Case, knowledge: Knowledge) -> Case:
    from cramp_cli.core.routine import Reason
    from cramp_cli.core.search import search

    entries = knowledge.entries("causes")
    hits = search(name, {one: (one, entry["name"], *entry["names"]) for one, entry in entries.items()})
    if not hits.ids:
        near = f"did you mean {' or '.join(hits.near)}?" if hits.near else "see: cramp-cli causes"
        raise CrampError(f'no cause is called "{name}"', fix=near, code=ExitCode.USAGE)
    off: dict[str, tuple[Reason, ...]] = {}
    for cause in knowledge.basis.causes:
        if cause.id in hits.ids:
            off |= {remedy: (Reason(cause.id, because),) for remedy, because in cause.rules_out.items()}
    return replace(case, causes=hits.ids, off=off)


# -- showing ----------------------------------------------------------------------------------------------------------


def show(asked: Asked, found: Sequence[Proposal], today: date, door: Door, *, as_json: bool) -> None:
    """Show what is proposed, the danger first."""
    from cramp_cli.core import plan_words

    if as_json:
        refused = {"refused": [str(line) for line in asked.refusal if str(line)]} if asked.refusal else {}
        door.write(json_text({**plan_words.proposals(found, today), **refused}))
    else:
        door.lines(asked.refusal or _page(asked, found, today))


def _page(asked: Asked, found: Sequence[Proposal], today: date) -> Iterator[str | Text]:
    from cramp_cli.core import plan_words
    from cramp_cli.core.text import NOT_REVIEWED

    yield from asked.first
    offered = [one.plan for one in found if not one.withheld]
    for plan in offered:
        yield from plan_words.in_full(plan, today)
        yield from (f"  Begin: cramp-cli plan start {plan.id}", "")
    yield from (plan_words.left_out(one) for one in found if one.withheld)
    if not offered:
        yield "No plan fits what is known so far. What brings it on? cramp-cli check. Every plan: cramp-cli plan list"
    elif asked.case.causes is None:
        yield "Other plans belong to a cause, such as shoes, training or a medicine: cramp-cli plan list"
    yield NOT_REVIEWED


def refuse_what_is_not_for_them(plan: Plan, knowledge: Knowledge, have: tuple[str, ...]) -> None:
    """Raise CrampError (exit 10) where a condition of the person rules `plan` out."""
    from cramp_cli.commands.profile import own_profile
    from cramp_cli.core.plan import reasons_against

    case = Case(conditions=_conditions(have, own_profile(knowledge), knowledge))
    reasons = reasons_against(plan, case)
    if reasons:
        because = " ".join(one.text for one in reasons)
        raise CrampError(
            f"not for you: {plan.name}. {because}", fix="see the others: cramp-cli plan list", code=ExitCode.REFUSED
        )
