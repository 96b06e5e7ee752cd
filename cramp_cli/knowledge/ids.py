"""Finds ids that lead nowhere or stand twice, whatever the file is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.values import dataclass
from cramp_cli.knowledge.suggesting import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath


@dataclass(frozen=True)
class Known:
    """Everything another file may refer to, by id."""

    sources: Mapping[str, Any]
    flags: Mapping[str, Any]
    questions: Mapping[str, Any]
    interview: Mapping[str, Any]
    conditions: Mapping[str, Any]
    remedies: Mapping[str, Any]
    """A remedy whose file has faults is known by its id alone: its entry is empty."""
    regions: Mapping[str, Any]
    figures: Mapping[str, Any]
    causes: Mapping[str, Any]
    answers: Mapping[str, frozenset[str]]
    """The ids that may answer each question of a check, by question id; none for a number."""


def match_faults(document: Document, at: KeyPath, value: object, known: Known) -> Iterator[Problem]:
    """Yield every condition on answers, however deep it stands, that no answer could ever meet."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from match_faults(document, (*at, index), entry, known)
    elif isinstance(value, dict):
        if isinstance(value.get("question"), str):
            yield from _match_fault(document, at, value, known)
        for key, entry in value.items():
            yield from match_faults(document, (*at, key), entry, known)


def _match_fault(document: Document, at: KeyPath, match: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    question = match["question"]
    yield from reference(document, (*at, "question"), question, known.answers, "question")
    options = known.answers.get(question, frozenset())
    for key in ("answer", "answers"):
        for one in [match[key]] if isinstance(match.get(key), str) else match.get(key, ()):
            if one not in options and question in known.answers:
                yield document.problem((*at, key), f'unknown answer "{one}"', suggestion(one, options))
    if not any(key in match for key in ("answer", "answers", "at-least", "below")):
        yield document.problem(at, "names no answer", "add answer, answers, at-least or below")


def dangling(
    document: Document, at: KeyPath, ids: Iterable[str], known: Mapping[str, Any], what: str
) -> Iterator[Problem]:
    """Yield each of `ids` that is not `known`, at its place in the list at `at`."""
    for index, one in enumerate(ids):
        if one not in known:
            yield document.problem((*at, index), f'unknown {what} "{one}"', suggestion(one, known))


def reference(document: Document, at: KeyPath, one: str, known: Mapping[str, Any], what: str) -> Iterator[Problem]:
    """Yield a fault at `at` if `one` is not `known`."""
    if one not in known:
        yield document.problem(at, f'unknown {what} "{one}"', suggestion(one, known))


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
