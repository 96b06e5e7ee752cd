"""Writes down where a bug happened, in one private file that holds nothing of the person's.

A traceback as Python prints it carries messages, and messages carry what was typed or read. So only names stand here:
the type of the error, and module, line and function of every call on the way to it.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from cramp_cli import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "crash.txt"
_MOST_ERRORS = 10
_MOST_CALLS = 40
"""Of a call that calls itself a thousand times, the first and the last of them tell as much."""
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


def write_down(error: BaseException, folder: Path | None) -> Path | None:
    """Write where `error` happened into `folder`, in place of the last crash; return the file, or None if it cannot."""
    if folder is None:
        return None
    file = folder / NAME
    fresh = folder / f".{NAME}.{os.urandom(8).hex()}.tmp"
    try:
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        with os.fdopen(os.open(fresh, _CREATE, 0o600), "w", encoding="utf-8") as opened:
            opened.writelines(f"{line}\n" for line in _lines(error))
        fresh.replace(file)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        return None
    return file


def _lines(error: BaseException) -> Iterator[str]:
    yield f"cramp-cli {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    yield "What you typed, your answers and your notes are not in this file."
    for one in islice(_chain(error), _MOST_ERRORS):
        yield ""
        yield f"{type(one).__module__}.{type(one).__qualname__}"
        yield from _calls(one)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and each error that it came of."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _calls(error: BaseException) -> Iterator[str]:
    calls = [
        f"  {frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_qualname}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    half = _MOST_CALLS // 2
    yield from calls if len(calls) <= _MOST_CALLS else [*calls[:half], "  …", *calls[-half:]]
