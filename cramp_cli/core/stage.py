"""What a run needs of the place it is played on. The terminal is one such place; a test is another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from cramp_cli.core.answers import Answer
from cramp_cli.core.hold import Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.countdown import CrampClock
    from cramp_cli.core.hold import Phase
    from cramp_cli.core.model import Question
    from cramp_cli.core.routine import Step

Reply = Answer | Signal | None
"""An answer, something else the person wants, or None when nobody answered."""


class Stage(Protocol):
    """Where the run is shown and the person answers. How to wait is its business."""

    def now(self) -> float:
        """Return the moment, in seconds of a clock that never runs backwards and counts sleep."""

    def count(self, phase: Phase, step: Step, seconds: int, *, clock: CrampClock, upcoming: Step | None) -> Signal:
        """Count down one phase of a step; return what ended it."""

    def ran_seconds(self) -> float:
        """Return how long the last countdown ran, pauses left out."""

    def ask(self, question: Question, checks: Sequence[str], *, clock: CrampClock) -> Reply:
        """Ask about danger, with no default. `checks` are ways to find out, shown the second time."""

    def choose(self, text: str, options: Sequence[str], *, clock: CrampClock) -> int | Signal | None:
        """Ask anything else; return the number of the option, from 0."""

    def tell(self, text: str) -> Signal | None:
        """Show one sentence that the person should see before the next step; return what they wanted meanwhile."""
