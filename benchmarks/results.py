"""What was measured, what was to be reached, and whether it was.

A figure is a ratio wherever it can be one, because a millisecond here is none elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Chunks = Sequence[tuple[float, bytes]]
    """What a program wrote: the second since its start, and the bytes."""

_STEERING = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-Z\\-_=>78]|\r")
_DECIMALS = {"x": 2, "s": 2, "MB": 0, "%": 2, "ms": 1, "B/s": 0, "µs": 1}


@dataclass(frozen=True)
class Target:
    """The most that a figure may be, and what it is a ratio of."""

    most: float
    of: str = ""

    def said(self, unit: str) -> str:
        """Return it in words: `at most 9x P`."""
        return f"<= {self.most:g}{_spaced(unit)}{f' {self.of}' if self.of else ''}"


@dataclass(frozen=True)
class Row:
    """One figure of the table. Without a value it was not measured, and `aside` says why."""

    what: str
    value: float | None
    unit: str = "x"
    target: Target | None = None
    rival: float | None = None
    """The same of termdown."""
    aside: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the columns of the table."""
        target = self.target.said(self.unit) if self.target else ""
        return self.what, shown(self.value, self.unit), shown(self.rival, self.unit), target, self.verdict, self.aside

    @property
    def verdict(self) -> str:
        """Whether the target is reached; empty where there is none."""
        if self.value is None:
            return "not run"
        if self.target is None:
            return ""
        return "ok" if round(self.value, _DECIMALS[self.unit]) <= self.target.most else "MISSED"


def shown(value: float | None, unit: str) -> str:
    """Return a figure with its unit."""
    return "-" if value is None else f"{value:,.{_DECIMALS[unit]}f}{_spaced(unit)}"


def _spaced(unit: str) -> str:
    return unit if unit in {"x", "%"} else f" {unit}"


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """Return how many times one takes what the other takes: the median over rounds in which both ran.

    What the machine does meanwhile falls on both of a round, so it comes out nearly the same idle and loaded.
    """
    return median(one / other for one, other in zip(of, to, strict=True))


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which `part` (0 to 1) of all lie: the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def slope(seconds_by_size: Mapping[int, float]) -> float:
    """Return how many seconds one more costs, from the smallest size to the largest."""
    small, large = min(seconds_by_size), max(seconds_by_size)
    return (seconds_by_size[large] - seconds_by_size[small]) / (large - small)


def seen_at(chunks: Chunks, text: str) -> float | None:
    """Return when `text` had been written; None where it never was. What steers the terminal is not text."""
    written = b""
    for at, one in chunks:
        written += one
        if text.encode() in _STEERING.sub(b"", written):
            return at
    return None


def drift(moments: Sequence[float]) -> float:
    """Return by how many seconds the last of some ticks was early or late, if each is whole seconds after the first."""
    passed = moments[-1] - moments[0]
    return abs(passed - round(passed))
