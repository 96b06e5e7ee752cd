"""Finds ids that lead nowhere or stand twice, whatever the file is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cramp_cli.knowledge.checking import suggestion

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
