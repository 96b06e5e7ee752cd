"""Turns a run into an episode while it goes on, and never stands in its way.

It is a stage in front of the stage: whatever is counted, asked and answered passes through it. Nothing is opened
before the first screen has been seen. After that every step is written as soon as its outcome is known, so that a
terminal that dies takes at most the step under way with it. What cannot be written is remembered as one line.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from cramp_cli.core.answers import Answer
from cramp_cli.core.ending import EndKind
from cramp_cli.core.episode import Episode, Moment, Origin, StepTaken
from cramp_cli.core.hold import Phase, Signal
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.text import clean
from cramp_cli.session import relieve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from cramp_cli.core.countdown import CrampClock
    from cramp_cli.core.ending import Ending
    from cramp_cli.core.model import Question
    from cramp_cli.core.routine import Routine, Step
    from cramp_cli.core.stage import Reply, Stage
    from cramp_cli.guard import Setting

    Keep = Callable[[Episode], str]
    """Writes the episode as it is now; returns one line of trouble, or nothing."""

CUT_OFF = "interrupted"
"""The ending of an episode whose run was ended by a signal, or by a terminal that went away."""
_SAID = {
    Signal.GONE: Outcome.GONE,
    Signal.EASING: Outcome.EASING,
    Signal.SAME: Outcome.SAME,
    Signal.WORSE: Outcome.WORSE,
    Signal.NEXT: Outcome.SKIPPED,
}


def relieve_and_keep(routine: Routine, recording: Recording, setting: Setting) -> Ending:
    """Lead through `routine` as `relieve` does, on a stage that remembers it; whatever ends it is written down."""
    try:
        ending = relieve(routine, recording, setting, recording.took)
    except BaseException:
        recording.cut_off()
        raise
    recording.end(ending)
    return ending


class Recording:
    """A stage (see `cramp_cli.core.stage.Stage`) that writes down what happens on the stage behind it.

    `open_log` is called once, when the first screen has been seen; `now` is the person's own clock.
    """

    def __init__(
        self, routine: Routine, stage: Stage, open_log: Callable[[], Keep], now: Callable[[], datetime]
    ) -> None:
        self._routine = routine
        self._stage = stage
        self._open_log = open_log
        self._now = now
        self._began = now()
        self._keep: Keep | None = None
        self._clock: CrampClock | None = None
        self._under_way: tuple[Step, Outcome] | None = None
        self._held_seconds = 0.0
        self._last_reply: object = None
        self._episode = Episode(
            id=str(uuid4()),
            began=Moment.at(self._began),
            region=routine.region.id,
            origin=Origin.RELIEF,
            side=routine.side,
            situation=routine.situation,
        )
        self.has_written = False
        """Whether anything of this run is in the log."""
        self.trouble = ""
        """One line, if the last state of the episode could not be written."""

    # -- the stage --------------------------------------------------------------------------------------------------

    def now(self) -> float:
        """Return the moment on the clock of the stage."""
        return self._stage.now()

    def count(self, phase: Phase, step: Step, seconds: int, *, clock: CrampClock, upcoming: Step | None) -> Signal:
        """Count down, and note how long a hold was held and what was said of it."""
        self._clock = clock
        if phase is Phase.HOLD:
            self._under_way = (step, Outcome.UNANSWERED)
        try:
            signal = self._stage.count(phase, step, seconds, clock=clock, upcoming=upcoming)
        finally:
            if phase is Phase.HOLD:
                self._held_seconds += self.ran_seconds()
        if signal is Signal.BACK:
            self._forget_step()
        elif phase is not Phase.READY or signal in _SAID.keys() - {Signal.NEXT}:
            self._under_way = (step, _SAID.get(signal, Outcome.UNANSWERED))
        self._heard(signal)
        return signal

    def ran_seconds(self) -> float:
        """Return how long the last countdown ran, pauses left out."""
        return self._stage.ran_seconds()

    def ask(self, question: Question, checks: Sequence[str], *, clock: CrampClock) -> Reply:
        """Ask about danger, and note what was answered."""
        self._clock = clock
        reply = self._stage.ask(question, checks, clock=clock)
        if isinstance(reply, Answer):
            answers = {**self._episode.answers, question.id: (reply.value,)}
            self._episode = replace(self._episode, answers=answers)
        self._heard(reply)
        return reply

    def choose(self, text: str, options: Sequence[str], *, clock: CrampClock) -> int | Signal | None:
        """Ask anything else."""
        self._clock = clock
        reply = self._stage.choose(text, options, clock=clock)
        self._heard(reply)
        return reply

    def tell(self, text: str) -> Signal | None:
        """Show one sentence."""
        wanted = self._stage.tell(text)
        self._heard(wanted)
        return wanted

    def _heard(self, reply: object) -> None:
        """Remember the last word; whoever gave it has seen the screen, so the log may be opened."""
        self._last_reply = reply
        if self._keep is None and not self.trouble:
            self._write()

    # -- what is written --------------------------------------------------------------------------------------------

    def took(self, step: Step, outcome: Outcome) -> None:
        """Write down a step and its outcome. What is gone already cannot be said to go by a step of after-care."""
        has_let_go = self._clock is not None and self._clock.stopped_at is not None
        known = Outcome.UNANSWERED if has_let_go and outcome is Outcome.GONE else outcome
        self._episode = self._episode.with_step(self._taken(step, known))
        self._forget_step()
        self._write()

    def end(self, ending: Ending) -> None:
        """Write down how it ended; a hold that was broken off by that is written with it."""
        flags = [sign.flag.id for sign in ending.signs if sign.flag] if self._were_reported(ending) else []
        self._episode = replace(self._episode, red_flags=tuple(dict.fromkeys(flags)))
        self._close(ending.kind.name.lower().replace("_", "-"))

    def cut_off(self) -> None:
        """Write down that the run was cut off. A log that is not open yet stays shut: who dies has no time for it."""
        if self._keep is not None:
            self._close(CUT_OFF)

    def _close(self, how: str) -> None:
        if self._under_way is not None:
            step, outcome = self._under_way
            self._episode = self._episode.with_step(self._taken(step, outcome))
            self._forget_step()
        clock = self._clock
        has_let_go = clock is not None and clock.stopped_at is not None
        lasted = round(clock.elapsed(self._stage.now())) if clock is not None and has_let_go else None
        self._episode = replace(self._episode, ended=Moment.at(self._now()), lasted_seconds=lasted, ending=how)
        self._write()

    def _were_reported(self, ending: Ending) -> bool:
        """Whether the signs of an ending were said to be there, and not only not ruled out."""
        return ending.kind is EndKind.LIMIT or self._last_reply in {Answer.YES, Signal.SIGN}

    def _taken(self, step: Step, outcome: Outcome) -> StepTaken:
        held = min(round(self._held_seconds), step.longest_seconds)
        return StepTaken(step.id, step.remedy.id, outcome, step.tool, step.side, max(held, 0))

    def _forget_step(self) -> None:
        self._under_way, self._held_seconds = None, 0.0

    def _write(self) -> None:
        before = timedelta(seconds=self._clock.before_seconds if self._clock else 0)
        self._episode = replace(self._episode, began=Moment.at(self._began - before))
        try:
            self._keep = self._keep or self._open_log()
            self.trouble = self._keep(self._episode)
        except Exception as error:  # noqa: BLE001 - not even a bug may stand between a person and the next hold
            self.trouble = clean(f"not saved: {error}")
        self.has_written = self.has_written or not self.trouble
