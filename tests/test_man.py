"""The man page says what the commands, exit codes, keys and variables are now, in roff that nobody complains about."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from campaigns.man import AGAIN, ENDINGS, ENVIRONMENT, FILES, KEYS, PAGE, page
from helpers.shells import needs

import cramp_cli
from cramp_cli.cli import app
from cramp_cli.commands.tree import tree_of
from cramp_cli.core.command_tree import Command, Option
from cramp_cli.core.errors import ExitCode
from cramp_cli.storage import locations
from cramp_cli.terminal import frames

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="not run: the files and the man program of Linux")
TREE = tree_of(typer.main.get_command(app))
TEXT = PAGE.read_text("utf-8")
SOURCES = [file.read_text("utf-8") for file in Path(cramp_cli.__file__).parent.rglob("*.py")]


def test_the_page_is_what_the_tree_gives_now() -> None:
    assert page(TREE) == TEXT, AGAIN


def test_every_command_and_option_stands_in_it() -> None:
    plain = TEXT.replace("\\-", "-")
    for command in TREE.all_commands():
        assert " ".join(("cramp-cli", *command.path)) in plain
        assert all(name in plain for option in command.options for name in option.names)


def test_every_exit_code_stands_in_it() -> None:
    assert set(ENDINGS) == set(ExitCode)


def test_every_key_of_a_routine_stands_in_it() -> None:
    shown = (frames._READY_KEYS, frames._HOLD_KEYS, frames._AFTER_KEYS, frames._REST_KEYS)
    assert {key for keys in shown for key, _ in keys} == set(KEYS)


def test_every_variable_that_is_read_stands_in_it() -> None:
    read = {name for text in SOURCES for name in re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', text)}
    kinds = {kind for text in SOURCES for kind in re.findall(r'_own_folder\("(\w+)"\)', text)}
    assert read | {f"XDG_{kind.upper()}_HOME" for kind in kinds} == set(ENVIRONMENT)


@ON_LINUX
def test_every_folder_of_ours_stands_in_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    folders = (locations.history_folder, locations.config_folder, locations.cache_folder, locations.state_folder)
    named = {file.replace("~", str(tmp_path)).split("cramp-cli/")[0] + "cramp-cli" for file in FILES}
    assert {str(folder()) for folder in folders} == named


@ON_LINUX
@pytest.mark.parametrize(
    "line",
    [
        ("mandoc", "-T", "lint", "-W", "style"),
        ("groff", "-man", "-Tutf8", "-ww", "-z"),
        ("man", "--warnings", "-l"),
    ],
    ids=lambda line: line[0],
)
def test_no_reader_of_man_pages_complains(line: tuple[str, ...]) -> None:
    needs(line[0])
    done = subprocess.run([*line, PAGE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert line[0] == "man" or not done.stdout


def test_what_roff_would_take_for_a_request_stays_text() -> None:
    needs("groff")
    hostile = '.so /etc/passwd\n\n\'br\n\n\\fB \\n[x] `ls` "quoted" ~ ^ -x \u2014 end.'
    made = page(Command((), "", hostile, (Option(("--x",), ".ex \\*[y] 'z'"),)))
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=made, capture_output=True, text=True, check=True)
    shown = " ".join(re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout).split())
    assert done.stderr == ""
    for text in (".so /etc/passwd", "'br", '\\fB \\n[x] `ls` "quoted" ~ ^ -x \u2014 end.', ".ex \\*[y] 'z'"):
        assert text in shown
