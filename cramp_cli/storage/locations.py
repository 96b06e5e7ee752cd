"""Where the program's own data and the person's folders are. The only reader of the environment for paths."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path


def data_root() -> Path:
    """Return the folder of the built-in knowledge: inside the installed package, else beside it in a checkout."""
    packaged = Path(str(files("cramp_cli"))) / "data"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "data"


def cache_folder() -> Path | None:
    """Return the folder for what can be made again at any time, or None where there is no home to put it in."""
    asked = os.environ.get("XDG_CACHE_HOME", "")
    if asked and Path(asked).is_absolute():
        return Path(asked) / "cramp-cli"
    from platformdirs import user_cache_path  # noqa: PLC0415 - needed only where XDG_CACHE_HOME is not set

    try:
        return user_cache_path("cramp-cli", appauthor=False)
    except (OSError, RuntimeError, KeyError):
        return None


def overlay_folder() -> Path | None:
    """Return the folder of the person's own knowledge files, or None where there is no home."""
    asked = os.environ.get("XDG_CONFIG_HOME", "")
    if asked and Path(asked).is_absolute():
        return Path(asked) / "cramp-cli" / "knowledge"
    from platformdirs import user_config_path  # noqa: PLC0415 - needed only where XDG_CONFIG_HOME is not set

    try:
        return user_config_path("cramp-cli", appauthor=False) / "knowledge"
    except (OSError, RuntimeError, KeyError):
        return None
