"""Appended lines: said once, counted every ten seconds, and nothing that moves the cursor."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from helpers.people import Somebody

from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.guard import Setting
from cramp_cli.session import relieve
from cramp_cli.terminal.console import Door
from cramp_cli.terminal.displays import LineDisplay, PanelDisplay
from cramp_cli.terminal.player import Player, Ports

if TYPE_CHECKING:
    from cramp_cli.core.frame import Frame
    from cramp_cli.knowledge.decoding import Knowledge


class Reader(Somebody):
    """Somebody who looks at a real display."""

    def look_at(self, display: LineDisplay | PanelDisplay) -> Reader:
        self.display = display
        return self

    def show(self, frame: Frame) -> None:
        super().show(frame)
        self.display.show(frame)

    def say(self, text: str) -> None:
        super().say(text)
        self.display.say(text)

    def repeat(self) -> None:
        super().repeat()
        self.display.repeat()


def played(knowledge: Knowledge, *does: tuple[str, str], plain: bool = True) -> str:
    """Everything written while somebody does what `does` says."""
    paper = io.StringIO()
    door = Door(paper)
    display = LineDisplay(door) if plain else PanelDisplay(door, lambda: (80, 24))
    who = Reader(does).look_at(display)
    routine = plan_routine(knowledge.region("calf"), Person())
    player = Player(routine, Ports(who, who, who, who.clock))
    relieve(routine, player, Setting(knowledge.since, knowledge.over_limit, 5, 0))
    return paper.getvalue()


def test_the_stop_signs_come_first(knowledge: Knowledge) -> None:
    text = played(knowledge, ("hold 1", "q"))
    assert text.index("Emergency:") < text.index("See today:") < text.index("Pull your toes up")


def test_there_is_a_heartbeat_every_ten_seconds_and_no_ticking(knowledge: Knowledge) -> None:
    text = played(knowledge, ("rest", "q"))
    assert text.count("20 seconds left") == 1
    assert text.count("10 seconds left") == 1
    assert "19 seconds" not in text


def test_nothing_moves_the_cursor(knowledge: Knowledge) -> None:
    text = played(knowledge)
    assert all(char.isprintable() or char == "\n" for char in text)


def test_again_says_it_again(knowledge: Knowledge) -> None:
    once = played(knowledge, ("hold 1", "q"))
    twice = played(knowledge, ("hold 1", "r"), ("hold 1", "q"))
    assert twice.count("Avoid:") == once.count("Avoid:") + 1


def test_why_and_pause_are_said(knowledge: Knowledge) -> None:
    text = played(knowledge, ("hold 1", "?"), ("paused", "?"), ("hold 1", "q"))
    assert "Press ? to go on." in text
    assert "How sure: strong evidence." in text


def test_a_question_lists_its_signs_and_its_answers(knowledge: Knowledge) -> None:
    text = played(knowledge, ("how is it", "e"), ("how is it", "e"))
    assert "- swollen" in text
    assert "1 yes, 2 no, 3 not sure" in text


def test_the_panel_writes_little_while_it_holds(knowledge: Knowledge) -> None:
    """A held second changes two rows of digits, the bar and the clock, and nothing else is sent."""
    until_the_hold = played(knowledge, ("hold 1", "q"), plain=False)
    until_its_end = played(knowledge, ("rest", "q"), plain=False)
    assert (len(until_its_end) - len(until_the_hold)) / 30 < 900
