"""How the cost grows with what there is to read: more regions, and longer histories."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import cramp_cli
from benchmarks import programs, watching
from benchmarks.made_up import EPISODES_A_DAY, copy_with_regions, write_history
from benchmarks.results import Row, Target, ratio, slope
from benchmarks.starting import LAST_OF_SCREEN, seconds_of, seconds_until
from benchmarks.watching import interleaved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from benchmarks.programs import Program
    from benchmarks.starting import Bench

SOURCE = Path(cramp_cli.__file__).parents[1]
BUILT_IN = 18
_ADD = ("history", "add", "calf", "left", "--pain", "5")
_BACKUP = "history.db.bak-last"
_MICRO = 1e6


def knowledge_rows(bench: Bench, sizes: Sequence[int]) -> Iterator[Row]:
    """Yield how a start changes where there are ten and a hundred times as many regions."""
    copies = {size: _with_regions(bench, size) for size in (BUILT_IN, *sizes)}
    trials: dict[str, Callable[[], float]] = {}
    for size, copy in copies.items():
        trials[f"first instruction {size}"] = partial(seconds_until, copy("relief", "calf"), bench.instruction)
        trials[f"whole first screen {size}"] = partial(seconds_until, copy("relief", "calf"), LAST_OF_SCREEN)
    found = interleaved(trials, bench.rounds)
    for what, most in (("first instruction", 1.1), ("whole first screen", 1.3)):
        usual = found[f"{what} {BUILT_IN}"]
        for size in sizes:
            seconds = found[f"{what} {size}"]
            cost = slope({BUILT_IN: median(usual), size: median(seconds)}) * _MICRO
            aside = f"{cost:.0f} µs a region: the stamp of each file is looked at"
            target = Target(most, f"that of {BUILT_IN}")
            yield Row(f"{what}, warm, {size:,} regions", ratio(seconds, usual), "x", target, None, aside)


def _with_regions(bench: Bench, size: int) -> Program:
    folder = bench.home / f"regions-{size}"
    copy_with_regions(SOURCE, folder / "program", size)
    return programs.cramp_cli(folder / "home", folder / "program")


def history_rows(bench: Bench, sizes: Sequence[int]) -> Iterator[Row]:
    """Yield how reading and writing change with the length of the history."""
    kept = {size: _with_episodes(bench, size) for size in sizes}
    for words in (("history", "chart"), ("report",)):
        yield from _reading_rows(bench, " ".join(words), {size: one(*words) for size, one in kept.items()})
    yield from _relief_rows(bench, {size: one("relief", "calf") for size, one in kept.items()})
    yield from _adding_rows(bench, {size: one(*_ADD) for size, one in kept.items()})


def _with_episodes(bench: Bench, size: int) -> Program:
    home = bench.home / f"episodes-{size}"
    ours = programs.cramp_cli(home)
    write_history(_store(ours), size)
    return ours


def _store(ours: Program) -> Path:
    return Path(ours.environment["XDG_DATA_HOME"]) / "cramp-cli"


def _reading_rows(bench: Bench, what: str, by_size: Mapping[int, Program]) -> Iterator[Row]:
    trials = {"P": partial(seconds_of, bench.nothing)}
    trials |= {str(size): partial(seconds_of, one) for size, one in by_size.items()}
    found = interleaved(trials, max(3, bench.rounds // 2))
    seconds = {size: median(found[str(size)]) for size in by_size}
    for size, one in by_size.items():
        is_largest = size == max(by_size)
        ended = watching.run(one)
        aside = f"{ratio(found[str(size)], found['P']):.1f}x P, {ended.processor_seconds:.2f} s of processor"
        if is_largest:
            aside += f"; {slope(seconds) * _MICRO:.1f} µs an episode: the hash of each is checked"
        yield Row(f"{what}, {size:,} episodes", seconds[size], "s", Target(1) if is_largest else None, None, aside)
        yield Row(f"{what}, {size:,} episodes", ended.peak_megabytes, "MB", Target(150) if is_largest else None)


def _relief_rows(bench: Bench, by_size: Mapping[int, Program]) -> Iterator[Row]:
    trials = {str(size): partial(seconds_until, one, bench.instruction) for size, one in by_size.items()}
    found = interleaved(trials, bench.rounds)
    few = min(by_size)
    for size in sorted(by_size)[1:]:
        grown = ratio(found[str(size)], found[str(few)])
        yield Row(f"relief calf: first instruction, {size:,} episodes", grown, "x", Target(1.1, f"that with {few}"))


def _adding_rows(bench: Bench, by_size: Mapping[int, Program]) -> Iterator[Row]:
    for one in by_size.values():
        watching.run(one)  # the first of a day makes the backup of the day
    found = interleaved({str(size): partial(seconds_of, one) for size, one in by_size.items()}, bench.rounds)
    few = min(by_size)
    for size in sorted(by_size)[1:]:
        grown = ratio(found[str(size)], found[str(few)])
        yield Row(f"adding one to {size:,} episodes", grown, "x", Target(1.1, f"that to {few}"))
    for size, one in by_size.items():
        (_store(one) / _BACKUP).unlink()
        aside = "copied, and every row of the copy checked" if size == max(by_size) else ""
        yield Row(
            f"adding one to {size:,}, with the backup of the day", watching.run(one).seconds, "s", None, None, aside
        )


def how_made() -> str:
    """Return what the made-up histories are."""
    return (
        f"Histories are made up: {EPISODES_A_DAY} cramps a day, up to four steps each, some notes, some danger signs."
    )
