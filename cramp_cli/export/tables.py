"""The history as a table for a spreadsheet: CSV as RFC 4180 has it, and no cell that a spreadsheet would run.

What a person typed may begin like a formula. Such a cell gets an apostrophe in front, in text columns only, so that
numbers stay numbers. The lossless form is JSON.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from cramp_cli.core.ladder import Outcome
from cramp_cli.core.text import seconds_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cramp_cli.core.episode import Episode, StepTaken

COLUMNS = (
    *("id", "began", "ended", "region", "side", "situation", "came_after", "pain_before", "pain_after"),
    *("lasted_seconds", "eased_by", "ending", "red_flags", "steps", "notes", "origin"),
)
"""The columns, in order. Times are ISO 8601 with the offset of the person's clock."""
BYTE_ORDER_MARK = "\ufeff"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, the full-width forms included."""


def eased_by(episode: Episode) -> str:
    """Return the remedy of the step after which it let go, else of the last that eased it; empty if none did."""
    for outcome in (Outcome.GONE, Outcome.EASING):
        for step in reversed(episode.steps):
            if step.outcome is outcome:
                return step.remedy
    return ""


def as_csv(episodes: Iterable[Episode]) -> str:
    """Return the table of `episodes`, with a header row and lines that end in CR LF."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for episode in episodes:
        row = _row(episode)
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return written.getvalue()


def _row(episode: Episode) -> dict[str, str | int | None]:
    return {
        "id": episode.id,
        "began": str(episode.began),
        "ended": str(episode.ended) if episode.ended else None,
        "region": episode.region,
        "side": episode.side,
        "situation": episode.situation,
        "came_after": episode.came_after,
        "pain_before": episode.pain_before,
        "pain_after": episode.pain_after,
        "lasted_seconds": episode.lasted_seconds,
        "eased_by": eased_by(episode),
        "ending": episode.ending,
        "red_flags": "; ".join(episode.red_flags),
        "steps": "; ".join(_step(step) for step in episode.steps),
        "notes": episode.notes,
        "origin": str(episode.origin),
    }


def _step(step: StepTaken) -> str:
    parts = (step.step, step.side, step.variant, seconds_in_words(step.seconds), str(step.outcome))
    return " ".join(part for part in parts if part)


def _cell(value: str | int | None) -> str | int:
    """Return what stands in a cell. Text that a spreadsheet would run gets an apostrophe."""
    if value is None or isinstance(value, int):
        return "" if value is None else value
    return f"'{value}" if value.lstrip(" ").startswith(_RUNS) else value
