"""Plays a routine on this terminal: with which figures, how it is to look and sound, and what is kept of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cramp_cli.commands.planning import How
    from cramp_cli.core.ending import Ending
    from cramp_cli.core.model import Disposition
    from cramp_cli.core.profile import Profile
    from cramp_cli.core.routine import Routine
    from cramp_cli.guard import Setting
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.terminal.stage import Manner


@dataclass(frozen=True)
class Playing:
    """What a run is played with."""

    knowledge: Knowledge
    profile: Profile
    how: How
    again: Callable[[], Routine]
    """Plans the same routine anew, with what the history tells by then."""

    @property
    def _sayings(self) -> Mapping[Disposition, str]:
        return self.knowledge.sayings_with(self.profile.emergency_number)

    def play(self, routine: Routine, setting: Setting) -> Ending:
        """Lead through `routine`, write it down if that is wanted, and say the last word."""
        from cramp_cli.commands.first_screens import remember
        from cramp_cli.commands.history_store import Log
        from cramp_cli.core.profile import USUAL_NIGHT
        from cramp_cli.terminal import wording
        from cramp_cli.terminal.stage import open_stage

        keeps = self.how.is_logged and self.profile.keeps_history is not False
        log = Log(is_wanted=keeps)
        with log.owned_up_to():
            with open_stage(routine, manner(self.how, self.profile), finder_of_figures(self.knowledge)) as stage:
                end = log.lead(routine, stage.player, setting)
                stage.player.finish(end, self._sayings[end.disposition])
            stage.door.lines(wording.ending(end, routine, self._sayings, meanwhile=self.knowledge.meanwhile))
            log.close(end)
            if keeps and setting.first is None and self.again() == routine:
                remember(stage, None if self.how.night is not None else self.profile.night or USUAL_NIGHT)
        return end


def finder_of_figures(knowledge: Knowledge) -> Any:  # noqa: ANN401 - a function that a stage takes
    """Return what finds a figure by its id."""
    from cramp_cli.knowledge.figures import figure

    return partial(figure, entries=knowledge.entries("figures"))


def manner(how: How, profile: Profile) -> Manner:
    """Return how a run is to look and sound, by what was asked for, the profile and the hour."""
    from datetime import datetime

    from cramp_cli.core.announcing import speaks
    from cramp_cli.core.profile import USUAL_NIGHT
    from cramp_cli.terminal.stage import Manner

    now = datetime.now().astimezone()
    is_night = how.night
    if is_night is None:
        is_night = (profile.night or USUAL_NIGHT).includes(now.hour * 60 + now.minute)
    usually = profile.speaks is True
    is_spoken = speaks(asked=how.voice, usually=usually, is_night=is_night, is_muted=how.mute)
    return Manner(is_muted=how.mute, is_plain=how.plain, is_spoken=is_spoken, is_night=is_night)
