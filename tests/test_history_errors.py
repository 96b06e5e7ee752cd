"""Everything that can go wrong with a store is one line with a fix, and a bug is not hidden among it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage import history_errors


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("BUSY", "is in use"), ("BUSY_SNAPSHOT", "is in use"), ("LOCKED", "is in use"), ("FULL", "the disk is full"),
        ("IOERR_WRITE", "the disk is full or failing"), ("IOERR_FSYNC", "the disk failed"),
        ("READONLY_DIRECTORY", "read-only"),
        ("CANTOPEN", "cannot be opened"), ("NOTADB", "is not a history"), ("CORRUPT_VTAB", "is damaged"),
        ("PROTOCOL", "cannot be locked"), ("NOMEM", "memory"), ("TOOBIG", "too large|this large"),
        ("CONSTRAINT_UNIQUE", "refused the record"), ("SOMETHING_NEW", "cannot be used"),
    ],
)  # fmt: skip
def test_every_error_of_sqlite_is_one_line_with_a_fix(code: str, said: str) -> None:
    error = sqlite3.OperationalError("two\nlines")
    error.sqlite_errorname = f"SQLITE_{code}"
    assert_one_line(error, said)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.ProgrammingError("Cannot operate on a closed database."), "cannot be used"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), "is damaged"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "x"), "a character that is none"),
        (OverflowError("int too large"), "a number this large"),
        (MemoryError(), "memory"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (sqlite3.Warning("x"), "cannot be used"),
    ],
)
def test_every_other_expected_error_is_one_line_with_a_fix(error: Exception, said: str) -> None:
    assert_one_line(error, said)


def assert_one_line(error: Exception, said: str) -> None:
    with pytest.raises(CrampError, match=said) as caught, history_errors.said_in_one_line(Path("/d/\x1bhistory.db")):
        raise error
    assert caught.value.fix
    assert str(caught.value).isprintable()
    assert caught.value.code is ExitCode.HISTORY


def test_a_bug_is_not_taken_for_a_failure_of_the_disk() -> None:
    with pytest.raises(KeyError), history_errors.said_in_one_line(Path("/d")):
        raise KeyError("bug")
