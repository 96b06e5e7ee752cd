"""Keeps the checked knowledge as JSON, so that an ordinary start reads no YAML.

The cache is never trusted: its key is the program's version and the stamp of every file, and whatever is unreadable,
foreign or stale is simply made again. A folder that cannot be written costs time, never relief.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from zlib import crc32

from cramp_cli import __version__

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1


def stamps(root: Path) -> list[Any]:
    """Return what changes whenever a file under `root` does: program version, and time, size and inode of each file."""
    found = []
    for folder in (root, *sorted(path for path in root.iterdir() if path.is_dir())):
        with os.scandir(folder) as entries:
            found += [_stamp(root, entry) for entry in entries if entry.is_file()]
    return [FORMAT, __version__, str(root), sorted(found)]


def _stamp(root: Path, entry: os.DirEntry[str]) -> list[str | int]:
    status = entry.stat()
    return [os.path.relpath(entry.path, root), status.st_mtime_ns, status.st_size, status.st_ino]


class Cache:
    """One JSON file, behind a line with its checksum, in a folder only the person can read."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "knowledge.json"

    def get(self, key: list[Any]) -> dict[str, Any] | None:
        """Return what was kept under `key`, or None on any doubt about it."""
        try:
            checksum, _, text = self._read().partition(b"\n")
            kept = json.loads(text) if checksum == _checksum(text) else {}
            return kept["value"] if kept["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _read(self) -> bytes:
        return self._file.read_bytes() if self._file.is_file() else b""

    def put(self, key: list[Any], value: dict[str, Any]) -> None:
        """Keep `value` under `key`; a reader sees the old file or the new one, never half of one."""
        text = json.dumps({"key": key, "value": value}).encode()
        fresh = self._file.with_name(f"knowledge.{os.urandom(8).hex()}.tmp")
        try:
            self._file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_checksum(text) + b"\n" + text)
            fresh.replace(self._file)
        except OSError:
            fresh.unlink(missing_ok=True)


def _checksum(text: bytes) -> bytes:
    return f"{crc32(text):08x}".encode()
