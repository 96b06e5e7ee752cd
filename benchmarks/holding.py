"""What a hold costs while it is held, how soon a key is answered, and whether the seconds stay seconds."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks import programs
from benchmarks.growing import SOURCE
from benchmarks.made_up import LONG_HOLD_SECONDS, copy_with_long_holds
from benchmarks.results import Row, Target, drift, percentile
from benchmarks.watching import busy_machine, on_a_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.programs import Program
    from benchmarks.starting import Bench
    from benchmarks.watching import Session

_SETTLED_SECONDS = 4.0
"""By then a figure stands still."""
_AFTER_A_TICK_SECONDS, _A_WHILE_SECONDS = 0.1, 0.6
_SHORT_OF_THE_END_SECONDS, _LAST_TICKS = 1.5, 5
_MILLI = 1000


def holding_rows(bench: Bench, *, seconds: int, presses: int, is_long: bool) -> Iterator[Row]:
    """Yield the figures of a hold, looked at for so many `seconds`."""
    copy = _with_long_holds(bench)
    panel = copy("relief", "calf", "--ready", "0", "--mute", "--no-log")
    rival = bench.rival(str(LONG_HOLD_SECONDS)) if bench.rival else None
    other = _cost(rival, seconds) if rival else (None, None)
    for name, one, most in (("panel", panel, 900), ("plain line", panel("--plain"), 150)):
        percent, written = _cost(one, seconds)
        beside = other if name == "panel" else (None, None)
        yield Row(f"processor while holding, {name}", percent, "%", Target(0.3, "of a core"), beside[0])
        yield Row(f"written while holding, {name}", written, "B/s", Target(most), beside[1])
    answered, by_rival = _reactions(panel, presses), _reactions(rival, presses) if rival else None
    for name, part, most in (("median", 0.5, 2), ("95th of 100", 0.95, 10)):
        theirs = percentile(by_rival, part) if by_rival else None
        yield Row(f"key to reaction, {name}", percentile(answered, part), "ms", Target(most), theirs)
    yield from _drift_rows(panel, rival) if is_long else _not_long()


def _with_long_holds(bench: Bench) -> Program:
    folder = bench.home / "long-holds"
    copy_with_long_holds(SOURCE, folder / "program")
    return programs.cramp_cli(folder / "home", folder / "program")


def _begin(session: Session) -> None:
    session.wait_for(bool)
    session.watch(_SETTLED_SECONDS)


def _cost(program: Program, seconds: int) -> tuple[float | None, float]:
    """Return the per cent of a core, None where the system does not tell, and the bytes a second."""
    with on_a_terminal(program) as session:
        _begin(session)
        before, first, began = _cpu_seconds(session), len(session.chunks), session.now
        session.watch(seconds)
        after, passed = _cpu_seconds(session), session.now - began
        written = sum(len(data) for _, data in session.chunks[first:])
    percent = None if before is None or after is None else 100 * (after - before) / passed
    return percent, written / passed


def _cpu_seconds(session: Session) -> float | None:
    try:
        return session.cpu_seconds()
    except OSError:
        return None


def _reactions(program: Program, presses: int) -> list[float]:
    """Return how many milliseconds the answers to a key took; pressed twice, it pauses and goes on."""
    with on_a_terminal(program) as session:
        _begin(session)
        found = []
        for _ in range(presses):
            _wait_for_a_tick(session)
            session.watch(_AFTER_A_TICK_SECONDS)
            found.append(session.press(b" ") * _MILLI)
            session.watch(_A_WHILE_SECONDS)
            session.press(b" ")
    return found


def _wait_for_a_tick(session: Session) -> None:
    """Wait for the next thing written, so that what comes after a key comes from the key."""
    written = len(session.chunks)
    session.wait_for(lambda chunks: len(chunks) > written)


def _drift_rows(panel: Program, rival: Program | None) -> Iterator[Row]:
    what = f"drift at the end of a hold of {LONG_HOLD_SECONDS} s"
    yield Row(f"{what}, idle", _drift(panel), "ms", Target(5), _drift(rival) if rival else None)
    with busy_machine():
        yield Row(f"{what}, every core busy", _drift(panel), "ms", Target(50), _drift(rival) if rival else None)


def _drift(program: Program) -> float:
    """Return by how many milliseconds the last seconds of a hold are early or late, as they are seen on the screen."""
    with on_a_terminal(program) as session:
        session.wait_for(bool)
        began = session.now
        session.watch(LONG_HOLD_SECONDS - _SHORT_OF_THE_END_SECONDS)
    ticks = [at for at, _ in session.chunks if at - began > _SETTLED_SECONDS]
    return median(drift([ticks[0], tick]) for tick in ticks[-_LAST_TICKS:]) * _MILLI


def _not_long() -> Iterator[Row]:
    for state in ("idle", "every core busy"):
        yield Row(
            f"drift at the end of a hold of {LONG_HOLD_SECONDS} s, {state}", None, "ms", aside="takes minutes: --long"
        )
