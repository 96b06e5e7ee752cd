"""Several copies of the program at once: none fails, none waits for ever, nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import episode
from helpers.faults import FORK, Fault, in_children, refused, struck_by
from helpers.store_cases import (
    CALLS_AT_MOST,
    NEW,
    OLD,
    at,
    damaged_with_backup,
    filled,
    nothing,
    records,
    said,
    with_backup,
)
from helpers.stores import quick_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cramp_cli.core.episode import Episode
    from cramp_cli.storage.history import History


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@FORK
def test_eight_writers_at_once_lose_nothing_and_none_fails_while_somebody_reads(tmp_path: Path) -> None:
    folder, writers, each = tmp_path / "d", 8, 50
    everything = writers * each

    def write(first: int) -> None:
        for number in range(first, first + each):
            at(folder).keep(episode(number))

    def read() -> None:
        counts = [0]
        for _ in range(2000):
            listing = at(folder).list()
            assert listing.damaged == ()
            counts.append(len(listing.episodes))
            if counts[-1] == everything:
                break
        assert counts == sorted(counts)

    works = [lambda first=first: write(first) for first in range(0, everything, each)]
    assert in_children(*works, read) == [(0, b"")] * (writers + 1)
    history = at(folder)
    assert records(history) == said(*(episode(number) for number in range(everything)))
    assert not history.check()
    assert history.waiting() == ()


@FORK
def test_two_that_make_the_store_at_the_same_moment_make_one(tmp_path: Path) -> None:
    for number in range(20):
        folder = tmp_path / str(number)
        works = [lambda one=one, folder=folder: at(folder).keep(episode(one)) for one in range(3)]
        assert in_children(*works) == [(0, b"")] * 3
        assert records(at(folder)) == said(*(episode(one) for one in range(3)))


def test_a_reader_during_a_write_sees_the_old_state(tmp_path: Path) -> None:
    from cramp_cli.storage import history_rows
    from cramp_cli.storage.history_connection import writing

    folder = tmp_path / "d"
    filled(folder)
    with writing(at(folder).place) as connection:
        history_rows.put(connection, NEW)
        assert records(at(folder)) == said(*OLD)
    assert records(at(folder)) == said(*OLD, NEW)


@pytest.mark.parametrize(
    ("start", "act", "kept"),
    [
        (nothing, lambda history: history.keep(NEW), (NEW,)),
        (filled, lambda history: history.keep(NEW), (*OLD, NEW)),
        (with_backup, lambda history: history.back_up(), OLD),
        (damaged_with_backup, lambda history: history.repair(), OLD),
    ],
    ids=["first", "keep", "back up", "repair"],
)
def test_somebody_who_writes_between_any_two_calls_is_no_trouble(
    start: Callable[[Path], None], act: Callable[[History], object], kept: tuple[Episode, ...], tmp_path: Path
) -> None:
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        start(folder)

        def come_in_between(_: str, folder: Path = folder) -> None:
            refused(partial(at(folder).keep, episode(80), patience_seconds=0))

        with struck_by(Fault(number, action=come_in_between)) as fault:
            act(at(folder))
        at(folder).keep(episode(81))
        assert records(at(folder)) >= said(*kept, episode(81), *([episode(80)] if fault.has_struck else []))
        assert not at(folder).check()
        shutil.rmtree(folder)
        if not fault.has_struck:
            return
    raise AssertionError("it never came to an end")


def other_writer(database: Path, answers: list[str]) -> Callable[[str], None]:
    """Somebody who tries to get the whole store for themselves, notes what came of it, and lets it go again."""

    def tries(_: str) -> None:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                answers.append(error.sqlite_errorname)
            else:
                answers.append("got it")

    return tries


@pytest.mark.parametrize(
    ("start", "act", "moment"),
    [
        (filled, lambda history: history.back_up(), "sql backup"),
        (damaged_with_backup, lambda history: history.repair(), "os link"),
    ],
    ids=["back up", "repair"],
)
def test_nobody_can_write_into_what_is_being_copied_or_moved_aside(
    start: Callable[[Path], None], act: Callable[[History], object], moment: str, tmp_path: Path
) -> None:
    start(tmp_path / "d")
    answers: list[str] = []
    with struck_by(Fault(1, only=moment, action=other_writer(tmp_path / "d" / "history.db", answers))):
        act(at(tmp_path / "d"))
    assert answers == ["SQLITE_BUSY"]
