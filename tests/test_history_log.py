"""A report made from as little of the history as it needs is the report made from all of it."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from cramp_cli.core.episode import Episode, Moment, Origin, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.report import report_of
from cramp_cli.core.report_facts import Log, Names, Report, Said, Wanted
from cramp_cli.core.tallies import DayCounts
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import read_all
from cramp_cli.knowledge.noticing import noticing_rules
from cramp_cli.storage.history import History
from cramp_cli.storage.history_log import day_counts, read_log
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)
WANTED = Wanted(TODAY - timedelta(days=83), TODAY)
LIMITS = {"calf": 600, "foot": 900, "neck-shoulder": None}
NAMES = Names({}, {}, {}, LIMITS, noticing_rules(Knowledge(read_all(data_root()))))


def episode(number: int, chance: random.Random) -> Episode:
    zone = timezone(timedelta(minutes=chance.choice((-720, -90, 0, 60, 840))))
    began = datetime(2026, 11, 24, 12, tzinfo=UTC) - timedelta(minutes=chance.randrange(400 * 1440))
    return Episode(
        id=str(UUID(int=number)),
        began=Moment.at(began.astimezone(zone)),
        region=chance.choice(tuple(LIMITS)),
        origin=Origin.RELIEF,
        side=chance.choice(("left", "right", "both", None)),
        lasted_seconds=chance.choice((None, 60, 600, 601, 900, 901, 90_000)),
        red_flags=chance.choice(((), (), (), ("dvt",), ("dvt", "muscle-tear"))),
        ending=chance.choice(("gone", "gone", "limit")),
        came_after="a run",
        notes="a note",
        steps=(StepTaken("toes-up", "stretching", Outcome.EASING),) * chance.randrange(3),
    )


@pytest.fixture
def episodes() -> list[Episode]:
    chance = random.Random(8)  # noqa: S311 - a seed, so that a failure can be seen again
    return [episode(number, chance) for number in range(120)]


@pytest.fixture
def history(tmp_path: Path, episodes: list[Episode]) -> History:
    made = History(tmp_path / "d")
    made.take_in(episodes)
    return made


def change(history: History, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(history.place.database)) as connection, connection:
        assert connection.execute(statement, values).rowcount == 1


def page(log: Log, wanted: Wanted = WANTED) -> Report:
    return report_of(log, wanted, Said(), NAMES, TODAY)


@pytest.mark.parametrize(
    "wanted",
    [
        WANTED,
        replace(WANTED, region="calf"),
        replace(WANTED, region="foot", side="left"),
        replace(WANTED, side="both"),
        replace(WANTED, last_day=date(2026, 12, 24)),
        Wanted(date(2020, 1, 1), TODAY),
        Wanted(TODAY, TODAY),
        replace(WANTED, region="hand"),
    ],
)
def test_it_is_the_report_made_from_everything(history: History, episodes: list[Episode], wanted: Wanted) -> None:
    assert page(read_log(history, wanted, LIMITS.get), wanted) == page(Log.of(episodes), wanted)


def test_only_the_days_of_the_page_are_read_whole(history: History, episodes: list[Episode]) -> None:
    log = read_log(history, WANTED, LIMITS.get)
    wanted = {one.id for one in episodes if WANTED.first_day <= one.began.local.date() <= TODAY}
    assert {one.id for one in log.episodes} == wanted
    assert 0 < len(log.episodes) < len(episodes)


def oldest(episodes: list[Episode], **known: object) -> Episode:
    fitting = [one for one in episodes if all(getattr(one, name) == value for name, value in known.items())]
    return min(fitting, key=lambda one: one.began)


def test_a_danger_sign_of_long_ago_outlives_a_damaged_note(history: History, episodes: list[Episode]) -> None:
    one = oldest(episodes, red_flags=("dvt",))
    change(history, "UPDATE episode SET notes = 'anote' WHERE id = ?", one.id)
    log = read_log(history, WANTED, LIMITS.get)
    assert one.id in {told.id for told in log.remarkable}
    assert log.damaged == ()


def test_a_danger_sign_that_was_changed_is_damage_and_no_sign(history: History, episodes: list[Episode]) -> None:
    one = oldest(episodes, red_flags=())
    change(history, "UPDATE episode SET red_flags = '[\"dvt\"]' WHERE id = ?", one.id)
    log = read_log(history, WANTED, LIMITS.get)
    assert [damaged.id for damaged in log.damaged] == [one.id]
    assert one.id not in {told.id for told in log.remarkable}
    assert len(log.days.days(lambda *_: True)) == len(episodes) - 1


@pytest.mark.parametrize(
    "statement", ["UPDATE episode SET notes = 'x' WHERE id = ?", "DELETE FROM step WHERE episode = ?"]
)
def test_what_is_damaged_on_the_page_is_named(history: History, episodes: list[Episode], statement: str) -> None:
    one = max((one for one in episodes if len(one.steps) == 1 and WANTED.holds(one)), key=lambda one: one.began)
    change(history, statement, one.id)
    log = read_log(history, WANTED, LIMITS.get)
    assert [damaged.id for damaged in log.damaged] == [one.id]
    assert one.id not in {whole.id for whole in log.episodes}


def test_damaged_records_are_named_the_newest_first(history: History, episodes: list[Episode]) -> None:
    for one in (oldest(episodes), max(episodes, key=lambda one: one.began)):
        change(history, "UPDATE episode SET region = 'hand' WHERE id = ?", one.id)
    began = [one.began for one in read_log(history, WANTED, LIMITS.get).damaged]
    assert began == sorted(began, reverse=True)
    assert len(began) == 2


def test_the_days_are_those_of_all_episodes(history: History, episodes: list[Episode]) -> None:
    assert day_counts(history) == DayCounts.of(episodes)


def test_no_history_is_an_empty_log_and_nothing_is_made(tmp_path: Path) -> None:
    history = History(tmp_path / "d")
    assert read_log(history, WANTED, LIMITS.get) == Log()
    assert day_counts(history) == DayCounts()
    assert not history.place.folder.exists()
