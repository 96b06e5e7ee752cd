"""One entry of the knowledge as a page to read: a title, a short summary, and parts made of graded statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from cramp_cli.core.model import Evidence, Source


@dataclass(frozen=True)
class Line:
    """A statement, with its grade and its sources where it makes a claim."""

    text: str
    evidence: Evidence | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Some lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Page:
    """An entry in full."""

    id: str
    title: str
    summary: str
    parts: tuple[Part, ...]
    checked: str
    sources: tuple[Source, ...]
    """Every source that a line of this page cites, in the order they come."""
