"""How soon something is there: the first byte, the first screen, and the commands that only print."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import watching
from benchmarks.programs import bare_python, has_old_wrapper
from benchmarks.results import Row, Target, ratio, seen_at
from benchmarks.watching import interleaved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.programs import Program

LAST_OF_SCREEN = "? why"
"""What stands lowest on its first screen: the last of the keys."""
WITHOUT_EARLY_SCREEN = ("relief", "calf", "--no-log")
"""Who wants nothing written down has no early screen either."""
OTHERS = (
    ("check",), ("regions",), ("causes", "cramp"), ("medicines", "atorvastatin"), ("myths", "banana"), ("questions",),
    ("figure", "toes-in-hand"), ("history", "list"), ("history", "chart"), ("report",), ("plan",), ("profile", "show"),
    ("knowledge", "paths"), ("doctor",), (),
)  # fmt: skip
"""Every other command, as somebody would call it; nothing at all opens the session."""


@dataclass(frozen=True)
class Bench:
    """What is measured, and how often."""

    home: Path
    ours: Program
    rival: Program | None
    rounds: int
    instruction: str = ""
    """What the routine of the calf begins with."""

    @property
    def nothing(self) -> Program:
        """P: a Python that does nothing."""
        return bare_python(self.home, "pass")

    @property
    def one_line(self) -> Program:
        """T: a Python that prints one line."""
        return bare_python(self.home, "print(1)")


def first_instruction(ours: Program) -> str:
    """Return the title of the first step of the calf; the program says it itself."""
    said = subprocess.run(  # noqa: S603 - our own command
        ours("relief", "calf", "--json").command, env=dict(ours.environment), capture_output=True, check=True
    )
    return str(json.loads(said.stdout)["steps"][0]["title"])


def seconds_of(program: Program) -> float:
    """Return how long a program runs."""
    return watching.run(program).seconds


def seconds_until(program: Program, text: str) -> float:
    """Return when `text` had been written on a terminal by a routine that is left then."""
    with watching.on_a_terminal(program) as session:
        session.wait_for(lambda chunks: seen_at(chunks, text) is not None)
        seconds = session.chunks[-1][0]
        session.leave(b"q")
        return seconds


def start_rows(bench: Bench) -> Iterator[Row]:
    """Yield the figures of the start, and of the commands that only print."""
    calf = bench.ours("relief", "calf")
    trials: dict[str, Callable[[], float]] = {
        "P": partial(seconds_of, bench.nothing),
        "T": partial(watching.first_byte, bench.one_line),
        "instruction": partial(seconds_until, calf, bench.instruction),
        "screen": partial(seconds_until, calf, LAST_OF_SCREEN),
        "full path": partial(seconds_until, bench.ours(*WITHOUT_EARLY_SCREEN), LAST_OF_SCREEN),
        "help": partial(seconds_of, bench.ours("--help")),
        "version": partial(seconds_of, bench.ours("--version")),
    }
    if bench.rival:
        trials["rival"] = partial(watching.first_byte, bench.rival("90"))
        trials["rival help"] = partial(seconds_of, bench.rival("--help"))
        trials["rival version"] = partial(seconds_of, bench.rival("--version"))
    found = interleaved(trials, bench.rounds)

    def to(base: str, name: str) -> float | None:
        return ratio(found[name], found[base]) if name in found else None

    aside = f"P is {median(found['P']) * 1000:.0f} ms and T {median(found['T']) * 1000:.0f} ms here today"
    most, wrapper = (1.8, "behind the wrapper of an older pip") if has_old_wrapper() else (1.25, "")
    instruction = to("T", "instruction")
    yield Row(
        "relief calf: first instruction, warm",
        instruction,
        target=Target(most, "T"),
        rival=to("T", "rival"),
        aside=wrapper,
    )
    yield Row("relief calf: the whole first screen", to("P", "screen"), target=Target(11, "P"), rival=to("P", "rival"))
    yield Row("the same where no early screen is kept", to("P", "full path"), target=Target(11, "P"))
    yield Row("--help", to("P", "help"), target=Target(7.5, "P"), rival=to("P", "rival help"))
    yield Row("--version", to("P", "version"), target=Target(2, "P"), rival=to("P", "rival version"), aside=aside)


def cold_rows(bench: Bench) -> Iterator[Row]:
    """Yield what the very first run costs, which has no cache yet."""
    calf = bench.ours(*WITHOUT_EARLY_SCREEN)

    def first_ever() -> float:
        shutil.rmtree(calf.environment["XDG_CACHE_HOME"], ignore_errors=True)
        return seconds_until(calf, bench.instruction)

    trials: dict[str, Callable[[], float]] = {
        "cold": first_ever,
        "warm": partial(seconds_until, calf, bench.instruction),
    }
    found = interleaved(trials, bench.rounds)
    yield Row(
        "relief calf: first instruction of the first run ever, no early screen",
        ratio(found["cold"], found["warm"]),
        target=Target(2.5, "warm"),
    )


def other_rows(bench: Bench) -> Iterator[Row]:
    """Yield the first byte of every other command."""
    trials: dict[str, Callable[[], float]] = {"P": partial(seconds_of, bench.nothing)}
    trials |= {" ".join(words): partial(watching.first_byte, bench.ours(*words)) for words in OTHERS}
    found = interleaved(trials, bench.rounds)
    for name in list(trials)[1:]:
        yield Row(
            f"cramp-cli {name}: first byte".replace(" :", ":"), ratio(found[name], found["P"]), target=Target(9, "P")
        )


def check_rows(bench: Bench) -> Iterator[Row]:
    """Yield how long the whole check of the built-in knowledge takes."""
    trials: dict[str, Callable[[], float]] = {
        "P": partial(seconds_of, bench.nothing),
        "check": partial(seconds_of, bench.ours("knowledge", "check")),
    }
    found = interleaved(trials, 3)
    aside = f"{ratio(found['check'], found['P']):.0f}x P"
    yield Row("knowledge check", median(found["check"]), "s", Target(1.5), aside=aside)
