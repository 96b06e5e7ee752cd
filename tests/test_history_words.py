"""What the history says of itself: where a record is now, what to do about it, and which file is meant."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from helpers.episodes import NOW, episode
from helpers.faults import Fault, no_lock, struck_by
from helpers.stores import fill, put_waiting

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage import history_pending, history_schema
from cramp_cli.storage.history import History, NotKeptError
from cramp_cli.storage.history_backup import check_backup, faults_of
from cramp_cli.storage.history_entries import entry_of
from cramp_cli.storage.history_errors import REPAIR
from cramp_cli.storage.history_repair import Repair

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "d", now=lambda: NOW)


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"note 1", b"n0te 1"))


# -- a record that was not kept ---------------------------------------------------------------------------------------

FULL = CrampError("the disk is full", fix="make room", code=ExitCode.HISTORY)


def test_a_record_that_waits_says_where_and_not_to_type_it_again(tmp_path: Path) -> None:
    error = NotKeptError(FULL, tmp_path / "a\x1b.json", None)
    again = "it is taken in as soon as that works, so do not add it again"
    assert str(error) == f"not saved: the disk is full; it waits in {tmp_path}/a\\x1b.json — make room; {again}"
    assert (error.code, error.waits_in, error.record) == (ExitCode.HISTORY, tmp_path / "a\x1b.json", None)
    without = NotKeptError(CrampError("it failed", code=ExitCode.HISTORY), tmp_path, None)
    assert without.fix == again


def test_a_record_that_is_nowhere_says_so_and_is_handed_back() -> None:
    error = NotKeptError(FULL, None, entry_of(episode(1)))
    assert str(error) == "not saved: the disk is full; it is kept nowhere — make room"
    assert error.record == entry_of(episode(1))


def test_a_record_that_cannot_even_wait_is_handed_back_whole(history: History) -> None:
    fill(history, 1)
    history.place.pending.symlink_to(history.place.folder)
    with struck_by(no_lock()), pytest.raises(NotKeptError) as caught:
        history.keep(episode(5))
    assert caught.value.record == entry_of(episode(5))
    with pytest.raises(CrampError, match=f"^{history_pending.file_of(history.place, episode(5).id)} cannot be read"):
        history_pending.keep(history.place, episode(5))


def test_a_record_that_waits_is_taken_in_where_no_store_is_yet(history: History) -> None:
    with struck_by(no_lock()), pytest.raises(NotKeptError):
        history.keep(episode(1))
    history.place.database.unlink(missing_ok=True)
    history.take_in_what_waits(patience_seconds=1)
    assert history.get(episode(1).id) == episode(1)
    began = episode(1).began.local
    assert history.notices() == (f"The episode of {began:%Y-%m-%d %H:%M} that waited is in the history now",)
    assert history.notices() == ()


def test_what_waits_on_is_said_with_the_reason(history: History) -> None:
    with struck_by(no_lock()), pytest.raises(NotKeptError):
        history.keep(episode(1))
    with struck_by(no_lock()):
        history.take_in_what_waits(patience_seconds=1)
    (notice,) = history.notices()
    assert notice.startswith(f"Episodes still wait: {history.place.database} ")


def test_one_notice_does_not_hide_another(history: History) -> None:
    with struck_by(no_lock()), pytest.raises(NotKeptError):
        history.keep(episode(1))
    history.keep(episode(2))
    put_waiting(history, "cut.json.refused", b"")
    history.delete([episode(2).id])
    first, second = history.notices()
    assert first.endswith("is in the history now")
    assert second == f"{history.place.pending / 'cut.json.refused'} may still hold it"


def test_modes_that_cannot_be_put_right_are_told_and_keep_nobody_from_reading(history: History) -> None:
    fill(history, 2)
    history.place.database.chmod(0o644)
    with struck_by(Fault(1, only="os chmod")):
        assert history.count() == 2
    (notice,) = history.notices()
    assert notice.startswith(
        f"others may use the files of the history: {history.place.folder} cannot be read or written"
    )


# -- nothing there ----------------------------------------------------------------------------------------------------


def test_without_a_store_every_count_is_nothing(history: History) -> None:
    assert history.last_backup() is None
    assert (history.count(), history.list().episodes) == (0, ())


# -- backups ----------------------------------------------------------------------------------------------------------


def test_the_last_backup_is_as_old_as_it_is(history: History) -> None:
    fill(history)
    for days in (0, 3):
        history._now = lambda days=days: NOW + timedelta(days=days)  # type: ignore[misc]
        history.back_up()
        assert history.last_backup() == NOW + timedelta(days=days)
    history.place.backup("last").unlink()
    assert history.last_backup() == NOW


def test_backups_are_as_old_as_the_last_deletion(history: History) -> None:
    made = fill(history)
    history.back_up()
    history._now = lambda: NOW + timedelta(days=2)
    history.delete([made[0].id])
    assert history.last_backup() == NOW + timedelta(days=2)


def test_a_store_that_must_not_be_copied_is_named(history: History) -> None:
    fill(history)
    damage(history.place.database)
    with pytest.raises(CrampError) as caught:
        history.back_up()
    assert str(caught.value).startswith(f"{history.place.database} is damaged: ")
    assert (caught.value.fix, caught.value.code) == (REPAIR, ExitCode.HISTORY)


def test_where_no_backup_is_good_the_next_thing_to_try_is_named(history: History) -> None:
    fill(history)
    with pytest.raises(CrampError) as caught:
        history.restore()
    fix = "run `cramp-cli history repair` to save what can be saved"
    assert str(caught.value) == f"no good backup in {history.place.folder} — {fix}"
    assert caught.value.code is ExitCode.HISTORY


@pytest.mark.parametrize(
    ("contents", "said"),
    [(b"", " is empty"), (b"no database at all, " * 60, " is not a history"), (None, " is not a cramp-cli history")],
    ids=["empty", "text", "of another program"],
)
def test_a_backup_that_is_none_is_refused_by_name(
    history: History, tmp_path: Path, contents: bytes | None, said: str
) -> None:
    fill(history)
    other = tmp_path / "other.db"
    if contents is None:
        with closing(sqlite3.connect(other)) as connection:
            connection.executescript("CREATE TABLE places (url); PRAGMA application_id=7")
    else:
        other.write_bytes(contents)
    with pytest.raises(CrampError) as caught:
        history.restore(other)
    assert caught.value.what == f"{other}{said}"
    assert caught.value.code is ExitCode.HISTORY


def test_a_backup_is_only_read_when_it_is_looked_at(history: History) -> None:
    fill(history)
    history.back_up()
    before = {path.name for path in history.place.folder.iterdir()}
    history.restore()
    after = {path.name for path in history.place.folder.iterdir()}
    assert after - before == {f"history.db.replaced-{NOW:%Y%m%dT%H%M%SZ}"}


@pytest.mark.parametrize("attempt", [2, 3, 4])
def test_a_leftover_that_cannot_be_removed_is_no_failure(history: History, attempt: int) -> None:
    made = fill(history)
    history.back_up()
    with struck_by(Fault(attempt, only="os unlink")) as fault:
        history.restore()
    assert fault.has_struck
    assert history.list().episodes == made[::-1]


def test_looking_at_a_backup_leaves_everything_beside_it_as_it_was(history: History) -> None:
    fill(history)
    backup = history.back_up()
    assert backup is not None
    journal = backup.with_name(f"{backup.name}-journal")
    journal.write_bytes(b"not a journal " * 200)
    check_backup(backup)
    assert journal.read_bytes() == b"not a journal " * 200


# -- what is wrong ----------------------------------------------------------------------------------------------------


class Complaining(sqlite3.Connection):
    """A connection that finds two faults in the file itself."""

    def execute(self, statement: str, *given: Any) -> Any:  # noqa: ANN401 - whatever it takes
        said = "SELECT 'row 1 is missing' || char(10) || 'row 2' || char(27)"
        return super().execute(said if "integrity_check" in statement else statement, *given)


def test_every_fault_is_told_of_the_file_and_of_the_records(history: History) -> None:
    fill(history, 3)
    with closing(sqlite3.connect(history.place.database, factory=Complaining)) as connection, connection:
        connection.execute("DELETE FROM episode WHERE id = ?", (episode(2).id,))
        faults = faults_of(connection)
    assert faults == ("the file: row 1 is missing", "the file: row 2\\x1b", "2 steps belong to no record")
    assert history.check() == ("2 steps belong to no record",)


def test_a_sound_store_needs_no_repair_and_says_how_much_it_holds(history: History) -> None:
    fill(history)
    assert history.repair() == Repair(8, 0, (), None)


def test_of_old_schemas_only_the_last_is_kept(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(history)
    history.back_up()
    history.place.backup("v0").write_bytes(b"older still")
    change = lambda connection: connection.execute("ALTER TABLE episode ADD COLUMN mood TEXT")  # noqa: E731
    monkeypatch.setattr(history_schema, "MIGRATIONS", (*history_schema.MIGRATIONS, change))
    assert history.count() == 8
    names = sorted(path.name.removeprefix("history.db.bak-") for path in history.place.backups())
    assert names == ["last", "v1", "weekly"]
