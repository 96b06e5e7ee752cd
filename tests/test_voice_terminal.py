"""The voice of a whole run on a real pseudo-terminal: stop signs come first, and nothing speaks on after the end."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pexpect
import pytest
from helpers import speaker
from helpers.speaker import TALKS_LONG, StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RUN = """
from cramp_cli.commands.wiring import open_knowledge
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.guard import Setting
from cramp_cli.session import relieve
from cramp_cli.terminal.stage import Manner, open_stage
known = open_knowledge()
routine = plan_routine(known.region("calf"), Person())
setting = Setting(known.since, known.over_limit, 0, 0)
with open_stage(routine, Manner(is_spoken=True), lambda _: None) as opened:
    ending = relieve(routine, opened.player, setting)
    opened.player.finish(ending, known.sayings[ending.disposition])
opened.door.lines(["The end."])
"""

stand_in = speaker.stand_in


@pytest.fixture
def speaking(stand_in: StandIn, tmp_path: Path) -> Iterator[pexpect.spawn]:
    stand_in.put("espeak-ng", TALKS_LONG)
    (tmp_path / "run.py").write_text(_RUN, "utf-8")
    child = pexpect.spawn(
        sys.executable, [str(tmp_path / "run.py")], encoding="utf-8", timeout=15, dimensions=(24, 80),
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )  # fmt: skip
    child.expect("hold 1 of 3")
    stand_in.heard(1)
    yield child
    child.close(force=True)


def test_the_stop_line_is_said_before_the_first_step(speaking: pexpect.spawn, stand_in: StandIn) -> None:
    assert speaking.isalive()
    said = stand_in.said[0]
    assert said.startswith("Stop, and press x, if any of these is you. Emergency: ")
    assert said.index("Emergency") < said.index("Pull your toes up. Straighten your knee. Feel it ")


def test_skipping_and_pausing_cut_what_is_said(speaking: pexpect.spawn, stand_in: StandIn) -> None:
    speaking.send("n")
    stand_in.heard(2)
    assert stand_in.falls_silent(but=1)
    assert stand_in.said[1].startswith("Stop, and press x"), "the stop signs were cut short and are owed"
    speaking.send(" ")
    speaking.expect("Paused")
    assert stand_in.falls_silent()
    speaking.send(" ")
    assert stand_in.heard(3)[2] == stand_in.said[1]


@pytest.mark.parametrize("stop", ["q", "x", "\x03", signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_nothing_speaks_on_after_the_end(
    speaking: pexpect.spawn, stand_in: StandIn, stop: str | signal.Signals
) -> None:
    if isinstance(stop, str):
        speaking.send(stop)
        speaking.send(" ")
    else:
        speaking.kill(stop)
    speaking.expect(pexpect.EOF)
    speaking.wait()
    assert not stand_in.alive
    assert (speaking.before or "").count("Traceback") <= (1 if stop in {"\x03", signal.SIGINT} else 0)


def test_a_stop_from_the_keyboard_silences_it_too(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.put("espeak-ng", TALKS_LONG)
    (tmp_path / "run.py").write_text(_RUN, "utf-8")
    shell = pexpect.spawn("/bin/bash", ["--norc", "-i"], encoding="utf-8", timeout=15, dimensions=(24, 80))
    shell.sendline(f"PS1='ready> '; {sys.executable} {tmp_path / 'run.py'}")
    shell.expect("hold 1 of 3")
    stand_in.heard(1)
    shell.send("\x1a")
    shell.expect("ready> ")
    until = time.monotonic() + 5
    while _runs(stand_in.calls[0]["pid"]) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(stand_in.calls[0]["pid"])
    shell.sendline("kill -9 %1; exit")
    shell.close(force=True)


def _runs(process: int) -> bool:
    """Whether a process exists and is more than a dead one that its stopped parent cannot reap."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
