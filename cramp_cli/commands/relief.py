"""`cramp-cli relief`: finds the region, plans the routine, and plays, prints or exports it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.planning import READY_SECONDS, How, Wish, duration, one_side, plan
from cramp_cli.commands.wiring import SITUATIONS, TOOLS, json_text, open_knowledge
from cramp_cli.core.errors import ExitCode
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.commands.playing import Playing
    from cramp_cli.core.ending import Ending
    from cramp_cli.core.learning import Experience
    from cramp_cli.core.model import Disposition, Question, Region
    from cramp_cli.core.names import NotMuscle
    from cramp_cli.core.profile import Profile
    from cramp_cli.core.routine import Routine, Step
    from cramp_cli.knowledge.decoding import Knowledge

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
    voice: Annotated[
        bool | None, typer.Option("--voice/--no-voice", help="Speak each step.", show_default=False)
    ] = None,
    mute: Annotated[bool, typer.Option("--mute", help="No sound at all.")] = False,
    night: Annotated[
        bool | None,
        typer.Option("--night/--no-night", help="Dim and quiet; usual from 22:00 to 07:00.", show_default=False),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Appended lines only, for screen readers.")] = False,
    print_: Annotated[bool, typer.Option("--print", help="The routine as text, no timers.")] = False,
    html: Annotated[str | None, typer.Option(metavar="FILE", help="A page to print.", show_default=False)] = None,
    json: Annotated[bool, typer.Option("--json", help="The routine for a script.")] = False,
    no_log: Annotated[bool, typer.Option("--no-log", help="Write nothing into the history.")] = False,
) -> None:
    """Lead through a cramp, one hold at a time.

    \b
      cramp-cli relief calf
      cramp-cli relief right hand --situation desk
      cramp-cli relief charley horse --since 5m
      cramp-cli relief foot --with ball --have pregnant
      cramp-cli relief calf --voice
      cramp-cli relief calf --print
      cramp-cli relief calf --html calf.html

    Keys: g it let go, w worse, x a stop sign is me, space pause, q stop, n next, b back,
    + - ten seconds, r again, ? why.
    """  # noqa: D301 - \b keeps the examples as they are
    how = How(voice, night, mute=mute, plain=plain, as_text=print_, as_json=json, html=html, is_logged=not no_log)
    wish = Wish(side, situation, tuple(have or ()), tuple(with_ or ()), since, hold, ready)
    raise typer.Exit(run(" ".join(where or ()), wish, how).code)


@dataclass(frozen=True)
class Done:
    """What came of it."""

    code: ExitCode
    region: Region | None = None
    ending: Ending | None = None
    """How the run ended, if there was one."""


def run(where: str, wish: Wish, how: How, knowledge: Knowledge | None = None) -> Done:
    """Do what was asked for, with `knowledge` if it is open already."""
    from cramp_cli.commands.finding import heard, resolve
    from cramp_cli.commands.playing import Playing
    from cramp_cli.commands.profile import own_profile
    from cramp_cli.core.names import Found, NotMuscle, split_side

    knowledge = knowledge or open_knowledge()
    profile = own_profile(knowledge)
    words, named_side = split_side(where, knowledge.words)
    meaning = resolve(words, knowledge, can_ask=how.can_ask)
    if isinstance(meaning, NotMuscle):
        return _refuse(_calling(meaning, knowledge, profile.emergency_number), how)
    region = knowledge.region(meaning.region)
    side, notes = one_side(wish.side, named_side), tuple(heard(words, meaning, region))

    def planned() -> Routine:
        routine = plan(region, knowledge, wish, profile, side=side, learned=_learned(region, profile))
        return replace(routine, person_notes=(*notes, *routine.person_notes))

    routine = planned()
    first = None if isinstance(meaning, Found) else meaning.question
    if first is not None and (how.starts_nothing or not routine.steps):
        routine = _behind(first, routine)
    return _Showing(knowledge, profile, how, Playing(knowledge, profile, how, planned)).show(routine, wish, first)


def _learned(region: Region, profile: Profile) -> Experience | None:
    """Return what worked for this person in this region; None if there is no history, or they want none."""
    from cramp_cli.commands.experience import own_experience

    return None if profile.keeps_history is False else own_experience(region.id)


def _behind(question: Question, routine: Routine) -> Routine:
    """Put everything a routine says to do behind `question`, for output that starts nothing and so asks nothing."""
    steps, after = (
        tuple(replace(step, gate=(question, *step.gate)) for step in part) for part in (routine.steps, routine.after)
    )
    condition = f"Only if every answer is no: {question.text} {'; '.join(sign.text for sign in question.signs)}."
    advice = (condition, *routine.advice) if routine.advice else ()
    return replace(routine, steps=steps, after=after, advice=advice)


def refuse(entry: NotMuscle, knowledge: Knowledge) -> ExitCode:
    """Send what is no skeletal muscle the right way, for a command that wanted a muscle."""
    from cramp_cli.commands.profile import own_profile

    return _refuse(_calling(entry, knowledge, own_profile(knowledge).emergency_number), How()).code


def _calling(entry: NotMuscle, knowledge: Knowledge, number: str) -> NotMuscle:
    """Name the person's own emergency number wherever a refusal says what every disposition says."""
    own = knowledge.sayings_with(number)
    text = entry.text
    for level, usual in knowledge.sayings.items():
        text = tuple(line.replace(usual, own[level]) for line in text)
    return replace(entry, text=text)


def _refuse(entry: NotMuscle, how: How) -> Done:
    from cramp_cli.core import contract
    from cramp_cli.terminal import wording
    from cramp_cli.terminal.console import Door

    door = Door(sys.stdout)
    if how.as_json:
        door.write(json_text(contract.refusal(entry)))
    else:
        door.lines(wording.refusal(entry))
    return Done(ExitCode.REFUSED)


# -- showing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Showing:
    """Shows one routine in the form that was asked for."""

    knowledge: Knowledge
    profile: Profile
    how: How
    playing: Playing

    def show(self, routine: Routine, wish: Wish, first: Question | None) -> Done:
        from cramp_cli.core import contract
        from cramp_cli.guard import Setting
        from cramp_cli.terminal import wording
        from cramp_cli.terminal.console import Door

        since = duration(wish.since, "--since") if wish.since is not None else None
        ready_seconds = duration(wish.ready, "--ready")
        setting = Setting(self.knowledge.since, self.knowledge.over_limit, ready_seconds, since, first)
        door = Door(sys.stdout)
        if self.how.html is not None:
            self._write_page(routine, self.how.html)
        elif self.how.as_json:
            door.write(json_text(contract.routine(routine)))
        elif self.how.starts_nothing or not routine.steps:
            door.lines(wording.routine(routine, self._sayings))
        else:
            end = self.playing.play(routine, setting)
            return Done(ExitCode.REFUSED if end.is_refusal else ExitCode.DONE, routine.region, end)
        return Done(ExitCode.DONE, routine.region)

    @property
    def _sayings(self) -> Mapping[Disposition, str]:
        return self.knowledge.sayings_with(self.profile.emergency_number)

    def _write_page(self, routine: Routine, name: str) -> None:
        from cramp_cli.commands.playing import finder_of_figures
        from cramp_cli.commands.wiring import write_file
        from cramp_cli.core.text import NOT_REVIEWED, sided
        from cramp_cli.export.handout import Words, page
        from cramp_cli.export.svg import svg
        from cramp_cli.terminal.frames import title

        find = finder_of_figures(self.knowledge)

        def draw(step: Step) -> str | None:
            figure = find(step.figure) if step.figure else None
            if figure is None:
                return None
            return svg(figure, text=sided(figure.text, step.side), is_mirrored=figure.is_mirrored_for(step.side))

        write_file(name, page(routine, Words(title(routine), self._sayings, NOT_REVIEWED), draw))
