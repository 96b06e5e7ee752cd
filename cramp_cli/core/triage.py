"""Decides how urgent it is. The one place where danger is judged, from data, and the most urgent sign always wins.

A red flag answered yes stops everything. Not sure withholds what a yes withholds and gives the row's own, never
harmless, disposition. No answer is never a no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cramp_cli.core.model import Answer, Disposition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

    @property
    def is_clear(self) -> bool:
        """Whether every sign was answered with a clear no."""
        return not (self.raised or self.unsure or self.unanswered)


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


def opens_step(question: Question, answer: Answer | None) -> bool:
    """Whether the step behind this gate may be done. Only a clear no opens it."""
    return answer is Answer.NO and not screen_question(question, answer).stops


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
