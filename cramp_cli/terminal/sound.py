"""Makes the moments of a run heard: the terminal's bell by count, and the voice. What is said is decided in the core.

One bell means: look here. Two mean: all done. A bell more than needed would only wake somebody.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from cramp_cli.core import announcing
from cramp_cli.core.announcing import ONLY_INTO_SILENCE, Cue, Marks
from cramp_cli.core.hold import Phase, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cramp_cli.core.ending import Ending
    from cramp_cli.core.hold import Hold
    from cramp_cli.core.model import Question
    from cramp_cli.core.routine import Routine, Step
    from cramp_cli.terminal.console import Door
    from cramp_cli.terminal.voice import Voice

_BELL = "\a"
_GAP_SECONDS = 0.3
"""Two bells without a gap sound like one. Only the end of a run has two, when no key is awaited any more."""

BELLS: Mapping[Cue, int] = {Cue.END: 1, Cue.QUESTION: 1, Cue.ALL_DONE: 2}
NIGHT_BELLS: Mapping[Cue, int] = {Cue.END: 1, Cue.QUESTION: 1}
"""At night a hold still ends with one bell; danger is never asked about in silence."""
NO_BELLS: Mapping[Cue, int] = {}


class Ears(Protocol):
    """Who listens to a run."""

    def hear(self, cue: Cue, words: str) -> None:
        """Hear a moment; `words` are what a voice says about it."""

    def hush(self) -> bool:
        """Hear no more of what is being said. Returns whether a sentence was cut short."""

    @property
    def is_busy(self) -> bool:
        """Whether something is being said."""

    def trouble(self) -> str:
        """Return, once, what the person should know about what they will not hear."""


class Sound:
    """The bell and the voice of this terminal, either of which may be missing."""

    def __init__(
        self,
        door: Door,
        bells: Mapping[Cue, int] = BELLS,
        voice: Voice | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._door = door
        self._bells = bells
        self._voice = voice
        self._sleep = sleep

    def hear(self, cue: Cue, words: str) -> None:
        """Ring and say it."""
        for number in range(self._bells.get(cue, 0)):
            if number:
                self._sleep(_GAP_SECONDS)
            self._door.write(_BELL)
        if self._voice is not None:
            self._voice.say(words, only_into_silence=cue in ONLY_INTO_SILENCE)

    def hush(self) -> bool:
        """Stop the voice."""
        return self._voice is not None and self._voice.hush()

    @property
    def is_busy(self) -> bool:
        """Whether the voice is speaking."""
        return self._voice is not None and self._voice.is_speaking

    def trouble(self) -> str:
        """Return what there is to know about the voice."""
        return self._voice.trouble() if self._voice is not None else ""

    def close(self) -> None:
        """Leave nothing speaking behind."""
        if self._voice is not None:
            self._voice.close()


class Narrator:
    """Follows a run and tells its ears each moment once."""

    def __init__(self, routine: Routine, ears: Ears) -> None:
        self._ears = ears
        self._signs = announcing.stop_line(routine.region)
        self._owes_signs = True
        self._at: tuple[Phase, Step, Step | None] | None = None
        self._told: Step | None = None
        self._said = ""
        self._says_signs = False
        self._cut = ""
        self._marks = Marks()

    def begin(self, phase: Phase, step: Step, seconds: int, upcoming: Step | None) -> None:
        """Tell that a phase begins: a step by its words the first time it is there, the stop signs before the first."""
        self._at = (phase, step, upcoming)
        self._marks, self._cut = Marks(), ""
        if phase is Phase.REST:
            self._say(Cue.REST, announcing.rest_words(step, upcoming))
        elif step != self._told:
            told, self._told = self._told, step
            is_repeat = told is not None and (told.id, told.side) == (step.id, step.side)
            self._tell_step(announcing.step_words(step, is_repeat=is_repeat))
        if phase is Phase.HOLD:
            self._ears.hear(Cue.START, announcing.hold_words(seconds))

    def _tell_step(self, words: str) -> None:
        owed, self._owes_signs = self._owes_signs, False
        self._say(Cue.STEP, words, with_signs=owed)

    def _say(self, cue: Cue, words: str, *, with_signs: bool = False) -> None:
        self._said = f"{self._signs} {words}" if with_signs and self._signs else words
        self._says_signs = with_signs
        self._ears.hear(cue, self._said)

    def tick(self, hold: Hold, now: float) -> None:
        """Tell the moment of a hold that has come, if one has."""
        if hold.phase is Phase.HOLD:
            self._marks, cue = self._marks.due(hold.countdown, now)
            if cue is not None:
                self._ears.hear(cue, announcing.moment_words(cue))

    def change(self, before: Hold, after: Hold) -> None:
        """Fall silent with a pause, and begin the sentence anew that it cut short."""
        if after.countdown.is_paused and not before.countdown.is_paused:
            self._cut = self._said if self._ears.hush() else ""
        elif before.countdown.is_paused and not after.countdown.is_paused and self._cut:
            self._ears.hear(Cue.STEP, self._cut)
            self._cut = ""

    def again(self) -> None:
        """Tell the present phase once more, in full."""
        if self._at is None:
            return
        phase, step, upcoming = self._at
        if phase is Phase.REST:
            self._say(Cue.REST, announcing.rest_words(step, upcoming))
        else:
            self._say(Cue.STEP, announcing.step_in_full(step), with_signs=self._says_signs)

    def leave(self, signal: Signal | None = None) -> None:
        """Fall silent, because it goes on elsewhere. Stop signs that were cut short are owed to the next step."""
        if (self._ears.hush() or self._cut) and self._says_signs:
            self._owes_signs = True
        self._cut = ""
        if signal is Signal.BACK:
            self._told = None

    def end(self, step: Step, *, has_rest: bool) -> None:
        """Tell that a hold is over."""
        self._ears.hear(Cue.END, announcing.end_words(has_rest=has_rest and bool(step.rest_seconds)))

    def ask(self, question: Question, checks: Sequence[str]) -> None:
        """Tell a question about danger."""
        self._say(Cue.QUESTION, announcing.question_words(question, checks))

    def choose(self, text: str, options: Sequence[str], *, is_expected: bool) -> None:
        """Tell a harmless question; somebody who has just pressed a key needs no bell for it."""
        cue = Cue.CHOICE if is_expected else Cue.QUESTION
        self._say(cue, announcing.choice_words(text, options))

    def note(self, text: str) -> None:
        """Tell a sentence."""
        self._say(Cue.NOTE, announcing.spoken(text))

    def finish(self, ending: Ending, saying: str) -> str:
        """Tell how the run ended, and return the words."""
        words = announcing.ending_words(ending, saying)
        self._ears.hear(announcing.ending_cue(ending), words)
        return words
