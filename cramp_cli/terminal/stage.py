"""Builds the stage a run is played on from what this terminal can do, and gives the terminal back afterwards."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cramp_cli.terminal.console import Door, wants_plain
from cramp_cli.terminal.displays import LineDisplay, PanelDisplay
from cramp_cli.terminal.keys import SilentKeys, TerminalKeys, moment, standard_input_is_terminal
from cramp_cli.terminal.player import Player, Ports
from cramp_cli.terminal.sound import bell, silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.routine import Routine


@contextmanager
def open_stage(routine: Routine, *, mute: bool, plain: bool) -> Iterator[tuple[Player, Door]]:
    """Yield a player on this terminal and the door for the last word; give cursor and modes back on every way out."""
    door = Door(sys.stdout)
    display = LineDisplay(door) if plain or wants_plain() else PanelDisplay(door)
    cue = silence if mute else bell(door)
    try:
        if standard_input_is_terminal():
            with TerminalKeys(sys.stdin.fileno(), display.leave, display.leave) as keys:
                yield Player(routine, Ports(keys, display, cue, moment)), door
        else:
            yield Player(routine, Ports(SilentKeys(), display, cue, moment)), door
        display.close()
    finally:
        display.leave()
