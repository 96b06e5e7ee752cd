"""A stand-in for the system's speaker: a program on PATH that writes down how it was called, and then speaks or not."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_PROGRAM = """#!{python} -ISE
import json, os, signal, subprocess, sys, time
call = {{"name": os.path.basename(sys.argv[0]), "arguments": sys.argv[1:], "pid": os.getpid(), "at": time.time(),
        "session": os.getsid(0), "input": sys.stdin.read() if {reads!r} else ""}}
child = subprocess.Popen([sys.executable, "-ISc", "import time; time.sleep(60)"]) if {does!r} == "leads" else None
call["child"] = child.pid if child else 0
with open({log!r}, "a") as log:
    log.write(json.dumps(call) + "\\n")
if {does!r} == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if {does!r} != "speaks" and {does!r} != "dies" and "--stop" not in sys.argv:
    time.sleep(60)
sys.exit(3 if {does!r} == "dies" else 0)
"""
SPEAKS, TALKS_LONG, DIES, DEAF, LEADS = "speaks", "talks", "dies", "deaf", "leads"
SOON = 8.0


class StandIn:
    """A folder for PATH with speakers in it, and everything they were told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "speakers"
        self.folder.mkdir()
        self.log = folder / "calls.jsonl"

    def put(self, name: str, does: str = SPEAKS) -> StandIn:
        """Put a speaker called `name` there, which speaks at once, talks for a minute, dies, or heeds no signal."""
        text = _PROGRAM.format(python=sys.executable, log=str(self.log), does=does, reads=name in {"say", "powershell"})
        (self.folder / name).write_text(text, "utf-8")
        (self.folder / name).chmod(0o755)
        return self

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call so far, the oldest first."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    @property
    def said(self) -> list[str]:
        """The texts of the calls."""
        return [call["input"] or (call["arguments"] or [""])[-1] for call in self.calls]

    def heard(self, count: int) -> list[str]:
        """Wait until that much was said."""
        until = time.monotonic() + SOON
        while len(self.calls) < count and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.calls) >= count, self.said
        return self.said

    @property
    def alive(self) -> list[int]:
        """The processes of all calls that are still there, dead ones that nobody has reaped among them."""
        ids = [one for call in self.calls for one in (call["pid"], call["child"]) if one]
        return [one for one in ids if _exists(one)]

    def falls_silent(self, *, but: int = 0) -> bool:
        """Wait until no process is left, or only the one of that call."""
        left = [self.calls[but]["pid"]] if but else []
        until = time.monotonic() + SOON
        while self.alive != left and time.monotonic() < until:
            time.sleep(0.01)
        return self.alive == left


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Nothing else is on PATH; a test file takes it up by naming it."""
    one = StandIn(tmp_path)
    monkeypatch.setenv("PATH", str(one.folder))
    monkeypatch.chdir(tmp_path)
    return one


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
