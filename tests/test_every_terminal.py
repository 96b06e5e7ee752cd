"""The installed program on every kind of terminal: tiny, dragged, dumb, without UTF-8, full, in tmux, and left well."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from helpers.screens import BRAILLE, INSTALLED, Program, squeezed
from helpers.speaker import TALKS_LONG, StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cramp_cli.knowledge.decoding import Knowledge

FAST = ("relief", "left", "calf", "--ready", "0", "--no-night")
SIZES = [(20, 5), (40, 10), (40, 12), (64, 20), (75, 24), (76, 24), (80, 24), (92, 30), (120, 40), (200, 60)]
NOT_UTF8 = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
BOXES = re.compile("[\u2500-\u259f\u2022]")
HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
Q = "q"


def finished(program: Program) -> Program:
    program.press(Q)
    assert program.end() == 0
    return program


# -- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "rows"), SIZES, ids=[f"{one}x{other}" for one, other in SIZES])
def test_a_real_run_in_every_size_shows_the_signs_and_a_figure_where_it_fits(
    knowledge: Knowledge, columns: int, rows: int
) -> None:
    program = Program(*FAST, columns=columns, rows=rows)
    program.until(lambda text: "old 1 of 3" in text or "seconds" in text)
    assert bool(BRAILLE.search(program.text)) is (columns >= 76)
    finished(program)
    shown = squeezed(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", program.written))
    assert all(squeezed(sign.text) in shown for sign in knowledge.region("calf").signs)
    assert program.cursor_is_visible


def test_dragging_the_window_leaves_no_leftover_character() -> None:
    """After each new size, the screen is the one a fresh run has in that size, but for the time."""
    program = Program(*FAST)
    program.see("hold 1 of 3")
    program.press(" ")
    program.see("Paused")
    for columns, rows in ((120, 40), (64, 20), (80, 24), (40, 12), (76, 24)):
        program.resize(columns, rows)
        text = program.until(lambda text: text.count("Emergency:") == 1 and "paused" in text)
        assert text.count("Straighten your left knee.") == 1
        assert bool(BRAILLE.search(text)) is (columns >= 76)
        assert text.count("Paused. Press space") == 1
        assert len([line for line in text.split("\n") if line.startswith("─")]) in {0, 2}
    finished(program)


# -- terminals that can do little -------------------------------------------------------------------------------------


@pytest.mark.parametrize("environment", [NOT_UTF8, {"PYTHONIOENCODING": "latin-1"}], ids=["ascii", "latin-1"])
def test_without_utf8_there_is_no_braille_and_no_question_mark_for_it(environment: dict[str, str]) -> None:
    program = Program(*FAST, environment=environment)
    text = program.see("hold 1 of 3")
    assert not BRAILLE.search(text)
    assert "????" not in text
    assert "Straighten your left knee." in text
    assert finished(program).written.replace("\a", "").isascii()


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": ""}, {"ACCESSIBLE": "1"}, {}], ids=str)
@pytest.mark.parametrize("colour", ["auto", "always"])
def test_plain_lines_are_only_appended_and_nothing_in_them_is_noise(environment: dict[str, str], colour: str) -> None:
    options = () if environment else ("--plain",)
    program = Program(*FAST, *options, "--color", colour, environment=environment)
    program.see("Hold 1 of 3")
    program.press("g")
    program.see("Walk")
    program.press("n")
    program.see("stay away")
    assert re.search(r"^1 {1,2}\w", program.text, re.MULTILINE)
    text = finished(program).written.replace("\a", "")
    assert "\x1b" not in text
    assert "\r" not in text.replace("\r\n", "")
    assert not BOXES.search(text)
    assert not BRAILLE.search(text)


@pytest.mark.parametrize("columns", ["0", "1", "x", "100000", "-5", ""])
def test_what_the_environment_claims_about_the_width_hides_nothing(knowledge: Knowledge, columns: str) -> None:
    done = subprocess.run(
        [str(INSTALLED), "relief", "calf", "--print"], capture_output=True, text=True, check=True,
        env={**os.environ, "COLUMNS": columns},
    )  # fmt: skip
    assert all(squeezed(sign.text) in squeezed(done.stdout) for sign in knowledge.region("calf").signs)
    program = Program(*FAST, environment={"COLUMNS": columns})
    assert BRAILLE.search(program.see("hold 1 of 3", "Emergency:"))
    finished(program)


def test_a_pipe_gets_the_text_and_neither_figure_nor_escape() -> None:
    done = subprocess.run([str(INSTALLED), *FAST], capture_output=True, text=True, check=True)
    assert "Straighten your left knee." in done.stdout
    assert not re.search("[\x1b\r\a\u2800-\u28ff]", done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="not run: /dev/full is Linux only")
@pytest.mark.parametrize("arguments", [("--print",), ("--html", "-"), ("--json",)])
def test_a_full_device_is_one_line_and_exit_1(arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [str(INSTALLED), "relief", "calf", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "the output cannot be written: No space left on device" in done.stderr
    assert "send it somewhere else" in done.stderr


def test_in_tmux_the_first_screen_is_complete(tmp_path: Path) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("not run: tmux is not on PATH")
    server = ["tmux", "-u", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]
    command = " ".join([str(INSTALLED), *FAST])
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run([*server, "new-session", "-d", "-x", "80", "-y", "24", command], check=True, env=environment)
    watcher = Program(shell=f"until tmux -u -S {tmp_path}/tmux capture-pane -p | tee {tmp_path}/shot | "
                      "grep -q 'hold 1'; do sleep 0.1; done; echo seen")  # fmt: skip
    watcher.see("seen")
    shot = (tmp_path / "shot").read_text("utf-8")
    subprocess.run([*server, "kill-server"], check=True, env=environment)
    assert "Emergency:" in shot
    assert BRAILLE.search(shot)


# -- leaving well, with the figure moving and the voice in the middle of a sentence -----------------------------------


@pytest.fixture
def speaking(tmp_path: Path) -> Iterator[tuple[Program, StandIn]]:
    speakers = StandIn(tmp_path).put("spd-say", TALKS_LONG).put("espeak-ng", TALKS_LONG).put("say", TALKS_LONG)
    program = Program(*FAST, "--voice", environment={"PATH": f"{speakers.folder}:{os.environ['PATH']}"})
    program.until(lambda text: bool(BRAILLE.search(text)) and "hold 1 of 3" in text)
    speakers.heard(1)
    yield program, speakers
    program.child.close(force=True)


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_a_signal_silences_the_voice_and_gives_the_terminal_back(
    speaking: tuple[Program, StandIn], number: signal.Signals, code: int
) -> None:
    program, speakers = speaking
    program.child.kill(number)
    assert program.end() == code
    assert program.written.rfind(SHOW) > program.written.rfind(HIDE)
    assert speakers.falls_silent()


def test_ctrl_z_and_fg_silence_the_voice_and_find_the_figure_again(tmp_path: Path) -> None:
    speakers = StandIn(tmp_path).put("spd-say", TALKS_LONG)
    line = " ".join([str(INSTALLED), *FAST, "--voice"])
    program = Program(shell="exec bash --norc -i", environment={"PATH": f"{speakers.folder}:{os.environ['PATH']}"})
    program.press(f"PS1='ready> '; {line}\n")
    program.until(lambda text: bool(BRAILLE.search(text)) and "hold 1 of 3" in text)
    speakers.heard(1)
    program.press("\x1a")
    program.until(lambda text: text.rstrip().endswith("ready>"))
    assert program.cursor_is_visible
    program.press("stty -a | grep -q ' icanon' && echo modes''-fine\n")
    program.see("modes-fine")
    program.press("fg\n")
    text = program.until(lambda text: "paused" in text and bool(BRAILLE.search(text)))
    assert "Pull your toes up" in text
    assert speakers.falls_silent()
    program.press(Q)
    program.until(lambda text: text.rstrip().endswith("ready>"))
    assert program.cursor_is_visible
    program.press("stty -a | grep -q ' icanon' && echo modes''-again; exit\n")
    program.see("modes-again")
