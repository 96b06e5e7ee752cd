"""Makes one schema out of those it refers to, so that it can be used from a pipe, without our folder beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_OF_A_FILE = {"$schema", "$id"}
"""What a schema says about itself as a file, and not as a part of another."""


def bundled(folder: Path, name: str) -> dict[str, Any]:
    """Return the schema `name` of `folder`, such as `output/routine`, with every other one it needs as a definition."""
    home = (folder / f"{name}.json").resolve()
    parts: dict[Path, Any] = {}
    waiting = [home]
    while waiting:
        file = waiting.pop()
        if file not in parts:
            parts[file] = _pointing_inside(json.loads(file.read_text("utf-8")), file, home, waiting)
    whole = parts.pop(home)
    others = {_name(file, home): _without(_OF_A_FILE, part) for file, part in sorted(parts.items())}
    return {**whole, "definitions": {**whole.get("definitions", {}), **others}} if others else whole


def _pointing_inside(value: Any, file: Path, home: Path, needed: list[Path]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return `value` with each reference to a file turned into one to a definition; the files are added to `needed`."""
    if isinstance(value, list):
        return [_pointing_inside(one, file, home, needed) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _pointing_inside(one, file, home, needed) for key, one in value.items()}
    if isinstance(value.get("$ref"), str):
        named, _, place = value["$ref"].partition("#")
        target = (file.parent / named).resolve() if named else file
        needed.append(target)
        changed["$ref"] = f"#{'' if target == home else f'/definitions/{_name(target, home)}'}{place}"
    return changed


def _name(file: Path, home: Path) -> str:
    """Return what a file is called among the definitions: its own name, which no definition of ours has."""
    return file.name if file.parent == home.parent else f"{file.parent.name}-{file.name}"


def _without(keys: set[str], part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in keys}
