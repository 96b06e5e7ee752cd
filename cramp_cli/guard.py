"""Stands between the run and harm: asks about danger, keeps the gates and the clock, and ends the run when it must.

The run asks it for every wait and every answer, so that a stop sign, a stop or the limit end it from anywhere. What an
answer means is judged in `core.triage`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from cramp_cli.core.answers import Answer
from cramp_cli.core.countdown import CrampClock
from cramp_cli.core.ending import Ending, EndKind
from cramp_cli.core.hold import Signal
from cramp_cli.core.model import Disposition, Question, Sign
from cramp_cli.core.triage import by_urgency, opens_step, screen_question, self_checks
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.hold import Phase
    from cramp_cli.core.model import RedFlag, Region, SinceQuestion
    from cramp_cli.core.routine import Step
    from cramp_cli.core.stage import Stage

_NOT_RULED_OUT = "There was no clear no to what makes it unsafe."


class StoppedError(Exception):
    """The run is over, wherever it was."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.kind.name)
        self.ending = ending


@dataclass(frozen=True)
class Setting:
    """What a run needs to know besides the routine."""

    since: SinceQuestion
    over_limit: RedFlag
    """The red flag of a cramp that lasts too long."""
    ready_seconds: int
    since_seconds: int | None = None
    """How long it had hurt before, if the person said so."""
    first: Question | None = None
    """What has to be answered no before anything else is shown."""


class Guard:
    """The guard of one run. It remembers which gates were answered and how long the cramp has lasted."""

    def __init__(self, stage: Stage, region: Region, setting: Setting) -> None:
        self._stage = stage
        self._region = region
        self._setting = setting
        self._gates: dict[str, Answer | None] = {}
        self._clock = CrampClock(stage.now(), region.limit_seconds, setting.since_seconds or 0)
        self._since_is_known = setting.since_seconds is not None or region.limit_seconds is None
        self._owes_the_limit = self._clock.must_speak(stage.now())
        self._clock = replace(self._clock, has_spoken=self._owes_the_limit)

    # -- waiting ----------------------------------------------------------------------------------------------------

    def count(self, phase: Phase, step: Step, seconds: int, upcoming: Step | None) -> Signal:
        """Count one phase down; the limit speaks in between, and the phase begins again if the person goes on."""
        while seconds > 0:
            signal = self._stage.count(phase, step, seconds, clock=self._clock, upcoming=upcoming)
            if signal is not Signal.LIMIT:
                return self._heed(signal)
            if self._let_go_at_the_limit():
                return Signal.GONE
        return Signal.DONE

    def choose(self, text: str, options: Sequence[str]) -> int | None:
        """Ask something harmless; return the number of the option, from 0, or None."""
        reply = self._stage.choose(text, options, clock=self._clock)
        if isinstance(reply, Signal):
            self._heed(reply)
            return None
        return reply

    def _heed(self, signal: Signal) -> Signal:
        """Let the signals through that belong to the step, and end the run for those that do not."""
        if signal is Signal.SIGN:
            self._stop(self._region.signs, Answer.YES)
        if signal is Signal.QUIT:
            raise StoppedError(Ending(EndKind.QUIT, Disposition.SELF_CARE))
        return signal

    # -- danger -----------------------------------------------------------------------------------------------------

    def is_open(self, step: Step) -> bool:
        """Ask the gate of `step`, each question once a run; only a clear no to all of them opens it."""
        for question in step.gate:
            if question.id not in self._gates:
                self._gates[question.id] = self.check(question)
            if not opens_step(self._gates[question.id]):
                said_yes = self._gates[question.id] is Answer.YES
                why = question.on_yes if said_yes and question.on_yes else _NOT_RULED_OUT
                wanted = self._stage.tell(f"Left out: {step.title}. {why}")
                if wanted is not None:
                    self._heed(wanted)
                return False
        return True

    def is_shut(self, step: Step) -> bool:
        """Whether a gate of `step` was asked in this run and not answered no."""
        return any(self._gates.get(question.id, Answer.NO) is not Answer.NO for question in step.gate)

    def check(self, question: Question) -> Answer | None:
        """Ask about danger and return the answer; a red flag that is not denied ends the run."""
        answer = self._ask(question)
        if screen_question(question, answer).stops:
            self._stop(question.signs, answer)
        return answer

    def ask_first(self) -> None:
        """Ask what such a word as this one raises, if anything; without a clear no nothing else is shown."""
        first = self._setting.first
        if first is not None and not opens_step(self.check(first)):
            self._stop(first.signs, Answer.NOT_SURE)

    def rule_out_every_sign(self) -> None:
        """Ask the region's stop signs, the most urgent first. Anything but a clear no to all of them ends the run."""
        for level, signs in by_urgency(self._region.signs):
            why = "A cramp that gets worse may be no cramp."
            question = Question(f"worse-{level.id}", "Worse. Is any of this true now?", signs, why)
            answer = self._ask(question)
            if not opens_step(answer):
                self._stop(signs, answer or Answer.NOT_SURE)

    def _ask(self, question: Question) -> Answer | None:
        """Ask about danger; somebody who is not sure is shown how to find out and asked once more."""
        answer = self._ask_once(question, ())
        if answer is Answer.NOT_SURE:
            return self._ask_once(question, self_checks(question)) or Answer.NOT_SURE
        return answer

    def _ask_once(self, question: Question, checks: Sequence[str]) -> Answer | None:
        reply = self._stage.ask(question, checks, clock=self._clock)
        if isinstance(reply, Signal):
            self._heed(reply)
            return None
        return reply

    def _stop(self, signs: Sequence[Sign], answer: Answer | None) -> NoReturn:
        screening = screen_question(Question("stop", "", tuple(signs), ""), answer)
        raise StoppedError(Ending(EndKind.SIGN, screening.disposition, tuple(signs)))

    # -- the clock --------------------------------------------------------------------------------------------------

    def ask_since_when(self) -> bool:
        """Ask once how long it had hurt before, if nobody said so and this region has a limit.

        Returns whether it turned out to have let go.
        """
        if self._owes_the_limit:
            return self.speak_up()
        if self._since_is_known:
            return False
        self._since_is_known = True
        question = self._setting.since
        chosen = self.choose(question.text, [option.text for option in question.options])
        if chosen is not None:
            self._clock = replace(self._clock, before_seconds=question.options[chosen].seconds)
        return self.speak_up()

    def speak_up(self) -> bool:
        """Say that it lasts too long, if it does and nobody said so yet. Returns whether it has let go."""
        owed, self._owes_the_limit = self._owes_the_limit, False
        return (owed or self._clock.must_speak(self._stage.now())) and self._let_go_at_the_limit()

    @property
    def urgency(self) -> Disposition:
        """How soon somebody whose cramp has not let go should be seen."""
        limit = self._region.limit_seconds
        is_over = limit is not None and self._clock.elapsed(self._stage.now()) >= limit
        return self._setting.over_limit.disposition if is_over else Disposition.DOCTOR

    def stop_clock(self) -> None:
        """It has let go."""
        self._clock = replace(self._clock, stopped_at=self._stage.now())

    def go_on_counting(self) -> None:
        """It is back: the clock counts from where the cramp first began."""
        self._clock = replace(self._clock, stopped_at=None)

    def _let_go_at_the_limit(self) -> bool:
        """Say once that it lasts too long and offer to stop. Going on takes a clear answer."""
        self._clock = replace(self._clock, has_spoken=True)
        flag = self._setting.over_limit
        options = {"stop here": None, "it is easing, go on": False, "it let go": True}
        reply = self._stage.choose(" ".join(flag.advice), list(options), clock=self._clock)
        if reply is Signal.SIGN:
            self._heed(reply)
        has_let_go = list(options.values())[reply] if isinstance(reply, int) else None
        if has_let_go is None:
            raise StoppedError(Ending(EndKind.LIMIT, flag.disposition, (Sign(flag, flag.name),)))
        return has_let_go
