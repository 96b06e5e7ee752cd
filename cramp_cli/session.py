"""Leads one person through one cramp: the use case behind `relief`, told what it needs as arguments.

It decides the order of things and nothing else: what is dangerous is judged in `core.triage`, what comes next in
`core.ladder`, how long in the data. It sees the person only through a `Stage`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn, Protocol

from cramp_cli.core.countdown import CrampClock
from cramp_cli.core.ending import Ending, EndKind
from cramp_cli.core.hold import Phase, Signal
from cramp_cli.core.ladder import Done, Outcome, next_step, second_round
from cramp_cli.core.model import Answer, Disposition, Place, Question, Sign
from cramp_cli.core.triage import by_urgency, opens_step, screen_question, self_checks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.model import RedFlag, SinceQuestion
    from cramp_cli.core.routine import Routine, Step

Reply = Answer | Signal | None


class Stage(Protocol):
    """Where the run is shown and the person answers. Every wait is its business; `None` means nobody answered."""

    def now(self) -> float:
        """Return the moment, in seconds of a clock that never runs backwards and counts sleep."""

    def count(self, phase: Phase, step: Step, seconds: int, *, clock: CrampClock, upcoming: Step | None) -> Signal:
        """Count down one phase of a step; return what ended it."""

    def ask(self, question: Question, checks: Sequence[str], *, clock: CrampClock) -> Reply:
        """Ask about danger, with no default. `checks` are ways to find out, shown the second time."""

    def choose(self, text: str, options: Sequence[str], *, clock: CrampClock) -> int | Signal | None:
        """Ask anything else; return the number of the option, from 0."""

    def tell(self, text: str) -> None:
        """Show one sentence that the person should see before the next step."""


class _StoppedError(Exception):
    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.kind.name)
        self.ending = ending


_NOT_RULED_OUT = "There was no clear no to what makes it unsafe."
_OUTCOMES = {
    Signal.GONE: Outcome.GONE,
    Signal.EASING: Outcome.EASING,
    Signal.SAME: Outcome.SAME,
    Signal.WORSE: Outcome.WORSE,
}


@dataclass(frozen=True)
class Setting:
    """What a run needs to know besides the routine."""

    since: SinceQuestion
    over_limit: RedFlag
    """The red flag of a cramp that lasts too long."""
    ready_seconds: int
    since_seconds: int | None = None
    """How long it had hurt before, if the person said so."""


def relieve(routine: Routine, stage: Stage, setting: Setting) -> Ending:
    """Lead through `routine` on `stage` until it is gone, too long, dangerous, used up or stopped."""
    try:
        return _Run(routine, stage, setting).whole()
    except _StoppedError as stopped:
        return stopped.ending


class _Run:
    """One run. It remembers what was done and which gates were answered; everything else is asked anew."""

    def __init__(self, routine: Routine, stage: Stage, setting: Setting) -> None:
        self._routine = routine
        self._stage = stage
        self._setting = setting
        self._gates: dict[str, bool] = {}
        self._clock = CrampClock(stage.now(), routine.region.limit_seconds, setting.since_seconds or 0)
        self._since_is_known = setting.since_seconds is not None or routine.region.limit_seconds is None

    def whole(self) -> Ending:
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
                self._care_for_it()
                return self._recheck()
        return Ending(EndKind.NOT_GONE, Disposition.DOCTOR)

    # -- the ladder -------------------------------------------------------------------------------------------------

    def _ladder(self, steps: Sequence[Step], done: list[Done]) -> bool:
        """Go along `steps` until it lets go (True) or nothing is left (False)."""
        lead_in = self._setting.ready_seconds
        step = next_step(steps, done)
        while step is not None:
            outcome = self._do(step, lead_in, done, steps)
            if outcome is None:
                step, lead_in = self._one_back(step, done), self._setting.ready_seconds
                continue
            done.append(Done(step, outcome))
            if outcome is Outcome.GONE:
                return True
            step = next_step(steps, done)
            lead_in = self._lead_in(done[-1], step)
        return False

    def _one_back(self, step: Step, done: list[Done]) -> Step:
        while done and done[-1].outcome is Outcome.WITHHELD:
            done.pop()
        return done.pop().step if done else step

    def _lead_in(self, last: Done, following: Step | None) -> int:
        """Return the seconds to get ready: none where the same hold follows a rest taken in full."""
        is_same = following is not None and (following.id, following.side) == (last.step.id, last.step.side)
        return 0 if is_same and last.outcome is Outcome.UNANSWERED else self._setting.ready_seconds

    def _do(self, step: Step, lead_in: int, done: Sequence[Done], steps: Sequence[Step]) -> Outcome | None:
        """Do one step with its gate, lead-in, hold and rest. None means: one step back."""
        if not self._is_open(step):
            return Outcome.WITHHELD
        upcoming = next_step(steps, [*done, Done(step, Outcome.SAME)])
        for phase, seconds in (
            (Phase.READY, lead_in),
            (Phase.HOLD, step.seconds),
            (Phase.REST, step.rest_seconds),
        ):
            signal = self._count(phase, step, seconds, upcoming)
            if signal is Signal.NEXT and phase is Phase.HOLD:
                return Outcome.SKIPPED
            if signal not in {Signal.DONE, Signal.NEXT}:
                return self._outcome(signal, step)
        if upcoming is not None:
            self._ask_since_when()
        return Outcome.UNANSWERED

    def _outcome(self, signal: Signal, step: Step) -> Outcome | None:
        if signal is Signal.WORSE:
            self._it_is_worse(step)
        if signal in {Signal.EASING, Signal.SAME}:
            self._ask_since_when()
        return _OUTCOMES.get(signal)

    def _count(self, phase: Phase, step: Step, seconds: int, upcoming: Step | None) -> Signal:
        while seconds > 0:
            signal = self._stage.count(phase, step, seconds, clock=self._clock, upcoming=upcoming)
            if signal is not Signal.LIMIT:
                return self._heed(signal)
            self._it_lasts_too_long()
        return Signal.DONE

    def _heed(self, signal: Signal) -> Signal:
        """Let the signals through that belong to the step, and end the run for those that do not."""
        if signal is Signal.SIGN:
            self._stop(self._routine.region.signs)
        if signal is Signal.QUIT:
            raise _StoppedError(Ending(EndKind.QUIT, Disposition.SELF_CARE))
        return signal

    # -- questions --------------------------------------------------------------------------------------------------

    def _is_open(self, step: Step) -> bool:
        """Ask the gate of `step`, each question once a run; only a clear no to all of them opens it."""
        for question in step.gate:
            if question.id not in self._gates:
                self._gates[question.id] = self._passes(question)
            if not self._gates[question.id]:
                self._stage.tell(f"Left out: {step.title}. {question.on_yes or _NOT_RULED_OUT}")
                return False
        return True

    def _passes(self, question: Question) -> bool:
        answer = self._ask(question)
        if screen_question(question, answer).stops:
            self._stop(question.signs, answer)
        return opens_step(question, answer)

    def _ask(self, question: Question) -> Answer | None:
        """Ask about danger; somebody who is not sure is shown how to find out and asked once more."""
        answer = self._answer(self._stage.ask(question, (), clock=self._clock))
        if answer is Answer.NOT_SURE:
            second = self._answer(self._stage.ask(question, self_checks(question), clock=self._clock))
            return second or Answer.NOT_SURE
        return answer

    def _answer(self, reply: Reply) -> Answer | None:
        if isinstance(reply, Signal):
            self._heed(reply)
            return None
        return reply

    def _choose(self, text: str, options: Sequence[str]) -> int | None:
        reply = self._stage.choose(text, options, clock=self._clock)
        if isinstance(reply, Signal):
            self._heed(reply)
            return None
        return reply

    def _ask_since_when(self) -> None:
        if self._since_is_known:
            return
        self._since_is_known = True
        question = self._setting.since
        chosen = self._choose(question.text, [option.text for option in question.options])
        if chosen is not None:
            self._clock = replace(self._clock, before_seconds=question.options[chosen].seconds)
        if self._clock.must_speak(self._stage.now()):
            self._it_lasts_too_long()

    def _what_now(self, *, can_repeat: bool) -> Signal | None:
        options = [
            ("it let go", Signal.GONE),
            ("once more, with what did no harm", Signal.AGAIN),
            ("stop here", None),
        ]
        offered = [option for option in options if can_repeat or option[1] is not Signal.AGAIN]
        chosen = self._choose("That was everything. What now?", [text for text, _ in offered])
        return None if chosen is None else offered[chosen][1]

    # -- what ends it -----------------------------------------------------------------------------------------------

    def _stop(self, signs: Sequence[Sign], answer: Answer | None = Answer.YES) -> NoReturn:
        question = Question("stop", "", tuple(signs), "")
        disposition = screen_question(question, answer).disposition
        raise _StoppedError(Ending(EndKind.SIGN, disposition, tuple(signs)))

    def _it_lasts_too_long(self) -> None:
        self._clock = replace(self._clock, has_spoken=True)
        flag = self._setting.over_limit
        chosen = self._choose(" ".join(flag.advice), ["stop here", "it is easing, go on"])
        if chosen != 1:
            raise _StoppedError(Ending(EndKind.LIMIT, flag.disposition, (Sign(flag, flag.name),)))

    def _it_is_worse(self, step: Step) -> None:
        """Ask the stop signs, the most urgent first. Anything but a clear no to all of them stops the run."""
        for level, signs in by_urgency(self._routine.region.signs):
            question = Question(
                f"worse-{level.id}",
                "Worse. Is any of this true now?",
                signs,
                "A cramp that gets worse may be no cramp.",
            )
            answer = self._ask(question)
            if not opens_step(question, answer):
                self._stop(signs, answer or Answer.NOT_SURE)
        instead = self._instead_of(step)
        if instead is None:
            raise _StoppedError(Ending(EndKind.WORSE, Disposition.DOCTOR))
        self._lead(instead)

    def _instead_of(self, step: Step) -> Step | None:
        wanted = step.remedy.if_worse
        return next((one for one in self._routine.after if one.remedy.id == wanted), None)

    # -- after-care -------------------------------------------------------------------------------------------------

    def _stays_away(self) -> bool:
        """Move gently. False means the cramp came back, and its clock goes on from where it began."""
        running = self._clock
        self._clock = replace(running, stopped_at=self._stage.now())
        for step in self._routine.after:
            if not step.gate:
                self._lead(step)
        if self._choose("Does it stay away?", ["yes, it stays away", "no, it is back"]) != 1:
            return True
        self._clock = running
        return False

    def _care_for_it(self) -> None:
        self._press_what_is_left()
        self._warm_or_cool()

    def _press_what_is_left(self) -> None:
        knot = [step for step in self._routine.steps if step.remedy.place is Place.KNOT]
        shut = any(self._gates.get(question.id) is False for step in knot for question in step.gate)
        if knot and not shut and self._choose(knot[0].remedy.offer, ["yes", "no"]) == 0:
            self._lead(knot[0])

    def _warm_or_cool(self) -> None:
        offers = [step for step in self._routine.after if step.gate]
        if not offers:
            return
        chosen = self._choose("What would feel good now?", [*(step.remedy.offer for step in offers), "neither"])
        if chosen is not None and chosen < len(offers):
            self._lead(offers[chosen])

    def _lead(self, step: Step) -> None:
        """Lead through one step outside the ladder."""
        if not self._is_open(step):
            return
        for phase, seconds in ((Phase.READY, self._setting.ready_seconds), (Phase.HOLD, step.seconds)):
            signal = self._count(phase, step, seconds, None)
            if signal is Signal.WORSE:
                self._it_is_worse(step)
            if signal not in {Signal.DONE, Signal.NEXT}:
                return

    def _recheck(self) -> Ending:
        question = self._routine.region.recheck
        answer = self._ask(question)
        if screen_question(question, answer).stops:
            self._stop(question.signs, answer)
        kind = EndKind.GONE if answer is Answer.NO else EndKind.GONE_UNCHECKED
        return Ending(kind, Disposition.SELF_CARE)
