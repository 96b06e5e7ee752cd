"""The installed program on a real pseudo-terminal: real seconds, real keys, real signals, and the terminal as found."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.knowledge.decoding import Knowledge

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
FAST = ("--ready", "0")
LONG = 15
INSTALLED = Path(sys.executable).with_name("cramp-cli")


class Terminal:
    """A program on a pseudo-terminal, with everything it wrote."""

    def __init__(self, *arguments: str, rows: int = 24, columns: int = 80, shell: str = "", **environment: str) -> None:
        command = ["/bin/sh", "-c", shell] if shell else [str(INSTALLED), *arguments]
        self.child = pexpect.spawn(
            command[0], command[1:], encoding="utf-8", timeout=LONG, dimensions=(rows, columns),
            env={**os.environ, **environment},
        )  # fmt: skip
        self.written = ""
        self.child.logfile_read = self
        self.modes = termios.tcgetattr(self.child.child_fd)

    def write(self, text: str) -> None:
        self.written += text

    def flush(self) -> None:
        """pexpect asks for it."""

    def see(self, text: str) -> None:
        self.child.expect(re.escape(text))

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def end(self) -> int:
        """Wait for the end; return the exit code, or minus the signal that killed it."""
        self.child.expect(pexpect.EOF)
        self.child.wait()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    @property
    def cursor_is_visible(self) -> bool:
        return self.written.rfind(SHOW) >= self.written.rfind(HIDE)


@pytest.fixture
def calf() -> Iterator[Terminal]:
    terminal = Terminal("relief", "calf", *FAST)
    terminal.see("hold 1 of 3")
    yield terminal
    terminal.child.close(force=True)


def test_the_stop_signs_stand_above_the_first_instruction(calf: Terminal) -> None:
    calf.press("q")
    calf.end()
    assert calf.written.index("breathless or chest pain") < calf.written.index("one leg swollen")
    assert calf.written.index("one leg swollen") < calf.written.index("Pull")


def test_real_seconds_pass_and_a_key_stops_them(calf: Terminal) -> None:
    calf.press(" ")
    calf.see("Paused")
    calf.press(" ")
    calf.press("g")
    calf.see("Walk it loose")
    calf.press("q")
    assert calf.end() == 0
    assert calf.cursor_is_visible


def test_a_stop_sign_ends_it_with_exit_10(calf: Terminal) -> None:
    calf.press("x")
    calf.see("STOP")
    assert calf.end() == 10
    assert "emergency number" in calf.written
    assert calf.cursor_is_visible


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_a_signal_gives_the_terminal_back(calf: Terminal, number: signal.Signals, code: int) -> None:
    calf.child.kill(number)
    assert calf.end() == code
    assert calf.cursor_is_visible


def test_ctrl_c_is_130_and_says_so(calf: Terminal) -> None:
    calf.child.sendintr()
    assert calf.end() == 130
    assert "Stopped. Nothing was saved." in calf.written
    assert calf.cursor_is_visible


def test_the_modes_are_those_found(tmp_path: Path) -> None:
    shell = pexpect.spawn("/bin/sh", encoding="utf-8", timeout=LONG, dimensions=(24, 80), cwd=str(tmp_path))
    for stop in ("q", "x", "\x03"):
        shell.sendline(f"stty -g > before; {INSTALLED} relief calf --ready 0; stty -g > after; "
                       "cmp before after && echo same-modes")  # fmt: skip
        shell.expect("hold 1 of 3")
        shell.send(stop)
        shell.expect("\r\nsame-modes")
    shell.close(force=True)


@pytest.mark.skipif(shutil.which("setsid") is None, reason="not run: setsid is not on this machine")
def test_the_modes_are_those_found_even_where_the_terminal_is_not_ours(tmp_path: Path) -> None:
    """As when a program that is no shell starts us on a terminal of its own."""
    shell = pexpect.spawn("/bin/sh", encoding="utf-8", timeout=LONG, dimensions=(24, 80), cwd=str(tmp_path))
    shell.sendline(f"stty -g > before; setsid -w {INSTALLED} relief calf --ready 0; stty -g > after; "
                   "cmp before after && echo same-modes")  # fmt: skip
    shell.expect("hold 1 of 3")
    shell.send("q")
    shell.expect("\r\nsame-modes")
    shell.close(force=True)


def test_end_of_input_is_never_a_no() -> None:
    """Nobody can answer when stdin is no terminal: free steps run, the press is withheld."""
    terminal = Terminal("relief", "calf", *FAST)
    terminal.see("hold 1 of 3")
    terminal.press("g")
    terminal.see("Walk it loose")
    terminal.press("n")
    terminal.see("Does it stay away?")
    terminal.press("1")
    terminal.see("A sore knot left?")
    terminal.press("1")
    terminal.see("Is any of this true of that leg?")
    terminal.press("\x04")
    terminal.press("n\r \r")
    terminal.press("q")
    assert terminal.end() == 0
    assert "both thumbs" not in terminal.written


def test_a_terminal_that_is_closed_ends_the_program() -> None:
    terminal = Terminal("relief", "calf", *FAST)
    terminal.see("hold 1 of 3")
    terminal.child.close(force=False)
    assert not terminal.child.isalive()
    assert terminal.child.exitstatus == 129


def test_plain_lines_have_no_cursor_motion() -> None:
    for terminal in (Terminal("relief", "calf", "--plain", *FAST), Terminal("relief", "calf", *FAST, TERM="dumb"),
                     Terminal("relief", "calf", *FAST, ACCESSIBLE="1")):  # fmt: skip
        terminal.see("Hold 1 of 3")
        terminal.press("g")
        terminal.see("Walk it loose")
        terminal.press("q")
        assert terminal.end() == 0
        assert "\x1b" not in terminal.written
        assert "\r" not in terminal.written.replace("\r\n", "")


@pytest.mark.parametrize(("rows", "columns"), [(10, 40), (5, 20), (60, 200), (1, 1), (24, 80)])
def test_the_stop_signs_are_complete_in_every_size(knowledge: Knowledge, rows: int, columns: int) -> None:
    terminal = Terminal("relief", "calf", *FAST, rows=rows, columns=columns)
    terminal.child.expect("(?i)hold 1")
    terminal.press("q")
    assert terminal.end() == 0
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\s+", "", terminal.written)
    for sign in knowledge.region("calf").signs:
        assert sign.text.replace(" ", "") in shown


def test_resizing_while_it_runs_keeps_the_instruction() -> None:
    terminal = Terminal("relief", "calf", *FAST)
    terminal.see("hold 1 of 3")
    for rows, columns in ((10, 40), (5, 20), (30, 120), (24, 80)):
        terminal.child.setwinsize(rows, columns)
        terminal.child.expect("Pull your|toes up|left|hold|Hold|seconds")
    terminal.press("q")
    assert terminal.end() == 0


def test_an_ambiguous_word_asks_and_takes_a_number() -> None:
    terminal = Terminal("relief", "leg", *FAST)
    terminal.see("Where in the leg?")
    terminal.press("1\r")
    terminal.see("Pull")
    terminal.press("q")
    assert terminal.end() == 0


def test_lockjaw_asks_about_tetanus_before_anything_else() -> None:
    terminal = Terminal("relief", "lockjaw", *FAST)
    terminal.see("dirty wound")
    terminal.press("1")
    terminal.see("STOP")
    assert terminal.end() == 10


def test_ctrl_c_at_a_prompt_is_130_too() -> None:
    terminal = Terminal("relief", "leg", *FAST)
    terminal.see("> ")
    terminal.child.sendintr()
    assert terminal.end() == 130
    assert "Stopped. Nothing was saved." in terminal.written


def test_the_end_of_input_at_a_prompt_is_5() -> None:
    terminal = Terminal("relief", "leg", *FAST)
    terminal.see("> ")
    terminal.press("\x04")
    assert terminal.end() == 5


def test_without_a_keyboard_the_cursor_comes_back_all_the_same() -> None:
    terminal = Terminal(shell=f"exec {INSTALLED} relief calf --ready 0 </dev/null")
    terminal.see("hold 1 of 3")
    os.killpg(os.getpgid(terminal.child.pid), signal.SIGTERM)
    terminal.child.expect(pexpect.EOF)
    assert terminal.cursor_is_visible


def test_an_interrupt_before_the_program_has_begun_is_one_line() -> None:
    for milliseconds in (20, 60, 100, 140):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{INSTALLED} relief calf & sleep 0.{milliseconds:03d}; kill -INT $!; wait $!"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
