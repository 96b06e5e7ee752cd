"""`history chart` shows the counts of the person's own history, and sends them to a doctor in one calm line."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import typer
from typer.testing import CliRunner

from cramp_cli.commands import history_chart
from cramp_cli.core.episode import Episode, Moment, Origin
from cramp_cli.core.text import NOT_REVIEWED
from cramp_cli.storage.history import History
from cramp_cli.storage.locations import history_folder

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LINE = "Third night this week: worth a doctor's look. (common practice)"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_chart, "here_and_now", lambda: NOW)
    monkeypatch.setenv("COLUMNS", "40")


def run(*words: str) -> Any:  # noqa: ANN401 - the type is Click's own
    app = typer.Typer()
    app.command()(history_chart.chart)
    return CliRunner().invoke(app, list(words))


def keep(*hours_ago: int, region: str = "calf") -> History:
    folder = history_folder()
    assert folder is not None
    history = History(folder)
    history.take_in(
        [
            Episode(str(UUID(int=one)), Moment.at(NOW - timedelta(hours=one)), region, Origin.BY_HAND, side="left")
            for one in hours_ago
        ]
    )
    return history


def test_without_a_history_it_says_so_and_makes_nothing() -> None:
    done = run()
    assert (done.exit_code, done.stdout) == (0, "Nothing is written down here yet.\n")
    folder = history_folder()
    assert folder is not None
    assert not folder.exists()


def test_three_nights_make_a_calendar_and_one_calm_line() -> None:
    keep(6, 30, 54)
    done = run()
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "Calendar"
    assert all(len(line) <= 40 for line in lines)
    text = " ".join(done.stdout.split())
    assert "Too little data to say: 3 of at least 10 cramps." in text
    assert LINE in text
    assert text.count("worth a doctor's look") == 1
    assert " ".join(NOT_REVIEWED.split()) in text


def test_plain_is_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    keep(6, 30, 54)
    assert run("--plain").stdout.splitlines()[0] == "3 cramps since 2026-11-20."
    assert not set(run("--plain").stdout) & set("░▒▓█")
    monkeypatch.setenv("ACCESSIBLE", "1")
    assert run().stdout == run("--plain").stdout


def test_one_muscle_and_a_span_are_kept_to() -> None:
    keep(6, 30, 54)
    keep(7, region="foot")
    assert json.loads(run("foot", "--json").stdout)["by_region"] == {"foot": 1}
    assert json.loads(run("--to", "2026-11-20", "--json").stdout)["count"] == 1
    assert "doctor" not in run("--to", "2026-11-20").stdout, "a week long past is no reason to go today"
    assert run("nonsense").exit_code == 1
    assert run("stomach cramps").exit_code != 0


def test_the_counts_for_a_script() -> None:
    keep(6, 30, 54)
    found = json.loads(run("--json").stdout)
    assert found["schema"] == "cramp-cli/chart/1"
    assert (found["count"], sum(found["by_hour"]), sum(found["by_weekday"])) == (3, 3, 3)
    assert found["trend"] == "too-little"
    assert [one["id"] for one in found["notices"]] == ["nights"]
    assert json.loads(run("--to", "2026-11-20", "--json").stdout)["notices"] == []


def test_nothing_but_counts_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the history is, no episode is put together."""
    from cramp_cli.storage import history_rows

    keep(*range(6, 400, 5))
    asked = Counter[str]()
    monkeypatch.setattr(history_rows, "assembled", lambda *_: asked.update(["an episode"]))
    assert run().exit_code == 0
    assert not asked


def test_a_damaged_record_is_left_out_and_said() -> None:
    history = keep(6, 30, 54)
    with closing(sqlite3.connect(history.place.database)) as connection, connection:
        connection.execute("UPDATE episode SET region = 'hand' WHERE id = ?", (str(UUID(int=6)),))
    done = run("--json")
    assert (json.loads(done.stdout)["count"], json.loads(done.stdout)["damaged"]) == (2, 1)
    assert "Left out: 1 damaged." in done.stderr
