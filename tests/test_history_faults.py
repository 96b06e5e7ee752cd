"""Whatever call fails, and wherever the program is killed: nothing acknowledged is lost and nothing is half there."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.faults import (
    NOW,
    Fault,
    episode,
    in_child,
    in_children,
    kill,
    kills,
    quick_folder,
    refused,
    step,
    struck_by,
)

from cramp_cli.core.episode import Episode, Moment
from cramp_cli.core.errors import CrampError
from cramp_cli.storage import history_files, history_schema
from cramp_cli.storage.history import History, NotKeptError
from cramp_cli.storage.history_entries import check_entry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

OLD = tuple(episode(number) for number in range(6))
NEW = episode(50, notes="CANARY fifty")
LONGER = OLD[3].with_step(step(9))
ENDED = replace(LONGER, ended=Moment(NOW, 60), ending="gone", pain_after=1)
DELETED = OLD[4]
CALLS_AT_MOST = 2000
FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="not run: no processes to fork")


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


def at(_: Path) -> History:
    """Open the history of a test, with its own clock."""
    return History(_, now=lambda: NOW)


def filled(folder: Path) -> None:
    at(folder).take_in(OLD)


def with_backup(folder: Path) -> None:
    filled(folder)
    at(folder).back_up()


def with_waiting(folder: Path) -> None:
    filled(folder)
    waiting = folder / "pending"
    waiting.mkdir(mode=0o700)
    from cramp_cli.storage import history_pending

    history_pending.keep(at(folder).place, episode(60))


def damaged_with_backup(folder: Path) -> None:
    with_backup(folder)
    database = folder / "history.db"
    contents = bytearray(database.read_bytes())
    place = contents.index(b"note 5")
    contents[place] ^= 1
    database.write_bytes(contents)


def nothing(_: Path) -> None:
    """Start where nothing has ever been written."""


@dataclass(frozen=True)
class Case:
    """One operation, what it starts from, and what has to hold of the records afterwards."""

    name: str
    start: Callable[[Path], None]
    act: Callable[[History], Any]
    before: frozenset[str]
    """What may be there if it failed …"""
    after: frozenset[str]
    """… and what must be there if it did not."""


def said(*episodes: Episode) -> frozenset[str]:
    return frozenset(map(repr, episodes))


CASES = (
    Case("first", nothing, lambda history: history.keep(NEW), said(), said(NEW)),
    Case("keep", filled, lambda history: history.keep(NEW), said(*OLD), said(*OLD, NEW)),
    Case("step", filled, lambda history: history.keep(LONGER), said(*OLD), said(*OLD[:3], LONGER, *OLD[4:])),
    Case("finish", filled, lambda history: history.keep(ENDED), said(*OLD), said(*OLD[:3], ENDED, *OLD[4:])),
    Case("import", filled, lambda history: history.take_in([*OLD, NEW]), said(*OLD), said(*OLD, NEW)),
    Case(
        "delete",
        with_backup,
        lambda history: history.delete([DELETED.id]),
        said(*OLD),
        said(*(one for one in OLD if one != DELETED)),
    ),
    Case("delete all", with_backup, lambda history: history.delete_everything(), said(*OLD), said()),
    Case("back up", with_backup, lambda history: history.back_up(), said(*OLD), said(*OLD)),
    Case("restore", with_backup, lambda history: history.restore(), said(*OLD), said(*OLD)),
    Case("repair", damaged_with_backup, lambda history: history.repair(), said(*OLD[:5]), said(*OLD)),
    Case("read", filled, lambda history: (history.list(), history.patterns(), history.check()), said(*OLD), said(*OLD)),
)
WAITS = Case("waiting", with_waiting, lambda history: history.keep(NEW), said(*OLD), said(*OLD, NEW))


def records(history: History) -> frozenset[str]:
    return said(*history.list().episodes)


def is_somewhere(wanted: Episode, history: History, error: NotKeptError | None) -> bool:
    """Whether an episode is in the store, in a file that waits, or in the hands of the caller."""
    if repr(wanted) in records(history) or f"{wanted.id}.json" in history.waiting():
        return True
    return error is not None and error.record is not None and check_entry(error.record)[0] == wanted


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def sound(history: History, case: Case) -> None:
    """Check what holds after any accident: it opens, is whole, is private, and holds the old or the new."""
    found = records(history)
    assert found in {case.before, case.after}
    if case.name != "repair":
        assert not [fault for fault in history.check() if "waits" not in fault]
    for path in (history.place.folder, *history.place.folder.rglob("*")):
        if path.exists():
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_failure_at_any_call_loses_nothing_and_is_never_called_success(
    case: Case, tmp_path: Path, *, after: bool
) -> None:
    template = tmp_path / "template"
    case.start(template)
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        if template.exists():
            shutil.copytree(template, folder)
        history = at(folder)
        with struck_by(Fault(number, after=after)) as fault:
            error = refused(partial(case.act, history))
        sound(history, case)
        if error is None:
            assert records(history) == case.after
            assert "delete" not in case.name or b"note 4" not in everything_in(folder)
        if isinstance(error, NotKeptError):
            wanted = {"step": LONGER, "finish": ENDED}.get(case.name, NEW)
            assert is_somewhere(wanted, history, error)
        shutil.rmtree(folder, ignore_errors=True)
        if not fault.has_struck:
            assert error is None
            assert number > 40
            return
    raise AssertionError("it never came to an end")


def test_a_failure_while_what_waits_is_taken_in_loses_nothing(tmp_path: Path) -> None:
    template = tmp_path / "template"
    with_waiting(template)
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        shutil.copytree(template, folder)
        history = at(folder)
        with struck_by(Fault(number)) as fault:
            error = refused(partial(WAITS.act, history))
        assert is_somewhere(episode(60), history, None)
        assert is_somewhere(NEW, history, error if isinstance(error, NotKeptError) else None)
        assert error is not None or repr(NEW) in records(history)
        history.keep(episode(61))
        assert said(*OLD, NEW, episode(60), episode(61)) - records(history) <= said(*([NEW] if error else []))
        assert history.waiting() == ()
        shutil.rmtree(folder)
        if not fault.has_struck:
            return
    raise AssertionError("it never came to an end")


@FORK
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_killed_at_any_call_it_is_whole_at_the_next_start(case: Case, tmp_path: Path) -> None:
    template = tmp_path / "template"
    case.start(template)
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        if template.exists():
            shutil.copytree(template, folder)

        def work(folder: Path = folder, number: int = number) -> None:
            with struck_by(Fault(number, action=kill)):
                case.act(at(folder))

        status, _ = in_child(work)
        sound(at(folder), case)
        shutil.rmtree(folder, ignore_errors=True)
        if status == 0:
            assert number > 40
            return
        assert os.WIFSIGNALED(status)
    raise AssertionError("it never came to an end")


def to_schema_2(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE episode ADD COLUMN mood TEXT NOT NULL DEFAULT ''")
    connection.execute("CREATE INDEX episode_by_mood ON episode (mood)")


@pytest.mark.parametrize("is_killed", [False, pytest.param(True, marks=FORK)], ids=["fails", "is killed"])
def test_a_migration_that_fails_or_is_killed_leaves_the_old_schema_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_killed: bool
) -> None:
    template = tmp_path / "template"
    filled(template)
    monkeypatch.setattr(history_schema, "MIGRATIONS", (*history_schema.MIGRATIONS, to_schema_2))
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        shutil.copytree(template, folder)
        fault = Fault(number, action=kill if is_killed else None)

        def work(folder: Path = folder, fault: Fault = fault) -> bytes:
            with struck_by(fault):
                if refused(at(folder).list):
                    return b"failed"
            return b"done" if fault.has_struck else b"end"

        answer = in_child(work)[1] if is_killed else work()
        history = at(folder)
        assert records(history) == said(*OLD)
        assert not history.check()
        assert history.place.backup("v1").exists()
        shutil.rmtree(folder)
        if answer == b"end":
            return
    raise AssertionError("it never came to an end")


@FORK
def test_ten_writers_killed_at_random_lose_nothing_they_said_was_kept() -> None:
    assert kills(10) == []


@FORK
def test_on_a_full_disk_the_old_rows_stay_and_the_new_one_is_not_lost(tmp_path: Path) -> None:
    import resource

    folder = tmp_path / "d"
    filled(folder)
    limit = (folder / "history.db").stat().st_size + 8192

    def work() -> bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        for number in range(100, 400):
            error = refused(partial(at(folder).keep, episode(number, notes="n" * 3000)))
            if error is not None:
                assert "full" in str(error)
                assert isinstance(error, NotKeptError)
                assert error.waits_in is not None
                return str(number).encode()
        return b""

    status, text = in_child(work)
    assert status == 0, text
    failed = int(text)
    history = at(folder)
    assert history.count() == len(OLD) + failed - 100
    assert history.waiting() == (f"{episode(failed).id}.json",)
    history.keep(NEW)
    assert history.count() == len(OLD) + failed - 100 + 2
    assert not history.check()


def test_a_full_database_rolls_back(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    filled(folder)

    class FullFault(Fault):
        def around(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:  # noqa: ANN401
            result = call(*given, **named)
            if name.startswith("sql PRAGMA temp_store"):
                result.connection.execute("PRAGMA max_page_count=1")
            return result

    history = at(folder)
    with struck_by(FullFault(0)), pytest.raises(NotKeptError, match="the disk is full"):
        history.keep(episode(70, notes="n" * 9000))
    assert records(history) == said(*OLD)
    assert history.waiting()


@FORK
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="not run: only root can drop root")
def test_a_folder_of_somebody_else_is_read_and_a_write_hands_the_record_back() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as outside:
        Path(outside).chmod(0o711)
        folder = history_files.Place(Path(outside) / "d").folder
        filled(folder)
        folder.chmod(0o711 | stat.S_IRGRP | stat.S_IROTH)
        (folder / "history.db").chmod(0o644)

        def work() -> bytes:
            os.setgroups([])
            os.setuid(65534)
            history = at(folder)
            assert records(history) == said(*OLD)
            assert any("others may use" in line for line in history.notices())
            error = refused(lambda: history.keep(NEW))
            assert isinstance(error, NotKeptError)
            assert error.waits_in is None
            assert check_entry(error.record)[0] == NEW
            return str(error).encode()

        status, text = in_child(work)
        assert status == 0, text
        assert b"it is kept nowhere" in text
        assert records(at(folder)) == said(*OLD)


@FORK
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="not run: only root can drop root")
def test_a_journal_that_cannot_be_played_back_is_told_and_not_read_over() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as outside:
        Path(outside).chmod(0o711)
        folder = Path(outside) / "d"
        filled(folder)

        def die_in_the_middle() -> None:
            with struck_by(Fault(1)) as fault:
                fault.at = 10**9
                from cramp_cli.storage.history_connection import writing

                with writing(at(folder).place) as connection:
                    connection.execute("PRAGMA cache_size=1")
                    connection.execute("PRAGMA cache_spill=ON")
                    for number in range(200):
                        connection.execute("UPDATE episode SET notes = ?", (f"{number}" * 2000,))
                    kill("")

        in_child(die_in_the_middle)
        assert (folder / "history.db-journal").stat().st_size
        for path in (folder, *folder.iterdir()):
            path.chmod(0o711 | stat.S_IRGRP | stat.S_IROTH if path.is_dir() else 0o644)

        def work() -> bytes:
            os.setgroups([])
            os.setuid(65534)
            return str(refused(at(folder).list)).encode()

        status, text = in_child(work)
        assert status == 0, text
        assert b"history.db cannot be" in text
        assert records(at(folder)) == said(*OLD)


@FORK
def test_two_writers_at_once_lose_nothing_and_neither_fails(tmp_path: Path) -> None:
    folder = tmp_path / "d"

    def write(first: int) -> None:
        for number in range(first, first + 25):
            at(folder).keep(episode(number))

    assert in_children(lambda: write(0), lambda: write(25)) == [(0, b""), (0, b"")]
    history = at(folder)
    assert records(history) == said(*(episode(number) for number in range(50)))
    assert not history.check()


@FORK
def test_two_that_make_the_store_at_the_same_moment_make_one(tmp_path: Path) -> None:
    for number in range(20):
        folder = tmp_path / str(number)
        works = [lambda one=one, folder=folder: at(folder).keep(episode(one)) for one in range(3)]
        assert in_children(*works) == [(0, b"")] * 3
        assert records(at(folder)) == said(*(episode(one) for one in range(3)))


def test_a_reader_during_a_write_sees_the_old_state(tmp_path: Path) -> None:
    from cramp_cli.storage import history_rows
    from cramp_cli.storage.history_connection import writing

    folder = tmp_path / "d"
    filled(folder)
    with writing(at(folder).place) as connection:
        history_rows.put(connection, NEW)
        assert records(at(folder)) == said(*OLD)
    assert records(at(folder)) == said(*OLD, NEW)


def test_a_commit_that_lied_is_not_called_success(tmp_path: Path) -> None:
    class Liar(Fault):
        def around(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:  # noqa: ANN401
            return call("ROLLBACK") if name == "sql COMMIT" else call(*given, **named)

    history = at(tmp_path / "d")
    filled(history.place.folder)
    with struck_by(Liar(0)), pytest.raises(NotKeptError, match="did not hold what was written"):
        history.keep(NEW)
    with struck_by(Liar(0)), pytest.raises(CrampError, match="did not hold what was written"):
        history.take_in([NEW])
    assert history.waiting() == (f"{NEW.id}.json",)


def test_the_settings_are_those_that_make_sqlite_keep_its_word(tmp_path: Path) -> None:
    from cramp_cli.storage.history_connection import writing

    wanted = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "fullfsync": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
        "application_id": int.from_bytes(b"CRAM", "big"),
        "user_version": len(history_schema.MIGRATIONS),
    }
    with writing(at(tmp_path / "d").place) as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted


@pytest.mark.parametrize("start", [nothing, filled], ids=["first", "keep"])
def test_somebody_who_writes_between_any_two_calls_is_no_trouble(start: Callable[[Path], None], tmp_path: Path) -> None:
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        start(folder)

        def come_in_between(_: str, folder: Path = folder) -> None:
            refused(partial(at(folder).keep, episode(80), patience_seconds=0))

        with struck_by(Fault(number, action=come_in_between)) as fault:
            at(folder).keep(NEW)
        at(folder).keep(episode(81))
        assert records(at(folder)) >= said(NEW, episode(81), *([episode(80)] if fault.has_struck else []))
        assert not at(folder).check()
        shutil.rmtree(folder)
        if not fault.has_struck:
            return
    raise AssertionError("it never came to an end")
