"""Whatever becomes of the terminal, the words are there, its modes are as they were, and the code says what happened.

Cases carry the item (H5) of the list of faults that this program promises to survive; a plus is another of its kind.
Sizes, signals in a routine, pauses and full devices are in `test_terminal` and `test_every_terminal`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest
from helpers.running import run
from helpers.screens import INSTALLED, Program

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

LISTS = [
    *(["relief", "calf"], ["relief", "lockjaw"], ["relief", "calf", "--situation", "car"], ["regions", "calf"]),
    *(["causes"], ["remedies", "ice"], ["medicines", "statin"], ["myths", "banana"], ["learn", "first visit"]),
    *(["questions"], ["figure", "neck-tilt"], ["plan", "calf"], ["plan", "list"], ["report"], ["profile", "show"]),
    *(["history", "list"], ["history", "chart"], ["knowledge", "sources"], ["doctor", "--mute"], ["--help"]),
    *(["relief", "--help"], ["--version"], ["relief", "chest"], ["check", "--answers", "-"]),
]
ANSWERS = b"gate-chest: yes\n"


def squeezed(text: str) -> str:
    return "".join(text.split())


# -- sizes and letters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", ["0", "1", "19", "x", "-3", "100000", "9" * 5000, " 80 ", "٨٠", "²", "1e2"])
def test_no_claim_about_the_width_loses_a_word(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:  # H5.73
    monkeypatch.setenv("COLUMNS", "100")
    usual = {" ".join(arguments): run(*arguments, stdin=ANSWERS) for arguments in LISTS[:8]}
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    for arguments in LISTS[:8]:
        done = run(*arguments, stdin=ANSWERS)
        assert (done.code, done.err) == (usual[" ".join(arguments)].code, "")
        assert squeezed(done.out) == squeezed(usual[" ".join(arguments)].out)
        assert max(map(len, done.out.split("\n"))) <= 100


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "utf-16"])
def test_letters_that_the_stream_has_not_cost_no_word_and_no_exception(encoding: str) -> None:  # H5.76
    usual = run("relief", "calf")
    for arguments in LISTS:
        done = run(*arguments, stdin=ANSWERS, encoding=encoding)
        assert done.code in {0, 10}
        assert done.err == ""
        assert done.out
    assert len(run("relief", "calf", encoding=encoding).out.split()) == len(usual.out.split())
    assert "????" not in run("relief", "calf", encoding=encoding).out


@pytest.mark.parametrize("terminal", ["unknown-x", "\x1b[31m"])
def test_an_unknown_terminal_gets_no_escape(monkeypatch: pytest.MonkeyPatch, terminal: str) -> None:  # H5.74
    monkeypatch.setenv("TERM", terminal)
    for arguments in LISTS:
        done = run(*arguments, stdin=ANSWERS)
        assert all(char.isprintable() or char == "\n" for char in done.out + done.err)


def test_a_terminal_nobody_knows_is_led_by_lines(knowledge: Knowledge) -> None:  # H5.74 unknown-x
    odd = {"TERM": "unknown-x", "LINES": "²", "COLUMNS": "²"}
    program = Program("relief", "calf", "--ready", "0", environment=odd)
    program.see("Hold 1 of 3")
    program.press("q")
    assert program.end() == 0
    assert "\x1b" not in program.written
    assert all(squeezed(sign.text) in squeezed(program.written) for sign in knowledge.region("calf").signs)


@pytest.mark.parametrize(("columns", "rows"), [(0, 0), (1, 1), (0, 24), (80, 0)])
def test_a_window_without_a_size_shows_every_sign(knowledge: Knowledge, columns: int, rows: int) -> None:  # H5.73
    program = Program("relief", "calf", "--ready", "0", columns=columns, rows=rows)
    while "old 1 of 3" not in program.written and program.child.isalive():
        program.read(0.2)
    program.press("q")
    assert program.end() == 0
    plain = squeezed(program.written)
    assert all(squeezed(sign.text)[:20] in plain for sign in knowledge.region("calf").signs)


def test_a_storm_of_new_sizes_is_no_exception() -> None:  # H5.77
    program = Program("relief", "calf", "--ready", "0", "--no-night")
    program.see("hold 1 of 3")
    for number in range(60):
        program.child.setwinsize(number % 30, (number * 7) % 120)
        program.child.kill(signal.SIGWINCH)
        program.read(0)
    program.resize(80, 24)
    program.see("hold 1 of 3")
    program.press("q")
    assert program.end() == 0
    assert "Traceback" not in program.written
    assert "a bug" not in program.written


# -- readers that go away ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["help", "relief"], ["causes"], ["questions", "--json"], ["history", "export"],
     ["report", "--html", "-"], ["knowledge", "schema"]],
    ids=" ".join,
)  # fmt: skip
def test_a_reader_that_went_away_is_141_in_silence(arguments: list[str]) -> None:  # H5.71
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "cramp_cli", *arguments], stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_what_was_saved_is_saved_though_nobody_reads_that_it_is() -> None:  # H5.71
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "cramp_cli", "history", "add", "calf"]
    assert subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False).returncode == 141
    os.close(writer)
    assert len(run("history", "list").out.splitlines()) == 1


# -- signals at a prompt, where nothing counts down -------------------------------------------------------------------

PROMPTS: dict[str, tuple[list[str], str]] = {
    "check": (["check"], "Which of these do you have now?"),
    "where": (["relief", "leg"], "1-6"),
    "session": ([], ">"),
    "erase": (["history", "delete", "--all"], "Type delete"),
    "note": (["history", "add", "calf", "--note", "-"], "Type the note"),
}
ENDINGS = [("SIGTERM", 143), ("SIGHUP", 129), ("SIGQUIT", 131), ("SIGINT", 130)]
AT_PROMPTS = [
    (prompt, *ENDINGS[number % len(ENDINGS)]) for number, prompt in enumerate([*PROMPTS, *PROMPTS, *PROMPTS])
][:10]


@pytest.mark.parametrize(("prompt", "name", "code"), AT_PROMPTS)
def test_a_signal_at_a_prompt_ends_it_in_order(prompt: str, name: str, code: int) -> None:  # H5.80
    arguments, words = PROMPTS[prompt]
    program = Program(*arguments)
    modes = termios.tcgetattr(program.child.child_fd)
    program.see(words)
    program.child.kill(getattr(signal, name))
    while program.child.isalive():
        program.read(0.1)
    assert termios.tcgetattr(program.child.child_fd) == modes
    assert program.end() == code
    assert program.written.count("Stopped.") == 1
    assert "Traceback" not in program.written
    assert run("history", "list").out == "Nothing is written down here yet.\n"


def test_two_interrupts_at_once_are_one_end() -> None:  # H5.79
    program = Program("relief", "calf", "--ready", "0", "--no-log")
    program.see("hold 1 of 3")
    for _ in range(2):
        program.child.kill(signal.SIGINT)
    assert program.end() == 130
    assert "Traceback" not in program.written
    assert program.cursor_is_visible


@pytest.mark.parametrize("prompt", ["check", "where"])
def test_a_terminal_that_is_closed_at_a_prompt_ends_it(prompt: str) -> None:  # H5.82
    arguments, words = PROMPTS[prompt]
    program = Program(*arguments)
    program.see(words)
    program.child.close(force=False)
    assert program.child.exitstatus == 129


def test_in_the_background_it_waits_for_its_turn_and_asks_nothing() -> None:  # H5.86
    program = Program(shell="exec bash --norc -i")
    program.press(f"PS1='ready> '; {INSTALLED} relief calf --ready 0 & wait -n $!; jobs\n")
    program.see("Stopped")
    assert "hold 1 of 3" not in program.text
    program.press("kill -9 %1; exit\n")
    program.child.close(force=True)
