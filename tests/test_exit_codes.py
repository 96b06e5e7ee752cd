"""Every exit code that the program promises, provoked; and every failure one line a fault, with what mends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from helpers.own_files import written
from helpers.running import run
from helpers.screens import Program

from cramp_cli import cli
from cramp_cli.core.errors import ExitCode
from cramp_cli.storage.locations import history_folder, profile_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOT_JSON = b"{"
OTHER_JSON = b'{"schema": "other/1", "items": []}'


def nothing() -> None:
    """Everything is as it should be."""


def a_bad_profile() -> None:
    file = profile_file()
    assert file is not None
    file.parent.mkdir(parents=True)
    file.write_text('nigth = "off"\nconditions = ["pregnat"]\n', "utf-8")


def a_bad_store() -> None:
    folder = history_folder()
    assert folder is not None
    folder.mkdir(parents=True)
    (folder / "history.db").write_text("hello", "utf-8")


def a_bad_plan() -> None:
    folder = history_folder()
    assert folder is not None
    folder.mkdir(parents=True)
    (folder / "plan.json").write_text("{", "utf-8")


def a_bad_file() -> None:
    written("regions: 5\nmyths: 5\n", "bad.yaml")


ENDINGS: list[tuple[ExitCode, list[str], bytes, Callable[[], None]]] = [
    (ExitCode.DONE, ["relief", "calf"], b"", nothing),
    (ExitCode.DONE, ["--help"], b"", nothing),
    (ExitCode.DONE, ["check", "--answers", "-"], b"gate-chest: yes\n", nothing),
    (ExitCode.DONE, ["relief", "calf"], b"", a_bad_profile),
    (ExitCode.DONE, ["relief", "calf"], b"", a_bad_store),
    (ExitCode.DONE, ["relief", "calf"], b"", a_bad_file),
    (ExitCode.FAILED, ["relief", "calf", "--html", "gone/page.html"], b"", nothing),
    (ExitCode.FAILED, ["history", "export", "gone/cramps.json"], b"", nothing),
    (ExitCode.USAGE, ["relief", "clf"], b"", nothing),
    (ExitCode.USAGE, ["relief", "calf", "--nope"], b"", nothing),
    (ExitCode.USAGE, ["reliefe"], b"", nothing),
    (ExitCode.USAGE, ["history", "delete", "0000"], b"", nothing),
    (ExitCode.USAGE, ["plan", "stop"], b"", nothing),
    (ExitCode.KNOWLEDGE, ["knowledge", "check"], b"", a_bad_file),
    (ExitCode.KNOWLEDGE, ["knowledge", "check", "gone.yaml"], b"", nothing),
    (ExitCode.KNOWLEDGE, ["check", "--answers", "-"], b"wher: calf\nage: old\n", nothing),
    (ExitCode.KNOWLEDGE, ["profile", "show"], b"", a_bad_profile),
    (ExitCode.KNOWLEDGE, ["history", "import", "-"], NOT_JSON, nothing),
    (ExitCode.KNOWLEDGE, ["history", "import", "-"], OTHER_JSON, nothing),
    (ExitCode.HISTORY, ["history", "list"], b"", a_bad_store),
    (ExitCode.HISTORY, ["history", "add", "calf"], b"", a_bad_store),
    (ExitCode.HISTORY, ["report"], b"", a_bad_store),
    (ExitCode.HISTORY, ["plan", "show"], b"", a_bad_plan),
    (ExitCode.NEEDS_ANSWER, ["relief"], b"", nothing),
    (ExitCode.NEEDS_ANSWER, ["relief", "leg"], b"", nothing),
    (ExitCode.NEEDS_ANSWER, ["check"], b"", nothing),
    (ExitCode.NEEDS_ANSWER, ["history", "delete", "--all"], b"", nothing),
    (ExitCode.REFUSED, ["relief", "chest", "pain"], b"", nothing),
    (ExitCode.REFUSED, ["history", "add", "heart"], b"", nothing),
    (ExitCode.REFUSED, ["plan", "--answers", "-"], b"gate-chest: yes\n", nothing),
]
SIGNALS = {
    "SIGHUP": ExitCode.HANGUP,
    "SIGINT": ExitCode.INTERRUPTED,
    "SIGQUIT": ExitCode.QUIT,
    "SIGTERM": ExitCode.TERMINATED,
}


@pytest.mark.parametrize(
    ("code", "arguments", "typed", "given"), ENDINGS, ids=[f"{one[0].value} {' '.join(one[1])}" for one in ENDINGS]
)
def test_each_ending_has_its_code_and_each_fault_its_line(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    code: ExitCode,
    arguments: list[str],
    typed: bytes,
    given: Callable[[], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    given()
    done = run(*arguments, stdin=typed)
    assert done.code == code
    if code in {ExitCode.DONE, ExitCode.REFUSED}:
        assert done.out
        assert "error" not in done.err
        return
    assert done.out == ""
    faults = [line for line in done.lines if line.startswith("cramp-cli: error: ")]
    assert faults
    assert all(" — " in line or ": cramp-cli " in line for line in faults), faults
    assert all(line.isprintable() for line in done.lines)


def test_a_bug_is_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "app", lambda *_args, **_kwargs: 1 // 0)
    assert run("relief", "calf").code == ExitCode.FAILED


def test_too_little_memory_is_said_and_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def much(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(cli, "app", much)
    done = run("relief", "calf")
    assert (done.code, done.err) == (
        ExitCode.FAILED, "cramp-cli: error: there is not enough memory for this — give it less to read\n",
    )  # fmt: skip


@pytest.mark.parametrize(("name", "code"), SIGNALS.items())
def test_a_signal_is_128_and_its_number(name: str, code: ExitCode) -> None:
    program = Program("check")
    program.see("Which of these do you have now?")
    program.child.kill(getattr(signal, name))
    assert program.end() == code
    assert code == 128 + getattr(signal, name)


def test_a_reader_that_goes_away_is_141() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "cramp_cli", "relief", "calf"], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (ExitCode.BROKEN_PIPE, b"")


def test_every_code_is_provoked_here() -> None:
    provoked = {one[0] for one in ENDINGS} | set(SIGNALS.values()) | {ExitCode.BROKEN_PIPE}
    assert provoked == set(ExitCode)
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 4, 5, 10, 129, 130, 131, 141, 143]


def test_several_faults_are_several_lines_in_their_order() -> None:
    a_bad_profile()
    lines = run("profile", "show").lines
    assert ["nigth" in lines[0], "pregnat" in lines[1], len(lines)] == [True, True, 3]
    a_bad_file()
    assert [line.split(".yaml:")[1][:5] for line in run("knowledge", "check").lines] == ["1:10:", "2:8: "]
