"""Lets the history fail, at every call it makes, in every way a call can."""

# What is wrapped takes and gives anything:
# ruff: noqa: ANN401
from __future__ import annotations

import errno
import os
import signal
import sqlite3
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage import history_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="not run: no processes to fork")
_FILE_CALLS = {
    *("open", "read", "write", "fsync", "replace", "rename", "link", "unlink", "chmod", "utime", "rmdir", "makedirs"),
    *("lstat", "stat", "fstat", "listdir", "close"),
}
_SQL_ERRORS = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_BUSY", "SQLITE_CORRUPT_INDEX", "SQLITE_PROTOCOL", "")
_FILE_ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EPERM)


class Fault:
    """Counts calls, and lets one of them fail, before it did anything or after it did everything, or all from it on."""

    def __init__(
        self,
        at: int,
        *,
        after: bool = False,
        ever_after: bool = False,
        action: Callable[[str], None] | None = None,
        only: str = "",
    ) -> None:
        self.at = at
        self._is_lasting = ever_after
        self._only = only
        self.after = after
        self.calls: list[str] = []
        self._action = action or self._raise

    @property
    def has_struck(self) -> bool:
        return len(self.calls) >= self.at

    def around(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        if not name.startswith(self._only):
            return call(*given, **named)
        self.calls.append(name)
        is_now = len(self.calls) == self.at or (self._is_lasting and self.has_struck)
        happens_anyway = name.startswith(("close", "rollback"))
        if is_now and not self.after and not happens_anyway:
            self._action(name)
        result = call(*given, **named)
        if is_now and (self.after or happens_anyway):
            self._action(name)
        return result

    def _raise(self, name: str) -> None:
        if name.startswith("os "):
            code = _FILE_ERRORS[self.at % len(_FILE_ERRORS)]
            raise OSError(code, os.strerror(code))
        error = sqlite3.OperationalError(f"struck at {name}\nin two lines")
        error.sqlite_errorname = _SQL_ERRORS[self.at % len(_SQL_ERRORS)]
        raise error


def kill(_: str) -> None:
    """End this process as nothing can prevent."""
    os.kill(os.getpid(), signal.SIGKILL)


class FaultyCursor(sqlite3.Cursor):
    """A cursor whose every call may fail."""

    fault: Fault

    def execute(self, *given: Any) -> Any:
        return self.fault.around(f"sql {given[0][:50]}", super().execute, *given)

    def executemany(self, *given: Any) -> Any:
        return self.fault.around(f"sql many {given[0][:50]}", super().executemany, *given)

    def fetchone(self) -> Any:
        return self.fault.around("sql fetchone", super().fetchone)

    def fetchall(self) -> Any:
        return self.fault.around("sql fetchall", super().fetchall)


class FaultyConnection(sqlite3.Connection):
    """A connection whose every call may fail."""

    fault: Fault

    def cursor(self, *_: Any) -> Any:
        made = super().cursor(FaultyCursor)
        made.fault = self.fault
        self.__dict__.setdefault("made", weakref.WeakSet()).add(made)
        return made

    def execute(self, *given: Any) -> Any:
        return self.cursor().execute(*given)

    def executemany(self, *given: Any) -> Any:
        return self.cursor().executemany(*given)

    def backup(self, *given: Any, **named: Any) -> None:
        self.fault.around("sql backup", super().backup, *given, **named)

    def rollback(self) -> None:
        self.fault.around("rollback", super().rollback)

    def close(self) -> None:
        for cursor in list(self.__dict__.pop("made", ())):  # the frames of a raised fault would keep them open
            cursor.close()
        self.fault.around("close", super().close)


class FaultyOs:
    """The module `os`, whose every call to the file system may fail."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in _FILE_CALLS:
            return real
        said = "close" if name == "close" else f"os {name}"
        return lambda *given, **named: self._fault.around(said, real, *given, **named)


def no_lock() -> Fault:
    """Return the fault that keeps the store from being written."""
    return Fault(1, only="sql BEGIN IMMEDIATE")


@contextmanager
def struck_by(fault: Fault) -> Iterator[Fault]:
    """Let everything the history does in this block pass by `fault`."""
    real_connect = sqlite3.connect

    def connect(*given: Any, **named: Any) -> FaultyConnection:
        made = fault.around("sql connect", real_connect, *given, factory=FaultyConnection, **named)
        assert isinstance(made, FaultyConnection)
        made.fault = fault
        return made

    with patch.object(sqlite3, "connect", connect), patch.object(history_files, "os", FaultyOs(fault)):
        yield fault


def refused(act: Callable[[], object]) -> CrampError | None:
    """Return how `act` was refused, in one line and with exit code 4, or None if it was not."""
    found = None
    try:
        act()
    except CrampError as error:
        found = error
    assert found is None or (found.code is ExitCode.HISTORY and str(found).isprintable())
    return found


def in_child(work: Callable[[], bytes | None]) -> tuple[int, bytes]:
    """Run `work` in a process of its own; return how it ended and what it said."""
    return in_children(work)[0]


def in_children(*works: Callable[[], bytes | None]) -> list[tuple[int, bytes]]:
    """Run each of `works` in a process of its own, all at once; return how each ended and what it said."""
    started = [_child(work) for work in works]
    ends = []
    for child, reader in started:
        with os.fdopen(reader, "rb") as said:
            text = said.read()
        ends.append((os.waitpid(child, 0)[1], text))
    return ends


def _child(work: Callable[[], bytes | None]) -> tuple[int, int]:
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    try:
        os.write(writer, work() or b"")
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - a child must not run the rest of the tests
        os.write(writer, repr(error).encode())
        os._exit(1)
