"""What a key does while a countdown runs: a pure step from state and key to state and signal.

Keeping it apart from the terminal lets every key be tested at every moment without a terminal or a second of waiting.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from cramp_cli.core.countdown import Countdown

CHANGE_SECONDS = 10
SIGN_KEY = "x"
"""A stop sign is me."""
BACK_AGAIN = "\x1a"
"""Pressed by nobody: the program was stopped and woken. It only ever pauses."""


class Phase(StrEnum):
    """What a countdown is for."""

    READY = "get ready"
    HOLD = "hold"
    REST = "rest"


class Signal(Enum):
    """What the person or the clock wants of the run."""

    DONE = auto()
    GONE = auto()
    EASING = auto()
    SAME = auto()
    WORSE = auto()
    NEXT = auto()
    BACK = auto()
    SIGN = auto()
    QUIT = auto()
    LIMIT = auto()
    AGAIN = auto()
    """Say it again; the countdown goes on."""


_ALWAYS = {
    "g": Signal.GONE,
    "w": Signal.WORSE,
    SIGN_KEY: Signal.SIGN,
    "n": Signal.NEXT,
    "b": Signal.BACK,
    "q": Signal.QUIT,
    "r": Signal.AGAIN,
    "\x04": Signal.QUIT,
}
_AT_REST = {
    "e": Signal.EASING,
    "s": Signal.SAME,
    "1": Signal.GONE,
    "2": Signal.EASING,
    "3": Signal.SAME,
    "4": Signal.WORSE,
}
_CHANGES = {"+": CHANGE_SECONDS, "-": -CHANGE_SECONDS}


@dataclass(frozen=True)
class Hold:
    """A countdown with its phase, its safe range and what paused it."""

    phase: Phase
    countdown: Countdown
    shortest_seconds: int
    longest_seconds: int
    paused_by: str | None = None
    away_seconds: int | None = None
    """How long the machine or the program stood still, when that is what paused it."""

    @property
    def explains(self) -> bool:
        """Whether it is paused to say why this step, and how sure anyone is."""
        return self.paused_by == "?"


def press(hold: Hold, key: str, now: float) -> tuple[Hold, Signal | None]:
    """Return the state after `key`, and the signal it gives to the run, if any.

    Space pauses and goes on. Any key without a meaning pauses, and the same key goes on.
    """
    key = key.lower()
    signal = _ALWAYS.get(key) or (_AT_REST.get(key) if hold.phase is Phase.REST else None)
    if signal is not None:
        return hold, signal
    if key in _CHANGES and hold.phase is Phase.HOLD:
        return replace(hold, countdown=_changed(hold, _CHANGES[key], now)), None
    if hold.countdown.is_paused and key == BACK_AGAIN:
        return hold, None
    if hold.countdown.is_paused and key in {" ", hold.paused_by}:
        return go_on(hold, now), None
    return replace(hold, countdown=hold.countdown.pause(now), paused_by=key), None


def _changed(hold: Hold, seconds: int, now: float) -> Countdown:
    return hold.countdown.change(seconds, shortest=hold.shortest_seconds, longest=hold.longest_seconds, now=now)


def go_on(hold: Hold, now: float) -> Hold:
    """Return the hold running again with exactly what was left."""
    return replace(hold, countdown=hold.countdown.resume(now), paused_by=None, away_seconds=None)


def pause_for_absence(hold: Hold, *, last_seen: float, now: float) -> Hold:
    """Return the hold paused at the moment it was last seen, with the absence noted. Nothing is caught up."""
    away = round(now - last_seen)
    paused = hold.countdown.pause(last_seen)
    return replace(hold, countdown=paused, paused_by=hold.paused_by or " ", away_seconds=away)
