"""Asks which of a few things is meant, with numbers, names or the beginning of a name. Never used for danger."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.terminal.console import Door

if TYPE_CHECKING:
    from collections.abc import Sequence


def choose(text: str, options: Sequence[str]) -> int | str:
    """Return the number of the chosen option, from 0, or what was typed if it is none of them.

    Raises:
        CrampError: the input ended (exit 5).
    """
    door = Door(sys.stdout)
    door.lines([text, *(f"  {number}  {option}" for number, option in enumerate(options, start=1))])
    while True:
        door.write("> ")
        line = sys.stdin.readline()
        if not line:
            door.write("\n")
            raise CrampError("no answer came", fix="name the muscle on the command line", code=ExitCode.NEEDS_ANSWER)
        typed = " ".join(line.split()).casefold()
        if typed == "q":
            raise SystemExit(0)
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(options):
            return int(typed) - 1
        matching = [index for index, option in enumerate(options) if typed and option.casefold().startswith(typed)]
        if len(matching) == 1:
            return matching[0]
        if typed and not typed.isdigit():
            return typed
        door.lines([f"Type a number from 1 to {len(options)}, or a word."])
