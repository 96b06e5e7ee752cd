"""The history keeps what it was given, gives it back, and leaves nothing behind when asked to forget."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.faults import NOW, episode, no_lock, step, struck_by
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_episode import episodes, kept

from cramp_cli.core.episode import Episode, Moment, OutcomeCount
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.profile import Night
from cramp_cli.storage import locations
from cramp_cli.storage.history import History, NotKeptError, Span
from cramp_cli.storage.history_entries import check_export, entry_of
from cramp_cli.storage.history_recorder import PATIENCE_SECONDS, Recorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cramp_cli.core.ladder import Outcome


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "d", now=lambda: NOW)


def fill(history: History, count: int = 8) -> tuple[Episode, ...]:
    made = tuple(episode(number) for number in range(count))
    history.take_in(made)
    return made


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def names_in(history: History) -> set[str]:
    folder = history.place.folder
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} if folder.exists() else set()


def put_waiting(history: History, name: str, contents: bytes) -> None:
    history.place.pending.mkdir(parents=True, exist_ok=True, mode=0o700)
    (history.place.pending / name).write_bytes(contents)


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
    assert history.outcomes() == ()
    assert sum(history.patterns().by_hour) == 0
    assert history.export()[0]["items"] == []
    assert history.check() == ()
    assert history.back_up() is None
    assert history.delete(["x"]) == 0
    history.delete_everything()
    assert history.repair().aside is None
    assert not history.is_backup_due()
    assert not history.place.folder.exists()


# -- what is kept -----------------------------------------------------------------------------------------------------


def test_an_episode_is_kept_as_it_happens(history: History) -> None:
    one = episode(1, steps=())
    recorder = Recorder(history)
    recorder.begin(one)
    assert history.get(one.id) == one
    recorder.add_step(step(1))
    recorder.add_step(step(2))
    assert history.get(one.id) == replace(one, steps=(step(1), step(2)))
    assert recorder.episode is not None
    recorder.finish(replace(recorder.episode, ended=Moment(NOW, 60), ending="gone", pain_after=0))
    assert history.get(one.id) == recorder.episode
    assert recorder.trouble == ""
    assert history.count() == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made=st.lists(episodes, max_size=4, unique_by=lambda one: one.id))
def test_export_and_import_lose_nothing(made: list[Episode], tmp_path: Path) -> None:
    first, second = (History(tmp_path / os.urandom(8).hex()) for _ in range(2))
    clean = [kept(one) for one in made]
    assert first.take_in(made).new == len(made)
    exported, damaged = first.export()
    found, problems = check_export(json.loads(json.dumps(exported)))
    assert (damaged, problems) == ((), ())
    second.take_in(found)
    assert rows_of(second) == rows_of(first)
    assert {one.id: one for one in found} == {one.id: one for one in clean}
    assert second.take_in(found).known == len(made)
    assert second.export() == (exported, ())


def rows_of(history: History) -> list[Any]:
    if not history.place.database.exists():
        return []
    connection = sqlite3.connect(history.place.database)
    tables = ("SELECT * FROM episode ORDER BY id", "SELECT * FROM step ORDER BY episode, position")
    found = [connection.execute(query).fetchall() for query in tables]
    connection.close()
    return found


def test_an_import_leaves_what_is_known_as_it_is(history: History) -> None:
    fill(history, 3)
    other = replace(episode(1), notes="another story")
    taken = history.take_in([episode(0), other, episode(7)])
    assert (taken.new, taken.known, taken.differing) == (1, 1, (other.id,))
    assert history.get(other.id) == episode(1)


def test_what_no_episode_may_be_is_refused_with_its_limit(history: History) -> None:
    with pytest.raises(CrampError, match="notes: expected text of at most 10000") as caught:
        history.keep(episode(1, notes="n" * (1 << 20)))
    assert caught.value.code is ExitCode.USAGE
    assert not history.place.folder.exists()


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


def test_outcomes_are_counted_by_region_and_remedy(history: History) -> None:
    made = fill(history)
    wanted: dict[tuple[str, str, Outcome], int] = {}
    for one in made:
        for taken in one.steps:
            key = (one.region, taken.remedy, taken.outcome)
            wanted[key] = wanted.get(key, 0) + 1
    assert set(history.outcomes()) == {OutcomeCount(*key, count) for key, count in wanted.items()}
    assert history.outcomes("foot") == tuple(one for one in history.outcomes() if one.region == "foot")


def test_patterns_go_by_the_clock_of_the_person(history: History) -> None:
    instants = ("2026-11-21T23:30:00+01:00", "2026-11-22T03:10:00+01:00", "2026-11-22T12:00:00-05:00")
    moments = [Moment.parse(text) for text in instants]
    history.take_in([episode(number, began=moment) for number, moment in enumerate(moments)])
    found = history.patterns()
    assert [hour for hour, count in enumerate(found.by_hour) if count] == [3, 12, 23]
    assert found.by_weekday == (0, 0, 0, 0, 0, 1, 2)
    assert found.by_night == {"2026-11-21": 2}
    assert history.patterns(night=Night(11 * 60, 13 * 60)).by_night == {"2026-11-22": 1}


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
        history.outcomes("calf")
        history.patterns(span)
        history.count(span)
        Recorder(history).begin(made[1])
    connection = sqlite3.connect(history.place.database)
    queries = [query for query in asked if query.startswith(("SELECT", "DELETE")) and "sqlite_master" not in query]
    plans = [connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall() for query in queries]
    connection.close()
    assert len(plans) > 8
    assert all("INDEX" in row[-1] for plan in plans for row in plan)


# -- who may read it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_person_can_read_any_of_it(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        history = History(tmp_path / "d", now=lambda: NOW)
        with struck_by(no_lock()), pytest.raises(NotKeptError):
            history.keep(episode(1))
        made = names_in(history)
        history.keep(episode(2))
        history.back_up()
    finally:
        os.umask(before)
    assert any(name.startswith("pending/") for name in made)
    for path in (history.place.folder, *history.place.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_the_journal_is_private_too(history: History) -> None:
    from cramp_cli.storage.history_connection import writing

    fill(history)
    before = os.umask(0)
    try:
        with writing(history.place) as connection:
            connection.execute("DELETE FROM step")
            assert stat.S_IMODE(history.place.journal.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_loosened_modes_are_put_right_and_told(history: History) -> None:
    fill(history)
    history.back_up()
    history.place.folder.chmod(0o755)
    for path in history.place.folder.iterdir():
        path.chmod(0o644)
    history.count()
    assert stat.S_IMODE(history.place.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in history.place.folder.iterdir()} == {0o600}
    notices = history.notices()
    assert len(notices) == 4
    assert "history.db had mode 0644; only you can use it now" in " ".join(notices)
    assert history.notices() == ()


def link(path: Path) -> None:
    target = path.with_name("elsewhere")
    target.write_bytes(b"precious")
    path.symlink_to(target)


@pytest.mark.parametrize("make", [link, Path.mkdir, os.mkfifo], ids=["link", "folder", "pipe"])
def test_nothing_but_a_file_is_opened(history: History, make: Callable[[Path], object]) -> None:
    history.place.folder.mkdir(mode=0o700)
    make(history.place.database)
    for act in (history.list, history.count, history.delete_everything, lambda: history.keep(episode(1))):
        with pytest.raises(CrampError, match=r"history\.db is (a link|not a regular file)") as caught:
            act()
        assert caught.value.code is ExitCode.HISTORY
    assert b"precious" in bytes_in(history.place.folder) or make is not link
    assert history.waiting() == (f"{episode(1).id}.json",)


def test_a_link_to_the_folder_is_followed_and_one_to_what_waits_is_not(tmp_path: Path) -> None:
    real, elsewhere = tmp_path / "real", tmp_path / "elsewhere"
    real.mkdir()
    elsewhere.mkdir()
    (tmp_path / "d").symlink_to(real)
    (real / "pending").symlink_to(elsewhere)
    history = History(tmp_path / "d")
    history.keep(episode(1))
    assert stat.S_IMODE(real.stat().st_mode) == 0o700
    with struck_by(no_lock()), pytest.raises(NotKeptError) as caught:
        history.keep(episode(2))
    assert caught.value.waits_in is None
    assert caught.value.record == entry_of(episode(2))
    assert list(elsewhere.iterdir()) == []


# -- forgetting -------------------------------------------------------------------------------------------------------


def test_deleting_leaves_no_byte_of_a_note(history: History) -> None:
    canary = episode(3, notes="CANARY " * 900, came_after="CANARY")
    history.take_in([episode(1), canary, episode(2)])
    history.back_up()
    put_waiting(history, f"{canary.id}.json", json.dumps(entry_of(canary)).encode())
    put_waiting(history, "../.history.db.0.tmp", b"CANARY")
    assert b"CANARY" in bytes_in(history.place.folder)
    size = history.place.database.stat().st_size
    assert history.delete([canary.id, "unknown"]) == 1
    assert history.place.database.stat().st_size < size
    assert b"CANARY" not in bytes_in(history.place.folder)
    assert history.list().episodes == (episode(2), episode(1))
    history.restore()
    assert history.get(canary.id) is None


def test_deleting_says_which_files_may_still_hold_it(history: History) -> None:
    fill(history)
    put_waiting(history, "x.json", b"not an episode")
    history.keep(episode(20))
    history.notices()
    history.delete([episode(1).id])
    assert history.notices() == (f"{history.place.pending / 'x.json.refused'} may still hold it",)


@pytest.mark.parametrize("is_damaged", [False, True])
def test_deleting_everything_leaves_no_file(history: History, *, is_damaged: bool) -> None:
    fill(history)
    history.back_up()
    put_waiting(history, "x.json", b"CANARY")
    if is_damaged:
        history.place.database.write_bytes(b"CANARY, not a database")
    history.delete_everything()
    assert names_in(history) == set()
    history.keep(episode(1))
    assert history.count() == 1


# -- what waits -------------------------------------------------------------------------------------------------------


def test_what_waits_is_taken_in_once(history: History) -> None:
    with struck_by(no_lock()), pytest.raises(NotKeptError, match="it waits in") as caught:
        history.keep(episode(1))
    assert caught.value.waits_in is not None
    assert history.count() == 0
    assert history.check() == (f"{episode(1).id}.json waits to be taken in",)
    history.keep(episode(2))
    assert history.list().episodes == (episode(2), episode(1))
    assert history.waiting() == ()


def test_what_waits_never_takes_the_place_of_a_later_state(history: History) -> None:
    one = episode(3)
    later, ended = one.with_step(step(1)), replace(one, ended=Moment(NOW))
    history.keep(later)
    put_waiting(history, f"{one.id}.json", json.dumps(entry_of(one)).encode())
    history.keep(episode(1))
    assert history.get(one.id) == later
    put_waiting(history, "other-name.json", json.dumps(entry_of(ended)).encode())
    history.keep(episode(2))
    assert history.get(one.id) == ended
    assert history.waiting() == ()


def test_what_waits_and_is_no_episode_is_put_out_of_the_way_by_name(history: History, tmp_path: Path) -> None:
    good = json.dumps(entry_of(episode(5))).encode()
    bad: Iterable[tuple[str, bytes]] = (
        ("cut.json", good[:40]),
        ("deep.json", b"[" * 100_000),
        ("empty.json", b""),
        ("huge.json", good + b" " * (5 << 20)),
        ("latin.json", b"\xe9"),
    )
    put_waiting(history, "good.json", good)
    put_waiting(history, "twin.json", good)
    for name, contents in bad:
        put_waiting(history, name, contents)
    (tmp_path / "secret").write_bytes(good)
    (history.place.pending / "link.json").symlink_to(tmp_path / "secret")
    os.mkfifo(history.place.pending / "pipe.json")
    history.keep(episode(1))
    assert history.list().episodes == (episode(5), episode(1))
    refused = sorted([*(name for name, _ in bad), "link.json", "pipe.json"])
    assert sorted(path.name for path in history.place.pending.iterdir()) == [f"{name}.refused" for name in refused]
    told = [line for line in history.notices() if line.endswith("holds no episode that can be read")]
    assert [Path(line.split(" ")[0]).name for line in told] == [f"{name}.refused" for name in refused]


# -- the recorder -----------------------------------------------------------------------------------------------------


def test_without_a_history_the_recorder_keeps_quiet() -> None:
    recorder = Recorder(None)
    recorder.add_step(step(1))
    recorder.begin(episode(1))
    assert (recorder.trouble, recorder.record) == ("", None)


def test_a_trouble_that_passes_is_made_good_by_the_next_step(history: History) -> None:
    recorder = Recorder(history)
    with struck_by(no_lock()):
        recorder.begin(episode(1, steps=()))
    assert recorder.trouble.startswith("not saved: ")
    assert recorder.trouble.isprintable()
    recorder.add_step(step(1))
    assert recorder.trouble == ""
    assert history.list().episodes == (recorder.episode,)
    assert history.waiting() == ()


def test_the_recorder_swallows_even_a_bug_and_hands_the_record_over(history: History) -> None:
    recorder = Recorder(history)
    history.place = None  # type: ignore[assignment]
    recorder.begin(episode(1))
    assert recorder.trouble.startswith("not saved: ")
    assert recorder.record == entry_of(episode(1))


def test_the_recorder_does_not_wait_for_a_lock(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    real = sqlite3.connect

    def connect(*given_: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401 - whatever it takes
        waits.append(named["timeout"])
        connection: sqlite3.Connection = real(*given_, **named)
        return connection

    fill(history)
    put_waiting(history, "x.json", json.dumps(entry_of(episode(30))).encode())
    monkeypatch.setattr(sqlite3, "connect", connect)
    Recorder(history).begin(episode(20))
    assert history.waiting() == ()
    assert set(waits) == {0, PATIENCE_SECONDS}
    assert PATIENCE_SECONDS < 0.5


def test_core_start_loads_no_database() -> None:
    code = "import cramp_cli.core.episode, sys; print('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
