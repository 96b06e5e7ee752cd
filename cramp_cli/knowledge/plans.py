"""Turns the plan files into values; what may not stand in one is found in `plan_faults`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.model import Evidence
from cramp_cli.core.page import Line
from cramp_cli.core.plan import Guide, Plan, PlanStep
from cramp_cli.knowledge.durations import seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.knowledge.decoding import Knowledge

Entry = dict[str, Any]


def plans_of(knowledge: Knowledge) -> Mapping[str, Plan]:
    """Return every plan by id, without those of a remedy whose file was left out: what rules them out is unknown."""
    known = knowledge.remedies
    whole = {one: entry for one, entry in knowledge.entries("plans").items() if set(entry["remedies"]) <= set(known)}
    return {one: _plan(entry, knowledge) for one, entry in whole.items()}


def _plan(entry: Entry, knowledge: Knowledge) -> Plan:
    return Plan(
        id=entry["id"],
        name=entry["name"],
        why=entry["why"],
        evidence=Evidence(entry["evidence"]),
        sources=tuple(entry["sources"]),
        differs=entry.get("differs", ""),
        causes=tuple(entry["for"]["causes"]),
        regions=tuple(entry["for"]["regions"]),
        remedies=tuple(knowledge.remedies[one] for one in entry["remedies"]),
        steps=tuple(_step(one) for one in entry["steps"]),
        weeks=entry["weeks"],
        when=entry["when"],
        reminder=entry["reminder"],
        not_if={one["condition"]: one["because"] for one in entry["not-if"]},
        known=tuple(Line(one["text"], Evidence(one["evidence"]), tuple(one["sources"])) for one in entry["known"]),
        watch=tuple(entry["watch"]),
        see=entry["see"],
        checked=entry["checked"],
        from_file=entry.get("from", ""),
    )


def _step(entry: Entry) -> PlanStep:
    return PlanStep(
        id=entry["id"],
        text=entry["text"],
        how_long=entry.get("how-long", ""),
        how_often=entry["how-often"],
        evidence=Evidence(entry["evidence"]),
        sources=tuple(entry["sources"]),
        guide=_guide(entry["guide"]) if "guide" in entry else None,
    )


def _guide(entry: Entry) -> Guide:
    return Guide(
        region=entry["region"],
        steps=entry["steps"],
        instructions=entry.get("do", {}),
        hold_seconds=seconds(entry["hold"]),
        rest_seconds=seconds(entry["rest"]),
        times=entry["times"],
    )
