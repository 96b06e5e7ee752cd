"""Finds and says what is missing, odd or damaged in a log, so that nobody takes a patchy page for the whole truth."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from cramp_cli.core.days import counted, day_in_words, parse_day
from cramp_cli.core.report_facts import Gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cramp_cli.core.episode import Damaged, Episode
    from cramp_cli.core.report_facts import Log, Report, Wanted

QUIET_DAYS = 14
"""So long without a record is worth a word: no cramps, or nothing written down."""

_ORIGINS = {"relief": "by the program as it happened", "by-hand": "by hand afterwards", "imported": "from a file"}
_MOST_LISTED = 6


def gaps_of(log: Log, about: Sequence[date], inside: Sequence[Episode], wanted: Wanted, today: date) -> Gaps:
    """Return what is missing or odd; `about` has the day of every episode of the muscle, `inside` those of the page."""
    first = log.days.first_day
    days = sorted({one.began.local.date() for one in inside})
    return Gaps(
        damaged=tuple(_day_of_damaged(one) for one in log.damaged),
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


def _day_of_damaged(record: Damaged) -> str:
    day = parse_day(record.began[: len("2026-11-22")])
    return day_in_words(day) if day else "a day that cannot be read"


def _quiet(days: Sequence[date], first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield each long span of days without a record, its first and its last day."""
    one = timedelta(days=1)
    edges = [first - one, *days, last + one]
    for before, after in pairwise(edges):
        if (after - before).days > QUIET_DAYS:
            yield before + one, after - one


# -- in words ---------------------------------------------------------------------------------------------------------


def gap_lines(report: Report) -> Iterator[str]:
    """Yield one line for each kind of gap; there is always at least one line."""
    lines = [*_not_here(report.gaps, report), *_unknown(report.gaps, len(report.episodes)), *_odd(report.gaps)]
    yield from lines or ["None found."]
    if report.gaps.origins:
        ways = [f"{count} {_ORIGINS.get(origin, origin)}" for origin, count in sorted(report.gaps.origins.items())]
        yield f"How they were logged: {', '.join(ways)}."


def _not_here(gaps: Gaps, report: Report) -> Iterator[str]:
    if gaps.damaged:
        days = ", ".join(list(dict.fromkeys(gaps.damaged))[:_MOST_LISTED])
        yield f"{counted(len(gaps.damaged), 'damaged record')} left out, of {days}. The counts may be too low."
    if gaps.waiting:
        yield f"{counted(gaps.waiting, 'episode')} could not be stored yet: not in here."
    if gaps.log_began is not None and gaps.log_began > report.wanted.first_day:
        yield f"The log begins on {day_in_words(gaps.log_began)}. Nothing is known of the days before."
    if gaps.older:
        yield f"{counted(gaps.older, 'older episode')} not on this page, apart from danger signs."
    for began, ended in gaps.quiet[:_MOST_LISTED]:
        length = (ended - began).days + 1
        yield (
            f"No record from {day_in_words(began)} to {day_in_words(ended)} ({counted(length, 'day')}): "
            "no cramp, or none written down."
        )


def _unknown(gaps: Gaps, total: int) -> Iterator[str]:
    missing = {"length": gaps.no_length, "pain": gaps.no_pain, "side": gaps.no_side}
    said = [f"{what} in {count}" for what, count in missing.items() if count]
    if said:
        yield f"Not known: {', '.join(said)} of {total}."


def _odd(gaps: Gaps) -> Iterator[str]:
    if gaps.backwards:
        yield f"{counted(gaps.backwards, 'episode')} with an end before its beginning: perhaps a clock was set."
    if gaps.in_the_future:
        yield f"{counted(gaps.in_the_future, 'episode')} dated after today, left out."
