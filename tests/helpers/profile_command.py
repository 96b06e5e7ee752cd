"""`cramp-cli` as a script runs it for somebody with a profile, and the file that profile lies in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", *arguments],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env={**os.environ, **environment},
        timeout=60,
    )  # fmt: skip


def given(*arguments: str) -> None:
    """Set one thing, as a person would."""
    done = run("profile", "set", *arguments)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def file() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli" / "profile.toml"


@pytest.fixture
def by_hand(file: Path) -> Path:
    """The file of somebody who writes it themselves: its folder is there."""
    file.parent.mkdir(parents=True)
    return file
