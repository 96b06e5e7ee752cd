"""`cramp-cli history export` and `import`: the whole history as one file, and back again."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cramp_cli.commands.history_span import FROM, TO, span_of
from cramp_cli.commands.history_store import after_writing, name_damaged, open_history, so_many, tell_notices, write
from cramp_cli.commands.wiring import json_text, say, standard_input
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean

MOST_BYTES = 64 << 20
_MOST_NAMED = 100
_WAIT_FOR_NOBODY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def export(
    file: Annotated[str, typer.Argument(help="The file to write; - is stdout.")] = "-",
    *,
    csv: Annotated[bool, typer.Option("--csv", help="A table for a spreadsheet.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="With --csv: a mark that Excel needs for accents.")] = False,
    from_: FROM = None,
    to: TO = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that exists.")] = False,
) -> None:
    """Write the history into a file: JSON, which import takes back without loss, or CSV.

    \b
      cramp-cli history export cramps.json
      cramp-cli history export cramps.csv --csv
      cramp-cli history export --from 2026-11-01 - | less

    In CSV, text that a spreadsheet would run as a formula gets an apostrophe in front.
    """  # noqa: D301 - \b keeps the examples as they are
    if bom and not csv:
        raise CrampError("--bom is for --csv", fix="leave it out, or add --csv", code=ExitCode.USAGE)
    history = open_history()
    listing = history.list(span_of(from_, to))
    tell_notices(history)
    if csv:
        from cramp_cli.export.tables import BYTE_ORDER_MARK, as_csv

        text = (BYTE_ORDER_MARK if bom else "") + as_csv(listing.episodes)
    else:
        from cramp_cli.storage.history_entries import export_of

        text = json_text(export_of(listing.episodes))
    if file == "-":
        write(text)
    else:
        _put(Path(file), text.encode(), force=force)
        say(f"Written: {so_many(len(listing.episodes))}, {file}")
    if name_damaged(listing.damaged):
        raise typer.Exit(ExitCode.HISTORY)


def import_(file: Annotated[str, typer.Argument(help="What export wrote; - is stdin.", show_default=False)]) -> None:
    """Take in what export wrote: all of it, or nothing where an entry is wrong. What is here already stays as it is.

    \b
      cramp-cli history import cramps.json
      cramp-cli history import - < cramps.json
    """  # noqa: D301 - the same
    import json

    from cramp_cli.storage.history_entries import check_export

    shown = clean("stdin" if file == "-" else file)
    try:
        raw = json.loads(_read(file, shown))
    except (ValueError, RecursionError) as error:
        place = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        fix = "import takes what `cramp-cli history export` wrote"
        raise CrampError(f"{shown}{place}: not JSON", fix=fix, code=ExitCode.KNOWLEDGE) from None
    episodes, problems = check_export(raw)
    if problems:
        _refuse(shown, problems)
    history = open_history()
    taken = history.take_in(episodes)
    write(f"New: {taken.new}. Here already: {taken.known + len(taken.differing)}.\n")
    for one in taken.differing:
        say(f"Left as it is here, though the file has it otherwise: {one}")
    after_writing(history)


COMMANDS = (export, import_)


def _refuse(shown: str, problems: tuple[str, ...]) -> NoReturn:
    lines = [f"{shown}: {clean(problem)} — correct it" for problem in problems[:_MOST_NAMED]]
    if len(problems) > _MOST_NAMED:
        lines.append(f"{shown}: {len(problems) - _MOST_NAMED} more — mend these first")
    raise CrampError(*lines, "nothing was taken in — import it again when it is", code=ExitCode.KNOWLEDGE)


def _read(file: str, shown: str) -> bytes:
    """Return what a file or stdin holds.

    Raises:
        CrampError: it cannot be read (exit 2), or is too large (exit 3).
    """
    try:
        contents = standard_input(MOST_BYTES) if file == "-" else _contents(file)
    except OSError as error:
        what = f"{shown} cannot be read: {error.strerror}"
        raise CrampError(what, fix="name the file that export wrote", code=ExitCode.USAGE) from None
    if len(contents) > MOST_BYTES:
        fix = "export it in parts with --from and --to"
        raise CrampError(f"{shown} is larger than {MOST_BYTES >> 20} MiB", fix=fix, code=ExitCode.KNOWLEDGE)
    return contents


def _contents(file: str) -> bytes:
    """Return what a regular file holds; a pipe in its place keeps nobody waiting."""
    with open(file, "rb", opener=lambda name, flags: os.open(name, flags | _WAIT_FOR_NOBODY)) as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            what, fix = f"{clean(file)} is no regular file", "to read a pipe, write -"
            raise CrampError(what, fix=fix, code=ExitCode.USAGE)
        return opened.read(MOST_BYTES + 1) or b""  # some files of the system have nothing to say at the moment


# -- writing ----------------------------------------------------------------------------------------------------------


def _put(target: Path, contents: bytes, *, force: bool) -> None:
    from cramp_cli.export.files import put

    try:
        put(target, contents, force=force)
    except FileExistsError:
        raise CrampError(f"{target} exists", fix="name another file, or add --force") from None
