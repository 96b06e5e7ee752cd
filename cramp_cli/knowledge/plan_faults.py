"""Finds what no schema can see to be wrong with a plan: for nobody, beyond a safe hold, out of reach for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.knowledge.durations import seconds
from cramp_cli.knowledge.ids import dangling, reference
from cramp_cli.knowledge.suggesting import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath


def plan_faults(document: Document, plan: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield dangling ids, a plan that is for nobody, and guided steps that somebody could not do or must not."""
    causes, regions = plan["for"]["causes"], plan["for"]["regions"]
    yield from dangling(document, ("for", "causes"), causes, known.causes, "cause")
    yield from dangling(document, ("for", "regions"), regions, known.regions, "region")
    yield from dangling(document, ("remedies",), plan["remedies"], known.remedies, "remedy")
    if not causes:
        yield document.problem(("for", "causes"), "no cause leads to this plan", "name one")
    for index, one in enumerate(plan["not-if"]):
        at: KeyPath = ("not-if", index, "condition")
        yield from reference(document, at, one["condition"], known.conditions, "condition")
    for index, step in enumerate(plan["steps"]):
        if "guide" in step:
            yield from _guide_faults(document, ("steps", index, "guide"), step["guide"], known)


def _guide_faults(document: Document, at: KeyPath, guide: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    yield from reference(document, (*at, "region"), guide["region"], known.regions, "region")
    region = known.regions.get(guide["region"])
    if not region:
        return
    steps = {step["id"]: step for step in region["steps"]}
    for situation, one in guide["steps"].items():
        there = (*at, "steps", situation)
        yield from reference(document, there, one, steps, "step")
        if one in steps:
            yield from _dose_faults(document, there, guide, steps[one], known)
    for situation in guide.get("do", {}):
        if situation not in guide["steps"]:
            what = f'no step is named for "{situation}"'
            yield document.problem((*at, "do", situation), what, suggestion(situation, guide["steps"]))
    yield from _left_standing(document, at, guide, region, known)


def _dose_faults(
    document: Document, at: KeyPath, guide: Mapping[str, Any], step: Mapping[str, Any], known: Known
) -> Iterator[Problem]:
    shortest, longest = (seconds(value) for value in step["range"])
    if not shortest <= seconds(guide["hold"]) <= longest:
        what = f'hold is outside the safe range of "{step["id"]}"'
        yield document.problem(at, what, f"write {shortest} to {longest} seconds")
    if step.get("gate") or known.remedies.get(step["remedy"], {}).get("place") != "opening":
        yield document.problem(at, f'"{step["id"]}" may not be done without a question first', "name a stretch")


def _left_standing(
    document: Document, at: KeyPath, guide: Mapping[str, Any], region: Mapping[str, Any], known: Known
) -> Iterator[Problem]:
    """Yield every condition that rules out a situation of the guide while the one used instead has no step."""
    rules = [(one["id"], {one.get("avoid")}, one.get("use")) for one in known.conditions.values()]
    rules += [(one["condition"], set(one.get("avoid", ())), one.get("use")) for one in region.get("people", ())]
    for condition, avoided, used in rules:
        if used is not None and avoided & set(guide["steps"]) and used not in guide["steps"]:
            what = f'"{condition}" needs a step for "{used}"'
            yield document.problem((*at, "steps"), what, f"add {used}: and a step of the region")
