"""Reads the whole `data/` folder into checked raw values, keeping the good files when others are faulty.

The reader and the validator are imported only when something is read: an ordinary start does not get here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cramp_cli.core.errors import CrampError, ExitCode, Problem
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cramp_cli.knowledge.checking import SchemaSet
    from cramp_cli.knowledge.ids import Known
    from cramp_cli.knowledge.overlays import Overlay
    from cramp_cli.knowledge.yaml_nodes import Document

    _Kinded = tuple[str, Document]

SINGLE_FILES = (
    "sources",
    "red_flags",
    "questions",
    "interview",
    "assessment",
    "conditions",
    "words",
    "aftercare",
    "medicines",
    "noticing",
    "report",
)
FOLDERS = {
    "regions": "region",
    "remedies": "remedy",
    "causes": "cause",
    "myths": "myth",
    "learn": "page",
    "figures": "figure",
    "plans": "plan",
}
_TELLING_KEYS = {
    "weeks": "plan",
    **dict.fromkeys(("regions", "remedies", "myths", "plans", "red-flags", "danger_signs", "questions"), "overlay"),
    "place": "remedy",
    "clues": "cause",
    "says": "myth",
    **dict.fromkeys(("view", "like"), "figure"),
    "text": "page",
}
"""Keys that tell what kind of file one is that is checked by itself, the most telling first."""


@dataclass(frozen=True)
class RawKnowledge:
    """The checked files as plain values: a file's mapping by name, or by id for the files of a folder.

    `names` has no file of its own: it is what every region is called, so that a word is found without reading them all.
    """

    files: Mapping[str, Any]
    problems: tuple[Problem, ...]


def read_all(root: Path, overlay: Path | None = None) -> RawKnowledge:
    """Return the knowledge under `root`, with the person's own files in the folder `overlay` laid over it.

    A faulty file of a folder is left out and its problems are reported.

    Raises:
        CrampError: a file that everything depends on is missing or faulty (exit 3).
    """
    documents, problems = _read_documents(root)
    _require_single_files(problems)
    for is_about_regions in (False, True):
        known = _known(root, documents, problems)
        turn = [pair for pair in documents if (pair[0] == "region") is is_about_regions]
        problems += _all_cross_faults(_without_faulty(turn, problems), known)
    _require_single_files(problems)
    files: dict[str, Any] = {folder: {} for folder in FOLDERS}
    for kind, document in _without_faulty(documents, problems):
        _put(files, kind, document)
    if overlay is not None:
        files, more = _laid_over(files, _known(root, documents, problems), root, overlay)
        problems += more
    files["names"] = {one: {"name": entry["name"], "names": entry["names"]} for one, entry in files["regions"].items()}
    return RawKnowledge(files, tuple(sorted(problems)))


def _laid_over(files: dict[str, Any], known: Known, root: Path, overlay: Path) -> tuple[dict[str, Any], list[Problem]]:
    from cramp_cli.knowledge import overlays
    from cramp_cli.knowledge.checking import SchemaSet

    if not overlays.paths(overlay):
        return files, overlays.trouble(overlay)
    return overlays.lay_over(files, known, SchemaSet(root / "schema"), overlay)


def _require_single_files(problems: list[Problem]) -> None:
    if any(problem.path.removesuffix(".yaml") in SINGLE_FILES for problem in problems):
        raise CrampError(*map(str, sorted(problems)), code=ExitCode.KNOWLEDGE)


def _without_faulty(documents: Iterable[_Kinded], problems: Iterable[Problem]) -> list[_Kinded]:
    faulty = {problem.path for problem in problems}
    return [(kind, document) for kind, document in documents if document.path not in faulty]


def check_file(path: Path, root: Path, overlay: Path | None = None) -> tuple[Problem, ...]:
    """Return every fault of one file, checked as the kind its keys suggest, or as one of the folder `overlay`."""
    from cramp_cli.knowledge import overlays, yaml_nodes
    from cramp_cli.knowledge.checking import SchemaSet

    document, read_faults = yaml_nodes.read(path)
    if document is None:
        return read_faults
    is_own = overlay is not None and os.path.realpath(path.parent) == os.path.realpath(overlay)
    kind = "overlay" if is_own else _kind_of(path, document)
    schemas = SchemaSet(root / "schema")
    problems = [*read_faults, *_shape_faults(document, kind, read_faults, schemas)]
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        problems += _stem_faults(document, path, kind)
    beside = overlays.read_folder(overlay, schemas)[0] if overlay and not problems else []
    return tuple(sorted(problems or _outside_faults(document, kind, root, beside)))


def _outside_faults(document: Document, kind: str, root: Path, beside: list[Overlay]) -> list[Problem]:
    """Return what only the other files, those of one's own among them, can tell about a file of the right shape."""
    from cramp_cli.knowledge import overlays

    documents, others = _read_documents(root)
    _require_single_files(others)
    if kind == "overlay":
        overlay = overlays.Overlay(document)
        known = overlays.knowing(_known(root, documents, others), [*beside, overlay])
        return list(overlays.faults(overlay, known, read_all(root).files))
    return list(_cross_faults(kind, document, _known(root, [*documents, (kind, document)], others)))


def _kind_of(path: Path, document: Document) -> str:
    if path.stem in SINGLE_FILES:
        return path.stem
    keys = document.value if isinstance(document.value, dict) else {}
    return next((kind for key, kind in _TELLING_KEYS.items() if key in keys), "region")


def _paths(root: Path) -> Iterator[tuple[str, Path]]:
    yield from ((kind, root / f"{kind}.yaml") for kind in SINGLE_FILES)
    for folder, kind in FOLDERS.items():
        yield from ((kind, path) for path in _files(root, folder))


def _files(root: Path, folder: str) -> list[Path]:
    return sorted((root / folder).glob("*.yaml"))


def _read_documents(root: Path) -> tuple[list[_Kinded], list[Problem]]:
    from cramp_cli.knowledge import yaml_nodes
    from cramp_cli.knowledge.checking import SchemaSet

    schemas = SchemaSet(root / "schema")
    documents: list[_Kinded] = []
    problems: list[Problem] = []
    for kind, path in _paths(root):
        document, faults = yaml_nodes.read(path, shown_as=path.relative_to(root).as_posix())
        problems += faults
        if document is not None:
            documents.append((kind, document))
            problems += _shape_faults(document, kind, faults, schemas)
            problems += _stem_faults(document, path, kind)
    return documents, problems


def _shape_faults(
    document: Document, kind: str, read_faults: Iterable[Problem], schemas: SchemaSet
) -> Iterator[Problem]:
    """Yield what the schema says, except where the reader has already refused what stands there."""
    from cramp_cli.knowledge import overlays

    said = {(fault.line, fault.column) for fault in read_faults}
    found = overlays.shape_faults(document, schemas) if kind == "overlay" else schemas.faults(document, kind)
    yield from (fault for fault in found if (fault.line, fault.column) not in said)


def _stem_faults(document: Document, path: Path, kind: str) -> Iterator[Problem]:
    one = document.value.get("id") if isinstance(document.value, dict) else None
    if kind in FOLDERS.values() and isinstance(one, str) and one != path.stem:
        what = f'id "{one}" is not the file\'s name'
        yield document.problem(("id",), what, f"write {path.stem}, or rename the file")


def _known(root: Path, documents: Iterable[_Kinded], problems: Iterable[Problem]) -> Known:
    """Return what may be referred to; a faulty file of a folder is known by its name, but nothing in it is."""
    from cramp_cli.knowledge.ids import Known

    values: dict[str, Any] = {}
    folders: dict[str, dict[str, Any]] = {
        kind: {path.stem: {} for path in _files(root, folder)} for folder, kind in FOLDERS.items()
    }
    faulty = {problem.path for problem in problems}
    for kind, document in documents:
        value: Any = document.value
        if kind not in folders:
            values[kind] = value
        elif document.path not in faulty:
            folders[kind][value["id"]] = value
    return Known(
        sources=_by_id(values, "sources", "sources"),
        flags=_by_id(values, "red_flags", "red-flags"),
        questions=_by_id(values, "questions", "questions"),
        interview=_by_id(values, "interview", "questions"),
        conditions=_by_id(values, "conditions", "conditions"),
        remedies=folders["remedy"],
        regions=folders["region"],
        figures=folders["figure"],
        causes=folders["cause"],
        answers=_answers(values, folders["region"]),
    )


def _answers(values: dict[str, Any], regions: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Return what may answer each question of a check."""
    from cramp_cli.core.answers import Answer

    about = {
        "regions": regions,
        "conditions": _by_id(values, "conditions", "conditions"),
        "medicines": _by_id(values, "medicines", "medicines"),
    }
    why = {
        one["id"]: frozenset(
            [*(option["id"] for option in one.get("options", ())), *about.get(one.get("options-from"), ())]
        )
        for one in values["interview"]["questions"]
    }
    danger = [*_by_id(values, "questions", "gate"), *_by_id(values, "red_flags", "red-flags")]
    return {**why, **dict.fromkeys(danger, frozenset(Answer))}


def _by_id(values: dict[str, Any], file: str, key: str) -> dict[str, Any]:
    return {entry["id"]: entry for entry in values[file][key]}


def _all_cross_faults(documents: Iterable[_Kinded], known: Known) -> Iterator[Problem]:
    for kind, document in documents:
        yield from _cross_faults(kind, document, known)


def _cross_faults(kind: str, document: Document, known: Known) -> Iterator[Problem]:
    from cramp_cli.knowledge import references

    yield from references.faults(document, kind, known)


def _put(files: dict[str, Any], kind: str, document: Document) -> None:
    folder = next((name for name, one in FOLDERS.items() if one == kind), None)
    value: Any = document.value
    if folder is None:
        files[kind] = value
    else:
        files[folder][value["id"]] = value
