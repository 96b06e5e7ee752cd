"""Runs the holds and questions of a session on a real terminal: waits, reacts to keys, shows frames, gives cues.

It decides nothing medical. Time is a function passed in that counts sleep too, and every wait ends at the next moment
something on the screen changes, so a key is never kept waiting.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from cramp_cli.core.answering import DangerPrompt
from cramp_cli.core.answers import Answer
from cramp_cli.core.countdown import Countdown
from cramp_cli.core.hold import BACK_AGAIN, SIGN_KEY, Hold, Phase, Signal, go_on, pause_for_absence, press
from cramp_cli.core.values import dataclass
from cramp_cli.terminal import frames
from cramp_cli.terminal.frames import Moment
from cramp_cli.terminal.sound import Narrator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cramp_cli.core.countdown import CrampClock
    from cramp_cli.core.ending import Ending
    from cramp_cli.core.frame import Frame
    from cramp_cli.core.model import Question
    from cramp_cli.core.routine import Routine, Step
    from cramp_cli.core.stage import Reply
    from cramp_cli.terminal.sound import Ears

ANSWER_SECONDS = 20
SELF_CHECK_SECONDS = 180
"""Finding a tape measure takes longer than reading a question; running out withholds the step all the same."""
ABSENCE_SECONDS = 2
FLASH_SECONDS = 0.25
END_OF_INPUT = "\x04"
REPEAT_SECONDS = 0.5
"""A key that comes again so soon is held down or bounced; nobody has read a question in that time."""
TELL_SECONDS = 4
NOTICE_SECONDS = 8
AT_THE_KEYS_SECONDS = 3
"""Whoever pressed a key so short a time ago need not be called to the screen."""
LAST_WORD_SECONDS = 6
_LOOK_SECONDS = 0.25


class Keys(Protocol):
    """Where keys come from."""

    def wait(self, seconds: float) -> str | None:
        """Return the next key, or None after `seconds`. Without a keyboard it only waits."""

    def flush(self) -> None:
        """Throw away what was typed so far."""

    @property
    def is_open(self) -> bool:
        """Whether anybody can answer."""


class Display(Protocol):
    """Where frames go."""

    def show(self, frame: Frame) -> None:
        """Show `frame`; showing an equal one again changes nothing."""

    def say(self, text: str) -> None:
        """Show a sentence that stays readable for a moment."""

    def repeat(self) -> None:
        """Show or say the present frame once more."""


@dataclass(frozen=True)
class Ports:
    """What the player works with."""

    keys: Keys
    display: Display
    ears: Ears
    now: Callable[[], float]


class Player:
    """The stage of a session (see `cramp_cli.core.stage.Stage`)."""

    def __init__(self, routine: Routine, ports: Ports, shown_since: float | None = None) -> None:
        """`shown_since` is when the first screen was shown, if it was before now: its countdown runs from then."""
        self._shown_since = shown_since
        self._routine = routine
        self._ports = ports
        self._narrator = Narrator(routine, ports.ears)
        self._notice: tuple[str, float] = ("", 0.0)
        self._drops_enter = False
        self._last_key: tuple[str, float] = ("", 0.0)
        self._countdown = Countdown.start(0, 0)

    def now(self) -> float:
        """Return the moment on the ports' clock, in seconds."""
        return self._ports.now()

    def tell(self, text: str) -> Signal | None:
        """Show one sentence, long enough to be read; any key goes on."""
        self._ports.display.say(text)
        self._narrator.note(text)
        key = self._key(TELL_SECONDS)
        if key == BACK_AGAIN:
            self._ports.display.say(text)
            key = self._key(TELL_SECONDS)
        if key is not None:
            self._narrator.leave()
        return _way_out(key)

    def finish(self, ending: Ending, saying: str = "") -> None:
        """Let the end of the run be heard; `saying` is what its disposition says to do. Any key goes on at once."""
        words = self._narrator.finish(ending, saying)
        until = self.now() + LAST_WORD_SECONDS
        if self._ports.ears.is_busy:
            self._ports.display.say(words)
        while self._ports.ears.is_busy and self.now() < until:
            if self._ports.keys.wait(_LOOK_SECONDS) is not None:
                break
        self._ports.ears.hush()

    def _show(self, frame: Frame) -> None:
        if not self._ports.keys.is_open:
            frame = frames.without_keyboard(frame)
        trouble, now = self._ports.ears.trouble(), self.now()
        if trouble:
            self._notice = (trouble, now + NOTICE_SECONDS)
        text, until = self._notice
        self._ports.display.show(replace(frame, notice=text) if now < until and not frame.notice else frame)

    # -- counting ---------------------------------------------------------------------------------------------------

    def count(self, phase: Phase, step: Step, seconds: int, *, clock: CrampClock, upcoming: Step | None) -> Signal:
        """Count one phase of `step`, reacting to every key at once."""
        began, self._shown_since = self._shown_since or self.now(), None
        hold = Hold(phase, Countdown.start(seconds, began), step.shortest_seconds, step.longest_seconds)
        self._countdown = hold.countdown
        flash_until = began + FLASH_SECONDS if phase is Phase.REST else began
        self._narrator.begin(phase, step, seconds, upcoming)
        while not hold.countdown.is_over(self.now()):
            now = self.now()
            if clock.must_speak(now):
                self._narrator.leave()
                return Signal.LIMIT
            is_flash = now < flash_until
            self._show(frames.of_hold(self._routine, step, hold, upcoming, Moment(now, clock), is_flash=is_flash))
            self._narrator.tick(hold, now)
            before = hold
            moving = frames.until_next_pose(step, hold, now)
            hold, signal = self._next(hold, clock, longest=flash_until - now if is_flash else moving)
            self._countdown = hold.countdown
            self._narrator.change(before, hold)
            if signal is not None:
                self._narrator.leave(signal)
                return signal
        if phase is Phase.HOLD:
            self._narrator.end(step, has_rest=clock.stopped_at is None)
        return Signal.DONE

    def ran_seconds(self) -> float:
        """Return how long the last countdown ran, pauses left out."""
        return self._countdown.ran(self.now())

    def _next(self, hold: Hold, clock: CrampClock, *, longest: float) -> tuple[Hold, Signal | None]:
        """Wait for a key or for the next visible change, and let it act on `hold`."""
        before = self.now()
        limit = clock.until_limit(before)
        wait = min(hold.countdown.until_change(before), longest, 1.0 if limit is None else limit)
        key = self._key(wait)
        if self._was_away(before, wait):
            away = pause_for_absence(hold, last_seen=before, now=self.now())
            return (away if self._ports.keys.is_open else go_on(away, self.now())), None
        if key is None:
            return hold, None
        hold, signal = press(hold, key, self.now())
        if signal is Signal.AGAIN:
            self._ports.display.repeat()
            self._narrator.again()
            return hold, None
        return hold, signal

    def _key(self, seconds: float) -> str | None:
        """Return the next key within `seconds`. The Enter that people type after a digit is not a key."""
        until = self.now() + seconds
        key = self._ports.keys.wait(seconds)
        if key in {"\r", "\n"} and self._drops_enter:
            self._drops_enter = False
            return self._key(max(0.0, until - self.now()))
        if key is not None:
            self._drops_enter = False
            self._last_key = (key, self.now())
        return key

    def _answer_key(self, seconds: float) -> str | None:
        """Return the next key that may answer a question about danger: one held down from before may not."""
        last, pressed = self._last_key
        key = self._key(seconds)
        return None if key == last and self.now() - pressed < REPEAT_SECONDS else key

    # -- asking -----------------------------------------------------------------------------------------------------

    def ask(self, question: Question, checks: Sequence[str], *, clock: CrampClock) -> Reply:
        """Ask about danger. Nothing typed before the question stood there counts, and silence is no answer."""
        if not self._ports.keys.is_open:
            return None
        reply = self._reply(question, checks, clock)
        self._narrator.leave()
        return reply

    def _reply(self, question: Question, checks: Sequence[str], clock: CrampClock) -> Reply:
        patience = SELF_CHECK_SECONDS if checks else ANSWER_SECONDS
        until = self.now() + patience
        prompt = DangerPrompt()
        self._show_question(question, checks, prompt, clock, until)
        self._ports.keys.flush()
        self._narrator.ask(question, checks)
        while self.now() < until and self._ports.keys.is_open:
            before, wait = self.now(), min(1.0, until - self.now())
            key = self._answer_key(wait)
            if self._was_away(before, wait):
                until, key = self._asked_again(patience), None
            if key == END_OF_INPUT:
                return None
            prompt, reply = prompt.press(key) if key is not None else (prompt, None)
            if reply is not None:
                self._drops_enter = isinstance(reply, Answer) and key not in {"\r", "\n"}
                return reply
            self._show_question(question, checks, prompt, clock, until)
        return None

    def _show_question(
        self, question: Question, checks: Sequence[str], prompt: DangerPrompt, clock: CrampClock, until: float
    ) -> None:
        left = max(0.0, until - self.now())
        moment = Moment(self.now(), clock)
        self._show(frames.of_question(self._routine, question, checks, prompt, moment, left=left))

    def _was_away(self, before: float, wait: float) -> bool:
        """Whether the machine or the program stood still while a key was waited for."""
        return self.now() - before > wait + ABSENCE_SECONDS

    def _asked_again(self, patience: float) -> float:
        """Return until when an answer counts that nobody could give so far: silence meanwhile was nobody's."""
        self._ports.keys.flush()
        return self.now() + patience

    def choose(self, text: str, options: Sequence[str], *, clock: CrampClock) -> int | Signal | None:
        """Ask something harmless; digits choose."""
        if not self._ports.keys.is_open:
            return None
        chosen = self._choice(text, options, clock)
        self._narrator.leave()
        return chosen

    def _choice(self, text: str, options: Sequence[str], clock: CrampClock) -> int | Signal | None:
        until = self.now() + ANSWER_SECONDS
        self._ports.keys.flush()
        is_expected = self.now() - self._last_key[1] < AT_THE_KEYS_SECONDS
        self._narrator.choose(text, options, is_expected=is_expected)
        while self.now() < until and self._ports.keys.is_open:
            left = until - self.now()
            self._show(frames.of_choice(self._routine, text, options, Moment(self.now(), clock), left=left))
            before, wait = self.now(), min(1.0, left)
            key = self._key(wait)
            if self._was_away(before, wait):
                until, key = self._asked_again(ANSWER_SECONDS), None
            signal = _way_out(key)
            if signal is not None:
                return signal
            if key in {str(number) for number in range(1, len(options) + 1)}:
                self._drops_enter = True
                return int(key or 0) - 1
        return None


def _way_out(key: str | None) -> Signal | None:
    """Return what a key means that ends the run from anywhere."""
    return {"q": Signal.QUIT, SIGN_KEY: Signal.SIGN, END_OF_INPUT: Signal.QUIT}.get(key.lower()) if key else None
