"""Checks what no schema can: that every id named exists, and that what the rules of safety ask of the files holds.

A fault here is as hard as a fault of shape, because a dangling id would leave a step without its gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cramp_cli.core.model import Disposition
from cramp_cli.core.text import parse_duration
from cramp_cli.knowledge.checking import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath

SIGN_WORDS_AT_MOST = 8
TITLE_WORDS_AT_MOST = 6


@dataclass(frozen=True)
class Known:
    """Everything another file may refer to, by id."""

    sources: Mapping[str, Any]
    flags: Mapping[str, Any]
    questions: Mapping[str, Any]
    conditions: Mapping[str, Any]
    remedies: Mapping[str, Any]
    """A remedy whose file has faults is known by its id alone: its entry is empty."""
    regions: Mapping[str, Any]


def seconds(value: object) -> int:
    """Return the seconds of a duration that the schema has accepted."""
    return value if isinstance(value, int) else parse_duration(str(value)) or 0


def _dangling(
    document: Document, at: KeyPath, ids: Iterable[str], known: Mapping[str, Any], what: str
) -> Iterator[Problem]:
    for index, one in enumerate(ids):
        if one not in known:
            yield document.problem((*at, index), f'unknown {what} "{one}"', suggestion(one, known))


def _reference(document: Document, at: KeyPath, one: str, known: Mapping[str, Any], what: str) -> Iterator[Problem]:
    if one not in known:
        yield document.problem(at, f'unknown {what} "{one}"', suggestion(one, known))


def statement_faults(document: Document, at: KeyPath, entry: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield what is wrong with a statement's grade and sources: nothing is claimed without a source that was seen."""
    yield from _dangling(document, (*at, "sources"), entry["sources"], known.sources, "source")
    seen = any(known.sources.get(one, {}).get("confidence") == "seen" for one in entry["sources"])
    if entry["evidence"] != "expert" and not seen:
        yield document.problem(
            (*at, "evidence"),
            f'evidence "{entry["evidence"]}" without a source that was seen',
            "cite one, or write expert",
        )


def note_faults(document: Document, at: KeyPath, notes: Iterable[Mapping[str, Any]], known: Known) -> Iterator[Problem]:
    """Yield what is wrong with the grades and sources of a list of notes."""
    for index, note in enumerate(notes):
        yield from statement_faults(document, (*at, index), note, known)


def repeated_ids(document: Document, file: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield ids that stand twice in one list of `file`: the later entry would silently replace the earlier."""
    for key, entries in file.items():
        first: dict[str, int] = {}
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            one = entry.get("id") if isinstance(entry, dict) else None
            if one in first:
                line = document.places[(key, first[one], "id")][0]
                what = f'id "{one}" stands twice (first at line {line})'
                yield document.problem((key, index, "id"), what, "rename one of them")
            elif one is not None:
                first[one] = index


def region_faults(document: Document, region: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield every dangling id and every broken safety rule of one region file."""
    yield from _reference(document, ("recheck",), region["recheck"], known.questions, "question")
    if ("limit" in region) == ("pace" in region):
        yield document.problem((), "needs either limit or pace", "limit for a cramp, pace for a guarding spasm")
    for index, sign in enumerate(region["stop-signs"]):
        at: KeyPath = ("stop-signs", index)
        yield from _reference(document, (*at, "flag"), sign["flag"], known.flags, "red flag")
        if len(sign["text"].split()) > SIGN_WORDS_AT_MOST:
            yield document.problem((*at, "text"), f"longer than {SIGN_WORDS_AT_MOST} words", "shorten the sign")
    for index, rule in enumerate(region.get("people", [])):
        yield from _reference(
            document, ("people", index, "condition"), rule["condition"], known.conditions, "condition"
        )
    yield from note_faults(document, ("aftercare",), region.get("aftercare", []), known)
    for index, step in enumerate(region["steps"]):
        yield from _step_faults(document, ("steps", index), step, known)
    yield from _situation_faults(document, region, known)


def _step_faults(document: Document, at: KeyPath, step: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    yield from statement_faults(document, at, step, known)
    yield from _reference(document, (*at, "remedy"), step["remedy"], known.remedies, "remedy")
    yield from _dangling(document, (*at, "gate"), step.get("gate", []), known.questions, "question")
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
    if longest > seconds(remedy["longest"]):
        yield document.problem(
            (*at, "range", 1), f"longer than {remedy['name']} may last", f"write at most {remedy['longest']}"
        )
    if remedy["gated"] != bool(step.get("gate")):
        fix = "name its question under gate" if remedy["gated"] else "remove gate, or choose a gated remedy"
        yield document.problem(at, f'"{step["id"]}" and its remedy disagree about a gate', fix)


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
        yield from _dangling(document, (*at, part), plan.get(part, []), steps, "step")
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
    yield from statement_faults(document, (), remedy, known)
    for index, exclusion in enumerate(remedy["not-if"]):
        at: KeyPath = ("not-if", index)
        yield from _reference(document, (*at, "condition"), exclusion["condition"], known.conditions, "condition")
        yield from _dangling(document, (*at, "regions"), exclusion.get("regions", []), known.regions, "region")
    if "if-worse" in remedy:
        yield from _reference(document, ("if-worse",), remedy["if-worse"], known.remedies, "remedy")


def flag_faults(document: Document, file: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield red flags whose sources are unknown, or whose not-sure advice is less than the rules allow."""
    yield from _reference(document, ("over-limit",), file["over-limit"], known.flags, "red flag")
    for index, flag in enumerate(file["red-flags"]):
        at: KeyPath = ("red-flags", index)
        yield from _dangling(document, (*at, "sources"), flag["sources"], known.sources, "source")
        if flag["disposition"] == Disposition.SELF_CARE.id:
            yield document.problem((*at, "disposition"), "a red flag ends self-care", "write doctor or more")
        is_emergency = flag["disposition"] == Disposition.EMERGENCY.id
        least = Disposition.SAME_DAY if is_emergency else Disposition.DOCTOR
        if Disposition.from_id(flag["not-sure"]) < least:
            yield document.problem(
                (*at, "not-sure"), "not-sure is below what the rules allow", f"write {least.id} or more"
            )


def question_faults(document: Document, questions: Iterable[Mapping[str, Any]], known: Known) -> Iterator[Problem]:
    """Yield the dangling ids of the questions, and questions that could withhold a step without saying why."""
    for index, question in enumerate(questions):
        at: KeyPath = ("questions", index)
        yield from _dangling(document, (*at, "sources"), question["sources"], known.sources, "source")
        for number, item in enumerate(question["items"]):
            if "flag" in item:
                yield from _reference(document, (*at, "items", number, "flag"), item["flag"], known.flags, "red flag")
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
        yield from _dangling(document, (*at, "regions"), entry["regions"], known.regions, "region")
        if "elsewhere" in entry:
            yield from _reference(document, (*at, "elsewhere"), entry["elsewhere"], elsewhere, "not-muscle entry")
    for index, entry in enumerate(words["ask-first"]):
        at = ("ask-first", index)
        yield from _reference(document, (*at, "region"), entry["region"], known.regions, "region")
        for number, item in enumerate(entry["items"]):
            yield from _reference(document, (*at, "items", number, "flag"), item["flag"], known.flags, "red flag")
