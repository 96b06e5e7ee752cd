"""What the self-check says of the history: who may use it, on which disk it lies, whether it is whole."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import episode
from helpers.faults import no_lock, struck_by
from helpers.history_command import folder, store
from helpers.stores import fill

from cramp_cli.commands.health import Part, State
from cramp_cli.commands.health_history import kept
from cramp_cli.storage.history import NotKeptError

if TYPE_CHECKING:
    from pathlib import Path


def parts() -> dict[str, Part]:
    """What is said, by id; nothing of it names the home or the note of an episode."""
    found = {one.id: one for one in kept()}
    said = " ".join(f"{one.says} {one.fix} {one.values}" for one in found.values())
    assert os.environ["HOME"] not in said
    assert "note" not in said
    return found


def test_before_anything_is_written_nothing_is_wrong_and_nothing_is_made() -> None:
    found = parts()
    assert list(found) == ["history-folder", "history-disk", "history"]
    assert found["history"].values == {"episodes": 0, "faults": 0, "waiting": 0, "last_backup": None}
    assert {one.state for one in found.values()} == {State.WORKS}
    assert not folder().exists()


def test_a_whole_store_is_counted_with_the_day_of_its_backup() -> None:
    fill(store(), 3)
    store().back_up()
    found = parts()["history"]
    assert (found.state, found.says) == (State.WORKS, "3 episodes, 0 faults, last backup 2026-11-22")


@pytest.mark.parametrize("kind", ["a changed letter", "no database", "a folder", "newer"])
def test_a_store_that_is_not_whole_is_broken_and_the_fix_names_what_is_wrong(kind: str) -> None:
    made = fill(store(), 3)
    database = folder() / "history.db"
    if kind == "a folder":
        database.unlink()
        database.mkdir()
    elif kind == "newer":
        contents = database.read_bytes()
        database.write_bytes(contents[:60] + (99).to_bytes(4, "big") + contents[64:])
    else:
        database.write_bytes(
            b"hello" if kind == "no database" else database.read_bytes().replace(b"note 1", b"n0te 1", 1)
        )
    found = parts()["history"]
    assert (found.state, found.values["faults"], found.fix) == (State.BROKEN, 1, "cramp-cli history check")
    assert made[1].id not in found.says


def test_what_waits_is_counted() -> None:
    with struck_by(no_lock()), pytest.raises(NotKeptError):
        store().keep(episode(1))
    found = parts()["history"]
    assert (found.state, found.values["waiting"]) == (State.LIMITED, 1)
    assert "1 wait to be taken in" in found.says


def test_what_others_could_read_is_closed_to_them_and_said() -> None:
    fill(store(), 1)
    (folder() / "history.db").chmod(0o644)
    found = parts()
    assert "history.db had mode 0644; only you can use it now" in found["history"].says
    assert {one.state for one in found.values()} == {State.WORKS}
    assert stat.S_IMODE((folder() / "history.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("kind", "state", "said"),
    [
        ("nfs4", State.LIMITED, "file system nfs4, a network one"),
        ("fuse.sshfs", State.LIMITED, "file system fuse.sshfs, a network one"),
        ("ext4", State.WORKS, "file system ext4"),
        (None, State.WORKS, "not known here"),
    ],
)
def test_a_network_file_system_is_warned_of(
    kind: str | None, state: State, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def answer(where: Path) -> str | None:
        asked.append(where)
        return kind

    monkeypatch.setattr("cramp_cli.storage.file_system.file_system_of", answer)
    found = parts()["history-disk"]
    assert (found.state, said in found.says) == (state, True)
    assert ("CRAMP_CLI_DATA_DIR" in found.fix) == (state is State.LIMITED)
    assert found.values["file_system"] == kind
    assert asked == [folder()]


def test_a_folder_that_cannot_be_is_a_finding_and_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAMP_CLI_DATA_DIR", "relative")
    assert [(one.id, one.state) for one in kept()] == [("history-folder", State.BROKEN)]
