"""The knowledge as values: what a region, a step, a remedy, a question and a red flag are.

Every medical fact is data; these shapes are all the code knows of medicine. They are frozen, so that nothing can
change what was checked when the files were read.
"""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.answers import Match, When

SIDES = ("left", "right", "both")


class Disposition(IntEnum):
    """What the person should do, least to most urgent; the larger one always wins."""

    SELF_CARE = 0
    DOCTOR = 1
    SAME_DAY = 2
    EMERGENCY = 3

    @property
    def id(self) -> str:
        """The contract's spelling: `self-care`, `doctor`, `same-day`, `emergency`."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def from_id(cls, text: str) -> Disposition:
        """Return the disposition spelled `text`; raises KeyError for any other text."""
        return cls[text.upper().replace("-", "_")]


class Evidence(StrEnum):
    """The grade of a statement."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    EXPERT = "expert"
    CONTRARY = "contrary"

    @property
    def words(self) -> str:
        """How the grade is said to a person."""
        return _GRADE_WORDS[self]


_GRADE_WORDS = {
    Evidence.STRONG: "strong evidence",
    Evidence.MODERATE: "moderate evidence",
    Evidence.WEAK: "weak evidence",
    Evidence.EXPERT: "common practice",
    Evidence.CONTRARY: "the evidence points the other way",
}


class Place(StrEnum):
    """Where in a routine a remedy may stand."""

    OPENING = "opening"
    """Safe as the very first step, before any question."""
    LATER = "later"
    """Anywhere but first."""
    KNOT = "knot"
    """Once the cramp eases, on what is left of it, or when nothing before has helped."""
    AFTER = "after"
    """After-care, when the cramp is gone."""
    ADVICE = "advice"
    """Never a step of a routine."""


@dataclass(frozen=True)
class Source:
    """A publication that statements cite."""

    id: str
    kind: str
    cite: str
    confidence: str
    """`seen`, or `memory` where the wording is not confirmed."""
    url: str = ""


@dataclass(frozen=True)
class RedFlag:
    """A sign that ends self-care."""

    id: str
    name: str
    disposition: Disposition
    not_sure: Disposition
    """The disposition while the person cannot tell."""
    advice: tuple[str, ...]
    self_check: tuple[str, ...]
    sources: tuple[str, ...]
    ask: tuple[str, ...] = ()
    """What to ask for it; a yes to any one line is a yes."""
    asked_if: When | None = None
    """The answers that open its question in a check."""
    forbids: tuple[str, ...] = ()
    """The remedies that are off while it may be true."""
    is_cause: bool = True
    """Whether it says something about why."""


@dataclass(frozen=True)
class Sign:
    """A few words to look for. With a red flag a yes stops everything; without one it only withholds a step."""

    flag: RedFlag | None
    text: str


@dataclass(frozen=True)
class Question:
    """A yes / no / not-sure question about a list of signs. It has no default answer."""

    id: str
    text: str
    signs: tuple[Sign, ...]
    why: str
    on_yes: str = ""
    """Why the step behind it is left out, for signs without a red flag."""
    self_check: tuple[str, ...] = ()

    @property
    def flags(self) -> tuple[RedFlag, ...]:
        """The red flags that a yes may mean, each once."""
        return tuple(dict.fromkeys(sign.flag for sign in self.signs if sign.flag is not None))


@dataclass(frozen=True)
class SinceOption:
    """One answer to how long it has hurt."""

    text: str
    seconds: int


@dataclass(frozen=True)
class SinceQuestion:
    """How long it had hurt before the program was called."""

    text: str
    options: tuple[SinceOption, ...]
    why: str


@dataclass(frozen=True)
class Exclusion:
    """A condition under which a remedy is not offered, with the reason in words."""

    condition: str
    because: str
    regions: tuple[str, ...] = ()
    """The regions it holds for; empty means all."""


@dataclass(frozen=True)
class AnswerExclusion:
    """An answer after which a remedy is not offered, with the reason in words."""

    match: Match
    because: str


@dataclass(frozen=True)
class Remedy:
    """A kind of action, with where it may stand and who must not do it."""

    id: str
    name: str
    place: Place
    gated: bool
    offer: str
    why: str
    differs: str
    """Where the source article and the evidence part ways."""
    checked: str
    not_if: tuple[Exclusion, ...]
    if_worse: str | None = None
    """The remedy to turn to when this one made things worse and no red flag is present."""
    never_offered: str = ""
    """Why it is never offered; empty for what may be."""
    not_when: tuple[AnswerExclusion, ...] = ()
    offer_when: When | None = None
    """The answers after which it is offered; None means always."""


@dataclass(frozen=True)
class Condition:
    """Something lasting about the person that changes what is offered."""

    id: str
    name: str
    note: str = ""
    holds_are_short: bool = False
    avoids: str | None = None
    """A situation this person should not be put in …"""
    uses: str | None = None
    """… and the one used instead."""
    no_tools: bool = False
    shown_by: Match | None = None
    """An answer that shows it without being asked for it."""


@dataclass(frozen=True)
class StepDefinition:
    """One action of a region, as its file describes it."""

    id: str
    remedy: Remedy
    title: str
    instruction: str
    felt_where: str
    mistakes: tuple[str, ...]
    hold_seconds: int
    short_hold_seconds: int
    shortest_seconds: int
    longest_seconds: int
    rest_seconds: int
    times: int
    stance: str
    tools: Mapping[str, str]
    """The instruction for a tool the person has, by tool id."""
    gate: tuple[Question, ...]
    never: tuple[str, ...]
    """The places this step must not touch."""
    evidence: Evidence
    sources: tuple[str, ...]
    figure: str | None = None
    figures: Mapping[str, str] = field(default_factory=dict)
    """The figure that shows it with a tool, by tool id."""


@dataclass(frozen=True)
class SituationPlan:
    """What a region offers in one situation: a timed ladder of steps, or a few sentences where no timer belongs."""

    ladder: tuple[StepDefinition, ...] = ()
    after: tuple[StepDefinition, ...] = ()
    advice: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonRule:
    """What a region does differently for a condition."""

    condition: str
    note: str
    avoids: tuple[str, ...] = ()
    uses: str | None = None


@dataclass(frozen=True)
class Note:
    """An untimed statement of after-care, with its grade."""

    id: str
    title: str
    text: str
    evidence: Evidence
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """A muscle group a person can name, with everything the routine needs."""

    id: str
    name: str
    muscles: str
    checked: str
    has_sides: bool
    limit_seconds: int | None
    """When the clock speaks up; None for guarding spasm, whose slower rule is `pace`."""
    pace: str
    usual_situation: str
    signs: tuple[Sign, ...]
    situations: Mapping[str, SituationPlan]
    people: tuple[PersonRule, ...]
    notes: tuple[Note, ...]
    recheck: Question
    hints: Mapping[str, str]
    """What to say beside the routine when it was found by a certain word."""
    from_file: str = ""
    """The person's own file it comes from; empty for what is built in."""
