"""Says what is missing, odd or damaged in the log, so that nobody takes a patchy page for the whole truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.days import counted, day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.report import Gaps, Report

_ORIGINS = {"relief": "by the program as it happened", "by-hand": "by hand afterwards", "imported": "from a file"}
_MOST_LISTED = 6


def gap_lines(report: Report) -> Iterator[str]:
    """Yield one line for each kind of gap; there is always at least one line."""
    lines = [*_not_here(report.gaps, report), *_unknown(report.gaps, len(report.episodes)), *_odd(report.gaps)]
    yield from lines or ["None found."]
    if report.gaps.origins:
        ways = [f"{count} {_ORIGINS.get(origin, origin)}" for origin, count in sorted(report.gaps.origins.items())]
        yield f"How they were logged: {', '.join(ways)}."


def _not_here(gaps: Gaps, report: Report) -> Iterator[str]:
    if gaps.damaged:
        days = ", ".join(gaps.damaged[:_MOST_LISTED])
        yield f"{counted(len(gaps.damaged), 'damaged record')} left out, of {days}. The counts may be too low."
    if gaps.waiting:
        yield f"{counted(gaps.waiting, 'episode')} could not be stored yet and are not in here."
    if gaps.log_began is not None and gaps.log_began > report.wanted.first_day:
        yield f"The log begins on {day_in_words(gaps.log_began)}. Nothing is known of the days before."
    if gaps.older:
        read_for = "read only for days, places, lengths and danger signs"
        yield f"{counted(gaps.older, 'older episode')} not on this page, {read_for}."
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
        yield f"{counted(gaps.backwards, 'episode')} with an end before the beginning: a clock was set."
    if gaps.in_the_future:
        yield f"{counted(gaps.in_the_future, 'episode')} dated after today, left out."
