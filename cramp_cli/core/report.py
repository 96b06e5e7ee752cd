"""Counts what a doctor or physiotherapist wants to know out of a person's own log. How it is said is decided elsewhere.

Danger signs count over the whole log, whatever the dates of the page. What is missing, odd or damaged is part of the
facts: a clean page made of a patchy log would mislead.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING, TypeVar

from cramp_cli.core.counting import tallied
from cramp_cli.core.episode import Episode, EpisodeFacts
from cramp_cli.core.frequency import WEEK_DAYS
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.noticing import notices, trend
from cramp_cli.core.profile import USUAL_NIGHT
from cramp_cli.core.report_gaps import Gaps, gaps_of
from cramp_cli.core.tallies import DayCounts
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from cramp_cli.core.episode import Damaged
    from cramp_cli.core.frequency import Comparison
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.noticing import Notice, Rules
    from cramp_cli.core.profile import Night
    from cramp_cli.core.tallies import Tallies

STOPPED_AT_THE_LIMIT = "limit"
"""The ending of an episode that was too long to be led on."""
_Told = TypeVar("_Told", Episode, EpisodeFacts)
_NEVER_DONE = frozenset({Outcome.SKIPPED, Outcome.WITHHELD})


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


def report_of(log: Log, wanted: Wanted, said: Said, names: Names, today: date) -> Report:
    """Return the facts about `wanted`; `today` is the day of the person's clock."""
    inside = tuple(one for one in _newest_first(log.episodes) if wanted.holds(one) and day_of(one) <= today)
    remarkable = _newest_first(log.remarkable)
    about = log.days.days(wanted.is_about_place)
    until = min(wanted.last_day, today)
    counts = replace(tallied(inside, names.night), log_began=log.days.first_day)
    ever = replace(counts, by_day=Counter(day.isoformat() for day in about if day <= until))
    return Report(
        wanted=wanted,
        today=today,
        names=names,
        danger=tuple(_danger(remarkable, names)),
        too_long=tuple(one for one in remarkable if _is_too_long(one, names)),
        episodes=inside,
        tallies=counts,
        trend=trend(ever, names.rules.pattern, until),
        notices=notices(ever, names.rules, until),
        tried=tuple(_tried(inside, names)),
        said=said,
        gaps=gaps_of(log, about, inside, wanted, today),
    )


def _newest_first(episodes: Iterable[_Told]) -> list[_Told]:
    return sorted(episodes, key=lambda one: (one.began.utc, one.id), reverse=True)


def _is_too_long(episode: EpisodeFacts, names: Names) -> bool:
    limit, seconds = names.limits.get(episode.region), episode.lasted_seconds
    is_over = limit is not None and seconds is not None and seconds > limit
    return is_over or episode.ending == STOPPED_AT_THE_LIMIT


def _danger(newest_first: Iterable[EpisodeFacts], names: Names) -> Iterator[DangerFact]:
    """Yield every sign ever reported, the most urgent first."""
    days: dict[str, list[tuple[date, str]]] = {}
    for one in newest_first:
        for flag in dict.fromkeys(one.red_flags):
            days.setdefault(flag, []).append((day_of(one), place_of(one, names)))
    facts = [_danger_fact(one, tuple(found), names) for one, found in days.items()]
    yield from sorted(facts, key=lambda fact: (-fact.urgency, fact.name))


def _danger_fact(flag: str, days: tuple[tuple[date, str], ...], names: Names) -> DangerFact:
    known = names.flags.get(flag)
    return DangerFact(flag, known.name if known else flag, int(known.disposition) if known else 0, days)


def place_of(episode: Episode | EpisodeFacts, names: Names) -> str:
    """Return where it was: `left calf`."""
    name = names.regions.get(episode.region, episode.region)
    return f"{episode.side} {name}" if episode.side in {"left", "right"} else name


def _tried(episodes: Iterable[Episode], names: Names) -> Iterator[TriedFact]:
    """Yield what was really done, what eased most often first."""
    found: dict[tuple[str, str], Counter[Outcome]] = {}
    for step in (step for one in episodes for step in one.steps):
        if step.outcome not in _NEVER_DONE:
            found.setdefault((step.remedy, step.variant), Counter())[step.outcome] += 1
    facts = []
    for (remedy, variant), outcomes in found.items():
        name = names.remedies.get(remedy, remedy) + (f" ({variant.replace('-', ' ')})" if variant else "")
        facts.append(TriedFact(remedy, name, dict(outcomes)))
    yield from sorted(facts, key=lambda fact: (-fact.eased, -fact.times, fact.name))
