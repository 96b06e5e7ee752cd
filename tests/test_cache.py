"""The cache is never trusted: on any doubt, of the file or of the disk, the knowledge is simply read again."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from helpers import caches
from helpers.caches import FILES, KEY, VALUE, get, never, put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.knowledge import cache, opening
from cramp_cli.knowledge.cache import Cache, stamps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534
root, folder = caches.root, caches.folder


@pytest.fixture
def file(folder: Path) -> Path:
    """A cache file that holds VALUE under KEY."""
    put(folder)
    return folder / "knowledge.json"


def sealed(head: bytes, body: bytes = b"") -> bytes:
    return cache._checksum(head) + b"\n" + head + body


def test_what_was_put_comes_back_under_its_key_alone(folder: Path) -> None:
    put(folder)
    assert get(folder) == VALUE
    assert get(folder, [*KEY, 1]) is None


def test_what_is_not_asked_for_is_not_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder)
    kept = Cache(folder).get(KEY, never)
    assert kept is not None
    monkeypatch.setattr(json, "loads", never)
    assert list(kept.files) == ["words", "regions"]
    assert list(kept.files["regions"]) == ["brow", "lip"]
    assert ("brow" in kept.files["regions"], "ear" in kept.files["regions"]) == (True, False)


def test_only_the_person_can_read_it_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        put(folder)
    finally:
        os.umask(before)
    assert (folder.stat().st_mode & 0o777, (folder / "knowledge.json").stat().st_mode & 0o777) == (0o700, 0o600)


KEY_LINE = json.dumps(KEY).encode() + b"\n"
STRANGE = {
    "nothing": b"",
    "half a file": sealed(KEY_LINE + b'{"places": {}, "problems": []}\n')[:60],
    "another program's": b'{"key": 1}',
    "no checksum": KEY_LINE + b'{"places": {}, "problems": []}\n',
    "no JSON": sealed(KEY_LINE + b"key: value\n"),
    "no text": sealed(KEY_LINE + b"\xff\xfe\x00\n"),
    "nothing inside": sealed(KEY_LINE + b"null\n"),
    "a list": sealed(KEY_LINE + b"[]\n"),
    "no key": sealed(b'{"places": {}, "problems": []}\n'),
    "no places": sealed(KEY_LINE + b'{"problems": []}\n'),
    "another key": sealed(json.dumps([*KEY, 2]).encode() + b'\n{"places": {}, "problems": []}\n'),
    "too deep": sealed(KEY_LINE + b"[" * 100_000 + b"\n"),
    "too long a number": sealed(KEY_LINE + b"9" * 10_000 + b"\n"),
}


@pytest.mark.parametrize("written", STRANGE.values(), ids=STRANGE)
def test_a_strange_file_is_as_good_as_none_and_is_mended(file: Path, written: bytes) -> None:
    file.write_bytes(written)
    assert get(file.parent) is None
    put(file.parent)
    assert get(file.parent) == VALUE


@settings(
    derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_damaged_byte_gets_through(file: Path, data: st.DataObject) -> None:
    put(file.parent)
    damaged = bytearray(file.read_bytes())
    where = data.draw(st.integers(0, len(damaged) - 1))
    damaged[where] ^= data.draw(st.integers(1, 255))
    file.write_bytes(damaged)
    assert get(file.parent, again=lambda: FILES) in (None, VALUE)


def test_a_place_that_is_damaged_is_read_anew_and_the_others_are_not(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"name": "brow"', b'"name": "brew"'))
    kept = Cache(file.parent).get(KEY, lambda: {"regions": {"brow": "read anew"}, "words": "not wanted"})
    assert kept is not None
    assert kept.files["regions"]["brow"] == "read anew"
    assert kept.files["words"] == FILES["words"]


def a_folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_pipe_instead(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def a_loop_instead(file: Path) -> None:
    file.unlink()
    file.symlink_to(file)


@pytest.mark.parametrize("make", [a_folder_instead, a_pipe_instead, a_loop_instead])
def test_what_is_no_file_is_never_waited_for(root: Path, file: Path, make: Callable[[Path], None]) -> None:
    make(file)
    assert opening.load(root, Cache(file.parent)) == opening.load(root)
    assert [path.name for path in file.parent.iterdir()] == ["knowledge.json"]


def test_a_file_where_the_folder_should_be_costs_only_time(root: Path, tmp_path: Path) -> None:
    (tmp_path / "caches").touch()
    assert opening.load(root, Cache(tmp_path / "caches" / "cramp-cli")) == opening.load(root)


@pytest.mark.parametrize("call", ["mkdir", "open", "fdopen", "replace"])
def test_a_full_or_read_only_disk_costs_only_time_and_leaves_nothing_behind(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fails(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    expected = opening.load(root)
    with monkeypatch.context() as patched:
        patched.setattr(Path if call in {"mkdir", "replace"} else os, call, fails)
        put(folder, stamps(root))
    assert [path.name for path in folder.parent.rglob("*") if path.is_file()] == []
    assert opening.load(root, Cache(folder)) == expected


def found_without_root(folder: Path) -> list[Any]:
    """What a person who is not root finds in the cache, before and after trying to put something; a child does it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, json.dumps(list(as_nobody(folder))).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as pipe:
        found: list[Any] = json.load(pipe)
    return found


def as_nobody(folder: Path) -> Iterator[object]:
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    yield get(folder)
    put(folder, [0])
    yield get(folder, [0])


@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "found"), [(0o000, 0o600, None), (0o555, 0o000, None), (0o555, 0o444, VALUE)]
)
def test_a_folder_without_permission_costs_only_time(
    file: Path, monkeypatch: pytest.MonkeyPatch, folder_mode: int, file_mode: int, found: object
) -> None:
    monkeypatch.chdir(file.parent.parent)
    file.parent.parent.chmod(0o755)
    file.chmod(file_mode)
    file.parent.chmod(folder_mode)
    try:
        assert found_without_root(Path(file.parent.name)) == [found, None]
    finally:
        file.parent.chmod(0o700)


def put_often(folder: Path, number: int) -> None:
    for _ in range(100):
        Cache(folder).put(KEY, {"words": [number] * 10_000}, [], by_entry=())


def test_two_processes_may_write_at_once(folder: Path) -> None:
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=put_often, args=(folder, number)) for number in (1, 2)]
    for writer in writers:
        writer.start()
    whole = [None, [{"words": [1] * 10_000}, []], [{"words": [2] * 10_000}, []]]
    while any(writer.is_alive() for writer in writers):
        assert get(folder) in whole
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert get(folder) in whole[1:]
    assert [path.name for path in folder.iterdir()] == ["knowledge.json"]
