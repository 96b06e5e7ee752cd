"""Puts a file that the person asked for in place: whole or not at all, and over another one only if asked.

Only they can read it. A full disk or a kill leaves what was there before. A device, a pipe or a folder of that name is
never replaced.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)


def put(target: Path, contents: bytes, *, force: bool = False) -> None:
    """Write `contents` into the file `target`, in place of the one that is there only if `force` says so.

    Raises:
        FileExistsError: there is something of that name, and no `force`.
        CrampError: with `force`, what is there is no file (exit 2), or it cannot be written (exit 1).
    """
    if force:
        _refuse_what_is_no_file(target)
    elif os.path.lexists(target):
        raise FileExistsError(target)
    fresh = target.with_name(f".{target.name[:40]}.{os.urandom(4).hex()}.tmp")
    try:
        _write_new(fresh, contents)
        if force:
            fresh.replace(target)
        else:
            _name(fresh, target)
    except FileExistsError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no file can have this name"
        raise CrampError(f"{target} cannot be written: {why}", fix="name another place") from None
    finally:
        with suppress(OSError, ValueError):
            fresh.unlink(missing_ok=True)


def _refuse_what_is_no_file(target: Path) -> None:
    try:
        is_file = stat.S_ISREG(target.stat().st_mode)
    except OSError:
        return
    if not is_file:
        raise CrampError(f"{target} is no regular file", fix="name a file; - is stdout", code=ExitCode.USAGE)


def _write_new(fresh: Path, contents: bytes) -> None:
    with open(fresh, "xb", opener=lambda name, flags: os.open(name, flags | _BINARY, 0o600)) as opened:
        opened.write(contents)
        opened.flush()
        os.fsync(opened.fileno())


def _name(fresh: Path, target: Path) -> None:
    """Give a file its name if nothing has it; where the file system knows no links, look first."""
    try:
        target.hardlink_to(fresh)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        if os.path.lexists(target):
            raise FileExistsError from None
        fresh.replace(target)
