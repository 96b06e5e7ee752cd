"""What a page for a doctor is made of: what was asked for, what is known, and the facts that were counted.

How they are counted, and what they are called in words, is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from cramp_cli.core.episode import Episode, EpisodeFacts
from cramp_cli.core.frequency import WEEK_DAYS
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.profile import USUAL_NIGHT
from cramp_cli.core.tallies import DayCounts
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from cramp_cli.core.episode import Damaged
    from cramp_cli.core.frequency import Comparison
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.noticing import Notice, Rules
    from cramp_cli.core.profile import Night
    from cramp_cli.core.tallies import Tallies

STOPPED_AT_THE_LIMIT = "limit"
"""The ending of an episode that was too long to be led on."""


@dataclass(frozen=True)
class Wanted:
    """Which part of the log the page is about. Both days are in it."""

    first_day: date
    last_day: date
    region: str | None = None
    side: str | None = None

    def is_about(self, episode: Episode) -> bool:
        """Whether an episode is about the muscle that is asked for."""
        return self.is_about_place(episode.region, episode.side)

    def is_about_place(self, region: str, side: str | None) -> bool:
        """Whether a muscle is asked for; one without a side may be."""
        is_there = self.region in {None, region}
        return is_there and (self.side in {None, "both"} or side in {self.side, "both", None})

    def holds(self, episode: Episode) -> bool:
        """Whether an episode belongs on the page."""
        return self.is_about(episode) and self.first_day <= day_of(episode) <= self.last_day


@dataclass(frozen=True)
class Log:
    """Everything that was ever logged, and of each episode as much as a page may need."""

    episodes: tuple[Episode, ...] = ()
    """Every one of the days of the page, whole."""
    remarkable: tuple[EpisodeFacts, ...] = ()
    """Every one with a danger sign, and every one that was too long, whenever it was."""
    days: DayCounts = field(default_factory=DayCounts)
    """The day of every one."""
    damaged: tuple[Damaged, ...] = ()
    waiting: int = 0
    """Episodes that are in no store yet."""

    @classmethod
    def of(cls, episodes: Iterable[Episode], damaged: tuple[Damaged, ...] = (), waiting: int = 0) -> Log:
        """Return the log of `episodes`, all of them whole."""
        every = tuple(episodes)
        return cls(every, tuple(EpisodeFacts.of(one) for one in every), DayCounts.of(every), damaged, waiting)


@dataclass(frozen=True)
class Said:
    """What the person entered about themselves, and the plans they tried, in words."""

    conditions: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    linked: Mapping[str, str] = field(default_factory=dict)
    """Those of the medicines that may bring cramps, each with how sure anyone is."""
    plans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """What things are called, what is noticed, and the questions a page may ask."""

    regions: Mapping[str, str]
    remedies: Mapping[str, str]
    flags: Mapping[str, RedFlag]
    limits: Mapping[str, int | None]
    """After how many seconds a cramp there is no plain one any more; None for guarding spasm."""
    rules: Rules
    questions: tuple[tuple[str, str], ...] = ()
    """When each is asked, and its words, most important first."""
    checked: str = ""
    """The day on which what is asked was checked against its sources."""
    night: Night = USUAL_NIGHT


@dataclass(frozen=True)
class DangerFact:
    """A danger sign that was ever reported, with the days and places, the newest first."""

    id: str
    name: str
    urgency: int
    days: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class TriedFact:
    """A remedy that was done, and how often each outcome was given."""

    id: str
    name: str
    outcomes: Mapping[Outcome, int]

    @property
    def times(self) -> int:
        """How often it was done."""
        return sum(self.outcomes.values())

    @property
    def eased(self) -> int:
        """How often it let go or eased."""
        return self.outcomes.get(Outcome.GONE, 0) + self.outcomes.get(Outcome.EASING, 0)


@dataclass(frozen=True)
class Gaps:
    """What the log does not hold, or should not."""

    damaged: tuple[str, ...] = ()
    waiting: int = 0
    no_length: int = 0
    no_pain: int = 0
    no_side: int = 0
    backwards: int = 0
    """Episodes that end before they begin, because a clock was set."""
    in_the_future: int = 0
    older: int = 0
    """Episodes before the dates of the page."""
    log_began: date | None = None
    quiet: tuple[tuple[date, date], ...] = ()
    """Long spans without a record."""
    origins: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The facts of one page."""

    wanted: Wanted
    today: date
    names: Names
    danger: tuple[DangerFact, ...]
    too_long: tuple[EpisodeFacts, ...]
    """Every episode ever that passed its region's limit, the newest first."""
    episodes: tuple[Episode, ...]
    """The newest first."""
    tallies: Tallies
    """Those of the page, counted."""
    trend: Comparison | None
    """Up to the last day of the page; None where there is too little to say."""
    notices: tuple[Notice, ...]
    """What a doctor should look at, as of the last day of the page, the most telling first."""
    tried: tuple[TriedFact, ...]
    said: Said
    gaps: Gaps

    @property
    def days(self) -> int:
        """How many days of the page the log can know about."""
        first = max(self.wanted.first_day, self.gaps.log_began or self.wanted.first_day)
        return max(1, (self.until - first).days + 1)

    @property
    def a_week(self) -> float:
        """How many there were in a week."""
        return len(self.episodes) * WEEK_DAYS / self.days

    @property
    def until(self) -> date:
        """The last day that the page can know about."""
        return min(self.wanted.last_day, self.today)

    @property
    def nights(self) -> int:
        """How many nights had at least one."""
        return len(self.tallies.by_night)

    @property
    def at_night(self) -> int:
        """How many episodes came at night."""
        return sum(self.tallies.by_night.values())


def day_of(episode: Episode | EpisodeFacts) -> date:
    """Return the day on which an episode began, by the person's own clock."""
    return episode.began.local.date()


def place_of(episode: Episode | EpisodeFacts, names: Names) -> str:
    """Return where it was: `left calf`."""
    name = names.regions.get(episode.region, episode.region)
    return f"{episode.side} {name}" if episode.side in {"left", "right"} else name
