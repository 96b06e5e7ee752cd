"""The bare `cramp-cli` on a terminal: relief first, then why; or the menu when nothing cramps."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cramp_cli.commands.menu import Menu, until_chosen, where
from cramp_cli.commands.wiring import open_knowledge
from cramp_cli.core.conversation import InputEndedError, LeftError
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.model import SIDES

if TYPE_CHECKING:
    from cramp_cli.core.answers import Answers, Given
    from cramp_cli.core.ending import Ending
    from cramp_cli.core.model import Region
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.terminal.console import Door


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
        if until_chosen(self._door, "Cramping right now?", ("yes", "no"), default=0) == 0:
            return self._relief()
        Menu(self._door, self._knowledge).hold()
        return ExitCode.DONE

    def _relief(self) -> ExitCode:
        from cramp_cli.commands import relief
        from cramp_cli.commands.planning import How, Wish

        words = self._place()
        done = relief.run(words, Wish(), How(), self._knowledge)
        if done.region is None or done.ending is None or not done.ending.has_let_go:
            return done.code
        if until_chosen(self._door, "Want to know why it happens?", ("yes", "not now"), default=1) == 0:
            return self._why(_known(done.region, done.ending, self._knowledge))
        return done.code

    def _place(self) -> str:
        """Return the words for the place that cramps, its side with them where it has one."""
        from cramp_cli.commands.finding import resolve
        from cramp_cli.core.names import Found, NotMuscle, split_side

        words = where(self._door, self._knowledge)
        place, side = split_side(words, self._knowledge.words)
        meaning = resolve(place, self._knowledge, can_ask=True)
        if isinstance(meaning, NotMuscle) or side or not self._knowledge.region(meaning.region).has_sides:
            return words
        side = SIDES[until_chosen(self._door, "Which side?", SIDES)]
        return f"{side} {meaning.word if isinstance(meaning, Found) else words}"

    def _why(self, known: Answers) -> ExitCode:
        from cramp_cli.commands.check import on_terminal

        return on_terminal(self._knowledge, known, None)


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
