"""No command claims what it has not done, whatever call of the store fails; what could not be kept is handed back."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from helpers.faults import Fault, struck_by
from helpers.running import run
from helpers.store_cases import DELETED, NEW, OLD, at, damaged_with_backup, filled, with_backup
from helpers.stores import quick_folder

from cramp_cli.storage.history_entries import export_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CALLS_AT_MOST = 3000


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@dataclass(frozen=True)
class Command:
    """One command, what it starts from, what it says when it is done, and which notes are there then."""

    arguments: tuple[str, ...]
    start: Callable[[Path], None]
    claim: str
    after: frozenset[str]
    before: frozenset[str] | None = None
    """What may be there if it failed; by default what it started from."""
    typed: str = ""


def notes(*numbers: int) -> frozenset[str]:
    return frozenset(f"note {number}" for number in numbers)


ALL = notes(*range(len(OLD)))
EXPORTED = json.dumps(export_of([*OLD, NEW]))
COMMANDS = (
    Command(("add", "calf", "--note", "-"), filled, "Saved: ", ALL | {"typed"}, typed="typed"),
    Command(("import", "-"), filled, "New: 1.", ALL | {NEW.notes}, typed=EXPORTED),
    Command(("delete", DELETED.id), with_backup, "Deleted: 1.", ALL - {DELETED.notes}),
    Command(("delete", "--all", "--yes"), with_backup, "Deleted: everything.", notes()),
    Command(("backup",), filled, "Backup: ", ALL),
    Command(("restore",), with_backup, "Back to ", ALL),
    Command(("repair",), damaged_with_backup, "Saved: 6 episodes", ALL, before=ALL - {"note 5"}),
    Command(("check",), with_backup, "Nothing is wrong: 6 episodes", ALL),
    Command(("list",), filled, "00000000", ALL),
    Command(("export", "-"), filled, '"schema": "cramp-cli/history/1"', ALL),
)


def kept(folder: Path) -> frozenset[str]:
    return frozenset(one.notes for one in at(folder).list().episodes)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: " ".join(one.arguments[:2]))
def test_what_a_command_claims_is_so_whatever_call_failed(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "template"
    command.start(template)
    started = kept(template)
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        shutil.copytree(template, folder)
        monkeypatch.setenv("CRAMP_CLI_DATA_DIR", str(folder))
        with struck_by(Fault(number)) as fault:
            done = run("history", *command.arguments, stdin=command.typed.encode())
        there = kept(folder)
        assert done.code in {0, 4}, done.err
        assert (command.claim in done.out) == (done.code == 0)
        assert "Traceback" not in done.err
        assert "a bug (" not in done.err
        if done.code:
            assert done.err.count("cramp-cli: error: ") == 1
            assert done.out == ""
            assert there in {started, command.after, command.before}
        else:
            assert there == command.after
        shutil.rmtree(folder)
        if not fault.has_struck:
            assert done.code == 0
            return
    raise AssertionError("it never came to an end")


def test_what_add_could_not_keep_at_all_is_handed_back_whatever_call_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "template"
    filled(template)
    lines = 0
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        shutil.copytree(template, folder)
        monkeypatch.setenv("CRAMP_CLI_DATA_DIR", str(folder))
        with struck_by(Fault(number, ever_after=True)) as fault:
            done = run("history", "add", "calf", "--note", "-", stdin=b"typed")
        handed_back = [line for line in done.err.splitlines() if line.startswith('{"schema"')]
        waits = [path for path in folder.glob("pending/*.json") if "typed" in path.read_text("utf-8")]
        assert len(handed_back) + len(waits) + ("typed" in kept(folder)) >= 1, done.err
        assert [json.loads(line)["items"][0]["notes"] for line in handed_back] in ([], ["typed"])
        lines += len(handed_back)
        shutil.rmtree(folder)
        if not fault.has_struck:
            assert lines > 0
            return
    raise AssertionError("it never came to an end")
