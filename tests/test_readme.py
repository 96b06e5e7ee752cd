"""The README shows what the program shows, and promises what it does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.screens import look

from cramp_cli.core.countdown import Countdown, CrampClock
from cramp_cli.core.errors import ExitCode
from cramp_cli.core.hold import Hold, Phase
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.terminal import frames, panel

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def first_hold(knowledge: Knowledge) -> str:
    """The screen eleven seconds into `cramp-cli relief left calf --ready 0`, without its empty lines."""
    routine = plan_routine(knowledge.region("calf"), Person(side="left"))
    hold = Hold(Phase.HOLD, Countdown.start(30, 0), 10, 60)
    frame = frames.of_hold(routine, routine.steps[0], hold, routine.steps[1], frames.Moment(11, CrampClock(0, 600)))
    lines = panel.lay_out(frame, 80, 24, look()) or []
    return "\n".join(line.plain.rstrip() for line in lines if line.plain.strip())


def test_the_screen_in_the_readme_is_the_real_one(knowledge: Knowledge) -> None:
    block = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert block is not None
    assert "\n".join(line for line in block[1].splitlines() if line.strip()) == first_hold(knowledge)


def test_every_exit_code_is_in_the_readme() -> None:
    codes = README[README.index("Exit codes:") :].split("\n\n")[0]
    assert {str(int(code)) for code in ExitCode if code is not ExitCode.HISTORY} <= set(re.findall(r"\d+", codes))


def test_two_commands_do_all_the_set_up() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith("cramp-cli relief calf")
    assert commands[1].endswith("pytest")
