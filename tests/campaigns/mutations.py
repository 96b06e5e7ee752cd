"""Damages a knowledge file at random, thousands of times, and reads it with both loaders.

Nothing unexpected may happen.
Run it by `python -m campaigns.mutations 30000` in the folder `tests`.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from cramp_cli.knowledge import yaml_nodes
from cramp_cli.knowledge.checking import SchemaSet
from cramp_cli.storage.locations import data_root

LOADERS = tuple(dict.fromkeys((getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader)))
SNIPPETS = (
    *("'", '"', "[", "]", "{", "}", ":", ": ", "- ", ", ", "#", "|", ">", "?", "%", "@", "\t", "\n", "\r"),
    *("&a ", "*a", "!!x ", "<<: ", "---\n", "...\n", '"\\e"', '"\\ud800"', '"\\UFFFFFFFF"', "\0", "\x1b", "\u202e"),
    *("5", "-5", "true", "no", "30s", "1:30", "9" * 60, "[" * 40, "2026-02-30", "!!timestamp x", "!!bool x"),
)


@dataclass
class Report:
    """What came of a campaign."""

    read: int = 0
    refused: int = 0
    unexpected: list[str] = field(default_factory=list)


def damaged(text: str, chance: random.Random) -> str:
    """Return `text` with one to four accidents."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice((0, 1, 1, 5, 40)))
        text = text[:start] + chance.choice(("", chance.choice(SNIPPETS), text[start:end] * 2)) + text[end:]
    return text


def campaign(count: int, *, seed: int = 20261122) -> Report:
    """Damage and read `count` files, the loaders taking turns."""
    chance = random.Random(seed)  # noqa: S311 - accidents, no secrets
    schemas = SchemaSet(data_root() / "schema")
    originals = [path.read_text("utf-8") for path in sorted((data_root() / "regions").glob("*.yaml"))]
    report = Report()
    usual = yaml_nodes.LOADER
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.yaml"
        for number in range(count):
            yaml_nodes.LOADER = LOADERS[number % len(LOADERS)]
            path.write_bytes(damaged(chance.choice(originals), chance).encode("utf-8", "surrogatepass"))
            _read(path, schemas, report, number)
    yaml_nodes.LOADER = usual
    return report


def _read(path: Path, schemas: SchemaSet, report: Report, number: int) -> None:
    try:
        document, problems = yaml_nodes.read(path)
        found = [*problems, *(schemas.faults(document, "region") if document is not None else ())]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the campaign looks for
        report.unexpected.append(f"{number}: {type(error).__name__}: {error}")
        return
    report.read += document is not None
    report.refused += bool(found)
    report.unexpected += [f"{number}: {one}" for one in map(str, found) if not one.isprintable()]
    report.unexpected += [f"{number}: no place: {one}" for one in found if not one.line]


if __name__ == "__main__":
    done = campaign(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000)
    sys.stdout.write(f"read {done.read}, refused {done.refused}, unexpected {len(done.unexpected)}\n")
    sys.stdout.write("".join(f"{line}\n" for line in done.unexpected[:20]))
    sys.exit(bool(done.unexpected))
