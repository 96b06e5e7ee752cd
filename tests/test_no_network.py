"""Nothing leaves the machine: no command opens a socket, and every command works where there is no network at all."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import episode
from helpers.history_command import store
from helpers.unshared import MAY_LEAVE_THE_NETWORK, NO_NETWORK
from test_terminal import FAST, Terminal

from cramp_cli.commands.table import COMMANDS
from cramp_cli.storage.history_entries import export_of

if TYPE_CHECKING:
    from pathlib import Path

GUARD = """
import os, sys
def guard(event, given):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        os.write(2, f"guard: {event}\\n".encode())
        os._exit(99)
sys.addaudithook(guard)
"""
RUNS = (
    ("--version",), ("--help",), ("relief", "calf", "--print"), ("relief", "calf", "--json"),
    ("relief", "calf", "--html", "calf.html"), ("check", "--answers", "answers.yaml", "--json"),
    ("questions", "--json"), ("regions",), ("causes", "shoes"), ("remedies",), ("medicines", "atorva"), ("myths",),
    ("learn",), ("figure",), ("history", "add", "calf", "--pain", "7"), ("history", "list"), ("history", "chart"),
    ("history", "export", "out.json"), ("history", "import", "in.json"), ("history", "backup"), ("history", "restore"),
    ("history", "check"), ("history", "repair"), ("history", "delete", "--all", "--yes"),
    ("report",), ("report", "--html", "report.html"), ("report", "--json", "-"),
    ("plan", "calf"), ("plan", "start", "night-stretching", "--ics", "plan.ics"), ("plan", "show"), ("plan", "stop"),
    ("profile", "set", "situation", "bed"), ("profile", "show"), ("profile", "unset", "--all"),
    ("knowledge", "check"), ("knowledge", "sources"), ("knowledge", "paths"), ("knowledge", "schema"),
    ("doctor", "--mute"), ("completion", "bash"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answers.yaml").write_text("{}\n", "utf-8")
    (tmp_path / "in.json").write_text(json.dumps(export_of([episode(1)])), "utf-8")


def guarded(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in an interpreter that dies at the first socket."""
    return subprocess.run(
        [sys.executable, "-c", GUARD + code, *arguments],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://localhost:1')",
    ],
)
def test_the_guard_sees_a_socket(code: str) -> None:
    assert guarded(code).returncode == 99


def test_every_command_is_tried() -> None:
    assert {one[0] for one in RUNS} >= set(COMMANDS)


def test_no_command_opens_a_socket() -> None:
    for arguments in RUNS:
        done = guarded("from cramp_cli.start import main; main()", *arguments)
        assert (done.returncode, "guard:" in done.stderr) == (0, False), (arguments, done.stderr)


def test_a_guided_run_opens_none_either(tmp_path: Path) -> None:
    (tmp_path / "guarded.py").write_text(f"{GUARD}\nfrom cramp_cli.start import main\nmain()\n", "utf-8")
    terminal = Terminal(shell=f"exec {sys.executable} {tmp_path}/guarded.py relief calf {' '.join(FAST)}")
    terminal.see("hold 1 of 3")
    terminal.press("n")
    terminal.see("hold 2 of 3")
    terminal.press("q")
    assert terminal.end() == 0
    assert "guard:" not in terminal.written
    assert len(store().list().episodes) == 1


@MAY_LEAVE_THE_NETWORK
def test_every_command_works_without_a_network() -> None:
    for arguments in RUNS:
        command = [*NO_NETWORK, sys.executable, "-m", "cramp_cli", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, (arguments, done.stderr)
        assert "Traceback" not in done.stderr
