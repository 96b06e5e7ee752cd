"""A full disk, a folder of somebody else, a journal nobody may play back: no record is lost and no lie is told."""

from __future__ import annotations

import os
import stat
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.episodes import episode
from helpers.faults import FORK, Fault, in_child, kill, refused, struck_by
from helpers.store_cases import NEW, OLD, at, filled, records, said
from helpers.stores import quick_folder

from cramp_cli.storage import history_files
from cramp_cli.storage.history import NotKeptError
from cramp_cli.storage.history_entries import check_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


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
