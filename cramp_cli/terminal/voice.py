"""Speaks through the system's own speaker: one program, one sentence at a time, and never a shell.

A speaker is started and left alone. Whether it still talks is looked up when the next words come, so nothing polls and
no key waits for it. One that is missing, dies or hangs is dropped, and the person is told once.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

NONE_FOUND = "No voice: no speaker was found. See: cramp-cli doctor"
DROPPED = "No voice any more: {name} does not answer. See: cramp-cli doctor"
_SECONDS_TO_BEGIN = 8.0
_SECONDS_A_WORD = 0.8
"""A slow voice says two words in such a time. Whoever needs longer than both hangs."""
_SECONDS_TO_DIE = 0.3
_ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
_NEW_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
_READ_ALOUD = (
    "Add-Type -AssemblyName System.Speech; [Console]::InputEncoding = [Text.Encoding]::UTF8; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)


@dataclass(frozen=True)
class Speaker:
    """A program that reads a text aloud and ends when it has."""

    name: str
    arguments: tuple[str, ...]
    """What stands before the text, which comes after `--` or on its standard input."""
    reads_input: bool = False
    stop: tuple[str, ...] = ()
    """How to silence what goes on speaking without it."""
    path: str = ""

    def command(self, text: str) -> list[str]:
        """Return the argument list that speaks `text`."""
        return [self.path, *self.arguments, *([] if self.reads_input else [text])]


_EVERYWHERE = (
    Speaker("spd-say", ("--wait", "--language", "en", "--"), stop=("--stop",)),
    Speaker("espeak-ng", ("-v", "en", "--")),
    Speaker("espeak", ("-v", "en", "--")),
    Speaker("say", ("-f", "-"), reads_input=True),
)
_WINDOWS = (Speaker("powershell", ("-NoProfile", "-NonInteractive", "-Command", _READ_ALOUD), reads_input=True),)


def find_speakers(*, is_windows: bool = os.name == "nt") -> tuple[Speaker, ...]:
    """Return every speaker on PATH, the best first. One that a relative entry of PATH leads to does not count."""
    known = _WINDOWS if is_windows else _EVERYWHERE
    found = [(speaker, shutil.which(speaker.name)) for speaker in known]
    return tuple(replace(speaker, path=path) for speaker, path in found if path and Path(path).is_absolute())


class Voice:
    """Says one thing at a time through the first of its speakers that works. Use `close` on every way out."""

    def __init__(self, speakers: Sequence[Speaker], now: Callable[[], float] = time.monotonic) -> None:
        self._speakers = list(speakers)
        self._now = now
        self._process: subprocess.Popen[bytes] | None = None
        self._text = ""
        self._is_sentence = False
        self._hangs_at = 0.0
        self._ending: list[subprocess.Popen[bytes]] = []
        self._trouble = "" if speakers else NONE_FOUND

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said."""
        self._look()
        return self._process is not None

    @property
    def speaker(self) -> Speaker | None:
        """The speaker in use: the first that has not failed yet."""
        self._look()
        return self._speakers[0] if self._speakers else None

    def trouble(self) -> str:
        """Return, once, what the person should know about a voice they will not hear."""
        self._look()
        trouble, self._trouble = self._trouble, ""
        return trouble

    def say(self, text: str, *, only_into_silence: bool = False) -> None:
        """Begin to say `text`, in the place of whatever is being said, or not at all `only_into_silence`."""
        self._look()
        if not text or not self._speakers or (only_into_silence and self._process is not None):
            return
        self._end_all()
        self._is_sentence = not only_into_silence
        self._start(text)

    def hush(self) -> bool:
        """Stop speaking at once. Returns whether a sentence was cut short."""
        self._look()
        if self._process is None:
            return False
        self._end_all()
        speaker = self._speakers[0]
        if speaker.stop:
            with suppress(OSError), _signals_held_back():
                self._ending.append(_run([speaker.path, *speaker.stop]))
        return True

    def close(self) -> None:
        """Stop speaking and leave no process behind."""
        self.hush()
        for process in self._ending:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_SECONDS_TO_DIE)
                continue
            _kill(process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_SECONDS_TO_DIE)
        self._ending = []

    # -- one speaker ------------------------------------------------------------------------------------------------

    def _start(self, text: str) -> None:
        self._text = text = "".join(char if char.isprintable() else " " for char in text)
        while self._speakers and self._process is None:
            self._hangs_at = self._now() + _SECONDS_TO_BEGIN + _SECONDS_A_WORD * len(text.split())
            speaker = self._speakers[0]
            try:
                with _signals_held_back():
                    self._process = _run(speaker.command(text), text if speaker.reads_input else None)
            except OSError:
                self._drop()

    def _look(self) -> None:
        """Reap what has ended, and drop a speaker that failed. A sentence it died of is said by the next one."""
        self._ending = [process for process in self._ending if process.poll() is None]
        process = self._process
        if process is None:
            return
        code = process.poll()
        if code is None and self._now() < self._hangs_at:
            return
        if code is None:
            self._end_all()
        self._process = None
        if code != 0:
            self._drop()
        if code and self._is_sentence:
            self._start(self._text)

    def _drop(self) -> None:
        failed = self._speakers.pop(0)
        if not self._speakers:
            self._trouble = DROPPED.format(name=failed.name)

    def _end_all(self) -> None:
        """End what speaks, and what may still be busy silencing something older."""
        self._ending += [self._process] if self._process is not None else []
        self._process = None
        for process in self._ending:
            _kill(process)


def _run(command: list[str], text: str | None = None) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - an argument list with a full path; the text is never an option
        command,
        stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=_NEW_GROUP,
    )
    if text is not None and process.stdin is not None:
        with suppress(OSError), process.stdin as pipe:
            pipe.write(text.encode())
    return process


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a speaker and whatever it started. It is not reaped yet, so its number is still its own."""
    if process.poll() is not None:
        return
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Let a signal that ends the program wait until the speaker that is being started is known, and can be ended."""
    came: list[int] = []

    def hold_back(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    numbers = [getattr(signal, name) for name in _ENDING_SIGNALS if hasattr(signal, name)]
    before = {}
    with suppress(ValueError):  # only the main thread may, and only the main thread is interrupted
        before = {number: signal.signal(number, hold_back) for number in numbers if callable(signal.getsignal(number))}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)
