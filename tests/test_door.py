"""Nothing from data, arguments, file names, the environment or an exception reaches the terminal as more than text.

Ten thousand strings with `CRAMP_CLI_EVERYTHING=1`, a seeded part of them in each ordinary run.
"""

from __future__ import annotations

import ast
import json
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from helpers.hostile import COMMANDS, HOSTILE, IN_A_FILE
from helpers.own_files import TEMPLATE, written
from helpers.running import Done, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cramp_cli
from cramp_cli import cli
from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERYTHING = bool(os.environ.get("CRAMP_CLI_EVERYTHING"))
PACKAGE = Path(cramp_cli.__file__).parent

# -- one door ---------------------------------------------------------------------------------------------------------

MAY_WRITE = {"terminal/console.py", "terminal/early.py", "start.py"}
"""The door; what is shown before there is one, which is what the door wrote the last time; and the last word of all."""
ECHOES_ITS_OWN_WORDS = {"cli.py"}
WAYS_OUT = {
    *("print", "pprint", "input", "breakpoint", "sys.stdout.write", "sys.stderr.write", "sys.stdout.writelines"),
    *("sys.stderr.writelines", "sys.stdout.buffer.write", "sys.stderr.buffer.write", "os.write(1)", "os.write(2)"),
    *("typer.secho", "typer.prompt", "typer.confirm", "warnings.warn", "logging.warning", "logging.error"),
    *("traceback.print_exc", "traceback.print_exception", "faulthandler.enable", "console.print", "rich.print"),
}


def calls_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
            if ast.unparse(node.func) == "os.write":
                yield f"os.write({ast.unparse(node.args[0])})"


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_there_is_no_way_out_but_the_door(file: Path) -> None:
    name = file.relative_to(PACKAGE).as_posix()
    found = set(calls_in(file))
    ways = WAYS_OUT | ({"typer.echo"} if name not in ECHOES_ITS_OWN_WORDS else set())
    assert name in MAY_WRITE or not found & ways
    assert not any("__stdout__" in call or "__stderr__" in call for call in found)


# -- arguments --------------------------------------------------------------------------------------------------------

CODES = {int(code) for code in ExitCode} - {1, 129, 130, 131, 141, 143}


def assert_only_text(done: Done) -> None:
    """Everything written is text in lines, and every failure begins as failures do."""
    for text in (done.out, done.err):
        assert all(char.isprintable() or char == "\n" for char in text), repr(text)
    assert "a bug (" not in done.err
    assert done.code in CODES
    if done.code in {2, 3, 4, 5}:
        assert done.err.endswith("\n")
        assert done.lines[-1].startswith(("cramp-cli: error: ", '{"schema": "cramp-cli/error/1"'))


@settings(
    max_examples=10_000 if EVERYTHING else 250,
    derandomize=True, deadline=None, print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(arguments=st.sampled_from(COMMANDS), text=HOSTILE)
def test_no_control_bytes_reach_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    given_words = [one.replace("{}", text) for one in arguments]
    assert_only_text(run(*given_words, stdin=text.encode("utf-8", "replace")))


# -- data -------------------------------------------------------------------------------------------------------------

SHOW_IT = [
    *(["relief", "eyelid"], ["relief", "eyelid", "--json"], ["relief", "eyelid", "--html", "-"], ["regions"]),
    *(["regions", "eyelid"], ["relief", "left", "eyelid"], ["relief", "eyelit"]),
]
KEYS = ("name", "muscles", "title", "do", "felt", "text", "mistakes", "names")


@settings(
    max_examples=200 if EVERYTHING else 3,
    derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(texts=st.lists(IN_A_FILE, min_size=len(KEYS), max_size=len(KEYS)))
def test_what_a_file_says_is_only_said(texts: list[str]) -> None:
    region = yaml.load(TEMPLATE, yaml.BaseLoader)["regions"][0]  # noqa: S506 - our own file, and nothing typed
    for key, text in zip(KEYS, texts, strict=True):
        for place in (region, region["steps"][0], region["stop-signs"][0]):
            if key in place:
                place[key] = [*place[key], text] if isinstance(place[key], list) else text
    contents = json.dumps({"regions": [region]}).replace('"sides": "true"', '"sides": true').replace('"3"', "3")
    written(contents, "mine.yaml")
    done = run("knowledge", "check")
    assert_only_text(done)
    for arguments in SHOW_IT:
        done = run(*arguments)
        assert_only_text(done)
        assert "--html" not in arguments or "<script>" not in done.out


# -- exceptions -------------------------------------------------------------------------------------------------------

BAD = "a\x1b[31m\u202eb\nc"
FAILURES = [
    ValueError(BAD),
    KeyError(BAD),
    OSError(28, BAD, BAD),
    FileNotFoundError(2, "No such file", BAD),
    PermissionError(BAD),
    sqlite3.DatabaseError(BAD),
    UnicodeDecodeError("utf-8", b"\xff" + BAD.encode(), 0, 1, BAD),
    UnicodeEncodeError("ascii", BAD, 0, 1, BAD),
    RecursionError(BAD),
    MemoryError(BAD),
    CrampError(BAD, BAD, fix="mend it"),
    type("Red\x1bError", (Exception,), {})(BAD),
    ExceptionGroup(BAD, [ValueError(BAD)]),
]


@pytest.mark.parametrize("is_debugged", [False, True])
@pytest.mark.parametrize(
    "failure", FAILURES, ids=lambda failure: type(failure).__name__.encode("unicode_escape").decode()
)
def test_no_exception_says_more_than_text(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, *, is_debugged: bool
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(cli, "app", failing)
    if is_debugged:
        monkeypatch.setenv("CRAMP_CLI_DEBUG", "1")
    done = run("relief", "calf")
    assert (done.code, done.out) == (1, "")
    assert all(char.isprintable() or char == "\n" for char in done.err)
    if not is_debugged:
        assert len(done.lines) == 1 + (type(failure) is CrampError)
        assert all(line.startswith("cramp-cli: error: ") for line in done.lines)
