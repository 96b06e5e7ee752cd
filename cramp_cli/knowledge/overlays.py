"""Lays the person's own files over the built-in knowledge: they may add and replace, never remove or weaken danger.

A file with any fault is left out whole and named; everything built in keeps working.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from cramp_cli.core.errors import Problem
from cramp_cli.core.values import dataclass
from cramp_cli.knowledge import references, yaml_nodes
from cramp_cli.knowledge.durations import seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from cramp_cli.knowledge.checking import SchemaSet
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath

MOST_FILES = 200
MOST_BYTES = 5 << 20
KINDS = {"regions": "region", "remedies": "remedy", "myths": "myth", "plans": "plan"}
FROM = "from"
"""The key under which an entry remembers the file it came from."""
_DANGER_KEYS = ("red-flags", "red_flags", "danger-signs", "danger_signs", "questions", "conditions", "words")


@dataclass(frozen=True)
class Overlay:
    """One file of the person's own, as far as its shape is right."""

    document: Document

    def entries(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Yield folder, index and entry of everything in it."""
        value: Any = self.document.value
        for folder in KINDS:
            yield from ((folder, index, entry) for index, entry in enumerate(value.get(folder, ())))


def lay_over(
    files: dict[str, Any], known: Known, schemas: SchemaSet, folder: Path
) -> tuple[dict[str, Any], list[Problem]]:
    """Return `files` with the good overlays of `folder` applied, and every problem of the others."""
    overlays, problems = read_folder(folder, schemas)
    everything = knowing(known, overlays)
    problems += _repeated(overlays)
    for overlay in overlays:
        problems += faults(overlay, everything, files)
    faulty = {problem.path for problem in problems}
    merged = {**files, **{folder: dict(files[folder]) for folder in KINDS}}
    for overlay in overlays:
        if overlay.document.path not in faulty:
            for name, _, entry in overlay.entries():
                merged[name][entry["id"]] = {**entry, FROM: PurePath(overlay.document.path).name}
    return merged, problems


def faults(overlay: Overlay, known: Known, files: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what the schema cannot see in one overlay: dangling ids, and every attempt to weaken what is built in."""
    for name, index, entry in overlay.entries():
        inside = overlay.document.inside((name, index))
        yield from references.faults(inside, KINDS[name], known)
        built_in = files[name].get(entry["id"], {})
        if name == "remedies":
            yield from _weakened_remedy(inside, entry, built_in)
        if name == "regions":
            yield from _weakened_region(inside, entry, built_in)
            yield from _taken_names(inside, entry, files)
        if name == "plans":
            yield from _weakened_plan(inside, entry, built_in)


def shape_faults(document: Document, schemas: SchemaSet) -> Iterator[Problem]:
    """Yield what is wrong with the shape of an overlay."""
    for problem in schemas.faults(document, "overlay"):
        if any(f'unknown key "{key}"' in problem.what for key in _DANGER_KEYS):
            what = "an overlay cannot remove or weaken a danger sign"
            yield replace(problem, what=what, fix="leave this key out")
        else:
            yield problem


def paths(folder: Path) -> list[Path]:
    """Return the overlay files of `folder`; an unreadable or missing folder has none."""
    try:
        return sorted(folder.glob("*.yaml"))
    except OSError:
        return []


def trouble(folder: Path) -> list[Problem]:
    """Return why nothing can be read from a folder that is there."""
    try:
        os.listdir(folder)  # noqa: PTH208 - only whether it can be listed
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        return [Problem(str(folder), 0, 0, f"cannot be read: {error.strerror}", "check who may read it")]
    return []


def read_folder(folder: Path, schemas: SchemaSet) -> tuple[list[Overlay], list[Problem]]:
    """Return every overlay of `folder` whose shape is right, and what is wrong with the others."""
    found = paths(folder)
    if len(found) > MOST_FILES:
        return [], [
            Problem(str(folder), 0, 0, f"more than {MOST_FILES} overlay files", "put several entries in one file")
        ]
    if sum(map(_size, found)) > MOST_BYTES:
        return [], [Problem(str(folder), 0, 0, "more than 5 MiB of overlay files", "keep what you need")]
    overlays, problems = [], list[Problem]()
    for path in found:
        document, read_faults = yaml_nodes.read(path)
        problems += read_faults
        if document is not None:
            wrong = [*shape_faults(document, schemas)]
            problems += wrong
            overlays += [] if wrong or read_faults else [Overlay(document)]
    return overlays, problems


def _size(path: Path) -> int:
    """Return how much of a file will be read: nothing of one that is gone, or too large by itself."""
    try:
        size = path.stat().st_size
    except OSError:
        return 0
    return size if size <= yaml_nodes.MAX_BYTES else 0


def knowing(known: Known, overlays: Iterable[Overlay]) -> Known:
    """Return what may be referred to once `overlays` are laid over what is `known`."""
    regions, remedies = dict(known.regions), dict(known.remedies)
    for overlay in overlays:
        for name, _, entry in overlay.entries():
            if name == "regions":
                regions[entry["id"]] = entry
            elif name == "remedies":
                remedies[entry["id"]] = entry
    return replace(known, regions=regions, remedies=remedies)


def _repeated(overlays: Iterable[Overlay]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for overlay in overlays:
        for name, index, entry in overlay.entries():
            other = first.setdefault((name, entry["id"]), overlay.document.path)
            if other != overlay.document.path:
                what = f'id "{entry["id"]}" stands in {other} too'
                yield overlay.document.problem((name, index, "id"), what, "keep one of them")


def _weakened_remedy(document: Document, entry: Mapping[str, Any], built_in: Mapping[str, Any]) -> Iterator[Problem]:
    kept = {(one["condition"], region) for one in entry["not-if"] for region in one.get("regions", ("",))}
    for one in built_in.get("not-if", ()):
        for region in one.get("regions", ("",)):
            if not {(one["condition"], region), (one["condition"], "")} & kept:
                what = f'the built-in "not-if" {one["condition"]} is missing'
                yield document.problem(("not-if",), what, "an overlay cannot remove a contraindication")
    yield from _offered_more(document, entry, built_in)
    for key in ("gated", "place"):
        if built_in and entry[key] != built_in[key]:
            yield document.problem(
                (key,), f"{key} differs from the built-in one", f"write {str(built_in[key]).lower()}"
            )
    if "longest" in built_in and seconds(entry.get("longest", 0)) > seconds(built_in["longest"]):
        yield document.problem(("longest",), "longer than the built-in one", f"write at most {built_in['longest']}")


def _offered_more(document: Document, entry: Mapping[str, Any], built_in: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield every way in which a check would offer this remedy where the built-in one is withheld."""
    for other in built_in.get("not-when", ()):
        if other not in entry.get("not-when", ()):
            what = f'the built-in "not-when" {other["question"]} is missing'
            yield document.problem((), what, "an overlay cannot remove a contraindication")
    for key in ("never-offered", "offer-when"):
        if key in built_in and key not in entry:
            yield document.problem((), f'the built-in "{key}" is missing', "an overlay cannot remove it")


def _weakened_region(document: Document, entry: Mapping[str, Any], built_in: Mapping[str, Any]) -> Iterator[Problem]:
    flags = {sign["flag"] for sign in entry["stop-signs"]}
    for sign in built_in.get("stop-signs", ()):
        if sign["flag"] not in flags:
            what = f"the built-in stop sign {sign['flag']} is missing"
            yield document.problem(("stop-signs",), what, "an overlay cannot remove or weaken a danger sign")
    gates: dict[str, set[str]] = {}
    for step in built_in.get("steps", ()):
        gates.setdefault(step["remedy"], set()).update(step.get("gate", ()))
    for index, step in enumerate(entry["steps"]):
        missing = gates.get(step["remedy"], set()) - set(step.get("gate", ()))
        for one in sorted(missing):
            at: KeyPath = ("steps", index)
            yield document.problem(at, f"the built-in question {one} is missing", f"add it to gate: [{one}]")


def _weakened_plan(document: Document, entry: Mapping[str, Any], built_in: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what ruled the built-in plan out, or warned about it, and is missing. A warning is kept word for word."""
    kept = {one["condition"] for one in entry["not-if"]}
    for one in built_in.get("not-if", ()):
        if one["condition"] not in kept:
            what = f'the built-in "not-if" {one["condition"]} is missing'
            yield document.problem(("not-if",), what, "an overlay cannot remove a contraindication")
    for remedy in built_in.get("remedies", ()):
        if remedy not in entry["remedies"]:
            what = f"the built-in remedy {remedy} is missing, and with it what rules it out"
            yield document.problem(("remedies",), what, "an overlay cannot remove a contraindication")
    for line in built_in.get("watch", ()):
        if line not in entry["watch"]:
            what = f'the built-in warning "{line}" is missing'
            yield document.problem(("watch",), what, "an overlay cannot remove or weaken a danger sign")


def _taken_names(document: Document, entry: Mapping[str, Any], files: Mapping[str, Any]) -> Iterator[Problem]:
    words = files["words"]
    for group in ("not-muscle", "ask-first", "ambiguous"):
        taken = {word for other in words[group] for word in other["words"]}
        for index, name in enumerate(entry["names"]):
            if name.casefold() in taken:
                what = f'"{name}" means something else here ({group})'
                yield document.problem(("names", index), what, "choose another name")
