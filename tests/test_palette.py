"""The colours: sixteen of them by day, only red by night, and nothing that is told by them alone."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from helpers.people import Clock, Somebody
from helpers.screens import INSTALLED, STYLE, Emulator, Program, hold_frame, look
from rich.style import Style

from cramp_cli import cli
from cramp_cli.core.announcing import Cue
from cramp_cli.core.answering import DangerPrompt
from cramp_cli.core.countdown import CrampClock
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.hold import Phase
from cramp_cli.core.model import Disposition
from cramp_cli.core.routine import Person, Routine, plan_routine
from cramp_cli.core.triage import self_checks
from cramp_cli.guard import Setting
from cramp_cli.session import relieve
from cramp_cli.terminal import frames, panel
from cramp_cli.terminal.console import Door, wants_colour
from cramp_cli.terminal.displays import PanelDisplay
from cramp_cli.terminal.palette import DAY, NIGHT, Palette
from cramp_cli.terminal.player import Player, Ports
from cramp_cli.terminal.sound import NIGHT_BELLS, Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.frame import Frame
    from cramp_cli.knowledge.decoding import Knowledge

PALETTES = pytest.mark.parametrize("palette", [DAY, NIGHT], ids=["day", "night"])
MEANINGS = [field.name for field in fields(Palette)]
SIZES = [(80, 24), (92, 30), (64, 20), (40, 12)]
SIXTEEN = {"", *(str(code) for code in (0, 1, 2, 3, 4, 7, *range(30, 38), *range(40, 48), *range(90, 98)))}


def screens(knowledge: Knowledge) -> Iterator[Frame]:
    """Every kind of screen there is."""
    routine = plan_routine(knowledge.region("calf"), Person(side="left"))
    now = frames.Moment(75, CrampClock(0, 600))
    for step in (routine.steps[0], routine.steps[-1], routine.after[0]):
        for phase in Phase:
            yield hold_frame(routine, step, 5, phase)
    question = knowledge.questions["leg-before-pressing"]
    for prompt in (DangerPrompt(), DangerPrompt().press("?")[0], DangerPrompt().press("z")[0]):
        yield frames.of_question(routine, question, self_checks(question), prompt, now, left=17)
        yield frames.of_question(routine, question, (), prompt, now, left=17)
    yield frames.of_choice(routine, "Does it stay away?", ("yes", "no"), now, left=9)


# -- the night --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("meaning", MEANINGS)
def test_every_style_of_the_night_is_red_and_nothing_else(meaning: str) -> None:
    style = Style.parse(getattr(NIGHT, meaning))
    assert style.color is not None
    assert style.color.name == "red"
    assert style.bgcolor is None


def test_not_one_character_of_any_screen_at_night_has_another_hue(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for size in SIZES:
        for frame in screens(knowledge):
            if panel.lay_out(frame, *size) is None:
                continue
            emulator = Emulator(*size)
            PanelDisplay(Door(emulator), lambda: size, look(NIGHT)).show(frame)  # type: ignore[arg-type]  # noqa: B023
            cells = [cell for row in emulator.screen.buffer.values() for cell in row.values() if cell.data.strip()]
            assert {cell.fg for cell in cells} <= {"red"}, (size, frame.heading)
            assert {cell.bg for cell in cells} <= {"default"}


def test_every_urgency_has_a_label_of_its_own_at_night() -> None:
    styles = {NIGHT.sign(level) for level in (Disposition.EMERGENCY, Disposition.SAME_DAY, Disposition.DOCTOR)}
    assert len(styles) == 3


def test_the_end_of_a_hold_is_one_bell_at_night_and_no_other_moment_rings_but_a_question(knowledge: Knowledge) -> None:
    paper = io.StringIO()
    sound = Sound(Door(paper), NIGHT_BELLS, sleep=lambda _: pytest.fail("two bells at night"))
    who = Somebody(clock=Clock())
    rung: list[Cue] = []

    class Ears(Somebody):
        def hear(self, cue: Cue, words: str) -> None:
            before = paper.getvalue().count("\a")
            sound.hear(cue, words)
            rung.extend([cue] * (paper.getvalue().count("\a") - before))
            super().hear(cue, words)

    routine = plan_routine(knowledge.region("calf"), Person(side="left"))
    ears = Ears()
    relieve(
        routine, Player(routine, Ports(who, who, ears, who.clock)), Setting(knowledge.since, knowledge.over_limit, 5, 0)
    )
    assert set(rung) == {Cue.END, Cue.QUESTION}
    assert rung.count(Cue.END) == [cue for cue, _ in ears.heard].count(Cue.END) > 1


@pytest.mark.parametrize(("option", "is_night"), [("--night", True), ("--no-night", False)])
def test_the_option_decides_whatever_the_hour(option: str, *, is_night: bool) -> None:
    program = Program("relief", "calf", "--ready", "0", option)
    program.see("hold 1 of 3")
    program.press("q")
    assert program.end() == 0
    codes = {code for found in STYLE.findall(program.written) for code in found.split(";")}
    assert ("36" not in codes) is is_night
    assert ("31" in codes) or not is_night


# -- never by colour alone --------------------------------------------------------------------------------------------


def test_the_text_is_the_same_by_day_at_night_and_without_colour(knowledge: Knowledge) -> None:
    for size in SIZES:
        for frame in screens(knowledge):
            day, night = (panel.lay_out(frame, *size, look(palette)) for palette in (DAY, NIGHT))
            assert [line.plain for line in day or []] == [line.plain for line in night or []]


@PALETTES
def test_taking_the_colours_out_of_what_is_sent_leaves_what_is_sent_without_colour(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, palette: Palette
) -> None:
    def shown(colour: str) -> list[list[str]]:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "" if colour else "1")
        found = []
        for frame in screens(knowledge):
            emulator = Emulator()
            PanelDisplay(Door(emulator), lambda: (80, 24), look(palette)).show(frame)  # type: ignore[arg-type]
            found.append(emulator.lines)
        return found

    assert shown("1") == shown("")


def test_every_urgency_is_a_word(knowledge: Knowledge) -> None:
    routine: Routine = plan_routine(knowledge.region("calf"), Person())
    lines = panel.lay_out(hold_frame(routine, routine.steps[0]), 80, 24) or []
    assert [line.plain.split(":")[0] for line in lines if line.plain.startswith(("Emergency", "See"))] == [
        "Emergency",
        "See today",
    ]


# -- sixteen colours --------------------------------------------------------------------------------------------------


@PALETTES
@pytest.mark.parametrize("terminal", ["xterm-256color", "xterm", "linux", "screen", "vt100"])
def test_only_the_sixteen_colours_every_terminal_has_are_sent(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, palette: Palette, terminal: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", terminal)
    monkeypatch.setenv("COLORTERM", "truecolor")
    paper = io.StringIO()
    for frame in screens(knowledge):
        PanelDisplay(Door(paper), lambda: (80, 24), look(palette)).show(frame)
    sent = {code for found in STYLE.findall(paper.getvalue()) for code in found.split(";")}
    assert sent
    assert sent <= SIXTEEN


# -- who asked for colour ---------------------------------------------------------------------------------------------


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


ON, OFF = True, False


@pytest.mark.parametrize(
    ("arguments", "environment", "on_a_terminal", "in_a_pipe"),
    [
        ([], {}, ON, OFF),
        (["--color", "auto"], {}, ON, OFF),
        (["--color=always"], {}, ON, ON),
        (["--color", "never"], {}, OFF, OFF),
        (["--colour", "never"], {}, OFF, OFF),
        ([], {"NO_COLOR": "1"}, OFF, OFF),
        ([], {"NO_COLOR": ""}, ON, OFF),
        ([], {"FORCE_COLOR": "1"}, ON, ON),
        ([], {"FORCE_COLOR": "0"}, ON, OFF),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, OFF, OFF),
        (["--color", "always"], {"NO_COLOR": "1"}, ON, ON),
        (["--color", "never"], {"FORCE_COLOR": "1"}, OFF, OFF),
        (["--color", "auto"], {"NO_COLOR": "1"}, OFF, OFF),
        ([], {"TERM": "dumb"}, OFF, OFF),
        ([], {"TERM": ""}, OFF, OFF),
        ([], {"TERM": "dumb", "FORCE_COLOR": "1"}, ON, ON),
        ([], {"ACCESSIBLE": "1"}, OFF, OFF),
    ],
    ids=str,
)
def test_the_option_beats_no_color_beats_force_color_beats_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    *,
    on_a_terminal: bool,
    in_a_pipe: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.setenv(name, "")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["cramp-cli", "relief", *arguments, "calf"])
    assert cli._arguments() == ["relief", "calf"]
    assert wants_colour(Screen()) is on_a_terminal
    assert wants_colour(io.StringIO()) is in_a_pipe


@pytest.mark.parametrize("given", [["--color"], ["--color="], ["--color", "blue"], ["relief", "--colour=on", "calf"]])
def test_another_word_is_refused_with_the_three_that_are_known(
    monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["cramp-cli", *given])
    with pytest.raises(CrampError, match="auto, always or never") as refused:
        cli._arguments()
    assert refused.value.code is ExitCode.USAGE


def test_behind_two_dashes_it_is_a_word_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["cramp-cli", "relief", "--", "--color", "never"])
    assert cli._arguments() == ["relief", "--", "--color", "never"]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_it_may_stand_anywhere_on_the_line(place: int) -> None:
    line = ["figure", "toes-in-hand"]
    line[place:place] = ["--color", "always"]
    done = subprocess.run([str(INSTALLED), *line], capture_output=True, text=True, check=True)
    assert "\x1b[" in done.stdout
    assert not re.search(r"\x1b\[[^m]*[^m0-9;]", done.stdout)


def test_the_colour_of_the_digits_does_not_run_into_the_words_beside_them(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    routine = plan_routine(knowledge.region("calf"), Person(side="left"))
    emulator = Emulator()
    PanelDisplay(Door(emulator), lambda: (80, 24), look()).show(hold_frame(routine, routine.steps[0]))  # type: ignore[arg-type]
    row = next(number for number, line in enumerate(emulator.lines) if "hold 1 of 3" in line)
    at = emulator.lines[row].index("hold 1 of 3")
    assert emulator.screen.buffer[row][at].fg == "default"
    assert emulator.screen.buffer[row][at].bold
