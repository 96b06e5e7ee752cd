"""The folder of the person's own knowledge files, and a good file to make faults in."""

from __future__ import annotations

import os
from pathlib import Path

from cramp_cli.storage.locations import data_root

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
