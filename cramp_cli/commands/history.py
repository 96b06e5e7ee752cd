"""`cramp-cli history`: what was written down of every cramp. Here it is read and added to."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands import history_care, history_chart, history_transfer
from cramp_cli.commands.history_span import FROM, TO, local, span_of
from cramp_cli.commands.history_store import (
    Lines,
    after_writing,
    here_and_now,
    keep,
    name_damaged,
    open_history,
    tell_notices,
    write,
)
from cramp_cli.commands.wiring import SITUATIONS, json_text, known, open_knowledge, say
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.episode import Moment
    from cramp_cli.knowledge.decoding import Knowledge

_MINUTES = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,3})?", re.ASCII)
_MOST_NOTE_BYTES = 1 << 20

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def history(context: typer.Context) -> None:
    """What you had, and what eased it. Relief writes it as it goes.

    \b
      cramp-cli history
      cramp-cli history list calf --from 2026-11-01
      cramp-cli history add calf left --pain 7 --minutes 4 --at "yesterday 23:40"
      cramp-cli history chart
      cramp-cli history export cramps.json
      cramp-cli history delete --all

    It stays in one file on this machine, readable only by you and not encrypted.
    To write nothing: cramp-cli relief calf --no-log, or cramp-cli profile set history off.
    """  # noqa: D301 - \b keeps the examples as they are
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(
    where: Annotated[list[str] | None, typer.Argument(help="Only this muscle.", show_default=False)] = None,
    *,
    from_: FROM = None,
    to: TO = None,
    limit: Annotated[int | None, typer.Option(min=1, max=10**6, help="At most so many.", show_default=False)] = None,
    json: Annotated[bool, typer.Option("--json", help="For a script; import takes it back.")] = False,
) -> None:
    """Every episode, the newest first, one line each.

    \b
      cramp-cli history list
      cramp-cli history list left calf --limit 10
      cramp-cli history list --from 2026-11-01 --to yesterday
      cramp-cli history list --json

    The times are those your clock showed. The last word of a line is what delete takes.
    """  # noqa: D301 - the same
    knowledge = open_knowledge()
    region, side = _place(where, knowledge) if where else (None, None)
    history = open_history()
    listing = history.list(span_of(from_, to, region), limit=None if side else limit)
    episodes = [one for one in listing.episodes if side in {None, one.side}][:limit]
    if json:
        from cramp_cli.storage.history_entries import export_of

        damaged = [{"id": one.id, "began": one.began} for one in listing.damaged]
        write(json_text({**export_of(episodes), "damaged": damaged}))
    else:
        lines = Lines(knowledge)
        write("".join(f"{lines.of(one)}\n" for one in episodes) or "Nothing is written down here yet.\n")
    name_damaged(listing.damaged)
    tell_notices(history)


@app.command()
def add(
    where: Annotated[list[str], typer.Argument(help="Where it was, in your own words.", show_default=False)],
    *,
    at: Annotated[str | None, typer.Option(help="When it began: 23:40, yesterday 23:40, 2h ago.")] = None,
    minutes: Annotated[str | None, typer.Option(help="How long it lasted.")] = None,
    pain: Annotated[int | None, typer.Option(min=0, max=10, help="At its worst, 0 to 10.")] = None,
    pain_after: Annotated[int | None, typer.Option(min=0, max=10, help="Afterwards, 0 to 10.")] = None,
    after: Annotated[str, typer.Option(help="What it came after.")] = "",
    note: Annotated[str, typer.Option(help="A note; - lets you type it, or reads stdin.")] = "",
    side: Annotated[str | None, typer.Option(help="left, right or both.")] = None,
    situation: Annotated[str | None, typer.Option(help=f"Where you were: {', '.join(SITUATIONS)}.")] = None,
) -> None:
    """Write down a cramp that is over.

    \b
      cramp-cli history add calf left --pain 7 --minutes 4
      cramp-cli history add calf left --at "yesterday 23:40" --after "long run"
      cramp-cli history add right foot --at 2026-11-20T03:10 --pain 8 --pain-after 2
      cramp-cli history add hand --at "2h ago" --note -

    Without --at it has just ended. A note given as - is in no shell history and no process list.
    """  # noqa: D301 - the same
    from uuid import uuid4

    from cramp_cli.core.episode import Episode, Origin

    knowledge = open_knowledge()
    history = open_history()
    region, named_side = _place(where, knowledge, option=side)
    began, lasted_seconds = when(at, minutes)
    episode = Episode(
        id=str(uuid4()),
        began=began,
        region=region,
        origin=Origin.BY_HAND,
        ended=_later(began, lasted_seconds),
        side=named_side,
        situation=known(situation, SITUATIONS, what="situation") if situation else "",
        came_after=after,
        pain_before=pain,
        pain_after=pain_after,
        lasted_seconds=lasted_seconds,
        notes=_typed_note() if note == "-" else note,
    )
    keep(history, episode)
    write(f"Saved: {Lines(knowledge).of(episode)}\nIts id: {episode.id}\n")
    after_writing(history)


for _command in (history_chart.chart, *history_transfer.COMMANDS, *history_care.COMMANDS):
    app.command(_command.__name__.rstrip("_"))(_command)


# -- where and when ---------------------------------------------------------------------------------------------------


def _place(where: Sequence[str], knowledge: Knowledge, *, option: str | None = None) -> tuple[str, str | None]:
    """Return the region and the side that the words mean, understood as relief understands them.

    Raises:
        CrampError: it is no muscle known here (exit 2), or could be several and nobody can be asked (exit 5).
        typer.Exit: it is no skeletal muscle, and was sent the right way (exit 10).
    """
    from cramp_cli.commands.finding import heard, resolve
    from cramp_cli.commands.planning import one_side
    from cramp_cli.commands.relief import refuse
    from cramp_cli.core.names import NotMuscle, split_side
    from cramp_cli.terminal.console import is_terminal
    from cramp_cli.terminal.keys import standard_input_is_terminal

    words, named = split_side(" ".join(where), knowledge.words)
    side = one_side(known(option, SIDES, what="side") if option else None, named)
    can_ask = is_terminal(sys.stdout) and standard_input_is_terminal()
    meaning = resolve(words, knowledge, can_ask=can_ask)
    if isinstance(meaning, NotMuscle):
        raise typer.Exit(refuse(meaning, knowledge))
    region = knowledge.region(meaning.region)
    for line in heard(words, meaning, region):
        say(line)
    return region.id, side if region.has_sides else None


def when(at: str | None, minutes: str | None) -> tuple[Moment, int | None]:
    """Return when it began and how many seconds it lasted; without a time it has just ended.

    Raises:
        CrampError: one of them is no time, or has not come yet (exit 2).
    """
    from datetime import timedelta

    from cramp_cli.core.episode import Moment
    from cramp_cli.core.when_typed import EXAMPLES, SLACK, parse_when

    now = here_and_now()
    seconds = _seconds(minutes) if minutes is not None else None
    if at is None:
        return Moment.at(local(now - timedelta(seconds=seconds or 0))), seconds
    began = parse_when(at, now, local)
    if began is None:
        raise CrampError(f'"{at}" is no time known here', fix=f"write {EXAMPLES}", code=ExitCode.USAGE)
    if began.utc > now + SLACK:
        what = f"{began.local:%Y-%m-%d %H:%M} has not come yet"
        raise CrampError(what, fix="write down what has been; for a cramp now: cramp-cli relief", code=ExitCode.USAGE)
    return began, seconds


def _seconds(minutes: str) -> int:
    from cramp_cli.core.episode import MOST_SECONDS

    typed = minutes.strip()
    seconds = round(float(typed.replace(",", ".")) * 60) if _MINUTES.fullmatch(typed) else None
    if seconds is None or seconds > MOST_SECONDS:
        fix = f"write a number from 0 to {MOST_SECONDS // 60}"
        raise CrampError(f'"{minutes[:40]}" is no number of minutes', fix=fix, code=ExitCode.USAGE)
    return seconds


def _later(began: Moment, seconds: int | None) -> Moment | None:
    from datetime import timedelta

    from cramp_cli.core.episode import Moment

    return None if seconds is None else Moment(began.utc + timedelta(seconds=seconds), began.offset_minutes)


def _typed_note() -> str:
    """Return what is typed until an empty line, or what stdin holds."""
    from cramp_cli.terminal.keys import standard_input_is_terminal

    if sys.stdin is None or sys.stdin.closed:
        return ""
    if standard_input_is_terminal():
        say("Type the note. An empty line ends it.")
        return "\n".join(iter(lambda: sys.stdin.readline().rstrip("\r\n"), ""))
    try:
        return sys.stdin.buffer.read(_MOST_NOTE_BYTES).decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise CrampError("the note is not UTF-8", fix="type it, or convert it", code=ExitCode.USAGE) from None
