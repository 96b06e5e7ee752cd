"""Runs a program and looks at it from outside: when it ends, when which bytes come, what it takes of the machine."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from benchmarks.programs import Program

ROWS, COLUMNS = 24, 80
_PATIENCE_SECONDS = 600.0
"""The first start with very many regions takes minutes."""
_PATIENCE_TO_LEAVE_SECONDS = 60.0
"""A program that is left still writes down what was done, and once a day makes the backup."""
_PAUSE_SECONDS = 0.05
"""What the run before still has to do when it has ended, such as to give back its memory, is done by then."""
_KIB, _MIB = 1024, 1024 * 1024


@dataclass(frozen=True)
class Ended:
    """A program that ran to its end."""

    seconds: float
    processor_seconds: float
    """What it took of the processor: a busy machine makes it wait, and takes no more."""
    peak_megabytes: float


def run(program: Program) -> Ended:
    """Run a program to its end, its output thrown away; one that fails is a fault here."""
    began = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603 - our own commands
        program.command, env=dict(program.environment), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(program.command)} ended with {child.returncode}")
    megabytes = used.ru_maxrss / (_MIB if sys.platform == "darwin" else _KIB)
    return Ended(seconds, used.ru_utime + used.ru_stime, megabytes)


@dataclass
class Session:
    """A program on a pseudo-terminal, and everything it wrote since it was started."""

    pid: int
    terminal: int
    began: float
    chunks: list[tuple[float, bytes]] = field(default_factory=list)

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.began

    def look(self, seconds: float) -> bool:
        """Wait at most so long for the next bytes; whether some came."""
        if not select.select([self.terminal], [], [], max(0.0, seconds))[0]:
            return False
        at = self.now
        try:
            data = os.read(self.terminal, 1 << 16)
        except OSError:
            data = b""
        if data:
            self.chunks.append((at, data))
        return bool(data)

    def watch(self, seconds: float) -> None:
        """Note what comes for so long."""
        end = self.now + seconds
        while (left := end - self.now) > 0:
            if not self.look(left):
                time.sleep(min(0.01, max(0.0, end - self.now)))

    def wait_for(self, is_there: Callable[[list[tuple[float, bytes]]], bool]) -> None:
        """Note what comes until it is enough; a program that never gets there is a fault here."""
        end = self.now + _PATIENCE_SECONDS
        while not is_there(self.chunks):
            if self.now > end or not self.look(end - self.now):
                raise RuntimeError(f"it never came: {b''.join(data for _, data in self.chunks)[-500:]!r}")

    def press(self, key: bytes) -> float:
        """Press a key; return the seconds until something is written."""
        began = time.perf_counter()
        os.write(self.terminal, key)
        if not self.look(1.0):
            raise RuntimeError(f"nothing happened at the key {key!r}")
        return time.perf_counter() - began

    def leave(self, key: bytes) -> None:
        """Leave the program by a key, and let it end as it does when somebody leaves it."""
        os.write(self.terminal, key)
        while self.look(_PATIENCE_TO_LEAVE_SECONDS):
            pass

    def cpu_seconds(self) -> float:
        """Return the processor time it took so far; raises OSError where the system does not tell."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def on_a_terminal(program: Program) -> Iterator[Session]:
    """Start a program on a pseudo-terminal of its own, and kill it when it was looked at long enough.

    It stays in the session of whoever measures: a busy machine may give each session a like share of the processor.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    began = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603 - our own commands
        program.command, env=dict(program.environment), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        yield Session(child.pid, ours, began)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        os.close(ours)


def first_byte(program: Program) -> float:
    """Return after how many seconds a program writes its first byte on a terminal."""
    with on_a_terminal(program) as session:
        session.wait_for(bool)
        return session.chunks[0][0]


def interleaved(trials: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Make each trial once a round, so that whatever else the machine does falls on all of them alike.

    A round before the first is thrown away: it fills the caches.
    """
    found: dict[str, list[float]] = {name: [] for name in trials}
    for number in range(rounds + 1):
        for name, trial in trials.items():
            time.sleep(_PAUSE_SECONDS)
            seconds = trial()
            if number:
                found[name].append(seconds)
    return found


@contextmanager
def busy_machine() -> Iterator[None]:
    """Keep every core busy meanwhile."""
    command = [sys.executable, "-c", "while True: pass"]
    children = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]  # noqa: S603 - our own command
    try:
        yield
    finally:
        for child in children:
            child.kill()
            child.wait()
