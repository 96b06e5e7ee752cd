"""Decides what a log shows that a clinician would want to be asked about: one side, long, often, worse, at night."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cramp_cli.core import frequency
from cramp_cli.core.ladder import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cramp_cli.core.episode import Episode
    from cramp_cli.core.report import Report

FEWEST_FOR_A_SIDE, SHARE_FOR_A_SIDE = 5, 0.9
WEEKS_FOR_WEEKLY = 4
NIGHTS_A_WEEK = 2
MOST_QUESTIONS = 6


def usual_side(episodes: Iterable[Episode]) -> str | None:
    """Return the side that nearly all have, where there are enough to say so."""
    sides = Counter(one.side for one in episodes if one.side in {"left", "right"})
    side, count = sides.most_common(1)[0] if sides else (None, 0)
    return side if sides.total() >= FEWEST_FOR_A_SIDE and count >= SHARE_FOR_A_SIDE * sides.total() else None


def middle(numbers: Iterable[int | None]) -> tuple[float, int, int] | None:
    """Return the median, the largest and how many are known; None where none is."""
    known = [one for one in numbers if one is not None]
    return (_median(sorted(known)), max(known), len(known)) if known else None


def _median(ordered: Sequence[int]) -> float:
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def reasons_to_ask(report: Report) -> frozenset[str]:
    """Return what the log shows that is worth a question."""
    weeks = report.days / frequency.WEEK_DAYS
    shown = {
        "always": True,
        "danger": bool(report.danger),
        "more-often": report.trend.change is frequency.Change.MORE,
        "too-long": bool(report.too_long),
        "linked-medicines": bool(report.said.linked),
        "medicines": bool(report.said.medicines) and not report.said.linked,
        "one-side": usual_side(report.episodes) is not None,
        "worse": any(one.outcomes.get(Outcome.WORSE) for one in report.tried),
        "nights": weeks >= 1 and report.nights >= NIGHTS_A_WEEK * weeks,
        "weekly": weeks >= WEEKS_FOR_WEEKLY and report.a_week >= 1,
    }
    return frozenset(name for name, holds in shown.items() if holds)


def questions(report: Report) -> tuple[str, ...]:
    """Return what to ask, most important first. What is always asked keeps its place at the end."""
    reasons = reasons_to_ask(report)
    names = ", ".join(report.said.linked)
    due = [(when, text.replace("{names}", names)) for when, text in report.names.questions if when in reasons]
    always = [text for when, text in due if when == "always"]
    special = [text for when, text in due if when != "always"]
    return (*special[: MOST_QUESTIONS - len(always)], *always)
