"""Writes the cramps of people who exist only here into a history."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.episode import Episode, Moment, Origin

if TYPE_CHECKING:
    from cramp_cli.core.episode import StepTaken
    from cramp_cli.storage.history import History

FIRST = datetime(2026, 1, 1, 3, tzinfo=UTC)
APART = timedelta(days=8)
"""Rare enough that how often it cramps sends nobody to a doctor."""


def write_down(history: History, number: int, *steps: StepTaken, region: str = "calf") -> None:
    """Keep one more cramp, with these steps."""
    began = Moment(FIRST + number * APART)
    history.take_in([Episode(str(uuid.UUID(int=number)), began, region, Origin.RELIEF, ended=began, steps=steps)])
