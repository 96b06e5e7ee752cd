"""An episode becomes rows and comes back the same, and a row that is not what was written is named, never believed."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import episode

from cramp_cli.core.episode import Damaged, Moment, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_schema import FACTS, MIGRATIONS, STEP, WORDS, hash_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.answers import Given
    from cramp_cli.core.episode import Episode


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:")
    MIGRATIONS[0](made)
    yield made
    made.close()


def test_an_episode_comes_back_as_it_was_and_its_later_state_takes_its_place(connection: sqlite3.Connection) -> None:
    for one in (episode(1), episode(2), episode(1, notes="later", ended=None, steps=())):
        rows.put(connection, one)
        assert rows.fetch(connection, one.id) == one
    assert connection.execute("SELECT count(*) FROM episode").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM step").fetchone() == (len(episode(2).steps),)
    assert rows.fetch(connection, "no such id") is None


def test_every_part_of_a_step_comes_back(connection: sqlite3.Connection) -> None:
    one = episode(1, steps=(StepTaken("press", "massage", Outcome.SAME, "wall", "left", 25),))
    rows.put(connection, one)
    assert rows.fetch(connection, one.id) == one


def test_the_order_of_answers_changes_nothing_in_a_row(connection: sqlite3.Connection) -> None:
    said: dict[str, Given] = {"where": ("calf",), "age": 61.0, "before": ("thirsty", "long-sweat")}
    written = []
    for answers in (said, dict(reversed(said.items()))):
        rows.put(connection, episode(1, answers=answers))
        written.append(connection.execute(rows.EPISODES).fetchall())
    assert written[0] == written[1]


def test_removing_takes_the_steps_along_and_counts_the_episode(connection: sqlite3.Connection) -> None:
    rows.put(connection, episode(2))
    assert episode(2).steps
    assert rows.remove(connection, "no such id") == 0
    assert rows.remove(connection, episode(2).id) == 1
    assert connection.execute("SELECT count(*) FROM step").fetchone() == (0,)


@pytest.mark.parametrize(
    "change", ["DELETE FROM step WHERE position = 1", "UPDATE step SET position = 7 WHERE position = 1"]
)
def test_an_episode_without_all_its_steps_in_their_places_is_damaged(
    connection: sqlite3.Connection, change: str
) -> None:
    one = episode(2)
    rows.put(connection, one)
    connection.execute(change)
    assert rows.fetch(connection, one.id) == Damaged(one.id, rows.instant(one.began.utc))


def stored(connection: sqlite3.Connection, **changed: object) -> Episode | Damaged | None:
    """Write an episode, change some of its columns, and give the row the hashes it would have had."""
    one = episode(1)
    rows.put(connection, one)
    for name, value in changed.items():
        connection.execute(f"UPDATE episode SET {name} = ?", (value,))  # noqa: S608 - our own columns
    row = connection.execute(f"SELECT {rows.EPISODE_COLUMNS} FROM episode").fetchone()  # noqa: S608 - the same
    facts, words = row[: len(FACTS)], (row[0], *row[len(FACTS) + 1 : -1])
    connection.execute("UPDATE episode SET facts_hash = ?, words_hash = ?", (hash_of(facts), hash_of(words)))
    return rows.fetch(connection, one.id)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("began", "yesterday"),
        ("ended", "later"),
        ("origin", "nowhere"),
        ("answers", "[]"),
        ("answers", "{"),
        ("red_flags", "7"),
    ],
)
def test_a_row_with_good_hashes_that_is_no_episode_is_damaged(
    connection: sqlite3.Connection, column: str, value: str
) -> None:
    began = value if column == "began" else rows.instant(episode(1).began.utc)
    assert stored(connection) == episode(1)
    assert stored(connection, **{column: value}) == Damaged(episode(1).id, began)


def test_a_damaged_row_is_named_as_far_as_it_can_be() -> None:
    assert rows.damaged(("id", "2026-11-22T02:10:05Z", "more")) == Damaged("id", "2026-11-22T02:10:05Z")
    assert rows.damaged((None, 7)) == Damaged("", "")
    found = rows.damaged(("\x1b" + "x" * 500, "x" * 500))
    assert found.id.startswith("\\x1bxxx")
    assert len(found.id) == len(found.began) < 100


@pytest.mark.parametrize("row", [("a", b"bytes", b"hash"), ("a", "b", b"hash"), ("a", "b", None)])
def test_what_does_not_carry_its_own_hash_is_not_good(row: tuple[object, ...]) -> None:
    assert not rows.is_good(row)
    assert rows.is_good(("a", 1, hash_of(("a", 1))))


def test_an_instant_is_written_in_utc_and_whole_seconds() -> None:
    moment = datetime(2026, 11, 22, 3, 10, 5, 999, tzinfo=timezone(timedelta(hours=1)))
    assert rows.instant(moment) == "2026-11-22T02:10:05Z"
    assert rows.instant(Moment(datetime(2026, 1, 2, tzinfo=UTC), 60).utc) == "2026-01-02T00:00:00Z"


def test_an_instant_is_the_same_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert rows.instant(datetime(2026, 11, 22, 2, 10, 5, tzinfo=UTC)) == "2026-11-22T02:10:05Z"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_every_column_has_its_place() -> None:
    assert rows.EPISODE_COLUMNS.split(", ") == [*FACTS, "facts_hash", *WORDS, "words_hash"]
    assert rows.STEP_COLUMNS.split(", ") == [*STEP, "hash"]
