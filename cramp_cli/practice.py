"""Leads through tonight's stretches of a plan: no cramp, so no ladder and no limit, but the same guard against harm.

A rest is the time to get ready for the next hold, so that it lasts exactly as long as the plan says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.ending import Ending, EndKind
from cramp_cli.core.hold import Phase, Signal
from cramp_cli.core.model import Disposition
from cramp_cli.core.values import dataclass
from cramp_cli.guard import Guard, Setting, StoppedError

if TYPE_CHECKING:
    from cramp_cli.core.routine import Routine, Step
    from cramp_cli.core.stage import Stage


@dataclass(frozen=True)
class Practised:
    """How an evening ended."""

    ending: Ending
    holds: int
    """How many holds were held to the end."""
    is_whole: bool
    """Whether it was led through to its end."""

    @property
    def counts(self) -> bool:
        """Whether the day may be marked as done."""
        return self.is_whole and self.holds > 0


def practise(routine: Routine, stage: Stage, setting: Setting) -> Practised:
    """Lead through every hold of `routine` once, in order."""
    evening = _Evening(routine, Guard(stage, routine.region, setting), setting.ready_seconds)
    try:
        evening.lead()
    except StoppedError as stopped:
        return Practised(stopped.ending, evening.holds, is_whole=False)
    return Practised(Ending(EndKind.NOT_GONE, Disposition.SELF_CARE), evening.holds, is_whole=True)


class _Evening:
    def __init__(self, routine: Routine, guard: Guard, ready_seconds: int) -> None:
        self._steps = routine.steps
        self._guard = guard
        self._ready_seconds = ready_seconds
        self.holds = 0

    def lead(self) -> None:
        self._guard.ask_first()
        self._guard.stop_clock()
        number, lead_in = 0, self._ready_seconds
        while number < len(self._steps):
            step = self._steps[number]
            is_back = self._guard.is_open(step) and self._do(step, lead_in, number) is Signal.BACK
            number = max(0, number - 1) if is_back else number + 1
            lead_in = self._ready_seconds if is_back else step.rest_seconds

    def _do(self, step: Step, lead_in: int, number: int) -> Signal:
        upcoming = self._steps[number + 1] if number + 1 < len(self._steps) else None
        for phase, seconds in ((Phase.READY, lead_in), (Phase.HOLD, step.seconds)):
            signal = self._guard.count(phase, step, seconds, upcoming)
            if signal is Signal.WORSE:
                self._it_hurts()
            if signal is Signal.BACK:
                return signal
            self.holds += phase is Phase.HOLD and signal is Signal.DONE
        return Signal.DONE

    def _it_hurts(self) -> None:
        """Stop, whatever the signs: a stretch that makes things worse is not gone on with."""
        self._guard.rule_out_every_sign()
        raise StoppedError(Ending(EndKind.WORSE, self._guard.urgency))
