"""Reads single keys from a terminal, and gives its modes back.

`select` waits on the keyboard and on a pipe that signals write to, so a key, a resize and a stop all wake the program
at once and nothing polls.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import re
import select
import signal
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cramp_cli.core.hold import BACK_AGAIN, SIGN_KEY
from cramp_cli.terminal.console import is_terminal
from cramp_cli.terminal.early import is_in_background

# Windows has no termios: there holds run, nobody is asked, and every gated step is withheld.
HAS_TERMINAL_MODES = find_spec("termios") is not None
if HAS_TERMINAL_MODES:
    import termios
    import tty

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self

_ESCAPE = "\x1b"
_REST_OF_SEQUENCE_SECONDS = 0.02
_REST_OF_SEQUENCE_MOST_SECONDS = 0.5
"""On a slow line the rest of an arrow may come so long after its Escape; it is no key of its own."""
_LONGEST_KEY, _LONGEST_BEGUN = 8, 32
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^\x1b\[O])")
_BEGINNING = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O)?")
_OPENERS = ("[", "O")
_MOST_AT_ONCE = 64
"""More at once is a paste, or a cat on the keyboard: one key without a meaning, or the stop sign that is in it."""


class SilentKeys:
    """No keyboard: every wait just passes, and nobody can answer."""

    is_open = False

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was taken."""

    def take(self) -> None:
        """Nothing has to be taken."""

    def take_again(self) -> None:
        """Nothing has to be taken."""

    def give_back(self) -> None:
        """Nothing was taken."""

    def wait(self, seconds: float) -> str | None:
        """Let the time pass."""
        self._sleep(max(0.0, seconds))
        return None

    def flush(self) -> None:
        """Do nothing: nothing was typed."""


class TerminalKeys:
    """The keyboard of a terminal, a key at a time. Use it in a `with` block."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._typed: list[str] = []
        self._begun = ""
        """The beginning of a key of several bytes, whose end is still on its way."""
        self._escaped_at = -_REST_OF_SEQUENCE_MOST_SECONDS
        self._found_modes: Any = termios.tcgetattr(descriptor)
        self._resize_handler: Any = None
        self._wake_read, self._wake_write = os.pipe()
        self.is_open = True

    def __enter__(self) -> Self:
        for descriptor in (self._wake_read, self._wake_write):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        self._resize_handler = signal.signal(signal.SIGWINCH, lambda _number, _frame: None)
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        self.give_back()
        signal.signal(signal.SIGWINCH, self._resize_handler)
        signal.set_wakeup_fd(-1)
        os.close(self._wake_read)
        os.close(self._wake_write)

    def take(self) -> None:
        """Have keys delivered one by one, unseen."""
        tty.setcbreak(self._descriptor, termios.TCSANOW)
        modes = termios.tcgetattr(self._descriptor)
        modes[0] &= ~termios.IXON  # Ctrl-S would freeze the screen in the middle of a hold
        termios.tcsetattr(self._descriptor, termios.TCSANOW, modes)

    def take_again(self) -> None:
        """Take the keyboard after the program stood still, and pause whatever runs."""
        try:
            _insist(self.take)
        except termios.error:
            self.is_open = False
        self._typed, self._begun = [BACK_AGAIN], ""

    def give_back(self) -> None:
        """Put the terminal's modes back as they were found; in the background they are somebody else's by now."""
        with contextlib.suppress(termios.error, OSError):
            if not is_in_background(self._descriptor):
                _insist(lambda: termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._found_modes))

    def wait(self, seconds: float) -> str | None:
        """Return the next key within `seconds`, or None. A key of several bytes (an arrow) is one key."""
        if self._typed:
            return self._typed.pop(0)
        waiting = [self._wake_read, *([self._descriptor] if self.is_open else [])]
        ready, _, _ = select.select(waiting, [], [], max(0.0, seconds))
        if self._wake_read in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._wake_read, 1024)
        if self._descriptor in ready:
            self._typed += self._read()
        return self._typed.pop(0) if self._typed else None

    def flush(self) -> None:
        """Throw away every key typed so far, read or not."""
        self._typed.clear()
        with contextlib.suppress(termios.error):
            termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def _read(self) -> list[str]:
        try:
            data = os.read(self._descriptor, 1024)
        except OSError:
            data = b""
        if not data:
            self.is_open = False
            return []
        text = self._begun + self._decoder.decode(data)
        if text == _ESCAPE and select.select([self._descriptor], [], [], _REST_OF_SEQUENCE_SECONDS)[0]:
            text += self._decoder.decode(os.read(self._descriptor, 1024))
        if text[:1] in _OPENERS and time.monotonic() - self._escaped_at < _REST_OF_SEQUENCE_MOST_SECONDS:
            text = _ESCAPE + text
        self._escaped_at = time.monotonic() if text.endswith(_ESCAPE) else -_REST_OF_SEQUENCE_MOST_SECONDS
        keys, self._begun = keys_in(text)
        if len(keys) <= _MOST_AT_ONCE:
            return keys
        return [SIGN_KEY if SIGN_KEY in map(str.lower, keys) else "".join(keys)[:_LONGEST_KEY]]


def keys_in(text: str) -> tuple[list[str], str]:
    """Return the keys that were typed as `text`, and the beginning of one whose end has not come yet."""
    keys: list[str] = []
    while text:
        if text[0] != _ESCAPE:
            key = text[0]
        elif found := _SEQUENCE.match(text):
            key = found[0]
        elif text != _ESCAPE and len(text) <= _LONGEST_BEGUN and _BEGINNING.fullmatch(text):
            return keys, text
        else:
            begun = _BEGINNING.match(text)
            key = begun[0] if begun else text[0]
        keys.append(key[:_LONGEST_KEY])
        text = text[len(key) :]
    return keys, ""


def _insist(change: Callable[[], None]) -> None:
    """Change the modes of a terminal. In the background the change waits for `fg`, and is cut short by being woken."""
    while True:
        try:
            change()
        except termios.error as error:
            if error.args[0] != errno.EINTR:
                raise
        else:
            return


def throw_away_typed() -> None:
    """Throw away what was typed on the terminal before now: it cannot answer a question nobody has read."""
    if standard_input_is_terminal():
        with contextlib.suppress(termios.error, OSError):
            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def standard_input_is_terminal() -> bool:
    """Whether keys can be read: stdin is a terminal and the system lets us read it key by key."""
    return HAS_TERMINAL_MODES and is_terminal(sys.stdin)
