"""Says the facts of a report as headings, sentences and tables, once for the terminal, Markdown and the printed page.

No word here claims to know what the person has, and a pattern is named only where chance alone would rarely make it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cramp_cli.core.chart import chart
from cramp_cli.core.days import counted, day_in_words
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.noticing import stands_out, trend_in_words
from cramp_cli.core.report_facts import day_of, place_of
from cramp_cli.core.report_gaps import gap_lines
from cramp_cli.core.report_reasons import questions
from cramp_cli.core.report_tables import (
    MOST_NEWEST,
    MOST_ROWS,
    SECONDS_A_MINUTE,
    Table,
    in_full,
    in_groups,
    middle,
    minutes,
    places,
    shortened,
)
from cramp_cli.core.tallies import WEEKDAYS
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cramp_cli.core.chart import Chart
    from cramp_cli.core.report_facts import Report

MOST_WEEKS = 13
"""So many weeks of a calendar stand beside the other drawings; of a longer time, the last ones."""
MOST_DAYS_LISTED = 5
MOST_TRIED = 8
MOST_PLACES_LISTED = 6
MOST_LISTED = 4
_SHOWN_OUTCOMES = (Outcome.GONE, Outcome.EASING, Outcome.SAME, Outcome.WORSE, Outcome.UNANSWERED)


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    id: str
    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    chart: Chart | None = None
    """What can be drawn there; whoever cannot draw leaves it out, because the words and the table say it too."""
    is_calm: bool = False
    """Whether there is nothing alarming in it."""


@dataclass(frozen=True)
class Paper:
    """The whole page."""

    title: str
    about: str
    """Who wrote it, and what it is not."""
    lead: tuple[str, ...]
    """Which days, and how many."""
    noticed: tuple[str, ...]
    """Why a doctor should look, where the log shows it."""
    sections: tuple[Section, ...]


def paper(report: Report, version: str) -> Paper:
    """Return the page, danger signs first."""
    about = (
        f"Written by the person it is about, with a program (cramp-cli {version}). It is no diagnosis. "
        "No clinician has reviewed the program's knowledge"
    )
    checked = f", last checked against its sources on {report.names.checked}." if report.names.checked else "."
    is_calm = not report.danger and not report.too_long
    sections = (
        Section("danger", "Danger signs ever reported", tuple(_danger_lines(report)), is_calm=is_calm),
        *_episodes(report),
        Section("pattern", "Pattern", tuple(_pattern(report))),
        Section("tried", "What was tried, and what helped", tuple(_tried_lines(report)), _tried_table(report)),
        Section("person", "Medicines and conditions, as entered", tuple(_person(report))),
        Section("gaps", "Gaps and damage in the log", tuple(gap_lines(report))),
        Section("questions", "Questions to ask", questions(report)),
    )
    title = f"Log of muscle cramps: {_where(report)}"
    return Paper(title, about + checked, tuple(_lead(report)), _noticed(report), sections)


def _where(report: Report) -> str:
    wanted = report.wanted
    if wanted.region is None:
        return "every muscle"
    name = report.names.regions.get(wanted.region, wanted.region)
    return f"{wanted.side} {name}" if wanted.side in {"left", "right"} else name


def _lead(report: Report) -> Iterator[str]:
    wanted, began = report.wanted, report.gaps.log_began
    days = f"{day_in_words(wanted.first_day)} to {day_in_words(wanted.last_day)}"
    yield f"{days}. Made on {day_in_words(report.today)}."
    since = f" since the log began on {day_in_words(began)}" if began and began > wanted.first_day else ""
    weekly = f", {report.a_week:.1f} a week" if report.episodes else ""
    nights = f"; {counted(report.nights, 'night')} with one or more" if report.nights else ""
    yield f"{counted(len(report.episodes), 'episode')}{since}{weekly}{nights}."


def _noticed(report: Report) -> tuple[str, ...]:
    """Return what was noticed, unless the page ends in the past: what held then is no reason to go today."""
    return tuple(notice.text for notice in report.notices) if report.until == report.today else ()


# -- danger -----------------------------------------------------------------------------------------------------------


def _danger_lines(report: Report) -> Iterator[str]:
    for fact in report.danger:
        days = _listed(f"{day_in_words(day)}, {place}" for day, place in fact.days)
        yield f"Signs that may mean {fact.name}: {days}."
    if report.too_long:
        longest = max(one.lasted_seconds or 0 for one in report.too_long)
        most = f", at most {minutes(longest)} min" if longest else ""
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


def _episodes(report: Report) -> Iterator[Section]:
    """Yield the drawing with each episode in full; where they are many, with the weeks, then the newest in full."""
    episodes, names = report.episodes, report.names
    if not episodes:
        yield Section("episodes", "Episodes", ("Nothing was logged in these days.",))
    elif len(episodes) <= MOST_ROWS:
        yield Section("episodes", "Episodes", table=in_full(episodes, names), chart=_chart(report))
    else:
        unit, table = in_groups(episodes, names)
        said = f"More than {MOST_ROWS} episodes, so they are counted by {unit}."
        yield Section("episodes", f"Episodes by {unit}", (said,), table, _chart(report))
        newest = episodes[: min(MOST_NEWEST, MOST_ROWS - len(table.rows))]
        if newest:
            yield Section("newest", f"The newest {len(newest)} in full", table=in_full(newest, names))


def _chart(report: Report) -> Chart | None:
    """Return the drawing of the weeks that the log can know about."""
    regions = report.names.regions
    first = max(report.wanted.first_day, report.gaps.log_began or report.wanted.first_day)
    weeks = ((report.until - first).days + first.weekday()) // WEEKDAYS + 1
    return chart(report.tallies, report.until, min(weeks, MOST_WEEKS), lambda one: regions.get(one, one))


# -- the pattern ------------------------------------------------------------------------------------------------------


def _pattern(report: Report) -> Iterator[str]:
    if not report.episodes:
        yield "Nothing to see a pattern in."
        return
    rules, total = report.names.rules, len(report.episodes)
    yield f"Where: {places(report.episodes, report.names, MOST_PLACES_LISTED)}."
    yield f"At night ({report.names.night}): {report.at_night} of {total}."
    yield from stands_out(report.tallies, rules.pattern, rules.says)
    yield from _spread("Length", [one.lasted_seconds for one in report.episodes], " min", SECONDS_A_MINUTE)
    yield from _spread("Pain at first, 0-10", [one.pain_before for one in report.episodes], "", 1)
    yield from _came_after(report)
    yield trend_in_words(report.trend, rules.pattern, rules.says)


def _spread(what: str, values: Sequence[int | None], unit: str, size: int) -> Iterator[str]:
    found = middle(values)
    if found is not None:
        usual, most, known = found
        in_units = f"{-(-int(usual) // size)}{unit}, at most {-(-most // size)}{unit}"
        yield f"{what}: median {in_units} (known for {known} of {len(values)})."


def _came_after(report: Report) -> Iterator[str]:
    said = Counter(shortened(one.came_after) for one in report.episodes if one.came_after)
    if said:
        listed = "; ".join(f"{text} {count}" for text, count in said.most_common(MOST_LISTED))
        yield f"Came after, as entered: {listed}."


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
        yield "How often each was done, and how it felt then. Cramps also pass by themselves."
    else:
        yield "No hold was logged in these days."
    yield from report.said.plans


def _person(report: Report) -> Iterator[str]:
    said = report.said
    yield f"Medicines: {', '.join(said.medicines) or 'none entered, which does not mean none taken'}."
    if said.linked:
        linked = ", ".join(f"{name} ({grade})" for name, grade in said.linked.items())
        yield f"May bring cramps in some people: {linked}."
    yield f"Conditions: {', '.join(said.conditions) or 'none entered, which does not mean none'}."
