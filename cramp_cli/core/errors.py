"""What can go wrong, as values, and the exit code each kind of ending has.

Kept in the core so that every layer names the same few endings and only the front door turns them into a process
exit.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from cramp_cli.core.text import clean, shortened
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_FAULTS = 100
"""Of one file; somebody who has mended these sees the next ones."""


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
    """An expected failure: what and where, how to mend it, and the exit code; `more` are the lines of further faults.

    Whatever a file, an argument or the system put into it, each fault is one line of bearable length.
    """

    def __init__(self, what: str, *more: str, fix: str = "", code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(what)
        self.what = what
        self.more = more
        self.fix = fix
        self.code = code

    def __str__(self) -> str:
        first = f"{shortened(self.what)} — {self.fix}" if self.fix else self.what
        return "\n".join(clean(shortened(line)) for line in (first, *self.more))


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
        what = shortened(self.what)
        return clean(f"{place}: {what} — {self.fix}" if self.fix else f"{place}: {what}")


def bearable(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each of `problems` once; of more than `MOST_FAULTS`, the first ones, under a line that says so."""
    found: dict[Problem, None] = {}
    for problem in problems:
        if len(found) == MOST_FAULTS and problem not in found:
            more = Problem(problem.path, 0, 0, f"more than {MOST_FAULTS} faults", "mend these first")
            return more, *found
        found[problem] = None
    return tuple(found)
