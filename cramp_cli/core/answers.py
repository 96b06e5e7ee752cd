"""Decides whether what somebody answered makes a condition of the data true, false or leaves it open.

An answer that was not given, and "don't know", is never taken for a no: both leave a condition open (None).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence


class Answer(StrEnum):
    """The three answers to a red-flag or gate question. No answer at all is None, and never a no."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"


Given = tuple[str, ...] | float
"""The ids that were chosen, or a number. An empty tuple is "don't know"."""
Answers = Mapping[str, Given]
"""What was answered, by question id. Danger questions hold one of `yes`, `no`, `not-sure`."""


@dataclass(frozen=True)
class Match:
    """One thing an answer may show: any of some options, or a number within bounds."""

    question: str
    options: tuple[str, ...] = ()
    at_least: float | None = None
    below: float | None = None

    def holds(self, answers: Answers) -> bool | None:
        """Whether the answer shows it; None while nobody knows."""
        given = answers.get(self.question, ())
        if isinstance(given, tuple):
            return None if not given or given == (Answer.NOT_SURE,) else not set(given).isdisjoint(self.options)
        is_high_enough = self.at_least is None or given >= self.at_least
        return is_high_enough and (self.below is None or given < self.below)


@dataclass(frozen=True)
class When:
    """Several things together: all of these, and any of those, unless one of the last."""

    all: tuple[Match, ...] = ()
    any: tuple[Match, ...] = ()
    unless: tuple[Match, ...] = ()

    def holds(self, answers: Answers) -> bool | None:
        """Whether it holds; None while an answer could still decide it. What is not known excludes nothing."""
        if any(match.holds(answers) for match in self.unless):
            return False
        parts = [match.holds(answers) for match in self.all]
        if self.any:
            parts.append(_any_of([match.holds(answers) for match in self.any]))
        if False in parts:
            return False
        return None if None in parts else True

    def is_undecided(self, answers: Answers) -> bool:
        """Whether another answer could still change what it comes to."""
        if any(match.holds(answers) for match in self.unless):
            return False
        could_be_excluded = any(match.question not in answers for match in self.unless)
        holds = self.holds(answers)
        return holds is None or (holds and could_be_excluded)

    @property
    def questions(self) -> frozenset[str]:
        """The ids of every question it looks at."""
        return frozenset(match.question for match in (*self.all, *self.any, *self.unless))


def _any_of(parts: Sequence[bool | None]) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False


def danger_answer(answers: Answers, question: str) -> Answer | None:
    """Return the answer to a question about danger, or None where nobody answered it."""
    given = answers.get(question, ())
    return _DANGER_ANSWERS.get(given[0]) if isinstance(given, tuple) and given else None


_DANGER_ANSWERS = {answer.value: answer for answer in Answer}
