"""Kills writers of the history somewhere behind a record they said was kept, again and again.

None of those records may be lost, and the store may never be damaged.
Run it by `python -m campaigns.kills 200` in the folder `tests`.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from pathlib import Path

from helpers.episodes import episode

from cramp_cli.storage.history import History

SEED = 20261122


def campaign(count: int, *, seed: int = SEED) -> list[str]:
    """Kill `count` writers; return what went wrong."""
    chance = random.Random(seed)  # noqa: S311 - accidents, no secrets
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "d")
        first = 0
        for number in range(count):
            kept = killed_writer(history.place.folder, first, chance)
            missing = [one for one in range(first, first + kept) if history.get(episode(one).id) != episode(one)]
            wrong += [f"kill {number}: lost {one}" for one in missing]
            wrong += [f"kill {number}: {fault}" for fault in history.check()]
            first += kept + 1
    return wrong


def killed_writer(folder: Path, first: int, chance: random.Random) -> int:
    """Kill a writer somewhere behind a few records it said were kept; return how many it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _write_until_killed(folder, first, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as said:
        heard = said.read(4 * chance.randint(1, 6))
        for _ in range(chance.randrange(60_000)):
            pass
        os.kill(child, signal.SIGKILL)
        heard += said.read()
    os.waitpid(child, 0)
    return len(heard) // 4


def _write_until_killed(folder: Path, first: int, said: int) -> None:
    history = History(folder)
    for number in range(first, first + 1000):
        history.keep(episode(number))
        os.write(said, number.to_bytes(4, "big"))
    os._exit(3)


if __name__ == "__main__":
    found = campaign(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    sys.stdout.write("\n".join(found or ["nothing was lost"]) + "\n")
    sys.exit(bool(found))
