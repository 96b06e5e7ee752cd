"""Counts what a doctor or physiotherapist wants to know out of a person's own log. How it is said is decided elsewhere.

Danger signs count over the whole log, whatever the dates of the page. What is missing, odd or damaged is part of the
facts: a clean page made of a patchy log would mislead.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from cramp_cli.core import frequency
from cramp_cli.core.episode import Episode, EpisodeFacts
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.profile import USUAL_NIGHT
from cramp_cli.core.tallies import DayCounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from cramp_cli.core.episode import Damaged
    from cramp_cli.core.frequency import Comparison
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.profile import Night

QUIET_DAYS = 14
"""So long without a record is worth a word: no cramps, or nothing written down."""
STOPPED_AT_THE_LIMIT = "limit"
"""The ending of an episode that was too long to be led on."""
_MINUTE = 60
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
    linked: tuple[str, ...] = ()
    """Those of the medicines that are known to bring cramps."""
    plans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """What things are called, and the questions a page may ask."""

    regions: Mapping[str, str]
    remedies: Mapping[str, str]
    flags: Mapping[str, RedFlag]
    limits: Mapping[str, int | None]
    """After how many seconds a cramp there is no plain one any more; None for guarding spasm."""
    questions: tuple[tuple[str, str], ...] = ()
    """When each is asked, and its words, most important first."""
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
    nights: int
    """How many nights had at least one."""
    at_night: int
    """How many episodes came at night."""
    trend: Comparison
    tried: tuple[TriedFact, ...]
    said: Said
    gaps: Gaps

    @property
    def days(self) -> int:
        """How many days of the page the log can know about."""
        first = max(self.wanted.first_day, self.gaps.log_began or self.wanted.first_day)
        return max(1, (min(self.wanted.last_day, self.today) - first).days + 1)

    @property
    def a_week(self) -> float:
        """How many there were in a week."""
        return len(self.episodes) * frequency.WEEK_DAYS / self.days


def day_of(episode: Episode | EpisodeFacts) -> date:
    """Return the day on which an episode began, by the person's own clock."""
    return episode.began.local.date()


def report_of(log: Log, wanted: Wanted, said: Said, names: Names, today: date) -> Report:
    """Return the facts about `wanted`; `today` is the day of the person's clock."""
    inside = tuple(one for one in _newest_first(log.episodes) if wanted.holds(one) and day_of(one) <= today)
    remarkable = _newest_first(log.remarkable)
    about = log.days.days(wanted.is_about_place)
    at_night = [one for one in inside if _is_at_night(one, names.night)]
    until = min(wanted.last_day, today)
    return Report(
        wanted=wanted,
        today=today,
        names=names,
        danger=tuple(_danger(remarkable, names)),
        too_long=tuple(one for one in remarkable if _is_too_long(one, names)),
        episodes=inside,
        nights=len({_evening(one, names.night) for one in at_night}),
        at_night=len(at_night),
        trend=frequency.last_weeks(about, until, log.days.first_day or today),
        tried=tuple(_tried(inside, names)),
        said=said,
        gaps=_gaps(log, about, inside, wanted, today),
    )


def _newest_first(episodes: Iterable[_Told]) -> list[_Told]:
    return sorted(episodes, key=lambda one: (one.began.utc, one.id), reverse=True)


def _is_at_night(episode: Episode, night: Night) -> bool:
    local = episode.began.local
    return night.includes(local.hour * _MINUTE + local.minute)


def _evening(episode: Episode, night: Night) -> date:
    return (episode.began.local - timedelta(minutes=night.start_minute)).date()


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


def _gaps(log: Log, about: Sequence[date], inside: Sequence[Episode], wanted: Wanted, today: date) -> Gaps:
    first = log.days.first_day
    days = sorted({day_of(one) for one in inside})
    return Gaps(
        damaged=tuple(one.began[:10] or "a day that cannot be read" for one in log.damaged),
        waiting=log.waiting,
        no_length=sum(one.lasted_seconds is None for one in inside),
        no_pain=sum(one.pain_before is None for one in inside),
        no_side=sum(one.side is None for one in inside) if wanted.side in {"left", "right"} else 0,
        backwards=sum(one.ended is not None and one.ended.utc < one.began.utc for one in inside),
        in_the_future=sum(day > today for day in about),
        older=sum(day < wanted.first_day for day in about),
        log_began=first,
        quiet=tuple(_quiet(days, max(wanted.first_day, first or today), min(wanted.last_day, today))),
        origins=dict(Counter(str(one.origin) for one in inside)),
    )


def _quiet(days: Sequence[date], first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield each long span of days without a record, its first and its last day."""
    one = timedelta(days=1)
    edges = [first - one, *days, last + one]
    for before, after in pairwise(edges):
        if (after - before).days > QUIET_DAYS:
            yield before + one, after - one
