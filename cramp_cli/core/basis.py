"""What an assessment rests on, as values: the questions about why, the causes, the medicines and the rules.

All of it is data. The program knows a question only by what its answers are about, and a cause not at all.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.answers import Answers, When
    from cramp_cli.core.model import Condition, Disposition, Remedy
    from cramp_cli.core.page import Line
    from cramp_cli.core.triage import Danger

NONE_OF_THESE = "none"
"""The option that excludes every other one."""


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes-no"
    ONE = "one"
    MANY = "many"
    NUMBER = "number"
    TEXT = "text"


class About(StrEnum):
    """What the answers to a question may be ids of."""

    REGIONS = "regions"
    CONDITIONS = "conditions"
    MEDICINES = "medicines"


@dataclass(frozen=True)
class Option:
    """One possible answer."""

    id: str
    text: str
    remedies: tuple[str, ...] = ()
    """The remedies that were being done when it let go, if a routine has just shown that."""


@dataclass(frozen=True)
class WhyQuestion:
    """A question about why it happens."""

    id: str
    text: str
    why: str
    kind: Kind
    options: tuple[Option, ...] = ()
    ask_if: When | None = None
    at_most: float = 1000
    """The largest number that can be an answer."""
    about: About | None = None
    """What its answers are ids of, where that is no list of its own."""


@dataclass(frozen=True)
class Interview:
    """The questions in the order of how much they tell, and how many of them are asked at most."""

    questions: tuple[WhyQuestion, ...]
    most: int

    def about(self, what: About) -> str:
        """Return the id of the question whose answers are `what`; empty where the data has none."""
        return next((one.id for one in self.questions if one.about is what), "")


@dataclass(frozen=True)
class Clue:
    """Something that speaks for a cause (points above zero) or against it."""

    text: str
    points: float
    when: When | None
    """The answers that show it. None: no question shows it."""


@dataclass(frozen=True)
class Cause:
    """A reason for cramps, with everything said about it."""

    id: str
    name: str
    clues: tuple[Clue, ...]
    only_if: When | None
    counts_medicines: bool
    rules_out: Mapping[str, str]
    """Remedies that are off while it fits, with the reason."""
    advice: tuple[Line, ...]
    """What to do about it, each statement with its grade."""
    see_who: str
    see: Disposition
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Medicine:
    """A class of medicines, by the names people type."""

    id: str
    name: str
    names: tuple[str, ...]
    points: float | None
    """None for a class that causes no cramps."""
    advice: str


@dataclass(frozen=True)
class Rules:
    """How answers become advice."""

    fits_well: float
    fits_partly: float
    cap: float
    danger_points: float
    danger_first: str
    not_asked: str
    nothing: str
    fine: str
    again: str


@dataclass(frozen=True)
class Basis:
    """All that an assessment rests on; every word and number of it is data."""

    danger: Danger
    interview: Interview
    causes: tuple[Cause, ...]
    medicines: Mapping[str, Medicine]
    medicine_rule: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    conditions: Mapping[str, Condition]
    region_remedies: Mapping[str, frozenset[str]]
    """The remedies that the routine of each region holds."""
    routine_remedies: frozenset[str]
    """The remedies that are steps of any routine."""
    rules: Rules

    def chosen(self, what: About, answers: Answers) -> tuple[str, ...]:
        """Return the ids of regions, conditions or medicines that the answers name."""
        given = answers.get(self.interview.about(what), ())
        return given if isinstance(given, tuple) else ()
