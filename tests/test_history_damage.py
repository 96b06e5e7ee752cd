"""Damage is noticed, named and never made worse; what is lost comes back from a backup."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from helpers.episodes import NOW, episode
from helpers.faults import refused
from helpers.stores import quick_folder

from cramp_cli.core.episode import Damaged, Episode
from cramp_cli.core.errors import CrampError
from cramp_cli.storage import history_rows
from cramp_cli.storage.history import History, NotKeptError, Span
from cramp_cli.storage.history_steps import step_counts
from cramp_cli.storage.history_tallies import tallies

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path


MADE = tuple(episode(number, notes=f"note {number} " * (1 + number % 40)) for number in range(60))
KNOWN = {repr(one) for one in MADE}
FLIPS = 200
T = TypeVar("T")


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


def tried(act: Callable[[], T]) -> T | None:
    """Return what came of it, or None if it was refused as it should be."""
    answers: list[T] = []
    refused(lambda: answers.append(act()))
    return answers[0] if answers else None


TRUE_STEPS = Counter((one.region, taken.step, taken.outcome) for one in MADE for taken in one.steps)
TRUE_REGIONS = Counter(one.region for one in MADE)


def shown(history: History) -> tuple[set[str], bool]:
    """Return every record that passes as good by any way of reading, and whether anything was noticed."""
    listing = tried(history.list)
    singles = [tried(partial(history.get, one.id)) for one in MADE]
    singles += [found for region in ("calf", "foot") for found in tried(partial(by, history, region)) or ()]
    good = {repr(one) for one in (*(listing.episodes if listing else ()), *singles) if isinstance(one, Episode)}
    for region in TRUE_REGIONS:
        steps = tried(partial(step_counts, history.place, region)) or ()
        assert all(one.count <= TRUE_STEPS[one.region, one.step, one.outcome] for one in steps)
    counts = tried(partial(tallies, history))
    assert counts is None or Counter(counts.by_region) <= TRUE_REGIONS
    return good, listing is None or bool(listing.damaged) or any(isinstance(one, Damaged | None) for one in singles)


def by(history: History, region: str) -> tuple[Episode, ...]:
    found = history.list(Span(region=region)).episodes
    assert all(one.region == region for one in found)
    return found


@pytest.mark.parametrize("part", range(4))
def test_of_two_hundred_changed_bytes_no_changed_record_gets_through(template: Path, tmp_path: Path, part: int) -> None:
    original = (template / "history.db").read_bytes()
    chance = random.Random(part)  # noqa: S311 - accidents, no secrets
    noticed = 0
    for number in range(FLIPS // 4):
        contents = bytearray(original)
        place = chance.randrange(len(contents))
        contents[place] ^= chance.randint(1, 255)
        history = History(tmp_path / str(number), now=lambda: NOW)
        history.place.folder.mkdir(mode=0o700)
        history.place.database.write_bytes(contents)
        good, was_noticed = shown(history)
        assert good <= KNOWN
        faults = history.check()
        assert faults or not was_noticed
        assert faults or good == KNOWN
        if faults:
            noticed += 1
            mend(history, bytes(contents))
        shutil.rmtree(history.place.folder)
    assert noticed > FLIPS // 8


def mend(history: History, damaged: bytes) -> None:
    """Repair, and see that nothing false got in and the damaged file is still there, byte by byte."""
    done = history.repair()
    assert done.aside is not None
    assert done.aside.read_bytes() == damaged
    assert history.check() == ()
    kept = {repr(one) for one in history.list().episodes}
    assert kept <= KNOWN
    assert done.kept == len(kept)
    named = {one.id for one in done.lost}
    assert not named & {one.id for one in MADE if repr(one) in kept}


def test_a_changed_letter_is_named_and_the_rest_is_saved(history: History) -> None:
    contents = history.place.database.read_bytes().replace(b"note 7 ", b"n0te 7 ")
    history.place.database.write_bytes(contents)
    listing = history.list()
    assert len(listing.episodes) == len(MADE) - 1
    assert [one.id for one in listing.damaged] == [MADE[7].id]
    assert history.check() == (str(listing.damaged[0]),)
    assert "2026-11-24" in str(listing.damaged[0])
    assert isinstance(history.get(MADE[7].id), Damaged)
    with pytest.raises(CrampError, match="is damaged"):
        history.back_up()
    done = history.repair()
    assert (done.kept, done.from_backup, done.lost) == (len(MADE) - 1, 0, listing.damaged)
    assert done.aside is not None
    assert done.aside.name == "history.db.damaged-20261122T031005Z"


def test_what_is_lost_comes_back_from_a_backup(history: History) -> None:
    history.back_up()
    history.keep(episode(90))
    contents = bytearray(history.place.database.read_bytes())
    contents[8192:16384] = b"\xaa" * 8192
    history.place.database.write_bytes(contents)
    done = history.repair()
    assert done.from_backup > 0
    assert {repr(one) for one in history.list().episodes} >= KNOWN


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "text": lambda _: b"hello\n",
    "empty": lambda _: b"",
    "zeros": lambda contents: bytes(100) + contents[100:],
    "cut by one": lambda contents: contents[:-1],
    "cut by a page": lambda contents: contents[:-4096],
    "half": lambda contents: contents[: len(contents) // 2],
    "header only": lambda contents: contents[:100],
    "junk header": lambda contents: contents[:16] + b"\xff" * 84 + contents[100:],
    "version below none": lambda contents: contents[:60] + b"\xff\xff\xff\xff" + contents[64:],
}


# A page that is short by one byte is only noticed where it is read: a write elsewhere still succeeds, and is read back.
@pytest.mark.parametrize("kind", [kind for kind in BROKEN if kind != "cut by one"])
def test_a_broken_store_is_told_kept_and_restored(history: History, kind: str) -> None:
    history.back_up()
    contents = BROKEN[kind](history.place.database.read_bytes())
    history.place.database.write_bytes(contents)
    assert history.check()
    with pytest.raises(NotKeptError) as caught:
        history.keep(episode(99))
    assert str(caught.value).isprintable()
    assert history.place.database.read_bytes() == contents
    backup, aside = history.restore()
    assert backup.name == "history.db.bak-last"
    assert aside is not None
    assert aside.read_bytes() == contents
    history.keep(episode(98))
    assert {repr(one) for one in history.list().episodes} == KNOWN | {repr(episode(99)), repr(episode(98))}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_store_is_repaired(history: History, kind: str) -> None:
    history.back_up()
    contents = BROKEN[kind](history.place.database.read_bytes())
    history.place.database.write_bytes(contents)
    done = history.repair()
    assert done.aside is not None
    assert done.aside.read_bytes() == contents
    assert {repr(one) for one in history.list().episodes} == KNOWN


def test_cut_at_every_page_it_never_shows_a_changed_record(history: History) -> None:
    contents = history.place.database.read_bytes()
    for length in range(4096, len(contents), 4096):
        history.place.database.write_bytes(contents[:length])
        assert shown(history)[0] <= KNOWN
        assert history.check()
        mend(history, contents[:length])


def test_no_good_backup_is_said_and_a_bad_one_passed_over(history: History) -> None:
    with pytest.raises(CrampError, match="no good backup"):
        history.restore()
    history.back_up()
    last = history.place.backup("last")
    last.write_bytes(last.read_bytes().replace(b"note 7 ", b"n0te 7 "))
    assert history.restore()[0].name == "history.db.bak-weekly"
    assert any("bak-last is damaged" in notice for notice in history.notices())


def test_a_bad_backup_asked_for_by_name_is_refused_and_nothing_moves(history: History, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"not a database")
    with pytest.raises(CrampError, match="is not a history"):
        history.restore(tmp_path / "bad")
    with pytest.raises(CrampError, match="is not there — name another backup"):
        history.restore(tmp_path / "missing")
    assert {repr(one) for one in history.list().episodes} == KNOWN


def test_the_journal_of_a_damaged_store_goes_aside_with_it(history: History) -> None:
    history.back_up()
    history.place.database.write_bytes(b"not a database")
    history.place.journal.write_bytes(b"its journal")
    history.restore()
    assert not history.place.journal.exists()
    (aside,) = history.place.folder.glob("*-journal")
    assert aside.read_bytes() == b"its journal"
    assert aside.with_name(aside.name.removesuffix("-journal")).read_bytes() == b"not a database"
    assert {repr(one) for one in history.list().episodes} == KNOWN


def test_a_sound_store_is_not_repaired(history: History) -> None:
    before = history.place.database.read_bytes()
    assert history.repair().aside is None
    assert history.place.database.read_bytes() == before


def test_a_row_that_an_index_gives_for_another_one_is_not_shown_as_that(history: History) -> None:
    asked, given = MADE[3], MADE[4]

    class Misled:
        """A connection whose index of ids points to the wrong row."""

        def __init__(self, connection: sqlite3.Connection) -> None:
            self._connection = connection

        def execute(self, query: str, values: tuple[str, ...]) -> sqlite3.Cursor:
            return self._connection.execute(query, (given.id,) if "WHERE id" in query else values)

    with history.opened() as connection:
        assert connection is not None
        misled: Any = Misled(connection)
        assert repr(history_rows.fetch(misled, given.id)) == repr(given)
        assert history_rows.fetch(misled, asked.id) == Damaged(asked.id, "")
