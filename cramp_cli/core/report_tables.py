"""Lays the episodes of a report out in rows: each in full while they are few, else by week, month or year.

Short enough for two pages beside the drawing and all the rest. What was typed is cut to two lines of its column.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.days import day_in_words
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.learning import EASED
from cramp_cli.core.report_facts import day_of, place_of
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from cramp_cli.core.episode import Episode
    from cramp_cli.core.report_facts import Names

MOST_ROWS = 28
"""A cramp a day for four weeks. More rows, of whatever kind, would not fit two pages."""
MOST_NEWEST = 12
MOST_PLACES = 3
MOST_CHARACTERS = 44
"""So much of what was typed stands in two lines of a column."""
SECONDS_A_MINUTE = 60


@dataclass(frozen=True)
class Table:
    """Rows under named columns; the first cells of a row name it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    named_by: int = 1
    """How many cells of a row need no column name beside them where there is no room for columns."""


# -- each episode in full ---------------------------------------------------------------------------------------------


def in_full(episodes: Sequence[Episode], names: Names) -> Table:
    """Return a row for each episode."""
    columns = ("Date", "Time", "Where", "Min", "Pain (0-10)", "Came after", "Eased by", "Note")
    return Table(columns, tuple(_row(one, names) for one in episodes), named_by=3)


def _row(one: Episode, names: Names) -> tuple[str, ...]:
    return (
        day_in_words(day_of(one)),
        one.began.local.strftime("%H:%M"),
        place_of(one, names),
        minutes(one.lasted_seconds),
        _pain(one),
        shortened(one.came_after),
        _eased_by(one, names),
        shortened("; ".join(part for part in ("danger sign" if one.red_flags else "", one.notes) if part)),
    )


def minutes(seconds: int | None) -> str:
    """Return whole minutes, begun ones counted; empty where nobody knows."""
    return "" if seconds is None else str(-(-seconds // SECONDS_A_MINUTE))


def shortened(text: str) -> str:
    """Return as much of what was typed as stands in two lines of a column."""
    words = " ".join(text.split())
    return words if len(words) <= MOST_CHARACTERS else f"{words[: MOST_CHARACTERS - 1].rstrip()}…"


def _pain(one: Episode) -> str:
    known = [str(pain) for pain in (one.pain_before, one.pain_after) if pain is not None]
    if one.pain_before is None and one.pain_after is not None:
        return f"{one.pain_after} after"
    return " to ".join(known)


def _eased_by(one: Episode, names: Names) -> str:
    eased = [step.remedy for step in one.steps if step.outcome in EASED]
    if not eased:
        return "nothing" if any(step.outcome in {Outcome.SAME, Outcome.WORSE} for step in one.steps) else ""
    return shortened(", ".join(names.remedies.get(remedy, remedy) for remedy in dict.fromkeys(eased)))


# -- many episodes together -------------------------------------------------------------------------------------------

_UNITS: dict[str, Callable[[date], date]] = {
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def in_groups(episodes: Sequence[Episode], names: Names) -> tuple[str, Table]:
    """Return the episodes by week, or by the next longer unit that is short enough, with the unit's name."""
    unit, groups = _grouped(episodes)
    columns = (f"{unit.capitalize()} from", "Episodes", "Where", "Minutes, median", "Worst pain (0-10)")
    return unit, Table(columns, tuple(_summary(first, group, names) for first, group in groups.items()))


def _grouped(episodes: Sequence[Episode]) -> tuple[str, dict[date, list[Episode]]]:
    found: tuple[str, dict[date, list[Episode]]] = ("", {})
    for unit, start in _UNITS.items():
        groups: dict[date, list[Episode]] = {}
        for one in episodes:
            groups.setdefault(start(day_of(one)), []).append(one)
        found = (unit, groups)
        if len(groups) <= MOST_ROWS:
            break
    return found


def _summary(first: date, group: Sequence[Episode], names: Names) -> tuple[str, ...]:
    length = middle(one.lasted_seconds for one in group)
    pain = middle(one.pain_before for one in group)
    return (
        day_in_words(first),
        str(len(group)),
        places(group, names, MOST_PLACES),
        minutes(int(length[0])) if length else "",
        str(pain[1]) if pain else "",
    )


def places(episodes: Iterable[Episode], names: Names, most: int) -> str:
    """Return where they were, the most frequent places first, with how many there."""
    counts = Counter(place_of(one, names) for one in episodes).most_common()
    shown = counts if len(counts) <= most else counts[: most - 1]
    rest = sum(count for _, count in counts[len(shown) :])
    return ", ".join([*(f"{place} {count}" for place, count in shown), *([f"elsewhere {rest}"] if rest else ())])


def middle(numbers: Iterable[int | None]) -> tuple[float, int, int] | None:
    """Return the median, the largest and how many are known; None where none is."""
    known = sorted(one for one in numbers if one is not None)
    if not known:
        return None
    half = len(known) // 2
    return (known[half] + known[~half]) / 2, known[-1], len(known)
