"""Writes the first screen of a routine before anything is imported: the very bytes an earlier run wrote there.

A record says what the screen depended on: the arguments, the terminal, its size and language, the hour, and the stamp
of every file that was read. If one of them is not as it was, nothing is written early. Whatever is written early, the
full path still comes: it takes the screen over, and corrects every line that is not what it would have written.

Nothing but `os`, `sys` and `time` may be imported here: this is all that runs before the first byte.
"""

from __future__ import annotations

import os
import sys
import time

from cramp_cli import __version__
from cramp_cli.terminal.clock import moment

FOLDER = "first-screens"
MOST_RECORDS = 32
LONGEST_NAME = 120
_MARKS = {ord(mark): None for mark in "-_= "}
_STARTED_NS = time.time_ns()
PATIENCE_SECONDS = 1.0
"""How long after the early screen a run still counts from it; a start as slow as that counts from its own."""
Stamp = tuple[int, int, int] | None
"""The time of a file in nanoseconds, its size and its inode; None where there is none."""
_KEYBOARD = 0
MOST_BYTES = 256 * 1024
_KIND_OF_FILE, _PLAIN = 12, 0o10
"""Where the mode of a file tells its kind, and the kind of plain ones; the module that names them is not imported."""
_DAY, _NO_HOURS = 24 * 60, b"-"
_END_OF_HEAD, _END_OF_SCREEN = b"\n\n", b"\x00"
_ENVIRONMENT = (
    *("TERM", "COLORTERM", "TERM_PROGRAM", "TERMINFO", "NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "COLUMNS", "LINES"),
    *("LANG", "LC_ALL", "LC_CTYPE", "LANGUAGE", "PYTHONIOENCODING", "PYTHONUTF8", "TZ", "HOME", "CRAMP_CLI_DATA_DIR"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"),
)


class Shown:
    """What stands on the screen already, for which size, and since when."""

    def __init__(self, text: str, size: tuple[int, int]) -> None:
        self.text = text
        self.size = size
        self.since = moment()


class _Terminal:
    """What this process has written so far."""

    shown: Shown | None = None
    is_untouched = True


def show(arguments: list[str]) -> None:
    """Write the first screen that a run with these arguments began with, if nothing has changed since."""
    folder = usual_folder()
    if folder is None or not os.isatty(1) or is_in_background(1):
        return
    try:
        head, _, screens = _contents(f"{folder}/{_name(arguments)}").partition(_END_OF_HEAD)
        key, hours, stamps, *paths = head.split(b"\n")
        if key != _key(arguments) or stamps != _said([_stamp(path) for path in paths]):
            return
        day, night = screens.split(_END_OF_SCREEN)
        text = night if _is_night(hours) else day
        os.write(1, text)
        columns, rows = os.get_terminal_size(1)
        _Terminal.shown = Shown(text.decode(), (columns, rows))
    except (OSError, ValueError, IndexError):
        return  # no record, or a strange one


def _contents(path: str) -> bytes:
    """Return what a plain file of no great size holds; anything else in its place keeps nobody waiting."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        status = os.fstat(handle)
        is_plain = status.st_mode >> _KIND_OF_FILE == _PLAIN and status.st_size <= MOST_BYTES
        return os.read(handle, MOST_BYTES) if is_plain else b""
    finally:
        os.close(handle)


def is_in_background(descriptor: int) -> bool:
    """Whether a shell has taken the terminal for itself or another job; never where it is not our shell's."""
    try:
        return os.tcgetpgrp(descriptor) != os.getpgrp()
    except (OSError, AttributeError):
        return False


def _was_typed_over() -> bool:
    """Whether something was typed before the keyboard was taken: it was shown, and the cursor went with it."""
    from select import select  # noqa: PLC0415 - not before the first byte

    try:
        return os.isatty(_KEYBOARD) and bool(select([_KEYBOARD], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def shown_since() -> float | None:
    """Return when the early screen was written, on the clock of a run; None if there is none, or it is long ago."""
    shown = _Terminal.shown
    return shown.since if shown is not None and moment() - shown.since < PATIENCE_SECONDS else None


def take_over(size: tuple[int, int]) -> str:
    """Return the early screen that stands where the cursor is, to be gone on with; empty if there is none.

    In another size, after so long that somebody may have stopped the program, or where something was typed meanwhile,
    the cursor may be anywhere.
    """
    is_sure, shown = shown_since() is not None, _Terminal.shown
    is_sure = is_sure and not _was_typed_over()
    _Terminal.shown = None
    if shown is None or (is_sure and shown.size == size):
        return shown.text if shown else ""
    _step_below()
    return ""


def before_writing() -> None:
    """Step below an early screen that nobody took over. Every door calls this before it writes."""
    _Terminal.is_untouched = False
    if _Terminal.shown is not None:
        _Terminal.shown = None
        _step_below()


def is_untouched() -> bool:
    """Whether this process has written nothing yet but an early screen."""
    return _Terminal.is_untouched


def _step_below() -> None:
    os.write(1, b"\r\n")


# -- records ----------------------------------------------------------------------------------------------------------


def usual_folder() -> str | None:
    """Return where records are, as far as that is known without importing; None where there are none."""
    asked = os.environ.get("XDG_CACHE_HOME", "")
    if asked.startswith("/"):
        return f"{asked}/cramp-cli/{FOLDER}"
    home = os.environ.get("HOME", "")
    return f"{home}/.cache/cramp-cli/{FOLDER}" if sys.platform == "linux" and home.startswith("/") else None


def keep(
    folder: str,
    arguments: list[str],
    screens: tuple[str, str],
    night: tuple[int, int] | None,
    watched: list[str],
    own: str,
) -> None:
    """Keep in `folder` the first screen by day and by night of a run with these arguments, readable only by the person.

    `night` is the first and the last minute of it, or None where the hour makes no difference. `watched` are the files
    and folders the screen depends on, and `own` is the file among them that the run itself writes. A folder that cannot
    be written costs time, no more; nor is anything kept if another file changed while the run went on.
    """
    try:
        paths = [os.fsencode(path) for one in watched for path in _everything_in(one)]
        stamps = [_stamp(path) for path in paths]
        if any(stamp and stamp[0] >= _STARTED_NS for stamp in stamps):
            return
        ours = os.fsencode(own)
        contents = _record(arguments, screens, night, dict(zip((*paths, ours), (*stamps, _stamp(ours)), strict=True)))
        target = f"{folder}/{_name(arguments)}"
        os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103 - as above
        fresh = f"{folder}/{os.urandom(8).hex()}.tmp"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except (OSError, ValueError):
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
        os.replace(fresh, target)  # noqa: PTH105 - as above
        _drop_the_oldest(folder)
    except OSError:
        forget(folder, [os.path.basename(fresh)])  # noqa: PTH119 - as above


def _record(
    arguments: list[str], screens: tuple[str, str], night: tuple[int, int] | None, stamps: dict[bytes, Stamp]
) -> bytes:
    """Return what is kept; raises ValueError for what would not be read back as it is."""
    texts = [screen.encode() for screen in screens]
    if any(b"\n" in path for path in stamps) or any(_END_OF_SCREEN in text for text in texts):
        raise ValueError(arguments)
    hours = _NO_HOURS if night is None else b"%d %d" % night
    head = (_key(arguments), hours, _said([*stamps.values()]), *stamps)
    return b"\n".join(head) + _END_OF_HEAD + _END_OF_SCREEN.join(texts)


def forget(folder: str, names: list[str] | None = None) -> None:
    """Remove the records in `folder`, or those of these names."""
    try:
        for name in os.listdir(folder) if names is None else names:  # noqa: PTH208 - as above
            os.remove(f"{folder}/{name}")  # noqa: PTH107 - as above
    except OSError:
        return


def _drop_the_oldest(folder: str) -> None:
    with os.scandir(folder) as entries:
        newest_first = sorted(entries, key=lambda entry: -entry.stat().st_mtime_ns)
    forget(folder, [entry.name for entry in newest_first[MOST_RECORDS:]])


def _name(arguments: list[str]) -> str:
    """Return the file name of a record; raises ValueError for arguments that are no plain words."""
    words = "_".join((*arguments, *map(str, os.get_terminal_size(1))))
    if len(words) > LONGEST_NAME or not words.translate(_MARKS).isalnum():
        raise ValueError(words)
    return words


def _key(arguments: list[str]) -> bytes:
    """Return everything outside files that a first screen depends on."""
    environment = [os.environ.get(name) for name in _ENVIRONMENT]
    found = (__version__, sys.version, arguments, environment, tuple(os.get_terminal_size(1)), os.isatty(0))
    return repr(found).encode()


def _stamp(path: bytes) -> Stamp:
    """Return what changes whenever the file or folder at `path` does."""
    try:
        status = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _said(stamps: list[Stamp]) -> bytes:
    return repr(stamps).encode()


def _everything_in(path: str) -> list[str]:
    """Return `path`, and if it is a folder everything in it and in the folders of it."""
    found = [path]
    for folder, folders, files in os.walk(path):
        found += [f"{folder}/{name}" for name in (*sorted(folders), *sorted(files))]
    return found


def _is_night(hours: bytes) -> bool:
    if hours == _NO_HOURS:
        return False
    first, last = (int(minute) for minute in hours.split(b" "))
    now = time.localtime()
    return (now.tm_hour * 60 + now.tm_min - first) % _DAY < (last - first) % _DAY
