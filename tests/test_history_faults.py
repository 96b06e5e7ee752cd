"""Whatever call fails, nothing acknowledged is lost and no failure is called success."""

from __future__ import annotations

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from helpers.episodes import episode
from helpers.faults import Fault, refused, struck_by
from helpers.store_cases import (
    CALLS_AT_MOST,
    CASES,
    ENDED,
    LONGER,
    NEW,
    OLD,
    Case,
    at,
    damaged_with_backup,
    filled,
    is_somewhere,
    records,
    said,
    sound,
    with_backup,
    with_waiting,
)
from helpers.stores import bytes_in, quick_folder

from cramp_cli.core.errors import CrampError
from cramp_cli.storage import history_pending, history_schema
from cramp_cli.storage.history import NotKeptError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cramp_cli.storage.history import History

WAITS = Case("waiting", with_waiting, lambda history: history.keep(NEW), said(*OLD), said(*OLD, NEW))


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_failure_at_any_call_loses_nothing_and_is_never_called_success(
    case: Case, tmp_path: Path, *, after: bool
) -> None:
    template = tmp_path / "template"
    case.start(template)
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        if template.exists():
            shutil.copytree(template, folder)
        history = at(folder)
        with struck_by(Fault(number, after=after)) as fault:
            error = refused(partial(case.act, history))
        sound(history, case)
        if error is None:
            assert records(history) == case.after
            assert "delete" not in case.name or b"note 4" not in bytes_in(folder)
        if isinstance(error, NotKeptError):
            wanted = {"step": LONGER, "finish": ENDED}.get(case.name, NEW)
            assert is_somewhere(wanted, history, error)
        shutil.rmtree(folder, ignore_errors=True)
        if not fault.has_struck:
            assert error is None
            assert number > 40
            return
    raise AssertionError("it never came to an end")


def test_a_failure_while_what_waits_is_taken_in_loses_nothing(tmp_path: Path) -> None:
    template = tmp_path / "template"
    with_waiting(template)
    for number in range(1, CALLS_AT_MOST):
        folder = tmp_path / str(number)
        shutil.copytree(template, folder)
        history = at(folder)
        with struck_by(Fault(number)) as fault:
            error = refused(partial(WAITS.act, history))
        assert is_somewhere(episode(60), history, None)
        assert is_somewhere(NEW, history, error if isinstance(error, NotKeptError) else None)
        assert error is not None or repr(NEW) in records(history)
        history.keep(episode(61))
        assert said(*OLD, NEW, episode(60), episode(61)) - records(history) <= said(*([NEW] if error else []))
        assert history.waiting() == ()
        shutil.rmtree(folder)
        if not fault.has_struck:
            return
    raise AssertionError("it never came to an end")


def test_a_commit_that_lied_is_not_called_success(tmp_path: Path) -> None:
    class Liar(Fault):
        def around(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:  # noqa: ANN401
            return call("ROLLBACK") if name == "sql COMMIT" else call(*given, **named)

    history = at(tmp_path / "d")
    filled(history.place.folder)
    with struck_by(Liar(0)), pytest.raises(NotKeptError, match="did not hold what was written"):
        history.keep(NEW)
    with struck_by(Liar(0)), pytest.raises(CrampError, match="did not hold what was written"):
        history.take_in([NEW])
    assert history.waiting() == (f"{NEW.id}.json",)


def test_the_settings_are_those_that_make_sqlite_keep_its_word(tmp_path: Path) -> None:
    from cramp_cli.storage.history_connection import writing

    wanted = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "fullfsync": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
        "application_id": int.from_bytes(b"CRAM", "big"),
        "user_version": len(history_schema.MIGRATIONS),
    }
    given = {"busy_timeout", "application_id", "user_version"}
    with struck_by(Fault(10**9)) as fault, writing(at(tmp_path / "d").place) as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted
    asked = {call.removeprefix("sql PRAGMA ").split("=")[0] for call in fault.calls if "PRAGMA" in call and "=" in call}
    assert wanted.keys() - given <= asked, "what this SQLite does by itself, another may not"


@pytest.mark.parametrize(
    ("start", "act"),
    [
        (filled, lambda history: history_pending.keep(history.place, NEW)),
        (filled, lambda history: history.back_up()),
        (with_backup, lambda history: history.restore()),
        (damaged_with_backup, lambda history: history.repair()),
    ],
    ids=["waiting", "back up", "restore", "repair"],
)
def test_contents_are_on_the_disk_before_they_have_their_name_and_the_name_before_success(
    start: Callable[[Path], None], act: Callable[[History], object], tmp_path: Path
) -> None:
    start(tmp_path / "d")
    with struck_by(Fault(10**9, only="os ")) as fault:
        act(at(tmp_path / "d"))
    calls = ["nothing yet", *(call for call in fault.calls if call in {"os fsync", "os replace"})]
    named = [number for number, call in enumerate(calls) if call == "os replace"]
    assert named
    assert all(calls[number - 1] == calls[number + 1] == "os fsync" for number in named)


@pytest.mark.skipif(os.name != "posix", reason="not run: a folder cannot be synced here")
def test_the_name_of_a_new_store_is_on_the_disk_before_anything_is_said_to_be_kept(tmp_path: Path) -> None:
    with struck_by(Fault(10**9, only="os ")) as fault:
        at(tmp_path / "d").keep(NEW)
    assert "os fsync" in fault.calls
