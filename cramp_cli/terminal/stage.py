"""Builds the stage a run is played on from what this terminal can do, and gives the terminal back afterwards."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError
from cramp_cli.core.values import dataclass
from cramp_cli.terminal import early
from cramp_cli.terminal.clock import moment
from cramp_cli.terminal.console import Door, wants_plain
from cramp_cli.terminal.displays import LineDisplay, PanelDisplay
from cramp_cli.terminal.keys import SilentKeys, TerminalKeys, standard_input_is_terminal
from cramp_cli.terminal.player import Player, Ports
from cramp_cli.terminal.signals import orderly
from cramp_cli.terminal.sound import BELLS, NIGHT_BELLS, NO_BELLS, Sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cramp_cli.core.pose import Figure
    from cramp_cli.core.routine import Routine
    from cramp_cli.terminal.parts import Look


@dataclass(frozen=True)
class Manner:
    """How a run is to look and sound. Muted is stronger than spoken."""

    is_muted: bool = False
    is_plain: bool = False
    is_spoken: bool = False
    is_night: bool = False


@dataclass(frozen=True)
class Opened:
    """A stage on this terminal."""

    player: Player
    door: Door
    """For the last word."""
    first_screens: Callable[[], tuple[str, str] | None]
    """What drew the first screen, as it is by day and by night; None where the run began with something else."""


@contextmanager
def open_stage(routine: Routine, manner: Manner, find_figure: Callable[[str], Figure | None]) -> Iterator[Opened]:
    """Yield a stage on this terminal; give cursor and modes back on every way out."""
    door = Door(sys.stdout)
    is_plain = manner.is_plain or wants_plain()
    display = LineDisplay(door) if is_plain else PanelDisplay(door, look=_look(manner.is_night, find_figure))

    def first_screens() -> tuple[str, str] | None:
        if not isinstance(display, PanelDisplay) or not door.is_unicode:
            return None
        day, night = (display.first_screen(_look(is_night, find_figure)) for is_night in (False, True))
        return None if day is None or night is None else (day, night)

    keys = TerminalKeys(sys.stdin.fileno()) if standard_input_is_terminal() else SilentKeys()
    sound = _sound(door, manner)

    def give_back() -> None:
        sound.hush()
        display.leave()
        keys.give_back()

    def take_again() -> None:
        keys.take_again()
        with suppress(CrampError):  # a terminal that is gone is noticed by whoever writes next
            display.leave()

    try:
        with keys, orderly(give_back, take_again), closing(sound):
            player = Player(routine, Ports(keys, display, sound, moment), early.shown_since())
            yield Opened(player, door, first_screens)
        display.close()
    finally:
        display.leave()


def _look(is_night: bool, find_figure: Callable[[str], Figure | None]) -> Look:  # noqa: FBT001 - there is one
    from cramp_cli.terminal.palette import DAY, NIGHT  # noqa: PLC0415 - a run in lines needs no colours
    from cramp_cli.terminal.parts import Look  # noqa: PLC0415 - the same
    from cramp_cli.terminal.picture import drawer  # noqa: PLC0415 - the same

    palette = NIGHT if is_night else DAY
    return Look(palette, drawer(find_figure, palette, sys.stdout.encoding))


def _sound(door: Door, manner: Manner) -> Sound:
    if manner.is_muted:
        return Sound(door, NO_BELLS)
    bells = NIGHT_BELLS if manner.is_night else BELLS
    if not manner.is_spoken:
        return Sound(door, bells)
    from cramp_cli.terminal.voice import Voice, find_speakers  # noqa: PLC0415 - a silent run needs no speaker

    return Sound(door, bells, Voice(find_speakers()))
