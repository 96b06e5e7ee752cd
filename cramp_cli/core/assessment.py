"""Decides what all answers come to: how urgent, which causes fit and why, what is offered and what is withheld.

Nothing is offered while a danger is possible or not asked about. Points are logarithms of published ratios, or small
weights where there is none (`data/assessment.yaml`); they rank causes and are no probability.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.answers import Answer, danger_answer
from cramp_cli.core.basis import About, Clue
from cramp_cli.core.routine import Reason, Withheld
from cramp_cli.core.triage import judge
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_cli.core.answers import Answers
    from cramp_cli.core.basis import Basis, Cause, Medicine, Rules
    from cramp_cli.core.model import Disposition, RedFlag, Remedy
    from cramp_cli.core.triage import Judgement


class Fit(StrEnum):
    """How well a cause fits the answers."""

    WELL = "well"
    PARTLY = "partly"
    LESS = "less"

    @property
    def words(self) -> str:
        """How it is said to a person."""
        return {"well": "fits well", "partly": "fits partly", "less": "less likely"}[self.value]


@dataclass(frozen=True)
class Finding:
    """A cause as it fits one person, with the clues for and against it in their own answers."""

    id: str
    name: str
    fit: Fit
    points: float
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    cause: Cause | None = None
    """None for a red flag, which is a cause to be ruled out first."""


@dataclass(frozen=True)
class Assessment:
    """What the answers come to."""

    judgement: Judgement
    disposition: Disposition
    findings: tuple[Finding, ...]
    offered: tuple[Remedy, ...]
    withheld: tuple[Withheld, ...]
    medicines: tuple[Medicine, ...]
    """What was typed and is known here."""

    @property
    def likely(self) -> tuple[Finding, ...]:
        """The causes that fit at least partly, dangers left out, best first."""
        return tuple(one for one in self.findings if one.cause is not None and one.fit is not Fit.LESS)


def assess(answers: Answers, basis: Basis) -> Assessment:
    """Return what `answers` come to. The same answers in any order give the same result."""
    judgement = judge(answers, basis.danger)
    dangers = tuple(_danger_finding(flag, judgement, answers, basis) for flag in judgement.flags if flag.is_cause)
    causes = sorted(_findings(answers, basis), key=lambda one: (-one.points, one.id))
    disposition = max([judgement.disposition, *_levels(causes, answers, basis)])
    withheld = tuple(_withheld(answers, basis, judgement, causes))
    off = {one.remedy.id for one in withheld}
    offered = tuple(one for one in basis.remedies if one.id not in off and _suits(one, answers, basis))
    return Assessment(judgement, disposition, (*dangers, *causes), offered, withheld, _medicines(answers, basis))


def _levels(causes: Iterable[Finding], answers: Answers, basis: Basis) -> Iterator[Disposition]:
    """Yield how soon each cause has to be seen about whose clues for it would fit well.

    Clues against a cause move it down the list and never lower the advice.
    """
    for one in causes:
        if one.cause is not None:
            speaking = (clue.points for clue in _shown(one.cause, answers, basis) if clue.points > 0)
            if _fit(sum(speaking), basis.rules) is Fit.WELL:
                yield one.cause.see


# -- why --------------------------------------------------------------------------------------------------------------


def _danger_finding(flag: RedFlag, judgement: Judgement, answers: Answers, basis: Basis) -> Finding:
    told = {Answer.YES, Answer.NOT_SURE}
    texts = [gate.text for gate in basis.danger.gates_of[flag.id] if danger_answer(answers, gate.id) in told]
    texts += [level.text for level in judgement.levels if level.flag is flag]
    texts += flag.ask if danger_answer(answers, flag.id) in told else ()
    fit = Fit.WELL if flag in judgement.raised else Fit.PARTLY
    return Finding(flag.id, flag.name, fit, basis.rules.danger_points * max(1, len(texts)), tuple(texts), ())


def _findings(answers: Answers, basis: Basis) -> Iterator[Finding]:
    for cause in basis.causes:
        if cause.only_if is not None and not cause.only_if.holds(answers):
            continue
        clues = tuple(_shown(cause, answers, basis))
        speaks_for = tuple(clue.text for clue in clues if clue.points > 0)
        if speaks_for:
            total = sum(clue.points for clue in clues)
            points = max(-basis.rules.cap, min(total, basis.rules.cap))
            against = tuple(clue.text for clue in clues if clue.points < 0)
            yield Finding(cause.id, cause.name, _fit(points, basis.rules), points, speaks_for, against, cause)


def _shown(cause: Cause, answers: Answers, basis: Basis) -> Iterator[Clue]:
    """Yield the clues that the answers show."""
    yield from (clue for clue in cause.clues if clue.when is not None and clue.when.holds(answers))
    if cause.counts_medicines:
        for medicine in _medicines(answers, basis):
            if medicine.points is not None:
                yield Clue(medicine.name, medicine.points, None)


def _medicines(answers: Answers, basis: Basis) -> tuple[Medicine, ...]:
    typed = basis.chosen(About.MEDICINES, answers)
    return tuple(basis.medicines[one] for one in typed if one in basis.medicines)


def _fit(points: float, rules: Rules) -> Fit:
    if points >= rules.fits_well:
        return Fit.WELL
    return Fit.PARTLY if points >= rules.fits_partly else Fit.LESS


# -- what may help ----------------------------------------------------------------------------------------------------


def known_conditions(answers: Answers, basis: Basis) -> frozenset[str]:
    """Return the ids of every condition that was named or that another answer shows."""
    named = set(basis.chosen(About.CONDITIONS, answers)) & set(basis.conditions)
    shown = {one.id for one in basis.conditions.values() if one.shown_by is not None and one.shown_by.holds(answers)}
    return frozenset(named | shown)


def _withheld(answers: Answers, basis: Basis, judgement: Judgement, causes: Iterable[Finding]) -> Iterator[Withheld]:
    fitting = [one.cause for one in causes if one.cause is not None and one.fit is not Fit.LESS]
    for remedy in basis.remedies:
        reasons = [*_in_danger(remedy, judgement, basis.rules), *_for_this_person(remedy, answers, basis)]
        reasons += [Reason(cause.id, cause.rules_out[remedy.id]) for cause in fitting if remedy.id in cause.rules_out]
        if reasons:
            yield Withheld(remedy, tuple(dict.fromkeys(reasons)))


def _for_this_person(remedy: Remedy, answers: Answers, basis: Basis) -> Iterator[Reason]:
    if remedy.never_offered:
        yield Reason("never-offered", remedy.never_offered)
    conditions = known_conditions(answers, basis)
    regions = set(basis.chosen(About.REGIONS, answers))
    for one in remedy.not_if:
        if one.condition in conditions and (not one.regions or not regions or regions & set(one.regions)):
            yield Reason(one.condition, one.because)
    for other in remedy.not_when:
        if other.match.holds(answers):
            yield Reason(other.match.question, other.because)


def _in_danger(remedy: Remedy, judgement: Judgement, rules: Rules) -> Iterator[Reason]:
    """Yield why danger rules `remedy` out. Where danger is possible, everything is off."""
    forbidding = dict(judgement.forbids).get(remedy.id, ())
    yield from (Reason(flag.id, f"{rules.danger_first} ({flag.name})") for flag in forbidding)
    if judgement.stops and not forbidding:
        yield Reason("danger-first", rules.danger_first)
    if judgement.unanswered and not judgement.stops:
        yield Reason("not-asked", rules.not_asked)


def _suits(remedy: Remedy, answers: Answers, basis: Basis) -> bool:
    """Whether `remedy` is worth offering: it belongs to the place that cramps, and the answers call for it."""
    if remedy.offer_when is not None:
        return remedy.offer_when.holds(answers) is True
    regions = basis.chosen(About.REGIONS, answers)
    if remedy.id not in basis.routine_remedies or not regions:
        return True
    return any(remedy.id in basis.region_remedies.get(region, ()) for region in regions)
