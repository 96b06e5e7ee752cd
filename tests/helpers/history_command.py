"""`cramp-cli history` as a script runs it, and the store it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cramp_cli.storage.history import History
from helpers.episodes import NOW
from helpers.stores import fill

if TYPE_CHECKING:
    from cramp_cli.core.episode import Episode

CANARY = "canary-7f3a: it hurt behind the knee"
Done = subprocess.CompletedProcess[str]


def run(*arguments: str, typed: str = "", **environment: str) -> Done:
    """Run `cramp-cli history` as a script would."""
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", "history", *arguments],
        capture_output=True, text=True, check=False, input=typed, env={**os.environ, **environment},
    )  # fmt: skip


def folder() -> Path:
    return Path(os.environ["XDG_DATA_HOME"]) / "cramp-cli"


def store() -> History:
    return History(folder(), now=lambda: NOW)


def fill_store(count: int = 3) -> tuple[Episode, ...]:
    """Fill the store of this home."""
    return fill(store(), count)


def holds(place: Path, text: str) -> list[str]:
    """The names of the files under `place` that hold `text` in any of the usual encodings."""
    found = [path for path in place.rglob("*") if path.is_file()]
    needles = {text.encode(), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode()}
    return sorted(path.name for path in found if any(needle in path.read_bytes() for needle in needles))


def said_well(done: Done) -> bool:
    """Whether a failure is said in whole lines, each with its label, and without a traceback."""
    lines = done.stderr.splitlines()
    return bool(lines) and "Traceback" not in done.stderr and any(one.startswith("cramp-cli: error: ") for one in lines)
