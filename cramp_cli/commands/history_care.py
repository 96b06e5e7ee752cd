"""`cramp-cli history delete`, `backup`, `restore`, `repair` and `check`: looking after the store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands import first_screens
from cramp_cli.commands.history_store import (
    SHOWN_OF_AN_ID,
    history_as_it_is,
    open_history,
    so_many,
    take_in_what_waits,
    tell_notices,
    write,
)
from cramp_cli.commands.wiring import say
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.storage.history import History

THE_WORD = "delete"
_SHORTEST_ID = 4


def delete(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids, as list shows them.", show_default=False)] = None,
    *,
    all_: Annotated[bool, typer.Option("--all", help="Everything, with every backup and your plan.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase episodes, or all of them and your plan, from the store and every backup of it.

    \b
      cramp-cli history delete 3f2a9c1b
      cramp-cli history delete --all
      cramp-cli history delete --all --yes

    Files that you exported stay where you put them.
    """  # noqa: D301 - \b keeps the examples as they are
    if all_ == bool(ids):
        what = "both ids and --all" if ids else "nothing to delete"
        raise CrampError(what, fix="name ids as list shows them, or write --all", code=ExitCode.USAGE)
    history = history_as_it_is() if all_ else open_history()
    first_screens.forget()
    if not all_:
        count = history.delete(_whole_ids(ids or [], history))
        write(f"Deleted: {count}.\n")
    elif yes or _is_meant():
        _tell_deleted(history.delete_everything())
    else:
        write("Nothing was deleted.\n")
    tell_notices(history)


def _tell_deleted(names: tuple[str, ...]) -> None:
    if not names:
        write("There was nothing to delete.\n")
        return
    write("".join(["Deleted: everything.\n", *(f"  {name}\n" for name in names)]))
    write("Files that you exported are still where you put them.\n")


def backup() -> None:
    """Make a backup beside the store, now. It is made once a day anyway.

    \b
      cramp-cli history backup
    """  # noqa: D301 - the same
    history = open_history()
    copy = history.back_up()
    write(f"Backup: {clean(str(copy))}\n" if copy else "There is nothing to back up yet.\n")
    tell_notices(history)


def restore(
    file: Annotated[str | None, typer.Argument(help="A backup; without it the newest good one.")] = None,
) -> None:
    """Go back to a backup. The store as it is now is moved aside, not removed.

    \b
      cramp-cli history restore
      cramp-cli history restore ~/.local/share/cramp-cli/history.db.bak-weekly
    """  # noqa: D301 - the same
    from pathlib import Path

    if file == "":
        raise CrampError("no file is named", fix="leave it out for the newest backup", code=ExitCode.USAGE)
    history = history_as_it_is()
    copy, aside = history.restore(Path(file).absolute() if file else None)
    write(f"Back to {clean(str(copy))}: {so_many(history.count())}.\n")
    if aside is not None:
        write(f"What was here before is now {clean(str(aside))}\n")
    take_in_what_waits(history)
    tell_notices(history)


def repair() -> None:
    """Save every good record of a damaged store. The damaged file is moved aside, not removed.

    \b
      cramp-cli history repair
    """  # noqa: D301 - the same
    history = history_as_it_is()
    done = history.repair()
    if done.aside is None:
        write(f"Nothing is wrong: {so_many(done.kept)}.\n")
    else:
        from_backup = f", {done.from_backup} of them from a backup" if done.from_backup else ""
        write(f"Saved: {so_many(done.kept)}{from_backup}.\nThe damaged file is now {clean(str(done.aside))}\n")
    for one in done.lost:
        say(f"Lost: {one}")
    take_in_what_waits(history)
    tell_notices(history)


def check() -> None:
    """Read everything, and say what is damaged.

    \b
      cramp-cli history check
    """  # noqa: D301 - the same
    history = open_history()
    faults = history.check()
    tell_notices(history)
    if faults:
        raise CrampError(*faults, code=ExitCode.HISTORY)
    write(f"Nothing is wrong: {so_many(history.count())}.\n")


COMMANDS = (delete, backup, restore, repair, check)


def _whole_ids(typed: Sequence[str], history: History) -> list[str]:
    """Return the one id that each of the words begins.

    Raises:
        CrampError: none does, or several (exit 2).
    """
    listing = history.list()
    known = {*(one.id for one in listing.episodes), *(one.id for one in listing.damaged)}
    known |= {name.removesuffix(".json") for name in history.waiting()}
    return [_whole_id(word, known) for word in typed]


def _whole_id(word: str, known: set[str]) -> str:
    begun = [one for one in known if one and one.startswith(word.casefold()) and len(word) >= _SHORTEST_ID]
    if word in known or len(begun) == 1:
        return word if word in known else begun[0]
    what = f'"{word}" begins several ids' if begun else f'no episode has the id "{word}"'
    fix = "list --json shows them whole" if begun else f"list shows the first {SHOWN_OF_AN_ID} letters of each"
    raise CrampError(what, fix=fix, code=ExitCode.USAGE)


def _is_meant() -> bool:
    """Ask for the word.

    Raises:
        CrampError: nobody can be asked (exit 5).
    """
    from cramp_cli.core.conversation import InputEndedError, LeftError
    from cramp_cli.terminal.console import Door, is_terminal
    from cramp_cli.terminal.keys import standard_input_is_terminal
    from cramp_cli.terminal.prompts import read_line

    if not (is_terminal(sys.stdout) and standard_input_is_terminal()):
        raise CrampError("nothing was deleted: nobody can be asked", fix="add --yes", code=ExitCode.NEEDS_ANSWER)
    door = Door(sys.stdout)
    door.lines([f"This erases your whole history, every backup of it and your plan. Type {THE_WORD} to do that."])
    try:
        return read_line(door).casefold() == THE_WORD
    except (InputEndedError, LeftError):
        return False
