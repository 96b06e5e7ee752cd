"""Going over a whole history at once lets no row pass that reading it alone would not, and reads nothing else."""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from cramp_cli.core.episode import Damaged, Episode, Moment, Origin, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.report_facts import Wanted
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history import EVERYTHING, History, Span
from cramp_cli.storage.history_connection import reading
from cramp_cli.storage.history_database import connect
from cramp_cli.storage.history_errors import EXPECTED
from cramp_cli.storage.history_log import day_counts, read_log
from cramp_cli.storage.history_scan import damaged, date_of, facts, is_as_written, number_of
from cramp_cli.storage.history_schema import FACTS
from cramp_cli.storage.history_tallies import tallies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cramp_cli.storage.history_files import Place

FIRST = datetime(2026, 11, 1, 3, 30, tzinfo=UTC)
TEXTS = ("calf", 'a "quoted" one', "back\\slash", "Wade, ülü", "足", "🦵", "</b>", "a/b", "tab\x7f")
NOT_NULL = {"id", "began", "began_offset_minutes", "region", "situation", "red_flags", "ending", "origin", "step_count"}


def episode(number: int, region: str = "calf", **known: object) -> Episode:
    began = Moment.at((FIRST + timedelta(days=number)).astimezone(timezone(timedelta(hours=number % 3 - 1))))
    steps = (StepTaken("toes-up", "stretching", Outcome.EASING),) * (number % 3)
    made = Episode(str(UUID(int=number)), began, region, Origin.RELIEF, steps=steps, notes="a note " * 40)
    return replace(made, **known)  # type: ignore[arg-type]


@pytest.fixture
def history(tmp_path: Path) -> History:
    made = History(tmp_path / "d")
    several = [episode(number, text, side=("left", None)[number % 2]) for number, text in enumerate(TEXTS)]
    made.take_in([*several, episode(20, red_flags=("dvt", "q\"'")), episode(21, lasted_seconds=601, came_after="run")])
    return made


def by_both(place: Place) -> tuple[set[int], set[int]]:
    """The rows whose facts pass when all are gone over at once, and those whose facts are good when read alone.

    Which are damaged in anything has to be the same in both ways too, unless it is an index that is damaged: SQLite
    tells that itself.
    """
    with closing(connect(place.database, how="mode=ro")) as connection:
        left_out: list[int] = []
        at_once = {fact[0] for fact in facts(connection, EVERYTHING, left_out.append)}
        query = f"SELECT rowid, {rows.FACT_COLUMNS} FROM episode"  # noqa: S608 - our own words
        one_by_one = {row[0] for row in connection.execute(query) if rows.is_good(row[1:])}
        assert not at_once & set(left_out)
        whole = connection.execute(f"SELECT rowid, {rows.EPISODE_COLUMNS} FROM episode NOT INDEXED").fetchall()  # noqa: S608 - the same
        alone = {row[0] for row in whole if isinstance(rows.read(connection, row[1:]), Damaged)}
        is_sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert set(damaged(connection)) == alone or not is_sound
    return at_once, one_by_one


def test_whatever_is_written_passes(history: History) -> None:
    at_once, one_by_one = by_both(history.place)
    assert at_once == one_by_one
    assert len(at_once) == len(TEXTS) + 2


@pytest.mark.parametrize("column", FACTS)
@pytest.mark.parametrize("value", ["'x'", "7", "7.5", "x'00ff'", "CAST(began AS BLOB)", "'\"]'", "1e999", "NULL"])
def test_no_changed_column_passes(history: History, column: str, value: str) -> None:
    if value == "NULL" and column in NOT_NULL:
        return
    with closing(sqlite3.connect(history.place.database)) as connection, connection:
        look, change = f"SELECT {column} FROM episode WHERE rowid = 3", f"UPDATE episode SET {column} = {value}"  # noqa: S608 - our own words
        (before,) = connection.execute(look).fetchone()
        connection.execute(f"{change} WHERE rowid = 3")
        (after,) = connection.execute(look).fetchone()
    at_once, one_by_one = by_both(history.place)
    assert at_once == one_by_one
    assert (3 in at_once) is (type(before) is type(after) and before == after)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE episode SET notes = 'x' WHERE rowid = 3",
        "UPDATE episode SET answers = x'00' WHERE rowid = 3",
        "UPDATE episode SET step_count = -1 WHERE rowid = 3",
        "UPDATE episode SET step_count = 1 << 50 WHERE rowid = 3",
        "UPDATE step SET position = 7 WHERE rowid = 3",
        "UPDATE step SET position = 'a' WHERE rowid = 3",
        "UPDATE step SET outcome = 'gone' WHERE rowid = 3",
        "DELETE FROM step WHERE rowid = 3",
    ],
)
def test_no_changed_word_and_no_changed_step_passes(history: History, statement: str) -> None:
    with closing(sqlite3.connect(history.place.database)) as connection, connection:
        connection.execute(statement)
    by_both(history.place)
    with closing(connect(history.place.database, how="mode=ro")) as connection:
        assert len(list(damaged(connection))) == 1


def test_flipped_bytes_never_pass(history: History) -> None:
    """Where any byte of the file is changed, both ways of reading take the same rows for good, or both fail."""
    whole, chance = history.place.database.read_bytes(), random.Random(3)  # noqa: S311 - a seed, to see it again
    compared = 0
    for _ in range(200):
        broken = bytearray(whole)
        broken[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        history.place.database.write_bytes(broken)
        try:
            at_once, one_by_one = by_both(history.place)
        except EXPECTED:
            continue
        compared += 1
        assert at_once == one_by_one
    assert compared > 100, "else this proves little"


@pytest.mark.parametrize(
    ("text", "written"), [(None, b"x"), (b"", b"x"), (b"[", b"x"), (b"[1]", None), (b"\xff", b"x"), (b"[1]", "text")]
)
def test_what_is_no_row_is_not_as_written(text: bytes | None, written: object) -> None:
    assert not is_as_written(text, written)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(9998, 12, 31)])
def test_days_are_counted_from_1970(day: date) -> None:
    assert date_of(number_of(day)) == day
    assert number_of(date(1970, 1, 2)) == 1


@pytest.mark.parametrize(
    "text", ["1900-01-01T00:00:00+00:00", "1969-12-31T23:59:59-05:00", "2026-11-22T00:10:00+14:00"]
)
def test_the_minute_is_that_of_the_persons_clock(tmp_path: Path, text: str) -> None:
    history, began = History(tmp_path / "d"), Moment.parse(text)
    assert began is not None
    history.keep(episode(1, began=began))
    assert day_counts(history).first_day == began.local.date()
    found = tallies(history)
    assert (found.first_day, found.by_hour[began.local.hour]) == (began.local.date(), 1)


# -- what is read -----------------------------------------------------------------------------------------------------


class Watched:
    """Notes every statement and every column that reading a history touches."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.columns: set[str] = set()
        self._statements: list[str] = []
        monkeypatch.setattr("cramp_cli.storage.history.reading", self._watched)

    @contextmanager
    def _watched(self, place: Place) -> Iterator[sqlite3.Connection | None]:
        with reading(place) as connection:
            assert connection is not None
            connection.set_trace_callback(self._statements.append)
            connection.set_authorizer(self._note)
            yield connection

    def _note(self, action: int, table: str | None, column: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ:
            self.columns.add(f"{table}.{column}")
        return sqlite3.SQLITE_OK

    def plans(self, place: Place) -> list[str]:
        """How SQLite goes about each kind of statement, once each."""
        with closing(sqlite3.connect(place.database)) as connection:
            kinds = {re.sub(r"'[0-9a-f-]{36}'|\browid = \d+", "?", one): one for one in self._statements}
            queries = [one for one in kinds.values() if one.startswith("SELECT")]
            return [row[3] for one in queries for row in connection.execute(f"EXPLAIN QUERY PLAN {one}")]


ONCE_OVER = "SCAN episode"
BY_ROW = "SEARCH episode USING INTEGER PRIMARY KEY (rowid=?)"
STEPS = "SEARCH step USING INDEX sqlite_autoindex_step_1 (episode=?)"
BY_TIME = "SCAN episode USING INDEX episode_by_began"
"""No further than it is read: the newest words, or the first day of all."""


@pytest.mark.parametrize(
    ("span", "facts_by"),
    [
        (Span(region="calf"), "SEARCH episode USING INDEX episode_by_region (region=?)"),
        (Span(since=FIRST), "SEARCH episode USING INDEX episode_by_began (began>?)"),
        (Span(since=FIRST, region="calf"), "SEARCH episode USING INDEX episode_by_region (region=? AND began>?)"),
    ],
)
def test_a_chart_of_a_span_goes_over_its_facts_and_looks_up_the_first_day(
    history: History, monkeypatch: pytest.MonkeyPatch, span: Span, facts_by: str
) -> None:
    watched = Watched(monkeypatch)
    tallies(history, span, eased_since=date(2026, 11, 20))
    assert watched.plans(history.place) == [facts_by, facts_by, BY_ROW, STEPS, BY_TIME]


def test_a_chart_goes_over_the_facts_once_and_looks_up_the_rest(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    tallies(history, EVERYTHING, eased_since=date(2026, 11, 20))
    assert watched.plans(history.place) == [ONCE_OVER, BY_TIME, BY_ROW, STEPS]


def test_a_report_goes_over_the_facts_twice_and_looks_up_its_own_days(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    log = read_log(history, Wanted(date(2026, 11, 20), date(2026, 11, 30)), lambda _: 600)
    assert watched.plans(history.place) == [ONCE_OVER, BY_ROW, STEPS, ONCE_OVER]
    assert {one.id for one in log.episodes} == {str(UUID(int=20)), str(UUID(int=21))}


def test_the_days_of_a_plan_need_no_word_and_no_step(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch)
    assert len(day_counts(history).days(lambda *_: True)) == len(TEXTS) + 2
    assert watched.plans(history.place) == [ONCE_OVER]
    assert not watched.columns & {"episode.notes", "episode.answers", "episode.came_after", "step.outcome"}
