"""Keeps the checked knowledge as JSON, so that an ordinary start reads no YAML and parses only what it asks for.

A pack is a checksum, a key, an index of places and the files, one after the other; a folder's files stand in it one by
one. It is never trusted: a pack under another key, or one that cannot be read, is as good as none, and a place in it
whose own checksum is wrong is read anew from the YAML. A folder that cannot be written costs time, never relief.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from cramp_cli import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    Files = Mapping[str, Any]

FORMAT = 2
MOST_BYTES = 64 << 20
"""Many times what a thousand regions take."""
SHIPPED = "knowledge.pack"
"""The pack that is made when the program is built; it stands beside the YAML files."""


def stamps(root: Path) -> list[Any]:
    """Return what changes whenever a file under `root` does: program version, and time, size and inode of each file."""
    with os.scandir(root) as entries:
        folders = sorted(entry.name for entry in entries if entry.is_dir())
    found = [stamp for folder in ("", *folders) for stamp in _stamps(root, folder)]
    return [FORMAT, __version__, str(root), sorted(found)]


def _stamps(root: Path, folder: str) -> Iterator[list[str | int]]:
    with os.scandir(root / folder) as entries:
        for entry in entries:
            if entry.is_file():
                status = entry.stat()
                yield [f"{folder}/{entry.name}", status.st_mtime_ns, status.st_size, status.st_ino]


def contents(root: Path) -> list[Any]:
    """Return what changes whenever what is written in a file under `root` does, wherever and whenever it was put."""
    files = sorted(path for path in root.glob("**/*") if path.suffix in {".yaml", ".json"} and path.is_file())
    return [FORMAT, __version__, [[path.relative_to(root).as_posix(), _digest(path.read_bytes())] for path in files]]


def _digest(text: bytes) -> str:
    from hashlib import blake2b  # noqa: PLC0415 - an ordinary start needs none

    return blake2b(text, digest_size=16).hexdigest()


class Cache:
    """A pack in a folder that only the person can read."""

    def __init__(self, folder: Path, name: str = "knowledge.json") -> None:
        self._file = folder / name

    def get(self, key: list[Any], again: Callable[[], Files]) -> Kept | None:
        """Return what was kept under `key`, or None on any doubt.

        `again` reads the files anew, if a doubt comes later.
        """
        try:
            pack = _contents(self._file)
            end_of_checksum = pack.index(b"\n")
            end_of_key = pack.index(b"\n", end_of_checksum + 1)
            start = pack.index(b"\n", end_of_key + 1) + 1
            head = pack[end_of_checksum + 1 : start]
            if pack[:end_of_checksum] != _checksum(head) or not head.startswith(_json(key) + b"\n"):
                return None
            return Kept(pack, start, json.loads(pack[end_of_key:start]), again)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def put(self, key: list[Any], files: Files, problems: list[Any], by_entry: Collection[str]) -> None:
        """Keep `files` and `problems` under `key`, each entry of those named `by_entry` in a place of its own.

        A reader sees the old pack or the new one, never half of one.
        """
        fresh = self._file.with_name(f"knowledge.{os.urandom(8).hex()}.tmp")
        try:
            self._file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_packed(key, files, problems, by_entry))
            fresh.replace(self._file)
        except OSError:
            fresh.unlink(missing_ok=True)


def _contents(path: Path) -> bytes:
    """Return what a plain file of no great size holds; anything else in its place keeps nobody waiting."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        is_plain = stat.S_ISREG(status.st_mode) and status.st_size <= MOST_BYTES
        return file.read(MOST_BYTES) if is_plain else b""


def _packed(key: list[Any], files: Files, problems: list[Any], by_entry: Collection[str]) -> bytes:
    body: list[bytes] = []
    offset = 0

    def place(value: object) -> list[int]:
        nonlocal offset
        body.append(_json(value))
        offset += len(body[-1])
        return [offset - len(body[-1]), len(body[-1]), crc32(body[-1])]

    places = {
        name: {one: place(entry) for one, entry in value.items()} if name in by_entry else place(value)
        for name, value in files.items()
    }
    head = _json(key) + b"\n" + _json({"places": places, "problems": problems}) + b"\n"
    return b"".join((_checksum(head), b"\n", head, *body))


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _checksum(text: bytes) -> bytes:
    return f"{crc32(text):08x}".encode()


class Kept:
    """What a pack holds."""

    def __init__(self, pack: bytes, start: int, index: dict[str, Any], again: Callable[[], Files]) -> None:
        self._pack = pack
        self._start = start
        self._again = again
        self.problems: list[Any] = index["problems"]
        self.files: Files = _Places(index["places"], self._read)

    def _read(self, path: tuple[str, ...], place: list[int]) -> Any:  # noqa: ANN401 - whatever JSON holds
        offset, length, checksum = place
        text = self._pack[self._start + offset : self._start + offset + length]
        if crc32(text) == checksum:
            return json.loads(text)
        value: Any = self._anew
        for name in path:
            value = value[name]
        return value

    @cached_property
    def _anew(self) -> Files:
        return self._again()


class _Places(Mapping[str, Any]):
    """Files, or the entries of one, each parsed when it is first asked for."""

    def __init__(
        self, places: dict[str, Any], read: Callable[[tuple[str, ...], list[int]], Any], path: tuple[str, ...] = ()
    ) -> None:
        self._places = places
        self._read = read
        self._path = path
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - the same
        if name not in self._known:
            place, path = self._places[name], (*self._path, name)
            is_folder = isinstance(place, dict)
            self._known[name] = _Places(place, self._read, path) if is_folder else self._read(path, place)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
