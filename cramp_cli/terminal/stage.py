"""Builds the stage a run is played on from what this terminal can do, and gives the terminal back afterwards."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from cramp_cli.terminal.console import Door, wants_plain
from cramp_cli.terminal.displays import LineDisplay, PanelDisplay
from cramp_cli.terminal.keys import SilentKeys, TerminalKeys, moment, standard_input_is_terminal
from cramp_cli.terminal.player import Player, Ports
from cramp_cli.terminal.signals import orderly
from cramp_cli.terminal.sound import BELLS, NIGHT_BELLS, NO_BELLS, Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.routine import Routine


@contextmanager
def open_stage(
    routine: Routine, *, mute: bool, plain: bool, voice: bool = False, night: bool = False
) -> Iterator[tuple[Player, Door]]:
    """Yield a player on this terminal and the door for the last word; give cursor and modes back on every way out.

    `mute` is stronger than `voice`; at `night` fewer bells ring, and whether to speak is the caller's decision
    (`core.announcing.speaks`).
    """
    door = Door(sys.stdout)
    display = LineDisplay(door) if plain or wants_plain() else PanelDisplay(door)
    keys = TerminalKeys(sys.stdin.fileno()) if standard_input_is_terminal() else SilentKeys()
    sound = _sound(door, mute=mute, voice=voice, night=night)

    def give_back() -> None:
        sound.hush()
        display.leave()
        keys.give_back()

    def take_again() -> None:
        keys.take_again()
        display.leave()

    try:
        with keys, orderly(give_back, take_again), closing(sound):
            yield Player(routine, Ports(keys, display, sound, moment)), door
        display.close()
    finally:
        display.leave()


def _sound(door: Door, *, mute: bool, voice: bool, night: bool) -> Sound:
    if mute:
        return Sound(door, NO_BELLS)
    bells = NIGHT_BELLS if night else BELLS
    if not voice:
        return Sound(door, bells)
    from cramp_cli.terminal.voice import Voice, find_speakers  # noqa: PLC0415 - a silent run needs no speaker

    return Sound(door, bells, Voice(find_speakers()))
