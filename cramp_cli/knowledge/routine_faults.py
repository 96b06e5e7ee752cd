"""Finds what the rules of safety forbid in a region or a remedy: a press without its question, a hold too long."""

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

SIGN_WORDS_AT_MOST = 8
TITLE_WORDS_AT_MOST = 6


def region_faults(document: Document, region: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield every dangling id and every broken safety rule of one region file."""
    yield from reference(document, ("recheck",), region["recheck"], known.questions, "question")
    if ("limit" in region) == ("pace" in region):
        yield document.problem((), "needs either limit or pace", "limit for a cramp, pace for a guarding spasm")
    for index, sign in enumerate(region["stop-signs"]):
        at: KeyPath = ("stop-signs", index)
        yield from reference(document, (*at, "flag"), sign["flag"], known.flags, "red flag")
        if len(sign["text"].split()) > SIGN_WORDS_AT_MOST:
            yield document.problem((*at, "text"), f"longer than {SIGN_WORDS_AT_MOST} words", "shorten the sign")
    for index, rule in enumerate(region.get("people", [])):
        yield from reference(document, ("people", index, "condition"), rule["condition"], known.conditions, "condition")
    for index, step in enumerate(region["steps"]):
        yield from _step_faults(document, ("steps", index), step, known)
    yield from _situation_faults(document, region, known)


def _step_faults(document: Document, at: KeyPath, step: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    yield from reference(document, (*at, "remedy"), step["remedy"], known.remedies, "remedy")
    yield from dangling(document, (*at, "gate"), step.get("gate", []), known.questions, "question")
    yield from _picture_faults(document, at, step, known)
    if len(step["title"].split()) > TITLE_WORDS_AT_MOST:
        yield document.problem((*at, "title"), f"longer than {TITLE_WORDS_AT_MOST} words", "shorten the title")
    shortest, longest = (seconds(value) for value in step["range"])
    if shortest > longest:
        yield document.problem((*at, "range"), "the shortest hold comes first", "swap the two")
        shortest, longest = longest, shortest
    for key in ("hold", "short-hold"):
        if key in step and not shortest <= seconds(step[key]) <= longest:
            yield document.problem((*at, key), f"{key} is outside range", "widen range or change it")
    remedy = known.remedies.get(step["remedy"])
    if remedy == {}:
        what = f'the file of remedy "{step["remedy"]}" has faults'
        yield document.problem((*at, "remedy"), what, "mend that file first")
    if not remedy:
        return
    if "longest" in remedy and longest > seconds(remedy["longest"]):
        yield document.problem(
            (*at, "range", 1), f"longer than {remedy['name']} may last", f"write at most {remedy['longest']}"
        )
    if remedy["gated"] != bool(step.get("gate")):
        fix = "name its question under gate" if remedy["gated"] else "remove gate, or choose a gated remedy"
        yield document.problem(at, f'"{step["id"]}" and its remedy disagree about a gate', fix)


def _picture_faults(document: Document, at: KeyPath, step: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    if "figure" in step:
        yield from reference(document, (*at, "figure"), step["figure"], known.figures, "figure")
    for tool, shown in step.get("figure-with", {}).items():
        there: KeyPath = (*at, "figure-with", tool)
        yield from reference(document, there, shown, known.figures, "figure")
        if tool not in step.get("with", {}):
            yield document.problem(there, f'"{step["id"]}" says nothing about this tool', "write it under with first")


def _situation_faults(document: Document, region: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    situations = region["situations"]
    steps = {step["id"]: step for step in region["steps"]}
    if region["usual-situation"] not in situations:
        yield document.problem(
            ("usual-situation",),
            "this situation is not described below",
            suggestion(region["usual-situation"], situations),
        )
    for name, plan in situations.items():
        at: KeyPath = ("situations", name)
        if "same-as" in plan and situations.get(plan["same-as"], {}).get("same-as", "") != "":
            yield document.problem(
                (*at, "same-as"), "points to a situation that points on", "name the one that is written out"
            )
        if "same-as" in plan and plan["same-as"] not in situations:
            yield document.problem(
                (*at, "same-as"),
                "this situation is not described here",
                suggestion(plan["same-as"], situations),
            )
        yield from _order_faults(document, at, plan, steps, known)
    used = {one for plan in situations.values() for one in (*plan.get("ladder", ()), *plan.get("after", ()))}
    for index, step in enumerate(region["steps"]):
        if step["id"] not in used:
            yield document.problem(
                ("steps", index, "id"), f'step "{step["id"]}" is used in no situation', "use it or remove it"
            )


def _order_faults(
    document: Document, at: KeyPath, plan: Mapping[str, Any], steps: Mapping[str, Any], known: Known
) -> Iterator[Problem]:
    for part in ("ladder", "now"):
        if plan.get(part) == []:
            yield document.problem((*at, part), f"{part} is empty", "say what to do first")
    allowed = {"ladder": ("opening", "later", "knot"), "after": ("after", "knot")}
    for part, places in allowed.items():
        yield from dangling(document, (*at, part), plan.get(part, []), steps, "step")
        for index, one in enumerate(plan.get(part, [])):
            place = known.remedies.get(steps.get(one, {}).get("remedy", ""), {}).get("place")
            if place is not None and place not in places:
                yield document.problem(
                    (*at, part, index), f'"{one}" does not belong under {part}', f"its remedy stands {place}"
                )
            elif part == "ladder" and index == 0 and place not in {None, "opening"}:
                openings = sorted(name for name, entry in known.remedies.items() if entry.get("place") == "opening")
                fix = f"begin with a step of {' or '.join(openings)}"
                yield document.problem((*at, part, 0), f'"{one}" may not be the first step', fix)


def remedy_faults(document: Document, remedy: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield the dangling ids of one remedy file."""
    for index, exclusion in enumerate(remedy["not-if"]):
        at: KeyPath = ("not-if", index)
        yield from reference(document, (*at, "condition"), exclusion["condition"], known.conditions, "condition")
        yield from dangling(document, (*at, "regions"), exclusion.get("regions", []), known.regions, "region")
    if "if-worse" in remedy:
        yield from reference(document, ("if-worse",), remedy["if-worse"], known.remedies, "remedy")
    if remedy["place"] != "advice" and "longest" not in remedy:
        yield document.problem((), f'"{remedy["id"]}" needs "longest"', "say how long a step of it may last at most")
