"""Keeps the plan somebody is on, and those before it, in one small JSON file beside the history.

Only the person can read it, and it is put in place whole. Whatever is wrong with it is said, never guessed at.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from cramp_cli.core.episode import FIRST_YEAR, LAST_YEAR
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.plan import Kept
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass
from cramp_cli.storage import history_files as files

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "cramp-cli/plans-kept/1"
NAME = files.PLAN
MOST_BYTES = 256 << 10
MOST_PAST = 50
MOST_WEEKS = 26
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_WHEN = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_FORGET = "to put it away: cramp-cli plan stop --forget"


@dataclass(frozen=True)
class Shelf:
    """The plan that is on, if any, and those that are over, the newest last."""

    active: Kept | None = None
    past: tuple[Kept, ...] = ()


def read_plans(folder: Path | None) -> Shelf:
    """Return what is kept in `folder`; nothing where there is no file yet.

    Raises:
        CrampError: the file is damaged or cannot be read (exit 4).
    """
    if folder is None:
        return Shelf()
    file = folder / NAME
    try:
        contents = files.read(file, MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return Shelf()
    except OSError as error:
        raise _unusable(file, f"cannot be read: {error.strerror}") from None
    try:
        return _shelf(json.loads(contents or b""))
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        raise _unusable(file, "is damaged") from None


def write_plans(folder: Path | None, shelf: Shelf) -> None:
    """Put `shelf` in the place of what was kept; raises CrampError (exit 4), and then nothing has changed."""
    if folder is None:
        raise CrampError("there is no home folder to keep a plan in", fix="set XDG_DATA_HOME", code=ExitCode.HISTORY)
    try:
        files.make_folder(folder)
        files.close_to_others(files.Place(folder))
        files.write(files.Place(folder), folder / NAME, json.dumps(_plain(shelf), indent=1).encode())
    except OSError as error:
        raise _unusable(folder / NAME, f"cannot be written: {error.strerror}", "nothing was changed") from None


def forget_plans(folder: Path | None) -> None:
    """Erase what is kept of every plan; raises CrampError (exit 4)."""
    if folder is None:
        return
    try:
        files.remove(folder / NAME)
    except OSError as error:
        raise _unusable(folder / NAME, f"cannot be removed: {error.strerror}", "move it away") from None


def _unusable(file: Path, what: str, fix: str = _FORGET) -> CrampError:
    return CrampError(f"{clean(str(file))} {what}", fix=fix, code=ExitCode.HISTORY)


# -- its form ---------------------------------------------------------------------------------------------------------


def _plain(shelf: Shelf) -> dict[str, Any]:
    active = _kept_plain(shelf.active) if shelf.active else None
    return {"schema": SCHEMA, "active": active, "past": [_kept_plain(one) for one in shelf.past[-MOST_PAST:]]}


def _kept_plain(kept: Kept) -> dict[str, Any]:
    return {
        "plan": kept.plan,
        "began": kept.began.isoformat(),
        "weeks": kept.weeks,
        "when": kept.when,
        "done": [day.isoformat() for day in kept.done],
        "stopped": kept.stopped.isoformat() if kept.stopped else None,
    }


def _shelf(raw: Any) -> Shelf:  # noqa: ANN401 - a file may hold anything
    if raw["schema"] != SCHEMA or not isinstance(raw["past"], list):
        raise ValueError
    active = _kept(raw["active"]) if raw["active"] is not None else None
    return Shelf(active, tuple(_kept(one) for one in raw["past"]))


def _kept(raw: Any) -> Kept:  # noqa: ANN401 - the same
    weeks, done = raw["weeks"], raw["done"]
    good = isinstance(weeks, int) and not isinstance(weeks, bool) and 0 < weeks <= MOST_WEEKS and isinstance(done, list)
    if not (good and _ID.fullmatch(raw["plan"]) and _WHEN.fullmatch(raw["when"])):
        raise ValueError
    began = date.fromisoformat(raw["began"])
    stopped = date.fromisoformat(raw["stopped"]) if raw["stopped"] is not None else None
    days = tuple(date.fromisoformat(one) for one in done)
    if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (began, stopped or began, *days)):
        raise ValueError
    return Kept(raw["plan"], began, weeks, raw["when"], days, stopped)
