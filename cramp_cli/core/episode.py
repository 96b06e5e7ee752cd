"""One cramp in the log, as a value, and what can be counted over many.

A moment keeps the local clock as it was, because a cramp at three in the morning stays one wherever it is read.
"""

from __future__ import annotations

import re
from dataclasses import field, fields, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from cramp_cli.core.answers import Answers
    from cramp_cli.core.ladder import Outcome

MOST_PAIN = 10
MOST_NOTE_CHARACTERS = 10_000
MOST_SECONDS = 366 * 24 * 3600
FIRST_YEAR, LAST_YEAR = 1900, 9998
"""The years in which every offset still gives a date."""
_MINUTES_OF_A_DAY = 24 * 60
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII)


class Origin(StrEnum):
    """How an episode came into the log."""

    RELIEF = "relief"
    BY_HAND = "by-hand"
    IMPORTED = "imported"


@dataclass(frozen=True, order=True)
class Moment:
    """An instant, to the second, with the local clock as it was: what counts as night must not change on a journey."""

    utc: datetime
    offset_minutes: int = 0
    """What the local clock was ahead of UTC."""

    def __post_init__(self) -> None:
        if self.utc.utcoffset() != timedelta(0):
            raise ValueError("the instant of a moment is in UTC")
        if not FIRST_YEAR <= self.utc.year <= LAST_YEAR or abs(self.offset_minutes) >= _MINUTES_OF_A_DAY:
            raise ValueError("a moment beyond the calendar")
        object.__setattr__(self, "utc", self.utc.replace(microsecond=0, fold=0, tzinfo=UTC))

    @classmethod
    def at(cls, instant: datetime) -> Moment:
        """Return the moment of an aware `instant`, with the offset that it carries."""
        offset = instant.utcoffset()
        if offset is None:
            raise ValueError("an instant without a time zone")
        return cls(instant.astimezone(UTC), offset // timedelta(minutes=1))

    @classmethod
    def parse(cls, text: str) -> Moment | None:
        """Return the moment written as `str` writes it, or None."""
        if not _MOMENT.fullmatch(text):
            return None
        try:
            return cls.at(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            return None

    @property
    def local(self) -> datetime:
        """The date and time that the person's clock showed."""
        return self.utc.astimezone(timezone(timedelta(minutes=self.offset_minutes)))

    def __str__(self) -> str:
        return self.local.isoformat()


@dataclass(frozen=True)
class StepTaken:
    """One step of a routine, and what came of it."""

    step: str
    remedy: str
    outcome: Outcome
    variant: str = ""
    """The tool or form it was done with."""
    side: str | None = None
    seconds: int = 0
    """How long it was really held."""


@dataclass(frozen=True)
class Episode:
    """One cramp. What is not known is None or empty; an episode without an end is still going on, or was cut off."""

    id: str
    began: Moment
    region: str
    origin: Origin
    ended: Moment | None = None
    """May lie before the beginning: clocks get set."""
    side: str | None = None
    situation: str = ""
    came_after: str = ""
    pain_before: int | None = None
    pain_after: int | None = None
    lasted_seconds: int | None = None
    steps: tuple[StepTaken, ...] = ()
    answers: Answers = field(default_factory=dict)
    red_flags: tuple[str, ...] = ()
    """The ids of the danger signs that were reported."""
    notes: str = ""
    ending: str = ""
    """How it ended, such as `gone`, `worse` or `quit`."""

    def with_step(self, step: StepTaken) -> Episode:
        """Return the episode with one more step."""
        return replace(self, steps=(*self.steps, step))

    def is_later_than(self, other: Episode) -> bool:
        """Whether this is a later state of the same episode: it has ended, or got further."""
        return (self.ended is not None, len(self.steps)) > (other.ended is not None, len(other.steps))


@dataclass(frozen=True)
class EpisodeFacts:
    """What is told of an episode without its words and its steps."""

    id: str
    began: Moment
    region: str
    side: str | None = None
    lasted_seconds: int | None = None
    red_flags: tuple[str, ...] = ()
    ending: str = ""

    @classmethod
    def of(cls, episode: Episode) -> EpisodeFacts:
        """Return the facts of a whole episode."""
        return cls(**{one.name: getattr(episode, one.name) for one in fields(cls)})


@dataclass(frozen=True)
class Damaged:
    """A record that is not what was written. It is never shown as good, and counts nowhere."""

    id: str
    began: str
    """Its date, as far as it can be read."""

    def __str__(self) -> str:
        return f"the record {self.id or '(no id)'} of {self.began or 'an unknown day'} is damaged"
