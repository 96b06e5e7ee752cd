"""What the store could not take waits beside it, is taken in once, and never stands in the way of relief."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.episodes import NOW, episode, step
from helpers.faults import no_lock, struck_by
from helpers.history_command import fill_store, folder, run, store
from helpers.stores import fill, put_waiting

from cramp_cli.core.episode import Moment
from cramp_cli.core.errors import CrampError
from cramp_cli.storage.history import History, NotKeptError
from cramp_cli.storage.history_entries import entry_of
from cramp_cli.storage.history_recorder import PATIENCE_SECONDS, Recorder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "d", now=lambda: NOW)


# -- what waits -------------------------------------------------------------------------------------------------------


def test_what_waits_is_taken_in_once(history: History) -> None:
    with struck_by(no_lock()), pytest.raises(NotKeptError, match="it waits in") as caught:
        history.keep(episode(1))
    assert caught.value.waits_in is not None
    assert history.count() == 0
    assert history.check() == (f"{episode(1).id}.json waits to be taken in",)
    history.keep(episode(2))
    assert history.list().episodes == (episode(2), episode(1))
    assert history.waiting() == ()


def test_what_waits_never_takes_the_place_of_a_later_state(history: History) -> None:
    one = episode(3)
    later, ended = one.with_step(step(1)), replace(one, ended=Moment(NOW))
    history.keep(later)
    put_waiting(history, f"{one.id}.json", json.dumps(entry_of(one)).encode())
    history.keep(episode(1))
    assert history.get(one.id) == later
    put_waiting(history, "other-name.json", json.dumps(entry_of(ended)).encode())
    history.keep(episode(2))
    assert history.get(one.id) == ended
    assert history.waiting() == ()


def test_what_waits_and_is_no_episode_is_put_out_of_the_way_by_name(history: History, tmp_path: Path) -> None:
    good = json.dumps(entry_of(episode(5))).encode()
    bad: Iterable[tuple[str, bytes]] = (
        ("cut.json", good[:40]),
        ("deep.json", b"[" * 100_000),
        ("empty.json", b""),
        ("huge.json", good + b" " * (5 << 20)),
        ("latin.json", b"\xe9"),
    )
    put_waiting(history, "good.json", good)
    put_waiting(history, "twin.json", good)
    for name, contents in bad:
        put_waiting(history, name, contents)
    (tmp_path / "secret").write_bytes(good)
    (history.place.pending / "link.json").symlink_to(tmp_path / "secret")
    os.mkfifo(history.place.pending / "pipe.json")
    history.keep(episode(1))
    assert history.list().episodes == (episode(5), episode(1))
    refused = sorted([*(name for name, _ in bad), "link.json", "pipe.json"])
    assert sorted(path.name for path in history.place.pending.iterdir()) == [f"{name}.refused" for name in refused]
    told = [line for line in history.notices() if line.endswith("holds no episode that can be read")]
    assert [Path(line.split(" ")[0]).name for line in told] == [f"{name}.refused" for name in refused]


@contextmanager
def locked() -> Iterator[None]:
    """Keep every other program out of the store."""
    with closing(sqlite3.connect(folder() / "history.db", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def test_a_lock_that_stays_is_exit_4_and_what_waits_is_there_with_the_next_command() -> None:
    fill_store()
    with locked():
        done = run("add", "calf", "--note", "-", typed="waits")
    assert done.returncode == 4
    assert "not saved: " in done.stderr
    assert "it waits in " in done.stderr
    assert "do not add it again" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    listed = run("list")
    assert len(listed.stdout.splitlines()) == 4
    assert listed.stderr.endswith(" that waited is in the history now\n")
    assert [one.notes for one in store().list().episodes][:1] == ["waits"]
    assert run("list").stderr == ""


@pytest.mark.parametrize("mend", ["repair", "restore"])
def test_what_waits_beside_a_damaged_store_is_taken_in_when_that_is_mended(mend: str) -> None:
    fill_store()
    store().back_up()
    (folder() / "history.db").write_text("hello", "utf-8")
    assert run("add", "calf", "--note", "-", typed="waits").returncode == 4
    listed = run("list")
    assert (listed.returncode, listed.stdout) == (4, "")
    done = run(mend)
    assert done.returncode == 0
    assert done.stderr.endswith(" that waited is in the history now\n")
    assert sorted(one.notes for one in store().list().episodes) == ["note 0", "note 1", "note 2", "waits"]


def test_what_waits_and_cannot_be_taken_in_is_said_and_keeps_nobody_from_reading() -> None:
    fill_store()
    put_waiting(store(), f"{episode(9).id}.json", json.dumps(entry_of(episode(9))).encode())
    with closing(sqlite3.connect(folder() / "history.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        done = run("list")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)
    assert "Episodes still wait: " in done.stderr
    assert "in use by another cramp-cli" in done.stderr
    assert store().waiting() == (f"{episode(9).id}.json",)


# -- the recorder -----------------------------------------------------------------------------------------------------


def recorder_of(history: History) -> Recorder:
    return Recorder(lambda: history)


def test_an_episode_is_kept_as_it_happens(history: History) -> None:
    recorder, one = recorder_of(history), episode(1, steps=())
    ended = replace(one, steps=(step(1), step(2)), ended=Moment(NOW, 60), ending="gone", pain_after=0)
    for state in (one, one.with_step(step(1)), replace(one, steps=(step(1), step(2))), ended):
        assert recorder.keep(state) == recorder.trouble == ""
        assert history.list().episodes == (state,)


def test_a_trouble_that_passes_is_made_good_by_the_next_step(history: History) -> None:
    recorder, one = recorder_of(history), episode(1, steps=())
    with struck_by(no_lock()):
        assert recorder.keep(one).startswith("not saved: ")
    assert recorder.trouble.isprintable()
    assert recorder.record is None
    assert recorder.keep(one.with_step(step(1))) == ""
    assert history.list().episodes == (one.with_step(step(1)),)
    assert history.waiting() == ()
    assert history.notices() == ()


@pytest.mark.parametrize(
    "error", [CrampError("no home", fix="make one"), ImportError("no sqlite3"), ValueError("a\nb")]
)
def test_a_store_that_cannot_be_opened_is_tried_again_and_the_record_is_handed_over(
    history: History, error: Exception
) -> None:
    answers: list[Exception | History] = [error, history]

    def opened() -> History:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    recorder = Recorder(opened)
    assert recorder.keep(episode(1)).startswith("not saved: ")
    assert recorder.trouble.isprintable()
    assert recorder.record == entry_of(episode(1))
    assert recorder.keep(episode(2)) == ""
    assert recorder.record is None
    assert recorder.keep(episode(3)) == "", "it is not opened again"
    assert history.list().episodes == (episode(3), episode(2))


def test_the_recorder_swallows_even_a_bug_and_hands_the_record_over(history: History) -> None:
    recorder = recorder_of(history)
    history.place = None  # type: ignore[assignment]
    assert recorder.keep(episode(1)).startswith("not saved: ")
    assert recorder.record == entry_of(episode(1))


def test_the_recorder_does_not_wait_for_a_lock(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    real = sqlite3.connect

    def connect(*given_: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401 - whatever it takes
        waits.append(named["timeout"])
        connection: sqlite3.Connection = real(*given_, **named)
        return connection

    fill(history)
    put_waiting(history, "x.json", json.dumps(entry_of(episode(30))).encode())
    monkeypatch.setattr(sqlite3, "connect", connect)
    recorder_of(history).keep(episode(20))
    assert history.waiting() == ()
    assert set(waits) == {0, PATIENCE_SECONDS}
    assert PATIENCE_SECONDS < 0.5
