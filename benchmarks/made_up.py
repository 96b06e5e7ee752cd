"""Makes what a benchmark reads: a history of so many made-up cramps, and a copy of the program that knows more regions.

The same number gives the same history every time. Ten cramps a day is more than anybody has, and over the years of
100,000 of them it keeps every page the program prints at the length that a real one has.
"""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from cramp_cli.core.episode import Episode, Moment, Origin, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.storage import history_rows
from cramp_cli.storage.history_connection import writing
from cramp_cli.storage.history_files import Place

if TYPE_CHECKING:
    from pathlib import Path

EPISODES_A_DAY = 10
LONG_HOLD_SECONDS = 90
_BUILT_IN = ("calf", "foot", "hamstring", "quadriceps", "hand", "lower-back")
_WEIGHTS = (10, 6, 4, 2, 1, 1)
_STEPS = (("toes-up", "stretching"), ("toes-up-2", "stretching"), ("squeeze", "opposite-muscle"), ("warm", "heat"))
_OUTCOMES = tuple(Outcome)
_ENDINGS = ("gone", "gone", "gone", "gone", "not-gone", "quit")
_CAME_AFTER = ("", "", "", "a long run", "a day on my feet", "sitting")


def write_history(folder: Path, count: int, until: datetime | None = None) -> None:
    """Keep `count` made-up episodes in the store of `folder`, the last of them just before `until` (aware)."""
    chance = Random(count)  # noqa: S311 - the same each time is what is wanted here
    newest = until or datetime.now(UTC)
    with writing(Place(folder)) as connection:
        for number in range(count):
            history_rows.put(connection, _episode(chance, newest - timedelta(days=number / EPISODES_A_DAY)))


def _episode(chance: Random, began: datetime) -> Episode:
    lasted_seconds = chance.randrange(20, 500) if chance.random() < 0.99 else chance.randrange(601, 2000)  # noqa: PLR2004
    return Episode(
        id=str(UUID(int=chance.getrandbits(128), version=4)),
        began=Moment.at(began),
        region=chance.choices(_BUILT_IN, _WEIGHTS)[0],
        origin=Origin.RELIEF,
        ended=Moment.at(began + timedelta(seconds=lasted_seconds)),
        side=chance.choice(("left", "right", "both", None)),
        situation=chance.choice(("bed", "standing", "")),
        came_after=chance.choice(_CAME_AFTER),
        pain_before=chance.randrange(11),
        pain_after=chance.choice((None, *range(11))),
        lasted_seconds=lasted_seconds,
        steps=tuple(_step(chance, *names) for names in _STEPS[: chance.randrange(1, 5)]),
        red_flags=("dvt",) if chance.random() < 1 / 500 else (),
        notes="Woke up from it, walked about, slept badly afterwards. " * chance.choice((0, 0, 0, 1, 4)),
        ending=chance.choice(_ENDINGS),
    )


def _step(chance: Random, name: str, remedy: str) -> StepTaken:
    return StepTaken(name, remedy, chance.choice(_OUTCOMES), side="left", seconds=chance.randrange(5, 40))


def copy_with_regions(source: Path, target: Path, count: int) -> None:
    """Copy the program and its knowledge from `source` to `target`, with so many regions in all."""
    _copy(source, target)
    folder = target / "data" / "regions"
    built_in = sorted(folder.glob("*.yaml"))
    for number in range(count - len(built_in)):
        model = built_in[number % len(built_in)]
        one = f"{model.stem}-{number}"
        (folder / f"{one}.yaml").write_text(_renamed(model.read_text("utf-8"), one, number), "utf-8")


def _renamed(text: str, one: str, number: int) -> str:
    """Return the file of a region under another id, with a name of its own and without its hints."""
    name = f"{one.replace('-', ' ')} made up"
    text = re.sub(r"^id: .*$", f"id: {one}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^name: .*$", f"name: {name}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^hints:\n(?:[ -].*\n)*", "", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^names: \[[^\]]*\]", f"names: [{name}, region number {number}]", text, count=1, flags=re.MULTILINE)


def copy_with_long_holds(source: Path, target: Path) -> None:
    """Copy the program from `source` to `target`, with holds of the calf as long as the longest that is measured."""
    _copy(source, target)
    calf = target / "data" / "regions" / "calf.yaml"
    text = calf.read_text("utf-8").replace("\n    hold: 30s\n", f"\n    hold: {LONG_HOLD_SECONDS}s\n")
    calf.write_text(text.replace("range: [10s, 60s]", f"range: [10s, {LONG_HOLD_SECONDS}s]"), "utf-8")


def _copy(source: Path, target: Path) -> None:
    for folder in ("cramp_cli", "data"):
        shutil.copytree(source / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
