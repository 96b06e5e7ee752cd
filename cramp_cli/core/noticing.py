"""Notices what the counts of a history show: when, where and after what it cramps, and when a doctor should look.

Nothing here is a diagnosis. A pattern is named only when chance alone would rarely make it; what is too little to say
is said to be so; and every number is a count, never a percentage. When a doctor should look is data.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.chances import at_least
from cramp_cli.core.frequency import Change, Span, compare
from cramp_cli.core.tallies import HOURS, WEEKDAYS, between
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cramp_cli.core.frequency import ChangeRule, Comparison
    from cramp_cli.core.model import Disposition, Evidence
    from cramp_cli.core.tallies import Tallies

WEEK = timedelta(days=7)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SIDES_COMPARED = ("left", "right")
_ORDINALS = ("No", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")


# -- patterns ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PatternRule:
    """When counts are called a pattern."""

    episodes_at_least: int
    sure: float
    """How unlikely chance must be, as 1 less the likelihood of it."""
    hours_together: int
    weeks_compared: int
    """How many weeks are set against as many before."""
    change: ChangeRule
    """When they are judged to differ."""

    def is_clear(self, chance: float, ways: int = 1) -> bool:
        """Whether something is clear that chance brings about with `chance` in any of so many ways."""
        return chance * ways <= 1 - self.sure


@dataclass(frozen=True)
class PatternWords:
    """The sentences of the patterns, with placeholders for names and counts."""

    too_little: str
    hours: str
    no_hours: str
    weekday: str
    no_weekday: str
    region: str
    side: str
    no_side: str
    came_after: str
    more: str
    fewer: str
    as_before: str
    too_early: str


def trend(tallies: Tallies, rule: PatternRule, today: date) -> Comparison | None:
    """Compare the last weeks with as many before; None where the log is too young, or holds too little, to say."""
    first, length = tallies.first_day, WEEK * rule.weeks_compared
    if first is None or first > today - 2 * length + timedelta(days=1):
        return None
    found = compare(_span(tallies, today - length, length), _span(tallies, today, length), rule.change)
    return None if found.change is Change.TOO_LITTLE else found


def _span(tallies: Tallies, last_day: date, length: timedelta) -> Span:
    counted = between(tallies.by_day, last_day - length, last_day)
    return Span(last_day - length + timedelta(days=1), last_day, sum(counted.values()))


def patterns(
    tallies: Tallies, rule: PatternRule, says: PatternWords, today: date, word: Callable[[str], str]
) -> Iterator[str]:
    """Yield what the counts show, a sentence each; one sentence alone where there is too little to say.

    `word` names a region, or what came before.
    """
    yield from stands_out(tallies, rule, says)
    if tallies.count < rule.episodes_at_least:
        return
    yield _most(tallies.by_region, says.region, word)
    if sum(tallies.by_came_after.values()) >= rule.episodes_at_least:
        yield _most(tallies.by_came_after, says.came_after, word)
    yield trend_in_words(trend(tallies, rule, today), rule, says)


def stands_out(tallies: Tallies, rule: PatternRule, says: PatternWords) -> Iterator[str]:
    """Yield whether an hour, a weekday or a side stands out; one sentence alone where there is too little to say."""
    if tallies.count < rule.episodes_at_least:
        yield says.too_little.format(count=tallies.count, needed=rule.episodes_at_least)
        return
    yield _hours(tallies.by_hour, rule, says)
    yield _weekday(tallies.by_weekday, rule, says)
    yield from _side(tallies, rule, says)


def clear_side(tallies: Tallies, rule: PatternRule) -> str | None:
    """Return the side that clearly has more; None where neither has, or there is too little to say."""
    left, right = _left_and_right(tallies.by_side)
    if left + right < rule.episodes_at_least:
        return None
    is_clear = rule.is_clear(at_least(max(left, right), left + right, 1, 2), ways=2)
    return SIDES_COMPARED[right > left] if is_clear else None


def trend_in_words(found: Comparison | None, rule: PatternRule, says: PatternWords) -> str:
    """Say how the last weeks compare with as many before."""
    if found is None:
        return says.too_early
    words = {Change.MORE: says.more, Change.FEWER: says.fewer}
    text = words.get(found.change, says.as_before)
    return text.format(lately=found.since.count, before=found.before.count, weeks=rule.weeks_compared)


def _hours(by_hour: tuple[int, ...], rule: PatternRule, says: PatternWords) -> str:
    width, count = rule.hours_together, sum(by_hour)
    sums = [sum(by_hour[(start + one) % HOURS] for one in range(width)) for start in range(HOURS)]
    start = max(range(HOURS), key=sums.__getitem__)
    if not rule.is_clear(at_least(sums[start], count, width, HOURS), ways=HOURS):
        return says.no_hours.format(count=count)
    return says.hours.format(start=f"{start}:00", end=f"{(start + width) % HOURS}:00", part=sums[start], count=count)


def _weekday(by_weekday: tuple[int, ...], rule: PatternRule, says: PatternWords) -> str:
    count, most = sum(by_weekday), max(range(WEEKDAYS), key=by_weekday.__getitem__)
    if not rule.is_clear(at_least(by_weekday[most], count, 1, WEEKDAYS), ways=WEEKDAYS):
        return says.no_weekday.format(count=count)
    return says.weekday.format(day=WEEKDAY_NAMES[most], part=by_weekday[most], count=count)


def _most(counts: Mapping[str, int], text: str, word: Callable[[str], str]) -> str:
    """Name what is counted most often. Where it cramped needs no test against chance: it is what was logged."""
    most = max(counts, key=lambda one: (counts[one], one))
    return text.format(name=word(most), part=counts[most], count=sum(counts.values()))


def _side(tallies: Tallies, rule: PatternRule, says: PatternWords) -> Iterator[str]:
    left, right = _left_and_right(tallies.by_side)
    if left + right >= rule.episodes_at_least:
        side = clear_side(tallies, rule)
        yield (says.side if side else says.no_side).format(side=side, left=left, right=right)


def _left_and_right(by_side: Mapping[str, int]) -> tuple[int, int]:
    left, right = (by_side.get(side, 0) for side in SIDES_COMPARED)
    return left, right


# -- when a doctor should look ----------------------------------------------------------------------------------------


class Measure(StrEnum):
    """What a threshold counts."""

    NIGHTS_OF_A_WEEK = "nights-of-a-week"
    """The nights with a cramp among the last seven."""
    WEEKS_IN_A_ROW = "weeks-in-a-row"
    """How many of the last weeks, without a gap, had a cramp."""
    MORE_THAN_BEFORE = "more-than-before"
    """1 where the last weeks had clearly more than as many before, else 0."""
    UNEASED = "uneased"
    """The episodes that nothing done at home eased, where most of what was answered is such; else 0."""


@dataclass(frozen=True)
class Threshold:
    """When a doctor should look, and how that is said: one calm line."""

    id: str
    measure: Measure
    at_least: int
    text: str
    disposition: Disposition
    evidence: Evidence
    sources: tuple[str, ...]


@dataclass(frozen=True)
class CareRule:
    """When care at home has failed."""

    weeks_at_least: int
    """From the first to the last episode counted."""
    weeks_at_most: int
    """How far back to look."""
    answered_at_least: int
    eased_of_answered: tuple[int, int]
    """At most so many of so many were eased."""

    def since(self, today: date) -> date:
        """Return the day before the first one counted."""
        return today - WEEK * self.weeks_at_most


@dataclass(frozen=True)
class Rules:
    """Everything that decides what is noticed."""

    pattern: PatternRule
    says: PatternWords
    care: CareRule
    thresholds: tuple[Threshold, ...]
    """The most telling first."""


@dataclass(frozen=True)
class Notice:
    """One calm line, and what it rests on."""

    threshold: Threshold
    text: str


def notices(tallies: Tallies, rules: Rules, today: date) -> tuple[Notice, ...]:
    """Return every threshold that is reached, the most telling first. The first one is enough for a screen."""
    measured = {measure: _MEASURES[measure](tallies, rules, today) for measure in Measure}
    reached = [one for one in rules.thresholds if measured[one.measure] >= one.at_least]
    return tuple(Notice(one, _said(one, measured[one.measure], tallies, rules, today)) for one in reached)


def _said(one: Threshold, count: int, tallies: Tallies, rules: Rules, today: date) -> str:
    answered, _ = _care(tallies, rules, today)
    nth = _ORDINALS[count] if count < len(_ORDINALS) else ""
    return one.text.format(count=count, nth=nth, answered=sum(answered.values()), weeks=rules.pattern.weeks_compared)


def _nights(tallies: Tallies, _rules: Rules, today: date) -> int:
    """Count the nights of seven: up to the one that has begun, or else to the one that ended this morning."""
    last = today if today.isoformat() in tallies.by_night else today - timedelta(days=1)
    return len(between(tallies.by_night, last - WEEK, last))


def _weeks_in_a_row(tallies: Tallies, _rules: Rules, today: date) -> int:
    weeks, end = 0, today
    while between(tallies.by_day, end - WEEK, end):
        weeks, end = weeks + 1, end - WEEK
    return weeks


def _more(tallies: Tallies, rules: Rules, today: date) -> int:
    found = trend(tallies, rules.pattern, today)
    return int(found is not None and found.change is Change.MORE)


def _care(tallies: Tallies, rules: Rules, today: date) -> tuple[dict[str, int], dict[str, int]]:
    since = rules.care.since(today)
    return between(tallies.answered_by_day, since, today), between(tallies.eased_by_day, since, today)


def _uneased(tallies: Tallies, rules: Rules, today: date) -> int:
    answered, eased = _care(tallies, rules, today)
    count, helped = sum(answered.values()), sum(eased.values())
    if count < rules.care.answered_at_least:
        return 0
    part, whole = rules.care.eased_of_answered
    lasted = date.fromisoformat(max(answered)) - date.fromisoformat(min(answered))
    has_failed = helped * whole <= part * count and lasted >= WEEK * rules.care.weeks_at_least
    return count - helped if has_failed else 0


_MEASURES: dict[Measure, Callable[[Tallies, Rules, date], int]] = {
    Measure.NIGHTS_OF_A_WEEK: _nights,
    Measure.WEEKS_IN_A_ROW: _weeks_in_a_row,
    Measure.MORE_THAN_BEFORE: _more,
    Measure.UNEASED: _uneased,
}
