"""Wherever the program is killed: nothing acknowledged is lost and nothing is half there."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from campaigns.kills import campaign
from helpers.faults import FORK, Fault, in_child, kill, refused, struck_by
from helpers.store_cases import CALLS_AT_MOST, CASES, OLD, Case, at, filled, records, said, sound
from helpers.stores import quick_folder

from cramp_cli.storage import history_schema

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@FORK
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_killed_at_any_call_it_is_whole_at_the_next_start(case: Case, tmp_path: Path) -> None:
    template = tmp_path / "template"
    case.start(template)
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        if template.exists():
            shutil.copytree(template, folder)

        def work(folder: Path = folder, number: int = number) -> None:
            with struck_by(Fault(number, action=kill)):
                case.act(at(folder))

        status, _ = in_child(work)
        sound(at(folder), case)
        shutil.rmtree(folder, ignore_errors=True)
        if status == 0:
            assert number > 40
            return
        assert os.WIFSIGNALED(status)
    raise AssertionError("it never came to an end")


def to_schema_2(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE episode ADD COLUMN mood TEXT NOT NULL DEFAULT ''")
    connection.execute("CREATE INDEX episode_by_mood ON episode (mood)")


@pytest.mark.parametrize("is_killed", [False, pytest.param(True, marks=FORK)], ids=["fails", "is killed"])
def test_a_migration_that_fails_or_is_killed_leaves_the_old_schema_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_killed: bool
) -> None:
    template = tmp_path / "template"
    filled(template)
    monkeypatch.setattr(history_schema, "MIGRATIONS", (*history_schema.MIGRATIONS, to_schema_2))
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        shutil.copytree(template, folder)
        fault = Fault(number, action=kill if is_killed else None)

        def work(folder: Path = folder, fault: Fault = fault) -> bytes:
            with struck_by(fault):
                if refused(at(folder).list):
                    return b"failed"
            return b"done" if fault.has_struck else b"end"

        answer = in_child(work)[1] if is_killed else work()
        history = at(folder)
        assert records(history) == said(*OLD)
        assert not history.check()
        assert history.place.backup("v1").exists()
        shutil.rmtree(folder)
        if answer == b"end":
            return
    raise AssertionError("it never came to an end")


@FORK
def test_writers_killed_at_random_lose_nothing_they_said_was_kept() -> None:
    """Ten of them here; two hundred with CRAMP_CLI_EVERYTHING=1, or by `python -m campaigns.kills`."""
    assert campaign(200 if os.environ.get("CRAMP_CLI_EVERYTHING") else 10) == []
