"""The store is opened as what it is: never made by looking, never kept from readers, and no bytes in it are trusted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import NOW, episode
from helpers.stores import fill

from cramp_cli.core.episode import Damaged
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage.history import History
from cramp_cli.storage.history_connection import reading, writing
from cramp_cli.storage.history_database import connect, transaction

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "d", now=lambda: NOW)


def test_looking_for_a_store_makes_none(tmp_path: Path, history: History) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        connect(tmp_path / "missing.db")
    with reading(history.place) as connection:
        assert connection is None
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_signs_of_an_address_in_it_is_only_a_name(tmp_path: Path) -> None:
    history = History(tmp_path / "a?mode=memory#b%20c", now=lambda: NOW)
    made = fill(history, 2)
    assert history.place.database.stat().st_size > 0
    assert history.list().episodes == made[::-1]


def test_somebody_who_is_about_to_write_keeps_nobody_from_reading(history: History) -> None:
    made = fill(history, 2)
    with closing(connect(history.place.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM episode")
        with reading(history.place, patience_seconds=0) as connection:
            assert connection is not None
            assert connection.execute("SELECT count(*) FROM episode").fetchone() == (len(made),)


def test_what_is_not_finished_is_taken_back(history: History) -> None:
    made = fill(history, 2)
    with pytest.raises(KeyboardInterrupt), writing(history.place) as connection:  # noqa: PT012 - it is broken off inside
        connection.execute("DELETE FROM episode")
        raise KeyboardInterrupt
    assert history.list().episodes == made[::-1]
    with closing(connect(history.place.database)) as connection:
        with transaction(connection):
            connection.execute("DELETE FROM step")
        assert not connection.in_transaction


def test_bytes_that_are_no_text_are_a_damaged_record_and_no_failure(history: History) -> None:
    made = fill(history, 3)
    with closing(connect(history.place.database)) as connection:
        connection.execute("UPDATE episode SET notes = CAST(x'ff' AS TEXT) WHERE id = ?", (made[1].id,))
    assert isinstance(history.get(made[1].id), Damaged)
    assert history.list().episodes == (made[2], made[0])


def test_a_database_with_nothing_in_it_is_no_history_to_go_back_to(history: History, tmp_path: Path) -> None:
    blank = tmp_path / "blank.db"
    with closing(sqlite3.connect(blank)) as connection:
        connection.executescript("CREATE TABLE one (two); DROP TABLE one")
    fill(history, 1)
    with pytest.raises(CrampError) as caught:
        history.restore(blank)
    assert str(caught.value) == f"{blank} is not a cramp-cli history — move it away"
    assert caught.value.code is ExitCode.HISTORY


@pytest.mark.parametrize(
    ("version", "said", "fix"),
    [
        (-1, "is damaged", "run `cramp-cli history repair`, or `cramp-cli history restore`"),
        (2, "was made by a newer cramp-cli (schema 2, this one knows 1)", "upgrade cramp-cli"),
        (99, "was made by a newer cramp-cli (schema 99, this one knows 1)", "upgrade cramp-cli"),
    ],
)
def test_a_store_of_another_version_is_refused_in_so_many_words(
    history: History, version: int, said: str, fix: str
) -> None:
    fill(history, 1)
    with closing(connect(history.place.database)) as connection:
        connection.execute(f"PRAGMA user_version={version}")
    for act in (history.list, lambda: history.take_in([episode(5)])):
        with pytest.raises(CrampError) as caught:
            act()
        assert str(caught.value) == f"{history.place.database} {said} — {fix}"
        assert caught.value.code is ExitCode.HISTORY


def test_an_emptied_store_with_a_backup_beside_it_is_never_taken_for_a_new_one(history: History) -> None:
    fill(history, 1)
    history.back_up()
    history.place.database.write_bytes(b"")
    for act in (history.list, lambda: history.take_in([episode(5)])):
        with pytest.raises(CrampError) as caught:
            act()
        assert caught.value.what == f"{history.place.database} is empty"
        assert (caught.value.fix, caught.value.code) == (
            "run `cramp-cli history repair`, or `cramp-cli history restore`",
            ExitCode.HISTORY,
        )


def test_sqlite_is_asked_to_keep_its_word(history: History) -> None:
    fill(history, 1)
    with reading(history.place) as connection:
        assert connection is not None
        wanted = {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "secure_delete": 1}
        wanted |= {"trusted_schema": 0, "cell_size_check": 1, "fullfsync": 1, "temp_store": 2}
        assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
