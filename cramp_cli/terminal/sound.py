"""Makes the cues heard. For now the terminal's own bell; a muted run hears nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.terminal.player import Cue

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_cli.terminal.console import Door

_BELL = "\a"


def bell(door: Door) -> Callable[[Cue], None]:
    """Return the cue that rings the terminal's bell once at the end of a hold and once when all is done."""

    def cue(which: Cue) -> None:
        if which in {Cue.END, Cue.ALL_DONE}:
            door.write(_BELL)

    return cue


def silence(_which: Cue) -> None:
    """Cue nothing."""
