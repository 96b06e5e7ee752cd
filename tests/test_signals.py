"""Being stopped, woken and hung up: nothing is lost by it, and whoever comes back finds the keyboard."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pexpect
import pytest
from test_terminal import FAST, INSTALLED, LONG, SHOW, Terminal

if TYPE_CHECKING:
    from pathlib import Path


def shell_with_a_run() -> pexpect.spawn:
    """A shell with job control in which the first hold runs."""
    shell = pexpect.spawn("/bin/bash", ["--norc", "-i"], encoding="utf-8", timeout=LONG, dimensions=(24, 80))
    shell.sendline(f"PS1='ready> '; {INSTALLED} relief calf --ready 0")
    shell.expect("hold 1 of 3")
    return shell


def test_ctrl_z_gives_the_terminal_back_and_fg_finds_the_hold_paused() -> None:
    shell = shell_with_a_run()
    shell.send("\x1a")
    shell.expect("ready> ")
    assert shell.before is not None
    assert SHOW in shell.before
    shell.sendline("stty -a | grep -q ' icanon' && echo modes''-fine; sleep 4; fg")
    shell.expect("modes-fine")
    shell.expect("You were away")
    shell.send("q")
    shell.expect("ready> ")
    shell.close(force=True)


def test_a_stop_from_outside_and_fg_take_the_keyboard_again() -> None:
    shell = shell_with_a_run()
    subprocess.run(["pkill", "-STOP", "-P", str(shell.pid)], check=True)
    shell.expect("ready> ")
    shell.sendline("fg")
    shell.expect("Paused|You were away")
    shell.send("q")
    shell.expect("Stopped")
    shell.close(force=True)


@pytest.mark.parametrize("wake", ["bg", "kill -CONT %1"])
def test_in_the_background_it_waits_and_fg_finds_the_keyboard_again(wake: str) -> None:
    shell = shell_with_a_run()
    shell.send("\x1a")
    shell.expect("ready> ")
    shell.sendline(f"{wake}; sleep 1; echo it''-waits; fg")
    shell.expect("it-waits")
    shell.expect("Paused|You were away")
    shell.send("q")
    shell.expect("ready> ")
    shell.close(force=True)


def test_where_no_shell_could_wake_it_ctrl_z_only_pauses() -> None:
    calf = Terminal("relief", "calf", *FAST)
    calf.see("hold 1 of 3")
    calf.press("\x1a")
    calf.see("paused")
    calf.press("q")
    assert calf.end() == 0


def test_a_terminal_that_closes_cuts_no_record_short(tmp_path: Path) -> None:
    """It wakes whom it hangs up, in the middle of saving."""
    for run in range(5):
        folder = str(tmp_path / str(run))
        calf = Terminal("relief", "calf", *FAST, CRAMP_CLI_DATA_DIR=folder)
        calf.see("hold 1 of 3")
        calf.press("n")
        calf.see("hold 2 of 3")
        calf.child.close(force=False)
        listed = subprocess.run(
            [INSTALLED, "history", "list"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "CRAMP_CLI_DATA_DIR": folder},
        )
        assert "cut off" in listed.stdout
