"""`cramp-cli relief`: finds the region, plans the routine, and plays, prints or exports it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.wiring import known, open_knowledge, say
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import parse_duration

if TYPE_CHECKING:
    from cramp_cli.core.model import Question, Region
    from cramp_cli.core.names import NotMuscle
    from cramp_cli.core.routine import Person, Routine
    from cramp_cli.guard import Setting
    from cramp_cli.knowledge.decoding import Knowledge

READY_SECONDS = "5"
SIDES = ("left", "right", "both")
SITUATIONS = ("standing", "bed", "chair", "desk", "car", "water", "cannot-stand")
TOOLS = (
    "hands",
    "wall",
    "chair",
    "towel",
    "strap",
    "ball",
    "hook-cane",
    "roller",
    "bottle",
    "heat-pack",
    "cold-pack",
    "warm-water",
)

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def relief(
    where: Annotated[
        list[str] | None, typer.Argument(help="Where it hurts, in your own words.", show_default=False)
    ] = None,
    *,
    side: Annotated[str | None, typer.Option(help="left, right or both.")] = None,
    situation: Annotated[str | None, typer.Option(help=f"Where you are: {', '.join(SITUATIONS)}.")] = None,
    have: Annotated[list[str] | None, typer.Option(help="A condition, such as pregnant. Repeatable.")] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", help=f"A thing at hand: {', '.join(TOOLS)}. Repeatable.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="How long it has hurt, such as 5m.")] = None,
    hold: Annotated[str | None, typer.Option(help="Length of the press, within the region's range.")] = None,
    ready: Annotated[str, typer.Option(help="Seconds to get ready, 0 allowed.")] = READY_SECONDS,
    mute: Annotated[bool, typer.Option("--mute", help="No bell.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Appended lines only, for screen readers.")] = False,
    print_: Annotated[bool, typer.Option("--print", help="The routine as text, no timers.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The routine for a script.")] = False,
) -> None:
    """Lead through a cramp, one hold at a time.

    \b
      cramp-cli relief calf
      cramp-cli relief right hand --situation desk
      cramp-cli relief charley horse --since 5m
      cramp-cli relief foot --with ball --have pregnant
      cramp-cli relief calf --print

    Keys: g it let go, w worse, x a stop sign is me, space pause, q stop, n next, b back,
    + - ten seconds, r again, ? why.
    """  # noqa: D301 - \b keeps the examples as they are
    how = How(mute=mute, plain=plain, as_text=print_, as_json=json)
    wish = Wish(side, situation, tuple(have or ()), tuple(with_ or ()), since, hold, ready)
    raise typer.Exit(run(" ".join(where or ()), wish, how))


@dataclass(frozen=True)
class Wish:
    """The options as typed."""

    side: str | None
    situation: str | None
    have: tuple[str, ...]
    tools: tuple[str, ...]
    since: str | None
    hold: str | None
    ready: str


@dataclass(frozen=True)
class How:
    """In which form the routine is wanted."""

    mute: bool
    plain: bool
    as_text: bool
    as_json: bool

    @property
    def starts_nothing(self) -> bool:
        """Whether it only prints: asked for, or because nobody watches."""
        from cramp_cli.terminal.console import is_terminal

        return self.as_text or self.as_json or not is_terminal(sys.stdout)

    @property
    def can_ask(self) -> bool:
        """Whether there is a person to ask before anything is shown."""
        from cramp_cli.terminal.keys import standard_input_is_terminal

        return not self.starts_nothing and standard_input_is_terminal()


def run(where: str, wish: Wish, how: How) -> ExitCode:
    """Do what was asked for; return the exit code."""
    from cramp_cli.commands.finding import heard, resolve
    from cramp_cli.core.names import Found, NotMuscle, split_side

    knowledge = open_knowledge()
    words, named_side = split_side(where, knowledge.words)
    meaning = resolve(words, knowledge, can_ask=how.can_ask)
    if isinstance(meaning, NotMuscle):
        return _refuse(meaning, how)
    region = knowledge.region(meaning.region)
    routine = _plan(region, knowledge, wish, _one_side(wish.side, named_side))
    routine = replace(routine, person_notes=(*heard(words, meaning, region), *routine.person_notes))
    first = None if isinstance(meaning, Found) else meaning.question
    if first is not None and (how.starts_nothing or not routine.steps):
        routine = _behind(first, routine)
    return _show(routine, knowledge, wish, how, first=first)


def _behind(question: Question, routine: Routine) -> Routine:
    """Put everything a routine says to do behind `question`, for output that starts nothing and so asks nothing."""
    steps, after = (
        tuple(replace(step, gate=(question, *step.gate)) for step in part) for part in (routine.steps, routine.after)
    )
    condition = f"Only if every answer is no: {question.text} {'; '.join(sign.text for sign in question.signs)}."
    advice = (condition, *routine.advice) if routine.advice else ()
    return replace(routine, steps=steps, after=after, advice=advice)


def _refuse(entry: NotMuscle, how: How) -> ExitCode:
    from cramp_cli.core import contract
    from cramp_cli.terminal import wording
    from cramp_cli.terminal.console import Door

    door = Door(sys.stdout)
    if how.as_json:
        door.write(_json(contract.refusal(entry)))
    else:
        door.lines(wording.refusal(entry))
    return ExitCode.REFUSED


# -- planning ---------------------------------------------------------------------------------------------------------


def _one_side(option: str | None, named: str | None) -> str | None:
    if option is not None:
        known(option, SIDES, what="side")
    if option and named and option != named:
        raise CrampError(f"{named} or {option}?", fix="name one side", code=ExitCode.USAGE)
    return option or named


def _plan(region: Region, knowledge: Knowledge, wish: Wish, side: str | None) -> Routine:
    from cramp_cli.core.routine import Person, plan_routine

    person = Person(
        situation=known(wish.situation, SITUATIONS, what="situation") if wish.situation else None,
        side=side,
        conditions=tuple(knowledge.conditions[known(one, knowledge.conditions, what="condition")] for one in wish.have),
        tools=tuple(known(one, TOOLS, what="tool") for one in wish.tools),
    )
    if side and not region.has_sides:
        say(f"The {region.name} has no left or right here.")
    if wish.hold is not None:
        person = replace(person, press_seconds=_press_seconds(wish.hold, region, person))
    return plan_routine(region, person)


def _press_seconds(text: str, region: Region, person: Person) -> int:
    from cramp_cli.core.routine import press_range

    limits = press_range(region, person)
    if limits is None:
        raise CrampError(f"nothing is pressed for the {region.name}", fix="leave out --hold", code=ExitCode.USAGE)
    seconds = _duration(text, "--hold")
    if not limits[0] <= seconds <= limits[1]:
        fix = f"the {region.name} allows {limits[0]} to {limits[1]} seconds"
        raise CrampError(f"--hold {text} is outside the safe range", fix=fix, code=ExitCode.USAGE)
    return seconds


def _duration(text: str, option: str) -> int:
    seconds = parse_duration(text)
    if seconds is None:
        raise CrampError(f'{option} "{text}" is no duration', fix="write 30, 30s, 1m30s or 1:30", code=ExitCode.USAGE)
    return seconds


# -- showing ----------------------------------------------------------------------------------------------------------


def _show(routine: Routine, knowledge: Knowledge, wish: Wish, how: How, *, first: Question | None) -> ExitCode:
    from cramp_cli.core import contract
    from cramp_cli.guard import Setting
    from cramp_cli.terminal import wording
    from cramp_cli.terminal.console import Door

    since = _duration(wish.since, "--since") if wish.since is not None else None
    setting = Setting(knowledge.since, knowledge.over_limit, _duration(wish.ready, "--ready"), since, first)
    door = Door(sys.stdout)
    if how.as_json:
        door.write(_json(contract.routine(routine)))
    elif how.starts_nothing or not routine.steps:
        door.lines(wording.routine(routine, knowledge.sayings))
    else:
        return _play(routine, knowledge, how, setting)
    return ExitCode.DONE


def _play(routine: Routine, knowledge: Knowledge, how: How, setting: Setting) -> ExitCode:
    from cramp_cli.session import relieve
    from cramp_cli.terminal import wording
    from cramp_cli.terminal.stage import open_stage

    with open_stage(routine, mute=how.mute, plain=how.plain) as (stage, door):
        end = relieve(routine, stage, setting)
    door.lines(wording.ending(end, routine, knowledge.sayings, meanwhile=knowledge.meanwhile))
    return ExitCode.REFUSED if end.is_refusal else ExitCode.DONE


def _json(value: dict[str, object]) -> str:
    from json import dumps

    return dumps(value, indent=2) + "\n"
