"""Keeps the profile in one TOML file that only the person can read.

Reading never fails: whatever stands in the file becomes a profile and a list of problems. Writing puts the whole file
in place at once, so that a reader finds the old one or the new one.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cramp_cli.core.errors import CrampError, Problem
from cramp_cli.core.profile import KnownIds, Profile, check_profile
from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 64 << 10
MOST_DOTS = 500
"""A key of many dotted parts takes `tomllib` seconds, and nobody in pain should wait for it."""
_BINARY = getattr(os, "O_BINARY", 0)
_BEGINNING, _ENDING = ".profile.", ".tmp"
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY  # a pipe in its place must not keep anyone waiting
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | _BINARY
_PLACE = re.compile(r" ?\(at line ([0-9]{1,9}), column ([0-9]{1,9})\)$", re.ASCII)
_END = " (at end of document)"
_EXAMPLE = 'write lines such as conditions = ["pregnant"]'


class _UnusableError(Exception):
    """The file as a whole cannot be used: what is wrong, how to mend it, and where."""

    def __init__(self, what: str, fix: str, line: int = 0, column: int = 0) -> None:
        super().__init__(what)
        self.what, self.fix, self.line, self.column = what, fix, line, column


def read_profile(file: Path | None, known: KnownIds) -> tuple[Profile, tuple[Problem, ...]]:
    """Return the good entries of `file` and a problem for everything else; a missing file is an empty profile."""
    if file is None:
        return Profile(), ()
    try:
        contents = _contents(file)
        raw = _parsed(_decoded(contents)) if contents is not None else {}
    except _UnusableError as error:
        return Profile(), (Problem(clean(str(file)), error.line, error.column, clean(error.what), error.fix),)
    return check_profile(raw, known, str(file))


def _contents(file: Path) -> bytes | None:
    """Return what stands in the file, or None if there is none."""
    try:
        handle = os.open(file, _READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(error) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _UnusableError("not a regular file", "move it away")
        with os.fdopen(handle, "rb", closefd=False) as opened:
            contents = opened.read(MOST_BYTES + 1) or b""  # some files of the system have nothing to say at the moment
    except OSError as error:
        raise _unreadable(error) from None
    finally:
        os.close(handle)
    if len(contents) > MOST_BYTES:
        raise _UnusableError(f"larger than {MOST_BYTES >> 10} KiB", "keep only what is about you")
    return contents


def _unreadable(error: OSError) -> _UnusableError:
    return _UnusableError(f"cannot be read: {error.strerror}", "check who may read it")


def _decoded(contents: bytes) -> str:
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = contents[: error.start].count(b"\n") + 1
        raise _UnusableError("not UTF-8", "save it as UTF-8", line, 1) from None
    for number, line_text in enumerate(text.split("\n"), start=1):
        if line_text.count(".") > MOST_DOTS:
            raise _UnusableError(f"more than {MOST_DOTS} dots in a line", _EXAMPLE, number, 1)
    return text


def _parsed(text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - most people have no profile

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text) from None
    except (ValueError, RecursionError):
        raise _UnusableError("too deep, or a number too long", _EXAMPLE) from None


def _not_toml(said: str, text: str) -> _UnusableError:
    place = _PLACE.search(said)
    what = f"not TOML: {_PLACE.sub('', said).removesuffix(_END)}"
    if place is not None:
        return _UnusableError(what, _EXAMPLE, int(place[1]), int(place[2]))
    return _UnusableError(what, _EXAMPLE, *((text.count("\n") + 1, 1) if said.endswith(_END) else ()))


def write_profile(file: Path, profile: Profile) -> None:
    """Put `profile` in the place of `file`, or remove the file if there is nothing to keep.

    A link in its place is replaced, never followed.

    Raises:
        CrampError: it could not be written (exit 1); what was there before is still there.
    """
    if profile == Profile():
        remove_profile(file)
        return
    import tomli_w  # noqa: PLC0415 - needed only where something is written

    contents = tomli_w.dumps(profile.values()).encode()
    try:
        file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        file.parent.chmod(0o700)
        _replace(file, contents)
    except OSError as error:
        what = f"{clean(str(file))} cannot be written: {error.strerror}"
        raise CrampError(what, fix="nothing was changed") from None
    _settle(file.parent)


def _replace(file: Path, contents: bytes) -> None:
    fresh = file.with_name(f"{_BEGINNING}{os.urandom(8).hex()}{_ENDING}")
    handle = os.open(fresh, _CREATE, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(contents)
            opened.flush()
            os.fsync(handle)
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """Ask for the new name to survive a power cut; not every file system can promise it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_profile(file: Path) -> None:
    """Remove the profile, whatever stands in its place.

    Raises:
        CrampError: it could not be removed (exit 1).
    """
    try:
        if file.is_dir() and not file.is_symlink():
            file.rmdir()
        else:
            file.unlink(missing_ok=True)
        for leftover in file.parent.glob(f"{_BEGINNING}*{_ENDING}"):  # of a write that was killed
            leftover.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        raise CrampError(f"{clean(str(file))} cannot be removed: {error.strerror}", fix="move it away") from None
    _settle(file.parent)
