"""A whole knowledge folder in miniature, so that a test can see every line that it breaks.

Nothing in it is real: two regions, four remedies and words that no Python file has ever heard of.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from cramp_cli.knowledge import yaml_nodes
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cramp_cli.core.errors import Problem

_FOLDER = Path(__file__).parents[1] / "fixtures" / "small_knowledge"
FILES = {path.relative_to(_FOLDER).as_posix(): path.read_text("utf-8") for path in sorted(_FOLDER.rglob("*.yaml"))}
"""Every file of the folder by its path."""
EYELID, BROW = FILES["regions/eyelid.yaml"], FILES["regions/brow.yaml"]


def write_knowledge(root: Path, **changed: str) -> Path:
    """Write the small knowledge into a new folder `root`, with the real schemas, and return the folder."""
    shutil.copytree(data_root() / "schema", root / "schema")
    for name, text in {**FILES, **changed}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def read_text(folder: Path, contents: str | bytes) -> tuple[object, list[str]]:
    """Return the value of a file that holds `contents`, and its faults as `line:column: what — fix`."""
    file = folder / "my.yaml"
    file.write_bytes(contents.encode() if isinstance(contents, str) else contents)
    document, problems = yaml_nodes.read(file, shown_as="my.yaml")
    return document and document.value, [str(one).removeprefix("my.yaml:").strip() for one in problems]


def change(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file by `new`, and fail when there is none."""
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def said(problems: Iterable[Problem]) -> list[str]:
    """Return problems as they are shown, each without the folder its file is in."""
    return [str(problem).rsplit("/", 1)[-1] for problem in problems]
