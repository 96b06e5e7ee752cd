"""Counts what a doctor or physiotherapist wants to know out of a person's own log. How it is said is decided elsewhere.

Danger signs count over the whole log, whatever the dates of the page. What is missing, odd or damaged is part of the
facts: a clean page made of a patchy log would mislead.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from cramp_cli.core.counting import tallied
from cramp_cli.core.episode import Episode, EpisodeFacts
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.noticing import notices, trend
from cramp_cli.core.report_facts import STOPPED_AT_THE_LIMIT, DangerFact, Report, TriedFact, day_of, place_of
from cramp_cli.core.report_gaps import gaps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from cramp_cli.core.report_facts import Log, Names, Said, Wanted

_Told = TypeVar("_Told", Episode, EpisodeFacts)
_NEVER_DONE = frozenset({Outcome.SKIPPED, Outcome.WITHHELD})


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
