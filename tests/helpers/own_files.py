"""The folder of the person's own knowledge files, and a good file to make faults in."""

from __future__ import annotations

import os
from pathlib import Path

from cramp_cli.core.text import clean
from cramp_cli.storage.locations import data_root
from helpers.running import run

TEMPLATE = (data_root() / "templates" / "region.yaml").read_text("utf-8")


def own_folder() -> Path:
    """Make and return the folder of one's own knowledge files."""
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli" / "knowledge"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def written(contents: str | bytes, name: str = "my.cramp.yaml") -> Path:
    """Put a file of one's own in place."""
    file = own_folder() / name
    file.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return file


def template(old: str = "", new: str = "") -> str:
    """Return the template of a region, with `new` in the place of `old`."""
    assert old in TEMPLATE, old
    return TEMPLATE.replace(old, new, 1) if old else TEMPLATE


def faults(file: Path) -> list[str]:
    """Return what `knowledge check` says of one file, after its path; it is one line each, clean, with a fix."""
    done = run("knowledge", "check", str(file))
    assert (done.code, done.out) in {(3, ""), (0, "No faults.\n")}
    begins = f"cramp-cli: error: {clean(str(file))}:"
    for line in done.lines:
        assert line.startswith(begins)
        assert line.isprintable()
        assert " — " in line, line
    return [line.removeprefix(begins).removeprefix(" ") for line in done.lines]
