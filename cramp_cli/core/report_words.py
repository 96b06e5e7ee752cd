"""Says the facts of a report as headings, sentences and tables, once for the terminal, Markdown and the printed page.

Short enough for two pages: many episodes become weeks, many weeks become months. No word here claims to know what the
person has.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.days import counted, day_in_words
from cramp_cli.core.frequency import Change
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.report import day_of, place_of
from cramp_cli.core.report_gaps import gap_lines
from cramp_cli.core.report_reasons import middle, questions, usual_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from cramp_cli.core.episode import Episode
    from cramp_cli.core.report import Names, Report

MOST_ROWS = 40
"""More episodes, or more weeks, than this would not fit two pages."""
MOST_DAYS_LISTED = 5
MOST_TRIED = 8
MOST_CHARACTERS = 44
"""So much of what was typed stands in two lines of a column."""
_MINUTE, _HOURS = 60, 24
_WINDOW_HOURS = 3
_SHOWN_OUTCOMES = (Outcome.GONE, Outcome.EASING, Outcome.SAME, Outcome.WORSE, Outcome.UNANSWERED)


@dataclass(frozen=True)
class Table:
    """Rows under named columns; the first cells of a row name it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    named_by: int = 1
    """How many cells of a row need no column name beside them where there is no room for columns."""


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    id: str
    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Paper:
    """The whole page."""

    title: str
    about: str
    """Who wrote it, and what it is not."""
    lead: tuple[str, ...]
    """Which days, how many, and what is most remarkable."""
    sections: tuple[Section, ...]


def paper(report: Report, version: str) -> Paper:
    """Return the page, danger signs first."""
    about = (
        f"Written by the person it is about, with a program (cramp-cli {version}). It is no diagnosis. "
        "No clinician has reviewed the program's knowledge."
    )
    sections = (
        Section("danger", "Danger signs ever reported", tuple(_danger_lines(report))),
        Section("episodes", *_episodes(report)),
        Section("pattern", "Pattern", tuple(_pattern(report))),
        Section("tried", "What was tried, and what helped", tuple(_tried_lines(report)), _tried_table(report)),
        Section("person", "Medicines and conditions, as entered", tuple(_person(report))),
        Section("gaps", "Gaps and damage in the log", tuple(gap_lines(report))),
        Section("questions", "Questions to ask", questions(report)),
    )
    return Paper(f"Log of muscle cramps: {_where(report)}", about, tuple(_lead(report)), sections)


def _where(report: Report) -> str:
    wanted = report.wanted
    if wanted.region is None:
        return "every muscle"
    name = report.names.regions.get(wanted.region, wanted.region)
    return f"{wanted.side} {name}" if wanted.side in {"left", "right"} else name


def _lead(report: Report) -> Iterator[str]:
    wanted = report.wanted
    yield f"{day_in_words(wanted.first_day)} to {day_in_words(wanted.last_day)}. Made on {day_in_words(report.today)}."
    number = counted(len(report.episodes), "episode")
    weekly = f", {report.a_week:.1f} a week" if report.episodes else ""
    nights = f"; {counted(report.nights, 'night')} with one or more" if report.nights else ""
    yield f"{number}{weekly}{nights}."
    if report.trend.change is Change.MORE:
        yield f"More often lately: {_trend(report)}."


def _trend(report: Report) -> str:
    return f"{report.trend.since} now, {report.trend.before} just before"


# -- danger -----------------------------------------------------------------------------------------------------------


def _danger_lines(report: Report) -> Iterator[str]:
    for fact in report.danger:
        days = _listed(f"{day_in_words(day)}, {place}" for day, place in fact.days)
        yield f"Signs that may mean {fact.name}: {days}."
    if report.too_long:
        longest = max(one.lasted_seconds or 0 for one in report.too_long)
        most = f", at most {_minutes(longest)} min" if longest else ""
        times = counted(len(report.too_long), "time")
        days = _listed(f"{day_in_words(day_of(one))}, {place_of(one, report.names)}" for one in report.too_long)
        yield f"Lasted longer than a plain cramp does, {times}{most}: {days}."
    if not report.danger and not report.too_long:
        yield "None is in this log. That rules nothing out."


def _listed(parts: Iterable[str]) -> str:
    every = list(parts)
    more = len(every) - MOST_DAYS_LISTED
    return "; ".join(every[:MOST_DAYS_LISTED]) + (f"; and {more} more" if more > 0 else "")


# -- the episodes -----------------------------------------------------------------------------------------------------


def _episodes(report: Report) -> tuple[str, tuple[str, ...], Table | None]:
    if not report.episodes:
        return "Episodes", ("Nothing was logged in these days.",), None
    if len(report.episodes) <= MOST_ROWS:
        rows = tuple(_row(one, report.names) for one in report.episodes)
        return "Episodes", (), Table(_EPISODE_COLUMNS, rows, named_by=3)
    unit, groups = _in_groups(report.episodes)
    rows = tuple(_summary(first, group, report.names) for first, group in groups.items())
    said = f"More than {MOST_ROWS} episodes, so they are counted by {unit}."
    return f"Episodes by {unit}", (said,), Table((f"{unit.capitalize()} from", *_SUMMARY_COLUMNS), rows)


def _in_groups(episodes: Sequence[Episode]) -> tuple[str, dict[date, list[Episode]]]:
    """Return the episodes by week, or by the next longer span that is short enough, the newest first."""
    found: tuple[str, dict[date, list[Episode]]] = ("", {})
    for unit, start in _UNITS.items():
        groups: dict[date, list[Episode]] = {}
        for one in episodes:
            groups.setdefault(start(day_of(one)), []).append(one)
        found = (unit, groups)
        if len(groups) <= MOST_ROWS:
            break
    return found


_EPISODE_COLUMNS = ("Date", "Time", "Where", "Min", "Pain (0-10)", "Came after", "Helped", "Note")
_SUMMARY_COLUMNS = ("Episodes", "Where", "Minutes, median", "Worst pain (0-10)")
_UNITS: dict[str, Callable[[date], date]] = {
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def _row(one: Episode, names: Names) -> tuple[str, ...]:
    return (
        day_in_words(day_of(one)),
        one.began.local.strftime("%H:%M"),
        place_of(one, names),
        _minutes(one.lasted_seconds),
        _pain(one),
        _short(one.came_after),
        _helped(one, names),
        _short("; ".join(part for part in ("danger sign" if one.red_flags else "", one.notes) if part)),
    )


def _summary(first: date, group: Sequence[Episode], names: Names) -> tuple[str, ...]:
    places = Counter(place_of(one, names) for one in group)
    length = middle(one.lasted_seconds for one in group)
    pain = middle(one.pain_before for one in group)
    return (
        day_in_words(first),
        str(len(group)),
        _short(", ".join(f"{place} {count}" for place, count in places.most_common())),
        _minutes(int(length[0])) if length else "",
        str(pain[1]) if pain else "",
    )


def _minutes(seconds: int | None) -> str:
    """Return whole minutes, begun ones counted; empty where nobody knows."""
    return "" if seconds is None else str(-(-seconds // _MINUTE))


def _pain(one: Episode) -> str:
    known = [str(pain) for pain in (one.pain_before, one.pain_after) if pain is not None]
    if one.pain_before is None and one.pain_after is not None:
        return f"{one.pain_after} after"
    return " to ".join(known)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST_CHARACTERS else f"{words[: MOST_CHARACTERS - 1].rstrip()}…"


def _helped(one: Episode, names: Names) -> str:
    eased = [step.remedy for step in one.steps if step.outcome in {Outcome.GONE, Outcome.EASING}]
    if not eased:
        return "nothing" if any(step.outcome in {Outcome.SAME, Outcome.WORSE} for step in one.steps) else ""
    return _short(", ".join(names.remedies.get(remedy, remedy) for remedy in dict.fromkeys(eased)))


# -- the pattern ------------------------------------------------------------------------------------------------------


def _pattern(report: Report) -> Iterator[str]:
    if not report.episodes:
        yield "Nothing to see a pattern in."
        return
    places = Counter(place_of(one, report.names) for one in report.episodes)
    yield f"Where: {', '.join(f'{place} {count}' for place, count in places.most_common(6))}."
    side = usual_side(report.episodes)
    if side is not None:
        yield f"Nearly always the {side} side."
    yield f"When: {_when(report)}."
    yield from _spread("Length", [one.lasted_seconds for one in report.episodes], "min", _MINUTE)
    yield from _spread("Pain at first, 0-10", [one.pain_before for one in report.episodes], "", 1)
    yield from _came_after(report)
    yield {
        Change.TOO_LITTLE: "Too little logged to say whether it changes.",
        Change.NO_CLEAR_CHANGE: f"No clear change: {_trend(report)}.",
        Change.MORE: f"More often lately: {_trend(report)}. Talk to a clinician about that.",
        Change.FEWER: f"Less often lately: {_trend(report)}.",
    }[report.trend.change]


def _when(report: Report) -> str:
    total = len(report.episodes)
    hours = Counter(one.began.local.hour for one in report.episodes)
    windows = {start: sum(hours[(start + step) % _HOURS] for step in range(_WINDOW_HOURS)) for start in range(_HOURS)}
    start, most = max(windows.items(), key=lambda pair: (pair[1], -pair[0]))
    end = (start + _WINDOW_HOURS) % _HOURS
    night = f"{report.at_night} of {total} at night ({report.names.night})"
    return f"{night}; most between {start:02d}:00 and {end:02d}:00 ({most} of {total})"


def _spread(what: str, values: Sequence[int | None], unit: str, size: int) -> Iterator[str]:
    found = middle(values)
    if found is not None:
        usual, most, known = found
        in_units = f"{-(-int(usual) // size)}, at most {-(-most // size)} {unit}".strip()
        yield f"{what}: median {in_units} (known for {known} of {len(values)})."


def _came_after(report: Report) -> Iterator[str]:
    said = Counter(_short(one.came_after) for one in report.episodes if one.came_after)
    if said:
        yield f"Came after, as entered: {'; '.join(f'{text} {count}' for text, count in said.most_common(4))}."


# -- what was tried, and the person -----------------------------------------------------------------------------------


def _tried_table(report: Report) -> Table | None:
    if not report.tried:
        return None
    columns = ("What", "Done", "Let go", "Eased", "No change", "Worse", "No answer")
    rows = tuple(
        (fact.name, str(fact.times), *(str(fact.outcomes.get(one, 0)) for one in _SHOWN_OUTCOMES))
        for fact in report.tried[:MOST_TRIED]
    )
    return Table(columns, rows)


def _tried_lines(report: Report) -> Iterator[str]:
    if report.tried:
        yield "Times a hold was done, and how it felt then. Cramps also pass by themselves."
    else:
        yield "No hold was logged in these days."
    yield from report.said.plans


def _person(report: Report) -> Iterator[str]:
    said = report.said
    yield f"Medicines: {', '.join(said.medicines) or 'none entered, which does not mean none taken'}."
    if said.linked:
        yield f"Known to bring cramps in some people: {', '.join(said.linked)}."
    yield f"Conditions: {', '.join(said.conditions) or 'none entered, which does not mean none'}."
