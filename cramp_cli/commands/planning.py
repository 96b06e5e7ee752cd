"""What was asked for on the command line, and the routine that comes of it; refuses what is out of range."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from cramp_cli.commands.wiring import SITUATIONS, TOOLS, known, say
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.model import SIDES
from cramp_cli.core.text import parse_duration
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from cramp_cli.core.learning import Experience
    from cramp_cli.core.model import Region
    from cramp_cli.core.profile import Profile
    from cramp_cli.core.routine import Person, Routine
    from cramp_cli.knowledge.decoding import Knowledge

READY_SECONDS = "5"


@dataclass(frozen=True)
class Wish:
    """The options as typed."""

    side: str | None = None
    situation: str | None = None
    have: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    since: str | None = None
    hold: str | None = None
    ready: str = READY_SECONDS


@dataclass(frozen=True)
class How:
    """In which form the routine is wanted."""

    voice: bool | None = None
    """Whether to speak; None leaves it to the profile and the hour."""
    night: bool | None = None
    mute: bool = False
    plain: bool = False
    as_text: bool = False
    as_json: bool = False
    html: str | None = None
    is_logged: bool = True
    """Whether what is played goes into the history, unless the profile says no."""

    @property
    def starts_nothing(self) -> bool:
        """Whether it only prints: asked for, or because nobody watches."""
        from cramp_cli.terminal.console import is_terminal

        return self.as_text or self.as_json or self.html is not None or not is_terminal(sys.stdout)

    @property
    def can_ask(self) -> bool:
        """Whether there is a person to ask before anything is shown."""
        from cramp_cli.terminal.keys import standard_input_is_terminal

        return not self.starts_nothing and standard_input_is_terminal()


def one_side(option: str | None, named: str | None) -> str | None:
    """Return the one side that the option and the words name; raises CrampError (exit 2) where they differ."""
    if option is not None:
        known(option, SIDES, what="side")
    if option and named and option != named:
        raise CrampError(f"{named} or {option}?", fix="name one side", code=ExitCode.USAGE)
    return option or named


def plan(
    region: Region,
    knowledge: Knowledge,
    wish: Wish,
    profile: Profile,
    *,
    side: str | None,
    learned: Experience | None = None,
) -> Routine:
    """Return the routine for what was asked for, with what the profile withholds; raises CrampError (exit 2).

    What the person's own history tells (`learned`, from `commands.experience`) puts what worked for them first.
    """
    from cramp_cli.commands.profile import note_on
    from cramp_cli.core.profile import person_with, what_matters

    asked = _asked_for(knowledge, wish, side)
    if side and not region.has_sides:
        say(f"The {region.name} has no left or right here.")
    if wish.hold is not None:
        person = person_with(asked, profile, knowledge.conditions)
        asked = replace(asked, press_seconds=_press_seconds(wish.hold, region, person))

    def routine_for(part: Profile) -> Routine:
        return _planned(region, person_with(asked, part, knowledge.conditions), learned, knowledge)

    routine = routine_for(profile)
    note = note_on(what_matters(profile, routine_for), knowledge)
    return replace(routine, person_notes=(*note, *routine.person_notes))


def _planned(region: Region, person: Person, learned: Experience | None, knowledge: Knowledge) -> Routine:
    from cramp_cli.core.routine import plan_routine

    if learned is None:
        return plan_routine(region, person)
    from cramp_cli.core.learning import tools_by_experience, with_experience
    from cramp_cli.knowledge.noticing import interchangeable

    rules = interchangeable(knowledge)
    tools = tools_by_experience(person.tools, learned, rules)
    return with_experience(plan_routine(region, replace(person, tools=tools)), learned, rules, tools)


def _asked_for(knowledge: Knowledge, wish: Wish, side: str | None) -> Person:
    from cramp_cli.core.routine import Person

    return Person(
        situation=known(wish.situation, SITUATIONS, what="situation") if wish.situation else None,
        side=side,
        conditions=tuple(knowledge.conditions[known(one, knowledge.conditions, what="condition")] for one in wish.have),
        tools=tuple(known(one, TOOLS, what="tool") for one in wish.tools),
    )


def _press_seconds(text: str, region: Region, person: Person) -> int:
    from cramp_cli.core.routine import press_range

    limits = press_range(region, person)
    if limits is None:
        raise CrampError(f"nothing is pressed for the {region.name}", fix="leave out --hold", code=ExitCode.USAGE)
    seconds = duration(text, "--hold")
    if not limits[0] <= seconds <= limits[1]:
        fix = f"the {region.name} allows {limits[0]} to {limits[1]} seconds"
        raise CrampError(f"--hold {text} is outside the safe range", fix=fix, code=ExitCode.USAGE)
    return seconds


def duration(text: str, option: str) -> int:
    """Return the seconds of an option; raises CrampError (exit 2) where it is no duration."""
    seconds = parse_duration(text)
    if seconds is None:
        raise CrampError(f'{option} "{text}" is no duration', fix="write 30, 30s, 1m30s or 1:30", code=ExitCode.USAGE)
    return seconds
