"""Terminals that are no terminals: an emulator behind a door, and the real program on a pseudo-terminal seen by one."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte

from cramp_cli.core.countdown import Countdown, CrampClock
from cramp_cli.core.hold import Hold, Phase
from cramp_cli.core.routine import Person, Routine, Step, plan_routine
from cramp_cli.terminal import frames
from cramp_cli.terminal.palette import DAY, Palette
from cramp_cli.terminal.parts import Look
from cramp_cli.terminal.picture import drawer
from helpers.figures import figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cramp_cli.core.frame import Frame
    from cramp_cli.knowledge.decoding import Knowledge

INSTALLED = Path(sys.executable).with_name("cramp-cli")
BRAILLE = re.compile("[\u2800-\u28ff]")
STYLE = re.compile(r"\x1b\[([0-9;]*)m")
TIMED = ("standing", "bed", "chair", "desk", "cannot-stand")
PATIENCE = 15.0
QUIET = 0.15


def look(palette: Palette = DAY) -> Look:
    """How the screen looks on a terminal that has everything."""
    return Look(palette, drawer(figures().get, palette, "utf-8"))


def hold_frame(routine: Routine, step: Step, elapsed: float = 11, phase: Phase = Phase.HOLD) -> Frame:
    """The frame of a step, that many seconds into it."""
    hold = Hold(phase, Countdown.start(step.seconds, 0), step.shortest_seconds, step.longest_seconds)
    return frames.of_hold(routine, step, hold, routine.steps[-1], frames.Moment(elapsed, CrampClock(0, 600)))


def routines(knowledge: Knowledge, side: str = "left") -> Iterator[Routine]:
    """Every routine of every region, wherever the person is."""
    for region in knowledge.words.regions:
        for situation in TIMED:
            yield plan_routine(knowledge.region(region), Person(situation=situation, side=side))


def squeezed(text: str) -> str:
    """A text without its spaces and line breaks."""
    return "".join(text.split())


class Emulator:
    """A terminal emulator behind a door."""

    encoding = "utf-8"
    closed = False

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.size = columns, rows
        self.sent = 0

    def isatty(self) -> bool:
        """It is one, as far as anybody can tell."""
        return True

    def write(self, text: str) -> int:
        """Take what is written, counting bytes."""
        self.sent += len(text.encode())
        self._stream.feed(text)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def resize(self, columns: int, rows: int) -> None:
        """Become another size, as a window does that is dragged."""
        self.screen.resize(rows, columns)
        self.size = columns, rows

    @property
    def lines(self) -> list[str]:
        """What is shown."""
        return [line.rstrip() for line in self.screen.display]


class Program:
    """The installed program, or a shell's line, on a pseudo-terminal; its screen is what a person would see."""

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        shell: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        command = ["/bin/bash", "--norc", "-c", shell] if shell else [str(INSTALLED), *arguments]
        self.child = pexpect.spawn(
            command[0], command[1:], encoding="utf-8", codec_errors="replace", timeout=PATIENCE,
            dimensions=(rows, columns), env={**os.environ, **(environment or {})},
        )  # fmt: skip
        self.emulator = Emulator(columns, rows)
        self.written = ""

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.emulator.lines)

    def see(self, *words: str, but_not: str = "") -> str:
        """Wait until all `words` stand on the screen together and nothing more is written for a moment."""
        return self.until(lambda text: all(one in text for one in words) and (not but_not or but_not not in text))

    def until(self, is_right: Callable[[str], bool]) -> str:
        """Wait until the screen is right and quiet, and return it."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            is_quiet = not self.read(QUIET)
            if is_quiet and is_right(self.text):
                return self.text
            if is_quiet and not self.child.isalive():
                break
        raise AssertionError(self.text)

    def read(self, seconds: float) -> bool:
        """Take what the program writes within `seconds`; whether it wrote anything."""
        try:
            text = self.child.read_nonblocking(65536, seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.written += text
        self.emulator.write(text)
        return True

    def press(self, keys: str) -> None:
        """Type `keys`."""
        self.child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        """Drag the window to another size."""
        self.emulator.resize(columns, rows)
        self.child.setwinsize(rows, columns)

    def end(self) -> int:
        """Wait for the end; return the exit code."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and (self.read(QUIET) or self.child.isalive()):
            continue
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    @property
    def cursor_is_visible(self) -> bool:
        """Whether a person sees the cursor."""
        return not self.emulator.screen.cursor.hidden
