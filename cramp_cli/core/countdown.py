"""Counts a hold and the cramp itself. Time comes in as an argument; what is left is deadline minus now.

A countdown never counts ticks, so a late tick loses nothing; what to do about a long absence is the player's
decision, and it is always to pause.
"""

from __future__ import annotations

import math
from dataclasses import replace

from cramp_cli.core.values import dataclass


@dataclass(frozen=True)
class Countdown:
    """A running or paused countdown, in seconds of whatever clock `now` comes from."""

    total_seconds: float
    deadline: float
    paused_left: float | None = None
    """What was left when it was paused; None while it runs."""

    @classmethod
    def start(cls, seconds: float, now: float) -> Countdown:
        """Return a countdown of `seconds` that runs from `now`."""
        return cls(seconds, now + seconds)

    @property
    def is_paused(self) -> bool:
        """Whether it stands still."""
        return self.paused_left is not None

    def left(self, now: float) -> float:
        """Return the seconds left, never below zero."""
        return max(0.0, self.deadline - now) if self.paused_left is None else self.paused_left

    def ran(self, now: float) -> float:
        """Return the seconds it has run, pauses left out."""
        return self.total_seconds - self.left(now)

    def is_over(self, now: float) -> bool:
        """Whether it has run out."""
        return not self.is_paused and now >= self.deadline

    def pause(self, now: float) -> Countdown:
        """Return it standing still at `now`."""
        return self if self.is_paused else replace(self, paused_left=self.left(now))

    def resume(self, now: float) -> Countdown:
        """Return it running again with exactly what was left."""
        return self if self.paused_left is None else replace(self, deadline=now + self.paused_left, paused_left=None)

    def change(self, seconds: float, *, shortest: float, longest: float, now: float) -> Countdown:
        """Return it longer or shorter by `seconds`, the whole kept between `shortest` and `longest`."""
        total = min(max(self.total_seconds + seconds, shortest), longest)
        left = max(0.0, self.left(now) + total - self.total_seconds)
        return Countdown(total, now + left, left if self.is_paused else None)

    def shown(self, now: float) -> int:
        """Return the whole number a person sees: it becomes 0 only at the very end."""
        return math.ceil(self.left(now))

    def until_change(self, now: float) -> float:
        """Return how long the number shown stays as it is, in seconds; one second while paused."""
        left = self.left(now)
        return 1.0 if self.is_paused else left - (math.ceil(left) - 1)


@dataclass(frozen=True)
class CrampClock:
    """How long the cramp has lasted, pauses included, and when that is too long to be a plain one."""

    started: float
    limit_seconds: int | None
    before_seconds: float = 0
    """How long it had hurt before the program was called."""
    has_spoken: bool = False
    stopped_at: float | None = None
    """When it let go; None while it lasts."""

    def elapsed(self, now: float) -> float:
        """Return the seconds since the cramp began, or how long it lasted once it has let go."""
        return (now if self.stopped_at is None else self.stopped_at) - self.started + self.before_seconds

    def until_limit(self, now: float) -> float | None:
        """Return the seconds until it must speak up, or None when it has nothing (more) to say."""
        if self.limit_seconds is None or self.has_spoken or self.stopped_at is not None:
            return None
        return max(0.0, self.limit_seconds - self.elapsed(now))

    def must_speak(self, now: float) -> bool:
        """Whether the limit has been reached and not been told yet."""
        return self.until_limit(now) == 0.0
