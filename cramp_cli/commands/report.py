"""`cramp-cli report`: one or two pages for the doctor or physiotherapist, from the person's own log."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cramp_cli.commands.history_span import FROM, TO, span_of
from cramp_cli.commands.wiring import json_text, open_knowledge, say, write_file
from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.names import NotMuscle
    from cramp_cli.core.profile import Profile
    from cramp_cli.core.report_facts import Log, Names, Report, Said, Wanted
    from cramp_cli.core.report_words import Paper
    from cramp_cli.knowledge.decoding import Knowledge

USUAL_DAYS = 12 * 7
"""What the page is about where no days are named: the last twelve weeks."""
File = Annotated[str | None, typer.Option(metavar="FILE", help="Or - for stdout.", show_default=False)]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def report(
    where: Annotated[list[str] | None, typer.Argument(help="Only this muscle.", show_default=False)] = None,
    *,
    from_: FROM = None,
    to: TO = None,
    html: File = None,
    markdown: File = None,
    csv: File = None,
    json: File = None,
) -> None:
    """Write one or two pages for a doctor or physiotherapist: danger signs first, then what the log shows.

    \b
      cramp-cli report                        the last twelve weeks, on the screen
      cramp-cli report left calf
      cramp-cli report --from 2026-09-01 --to 2026-11-22 --html cramps.html
      cramp-cli report --markdown -
      cramp-cli report --csv cramps.csv       the episodes as a table
      cramp-cli report --json -

    Danger signs are those ever reported, whatever the days. Read it before you hand it over.
    """  # noqa: D301 - \b keeps the examples as they are
    forms = {form: name for form, name in _given(html, markdown, csv, json).items() if name is not None}
    if list(forms.values()).count("-") > 1:
        raise CrampError("two of them to stdout", fix="name a file for one", code=ExitCode.USAGE)
    raise typer.Exit(_run(" ".join(where or ()), from_, to, forms))


def _given(html: str | None, markdown: str | None, csv: str | None, json: str | None) -> dict[str, str | None]:
    return {"html": html, "markdown": markdown, "csv": csv, "json": json}


def _run(where: str, from_: str | None, to: str | None, forms: dict[str, str]) -> ExitCode:
    from cramp_cli.commands.history_store import here_and_now
    from cramp_cli.commands.planning_case import place
    from cramp_cli.commands.profile import own_profile
    from cramp_cli.core.names import NotMuscle
    from cramp_cli.core.report import report_of

    knowledge = open_knowledge()
    profile = own_profile(knowledge)
    meaning = place(where, knowledge) if where else None
    if isinstance(meaning, NotMuscle):
        return _refuse(meaning, knowledge, profile)
    today = here_and_now().date()
    wanted = _wanted(where, meaning.region if meaning else None, span_of(from_, to), today, knowledge)
    log = _log(wanted, knowledge)
    facts = report_of(log, wanted, _said(profile, log, knowledge, today), _names(log, profile, knowledge), today)
    _show(facts, forms)
    return ExitCode.DONE


def _refuse(meaning: NotMuscle, knowledge: Knowledge, profile: Profile) -> ExitCode:
    from cramp_cli.commands.planning_case import not_muscle
    from cramp_cli.terminal.console import Door

    Door(sys.stdout).lines(not_muscle(meaning, knowledge, profile.emergency_number))
    return ExitCode.REFUSED


# -- what it is made of -----------------------------------------------------------------------------------------------


def _wanted(where: str, region: str | None, span: object, today: date, knowledge: Knowledge) -> Wanted:
    from cramp_cli.core.names import split_side
    from cramp_cli.core.report_facts import Wanted

    since, until = getattr(span, "since", None), getattr(span, "until", None)
    last = (until.astimezone() - timedelta(microseconds=1)).date() if until else today
    first = since.astimezone().date() if since else last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        raise CrampError("--from is later than --to", fix="swap them", code=ExitCode.USAGE)
    return Wanted(first, last, region, split_side(where, knowledge.words)[1])


def _log(wanted: Wanted, knowledge: Knowledge) -> Log:
    """Return of everything that was ever logged what the page needs; raises CrampError (exit 4)."""
    from cramp_cli.commands.history_store import name_damaged, open_history, tell_notices
    from cramp_cli.storage.history_log import read_log

    history = open_history()
    log = read_log(history, wanted, partial(_limit_of, knowledge))
    tell_notices(history)
    name_damaged(log.damaged)
    return log


def _limit_of(knowledge: Knowledge, region: str) -> int | None:
    return knowledge.region(region).limit_seconds if region in knowledge.words.regions else None


def _names(log: Log, profile: Profile, knowledge: Knowledge) -> Names:
    from cramp_cli.core.days import day_in_words
    from cramp_cli.core.profile import USUAL_NIGHT
    from cramp_cli.core.report_facts import Names
    from cramp_cli.knowledge.noticing import noticing_rules

    known = knowledge.words.regions
    asked: Any = knowledge.entries("report")
    return Names(
        regions={one: knowledge.region_name(one) for one in known},
        remedies={one.id: one.name for one in knowledge.remedies.values()},
        flags=knowledge.flags,
        limits={one: _limit_of(knowledge, one) for one in log.days.regions},
        rules=noticing_rules(knowledge),
        questions=tuple((one["when"], one["ask"]) for one in asked["questions"]),
        checked=day_in_words(date.fromisoformat(asked["checked"])),
        night=profile.night or USUAL_NIGHT,
    )


def _said(profile: Profile, log: Log, knowledge: Knowledge, today: date) -> Said:
    from cramp_cli.core.report_facts import Said

    return Said(
        conditions=tuple(knowledge.conditions[one].name for one in profile.conditions),
        medicines=profile.medicines,
        linked=dict(_linked(profile, knowledge)),
        plans=tuple(_plans(log, knowledge, today)),
    )


def _linked(profile: Profile, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield the medicines, as typed, that may bring cramps, each with how sure anyone is."""
    from cramp_cli.core.medicines import named
    from cramp_cli.core.model import Evidence

    medicines, entries = knowledge.basis.medicines, knowledge.entries("medicines")
    for typed in profile.medicines:
        found = (one for one in named(typed, medicines) if one in medicines and medicines[one].points is not None)
        for one in list(found)[:1]:
            yield typed, Evidence(entries[one]["evidence"]).words


def _plans(log: Log, knowledge: Knowledge, today: date) -> Iterator[str]:
    """Yield each plan that was tried and what the log says about it."""
    from cramp_cli.commands.plan_kept import plans, shelf
    from cramp_cli.core.plan import did_it_help
    from cramp_cli.core.plan_words import tried
    from cramp_cli.knowledge.noticing import noticing_rules

    try:
        kept = shelf()
    except CrampError as error:
        say(f"Plans are left out: {error.what}")
        yield "Plans were kept in a file that cannot be read now."
        return
    known, rule = plans(knowledge), noticing_rules(knowledge).pattern.change
    for one in (*kept.past, *filter(None, [kept.active])):
        if one.plan in known:
            chosen = known[one.plan]
            yield tried(one, chosen, did_it_help(one, chosen, log.days, today, rule))


# -- the forms --------------------------------------------------------------------------------------------------------


def _show(facts: Report, forms: dict[str, str]) -> None:
    from cramp_cli import __version__
    from cramp_cli.core.report_words import paper
    from cramp_cli.terminal.console import Door

    whole = paper(facts, __version__)
    if not forms:
        from cramp_cli.export.report_text import lines

        Door(sys.stdout).lines(lines(whole))
    for form, name in forms.items():
        write_file(name, _text(form, facts, whole))


def _text(form: str, facts: Report, whole: Paper) -> str:
    if form == "html":
        from cramp_cli.export.report_page import page

        return page(whole)
    if form == "markdown":
        from cramp_cli.export.report_text import markdown

        return markdown(whole)
    if form == "csv":
        from cramp_cli.export.tables import as_csv

        return as_csv(facts.episodes)
    from cramp_cli.core.report_contract import contract

    return json_text(contract(facts, whole))
