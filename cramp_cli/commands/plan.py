"""`cramp-cli plan`: what to try against the next cramp, tonight's stretches, and whether it helped."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from cramp_cli.commands import plan_kept as here
from cramp_cli.commands.wiring import open_knowledge
from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from cramp_cli.core.plan import Plan

Have = Annotated[list[str] | None, typer.Option(help="A condition, such as pregnant. Repeatable.", show_default=False)]
Ics = Annotated[
    str | None, typer.Option("--ics", metavar="FILE", help="Write reminders for a calendar.", show_default=False)
]
At = Annotated[str | None, typer.Option("--at", metavar="HH:MM", help="Another time of day.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="For a script.")]


class _Proposing(typer.core.TyperGroup):
    """A group whose first word may be a muscle: what is no command of it goes to `propose`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer's context type is private
        if not args or args[0] not in {*self.commands, "-h", "--help"}:
            args = ["propose", *args]
        return list(super().parse_args(ctx, args))


app = typer.Typer(cls=_Proposing, add_completion=False, rich_markup_mode=None)


@app.callback()
def plan() -> None:
    """Propose what to try against the next cramp, with an end date, and lead through it.

    \b
      cramp-cli plan calf                      what fits, how sure anyone is
      cramp-cli plan calf --answers mine.yaml  from the causes that fit
      cramp-cli plan --cause shoes
      cramp-cli plan start night-stretching --ics stretch.ics
      cramp-cli plan done                      tonight's stretches, hold by hold
      cramp-cli plan show                      how far, and did it help?
      cramp-cli plan stop
      cramp-cli plan list --json

    More of the first kind: cramp-cli plan propose --help
    """  # noqa: D301 - \b keeps the examples as they are


@app.command()
def propose(
    where: Annotated[list[str] | None, typer.Argument(help="Where it cramps.", show_default=False)] = None,
    *,
    answers: Annotated[
        str | None, typer.Option(metavar="FILE", help="Answers of a check, or - for stdin.", show_default=False)
    ] = None,
    cause: Annotated[str | None, typer.Option(help="A cause, such as shoes.", show_default=False)] = None,
    have: Have = None,
    ics: Ics = None,
    json: Json = False,
) -> None:
    """Propose plans that fit, each with its evidence and its end date. Nothing is begun.

    \b
      cramp-cli plan calf
      cramp-cli plan calf --have pregnant
      cramp-cli plan --answers mine.yaml --json
      cramp-cli plan calf --ics stretch.ics
    """  # noqa: D301 - the same
    from cramp_cli.commands.planning_case import Wanted, ask, show
    from cramp_cli.core.plan import propose as proposals

    if json and ics == "-":
        raise CrampError("two of them to stdout", fix="name a file for the calendar", code=ExitCode.USAGE)
    knowledge = open_knowledge()
    asked = ask(Wanted(" ".join(where or ()), answers, cause, tuple(have or ())), knowledge)
    found = () if asked.refusal else proposals(here.plans(knowledge).values(), asked.case)
    show(asked, found, here.today(), here.page_beside(ics), as_json=json)
    if ics is not None and not asked.refusal:
        _write_first(ics, [one.plan for one in found if not one.withheld])
    raise typer.Exit(ExitCode.REFUSED if asked.refusal else ExitCode.DONE)


def _write_first(name: str, fitting: list[Plan]) -> None:
    if not fitting:
        raise CrampError("no plan to write", fix="see: cramp-cli plan list", code=ExitCode.USAGE)
    here.write_calendar(name, fitting[0], here.fresh(fitting[0], None))


@app.command("list")
def list_(*, json: Json = False) -> None:
    """List every plan there is.

    \b
      cramp-cli plan list
      cramp-cli plan list --json
    """  # noqa: D301 - the same
    from cramp_cli.core import plan_words
    from cramp_cli.terminal.console import Door

    plans = here.plans(open_knowledge())
    if json:
        items = [plan_words.as_item(one) for one in plans.values()]
        here.write_json({"schema": "cramp-cli/plans/1", "items": items})
        return
    door = Door(sys.stdout)
    door.lines(f"{one.id}  {one.name} ({one.weeks} wk; {one.evidence.words})" for one in plans.values())
    door.lines(["", "Which one fits: cramp-cli plan calf"])


@app.command()
def start(
    name: Annotated[str, typer.Argument(metavar="ID", help="A plan, as plan list names it.", show_default=False)],
    *,
    at: At = None,
    have: Have = None,
    ics: Ics = None,
) -> None:
    """Begin a plan today.

    \b
      cramp-cli plan start night-stretching
      cramp-cli plan start night-stretching --at 21:15 --ics stretch.ics
    """  # noqa: D301 - the same
    from cramp_cli.commands.planning_case import not_checked, refuse_what_is_not_for_them
    from cramp_cli.core import plan_words
    from cramp_cli.core.text import NOT_REVIEWED
    from cramp_cli.storage.plans import write_plans

    knowledge = open_knowledge()
    chosen = here.called(name, here.plans(knowledge), knowledge)
    refuse_what_is_not_for_them(chosen, knowledge, tuple(have or ()))
    shelf = here.shelf()
    if shelf.active is not None and not shelf.active.is_over(here.today()):
        raise CrampError(f"you are on {shelf.active.plan}", fix="first: cramp-cli plan stop", code=ExitCode.USAGE)
    kept = here.fresh(chosen, at)
    if ics is not None:
        here.write_calendar(ics, chosen, kept)
    write_plans(here.folder(), replace(shelf, active=kept, past=(*shelf.past, *filter(None, [shelf.active]))))
    page = [*not_checked(), *plan_words.in_full(chosen, kept.began), "", here.follow_up(chosen), NOT_REVIEWED]
    here.page_beside(ics).lines(page)


@app.command()
def show(*, ics: Ics = None, json: Json = False) -> None:
    """Show the plan you are on, how far you have come, and whether it helps.

    \b
      cramp-cli plan show
      cramp-cli plan show --ics stretch.ics
    """  # noqa: D301 - the same
    from cramp_cli.core import plan_words
    from cramp_cli.terminal.console import Door

    knowledge = open_knowledge()
    kept, chosen = here.active(here.shelf(), knowledge)
    found = here.judged(kept, chosen, knowledge)
    if json:
        here.write_json({"schema": "cramp-cli/plan-kept/1", **plan_words.kept_item(kept, here.today(), found)})
    elif ics is None:
        lines = [*plan_words.in_full(chosen, kept.began), "", *plan_words.progress(kept, here.today())]
        Door(sys.stdout).lines([*lines, *(plan_words.helped(found, chosen) if found else ()), here.follow_up(chosen)])
    if ics is not None:
        here.write_calendar(ics, chosen, kept)


@app.command()
def done(
    *,
    already: Annotated[bool, typer.Option("--already", help="It is done; only note it.")] = False,
    have: Have = None,
    voice: Annotated[
        bool | None, typer.Option("--voice/--no-voice", help="Speak each step.", show_default=False)
    ] = None,
    mute: Annotated[bool, typer.Option("--mute", help="No sound at all.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Appended lines only, for screen readers.")] = False,
) -> None:
    """Lead through tonight's stretches, and note the day as done.

    \b
      cramp-cli plan done
      cramp-cli plan done --voice
      cramp-cli plan done --already
    """  # noqa: D301 - the same
    from cramp_cli.commands.planning import How
    from cramp_cli.commands.planning_case import refuse_what_is_not_for_them
    from cramp_cli.storage.plans import write_plans
    from cramp_cli.terminal.console import Door

    knowledge = open_knowledge()
    shelf = here.shelf()
    kept, chosen = here.active(shelf, knowledge)
    if kept.is_over(here.today()):
        raise CrampError("your plan is over", fix="see: cramp-cli plan show", code=ExitCode.USAGE)
    refuse_what_is_not_for_them(chosen, knowledge, tuple(have or ()))
    if chosen.is_led and not already:
        here.lead(
            here.routine(chosen, knowledge, tuple(have or ())), knowledge, How(voice, None, mute=mute, plain=plain)
        )
    marked = kept.mark(here.today())
    write_plans(here.folder(), replace(shelf, active=marked))
    Door(sys.stdout).lines(["", *here.after(marked)])


@app.command()
def stop(
    *, forget: Annotated[bool, typer.Option("--forget", help="Erase what is kept of every plan.")] = False
) -> None:
    """Put the plan away, with a word on whether it helped. Reminders stay in your calendar until you delete them.

    \b
      cramp-cli plan stop
      cramp-cli plan stop --forget
    """  # noqa: D301 - the same
    from cramp_cli.core import plan_words
    from cramp_cli.storage.plans import forget_plans, write_plans
    from cramp_cli.terminal.console import Door

    door = Door(sys.stdout)
    if forget:
        forget_plans(here.folder())
        door.write("Nothing is kept of any plan.\n")
        return
    shelf = here.shelf()
    if shelf.active is None:
        raise CrampError(here.NONE_ON, fix="see: cramp-cli plan list", code=ExitCode.USAGE)
    kept = replace(shelf.active, stopped=here.today())
    write_plans(here.folder(), replace(shelf, active=None, past=(*shelf.past, kept)))
    knowledge = open_knowledge()
    chosen = here.plans(knowledge).get(kept.plan)
    found = here.judged(kept, chosen, knowledge) if chosen else None
    door.lines([f"Put away: {chosen.name if chosen else kept.plan}."])
    door.lines(plan_words.helped(found, chosen) if chosen and found else ())
