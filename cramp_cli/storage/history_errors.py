"""Says in one line what went wrong with the history, and what to do about it.

Everything SQLite, Python's binding of it or the file system may raise is named here. Whatever is not named is a bug
and stays one, so that no failed write can hide among expected things.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXPECTED = (sqlite3.Error, sqlite3.Warning, OSError, UnicodeError, OverflowError, MemoryError)
REPAIR = "run `cramp-cli history repair`, or `cramp-cli history restore`"
_LOCAL = "set CRAMP_CLI_DATA_DIR to a folder on a disk of this machine"
_SAID = {
    "BUSY": ("is in use by another cramp-cli", "wait until that one is done"),
    "LOCKED": ("is in use by another cramp-cli", "wait until that one is done"),
    "FULL": ("cannot be written: the disk is full", "make room"),
    "IOERR_WRITE": ("cannot be written: the disk is full or failing", "make room"),
    "IOERR": ("cannot be read or written: the disk failed", "look after the disk"),
    "READONLY": ("cannot be written: it is read-only", "check who owns it and its folder"),
    "CANTOPEN": ("cannot be opened", "check who owns it and its folder"),
    "PERM": ("cannot be opened: no permission", "check who owns it and its folder"),
    "AUTH": ("cannot be opened: no permission", "check who owns it and its folder"),
    "NOTADB": ("is not a history", REPAIR),
    "CORRUPT": ("is damaged", REPAIR),
    "PROTOCOL": ("cannot be locked on this file system", _LOCAL),
    "NOLFS": ("is too large for this file system", _LOCAL),
    "NOMEM": ("does not fit into memory", "close other programs"),
    "TOOBIG": ("cannot take anything this large", "make the note shorter"),
    "CONSTRAINT": ("refused the record", REPAIR),
    "SCHEMA": ("changed while it was read", "try again"),
    "INTERRUPT": ("was interrupted", "try again"),
}
_UNNAMED = ("cannot be used", REPAIR)


@contextmanager
def said_in_one_line(file: Path) -> Iterator[None]:
    """Turn everything expected into a CrampError about `file` (exit 4)."""
    try:
        yield
    except EXPECTED as error:
        raise explained(error, file) from error


def explained(error: BaseException, file: Path) -> CrampError:
    """Return the one line for an error."""
    what, fix = _explanation(error)
    return CrampError(f"{clean(str(file))} {what}", fix=fix, code=ExitCode.HISTORY)


def _explanation(error: BaseException) -> tuple[str, str]:
    if isinstance(error, sqlite3.Error):
        return _explanation_of_code(getattr(error, "sqlite_errorname", None) or "", str(error))
    if isinstance(error, UnicodeDecodeError):
        return _SAID["CORRUPT"]
    if isinstance(error, UnicodeEncodeError):
        return "cannot keep a character that is none", "leave it out"
    if isinstance(error, OverflowError):
        return "cannot keep a number this large", "use a smaller one"
    if isinstance(error, MemoryError):
        return _SAID["NOMEM"]
    if isinstance(error, OSError):
        return (
            f"cannot be read or written: {clean(error.strerror or 'the disk failed')}",
            "check the disk and its folder",
        )
    return _UNNAMED


def _explanation_of_code(name: str, said: str) -> tuple[str, str]:
    """Find the longest known beginning of an extended code such as `SQLITE_IOERR_WRITE`."""
    parts = name.removeprefix("SQLITE_").split("_")
    for length in range(len(parts), 0, -1):
        found = _SAID.get("_".join(parts[:length]))
        if found:
            return found
    what, fix = _UNNAMED
    return f"{what}: {clean(said)}" if said else what, fix
