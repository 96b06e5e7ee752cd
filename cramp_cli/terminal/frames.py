"""Composes frames: which words stand on the screen at a moment of a run. Drawing them is the display's business."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cramp_cli.core.frame import Frame, Picture
from cramp_cli.core.hold import Phase
from cramp_cli.core.model import Disposition
from cramp_cli.core.text import clock_face, seconds_in_words
from cramp_cli.core.triage import by_urgency
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.answering import DangerPrompt
    from cramp_cli.core.countdown import CrampClock
    from cramp_cli.core.frame import Key
    from cramp_cli.core.hold import Hold
    from cramp_cli.core.model import Question, Region
    from cramp_cli.core.routine import Routine, Step

MINUTE = 60
MOVEMENT_SECONDS = 2
POSES = 16
"""How many poses a movement is shown in."""
_ALWAYS: tuple[Key, ...] = (("x", "a sign is me"), ("space", "pause"), ("q", "stop"))
_STEPPING: tuple[Key, ...] = (("n", "next"), ("b", "back"), ("r", "again"), ("?", "why"))
_READY_KEYS: tuple[Key, ...] = (("g", "it let go"), ("w", "worse"), *_ALWAYS, *_STEPPING)
_HOLD_KEYS: tuple[Key, ...] = (*_READY_KEYS, ("+ -", "10 s"))
_AFTER_KEYS: tuple[Key, ...] = (("w", "worse"), *_ALWAYS, ("n", "next"), ("r", "again"), ("?", "why"), ("+ -", "10 s"))
_REST_KEYS: tuple[Key, ...] = (
    ("g", "gone"),
    ("e", "easing"),
    ("s", "same"),
    ("w", "worse"),
    *_ALWAYS,
    *_STEPPING,
)
_DANGER_KEYS: tuple[Key, ...] = (("?", "why do you ask"), ("x", "a sign is me"), ("q", "stop"))
_NO_KEYS: tuple[Key, ...] = (("Ctrl-C", "stops"), ("no keyboard", "here: what needs an answer is left out"))
_CHOICE_KEYS: tuple[Key, ...] = (("x", "a sign is me"), ("q", "stop"))


@dataclass(frozen=True)
class Moment:
    """Now, on the player's clock, and how long the cramp has lasted by it."""

    now: float
    clock: CrampClock

    @property
    def words(self) -> str:
        """How long the cramp has lasted, in the fewest words; empty where there was none."""
        if self.clock.stopped_at is not None and self.clock.elapsed(self.now) < 1:
            return ""
        word = "lasted" if self.clock.stopped_at is not None else "cramp for"
        return f"{word} {clock_face(self.clock.elapsed(self.now))}"


def title(routine: Routine) -> str:
    """Return the routine's title: `Left calf · in bed`."""
    name = f"{routine.side} {routine.region.name}" if routine.side in {"left", "right"} else routine.region.name
    both = " · both sides" if routine.side == "both" else ""
    return f"{name[:1].upper()}{name[1:]}{both} · {SITUATIONS[routine.situation]}"


def _title_with_total(routine: Routine) -> str:
    return f"{title(routine)} · about {seconds_in_words(_in_minutes(routine.total_seconds))}"


def _in_minutes(seconds: int) -> int:
    return seconds if seconds < MINUTE else -(-seconds // MINUTE) * MINUTE


SIGN_LABELS = {
    Disposition.EMERGENCY: "Emergency:",
    Disposition.SAME_DAY: "See today:",
    Disposition.DOCTOR: "See soon:",
}
SITUATIONS = {
    "standing": "standing",
    "bed": "in bed",
    "chair": "on a chair",
    "desk": "at a desk",
    "car": "in a car",
    "water": "in the water",
    "cannot-stand": "without standing",
}


def sign_lines(region: Region) -> tuple[tuple[Disposition, str], ...]:
    """Return the stop signs of a region, one line a disposition, most urgent first."""
    return tuple((level, " · ".join(sign.text for sign in signs)) for level, signs in by_urgency(region.signs))


def without_keyboard(frame: Frame) -> Frame:
    """Return `frame` as it is where no key can be pressed."""
    return replace(frame, keys=_NO_KEYS, keys_in_short="no keys here, Ctrl-C stops")


def of_hold(
    routine: Routine, step: Step, hold: Hold, upcoming: Step | None, at: Moment, *, is_flash: bool = False
) -> Frame:
    """Return the frame of a step in one of its phases."""
    at_rest = hold.phase is Phase.REST
    return Frame(
        title=_title_with_total(routine),
        signs=sign_lines(routine.region),
        heading="How is it now?" if at_rest else step.title,
        text="Let go and breathe." if at_rest else step.instruction,
        warnings=_warnings(step, hold),
        details=() if hold.explains else _shown_details(routine, step, hold),
        phase=_phase(step, hold),
        seconds_left=hold.countdown.shown(at.now),
        total_seconds=round(hold.countdown.total_seconds),
        upcoming="" if _is_after(at) and hold.phase is Phase.HOLD else _upcoming(step, hold.phase, upcoming),
        clock=at.words,
        keys=_keys(hold.phase, at),
        keys_in_short="g gone e easing s same" if at_rest else "g gone w worse x sign",
        notice=_notice(hold),
        signs_may_shrink=step != routine.steps[0],
        is_flash=is_flash,
        picture=_picture(step, hold, at.now),
    )


def _picture(step: Step, hold: Hold, now: float) -> Picture | None:
    """Return the step's figure: still before and after the hold, moving for a moment as the hold begins."""
    if step.figure is None:
        return None
    progress = 0.0
    if hold.phase is Phase.HOLD:
        countdown = hold.countdown
        progress = min(1.0, (countdown.total_seconds - countdown.left(now)) / MOVEMENT_SECONDS)
    return Picture(step.figure, round(progress * POSES) / POSES, side=step.side)


def until_next_pose(step: Step, hold: Hold, now: float) -> float:
    """Return the seconds until the figure moves again; one second where it stands still."""
    elapsed = hold.countdown.total_seconds - hold.countdown.left(now)
    is_holding = hold.phase is Phase.HOLD and not hold.countdown.is_paused
    return MOVEMENT_SECONDS / POSES if step.figure and is_holding and elapsed < MOVEMENT_SECONDS else 1.0


def _shown_details(routine: Routine, step: Step, hold: Hold) -> tuple[tuple[str, str], ...]:
    return () if hold.phase is Phase.REST else (*_details(step), *_for_this_person(routine))


def _warnings(step: Step, hold: Hold) -> tuple[tuple[str, str], ...]:
    if hold.explains:
        return _reasons(step)
    shows = step.never and hold.phase is not Phase.REST
    return (("Never press", ", ".join(step.never)),) if shows else ()


def _for_this_person(routine: Routine) -> tuple[tuple[str, str], ...]:
    notes = tuple(("For you", note) for note in routine.person_notes)
    return notes + tuple(
        (f"No {one.remedy.name}", " ".join(reason.text for reason in one.because)) for one in routine.withheld
    )


def _is_after(at: Moment) -> bool:
    return at.clock.stopped_at is not None


def _keys(phase: Phase, at: Moment) -> tuple[Key, ...]:
    if _is_after(at):
        return _AFTER_KEYS
    return {Phase.READY: _READY_KEYS, Phase.HOLD: _HOLD_KEYS, Phase.REST: _REST_KEYS}[phase]


def _phase(step: Step, hold: Hold) -> str:
    if hold.countdown.is_paused:
        return "paused"
    if hold.phase is Phase.HOLD and step.rounds > 1:
        return f"{hold.phase} {step.round} of {step.rounds}"
    return str(hold.phase)


def _notice(hold: Hold) -> str:
    if hold.away_seconds is not None:
        return f"You were away {seconds_in_words(hold.away_seconds)}. Space goes on, q stops."
    if hold.countdown.is_paused:
        key = "space" if hold.paused_by in {" ", None} or not str(hold.paused_by).isprintable() else hold.paused_by
        return f"Paused. Press {key} to go on."
    return ""


def _details(step: Step) -> tuple[tuple[str, str], ...]:
    pairs = [
        ("Feel it", step.felt_where),
        ("Avoid", ", ".join(step.mistakes)),
    ]
    return tuple((label, text) for label, text in pairs if text)


def _reasons(step: Step) -> tuple[tuple[str, str], ...]:
    pairs = [
        ("Why", step.remedy.why),
        ("How sure", f"{step.evidence.words}."),
        ("But", step.remedy.differs),
        ("Sources", ", ".join(step.sources)),
    ]
    return tuple((label, text) for label, text in pairs if text)


def _upcoming(step: Step, phase: Phase, upcoming: Step | None) -> str:
    if phase is Phase.READY:
        return f"hold {seconds_in_words(step.seconds)}"
    if upcoming is None:
        return "how it is now" if phase is Phase.HOLD else ""
    rest = f"rest {step.rest_seconds} s, then " if phase is Phase.HOLD and step.rest_seconds else ""
    name = "the same again" if upcoming.id == step.id and upcoming.side == step.side else f"{upcoming.title}"
    return f"{rest}{name}, {seconds_in_words(upcoming.seconds)}"


def of_question(
    routine: Routine, question: Question, checks: Sequence[str], prompt: DangerPrompt, at: Moment, *, left: float
) -> Frame:
    """Return the frame of a question about danger."""
    warnings = [("Find out", check) for check in checks]
    if prompt.shows_why:
        warnings.insert(0, ("Why", question.why))
    return Frame(
        title=_title_with_total(routine),
        signs=sign_lines(routine.region),
        heading=question.text,
        text="Silence is not a no.",
        items=tuple(sign.text for sign in question.signs),
        warnings=tuple(warnings),
        phase="your answer",
        seconds_left=round(left),
        clock=at.words,
        keys=_DANGER_KEYS,
        notice=prompt.hint or (f"> {prompt.typed}" if prompt.typed else ""),
        is_question=True,
        is_danger=True,
        signs_may_shrink=True,
    )


def of_choice(routine: Routine, text: str, options: Sequence[str], at: Moment, *, left: float) -> Frame:
    """Return the frame of a choice that has nothing to do with danger."""
    return Frame(
        title=_title_with_total(routine),
        signs=sign_lines(routine.region),
        heading=text,
        text="",
        items=tuple(f"{number}  {option}" for number, option in enumerate(options, start=1)),
        phase="your answer",
        seconds_left=round(left),
        clock=at.words,
        keys=_CHOICE_KEYS,
        is_question=True,
        signs_may_shrink=True,
    )
