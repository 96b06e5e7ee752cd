"""What the history asks of the file system: nothing half written, nothing of somebody else's, nothing left behind."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import NOW
from helpers.faults import Fault, struck_by

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage import history_files as files
from cramp_cli.storage.history_backup import exchange

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> files.Place:
    files.make_folder(tmp_path / "d")
    return files.Place(tmp_path / "d")


# -- which files are ours ---------------------------------------------------------------------------------------------

OURS = {
    "history.db": "store",
    "history.db-journal": "kept",
    "history.db.bak-last": "backup",
    "history.db.bak-weekly": "backup",
    "history.db.replaced-20261122T021005Z": "kept",
    ".history.db.0123456789abcdef.tmp": "leftover",
    "plan.json": "kept",
    "pending/one.json": "kept",
    "pending/two.json.refused": "kept",
}
OTHERS = ("notes.tmp", ".notes.tmp", "my-history.db", "plan.json.old", "photo.png")


def test_every_file_of_the_history_is_known_and_none_of_anybody_else(place: files.Place) -> None:
    files.make_pending(place)
    for name in (*OURS, *OTHERS):
        (place.folder / name).write_bytes(b"")
    names = [str(path.relative_to(place.folder)) for path in place.everything()]
    assert sorted(names) == sorted(OURS)
    assert names[-1] == "history.db", "the store goes last"
    assert [path.name for path in place.leftovers()] == [name for name in OURS if OURS[name] == "leftover"]
    assert sorted(path.name for path in place.backups()) == [name for name in OURS if OURS[name] == "backup"]


def test_backups_come_newest_first_and_then_by_name(place: files.Place) -> None:
    for name, seconds in (("b", 5), ("a", 5), ("c", 9)):
        place.backup(name).write_bytes(b"")
        os.utime(place.backup(name), (seconds, seconds))
    assert [path.name for path in place.backups()] == [f"history.db.bak-{name}" for name in "cab"]


@pytest.mark.parametrize("kind", ["missing", "in a file", "link"])
def test_where_no_folder_waits_nothing_waits(place: files.Place, kind: str) -> None:
    inside = {"missing": place.folder, "in a file": place.folder / "file", "link": place.folder}[kind]
    (place.folder / "file").write_bytes(b"")
    if kind == "link":
        (place.folder / "elsewhere").mkdir()
        (place.folder / "elsewhere" / "one.json").write_bytes(b"")
        place.pending.symlink_to(place.folder / "elsewhere")
    assert files.Place(inside).waiting() == []


def test_a_folder_that_waits_is_never_a_link(place: files.Place) -> None:
    place.pending.symlink_to(place.folder)
    with pytest.raises(NotADirectoryError) as caught:
        files.make_pending(place)
    assert (caught.value.errno, caught.value.strerror) == (errno.ENOTDIR, os.strerror(errno.ENOTDIR))


@pytest.mark.parametrize(("kind", "said"), [("link", "a link"), ("folder", "not a regular file")])
def test_what_stands_where_a_file_belongs_is_named(place: files.Place, kind: str, said: str) -> None:
    path = place.folder / "sub\x1b"
    path.symlink_to(place.folder) if kind == "link" else path.mkdir()
    with pytest.raises(CrampError) as caught:
        files.size_of(path)
    assert str(caught.value) == f"{place.folder}/sub\\x1b is {said} — move it away"
    assert caught.value.code is ExitCode.HISTORY


# -- who may use them -------------------------------------------------------------------------------------------------


def test_what_others_could_do_is_taken_away_and_told_to_the_digit(place: files.Place) -> None:
    place.database.write_bytes(b"")
    place.database.chmod(0o640)
    place.plan.write_bytes(b"")
    place.plan.chmod(0o600)
    place.pending.mkdir(mode=0o710)
    place.folder.chmod(0o755)
    assert files.close_to_others(place) == (
        f"{place.folder} had mode 0755; only you can use it now",
        f"{place.pending} had mode 0710; only you can use it now",
        f"{place.database} had mode 0640; only you can use it now",
    )
    assert files.close_to_others(place) == ()
    assert [oct(path.stat().st_mode & 0o777) for path in (place.folder, place.database)] == ["0o700", "0o600"]


def test_the_mode_of_a_folder_with_other_things_in_it_is_left_alone(place: files.Place) -> None:
    (place.folder / "photo.png").write_bytes(b"")
    place.folder.chmod(0o755)
    assert files.close_to_others(place) == ()
    assert files.close_to_others(files.Place(place.folder / "missing")) == ()


# -- putting in place -------------------------------------------------------------------------------------------------


def test_a_file_is_whole_or_not_there_however_little_is_written_at_once(
    place: files.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:3])))
    files.write(place, place.plan, b"a longer text")
    assert place.plan.read_bytes() == b"a longer text"
    assert files.names_in(place.folder) == ["plan.json"]


@pytest.mark.parametrize("call", ["os write", "os fsync", "os replace"])
def test_what_could_not_be_put_in_place_leaves_the_old_file_and_no_other(place: files.Place, call: str) -> None:
    place.plan.write_bytes(b"old")
    with struck_by(Fault(1, only=call)), pytest.raises(OSError, match=r"\[Errno"):
        files.write(place, place.plan, b"new")
    assert place.plan.read_bytes() == b"old"
    assert files.names_in(place.folder) == ["plan.json"]


def test_of_two_failures_the_first_is_told(place: files.Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EPERM, "not now")

    monkeypatch.setattr(os, "unlink", fail)
    with struck_by(Fault(1, only="os fsync")), pytest.raises(OSError, match="Input/output error"):
        files.write(place, place.plan, b"new")


@pytest.mark.parametrize(("code", "is_told"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_folder_that_cannot_be_made_durable_is_no_failure_and_a_broken_disk_is(
    place: files.Place, monkeypatch: pytest.MonkeyPatch, code: int, *, is_told: bool
) -> None:
    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    if is_told:
        with pytest.raises(OSError, match=os.strerror(code)):
            files.sync_folder(place.folder)
    else:
        files.sync_folder(place.folder)


def test_a_file_that_is_there_is_not_made_anew(place: files.Place) -> None:
    assert files.create(place.plan)
    place.plan.write_bytes(b"old")
    assert not files.create(place.plan)
    assert place.plan.read_bytes() == b"old"


# -- reading and removing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 3, 1000])
@pytest.mark.parametrize(("size", "is_read"), [(0, True), (9, True), (10, True), (11, False), (500, False)])
def test_a_file_is_read_whole_or_not_at_all_however_little_comes_at_once(
    place: files.Place, monkeypatch: pytest.MonkeyPatch, size: int, at_once: int, *, is_read: bool
) -> None:
    contents = bytes(range(256))[:size].ljust(size, b"x")
    place.plan.write_bytes(contents)
    real = os.read
    monkeypatch.setattr(os, "read", lambda handle, count: real(handle, min(count, at_once)))
    assert files.read(place.plan, 10) == (contents if is_read else None)


def test_removing_what_is_not_there_is_no_failure(place: files.Place) -> None:
    (place.folder / "file").write_bytes(b"")
    for path in (place.folder / "missing", place.folder / "file" / "in-it"):
        files.remove(path)
        files.remove_folder(path)
        assert files.size_of(path) is None
        assert not files.is_folder(path)
        assert files.names_in(path) == []


# -- setting aside ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("can_link", [True, False])
def test_a_store_set_aside_keeps_its_bytes_and_its_journal_under_a_name_of_their_own(
    place: files.Place, *, can_link: bool
) -> None:
    names = []
    for number in range(3):
        place.database.write_bytes(b"store %d" % number)
        place.journal.write_bytes(b"journal %d" % number)
        with struck_by(Fault(1 if not can_link else 0, only="os link")):
            aside = files.set_aside(place, "replaced", NOW)
        assert aside.read_bytes() == b"store %d" % number
        assert aside.with_name(f"{aside.name}-journal").read_bytes() == b"journal %d" % number
        assert not place.journal.exists()
        assert place.database.exists() is can_link
        names.append(aside.name)
        place.database.unlink(missing_ok=True)
    first = f"history.db.replaced-{NOW:%Y%m%dT%H%M%SZ}"
    assert names == [first, f"{first}-2", f"{first}-3"]


def test_a_store_without_a_journal_is_set_aside_too(place: files.Place) -> None:
    place.database.write_bytes(b"store")
    assert files.set_aside(place, "damaged", NOW).read_bytes() == b"store"


def set_aside(place: files.Place) -> Path | None:
    return files.set_aside(place, "replaced", NOW)


def exchanged(place: files.Place) -> Path | None:
    return exchange(place, files.temporary(place), "replaced", NOW)


@pytest.mark.parametrize("put_aside", [set_aside, exchanged])
def test_a_link_in_the_place_of_the_store_goes_aside_and_what_it_leads_to_stays(
    place: files.Place, put_aside: Callable[[files.Place], Path | None]
) -> None:
    elsewhere = place.folder / "elsewhere"
    elsewhere.write_bytes(b"somebody else's")
    place.database.symlink_to(elsewhere)
    aside = put_aside(place)
    assert aside is not None
    assert aside.readlink() == elsewhere
    assert elsewhere.read_bytes() == b"somebody else's"
