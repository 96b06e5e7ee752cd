"""Checks what no schema can: that every id named exists, and that what the rules of safety ask of the files holds.

A fault here is as hard as a fault of shape, because a dangling id would leave a step without its gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.model import Disposition
from cramp_cli.core.text import parse_duration
from cramp_cli.knowledge.anatomy import figure_faults
from cramp_cli.knowledge.checking import suggestion
from cramp_cli.knowledge.ids import dangling, match_faults, reference, repeated_ids
from cramp_cli.knowledge.noticing import noticing_faults
from cramp_cli.knowledge.plans import plan_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath

SIGN_WORDS_AT_MOST = 8
TITLE_WORDS_AT_MOST = 6


def seconds(value: object) -> int:
    """Return the seconds of a duration that the schema has accepted."""
    return value if isinstance(value, int) else parse_duration(str(value)) or 0


def statement_faults(document: Document, at: KeyPath, value: object, known: Known) -> Iterator[Problem]:
    """Yield what is wrong with the grade or the sources of any statement in `value`, however deep it stands.

    Nothing is claimed above common practice without a source that somebody has seen.
    """
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from statement_faults(document, (*at, index), entry, known)
    elif isinstance(value, dict):
        sources = value.get("sources")
        if isinstance(sources, list) and all(isinstance(one, str) for one in sources):
            yield from dangling(document, (*at, "sources"), sources, known.sources, "source")
            yield from _ungrounded(document, at, value, known)
        for key, entry in value.items():
            yield from statement_faults(document, (*at, key), entry, known)


def _ungrounded(document: Document, at: KeyPath, entry: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    grade = entry.get("evidence", "expert")
    seen = any(known.sources.get(one, {}).get("confidence") == "seen" for one in entry["sources"])
    if grade != "expert" and not seen:
        what = f'evidence "{grade}" without a source that was seen'
        yield document.problem((*at, "evidence"), what, "cite one, or write expert")


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


def flag_faults(document: Document, file: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield red flags whose sources are unknown, or whose not-sure advice is less than the rules allow."""
    yield from reference(document, ("over-limit",), file["over-limit"], known.flags, "red flag")
    for index, flag in enumerate(file["red-flags"]):
        at: KeyPath = ("red-flags", index)
        yield from dangling(document, (*at, "forbids"), flag.get("forbids", []), known.remedies, "remedy")
        if flag["disposition"] == Disposition.SELF_CARE.id:
            yield document.problem((*at, "disposition"), "a red flag ends self-care", "write doctor or more")
        is_emergency = flag["disposition"] == Disposition.EMERGENCY.id
        least = Disposition.SAME_DAY if is_emergency else Disposition.DOCTOR
        if Disposition.from_id(flag["not-sure"]) < least:
            yield document.problem(
                (*at, "not-sure"), "not-sure is below what the rules allow", f"write {least.id} or more"
            )


def question_faults(document: Document, file: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield the dangling ids of the questions, and questions that could withhold a step without saying why."""
    for index, entry in enumerate(file["gate"]):
        yield from dangling(document, ("gate", index, "raises"), entry["raises"], known.flags, "red flag")
    for index, question in enumerate(file["questions"]):
        at: KeyPath = ("questions", index)
        for number, item in enumerate(question["items"]):
            if "flag" in item:
                yield from reference(document, (*at, "items", number, "flag"), item["flag"], known.flags, "red flag")
            elif "on-yes" not in question:
                yield document.problem(
                    (*at, "items", number),
                    f'"{question["id"]}" needs "on-yes"',
                    "say why the step is left out",
                )


def word_faults(document: Document, words: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield dangling ids of the word lists."""
    elsewhere = {entry["id"]: entry for entry in words["not-muscle"]}
    for index, entry in enumerate(words["ambiguous"]):
        at: KeyPath = ("ambiguous", index)
        yield from dangling(document, (*at, "regions"), entry["regions"], known.regions, "region")
        if "elsewhere" in entry:
            yield from reference(document, (*at, "elsewhere"), entry["elsewhere"], elsewhere, "not-muscle entry")
    for index, entry in enumerate(words["ask-first"]):
        at = ("ask-first", index)
        yield from reference(document, (*at, "region"), entry["region"], known.regions, "region")
        for number, item in enumerate(entry["items"]):
            yield from reference(document, (*at, "items", number, "flag"), item["flag"], known.flags, "red flag")


def cause_faults(document: Document, cause: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield a cause that nothing speaks for, dangling ids, and clues without one clear size."""
    if not any(clue["speaks"] == "for" for clue in cause["clues"]):
        yield document.problem(("clues",), "no clue speaks for this cause", "add one that does")
    for index, clue in enumerate(cause["clues"]):
        yield from _size_faults(document, ("clues", index), clue)
    for index, rule in enumerate(cause.get("rules-out", ())):
        yield from reference(document, ("rules-out", index, "remedy"), rule["remedy"], known.remedies, "remedy")


def _size_faults(document: Document, at: KeyPath, entry: Mapping[str, Any]) -> Iterator[Problem]:
    if ("weight" in entry) == ("likelihood" in entry):
        yield document.problem(at, "needs either weight or likelihood", "likelihood where a ratio is published")
    elif "likelihood" in entry and (float(entry["likelihood"]) > 1) != (entry["speaks"] == "for"):
        yield document.problem((*at, "likelihood"), "a ratio above 1 speaks for, below 1 against", "change one of them")


def medicine_faults(document: Document, file: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield medicines that name an unknown red flag."""
    for index, entry in enumerate(file["medicines"]):
        if "flag" in entry:
            yield from reference(document, ("medicines", index, "flag"), entry["flag"], known.flags, "red flag")


def assessment_faults(document: Document, file: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield levels that raise nothing, or two things, or an unknown red flag."""
    for index, level in enumerate(file["levels"]):
        at: KeyPath = ("levels", index)
        if ("disposition" in level) == ("raises" in level):
            yield document.problem(at, f'"{level["id"]}" needs either disposition or raises', "name one of them")
        if "raises" in level:
            yield from reference(document, (*at, "raises"), level["raises"], known.flags, "red flag")
        if not any(part in level for part in ("all", "any")):
            yield document.problem(
                at, f'"{level["id"]}" holds for everybody', "say after which answers, under all or any"
            )


def interview_faults(document: Document, file: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield options that name an unknown remedy or condition."""
    for index, question in enumerate(file["questions"]):
        at: KeyPath = ("questions", index)
        options = known.answers.get(question["id"], ())
        yield from dangling(document, (*at, "first"), question.get("first", ()), dict.fromkeys(options), "answer")
        for number, option in enumerate(question.get("options", ())):
            there = (*at, "options", number, "remedies")
            yield from dangling(document, there, option.get("remedies", ()), known.remedies, "remedy")


FAULTS: dict[str, Callable[[Document, Any, Known], Iterator[Problem]]] = {
    "region": region_faults,
    "remedy": remedy_faults,
    "cause": cause_faults,
    "red_flags": flag_faults,
    "questions": question_faults,
    "words": word_faults,
    "medicines": medicine_faults,
    "assessment": assessment_faults,
    "interview": interview_faults,
    "figure": figure_faults,
    "noticing": noticing_faults,
    "plan": plan_faults,
}


def faults(document: Document, kind: str, known: Known) -> Iterator[Problem]:
    """Yield every fault of `document` that its schema cannot see."""
    value: Any = document.value
    yield from repeated_ids(document, value)
    yield from statement_faults(document, (), value, known)
    yield from match_faults(document, (), value, known)
    if kind in FAULTS:
        yield from FAULTS[kind](document, value, known)
