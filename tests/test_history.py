"""The history keeps what it was given, and gives it back as it was."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers.episodes import NOW, episode, episodes, kept
from helpers.stores import fill, rows_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.core.episode import Episode, Moment
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage import locations
from cramp_cli.storage.history import History, Span
from cramp_cli.storage.history_connection import writing
from cramp_cli.storage.history_entries import check_export, export_of
from cramp_cli.storage.history_errors import REPAIR
from cramp_cli.storage.history_recorder import Recorder
from cramp_cli.storage.history_steps import step_counts
from cramp_cli.storage.history_tallies import tallies


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "d", now=lambda: NOW)


# -- where, and when anything is made ---------------------------------------------------------------------------------


def test_the_folder_is_the_one_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert locations.history_folder() == Path("/somewhere/cramp-cli")
    monkeypatch.setenv("CRAMP_CLI_DATA_DIR", "/asked/for")
    assert locations.history_folder() == Path("/asked/for")
    monkeypatch.setenv("CRAMP_CLI_DATA_DIR", "relative")
    with pytest.raises(CrampError, match="CRAMP_CLI_DATA_DIR") as caught:
        locations.history_folder()
    assert caught.value.code is ExitCode.USAGE


def test_without_a_folder_variable_it_lies_in_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    folder = locations.history_folder()
    assert folder is not None
    assert folder.is_relative_to(Path.home())


def test_reading_makes_nothing(history: History) -> None:
    assert history.list().episodes == ()
    assert history.get(episode(1).id) is None
    assert history.count() == 0
    assert history.check() == ()
    assert history.back_up() is None
    assert history.delete(["x"]) == 0
    history.delete_everything()
    assert history.repair().aside is None
    assert not history.is_backup_due()
    assert not history.place.folder.exists()


def test_core_start_loads_no_database() -> None:
    code = "import cramp_cli.core.episode, sys; print('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# -- what is kept -----------------------------------------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made=st.lists(episodes, max_size=4, unique_by=lambda one: one.id))
def test_export_and_import_lose_nothing(made: list[Episode], tmp_path: Path) -> None:
    first, second = (History(tmp_path / os.urandom(8).hex()) for _ in range(2))
    clean = [kept(one) for one in made]
    assert first.take_in(made).new == len(made)
    exported = export_of(first.list().episodes)
    found, problems = check_export(json.loads(json.dumps(exported)))
    assert problems == ()
    second.take_in(found)
    assert rows_of(second.place.folder) == rows_of(first.place.folder)
    assert {one.id: one for one in found} == {one.id: one for one in clean}
    assert second.take_in(found).known == len(made)
    assert export_of(second.list().episodes) == exported


def test_an_import_leaves_what_is_known_as_it_is(history: History) -> None:
    fill(history, 3)
    other = replace(episode(1), notes="another story")
    taken = history.take_in([episode(0), other, episode(7)])
    assert (taken.new, taken.known, taken.differing) == (1, 1, (other.id,))
    assert history.get(other.id) == episode(1)


def test_an_import_never_takes_the_place_of_what_came_in_a_moment_before(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(history, 1)
    theirs, ours = episode(5, notes="theirs"), episode(5, notes="ours")
    place = "cramp_cli.storage.history.writing"

    def writing_late(*given_: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes
        monkeypatch.setattr(place, writing)
        History(history.place.folder).keep(theirs)
        return writing(*given_, **named)

    monkeypatch.setattr(place, writing_late)
    with pytest.raises(CrampError) as caught:
        history.take_in([ours])
    assert str(caught.value) == f"{history.place.database} did not hold what was written — {REPAIR}"
    assert caught.value.code is ExitCode.HISTORY
    assert history.get(ours.id) == theirs


def test_what_no_episode_may_be_is_refused_with_its_limit(history: History) -> None:
    with pytest.raises(CrampError, match="notes: expected text of at most 10000") as caught:
        history.keep(episode(1, notes="n" * (1 << 20)))
    assert caught.value.code is ExitCode.USAGE
    assert not history.place.folder.exists()


def test_all_that_no_episode_may_be_is_told_at_once(history: History) -> None:
    with pytest.raises(CrampError) as caught:
        history.keep(episode(1, notes="n" * 10_001, pain_before=99))
    first, second = caught.value.what.split("; ")
    assert first.startswith("pain_before: ")
    assert second.startswith("notes: ")
    assert caught.value.fix == "correct it and try again"


@pytest.mark.parametrize("note", ["a\0b", "\ud800", "\x1b]0;PWN\x07", "'; DROP TABLE episode; --", "n" * 10_000])
def test_a_hostile_note_is_kept_as_text(history: History, note: str) -> None:
    one = episode(1, notes=note)
    history.keep(one)
    assert history.get(one.id) == kept(one)
    assert history.check() == ()


def test_the_clock_set_back_loses_nothing(history: History) -> None:
    one, earlier = episode(5), episode(1, began=Moment(NOW - timedelta(days=9000)), ended=Moment(NOW))
    history.keep(one)
    history.back_up()
    history._now = lambda: NOW - timedelta(days=365)
    history.keep(earlier)
    assert history.list().episodes == (one, earlier)
    assert history.is_backup_due()
    history.back_up()
    assert not history.is_backup_due()
    assert history.restore()[0].name == "history.db.bak-last"
    assert history.count() == 2


# -- lists and figures ------------------------------------------------------------------------------------------------


def test_lists_are_newest_first_within_their_span(history: History) -> None:
    made = fill(history, 9)
    assert history.list().episodes == made[::-1]
    assert history.list(limit=2, skip=1).episodes == (made[7], made[6])
    assert history.list(Span(region="foot")).episodes == (made[7], made[4], made[1])
    span = Span(since=made[2].began.utc, until=made[5].began.utc)
    assert history.list(span).episodes == (made[4], made[3], made[2])
    assert history.count(span) == 3
    assert history.count(Span(region="calf")) == 3


def test_no_query_reads_more_than_its_index_names(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    made = fill(history)
    asked: list[str] = []
    real = sqlite3.connect

    def connect(*given_: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401 - whatever it takes
        connection: sqlite3.Connection = real(*given_, **named)
        connection.set_trace_callback(asked.append)
        return connection

    span = Span(since=NOW, region="calf")
    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", connect)
        history.list(span, limit=3)
        history.list(limit=3)
        history.get(made[0].id)
        step_counts(history.place, "calf")
        tallies(history, span)
        history.count(span)
        Recorder(lambda: history).keep(made[1])
    connection = sqlite3.connect(history.place.database)
    queries = [query for query in asked if query.startswith(("SELECT", "DELETE")) and "sqlite_master" not in query]
    plans = [connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall() for query in queries]
    connection.close()
    assert len(plans) > 8
    assert all("INDEX" in row[-1] for plan in plans for row in plan)
