"""What can go wrong, as values, and the exit code each kind of ending has.

Kept in the core so that every layer names the same few endings and only the front door turns them into a process
exit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """The codes `cramp-cli` promises (DESIGN: part of the machine contract)."""

    DONE = 0
    FAILED = 1
    """An input or output failed, or the program has a bug."""
    USAGE = 2
    KNOWLEDGE = 3
    """A knowledge, answers or profile file is invalid."""
    HISTORY = 4
    NEEDS_ANSWER = 5
    """Only the person can answer this, and there is no terminal to ask on."""
    REFUSED = 10
    """A red flag is present, or what hurts is not a skeletal muscle."""
    HANGUP = 129
    INTERRUPTED = 130
    QUIT = 131
    BROKEN_PIPE = 141
    TERMINATED = 143


class CrampError(Exception):
    """An expected failure: one line that says what and where, how to mend it, and the exit code."""

    def __init__(self, what: str, *, fix: str = "", code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.code = code

    def __str__(self) -> str:
        return f"{self.what} — {self.fix}" if self.fix else self.what


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file, with its place (line and column count from 1; 0 means the file as a whole)."""

    path: str
    line: int
    column: int
    what: str
    fix: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.what} — {self.fix}" if self.fix else f"{place}: {self.what}"
