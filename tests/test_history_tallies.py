"""A history is counted on the clock of the person, and what is damaged counts nowhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from cramp_cli.core.episode import Episode, Moment, Origin, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.profile import Night
from cramp_cli.core.tallies import Tallies
from cramp_cli.storage.history import History, Span
from cramp_cli.storage.history_tallies import tallies

if TYPE_CHECKING:
    from pathlib import Path

AHEAD = timezone(timedelta(hours=2))


def episode(number: int, began: datetime, outcome: Outcome) -> Episode:
    steps = (StepTaken("a", "heat", outcome),)
    return Episode(str(UUID(int=number)), Moment.at(began), "calf", Origin.RELIEF, side="left", steps=steps)


@pytest.fixture
def history(tmp_path: Path) -> History:
    made = History(tmp_path / "d")
    first = episode(1, datetime(2026, 11, 22, 1, 30, tzinfo=AHEAD), Outcome.SAME)
    second = episode(2, datetime(2026, 11, 21, 23, 30, tzinfo=UTC), Outcome.EASING)
    third = episode(3, datetime(2026, 10, 1, 12, tzinfo=UTC), Outcome.UNANSWERED)
    made.take_in([replace(first, came_after="run"), replace(second, side="right"), replace(third, region="foot")])
    return made


def test_a_history_is_counted_on_the_clock_of_the_person(history: History) -> None:
    found = tallies(history, eased_since=date(2026, 1, 1))
    assert found.by_day == {"2026-10-01": 1, "2026-11-21": 1, "2026-11-22": 1}
    assert found.by_night == {"2026-11-21": 2}
    assert (found.by_hour[1], found.by_hour[12], found.by_hour[23]) == (1, 1, 1)
    assert found.by_region == {"calf": 2, "foot": 1}
    assert found.by_side == {"left": 2, "right": 1}
    assert found.by_came_after == {"run": 1}
    assert found.answered_by_day == {"2026-11-21": 1, "2026-11-22": 1}
    assert found.eased_by_day == {"2026-11-21": 1}
    assert (found.count, found.damaged, found.first_day) == (3, 0, date(2026, 10, 1))


def test_a_span_a_region_and_the_own_night_are_kept_to(history: History) -> None:
    assert tallies(history, Span(region="foot")).by_region == {"foot": 1}
    assert tallies(history, Span(since=datetime(2026, 11, 21, 23, 29, 59, tzinfo=UTC))).count == 2
    assert tallies(history, night=Night(12 * 60, 13 * 60)).by_night == {"2026-10-01": 1}
    assert tallies(history).answered_by_day == {}


def test_the_days_of_one_muscle_are_known_since_anything_was_written_down(history: History) -> None:
    began, later = date(2026, 10, 1), datetime(2026, 11, 20, tzinfo=UTC)
    assert tallies(history, Span(region="calf")).first_day == began
    assert tallies(history, Span(since=later, region="calf")).first_day == later.astimezone().date()
    assert tallies(history, Span(since=datetime(2026, 1, 1, tzinfo=UTC), region="calf")).first_day == began
    with closing(sqlite3.connect(history.place.database)) as connection, connection:
        connection.execute("UPDATE episode SET region = 'hand' WHERE region = 'foot'")
    assert tallies(history, Span(region="calf")).first_day == date(2026, 11, 21), "a damaged row tells nothing"


def test_a_damaged_row_counts_nowhere(history: History) -> None:
    with closing(sqlite3.connect(history.place.database)) as connection, connection:
        connection.execute("UPDATE episode SET region = 'hand' WHERE region = 'foot'")
        connection.execute("UPDATE episode SET came_after = 'rum' WHERE came_after = 'run'")
        connection.execute("UPDATE step SET outcome = 'gone' WHERE outcome = 'same'")
    found = tallies(history, eased_since=date(2026, 1, 1))
    assert (found.count, found.damaged, found.by_region) == (2, 1, {"calf": 2})
    assert found.by_came_after == {}
    assert found.answered_by_day == {"2026-11-21": 1}


def test_no_history_is_counted_as_nothing_and_nothing_is_made(tmp_path: Path) -> None:
    assert tallies(History(tmp_path / "d")) == Tallies()
    assert not (tmp_path / "d").exists()
