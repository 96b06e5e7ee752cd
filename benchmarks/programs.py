"""The programs that are measured, each in a home of its own: ours as installed, copies of it, bare Python, termdown."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_INSTALLED = Path(sys.executable).with_name("cramp-cli")
_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR")
"""All that a measured program learns of the environment of whoever measures."""
_RIVAL_PATIENCE_SECONDS = 180


@dataclass(frozen=True)
class Program:
    """A command, and the environment it runs in."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str) -> Program:
        """Return the program with some arguments more."""
        return Program((*self.command, *arguments), self.environment)


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which nothing of the person's own is read or written."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    homes = {f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in ("cache", "config", "data", "state")}
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", **homes, **more}


def bare_python(home: Path, code: str) -> Program:
    """Return what everything is compared with."""
    return Program((sys.executable, "-c", code), environment(home))


def cramp_cli(home: Path, source: Path | None = None) -> Program:
    """Return our program as it is installed, or the copy of it in the folder `source`."""
    more = {"PYTHONPATH": str(source)} if source else {}
    return Program((str(_INSTALLED),), environment(home, **more))


def has_old_wrapper() -> bool:
    """Whether the command begins with the wrapper of older pips, which imports regular expressions first."""
    return b"\nimport re\n" in _INSTALLED.read_bytes()


def termdown(home: Path) -> tuple[Program | None, str]:
    """Return the rival, installed from the package index into an environment of its own, or why it is not here."""
    folder = _cache() / f"termdown-python{sys.version_info.major}.{sys.version_info.minor}"
    command = folder / "bin" / "termdown"
    if not command.exists():
        try:
            venv.create(folder, with_pip=True, clear=True)
            subprocess.run(  # noqa: S603 - a fixed command
                [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "termdown"],
                check=True, capture_output=True, timeout=_RIVAL_PATIENCE_SECONDS,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            return None, f"termdown not run: it could not be installed ({type(error).__name__})"
    return Program((str(command),), environment(home)), ""


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "cramp-cli-benchmarks"
