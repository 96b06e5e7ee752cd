"""A bug is one line and a private file that says where it was, and nothing of what anybody typed, read or answered."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from helpers.running import run

from cramp_cli import cli
from cramp_cli.storage import crash

if TYPE_CHECKING:
    from collections.abc import Callable

CANARY = "canary-7f3a"


def at_once(said: str) -> NoReturn:
    raise ValueError(said)


def out_of_another(said: str) -> NoReturn:
    try:
        at_once(said)
    except ValueError as error:
        raise LookupError(said) from error


def while_mending(said: str) -> NoReturn:
    try:
        at_once(said)
    except ValueError:
        dict[str, str]()[said]
    raise AssertionError


def without_end(said: str) -> NoReturn:
    without_end(said)


def in_a_circle(said: str) -> NoReturn:
    first, second = ValueError(said), ValueError(said)
    first.__cause__, second.__cause__ = second, first
    raise first


BUGS = [at_once, out_of_another, while_mending, without_end, in_a_circle]


def caught(bug: Callable[[str], NoReturn]) -> BaseException:
    try:
        bug(CANARY)
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error


@pytest.mark.parametrize("bug", BUGS)
def test_it_says_where_and_never_what(tmp_path: Path, bug: Callable[[str], NoReturn]) -> None:
    file = crash.write_down(caught(bug), tmp_path / "state")
    assert file == tmp_path / "state" / "crash.txt"
    text = file.read_text("utf-8")
    assert CANARY not in text
    assert str(Path(__file__).parent) not in text
    assert f":{caught.__code__.co_firstlineno + 2} caught\n" in text
    assert f" {bug.__name__}\n" in text
    assert len(text.splitlines()) < 500
    assert text.isprintable() or set(text) - {"\n"} == {char for char in text if char.isprintable()}


def test_what_it_came_of_stands_there_too(tmp_path: Path) -> None:
    file = crash.write_down(caught(out_of_another), tmp_path)
    assert file is not None
    text = file.read_text("utf-8")
    assert text.index("builtins.LookupError") < text.index("builtins.ValueError")


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_person_can_read_it_and_the_last_one_counts(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        crash.write_down(caught(at_once), tmp_path / "state")
        file = crash.write_down(caught(out_of_another), tmp_path / "state")
    finally:
        os.umask(before)
    assert file is not None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["crash.txt"]
    assert "LookupError" in file.read_text("utf-8")


def test_a_link_in_its_place_is_replaced_and_never_followed(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs", "utf-8")
    (tmp_path / "crash.txt").symlink_to(theirs)
    assert crash.write_down(caught(at_once), tmp_path) == tmp_path / "crash.txt"
    assert theirs.read_text("utf-8") == "theirs"


def a_file(folder: Path) -> None:
    folder.write_text("a file", "utf-8")


def a_folder_of_that_name(folder: Path) -> None:
    (folder / "crash.txt").mkdir(parents=True)


@pytest.mark.parametrize("make", [a_file, a_folder_of_that_name])
def test_where_it_cannot_be_written_nothing_worse_happens(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "state")
    before = sorted(tmp_path.rglob("*"))
    assert crash.write_down(caught(at_once), tmp_path / "state") is None
    assert crash.write_down(caught(at_once), None) is None
    assert sorted(tmp_path.rglob("*")) == before


# -- through the front door -------------------------------------------------------------------------------------------


def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> NoReturn:
        out_of_another(CANARY)

    monkeypatch.setattr(cli, "app", failing)


def test_a_bug_is_one_line_that_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    done = run("relief", CANARY, "--since", CANARY)
    file = Path(os.environ["XDG_STATE_HOME"]) / "cramp-cli" / "crash.txt"
    assert (done.code, done.out) == (1, "")
    assert done.lines == [
        f"cramp-cli: error: a bug (LookupError) — report it with {file}, which holds nothing of yours"
    ]
    assert CANARY not in file.read_text("utf-8")
    assert "cramp_cli.cli:" in file.read_text("utf-8")


def test_where_no_file_can_be_the_line_says_how_to_see_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken(monkeypatch)
    (tmp_path / "state").write_text("a file", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert run("causes").lines == ["cramp-cli: error: a bug (LookupError) — set CRAMP_CLI_DEBUG=1 to see where"]


def test_the_whole_traceback_is_there_for_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    monkeypatch.setenv("CRAMP_CLI_DEBUG", "1")
    done = run("causes")
    assert done.code == 1
    assert done.lines[0] == "Traceback (most recent call last):"
    assert done.lines[-1] == f"LookupError: {CANARY}"
    assert not Path(os.environ["XDG_STATE_HOME"]).exists()


def test_what_was_expected_leaves_no_file() -> None:
    for arguments in (["relief", "clf"], ["relief", "calf"], ["check"], ["relief", "--nope"]):
        run(*arguments)
    assert not Path(os.environ["XDG_STATE_HOME"]).exists()
