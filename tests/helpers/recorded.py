"""A run with the real session that is recorded, and every state in which its episode was to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.guard import Setting
from cramp_cli.recording import Recording, relieve_and_keep
from cramp_cli.terminal.player import Player, Ports
from helpers.people import EASING, LEG, RECHECK, SAME, SELF, Somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_cli.core.ending import Ending
    from cramp_cli.core.episode import Episode
    from cramp_cli.core.ladder import Outcome
    from cramp_cli.core.stage import Stage
    from cramp_cli.knowledge.decoding import Knowledge

NIGHT = datetime(2026, 11, 22, 3, 10, tzinfo=timezone(timedelta(hours=1)))
WHOLE = (
    *(SAME, EASING, EASING, (LEG, "2"), (SELF, "2"), ("how is it", "g"), ("stay away", "1")),
    *(("knot", "2"), ("feel good", "1"), ("any of this", "2"), ("ease it", "1"), (RECHECK, "2")),
)
"""Same, easing twice, gone with the press; then a walk, warmth, and a clear re-check."""


@dataclass
class Run:
    """A run that was recorded: every state in which the episode was to be written."""

    recording: Recording
    who: Somebody
    ending: Ending | None = None
    states: list[Episode] = field(default_factory=list)

    @property
    def last(self) -> Episode:
        return self.states[-1]

    @property
    def steps(self) -> list[tuple[str, Outcome, int]]:
        return [(one.remedy, one.outcome, one.seconds) for one in self.last.steps]


def record(
    knowledge: Knowledge, region: str, *does: tuple[str, str], person: Person | None = None, since: int | None = 0,
    open_log: Callable[[Run], Callable[[Episode], str]] | None = None,
    behind: Callable[[Player], Stage] = lambda one: one,
) -> Run:  # fmt: skip
    """Play a run with somebody who does what `does` says, and record it."""
    who = Somebody(does)
    routine = plan_routine(knowledge.region(region), person or Person())
    player = Player(routine, Ports(who, who, who, who.clock))
    start = who.clock.now

    def now() -> datetime:
        return NIGHT + timedelta(seconds=who.clock.now - start)

    def opened() -> Callable[[Episode], str]:
        if open_log is not None:
            return open_log(run)

        def keep(episode: Episode) -> str:
            run.states.append(episode)
            return ""

        return keep

    run = Run(Recording(routine, behind(player), opened, now), who)
    setting = Setting(knowledge.since, knowledge.over_limit, 5, since)
    run.ending = relieve_and_keep(routine, run.recording, setting)
    return run
