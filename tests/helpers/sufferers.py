"""The cramps of people who exist only here: written into a history, or lived through on a stage of their own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.answers import Answer
from cramp_cli.core.episode import Episode, Moment, Origin
from cramp_cli.core.hold import Phase, Signal
from cramp_cli.recording import Recording, relieve_and_keep

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from cramp_cli.core.countdown import CrampClock
    from cramp_cli.core.episode import StepTaken
    from cramp_cli.core.model import Question
    from cramp_cli.core.routine import Routine, Step
    from cramp_cli.guard import Setting
    from cramp_cli.storage.history import History

FIRST = datetime(2026, 1, 1, 3, tzinfo=UTC)
APART = timedelta(days=8)
"""Rare enough that how often it cramps sends nobody to a doctor."""


def write_down(history: History, number: int, *steps: StepTaken, region: str = "calf") -> None:
    """Keep one more cramp, with these steps."""
    began = Moment(FIRST + number * APART)
    history.take_in([Episode(str(uuid.UUID(int=number)), began, region, Origin.RELIEF, ended=began, steps=steps)])


@dataclass
class Sufferer:
    """Somebody on a stage (see `cramp_cli.core.stage.Stage`): some things ease their cramps more often than others.

    They deny every danger, hold every hold to its end, take what is offered first in nine cramps of ten, and leave one
    question in four about how it felt without an answer.
    """

    rng: random.Random
    chances: Mapping[str, float]
    """How often each remedy eases it."""
    offers: Mapping[str, str]
    """The remedy behind each offer, by the words of the offer."""
    offered: list[str] = field(default_factory=list)
    """The remedy that was offered first, whenever two were."""
    answered: list[int] = field(default_factory=list)
    """How many answers about either had been given by then."""
    answers: int = 0
    clock: float = 0.0
    _chosen: str = ""

    def now(self) -> float:
        return self.clock

    def count(self, phase: Phase, step: Step, seconds: int, *, clock: CrampClock, upcoming: Step | None) -> Signal:
        del upcoming
        if clock.must_speak(self.clock):
            return Signal.LIMIT
        self.clock += seconds
        if phase is not Phase.HOLD or clock.stopped_at is not None or not self._speaks():
            return Signal.DONE
        return Signal.GONE if self.rng.random() < self.chances.get(step.remedy.id, 0) else Signal.SAME

    def ran_seconds(self) -> float:
        return 0.0

    def ask(self, question: Question, checks: Sequence[str], *, clock: CrampClock) -> Answer:
        del question, checks, clock
        return Answer.NO

    def choose(self, text: str, options: Sequence[str], *, clock: CrampClock) -> int | None:
        del clock
        both = [self.offers[one] for one in options if one in self.offers]
        if both:
            self.offered.append(both[0])
            self.answered.append(self.answers)
            taken = 0 if self.rng.random() < 0.9 else 1
            self._chosen = both[taken]
            return taken
        if text == "Did that ease it?":
            return self._says_whether_it_eased()
        return 1 if options == ["yes", "no"] else 0

    def tell(self, text: str) -> None:
        del text

    def _says_whether_it_eased(self) -> int | None:
        if not self._speaks():
            return None
        self.answers += 1
        return 0 if self.rng.random() < self.chances[self._chosen] else 1

    def _speaks(self) -> bool:
        return self.rng.random() >= 0.25


def live_through(sufferer: Sufferer, routine: Routine, setting: Setting, began: datetime) -> Episode:
    """Let somebody have one cramp with the real session, and return what was written down of it."""
    written: list[Episode] = []

    def keep(episode: Episode) -> str:
        written.append(episode)
        return ""

    start = sufferer.clock
    recording = Recording(routine, sufferer, lambda: keep, lambda: began + timedelta(seconds=sufferer.clock - start))
    relieve_and_keep(routine, recording, setting)
    return written[-1]
