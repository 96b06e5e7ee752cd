"""A person at a terminal, played without a terminal: time is virtual, keys answer what is on the screen."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cramp_cli.core.announcing import Cue
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.guard import Setting
from cramp_cli.session import relieve
from cramp_cli.terminal.player import Player, Ports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cramp_cli.core.ending import Ending
    from cramp_cli.core.frame import Frame
    from cramp_cli.core.model import Question
    from cramp_cli.knowledge.decoding import Knowledge

LEG, SELF = "Is any of this true of that leg?", "Is any of this true of you?"
RECHECK = "Look at the leg once more"
SAME = ("how is it", "s")
EASING = ("how is it", "e")
BLOCKS = ["Pull your toes up"] * 3
SQUEEZES = ["Tighten your shin"] * 3
ALL_OF_IT = [*BLOCKS, "Push your sole into the wall", *SQUEEZES, "Stand on it"]

REACTION_SECONDS = 1.0
HELD_SECONDS = 0.1


@dataclass
class Clock:
    """Time that passes only when somebody waits."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Somebody:
    """Presses keys when certain words appear on the screen, each rule once, in the order given.

    `does` is a list of (words in the heading or phase, key). A key may be `wait 3600` (do nothing that long, in one
    go, as a sleeping machine would), `fast 2` (a key held down or bounced), or `end` (the keyboard goes away).
    """

    does: Iterable[tuple[str, str]] = ()
    clock: Clock = field(default_factory=Clock)
    seen: list[str] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    heard: list[tuple[Cue, str]] = field(default_factory=list)
    heard_at: list[tuple[float, Cue]] = field(default_factory=list)
    hushed: list[int] = field(default_factory=list)
    """How much had been heard whenever silence was asked for."""
    is_slow_to_hear: bool = False
    """Whether every sentence is still being said when silence is asked for."""
    is_open: bool = True

    def __post_init__(self) -> None:
        self._rules = deque(self.does)
        self._typed_early: list[str] = []

    # the display

    def show(self, frame: Frame) -> None:
        if not self.frames or self.frames[-1] != frame:
            self.frames.append(frame)
        line = frame.heading if frame.is_question else f"{frame.phase.split(' ')[0]}: {frame.heading}"
        if not self.seen or self.seen[-1] != line:
            self.seen.append(line)

    def say(self, text: str) -> None:
        self.seen.append(f"say: {text}")

    def repeat(self) -> None:
        self.seen.append("again")

    # the ears

    def hear(self, cue: Cue, words: str) -> None:
        self.heard.append((cue, words))
        self.heard_at.append((self.clock.now, cue))
        if cue in {Cue.END, Cue.QUESTION, Cue.ALL_DONE}:
            self.seen.append(f"cue: {cue}")

    def hush(self) -> bool:
        """Whoever listens here hears every sentence as long as nothing else is said."""
        self.hushed.append(len(self.heard))
        return self.is_slow_to_hear

    @property
    def is_busy(self) -> bool:
        return False

    def trouble(self) -> str:
        return ""

    # the keyboard

    def flush(self) -> None:
        self._typed_early.clear()

    def wait(self, seconds: float) -> str | None:
        if self._typed_early:
            return self._typed_early.pop(0)
        key = self._due()
        if key is None:
            self.clock.now += seconds
            return None
        if key.startswith("wait "):
            self.clock.now += float(key.removeprefix("wait "))
            return None
        if key == "end":
            self.is_open = False
            return None
        quick = key.startswith("fast ")
        key = key.removeprefix("fast ")
        self.clock.now += min(HELD_SECONDS if quick else REACTION_SECONDS, seconds)
        self._typed_early += list(key[1:]) if len(key) > 1 else []
        return key[0]

    def _due(self) -> str | None:
        if not self._rules or not self.frames:
            return None
        words, key = self._rules[0]
        frame = self.frames[-1]
        if words.casefold() in f"{frame.phase}: {frame.heading}".casefold():
            self._rules.popleft()
            return key
        return None

    @property
    def left_undone(self) -> list[tuple[str, str]]:
        """The rules whose moment never came."""
        return list(self._rules)


@dataclass
class Played:
    """A run and everything that happened in it."""

    ending: Ending
    who: Somebody

    @property
    def seen(self) -> list[str]:
        return self.who.seen

    @property
    def holds(self) -> list[str]:
        """The titles of the holds, a repeat as often as it was held."""
        frames = self.who.frames
        return [
            frame.heading
            for before, frame in zip([None, *frames], frames, strict=False)
            if frame.phase.startswith("hold") and (before is None or not before.phase.startswith("hold"))
        ]


def play(
    knowledge: Knowledge,
    region: str,
    *does: tuple[str, str],
    person: Person | None = None,
    since: int | None = 0,
    ready: int = 5,
    first: Question | None = None,
) -> Played:
    """Play the routine of `region` to its end with somebody who does what `does` says."""
    who = Somebody(does)
    routine = plan_routine(knowledge.region(region), person or Person())
    setting = Setting(knowledge.since, knowledge.over_limit, ready, since, first)
    ending = relieve(routine, Player(routine, Ports(who, who, who, who.clock)), setting)
    return Played(ending, who)
