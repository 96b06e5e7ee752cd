"""The menu of the bare `cramp-cli`, when nothing cramps: why, prevent, log one, look back, read.

Each line leads into the command of the same purpose and back here. What goes wrong there is one line, and no way out.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import typer

from cramp_cli.core.conversation import LeftError
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.terminal.prompts import pick, read_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.knowledge.pages import Shelf
    from cramp_cli.terminal.console import Door

LATEST = 10
"""How many episodes a first look at the log shows."""


def until_chosen(door: Door, text: str, options: Sequence[str], default: int | None = None) -> int:
    """Ask until one of `options` is chosen; return its number, from 0."""
    enter = f" · Enter {options[default]}" if default is not None else ""
    while True:
        door.write("\n")
        chosen = pick(door, text, options, f"1-{len(options)} or a word{enter} · q quit", default=default)
        if isinstance(chosen, int):
            return chosen
        door.lines([f"Type a number from 1 to {len(options)}."])


def where(door: Door, knowledge: Knowledge, text: str = "Where does it cramp?") -> str:
    """Return the words for a place: the name of a region, or what was typed if it means anything at all."""
    from cramp_cli.core.names import Unknown, find, split_side
    from cramp_cli.core.text import clean

    names = [knowledge.region_name(one) for one in knowledge.words.regions]
    door.write("\n")
    while True:
        chosen = pick(door, text, names, f"1-{len(names)} or a name, such as left calf · q quit")
        if isinstance(chosen, int):
            return names[chosen]
        if chosen and not isinstance(find(split_side(chosen, knowledge.words)[0], knowledge.words), Unknown):
            return chosen
        if chosen:
            door.lines([f'"{clean(chosen)}" is no muscle known here. Type a number, or another word.'])


class Menu:
    """What a session offers to somebody with time to read."""

    def __init__(self, door: Door, knowledge: Knowledge) -> None:
        self._door = door
        self._knowledge = knowledge
        self._lines: dict[str, Callable[[], object]] = {
            "why do I get these?": self._why,
            "prevent the next one": self._prevent,
            "write one down": self._write_down,
            "my log": self._log,
            "a page for my doctor": self._report,
            "what helps, and for whom not": lambda: self._read("remedies"),
            "why muscles cramp": lambda: self._read("causes"),
            "medicines that can cause cramps": lambda: self._read("medicines"),
            "short pages to learn from": lambda: self._read("learn"),
            "my profile": self._profile,
        }

    def hold(self) -> None:
        """Offer the menu again and again; raises LeftError when the person leaves it."""
        while True:
            chosen = until_chosen(self._door, "What would you like?", tuple(self._lines))
            try:
                list(self._lines.values())[chosen]()
            except CrampError as error:
                self._door.lines([str(error)])
            except typer.Exit:
                pass
            self._door.lines(["", "Enter: back to the menu · q quit"])
            read_line(self._door)

    def _why(self) -> None:
        from cramp_cli.commands.check import on_terminal

        on_terminal(self._knowledge, {}, None)

    def _prevent(self) -> None:
        from cramp_cli.commands.plan import propose

        propose([where(self._door, self._knowledge, "Where would you like fewer cramps?")])

    def _write_down(self) -> None:
        from cramp_cli.commands.history import add, when

        place = where(self._door, self._knowledge, "Where was it?")
        began = self._typed(
            'When did it begin? Such as 23:40 or "2h ago". Enter for just now.', partial(when, minutes=None)
        )
        minutes = self._typed("How many minutes did it last? Enter if you do not know.", partial(when, None))
        pain = self._typed("How bad was it at its worst, 0 to 10? Enter to leave it out.", _pain)
        add([place], at=began, minutes=minutes, pain=_pain(pain) if pain else None)

    def _typed(self, question: str, judged: Callable[[str], object]) -> str | None:
        """Return an answer that can be used, or None for none; what is wrong with one is said at once."""
        while True:
            self._door.lines(["", question])
            typed = read_line(self._door)
            if not typed:
                return None
            try:
                judged(typed)
            except CrampError as error:
                self._door.lines([str(error)])
            else:
                return typed

    def _log(self) -> None:
        from cramp_cli.commands.history import list_

        list_(limit=LATEST)
        self._door.lines(["All of it: cramp-cli history list. As a picture: cramp-cli history chart."])

    def _report(self) -> None:
        from cramp_cli.commands.report import report

        report()

    def _profile(self) -> None:
        from cramp_cli.commands.profile import show

        show(json=False)

    def _read(self, kind: str) -> None:
        """Show one entry of `kind` in full, a screen at a time; leaving it leads back here."""
        from cramp_cli.knowledge.pages import Shelf
        from cramp_cli.terminal.reading import in_full
        from cramp_cli.terminal.talk import page

        shelf = Shelf(kind, self._knowledge)
        chosen = self._entry(shelf)
        with suppress(LeftError):
            page(self._door, in_full(shelf.page(chosen)))

    def _entry(self, shelf: Shelf) -> str:
        """Return the id of an entry, by its number or any of its names."""
        from cramp_cli.core.search import search

        titles = [shelf.page(one).title for one in shelf.entries]
        while True:
            self._door.write("\n")
            chosen = pick(self._door, "Which one?", titles, f"1-{len(titles)} or any name · q quit")
            if isinstance(chosen, int):
                return list(shelf.entries)[chosen]
            hits = search(chosen, shelf.names).ids if chosen else ()
            if len(hits) == 1:
                return hits[0]
            self._door.lines([f"Type a number from 1 to {len(titles)}, or a name."])


def _pain(typed: str) -> int:
    """Return a pain as a number; raises CrampError (exit 2) for anything else."""
    from cramp_cli.core.episode import MOST_PAIN

    if typed in map(str, range(MOST_PAIN + 1)):
        return int(typed)
    raise CrampError(
        f'"{typed}" is no number from 0 to {MOST_PAIN}', fix="write one, or press only Enter", code=ExitCode.USAGE
    )
