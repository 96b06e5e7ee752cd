"""The facts of a report for a script (`schema: cramp-cli/report/1`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.frequency import Change
from cramp_cli.core.model import Disposition
from cramp_cli.core.report_facts import day_of
from cramp_cli.core.report_gaps import gap_lines
from cramp_cli.core.report_reasons import questions

if TYPE_CHECKING:
    from cramp_cli.core.episode import Episode
    from cramp_cli.core.report_facts import Report
    from cramp_cli.core.report_words import Paper

SCHEMA = "cramp-cli/report/1"


def contract(report: Report, paper: Paper) -> dict[str, Any]:
    """Return the facts as plain values; what is not known is null."""
    wanted, trend = report.wanted, report.trend
    return {
        "schema": SCHEMA,
        "about": paper.about,
        "from": wanted.first_day.isoformat(),
        "to": wanted.last_day.isoformat(),
        "region": wanted.region,
        "side": wanted.side,
        "danger": [
            {
                "id": fact.id,
                "text": fact.name,
                "disposition": Disposition(fact.urgency).id,
                "days": [day.isoformat() for day, _ in fact.days],
            }
            for fact in report.danger
        ],
        "too_long": [{"id": one.id, "day": day_of(one).isoformat()} for one in report.too_long],
        "episodes": [_episode(one) for one in report.episodes],
        "a_week": round(report.a_week, 2),
        "nights": report.nights,
        "trend": {
            "change": trend.change.value if trend else Change.TOO_LITTLE.value,
            "before": trend.before.count if trend else None,
            "since": trend.since.count if trend else None,
        },
        "tried": [
            {"remedy": one.id, "name": one.name, "outcomes": {str(key): count for key, count in one.outcomes.items()}}
            for one in report.tried
        ],
        "plans": list(report.said.plans),
        "medicines": list(report.said.medicines),
        "linked_medicines": list(report.said.linked),
        "conditions": list(report.said.conditions),
        "gaps": list(gap_lines(report)),
        "questions": list(questions(report)),
    }


def _episode(one: Episode) -> dict[str, Any]:
    return {
        "id": one.id,
        "began": str(one.began),
        "region": one.region,
        "side": one.side,
        "lasted_seconds": one.lasted_seconds,
        "pain_before": one.pain_before,
        "pain_after": one.pain_after,
        "came_after": one.came_after,
        "situation": one.situation,
        "red_flags": list(one.red_flags),
        "notes": one.notes,
        "ending": one.ending,
        "steps": [{"remedy": step.remedy, "variant": step.variant, "outcome": str(step.outcome)} for step in one.steps],
    }
