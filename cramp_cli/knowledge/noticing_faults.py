"""Finds what no schema can see to be wrong with what is noticed: remedies that never change places, empty words."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

from cramp_cli.core.model import Place
from cramp_cli.knowledge.ids import dangling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath

_PLACEHOLDERS: dict[str, dict[str, set[str]]] = {
    "learning-says": {
        "counts": {"name", "eased", "tried"},
        "another": {"name", "eased", "tried"},
        "untried": {"name"},
        "clear": {"counts", "first"},
        "turn": {"counts", "first"},
    },
    "patterns-say": {
        "too-little": {"count", "needed"},
        "hours": {"start", "end", "part", "count"},
        "no-hours": {"count"},
        "weekday": {"day", "part", "count"},
        "no-weekday": {"count"},
        "region": {"name", "part", "count"},
        "side": {"side", "left", "right"},
        "no-side": {"left", "right"},
        "came-after": {"name", "part", "count"},
        **{key: {"lately", "before", "weeks"} for key in ("more", "fewer", "as-before", "too-early")},
    },
}
"""What stands for a name or a count in each sentence."""
_PLACEHOLDERS_OF_A_LINE = {"count", "nth", "answered", "weeks"}


def noticing_faults(document: Document, file: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield unknown remedies, remedies that can never stand for one another, and placeholders that nothing fills."""
    groups = file["interchangeable"]
    for index, group in enumerate(groups["remedies"]):
        at: KeyPath = ("interchangeable", "remedies", index)
        yield from dangling(document, at, group, known.remedies, "remedy")
        yield from _misplaced(document, at, group, known, Place.AFTER)
    yield from dangling(document, ("interchangeable", "variants-of"), groups["variants-of"], known.remedies, "remedy")
    for part, keys in _PLACEHOLDERS.items():
        for key, allowed in keys.items():
            yield from _unfilled(document, (part, key), file[part][key], allowed)
    for index, entry in enumerate(file["doctor"]):
        yield from _unfilled(document, ("doctor", index, "text"), entry["text"], _PLACEHOLDERS_OF_A_LINE)


def _misplaced(document: Document, at: KeyPath, group: list[str], known: Known, place: Place) -> Iterator[Problem]:
    for index, one in enumerate(group):
        stands = known.remedies.get(one, {}).get("place", place)
        if stands != place:
            what = f'"{one}" never stands where another could take its place'
            yield document.problem((*at, index), what, f"name remedies whose place is {place}")


def _unfilled(document: Document, at: KeyPath, text: str, allowed: set[str]) -> Iterator[Problem]:
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        yield document.problem(at, "a brace without its other", "write {count}, or no brace")
        return
    for name in sorted(named - allowed):
        fix = f"write one of: {', '.join(sorted(allowed))}"
        yield document.problem(at, f'nothing fills "{{{name}}}"', fix)
