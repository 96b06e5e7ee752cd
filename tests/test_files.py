"""A file that was asked for is there whole or not at all, and what was there before is not lost to it."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.export.files import put

if TYPE_CHECKING:
    from collections.abc import Callable


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize("name", ["cramps.json", "x" * 255, "é" * 127, ".hidden", "a\nb"])
def test_only_the_person_can_read_it_and_nothing_else_is_left(tmp_path: Path, name: str, mask: int) -> None:
    before = os.umask(mask)
    try:
        put(tmp_path / name, b"mine")
    finally:
        os.umask(before)
    assert names_in(tmp_path) == [name]
    assert (tmp_path / name).read_bytes() == b"mine"
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def a_file(path: Path) -> None:
    path.write_bytes(b"theirs")


def a_link(path: Path) -> None:
    path.with_name("elsewhere").write_bytes(b"theirs")
    path.symlink_to(path.with_name("elsewhere"))


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("gone")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to(os.devnull)


THERE = [a_file, a_link, a_link_to_nothing, a_pipe, a_folder, a_link_to_a_device]


@pytest.mark.parametrize("make", THERE)
def test_what_is_there_stays(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "file")
    before = os.lstat(tmp_path / "file")
    with pytest.raises(FileExistsError):
        put(tmp_path / "file", b"mine")
    assert os.lstat(tmp_path / "file") == before


@pytest.mark.parametrize("make", [a_pipe, a_folder, a_link_to_a_device])
def test_no_force_replaces_what_is_no_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "file")
    before = os.lstat(tmp_path / "file")
    with pytest.raises(CrampError, match="is no regular file — name a file; - is stdout") as refused:
        put(tmp_path / "file", b"mine", force=True)
    assert refused.value.code is ExitCode.USAGE
    assert os.lstat(tmp_path / "file") == before
    assert names_in(tmp_path) == ["file"]


@pytest.mark.parametrize("make", [a_file, a_link, a_link_to_nothing])
def test_force_replaces_a_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "file")
    put(tmp_path / "file", b"mine", force=True)
    assert (tmp_path / "file").read_bytes() == b"mine"
    if make is a_link:
        assert (tmp_path / "elsewhere").read_bytes() == b"theirs"


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    a_file(tmp_path / "file")
    monkeypatch.setattr(os, call, full)
    with pytest.raises(CrampError, match="file cannot be written: No space left on device — name another place"):
        put(tmp_path / "file", b"mine", force=True)
    monkeypatch.undo()
    assert names_in(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"theirs"


@pytest.mark.parametrize("name", ["", ".", "/", ".."])
def test_a_name_that_is_a_folder_is_there_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileExistsError):
        put(Path(name), b"mine")
    with pytest.raises(CrampError, match="is no regular file"):
        put(Path(name), b"mine", force=True)
    assert names_in(tmp_path) == []


def test_where_no_file_can_be_it_says_so(tmp_path: Path) -> None:
    for target in (tmp_path / "gone" / "file", tmp_path / ("x" * 300), tmp_path / "a\0b", tmp_path / "\ud800"):
        with pytest.raises(CrampError, match="cannot be written") as refused:
            put(target, b"mine")
        assert refused.value.code is ExitCode.FAILED
    assert names_in(tmp_path) == []
