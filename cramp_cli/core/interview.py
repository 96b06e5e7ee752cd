"""Decides which question about why comes next: the most telling one that can still change the advice.

A pure function of the answers. Danger is not asked here (`core.triage`), and "don't know" is an answer like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.answers import Match, When
from cramp_cli.core.basis import About
from cramp_cli.core.triage import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.answers import Answers
    from cramp_cli.core.basis import Basis, Cause, WhyQuestion


def next_question(answers: Answers, basis: Basis, known: frozenset[str] = frozenset()) -> WhyQuestion | None:
    """Return the next question to ask, or None when no answer can change the advice any more.

    `known` are the questions whose answers were there before anybody asked; they do not count as asked.
    """
    questions = basis.interview.questions
    asked = sum(one.id in answers and one.id not in known for one in questions)
    if asked >= basis.interview.most:
        return None
    undecided = frozenset[str]().union(
        *(stake.questions for stake in _stakes(answers, basis) if stake.is_undecided(answers))
    )
    return next((one for one in questions if one.id in undecided and _is_due(one, answers)), None)


def _is_due(question: WhyQuestion, answers: Answers) -> bool:
    return question.id not in answers and (question.ask_if is None or question.ask_if.holds(answers) is True)


def _stakes(answers: Answers, basis: Basis) -> Iterator[When]:
    """Yield every condition of the data whose outcome can still change the advice."""
    reached = judge(answers, basis.danger).settled
    yield from (level.when for level in basis.danger.levels if level.disposition > reached)
    yield from (flag.asked_if for flag in basis.danger.flags if flag.asked_if and flag.disposition > reached)
    for cause in basis.causes:
        if _is_possible(cause, answers, basis):
            yield from _clues(cause, basis)
    for remedy in basis.remedies:
        yield from (When(all=(one.match,)) for one in remedy.not_when)
        if remedy.offer_when is not None:
            yield remedy.offer_when
    yield from _about_the_person(basis)


def _clues(cause: Cause, basis: Basis) -> Iterator[When]:
    yield from (clue.when for clue in cause.clues if clue.when is not None)
    if cause.only_if is not None:
        yield cause.only_if
    if cause.counts_medicines:
        yield _whatever_is_said(About.MEDICINES, basis)


def _about_the_person(basis: Basis) -> Iterator[When]:
    """Yield what shows a condition, because conditions rule remedies out."""
    yield _whatever_is_said(About.CONDITIONS, basis)
    yield from (When(all=(one.shown_by,)) for one in basis.conditions.values() if one.shown_by is not None)


def _whatever_is_said(about: About, basis: Basis) -> When:
    return When(any=(Match(basis.interview.about(about)),))


def _is_possible(cause: Cause, answers: Answers, basis: Basis) -> bool:
    """Whether the cause could still fit at least partly, if every open clue turned out to speak for it."""
    if cause.only_if is not None and cause.only_if.holds(answers) is False:
        return False
    open_or_true = (clue.points for clue in cause.clues if clue.when and clue.when.holds(answers) is not False)
    against = sum(clue.points for clue in cause.clues if clue.points < 0 and clue.when and clue.when.holds(answers))
    return cause.counts_medicines or sum(max(0.0, points) for points in open_or_true) + against >= (
        basis.rules.fits_partly
    )
