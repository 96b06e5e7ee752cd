"""Measures every figure that has a target, and prints one table: `python -m benchmarks`, from the top of the checkout.

P is `python -c pass`, T is `python -c 'print(1)'` on a pseudo-terminal; a ratio is the median
over rounds in which both ran, one after the other.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import programs
from benchmarks.growing import history_rows, how_made, knowledge_rows
from benchmarks.holding import holding_rows
from benchmarks.starting import Bench, check_rows, cold_rows, first_instruction, other_rows, start_rows
from benchmarks.table import lines, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.results import Row


@dataclass(frozen=True)
class Plan:
    """How thoroughly to measure."""

    rounds: int = 21
    regions: tuple[int, ...] = (180, 1_800)
    episodes: tuple[int, ...] = (10, 1_000, 100_000)
    hold_seconds: int = 60
    presses: int = 40


QUICK = Plan(rounds=11, regions=(180,), hold_seconds=10, presses=10)


def groups(bench: Bench, plan: Plan, *, is_long: bool) -> dict[str, Callable[[], Iterator[Row]]]:
    """Return what there is to measure, by the name that `--only` takes."""
    return {
        "start": lambda: start_rows(bench),
        "cold": lambda: cold_rows(bench),
        "others": lambda: other_rows(bench),
        "check": lambda: check_rows(bench),
        "hold": lambda: holding_rows(bench, seconds=plan.hold_seconds, presses=plan.presses, is_long=is_long),
        "history": lambda: history_rows(bench, plan.episodes),
        "knowledge": lambda: knowledge_rows(bench, plan.regions),
    }


def main() -> int:
    """Measure what the arguments ask for, and print the table."""
    known = list(groups(Bench(Path(), programs.cramp_cli(Path()), None, 1), QUICK, is_long=False))
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer rounds, no 1,800 regions: two minutes")
    options.add_argument("--long", action="store_true", help="the drift of holds of 90 s too: six minutes more")
    options.add_argument("--only", action="append", choices=known, metavar="NAME", help=f"one of {', '.join(known)}")
    asked = options.parse_args()
    with TemporaryDirectory(prefix="cramp-cli-benchmarks-") as folder:
        plan = QUICK if asked.quick else Plan()
        home = Path(folder)
        rival, why_not = programs.termdown(home / "rival")
        ours = programs.cramp_cli(home)
        bench = Bench(home, ours, rival, plan.rounds, first_instruction(ours))
        found: dict[str, list[Row]] = {}
        for name, measure in groups(bench, plan, is_long=asked.long).items():
            if not asked.only or name in asked.only:
                sys.stderr.write(f"measuring: {name}\n")
                found[name] = list(measure())
    sys.stdout.write("".join(f"{line}\n" for line in _page(found, why_not)))
    return 0


def _page(found: dict[str, list[Row]], why_not: str) -> Iterator[str]:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    yield f"Python {platform.python_version()} on {os.cpu_count()} cores, load {load} at the end."
    yield "P: python -c pass. T: python -c 'print(1)' on a pseudo-terminal of 80x24. Medians over interleaved rounds."
    yield from lines(found)
    yield ""
    yield f"{summary(found)}.{f' {how_made()}' if 'history' in found else ''}"
    if why_not:
        yield why_not
    yield "Not timed here: what each command imports is counted in the tests, and the tests time themselves."


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
