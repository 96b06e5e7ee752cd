"""Where the program's own data and the person's folders are. The only reader of the environment for paths."""

from __future__ import annotations

import os
from pathlib import Path

from cramp_cli.core.errors import CrampError, ExitCode


def data_root() -> Path:
    """Return the folder of the built-in knowledge: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "data"
    return packaged if packaged.is_dir() else package.parent / "data"


def cache_folder() -> Path | None:
    """Return the folder for what can be made again at any time, or None where there is no home to put it in."""
    return _own_folder("cache")


def config_folder() -> Path | None:
    """Return the folder of what the person writes themselves, or None where there is no home."""
    return _own_folder("config")


def overlay_folder() -> Path | None:
    """Return the folder of the person's own knowledge files, or None where there is no home."""
    folder = config_folder()
    return folder / "knowledge" if folder else None


def profile_file() -> Path | None:
    """Return the file of the person's profile, or None where there is no home."""
    folder = config_folder()
    return folder / "profile.toml" if folder else None


def history_folder() -> Path | None:
    """Return the folder of the history, or None where there is no home: `CRAMP_CLI_DATA_DIR` itself if that is set.

    Raises:
        CrampError: the variable holds a relative path (exit 2).
    """
    asked = os.environ.get("CRAMP_CLI_DATA_DIR", "")
    if not asked:
        return _own_folder("data")
    if not Path(asked).is_absolute():
        raise CrampError("CRAMP_CLI_DATA_DIR is not an absolute path", fix="start it with /", code=ExitCode.USAGE)
    return Path(asked)


def state_folder() -> Path | None:
    """Return the folder of what tells how the program fared, or None where there is no home."""
    return _own_folder("state")


def _own_folder(kind: str) -> Path | None:
    """Return our folder of a `kind` that the XDG variables name; a relative one does not count."""
    asked = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
    if asked and Path(asked).is_absolute():
        return Path(asked) / "cramp-cli"
    from platformdirs import PlatformDirs  # noqa: PLC0415 - needed only where the variable is not set

    try:
        return Path(getattr(PlatformDirs("cramp-cli", appauthor=False), f"user_{kind}_path"))
    except (OSError, RuntimeError, KeyError):
        return None
