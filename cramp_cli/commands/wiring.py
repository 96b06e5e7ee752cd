"""What every command needs before it can begin: the knowledge, and a word about files that were left out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cramp_cli.knowledge.decoding import Knowledge


SITUATIONS = ("standing", "bed", "chair", "desk", "car", "water", "cannot-stand")
TOOLS = (
    "hands",
    "wall",
    "chair",
    "towel",
    "strap",
    "ball",
    "hook-cane",
    "roller",
    "bottle",
    "heat-pack",
    "cold-pack",
    "warm-water",
)


def open_knowledge() -> Knowledge:
    """Return the built-in knowledge, naming on stderr every file that had to be left out."""
    from cramp_cli.knowledge.cache import Cache
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.knowledge.opening import load
    from cramp_cli.storage.locations import cache_folder, data_root, overlay_folder

    folder = cache_folder()
    raw = load(data_root(), Cache(folder) if folder else None, overlay_folder())
    for path in dict.fromkeys(problem.path for problem in raw.problems):
        say(f"{path} has faults and is left out. See: cramp-cli knowledge check")
    return Knowledge(raw)


def say(line: str) -> None:
    """Say one line to the person, on stderr."""
    from cramp_cli.core.text import clean
    from cramp_cli.terminal.console import Door

    Door(sys.stderr).write(clean(line) + "\n")


def standard_input(most_bytes: int) -> bytes:
    """Return what stands on stdin, up to one byte more than `most_bytes`; nothing where it is closed."""
    return b"" if sys.stdin is None or sys.stdin.closed else sys.stdin.buffer.read(most_bytes + 1)


def json_text(value: Mapping[str, Any]) -> str:
    """Return a value as a script reads it: ASCII, which no terminal and no locale can spoil."""
    from json import dumps

    return dumps(value, indent=2) + "\n"


def write_file(name: str, text: str, *, force: bool = False, way_out: str = "remove it first") -> None:
    """Write `text` with its own line ends into a file of the person's choice; `-` is stdout.

    Raises:
        CrampError: the file exists and `force` is not set (exit 2), or it cannot be written (exit 1).
    """
    from cramp_cli.export.files import put
    from cramp_cli.terminal.console import Door

    if name == "-":
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(newline="")
        Door(sys.stdout).write(text)
        return
    try:
        put(Path(name), text.encode(), force=force)
    except FileExistsError:
        raise CrampError(f"{Path(name)} exists", fix=f"name another file, or {way_out}", code=ExitCode.USAGE) from None
    say(f"Written: {name}")


def known(word: str, words: Iterable[str], *, what: str) -> str:
    """Return `word` if it is one of `words`; raises CrampError (exit 2) with the nearest one otherwise."""
    import difflib

    choices = sorted(words)
    if word in choices:
        return word
    near = difflib.get_close_matches(word.casefold(), choices, n=1, cutoff=0.6)
    fix = f'did you mean "{near[0]}"?' if near else f"write one of: {', '.join(choices)}"
    raise CrampError(f'unknown {what} "{word}"', fix=fix, code=ExitCode.USAGE)
