"""Judges the folder of the history: who may use it, on which kind of disk it lies, and whether the store is whole.

Like the rest of the self-check it counts, and never prints what stands in the history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.commands.health import Part, State, Values, judged_file, shown
from cramp_cli.commands.history_store import so_many
from cramp_cli.core.errors import CrampError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cramp_cli.storage.history import History

_NAMES = "cramp-cli history check"
"""What names everything that is only counted here."""


def kept() -> Iterator[Part]:
    """Look at the folder of the history, at its disk, and at every record in it."""
    from cramp_cli.storage.history import History
    from cramp_cli.storage.locations import history_folder

    try:
        folder = history_folder()
    except CrampError as error:
        yield Part("history-folder", State.BROKEN, error.what, error.fix)
        return
    store = _store(History(folder)) if folder else None  # first, because it takes away what others may do
    yield judged_file("history-folder", folder, is_private=True)
    if folder is not None and store is not None:
        yield _disk(folder)
        yield store


def _disk(folder: Path) -> Part:
    from cramp_cli.storage.file_system import file_system_of, is_on_a_network

    kind = file_system_of(folder)
    if kind is None:
        says, known = "the kind of file system is not known here", Values(file_system=None, is_network=None)
        return Part("history-disk", State.WORKS, says, "", known)
    known = Values(file_system=kind, is_network=is_on_a_network(kind))
    if not is_on_a_network(kind):
        return Part("history-disk", State.WORKS, f"file system {kind}", "", known)
    says = f"file system {kind}, a network one: a history may break there when two machines use it"
    fix = "set CRAMP_CLI_DATA_DIR to a folder on a disk of this machine, and make backups: cramp-cli history backup"
    return Part("history-disk", State.LIMITED, says, fix, known)


def _store(history: History) -> Part:
    try:
        waiting = len(history.waiting())
        faults = len(history.check()) - waiting
        episodes = None if faults else history.count()
        backup = _day_of_backup(history)
    except CrampError:
        return Part("history", State.BROKEN, "it cannot be read", _NAMES, Values(faults=1))
    known = Values(episodes=episodes, faults=faults, waiting=waiting, last_backup=backup)
    says = ", ".join(_said(known))
    told = "; ".join(shown(line) for line in history.notices())
    state = State.BROKEN if faults else State.LIMITED if waiting else State.WORKS
    return Part("history", state, f"{says}; {told}" if told else says, _NAMES if faults or waiting else "", known)


def _said(known: Values) -> Iterator[str]:
    if isinstance(known["episodes"], int):
        yield so_many(known["episodes"])
    yield f"{known['faults']} faults"
    if known["waiting"]:
        yield f"{known['waiting']} wait to be taken in"
    yield f"last backup {known['last_backup']}" if known["last_backup"] else "no backup yet"


def _day_of_backup(history: History) -> str | None:
    made = history.last_backup()
    return made.astimezone().date().isoformat() if made else None
