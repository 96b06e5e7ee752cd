"""Checks what no schema can: that every id named exists, and that what the rules of safety ask of the files holds.

A fault here is as hard as a fault of shape, because a dangling id would leave a step without its gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.knowledge import check_faults as check
from cramp_cli.knowledge.anatomy import figure_faults
from cramp_cli.knowledge.ids import dangling, match_faults, repeated_ids
from cramp_cli.knowledge.noticing_faults import noticing_faults
from cramp_cli.knowledge.plan_faults import plan_faults
from cramp_cli.knowledge.routine_faults import region_faults, remedy_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath


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


FAULTS: dict[str, Callable[[Document, Any, Known], Iterator[Problem]]] = {
    "region": region_faults,
    "remedy": remedy_faults,
    "cause": check.cause_faults,
    "red_flags": check.flag_faults,
    "questions": check.question_faults,
    "words": check.word_faults,
    "medicines": check.medicine_faults,
    "assessment": check.assessment_faults,
    "interview": check.interview_faults,
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
