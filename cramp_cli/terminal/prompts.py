"""Asks on lines: with numbers, names or the beginning of a name, a screenful at a time. Works for a screen reader too.

Ordinary questions only. Questions about danger, which have no default and take no prefix, are in `terminal.talk`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.text import Text

from cramp_cli.core.conversation import InputEndedError, LeftError
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.understanding import matching
from cramp_cli.terminal.console import Door, line_width, screen_size

if TYPE_CHECKING:
    from collections.abc import Sequence

MORE = "m"
_NARROW = 60
_SHORTER = {
    " · Enter don't know": " · Enter skip",
    "several · 0 none of these": "several · 0 none",
    " · ? why, not sure": " · ?",
    " · ? why": " · ?",
    " · b back": " · b",
    " · q quit": " · q",
}


def read_line(door: Door) -> str:
    """Return what is typed on a line of its own, in single spaces.

    Raises:
        InputEndedError: the input ended.
        LeftError: the person typed q.
    """
    door.write("> ")
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        door.write("\n")
        raise
    if not line:
        door.write("\n")
        raise InputEndedError
    typed = " ".join(line.split())
    if typed.casefold() in {"q", "quit"}:
        raise LeftError
    return typed


def key_line(keys: str) -> Text:
    """Return the line of keys, shorter where the window is narrow."""
    if line_width() < _NARROW:
        for long, short in _SHORTER.items():
            keys = keys.replace(long, short)
    return Text(keys, "dim")


def screenfuls(door: Door, heading: str, options: Sequence[str], keys: str) -> tuple[list[list[str]], str]:
    """Return numbered options as lists of lines that fit the screen together with what stands around them.

    With them comes the line of keys, which says so when there is more than one list.
    """
    pages = _split(door, heading, options, keys)
    if len(pages) == 1:
        return pages, keys
    with_more = f"{MORE} more · {keys}"
    return _split(door, heading, options, with_more), with_more


def _split(door: Door, heading: str, options: Sequence[str], keys: str) -> list[list[str]]:
    width = line_width()
    around = ("", heading, key_line(keys), ">")
    room = screen_size()[1] - sum(len(door.ansi(line, width)) for line in around)
    pages: list[list[str]] = [[]]
    taken = 0
    for number, option in enumerate(options, start=1):
        line = f"{number:>3}  {option}"
        height = len(door.ansi(line, width))
        if taken + height > room and pages[-1]:
            pages.append([])
            taken = 0
        pages[-1].append(line)
        taken += height
    return pages


def pick(
    door: Door, text: str, options: Sequence[str], keys: str, *, default: int | None = None, reserved: str = ""
) -> int | str:
    """Return the number of the chosen option, from 0, or what was typed if it is none of them; "" for Enter alone.

    A single letter of `reserved` is never taken for the beginning of an option.

    Raises:
        InputEndedError, LeftError: as `read_line`.
    """
    pages, keys = screenfuls(door, text, options, keys)
    shown = 0
    door.lines([text])
    while True:
        door.lines([*pages[shown % len(pages)], key_line(keys)])
        typed = read_line(door)
        if typed == MORE and len(pages) > 1:
            shown += 1
            continue
        if not typed and default is not None:
            return default
        found = None if typed and typed in reserved else matching(typed, options)
        return typed if found is None else found


def choose(text: str, options: Sequence[str]) -> int | str:
    """Return the number of the chosen option, from 0, or the words that were typed if they are none of them.

    Raises:
        CrampError: the input ended (exit 5).
    """
    door = Door(sys.stdout)
    try:
        while True:
            chosen = pick(door, text, options, f"1-{len(options)}, or a word · q quit")
            if isinstance(chosen, int) or (chosen and not chosen.isdigit()):
                return chosen
            door.lines([f"Type a number from 1 to {len(options)}, or a word."])
    except InputEndedError:
        fix = "name the muscle on the command line"
        raise CrampError("no answer came", fix=fix, code=ExitCode.NEEDS_ANSWER) from None
    except LeftError:
        raise SystemExit(0) from None
