"""Decides what a log shows that a clinician would want to be asked about, and which questions have room on the page.

How often is too often, and when counts are clear, is data (`data/noticing.yaml`): the page, the chart and relief agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.ladder import Outcome
from cramp_cli.core.noticing import clear_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.report_facts import Report

ALWAYS = "always"
MOST_QUESTIONS = 6


def reasons_to_ask(report: Report) -> frozenset[str]:
    """Return what the log shows that is worth a question, in the words that `data/report.yaml` uses."""
    shown = {
        ALWAYS: True,
        "danger": bool(report.danger),
        "too-long": bool(report.too_long),
        "linked-medicines": bool(report.said.linked),
        "medicines": bool(report.said.medicines) and not report.said.linked,
        "one-side": clear_side(report.tallies, report.names.rules.pattern) is not None,
        "worse": any(one.outcomes.get(Outcome.WORSE) for one in report.tried),
    }
    noticed = (one.threshold.measure for one in report.notices)
    return frozenset([*(name for name, holds in shown.items() if holds), *noticed])


def questions(report: Report) -> tuple[str, ...]:
    """Return what to ask, most important first. What is always asked keeps its place at the end."""
    reasons = reasons_to_ask(report)
    due = [
        (when, text.replace("{names}", _any_of(tuple(report.said.linked))))
        for when, text in report.names.questions
        if when in reasons
    ]
    always = [text for when, text in due if when == ALWAYS]
    special = [text for when, text in due if when != ALWAYS]
    return (*special[: MOST_QUESTIONS - len(always)], *always)


def _any_of(names: Sequence[str]) -> str:
    """Return `a`, `a or b`, or `a, b or c`."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
