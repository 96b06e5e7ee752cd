"""Counts what the steps of one region did, for a routine that is about to begin.

Somebody is in pain: this reads one table of the store, its newest rows, and loads nothing that only writing needs.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cramp_cli.core.ladder import Outcome
from cramp_cli.core.learning import StepCount
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_connection import reading
from cramp_cli.storage.history_database import PATIENCE_SECONDS
from cramp_cli.storage.history_errors import said_in_one_line

if TYPE_CHECKING:
    from cramp_cli.storage.history_files import Place

NEWEST_STEPS = 2_000
"""How many steps of a region are counted for learning, the newest: enough for years, and quick beside a cramp."""
_STEPS = f"SELECT {rows.STEP_COLUMNS} FROM step"  # noqa: S608 - our own words


def step_counts(place: Place, region: str, *, patience_seconds: float = PATIENCE_SECONDS) -> tuple[StepCount, ...]:
    """Return how often each step, in each form, had each outcome in `region`, over its newest steps.

    Raises:
        CrampError: the store cannot be read (exit 4).
    """
    with said_in_one_line(place.database), reading(place, patience_seconds=patience_seconds) as connection:
        if connection is None:
            return ()
        query = f"{_STEPS} WHERE region = ? ORDER BY rowid DESC LIMIT {NEWEST_STEPS}"
        found = Counter(
            (row[4], row[8], row[3], row[5])
            for row in connection.execute(query, (region,))
            if rows.is_good(row) and row[2] == region
        )
    return tuple(
        StepCount(region, remedy, Outcome(outcome), count, step, variant)
        for (remedy, outcome, step, variant), count in sorted(found.items())
    )
