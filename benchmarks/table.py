"""The table of the figures, in groups, each column as wide as it has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.results import Row

HEADINGS = ("", "cramp-cli", "termdown", "target", "", "")
_RIGHT = {1, 2}
"""The columns that end, and do not begin, on one line."""


def lines(groups: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Yield the lines of the table."""
    rows = [HEADINGS, *(row.cells for group in groups.values() for row in group)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    yield _line(HEADINGS, widths)
    for heading, group in groups.items():
        yield ""
        yield heading
        for row in group:
            yield _line(row.cells, widths)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if column in _RIGHT else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(padded).rstrip()


def summary(groups: Mapping[str, Sequence[Row]]) -> str:
    """Return how many targets were reached."""
    verdicts = [row.verdict for group in groups.values() for row in group]
    counts = {word: verdicts.count(word) for word in ("ok", "MISSED", "not run")}
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)
