"""Decides what comes next after each hold, from what was done and how it felt.

Same or no answer: on along the ladder. Easing: one more block of what eases, then the knot that is left. Nothing that
made it worse is ever offered again in the same run.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.model import Place
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.routine import Step


class Outcome(StrEnum):
    """How a hold ended for the person."""

    GONE = "gone"
    EASING = "easing"
    SAME = "same"
    WORSE = "worse"
    UNANSWERED = "unanswered"
    SKIPPED = "skipped"
    WITHHELD = "withheld"
    """Its gate was not answered with a clear no."""


@dataclass(frozen=True)
class Done:
    """A step that was offered, and its outcome."""

    step: Step
    outcome: Outcome


def next_step(steps: Sequence[Step], done: Sequence[Done]) -> Step | None:
    """Return the step to do next, or None when the ladder is used up.

    `steps` is the ladder of this round; `done` is everything of this round in order.
    """
    left = [step for step in steps if not _is_spent(step, done)]
    if not done or not left:
        return left[0] if left else None
    last = done[-1]
    if last.outcome is Outcome.EASING and last.step.remedy.place is not Place.KNOT:
        again = [step for step in left if step.remedy.id == last.step.remedy.id]
        knot = [step for step in left if step.remedy.place is Place.KNOT]
        favoured = (knot or again) if _eased_twice(done) else (again or knot)
        return (favoured or left)[0]
    return left[0]


def _eased_twice(done: Sequence[Done]) -> bool:
    return len(done) > 1 and done[-2].outcome is Outcome.EASING


def _is_spent(step: Step, done: Sequence[Done]) -> bool:
    for one in done:
        if one.step == step or (one.step.id == step.id and one.outcome in {Outcome.WORSE, Outcome.WITHHELD}):
            return True
    return False


def second_round(steps: Sequence[Step], done: Sequence[Done]) -> tuple[Step, ...]:
    """Return the ladder for another round: everything but what made it worse or was withheld."""
    barred = {one.step.id for one in done if one.outcome in {Outcome.WORSE, Outcome.WITHHELD}}
    return tuple(step for step in steps if step.id not in barred)
