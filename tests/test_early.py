"""The first screen comes early only as the very bytes an earlier run began with, and only if nothing has changed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from cramp_cli.commands import relief
from cramp_cli.commands.planning import How, Wish
from cramp_cli.commands.wiring import open_knowledge
from cramp_cli.core.hold import Signal
from cramp_cli.core.names import Ambiguous, AskFirst, NotMuscle, find
from cramp_cli.storage import locations
from cramp_cli.terminal import early, stage
from cramp_cli.terminal.player import Player

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_cli.core.hold import Hold
    from cramp_cli.knowledge.decoding import Knowledge

EVERYTHING = os.environ.get("CRAMP_CLI_EVERYTHING")
"""Every name takes a minute; the ordinary run tries one in twelve."""
HIDE = "\x1b[?25l"
QUIET, _TYPING = os.pipe()
"""A keyboard that nobody touches."""


class Screen(io.TextIOWrapper):
    """A terminal that keeps what is written on it."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def text(self) -> str:
        return bytes(self.buffer.getvalue()).decode()  # type: ignore[attr-defined]


class Glance(Player):
    """Somebody who stops as soon as the first screen has been seen."""

    seen = ""

    def _next(self, hold: Hold, *_: object, **__: object) -> tuple[Hold, Signal | None]:
        Glance.seen = Glance.seen or sys.stdout.text  # type: ignore[union-attr]
        return hold, Signal.QUIT


class Desk:
    """A terminal of 80x24 at some hour, at which `cramp-cli relief` is called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.size = os.terminal_size((80, 24))
        monkeypatch.setattr(stage, "Player", Glance)
        monkeypatch.setattr(os, "isatty", lambda _descriptor: True)
        monkeypatch.setattr(early, "_KEYBOARD", QUIET)
        monkeypatch.setattr(os, "get_terminal_size", lambda *_: self.size)
        monkeypatch.setattr(early, "_STARTED_NS", time.time_ns() + 10**12)

    def type(self, *words: str) -> None:
        self._monkeypatch.setattr(sys, "argv", ["cramp-cli", "relief", *words])
        self._monkeypatch.setattr(sys, "stdout", Screen())
        self._monkeypatch.setattr(early._Terminal, "shown", None)
        self._monkeypatch.setattr(early._Terminal, "is_untouched", True)
        Glance.seen = ""

    def full(self, *words: str, how: How = How()) -> str:  # noqa: B008 - a frozen value
        """Return what the full path writes until the first screen stands."""
        self.type(*words)
        relief.run(" ".join(words), Wish(), how)
        return Glance.seen

    def early(self, *words: str) -> str:
        """Return what is written before anything is imported."""
        self.type(*words)
        written: list[bytes] = []
        with self._monkeypatch.context() as patched:
            patched.setattr(os, "write", lambda _descriptor, text: written.append(text))
            early.show(sys.argv[1:])
        return b"".join(written).decode()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    open_knowledge()
    copytree(os.environ["XDG_CACHE_HOME"], tmp_path / "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Desk(monkeypatch)


def test_for_every_region_and_alias_the_early_bytes_are_those_of_the_full_path(
    desk: Desk, knowledge: Knowledge
) -> None:
    words = [word for names in knowledge.words.regions.values() for word in names]
    plain = [one for one in words if not isinstance(find(one, knowledge.words), Ambiguous | AskFirst | NotMuscle)]
    assert len(plain) > 100
    for word in plain if EVERYTHING else plain[::12]:
        full = desk.full(*word.split())
        assert full.startswith(HIDE), word
        shown = desk.early(*word.split())
        assert shown == full.removeprefix(HIDE) or not is_plain_word(word), word


def is_plain_word(word: str) -> bool:
    return word.replace("-", "").replace(" ", "").isalnum()


def at(hour: int) -> Callable[[], time.struct_time]:
    return lambda: time.struct_time((2026, 11, 22, hour, 0, 0, 6, 326, 0))


def test_by_night_the_early_bytes_are_those_of_the_night(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    by_day, by_night = (desk.full("calf", how=How(night=is_night)) for is_night in (False, True))
    desk.full("calf")
    monkeypatch.setattr(time, "localtime", at(3))
    assert desk.early("calf") == by_night.removeprefix(HIDE)
    monkeypatch.setattr(time, "localtime", at(12))
    assert desk.early("calf") == by_day.removeprefix(HIDE) != by_night.removeprefix(HIDE)


def write(path: Path | None, text: str) -> None:
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def smaller(desk: Desk) -> None:
    desk.size = os.terminal_size((70, 24))


CHANGES: dict[str, Callable[[Desk, pytest.MonkeyPatch], object]] = {
    "a profile": lambda _, __: write(locations.profile_file(), 'conditions = ["pregnant"]\n'),
    "a file of one's own": lambda _, __: write(locations.overlay_folder() / "a.cramp.yaml", "myths: {}\n"),  # type: ignore[operator]
    "another size": lambda desk, _: smaller(desk),
    "no colour": lambda _, patch: patch.setenv("NO_COLOR", "1"),
    "another terminal": lambda _, patch: patch.setenv("TERM", "dumb"),
    "another language": lambda _, patch: patch.setenv("LC_ALL", "C"),
    "another home": lambda _, patch: patch.setenv("HOME", "/nowhere"),
    "a new version": lambda _, patch: patch.setattr(early, "__version__", "99"),
    "no terminal": lambda _, patch: patch.setattr(os, "isatty", lambda _descriptor: False),
    "another history": lambda _, __: write(locations.history_folder() / "history.db", "other"),  # type: ignore[operator]
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_nothing_is_written_early(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, change: Callable[[Desk, pytest.MonkeyPatch], object]
) -> None:
    desk.full("calf")
    assert desk.early("calf")
    change(desk, monkeypatch)
    assert desk.early("calf") == ""


def test_a_changed_knowledge_file_is_noticed(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copytree(locations.data_root(), tmp_path / "data")
    monkeypatch.setattr(locations, "data_root", lambda: tmp_path / "data")
    desk.full("calf")
    assert desk.early("calf")
    file = tmp_path / "data" / "regions" / "calf.yaml"
    file.write_text(file.read_text().replace("Pull your toes up", "Pull up your toes"))
    assert desk.early("calf") == ""


@pytest.mark.parametrize("words", [("foot",), ("calf", "--plain"), ("calf", "--night"), ("left", "calf")])
def test_other_arguments_are_another_screen(desk: Desk, words: tuple[str, ...]) -> None:
    desk.full("calf")
    assert desk.early(*words) == ""


def test_who_wants_no_trace_leaves_none(desk: Desk) -> None:
    desk.full("calf", how=How(is_logged=False))
    write(locations.profile_file(), "history = false\n")
    desk.full("calf")
    assert not Path(early.usual_folder() or "").exists()


@pytest.mark.parametrize(
    "words", ["history delete --all --yes", "profile set conditions pregnant", "profile unset --all"]
)
def test_what_is_erased_or_changed_is_not_shown_again(desk: Desk, words: str) -> None:
    desk.full("calf")
    folder = Path(early.usual_folder() or "")
    assert list(folder.iterdir())
    subprocess.run([sys.executable, "-m", "cramp_cli", *words.split()], check=True, capture_output=True)
    assert not list(folder.iterdir())


def test_a_file_changed_while_the_run_went_on_leaves_no_record(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "_STARTED_NS", 0)
    desk.full("calf")
    assert not Path(early.usual_folder() or "").exists()


@pytest.mark.parametrize("damage", [b"", b"\n\n", b"\n\n\x00", b"\xff" * 99, b"a\nb\nc\n\nd"])
def test_a_strange_record_is_as_good_as_none(desk: Desk, damage: bytes) -> None:
    desk.full("calf")
    (record,) = Path(early.usual_folder() or "").iterdir()
    record.write_bytes(damage)
    assert desk.early("calf") == ""
    whole = desk.full("calf")
    assert desk.early("calf") == whole.removeprefix(HIDE)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir, None])
def test_what_is_no_plain_file_in_its_place_keeps_nobody_waiting(
    desk: Desk, make: Callable[[Path], None] | None
) -> None:
    desk.full("calf")
    (record,) = Path(early.usual_folder() or "").iterdir()
    record.unlink()
    if make is None:
        record.touch()
        os.truncate(record, 3 << 30)
    else:
        make(record)
    assert desk.early("calf") == ""


def test_only_the_person_can_read_it_and_only_so_many_are_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "MOST_RECORDS", 3)
    for region in ("calf", "foot", "hand", "shin", "jaw"):
        desk.full(region)
    folder = Path(early.usual_folder() or "")
    assert len(list(folder.iterdir())) == 3
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {0o600}


def test_the_usual_folder_is_where_records_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("/somewhere", "relative", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        folder = locations.cache_folder()
        assert early.usual_folder() == (f"{folder}/{early.FOLDER}" if folder else None)
