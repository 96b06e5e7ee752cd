"""Builds the stage a run is played on from what this terminal can do, and gives the terminal back afterwards."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cramp_cli.terminal.console import Door, wants_plain
from cramp_cli.terminal.displays import LineDisplay, PanelDisplay
from cramp_cli.terminal.keys import SilentKeys, TerminalKeys, moment, standard_input_is_terminal
from cramp_cli.terminal.player import Player, Ports
from cramp_cli.terminal.signals import orderly
from cramp_cli.terminal.sound import bell, silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.routine import Routine


@contextmanager
def open_stage(routine: Routine, *, mute: bool, plain: bool) -> Iterator[tuple[Player, Door]]:
    """Yield a player on this terminal and the door for the last word; give cursor and modes back on every way out."""
    door = Door(sys.stdout)
    display = LineDisplay(door) if plain or wants_plain() else PanelDisplay(door)
    keys = TerminalKeys(sys.stdin.fileno()) if standard_input_is_terminal() else SilentKeys()

    def give_back() -> None:
        display.leave()
        keys.give_back()

    def take_again() -> None:
        keys.take_again()
        display.leave()

    try:
        with keys, orderly(give_back, take_again):
            yield Player(routine, Ports(keys, display, silence if mute else bell(door), moment)), door
        display.close()
    finally:
        display.leave()
