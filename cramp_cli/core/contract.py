"""The machine contract: the routine and a refusal as the plain values that `--json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cramp_cli.core.model import Note
    from cramp_cli.core.names import NotMuscle
    from cramp_cli.core.routine import Routine, Step, Withheld

ROUTINE_SCHEMA = "cramp-cli/routine/1"


def routine(plan: Routine) -> dict[str, Any]:
    """Return `plan` in the shape of `cramp-cli/routine/1`; all durations are whole seconds."""
    return {
        "schema": ROUTINE_SCHEMA,
        "region": plan.region.id,
        "side": plan.side if plan.side != "both" else None,
        "situation": plan.situation,
        "total_seconds": plan.total_seconds,
        "stop_signs": [{"id": sign.flag.id, "text": sign.text} for sign in plan.region.signs if sign.flag],
        "steps": [_step(step) for step in plan.steps],
        "withheld": [withheld(one) for one in plan.withheld],
        "advice": list(plan.advice),
        "aftercare": [*(_step(step) for step in plan.after), *(_note(note) for note in plan.notes)],
    }


def refusal(entry: NotMuscle) -> dict[str, Any]:
    """Return the same shape for something that is no skeletal muscle: no steps, and where to go."""
    return {
        "schema": ROUTINE_SCHEMA,
        "region": None,
        "side": None,
        "situation": None,
        "total_seconds": 0,
        "stop_signs": [],
        "steps": [],
        "withheld": [],
        "advice": [],
        "aftercare": [],
        "refused": {"id": entry.id, "disposition": entry.disposition.id, "text": " ".join(entry.text)},
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "remedy": step.remedy.id,
        "round": step.round,
        "title": step.title,
        "instruction": step.instruction,
        "felt_where": step.felt_where,
        "mistakes": list(step.mistakes),
        "never": list(step.never),
        "seconds": step.seconds,
        "rest_seconds": step.rest_seconds,
        "side": step.side,
        "figure": step.figure,
        "needs_answer": [question.id for question in step.gate],
        "evidence": step.evidence.value,
        "sources": list(step.sources),
    }


def withheld(one: Withheld) -> dict[str, Any]:
    """Return a remedy that is left out, with its reasons."""
    return {
        "id": one.remedy.id,
        "because": [{"id": reason.id, "text": reason.text} for reason in one.because],
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "remedy": None,
        "title": note.title,
        "instruction": note.text,
        "seconds": 0,
        "needs_answer": [],
        "evidence": note.evidence.value,
        "sources": list(note.sources),
    }
