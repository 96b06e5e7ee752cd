"""Backups are made once a day, after a write and never beside a cramp; a good one is never lost to a bad store."""

from __future__ import annotations

import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import NOW, episode
from helpers.faults import Fault, struck_by
from helpers.history_command import folder, run, store
from helpers.people import Somebody
from helpers.stores import fill

from cramp_cli.commands.history_store import Log
from cramp_cli.core.errors import CrampError
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.guard import Setting
from cramp_cli.storage.history import History
from cramp_cli.storage.history_backup import LAST, WEEKLY
from cramp_cli.terminal.player import Player, Ports

if TYPE_CHECKING:
    from pathlib import Path

    from cramp_cli.core.ending import Ending
    from cramp_cli.knowledge.decoding import Knowledge


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "d", now=lambda: NOW)


def count_in(backup: Path, elsewhere: Path) -> int:
    """How many episodes a backup would bring back."""
    other = History(elsewhere)
    other.place.folder.mkdir(mode=0o700, exist_ok=True)
    other.restore(backup)
    return other.count()


# -- which, and when --------------------------------------------------------------------------------------------------


def test_of_three_weeks_the_last_day_and_the_last_week_are_there(history: History, tmp_path: Path) -> None:
    for day in range(1, 23):
        history._now = lambda day=day: NOW + timedelta(days=day)  # type: ignore[misc]
        history.keep(episode(day))
        assert history.is_backup_due()
        history.back_up()
        assert not history.is_backup_due()
        assert count_in(history.place.backup(LAST), tmp_path / "last") == day
        assert count_in(history.place.backup(WEEKLY), tmp_path / "weekly") == 1 + (day - 1) // 7 * 7
    assert len(history.place.backups()) == 2


@pytest.mark.parametrize(("hours", "is_due"), [(0, False), (23, False), (24, True), (-1, True)])
def test_one_is_due_after_a_day_or_where_the_clock_was_set_back(history: History, hours: int, *, is_due: bool) -> None:
    fill(history)
    history.back_up()
    history._now = lambda: NOW + timedelta(hours=hours)
    assert history.is_backup_due() is is_due


def test_a_damaged_store_never_takes_the_place_of_a_good_backup(history: History) -> None:
    fill(history)
    history.back_up()
    kept = {path: path.read_bytes() for path in history.place.backups()}
    history.place.database.write_bytes(history.place.database.read_bytes().replace(b"note 1", b"n0te 1"))
    history._now = lambda: NOW + timedelta(days=9)
    with pytest.raises(CrampError, match="is damaged"):
        history.back_up()
    assert {path: path.read_bytes() for path in history.place.backups()} == kept


def test_the_first_write_of_a_day_makes_a_backup() -> None:
    run("add", "calf")
    copy = folder() / "history.db.bak-last"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    made = copy.stat().st_mtime_ns
    run("add", "calf")
    assert copy.stat().st_mtime_ns == made


def test_reading_makes_no_backup() -> None:
    fill(store())
    for command in ("list", "chart", "check", "export"):
        assert run(command).returncode == 0
    assert store().place.backups() == []


def test_a_backup_that_cannot_be_made_is_said_and_what_was_saved_stays_saved() -> None:
    fill(store())
    (folder() / "history.db.bak-last").mkdir(mode=0o700)
    done = run("add", "calf")
    assert (done.returncode, done.stdout.startswith("Saved: ")) == (0, True)
    assert done.stderr.startswith("No backup was made: ")
    assert len(done.stderr.splitlines()) == 1


# -- beside a cramp ---------------------------------------------------------------------------------------------------


class Watched(History):
    """A history that notes when it is backed up."""

    backed_up_at: list[float]
    who: Somebody

    def back_up(self) -> Path | None:
        self.backed_up_at.append(self.who.clock.now)
        return super().back_up()


def relieved(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, *does: tuple[str, str]
) -> tuple[Watched, Log, Ending]:
    """A run up to its end, its log not closed yet."""
    who = Somebody(does)
    history = Watched(folder(), now=lambda: NOW)
    history.who, history.backed_up_at = who, []
    monkeypatch.setattr("cramp_cli.commands.history_store.history_as_it_is", lambda: history)
    routine = plan_routine(knowledge.region("calf"), Person())
    log = Log(is_wanted=True)
    setting = Setting(knowledge.since, knowledge.over_limit, 5, 0)
    return history, log, log.lead(routine, Player(routine, Ports(who, who, who, who.clock)), setting)


@pytest.mark.parametrize("does", [[("hold 1", "g"), ("stay away", "1")], [("hold 1", "x")], [("hold 1", "q")]])
def test_no_backup_is_made_before_or_during_relief_and_one_after_it(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, does: list[tuple[str, str]]
) -> None:
    history, log, ending = relieved(knowledge, monkeypatch, *does)
    assert history.count() == 1
    assert history.backed_up_at == []
    log.close(ending)
    assert len(history.backed_up_at) == 1
    again, log, ending = relieved(knowledge, monkeypatch, *does)
    log.close(ending)
    assert again.backed_up_at == []


def test_a_run_that_could_not_be_written_is_not_backed_up_and_the_store_still_tells(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(store())
    (folder() / "history.db").chmod(0o644)
    with struck_by(Fault(1, only="sql BEGIN IMMEDIATE", ever_after=True)):
        history, log, ending = relieved(knowledge, monkeypatch, ("hold 1", "g"), ("stay away", "1"))
    log.close(ending)
    trouble, told = capsys.readouterr().err.splitlines()
    assert trouble.startswith("Not saved: ")
    assert "it waits in " in trouble
    assert told.endswith("history.db had mode 0644; only you can use it now")
    assert history.backed_up_at == []


def test_what_the_store_has_to_tell_is_told_once_after_relief(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(store())
    (folder() / "history.db").chmod(0o644)
    _, log, ending = relieved(knowledge, monkeypatch, ("hold 1", "g"), ("stay away", "1"))
    assert capsys.readouterr().err == ""
    log.close(ending)
    said = capsys.readouterr().err
    assert said.count("history.db had mode 0644; only you can use it now\n") == 1
    assert len(said.splitlines()) == 1
    assert run("list").stderr == ""
