"""Finds what no schema can see to be wrong with what a check rests on: flags, questions, causes, levels, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.model import Disposition
from cramp_cli.knowledge.ids import dangling, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath


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
