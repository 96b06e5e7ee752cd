"""What the commands of `plan` share: the plans there are, the one that is on, tonight's routine, the calendar file."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cramp_cli.commands.wiring import json_text, say, write_file
from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cramp_cli.commands.planning import How
    from cramp_cli.core.frequency import Comparison
    from cramp_cli.core.plan import Kept, Plan
    from cramp_cli.core.routine import Routine
    from cramp_cli.core.tallies import DayCounts
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.storage.history import History
    from cramp_cli.storage.plans import Shelf
    from cramp_cli.terminal.console import Door

NONE_ON = "you are on no plan"
READY_SECONDS = 5


def now() -> datetime:
    """Return the present moment by the clock of this place."""
    return datetime.now().astimezone()


def today() -> date:
    """Return the day by the clock of this place."""
    return now().date()


def folder() -> Path | None:
    """Return where the plan is kept: beside the history."""
    from cramp_cli.storage.locations import history_folder

    return history_folder()


def shelf() -> Shelf:
    """Return what is kept of plans; raises CrampError (exit 4)."""
    from cramp_cli.storage.plans import read_plans

    return read_plans(folder())


def plans(knowledge: Knowledge) -> Mapping[str, Plan]:
    """Return every plan by id."""
    from cramp_cli.knowledge.plans import plans_of

    return plans_of(knowledge)


def called(name: str, found: Mapping[str, Plan], knowledge: Knowledge) -> Plan:
    """Return the plan called `name`, saying so where it was only nearly called that; raises CrampError (exit 2)."""
    from cramp_cli.core.search import search

    entries = {one: entry for one, entry in knowledge.entries("plans").items() if one in found}
    hits = search(name, {one: (one, entry["name"], *entry["names"]) for one, entry in entries.items()})
    if len(hits.ids) == 1:
        if hits.is_guess:
            say(f'"{name}" taken as {hits.ids[0]}.')
        return found[hits.ids[0]]
    fix = f"did you mean {' or '.join(hits.ids or hits.near)}?" if hits.ids or hits.near else "see: cramp-cli plan list"
    raise CrampError(f'no plan is called "{name}"', fix=fix, code=ExitCode.USAGE)


def active(kept: Shelf, knowledge: Knowledge) -> tuple[Kept, Plan]:
    """Return the plan that is on; raises CrampError (exit 2 for none, exit 3 where its file is gone)."""
    if kept.active is None:
        raise CrampError(NONE_ON, fix="see: cramp-cli plan calf", code=ExitCode.USAGE)
    chosen = plans(knowledge).get(kept.active.plan)
    if chosen is None:
        what = f'there is no plan "{kept.active.plan}" any more'
        raise CrampError(what, fix="put it away: cramp-cli plan stop", code=ExitCode.KNOWLEDGE)
    return kept.active, chosen


def fresh(plan: Plan, at: str | None) -> Kept:
    """Return `plan` beginning today, at another time of day if one is given; raises CrampError (exit 2)."""
    import re

    from cramp_cli.core.plan import Kept

    if at is not None and not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", at, re.ASCII):
        raise CrampError(f'--at "{at}" is no time of day', fix="write it as 21:15", code=ExitCode.USAGE)
    return Kept(plan.id, today(), plan.weeks, at or plan.when)


def judged(kept: Kept, plan: Plan, knowledge: Knowledge) -> Comparison | None:
    """Return what the log says about a plan; None, with a word on stderr, where the log cannot be read."""
    from cramp_cli.core.plan import did_it_help
    from cramp_cli.core.tallies import DayCounts
    from cramp_cli.knowledge.noticing import noticing_rules
    from cramp_cli.storage.history import History

    where = folder()
    try:
        log = _log_of(History(where)) if where else DayCounts()
    except CrampError as error:
        say(f"Whether it helps cannot be said: {error.what}")
        return None
    return did_it_help(kept, plan, log, today(), noticing_rules(knowledge).pattern.change)


def _log_of(history: History) -> DayCounts:
    from cramp_cli.commands.history_store import tell_notices
    from cramp_cli.storage.history_log import day_counts

    log = day_counts(history)
    tell_notices(history)
    return log


def follow_up(plan: Plan) -> str:
    """Return what to type next."""
    what = "tonight's stretches, hold by hold" if plan.is_led else "note that today is done"
    return f"Next: cramp-cli plan done ({what})."


def after(kept: Kept) -> Iterator[str]:
    """Yield the last word of a day that was done."""
    from cramp_cli.core import plan_words

    yield "Noted for today."
    yield from plan_words.progress(kept, today())


# -- tonight ----------------------------------------------------------------------------------------------------------


def routine(plan: Plan, knowledge: Knowledge, have: tuple[str, ...]) -> Routine:
    """Return tonight's routine for the person the profile and the options describe."""
    from cramp_cli.commands.profile import own_profile
    from cramp_cli.core.plan import tonight
    from cramp_cli.core.profile import person_with
    from cramp_cli.core.routine import Person

    conditions = tuple(knowledge.conditions[one] for one in have)
    person = person_with(Person(conditions=conditions), own_profile(knowledge), knowledge.conditions)
    names = {step.guide.region for step in plan.steps if step.guide}
    return tonight(plan, {one: knowledge.region(one) for one in names}, person)


def lead(evening: Routine, knowledge: Knowledge, how: How) -> None:
    """Lead through `evening` with the player of relief.

    Raises:
        CrampError: there is no terminal (exit 5), or the evening was not led to its end (exit 0 or 10, all said).
    """
    import typer

    from cramp_cli.commands.playing import finder_of_figures, manner
    from cramp_cli.commands.profile import own_profile
    from cramp_cli.guard import Setting
    from cramp_cli.practice import practise
    from cramp_cli.terminal import wording
    from cramp_cli.terminal.stage import open_stage

    if not how.can_ask:
        fix = "did it already? cramp-cli plan done --already"
        raise CrampError("there is no terminal to lead on", fix=fix, code=ExitCode.NEEDS_ANSWER)
    profile = own_profile(knowledge)
    setting = Setting(knowledge.since, knowledge.over_limit, READY_SECONDS)
    with open_stage(evening, manner(how, profile), finder_of_figures(knowledge)) as stage:
        end = practise(evening, stage.player, setting)
        stage.player.finish(end.ending, knowledge.sayings_with(profile.emergency_number)[end.ending.disposition])
    if not end.counts:
        sayings = knowledge.sayings_with(profile.emergency_number)
        stage.door.lines(wording.ending(end.ending, evening, sayings, meanwhile=knowledge.meanwhile))
        stage.door.lines(["Not noted as done."])
        raise typer.Exit(ExitCode.REFUSED if end.ending.is_refusal else ExitCode.DONE)


def page_beside(ics: str | None) -> Door:
    """Return where a page is written: to stderr where the calendar goes to stdout, because no calendar holds pages."""
    from cramp_cli.terminal.console import Door

    return Door(sys.stderr if ics == "-" else sys.stdout)


# -- files ------------------------------------------------------------------------------------------------------------


def write_calendar(name: str, plan: Plan, kept: Kept) -> None:
    """Write the days of a plan that are still to come as a calendar file; raises CrampError as `write_file` does."""
    from cramp_cli.export.calendar import Reminder, calendar

    if kept.is_over(today()):
        raise CrampError("your plan is over", fix="see: cramp-cli plan show", code=ExitCode.USAGE)
    days = (kept.last_day - kept.began + timedelta(days=1)).days
    text = calendar(Reminder(plan.id, plan.reminder, kept.began, days, kept.when), now())
    write_file(name, text.decode())


def write_json(value: dict[str, Any]) -> None:
    """Write a value for a script."""
    from cramp_cli.terminal.console import Door

    Door(sys.stdout).write(json_text(value))
