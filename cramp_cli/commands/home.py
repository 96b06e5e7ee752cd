"""The bare `cramp-cli` on a terminal: relief first, then why; or a menu when nothing cramps."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from cramp_cli.commands.wiring import open_knowledge
from cramp_cli.core.conversation import InputEndedError, LeftError
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.terminal.prompts import pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.answers import Answers, Given
    from cramp_cli.core.ending import Ending
    from cramp_cli.core.model import Region
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.knowledge.pages import Shelf
    from cramp_cli.terminal.console import Door

_SIDES = ("left", "right", "both")
_READ = {
    "what helps, and for whom not": "remedies",
    "why muscles cramp": "causes",
    "short pages to learn from": "learn",
}


def run() -> ExitCode:
    """Hold one session on this terminal; return the exit code."""
    from cramp_cli.terminal.console import Door

    session = _Session(Door(sys.stdout), open_knowledge())
    try:
        return session.whole()
    except InputEndedError:
        raise CrampError("no answer came", fix="see: cramp-cli --help", code=ExitCode.NEEDS_ANSWER) from None
    except LeftError:
        return ExitCode.DONE


class _Session:
    def __init__(self, door: Door, knowledge: Knowledge) -> None:
        self._door = door
        self._knowledge = knowledge

    def whole(self) -> ExitCode:
        if self._choose("Cramping right now?", ("yes", "no"), default=0) == 0:
            return self._relief()
        while True:
            self._menu()

    def _choose(self, text: str, options: Sequence[str], default: int | None = None) -> int:
        """Ask until one of `options` is chosen; return its number, from 0."""
        enter = f" · Enter {options[default]}" if default is not None else ""
        while True:
            self._door.write("\n")
            chosen = pick(self._door, text, options, f"1-{len(options)} or a word{enter} · q quit", default=default)
            if isinstance(chosen, int):
                return chosen
            self._door.lines([f"Type a number from 1 to {len(options)}."])

    # -- it cramps now ----------------------------------------------------------------------------------------------

    def _relief(self) -> ExitCode:
        from cramp_cli.commands import relief
        from cramp_cli.commands.planning import Wish

        words = self._place()
        done = relief.run(words, Wish(), relief.How())
        if done.region is None or done.ending is None or not done.ending.has_let_go:
            return done.code
        if self._choose("Want to know why it happens?", ("yes", "not now"), default=1) == 0:
            return self._why(_known(done.region, done.ending, self._knowledge))
        return done.code

    def _place(self) -> str:
        """Return the words for the place that cramps, its side with them where it has one."""
        from cramp_cli.commands.finding import resolve
        from cramp_cli.core.names import NotMuscle, split_side

        words = self._where()
        place, side = split_side(words, self._knowledge.words)
        meaning = resolve(place, self._knowledge, can_ask=True)
        if isinstance(meaning, NotMuscle) or side or not self._knowledge.region(meaning.region).has_sides:
            return words
        return f"{_SIDES[self._choose('Which side?', _SIDES)]} {meaning.word if hasattr(meaning, 'word') else words}"

    def _where(self) -> str:
        names = {one: self._knowledge.region_name(one) for one in self._knowledge.words.regions}
        self._door.write("\n")
        while True:
            keys = f"1-{len(names)} or a name, such as left calf · q quit"
            chosen = pick(self._door, "Where does it cramp?", list(names.values()), keys)
            if isinstance(chosen, int):
                return list(names.values())[chosen]
            if chosen:
                return chosen

    def _why(self, known: Answers) -> ExitCode:
        from cramp_cli.commands.check import on_terminal

        return on_terminal(self._knowledge, known, None)

    # -- it does not ------------------------------------------------------------------------------------------------

    def _menu(self) -> None:
        options = ("why do I get these?", *_READ, "medicines that can cause cramps", "my profile")
        chosen = self._choose("What would you like?", options)
        if chosen == 0:
            self._why({})
        elif options[chosen] in _READ:
            self._read(_READ[options[chosen]])
        elif options[chosen] == "my profile":
            self._profile()
        else:
            self._read("medicines")

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

    def _profile(self) -> None:
        from cramp_cli.commands.profile import show

        show(json=False)


def _known(region: Region, ending: Ending, knowledge: Knowledge) -> Answers:
    """Return what a routine has shown already: where it was, and what eased it."""
    from cramp_cli.core.basis import About

    interview = knowledge.basis.interview
    known: dict[str, Given] = {interview.about(About.REGIONS): (region.id,)}
    for question in interview.questions:
        easing = tuple(one.id for one in question.options if ending.eased_by in one.remedies)
        if easing:
            known[question.id] = easing
    return known
