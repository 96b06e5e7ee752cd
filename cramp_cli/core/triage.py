"""Decides how urgent it is. The one place where danger is judged, from data, and the most urgent sign always wins.

A red flag answered yes stops everything. Not sure withholds what a yes withholds and gives the row's own, never
harmless, disposition. No answer is never a no.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cramp_cli.core.answers import Answer, danger_answer
from cramp_cli.core.model import Disposition
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cramp_cli.core.answers import Answers, When
    from cramp_cli.core.model import Question, RedFlag, Sign


@dataclass(frozen=True)
class Screening:
    """What the answers about danger come to."""

    disposition: Disposition
    raised: tuple[RedFlag, ...]
    """Answered yes, worst first."""
    unsure: tuple[RedFlag, ...]
    """Answered not sure, worst first."""
    unanswered: tuple[RedFlag, ...]

    @property
    def stops(self) -> bool:
        """Whether no routine may go on."""
        return bool(self.raised or self.unsure)


def screen(answers: Mapping[str, Answer], flags: Iterable[RedFlag]) -> Screening:
    """Judge the answers, by red-flag id, over `flags`. A flag without an answer is unanswered, never a no."""
    ordered = sorted(flags, key=lambda flag: (-flag.disposition, flag.id))
    raised = tuple(flag for flag in ordered if answers.get(flag.id) is Answer.YES)
    unsure = tuple(flag for flag in ordered if answers.get(flag.id) is Answer.NOT_SURE)
    unanswered = tuple(flag for flag in ordered if flag.id not in answers)
    levels = [flag.disposition for flag in raised] + [flag.not_sure for flag in unsure]
    floor = Disposition.DOCTOR if unanswered else Disposition.SELF_CARE
    return Screening(max([floor, *levels]), raised, unsure, unanswered)


def screen_question(question: Question, answer: Answer | None) -> Screening:
    """Judge one answer to a question that lists several signs: it stands for each of them."""
    answers = {} if answer is None else {flag.id: answer for flag in question.flags}
    return screen(answers, question.flags)


def opens_step(answer: Answer | None) -> bool:
    """Whether the step behind a gate that was answered so may be done. Only a clear no opens it."""
    return answer is Answer.NO


def by_urgency(signs: Iterable[Sign]) -> tuple[tuple[Disposition, tuple[Sign, ...]], ...]:
    """Group signs that are red flags by their disposition, most urgent first, keeping their order."""
    groups: dict[Disposition, list[Sign]] = {}
    for sign in signs:
        if sign.flag is not None:
            groups.setdefault(sign.flag.disposition, []).append(sign)
    return tuple((level, tuple(groups[level])) for level in sorted(groups, reverse=True))


def self_checks(question: Question) -> tuple[str, ...]:
    """Return how the person can find out for themselves: the question's own checks, else those of its flags."""
    return question.self_check or tuple(dict.fromkeys(line for flag in question.flags for line in flag.self_check))


# -- a whole check ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GateQuestion:
    """One of the questions that come before everything else in a check."""

    id: str
    text: str
    why: str
    flags: tuple[RedFlag, ...]
    """What a yes may mean; which of them it is, their own questions find out."""


@dataclass(frozen=True)
class Level:
    """Answers that together raise the advice."""

    id: str
    when: When
    disposition: Disposition
    text: str
    flag: RedFlag | None
    """The red flag that these answers amount to, if any."""
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Danger:
    """All that danger is judged from. A red flag's own question has the flag's id."""

    gate: tuple[GateQuestion, ...]
    flags: tuple[RedFlag, ...]
    levels: tuple[Level, ...]

    @cached_property
    def gates_of(self) -> Mapping[str, tuple[GateQuestion, ...]]:
        """The gate questions that raise each red flag, by the flag's id."""
        raising = [(flag.id, gate) for gate in self.gate for flag in gate.flags]
        return {flag.id: tuple(gate for raised, gate in raising if raised == flag.id) for flag in self.flags}


@dataclass(frozen=True)
class Judgement:
    """What all answers of a check come to."""

    disposition: Disposition
    raised: tuple[RedFlag, ...]
    """What a yes, or several answers together, point to; worst first."""
    unsure: tuple[RedFlag, ...]
    unanswered: tuple[str, ...]
    """Ids of the danger questions that are still open."""
    levels: tuple[Level, ...]
    """What else raised the advice."""
    forbids: tuple[tuple[str, tuple[RedFlag, ...]], ...]
    """Remedies that are off, each with the red flags that forbid it."""
    settled: Disposition
    """The disposition that no further answer about why can lower."""

    @property
    def stops(self) -> bool:
        """Whether self-care is over: a danger is there or cannot be ruled out."""
        return bool(self.raised or self.unsure) or self.disposition >= Disposition.SAME_DAY

    @property
    def is_final(self) -> bool:
        """Whether self-care is over whatever else is asked."""
        return bool(self.raised or self.unsure) or self.settled >= Disposition.SAME_DAY

    @property
    def flags(self) -> tuple[RedFlag, ...]:
        """Everything that may be true, worst first."""
        levels = [(flag.disposition, flag) for flag in self.raised] + [(flag.not_sure, flag) for flag in self.unsure]
        return tuple(flag for _, flag in sorted(levels, key=lambda pair: -pair[0]))


def judge(answers: Answers, danger: Danger) -> Judgement:
    """Judge every answer of a check. The most urgent wins, and what was not answered is never harmless."""
    levels = tuple(level for level in danger.levels if level.when.holds(answers))
    said = _said(answers, danger)
    said.update({level.flag.id: Answer.YES for level in levels if level.flag is not None})
    screening = screen(said, [flag for flag in danger.flags if flag.id in said])
    reached = max([screening.disposition, *(level.disposition for level in levels)])
    unanswered = tuple(_unanswered(answers, danger, reached))
    floor = Disposition.DOCTOR if unanswered else Disposition.SELF_CARE
    return Judgement(
        disposition=max(reached, floor),
        raised=tuple(flag for flag in screening.raised if not _is_another(flag, answers, danger)),
        unsure=screening.unsure,
        unanswered=unanswered,
        levels=levels,
        forbids=tuple(_forbidden((*screening.raised, *screening.unsure))),
        settled=max(
            [screening.disposition, *(one.disposition for one in levels if not one.when.is_undecided(answers))]
        ),
    )


_GRAVEST_LAST = (Answer.NO, Answer.NOT_SURE, Answer.YES)


def _said(answers: Answers, danger: Danger) -> dict[str, Answer]:
    """Return the gravest answer that any question gave about each red flag, by its id."""
    asked = [(flag.id, danger_answer(answers, flag.id)) for flag in danger.flags]
    asked += [(flag.id, danger_answer(answers, gate.id)) for gate in danger.gate for flag in gate.flags]
    return {flag: answer for wanted in _GRAVEST_LAST for flag, answer in asked if answer is wanted}


def _is_another(flag: RedFlag, answers: Answers, danger: Danger) -> bool:
    """Whether a gate raised `flag` among others, and their own questions showed that it is one of those others."""
    if danger_answer(answers, flag.id) is not Answer.NO:
        return False
    others = {other.id for gate in danger.gates_of[flag.id] for other in gate.flags}
    return any(danger_answer(answers, other) is Answer.YES for other in others)


def _unanswered(answers: Answers, danger: Danger, reached: Disposition) -> Iterator[str]:
    yield from (gate.id for gate in danger.gate if danger_answer(answers, gate.id) is None)
    for flag in danger.flags:
        if flag.disposition > reached and danger_answer(answers, flag.id) is None and _is_due(flag, answers, danger):
            yield flag.id


def _is_due(flag: RedFlag, answers: Answers, danger: Danger) -> bool:
    """Whether the question of `flag` is due: an answer opens it, or a gate that means several flags was not denied."""
    if flag.asked_if is not None and flag.asked_if.holds(answers):
        return True
    gates = (gate for gate in danger.gates_of[flag.id] if len(gate.flags) > 1)
    return any(danger_answer(answers, gate.id) in {Answer.YES, Answer.NOT_SURE} for gate in gates)


def _forbidden(flags: Iterable[RedFlag]) -> Iterator[tuple[str, tuple[RedFlag, ...]]]:
    off: dict[str, list[RedFlag]] = {}
    for flag in flags:
        for remedy in flag.forbids:
            off.setdefault(remedy, []).append(flag)
    yield from ((remedy, tuple(because)) for remedy, because in off.items())
