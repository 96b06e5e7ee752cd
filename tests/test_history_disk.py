"""A full disk, a folder of somebody else, a journal nobody may play back: no record is lost and no lie is told."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.episodes import episode
from helpers.faults import FORK, Fault, in_child, kill, refused, struck_by
from helpers.history_command import run
from helpers.store_cases import NEW, OLD, at, filled, records, said
from helpers.stores import quick_folder
from helpers.unshared import MAY_MOUNT, OWN_MOUNTS

from cramp_cli.storage import history_files
from cramp_cli.storage.history import NotKeptError
from cramp_cli.storage.history_entries import check_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATA_DIR = "CRAMP_CLI_DATA_DIR"
FULL = "dd if=/dev/zero of={place}/filler bs=1k 2>/dev/null || true"
READ_ONLY = "mount -o remount,ro {place}"


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


@MAY_MOUNT
@pytest.mark.parametrize(("spoil", "why"), [(FULL, "the disk is full"), (READ_ONLY, "read-only")])
def test_what_a_real_disk_does_not_take_is_printed_as_one_line_and_nothing_old_is_lost(
    tmp_path: Path, spoil: str, why: str
) -> None:
    place, saved = tmp_path / "mounted", tmp_path / "saved"
    place.mkdir()
    add = f"{sys.executable} -m cramp_cli history add"
    steps = (
        f"mount -t tmpfs -o size=128k,mode=700 tmpfs {place}",
        f"{add} calf --at '2h ago' --note 'the old one' >&2",
        spoil.format(place=place),
        f"echo 'the new one' | {add} left foot --pain 7 --note - || echo $?",
        f"cp -rp {place} {saved}; rm -f {saved}/filler",
    )
    script = [*OWN_MOUNTS, "sh", "-ec", "\n".join(steps)]
    done = subprocess.run(script, capture_output=True, text=True, check=False, env={**os.environ, DATA_DIR: str(place)})
    assert done.returncode == 0, done.stderr
    assert done.stdout == "4\n"
    *_, told, line, error = done.stderr.splitlines()
    assert told.endswith("cramp-cli history import FILE:")
    assert error.startswith("cramp-cli: error: not saved: ")
    assert why in error
    assert [one.notes for one in at(saved).list().episodes] == ["the old one"]
    assert not at(saved).check()
    assert run("import", "-", typed=line, CRAMP_CLI_DATA_DIR=str(saved)).returncode == 0
    found = [(one.notes, one.side, one.pain_before) for one in at(saved).list().episodes]
    assert found == [("the new one", "left", 7), ("the old one", None, None)]
