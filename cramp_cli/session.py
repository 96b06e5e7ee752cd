"""Leads one person through one cramp: the use case behind `relief`, told what it needs as arguments.

It decides the order of things and nothing else: what is dangerous is judged in `core.triage` and acted on by the
guard, what comes next is decided in `core.ladder`, how long stands in the data. It sees the person through a stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.answers import Answer
from cramp_cli.core.ending import Ending, EndKind
from cramp_cli.core.hold import Phase, Signal
from cramp_cli.core.ladder import Done, Outcome, next_step, second_round
from cramp_cli.core.model import Disposition, Place
from cramp_cli.guard import Guard, Setting, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cramp_cli.core.routine import Routine, Step
    from cramp_cli.core.stage import Stage

    Took = Callable[[Step, Outcome], None]

_OUTCOMES = {
    Signal.GONE: Outcome.GONE,
    Signal.EASING: Outcome.EASING,
    Signal.SAME: Outcome.SAME,
    Signal.WORSE: Outcome.WORSE,
}
_EASED = {None: Outcome.UNANSWERED, 0: Outcome.EASING, 1: Outcome.SAME}
"""What the options of "did that ease it?" mean."""


def to_nobody(_step: Step, _outcome: Outcome) -> None:
    """Tell nobody about a step."""


def relieve(routine: Routine, stage: Stage, setting: Setting, took: Took = to_nobody) -> Ending:
    """Lead through `routine` on `stage` until it is gone, too long, dangerous, used up or stopped.

    `took` is told of every step as soon as its outcome is known.
    """
    run = _Run(routine, Guard(stage, routine.region, setting), setting.ready_seconds, took)
    try:
        return run.whole()
    except StoppedError as stopped:
        return stopped.ending


class _Run:
    """One run through a routine."""

    def __init__(self, routine: Routine, guard: Guard, ready_seconds: int, took: Took) -> None:
        self._routine = routine
        self._guard = guard
        self._ready_seconds = ready_seconds
        self._took = took

    def whole(self) -> Ending:
        self._guard.ask_first()
        steps = self._routine.steps
        while steps:
            done: list[Done] = []
            gone = self._ladder(steps, done)
            steps = second_round(steps, done)
            if not gone:
                choice = self._what_now(can_repeat=bool(steps))
                if choice is Signal.AGAIN:
                    continue
                if choice is not Signal.GONE:
                    break
            if self._stays_away():
                self._press_what_is_left()
                self._warm_or_cool()
                return self._recheck(_easing(done))
        return Ending(EndKind.NOT_GONE, self._guard.urgency)

    def _what_now(self, *, can_repeat: bool) -> Signal | None:
        if self._guard.speak_up():
            return Signal.GONE
        options = [
            ("it let go", Signal.GONE),
            ("once more, with what did no harm", Signal.AGAIN),
            ("stop here", None),
        ]
        offered = [option for option in options if can_repeat or option[1] is not Signal.AGAIN]
        chosen = self._guard.choose("That was everything. What now?", [text for text, _ in offered])
        return None if chosen is None else offered[chosen][1]

    # -- the ladder -------------------------------------------------------------------------------------------------

    def _ladder(self, steps: Sequence[Step], done: list[Done]) -> bool:
        """Go along `steps` until it lets go (True) or nothing is left (False)."""
        lead_in = self._ready_seconds
        step = next_step(steps, done)
        while step is not None:
            outcome = self._do(step, lead_in, done, steps)
            if outcome is None:
                step, lead_in = self._one_back(step, done), self._ready_seconds
                continue
            done.append(Done(step, outcome))
            self._tell(step, outcome)
            if outcome is Outcome.GONE:
                return True
            step = next_step(steps, done)
            lead_in = self._lead_in(done[-1], step)
        return False

    def _tell(self, step: Step, outcome: Outcome) -> None:
        if outcome is not Outcome.WORSE:  # that one was told before the questions it led to
            self._took(step, outcome)

    def _one_back(self, step: Step, done: list[Done]) -> Step:
        while done and done[-1].outcome is Outcome.WITHHELD:
            done.pop()
        return done.pop().step if done else step

    def _lead_in(self, last: Done, following: Step | None) -> int:
        """Return the seconds to get ready: none where the same hold follows a rest taken in full."""
        is_same = following is not None and (following.id, following.side) == (last.step.id, last.step.side)
        return 0 if is_same and last.outcome is Outcome.UNANSWERED else self._ready_seconds

    def _do(self, step: Step, lead_in: int, done: Sequence[Done], steps: Sequence[Step]) -> Outcome | None:
        """Do one step with its gate, lead-in, hold and rest. None means: one step back."""
        if not self._guard.is_open(step):
            return Outcome.WITHHELD
        upcoming = next_step(steps, [*done, Done(step, Outcome.SAME)])
        for phase, seconds in ((Phase.READY, lead_in), (Phase.HOLD, step.seconds), (Phase.REST, step.rest_seconds)):
            signal = self._guard.count(phase, step, seconds, upcoming)
            if signal is Signal.NEXT and phase is Phase.HOLD:
                return Outcome.GONE if self._guard.speak_up() else Outcome.SKIPPED
            if signal not in {Signal.DONE, Signal.NEXT}:
                return self._outcome(signal, step)
        has_let_go = upcoming is not None and self._guard.ask_since_when()
        return Outcome.GONE if has_let_go else Outcome.UNANSWERED

    def _outcome(self, signal: Signal, step: Step) -> Outcome | None:
        if signal is Signal.WORSE:
            self._it_is_worse(step)
        if signal in {Signal.EASING, Signal.SAME} and self._guard.ask_since_when():
            return Outcome.GONE
        return _OUTCOMES.get(signal)

    def _it_is_worse(self, step: Step) -> None:
        """Rule every stop sign out, then turn to the remedy named for this case, or end the run."""
        self._took(step, Outcome.WORSE)
        self._guard.rule_out_every_sign()
        instead = [one for one in self._routine.after if one.remedy.id == step.remedy.if_worse]
        if not instead:
            raise StoppedError(Ending(EndKind.WORSE, self._guard.urgency))
        self._lead_and_ask(instead[0])

    # -- after-care -------------------------------------------------------------------------------------------------

    def _stays_away(self) -> bool:
        """Move gently. False means that the cramp came back."""
        self._guard.stop_clock()
        for step in self._routine.after:
            if not step.gate:
                self._lead(step)
        if self._guard.choose("Does it stay away?", ["yes, it stays away", "no, it is back"]) != 1:
            return True
        self._guard.go_on_counting()
        return False

    def _press_what_is_left(self) -> None:
        knot = next((step for step in self._routine.steps if step.remedy.place is Place.KNOT), None)
        if knot is None or self._guard.is_shut(knot):
            return
        if self._guard.choose(knot.remedy.offer, ["yes", "no"]) == 0:
            self._lead(knot)

    def _warm_or_cool(self) -> None:
        offers = [step for step in self._routine.after if step.gate]
        if not offers:
            return
        options = [*(step.remedy.offer for step in offers), "neither"]
        chosen = self._guard.choose("What would feel good now?", options)
        if chosen is not None and chosen < len(offers):
            self._lead_and_ask(offers[chosen])

    def _lead(self, step: Step) -> None:
        """Lead through one step outside the ladder."""
        self._tell(step, self._led(step))

    def _lead_and_ask(self, step: Step) -> None:
        """Lead through what another could stand for, and learn from the answer which of them to offer first."""
        outcome = self._led(step)
        if outcome is Outcome.UNANSWERED:
            outcome = _EASED[self._guard.choose("Did that ease it?", ["yes", "no"])]
        self._tell(step, outcome)

    def _led(self, step: Step) -> Outcome:
        if not self._guard.is_open(step):
            return Outcome.WITHHELD
        signal = Signal.DONE
        for phase, seconds in ((Phase.READY, self._ready_seconds), (Phase.HOLD, step.seconds)):
            signal = self._guard.count(phase, step, seconds, None)
            if signal is Signal.WORSE:
                self._it_is_worse(step)
            if signal not in {Signal.DONE, Signal.NEXT}:
                return _OUTCOMES.get(signal, Outcome.SKIPPED)
        return Outcome.SKIPPED if signal is Signal.NEXT else Outcome.UNANSWERED

    def _recheck(self, eased_by: str | None) -> Ending:
        answer = self._guard.check(self._routine.region.recheck)
        kind = EndKind.GONE if answer is Answer.NO else EndKind.GONE_UNCHECKED
        return Ending(kind, Disposition.SELF_CARE, eased_by=eased_by)


def _easing(done: Sequence[Done]) -> str | None:
    """Return the remedy with which it let go; none where it did so between two steps."""
    return done[-1].step.remedy.id if done and done[-1].outcome is Outcome.GONE else None
