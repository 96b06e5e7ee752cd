"""Reads the whole `data/` folder into checked raw values, keeping the good files when others are faulty.

An ordinary start takes them from the cache and reads no YAML; the reader and the validator are imported only when a
file has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cramp_cli.core.errors import CrampError, ExitCode, Problem
from cramp_cli.knowledge.cache import Cache, stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cramp_cli.knowledge.checking import SchemaSet
    from cramp_cli.knowledge.references import Known
    from cramp_cli.knowledge.yaml_nodes import Document

SINGLE_FILES = ("sources", "red_flags", "questions", "conditions", "words", "aftercare")
FOLDERS = {"regions": "region", "remedies": "remedy"}


@dataclass(frozen=True)
class RawKnowledge:
    """The checked files as plain values: a file's mapping by name, or by id for the files of a folder."""

    files: dict[str, Any]
    problems: tuple[Problem, ...]


def load(root: Path, cache: Cache | None = None) -> RawKnowledge:
    """Return the knowledge under `root`.

    A faulty file of a folder is left out and its problems are reported.

    Raises:
        CrampError: a file that everything depends on is missing or faulty.
    """
    key = stamps(root)
    kept = cache.get(key) if cache else None
    if kept is not None:
        return RawKnowledge(kept["files"], tuple(Problem(*fields) for fields in kept["problems"]))
    raw = read_all(root)
    if cache:
        cache.put(key, {"files": raw.files, "problems": [_fields(problem) for problem in raw.problems]})
    return raw


def _fields(problem: Problem) -> list[str | int]:
    return [problem.path, problem.line, problem.column, problem.what, problem.fix]


def read_all(root: Path) -> RawKnowledge:
    """Read and check every file under `root` from its YAML."""
    documents, problems = _read_documents(root)
    bad = {problem.path for problem in problems}
    known = _known(documents)
    problems += [
        fault
        for kind, document in documents
        if document.path not in bad
        for fault in _cross_faults(kind, document, known)
    ]
    bad = {problem.path for problem in problems}
    broken = [problem for problem in problems if problem.path.removesuffix(".yaml") in SINGLE_FILES]
    if broken:
        raise CrampError(
            "\n".join(str(problem) for problem in sorted(broken)),
            fix="mend it, or install again",
            code=ExitCode.KNOWLEDGE,
        )
    files: dict[str, Any] = {folder: {} for folder in FOLDERS}
    for kind, document in documents:
        if document.path not in bad:
            _put(files, kind, document)
    return RawKnowledge(files, tuple(sorted(problems)))


def check_file(path: Path, root: Path) -> tuple[Problem, ...]:
    """Return every fault of one file outside or inside `root`, checked as the kind its keys suggest."""
    from cramp_cli.knowledge import yaml_nodes
    from cramp_cli.knowledge.checking import SchemaSet

    document, problems = yaml_nodes.read(path)
    if document is None:
        return problems
    kind = _kind_of(path, document)
    problems += SchemaSet(root / "schema").faults(document, kind)
    if not problems:
        problems += tuple(_cross_faults(kind, document, _known([*_read_documents(root)[0], (kind, document)])))
    return tuple(sorted(problems))


def _kind_of(path: Path, document: Document) -> str:
    if path.stem in SINGLE_FILES:
        return path.stem
    return "remedy" if isinstance(document.value, dict) and "place" in document.value else "region"


def _paths(root: Path) -> Iterator[tuple[str, Path]]:
    yield from ((kind, root / f"{kind}.yaml") for kind in SINGLE_FILES)
    for folder, kind in FOLDERS.items():
        yield from ((kind, path) for path in sorted((root / folder).glob("*.yaml")))


def _read_documents(root: Path) -> tuple[list[tuple[str, Document]], list[Problem]]:
    from cramp_cli.knowledge import yaml_nodes
    from cramp_cli.knowledge.checking import SchemaSet

    schemas = SchemaSet(root / "schema")
    documents: list[tuple[str, Document]] = []
    problems: list[Problem] = []
    for kind, path in _paths(root):
        document, faults = yaml_nodes.read(path, shown_as=path.relative_to(root).as_posix())
        problems += faults
        if document is not None:
            documents.append((kind, document))
            problems += schemas.faults(document, kind)
            problems += _stem_faults(document, path, kind)
    return documents, problems


def _stem_faults(document: Document, path: Path, kind: str) -> Iterator[Problem]:
    value = document.value
    if kind in FOLDERS.values() and isinstance(value, dict) and "id" in value and value["id"] != path.stem:
        yield document.problem(
            ("id",), f'id "{value["id"]}" is not the file\'s name', f"write {path.stem}, or rename the file"
        )


def _known(documents: Iterable[tuple[str, Document]]) -> Known:
    from cramp_cli.knowledge.references import Known

    values: dict[str, Any] = {}
    folders: dict[str, dict[str, Any]] = {kind: {} for kind in FOLDERS.values()}
    for kind, document in documents:
        if kind in folders and isinstance(document.value, dict):
            folders[kind][str(document.value.get("id"))] = document.value
        else:
            values[kind] = document.value
    return Known(
        sources=_by_id(values, "sources", "sources"),
        flags=_by_id(values, "red_flags", "red-flags"),
        questions=_by_id(values, "questions", "questions"),
        conditions=_by_id(values, "conditions", "conditions"),
        remedies={
            name: value
            for name, value in folders["remedy"].items()
            if {"place", "longest", "gated", "name"} <= set(value)
        },
        regions=folders["region"],
    )


def _by_id(values: dict[str, Any], file: str, key: str) -> dict[str, Any]:
    entries = (values.get(file) or {}).get(key) or []
    return {entry["id"]: entry for entry in entries if isinstance(entry, dict) and "id" in entry}


def _cross_faults(kind: str, document: Document, known: Known) -> Iterator[Problem]:
    from cramp_cli.knowledge import references

    value: Any = document.value
    if kind == "region":
        yield from references.region_faults(document, value, known)
    elif kind == "remedy":
        yield from references.remedy_faults(document, value, known)
    elif kind == "red_flags":
        yield from references.flag_faults(document, value, known)
    elif kind == "questions":
        yield from references.question_faults(document, value["questions"], known)
    elif kind == "words":
        yield from references.word_faults(document, value, known)


def _put(files: dict[str, Any], kind: str, document: Document) -> None:
    folder = next((name for name, one in FOLDERS.items() if one == kind), None)
    value: Any = document.value
    if folder is None:
        files[kind] = value
    else:
        files[folder][value["id"]] = value
