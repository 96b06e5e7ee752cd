"""Makes the pictures of the README, and the screen in its text, from the real program on a pseudo-terminal.

Run it with: cd tests && python -m campaigns.pictures
"""

from __future__ import annotations

import os
import re
import tempfile
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pyte
from helpers.screens import Program
from rich.console import Console
from rich.style import Style
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs"
COLUMNS, ROWS = 80, 24
AGAIN = "the pictures are out of date: cd tests && python -m campaigns.pictures"
_CELL = 12.2
"""How wide Rich draws a character."""
_TEXT = "{http://www.w3.org/2000/svg}text"
_DIM = "2"
_PIECE = re.compile("[\u2580-\u28ff]| +|[^ \u2580-\u28ff]+(?: [^ \u2580-\u28ff]+)*")
"""What gets a place of its own: not every viewer keeps leading spaces, or gives a braille dot a letter's width."""
_COLOURS = {"brown": "yellow", "default": None}


class DimScreen(pyte.Screen):
    """A screen that knows faint text, which pyte does not: it stands as italics, which the program never uses."""

    def select_graphic_rendition(self, *attributes: int, **keywords: Any) -> None:  # noqa: ANN401 - pyte's own
        super().select_graphic_rendition(*(3 if one == int(_DIM) else one for one in attributes), **keywords)


def _started(*line: str, home: str) -> Program:
    settings = {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home}
    plain = {"TERM": "xterm-256color", "COLORTERM": "", "NO_COLOR": "", "FORCE_COLOR": "", "ACCESSIBLE": ""}
    program = Program(*line, columns=COLUMNS, rows=ROWS, environment={**settings, **plain, "LC_ALL": "C.UTF-8"})
    program.emulator.screen = DimScreen(COLUMNS, ROWS)
    program.emulator._stream = pyte.Stream(program.emulator.screen)
    return program


def first_screen(home: str) -> Program:
    """What stands there a second after Enter."""
    program = _started("relief", "left", "calf", "--no-night", "--ready", "15", home=home)
    program.see("get ready", "cramp for 0:01")
    return program


def hold(home: str) -> Program:
    """Eleven seconds into the first hold."""
    program = _started("relief", "left", "calf", "--no-night", "--ready", "0", home=home)
    program.see("hold 1 of 3", "cramp for 0:11")
    return program


def check(home: str) -> Program:
    """The first question of a check."""
    program = _started("check", home=home)
    program.until(lambda text: text.rstrip().endswith("\n>"))
    return program


SHOTS: dict[str, tuple[str, Callable[[str], Program]]] = {
    "first-screen": ("cramp-cli relief left calf", first_screen),
    "hold": ("cramp-cli relief left calf", hold),
    "check": ("cramp-cli check", check),
}


def shot(name: str) -> Program:
    """Run the program to the moment of a picture, and end it there."""
    with tempfile.TemporaryDirectory() as home:
        program = SHOTS[name][1](home)
        program.child.close(force=True)
    return program


def _style(cell: Any) -> Style:  # noqa: ANN401 - pyte's own
    return Style(
        color=_COLOURS.get(cell.fg, cell.fg),
        bgcolor=_COLOURS.get(cell.bg, cell.bg),
        bold=cell.bold,
        dim=cell.italics,
        reverse=cell.reverse,
        underline=cell.underscore,
    )


def svg(name: str, program: Program) -> str:
    """Return the screen as an SVG that fetches nothing and is the same whenever it is made."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="standard")
        last = max(row for row, line in enumerate(program.emulator.lines) if line)
        for row in range(last + 1):
            cells = [program.emulator.screen.buffer[row][column] for column in range(COLUMNS)]
            runs = [("".join(cell.data for cell in run), style) for style, run in groupby(cells, _style)]
            pieces = [(piece, style) for text, style in runs for piece in _PIECE.findall(text)]
            console.print(Text.assemble(*pieces), soft_wrap=True)
        text = console.export_svg(title=SHOTS[name][0], unique_id=f"cramp-{name}")
    return re.sub(r"\s*@font-face\s*{[^}]*}", "", text)


def lines_of(picture: str) -> list[str]:
    """Return the text that a picture shows, line by line, without its title."""
    rows: dict[float, dict[int, str]] = {}
    for one in ET.fromstring(picture).iter(_TEXT):  # noqa: S314 - our own file
        if "clip-path" in one.attrib:
            row = rows.setdefault(float(one.attrib["y"]), {})
            row[round(float(one.attrib["x"]) / _CELL)] = (one.text or "").replace("\xa0", " ")
    lines = []
    for _, row in sorted(rows.items()):
        line = ""
        for column, text in sorted(row.items()):
            line = line.ljust(column) + text
        lines.append(line.rstrip())
    return [line for line in lines if line]


def seen_lines(program: Program) -> list[str]:
    """Return the lines of a screen that are not empty."""
    return [line for line in program.emulator.lines if line]


def with_block(readme: str, lines: list[str]) -> str:
    """Return the README with `lines` as the screen in its text."""
    block = "```text\n" + "\n".join(lines) + "\n```"
    return re.sub(r"```text\n.*?```", lambda _: block, readme, count=1, flags=re.DOTALL)


def main() -> None:
    """Make all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in SHOTS:
        program = shot(name)
        (FOLDER / f"{name}.svg").write_text(svg(name, program), "utf-8")
        if name == "hold":
            readme = ROOT / "README.md"
            readme.write_text(with_block(readme.read_text("utf-8"), seen_lines(program)), "utf-8")


if __name__ == "__main__":
    main()
