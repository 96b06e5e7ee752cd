"""Says plans as lines: what is proposed and how sure anyone is, how far somebody has come, and nothing that nags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core import frequency
from cramp_cli.core.days import counted, day_in_words
from cramp_cli.core.plan import STREAK_FROM, Kept, streak, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from cramp_cli.core.frequency import Comparison
    from cramp_cli.core.plan import Plan, Proposal


def capital(text: str) -> str:
    """Return `text` beginning with a capital letter."""
    return text[:1].upper() + text[1:]


def in_full(plan: Plan, began: date) -> Iterator[str]:
    """Yield everything about a plan that begins on a day: what, how long, how often, until when, how sure."""
    kept = Kept(plan.id, began, plan.weeks, plan.when)
    yield f"{capital(plan.name)} ({plan.evidence.words})"
    if plan.from_file:
        yield f"  From your own file {plan.from_file}."
    yield f"  {plan.why}"
    span = f"{day_in_words(began)} to {day_in_words(kept.last_day)}"
    yield f"  {span}, {counted(plan.weeks, 'week')}, usually at {plan.when}"
    for number, step in enumerate(plan.steps, start=1):
        dose = "; ".join(part for part in (step.how_long, step.how_often) if part)
        grade = ", ".join([step.evidence.words, *step.sources])
        yield f"  {number}  {step.text}"
        yield f"     {capital(dose)}. ({grade})"
    yield "  What is known"
    for line in plan.known:
        grade = line.evidence.words if line.evidence else ""
        yield f"    {line.text} ({', '.join([grade, *line.sources])})"
    if plan.differs:
        yield f"  {plan.differs}"
    yield "  Watch out"
    yield from (f"    {line}" for line in plan.watch)
    yield f"  No better at the end? Ask: {plan.see}"
    yield f"  Checked against its sources on {plan.checked}."


def left_out(proposal: Proposal) -> str:
    """Return why a plan is not for this person."""
    return f"Not for you: {proposal.plan.name}. {' '.join(reason.text for reason in proposal.withheld)}"


def progress(kept: Kept, today: date) -> Iterator[str]:
    """Yield how far somebody has come. A missed day is not mentioned."""
    if kept.is_over(today):
        yield f"It ended on {day_in_words(kept.last_day)}."
    else:
        total = kept.weeks * frequency.WEEK_DAYS
        yield f"Day {kept.day(today)} of {total}, until {day_in_words(kept.last_day)}, usually at {kept.when}."
    if kept.done:
        row = streak(kept, today)
        in_a_row = f", {row} days in a row" if row >= STREAK_FROM else ""
        yield f"Done on {counted(len(kept.done), 'day')}{in_a_row}."


def helped(found: Comparison, plan: Plan) -> Iterator[str]:
    """Yield the answer to "did it help?"."""
    yield "Did it help?"
    yield from (f"  {line}" for line in verdict(found, plan))


def tried(kept: Kept, plan: Plan, found: Comparison) -> str:
    """Return a plan that somebody tried, in one line for a clinician."""
    days = f"{day_in_words(kept.began)} to {day_in_words(kept.last_day)}"
    change = {
        frequency.Change.TOO_LITTLE: "too little logged to tell",
        frequency.Change.FEWER: "fewer cramps than before",
        frequency.Change.MORE: "more cramps than before",
        frequency.Change.NO_CLEAR_CHANGE: "no clear difference",
    }[found.change]
    is_said = found.change is not frequency.Change.TOO_LITTLE
    numbers = f"; before {found.before}, then {found.since}" if is_said else ""
    return f"{capital(plan.name)}, {days}, done on {counted(len(kept.done), 'day')}: {change}{numbers}."


# -- for a script -----------------------------------------------------------------------------------------------------


def as_item(plan: Plan) -> dict[str, Any]:
    """Return a plan as its `--json` shows it."""
    return {
        "id": plan.id,
        "name": plan.name,
        "why": plan.why,
        "evidence": plan.evidence.value,
        "sources": list(plan.sources),
        "causes": list(plan.causes),
        "regions": list(plan.regions),
        "weeks": plan.weeks,
        "when": plan.when,
        "steps": [
            {
                "id": step.id,
                "text": step.text,
                "how_long": step.how_long,
                "how_often": step.how_often,
                "evidence": step.evidence.value,
                "sources": list(step.sources),
            }
            for step in plan.steps
        ],
        "not_if": sorted({*plan.not_if, *(one.condition for remedy in plan.remedies for one in remedy.not_if)}),
        "watch": list(plan.watch),
        "see": plan.see,
        "checked": plan.checked,
        "from_file": plan.from_file or None,
    }


def proposals(found: Iterable[Proposal], today: date) -> dict[str, Any]:
    """Return what is proposed, and what is ruled out and why."""
    listed = tuple(found)
    return {
        "schema": "cramp-cli/plan/1",
        "offered": [
            {**as_item(one.plan), "from": today.isoformat(), "to": _last_day(one.plan, today)}
            for one in listed
            if not one.withheld
        ],
        "withheld": [
            {"id": one.plan.id, "because": [{"id": reason.id, "text": reason.text} for reason in one.withheld]}
            for one in listed
            if one.withheld
        ],
    }


def _last_day(plan: Plan, today: date) -> str:
    return Kept(plan.id, today, plan.weeks, plan.when).last_day.isoformat()


def kept_item(kept: Kept, today: date, found: Comparison | None) -> dict[str, Any]:
    """Return a plan that somebody is on, for a script."""
    judged = None
    if found is not None:
        spans = {"before": found.before, "since": found.since}
        judged = {"change": found.change.value} | {
            name: {"days": one.days, "episodes": one.count} for name, one in spans.items()
        }
    return {
        "id": kept.plan,
        "from": kept.began.isoformat(),
        "to": kept.last_day.isoformat(),
        "when": kept.when,
        "done": [day.isoformat() for day in kept.done],
        "days_in_a_row": streak(kept, today),
        "is_over": kept.is_over(today),
        "did_it_help": judged,
    }
