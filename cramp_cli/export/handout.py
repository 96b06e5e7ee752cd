"""Writes a routine as one page to print: for the fridge door, or for a patient to take home.

Every text is escaped by the template, nothing in the page runs, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from markupsafe import Markup

from cramp_cli.core.model import Disposition
from cramp_cli.core.text import seconds_in_words
from cramp_cli.core.triage import by_urgency
from cramp_cli.core.values import dataclass
from cramp_cli.export.rendering import rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cramp_cli.core.routine import Routine, Step


@dataclass(frozen=True)
class Card:
    """One action of the routine, however often it is repeated."""

    step: Step
    times: int
    svg: Markup | None
    """Its figure, made by this program."""

    @property
    def how_long(self) -> str:
        """How long and how often, in words."""
        repeats = f"{self.times} times " if self.times > 1 else ""
        rest = f", {self.step.rest_seconds} s rest between" if self.times > 1 and self.step.rest_seconds else ""
        return f"{repeats}{seconds_in_words(self.step.seconds)}{rest}"

    @property
    def gate(self) -> str:
        """What has to be answered no before it; empty where nothing has."""
        return " ".join(
            f"{question.text} {'; '.join(sign.text for sign in question.signs)}." for question in self.step.gate
        )


@dataclass(frozen=True)
class Words:
    """What the page says besides the routine."""

    title: str
    sayings: Mapping[Disposition, str]
    review: str


def page(routine: Routine, words: Words, draw: Callable[[Step], str | None]) -> str:
    """Return the page as HTML; `draw` gives the SVG of a step's figure."""
    numbers = count(1)

    def numbered(step: Step) -> Markup | None:
        return _trusted(draw(step), next(numbers))

    return rendered(
        "handout.html",
        routine=routine,
        words=words,
        signs=[
            (words.sayings[level], [sign.text for sign in signs]) for level, signs in by_urgency(routine.region.signs)
        ],
        recheck=[
            (words.sayings[level], [sign.text for sign in signs])
            for level, signs in by_urgency(routine.region.recheck.signs)
        ],
        cards=_cards(routine.steps, numbered),
        after=_cards(routine.after, numbered),
        same_day=Disposition.SAME_DAY,
        limit=seconds_in_words(routine.region.limit_seconds) if routine.region.limit_seconds else "",
    )


def _cards(steps: Iterable[Step], draw: Callable[[Step], Markup | None]) -> list[Card]:
    grouped: dict[tuple[str, str | None], list[Step]] = {}
    for step in steps:
        grouped.setdefault((step.id, step.side), []).append(step)
    return [Card(group[0], len(group), draw(group[0])) for group in grouped.values()]


def _trusted(svg: str | None, number: int) -> Markup | None:
    """Mark a figure as safe: its shapes are numbers and its texts were escaped where it was drawn.

    Its ids get a number, because one figure may stand on the page twice, once for each side.
    """
    if svg is None:
        return None
    numbered = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(-(?:title|desc))(?=[\" ])", rf"\1-{number}", tag[0]), svg)
    return Markup(numbered)  # noqa: S704 - see above
