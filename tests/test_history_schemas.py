"""Old stores are brought up, and newer or foreign ones are left alone."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import NOW, episode
from helpers.stores import quick_folder

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage import history_schema
from cramp_cli.storage.history import History, NotKeptError
from cramp_cli.storage.history_entries import check_export

if TYPE_CHECKING:
    from collections.abc import Iterator


FIXTURES = Path(__file__).parent / "fixtures" / "history"
MADE = tuple(episode(number, notes=f"note {number} " * (1 + number % 40)) for number in range(60))


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage") / "d"
    History(folder, now=lambda: NOW).take_in(MADE)
    return folder


@pytest.fixture
def history(template: Path, tmp_path: Path) -> History:
    shutil.copytree(template, tmp_path / "d")
    return History(tmp_path / "d", now=lambda: NOW)


def frozen(number: int, folder: Path) -> History:
    """Return a history whose store is the frozen one of a schema."""
    history = History(folder, now=lambda: NOW)
    folder.mkdir(mode=0o700)
    connection = sqlite3.connect(history.place.database)
    connection.executescript((FIXTURES / f"schema-{number}.sql").read_text("utf-8"))
    connection.close()
    return history


def test_every_schema_that_was_ever_released_is_frozen() -> None:
    numbers = sorted(int(path.stem.split("-")[1]) for path in FIXTURES.glob("schema-*.sql"))
    assert numbers == list(range(1, len(history_schema.MIGRATIONS) + 1))


@pytest.mark.parametrize("number", range(1, len(history_schema.MIGRATIONS) + 1))
def test_every_past_schema_is_brought_up_and_says_the_same(tmp_path: Path, number: int) -> None:
    history = frozen(number, tmp_path / "d")
    listing = history.list()
    assert listing.damaged == ()
    wanted, problems = check_export(json.loads((FIXTURES / f"schema-{number}.json").read_text("utf-8")))
    assert problems == ()
    assert set(map(repr, listing.episodes)) == set(map(repr, wanted))
    assert history.check() == ()
    history.keep(episode(70))
    assert history.count() == len(wanted) + 1


def test_a_migration_keeps_a_backup_of_the_old_schema_and_all_that_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = frozen(1, tmp_path / "d")
    before = history.list()
    change = lambda connection: connection.execute("ALTER TABLE episode ADD COLUMN mood TEXT")  # noqa: E731
    monkeypatch.setattr(history_schema, "MIGRATIONS", (*history_schema.MIGRATIONS, change))
    assert history.list() == before
    connection = sqlite3.connect(history.place.backup("v1"))
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM episode").fetchone() == (len(before.episodes),)
    connection.close()


FOREIGN = "DROP TABLE step; DROP TABLE episode; CREATE TABLE places (url)"


def set_header(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    for one in statement.split(";"):
        connection.execute(one)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE episode ADD COLUMN mood; PRAGMA user_version=99", "was made by a newer cramp-cli"),
        (f"{FOREIGN}; PRAGMA application_id=0; PRAGMA user_version=0", "is not a cramp-cli history"),
        (f"{FOREIGN}; PRAGMA application_id=7; PRAGMA journal_mode=WAL", "is not a cramp-cli history"),
    ],
)  # fmt: skip
def test_what_is_newer_or_foreign_is_refused_and_stays_as_it_was(history: History, statement: str, said: str) -> None:
    set_header(history.place.database, statement)
    before = history.place.database.read_bytes()
    acts = (history.list, history.count, history.back_up, history.repair, history.delete_everything, history.restore)
    for act in (*acts, lambda: history.delete([MADE[0].id]), lambda: history.take_in([episode(80)])):
        with pytest.raises(CrampError, match=said) as caught:
            act()
        assert caught.value.code is ExitCode.HISTORY
    assert said in history.check()[0]
    with pytest.raises(NotKeptError, match=said):
        history.keep(episode(80))
    assert history.place.database.read_bytes() == before
    assert sorted(path.name for path in history.place.folder.iterdir()) == ["history.db", "pending"]
