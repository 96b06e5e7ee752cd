"""`cramp-cli figure`: the figures of the routines, drawn on the terminal or written as SVG."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.wiring import known, open_knowledge, say, write_file
from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.text import Text

    from cramp_cli.core.pose import Figure
    from cramp_cli.terminal.console import Door

app = typer.Typer(add_completion=False, rich_markup_mode=None)
Name = Annotated[list[str] | None, typer.Argument(help="Id, title, or the beginning of one.", show_default=False)]
MOST_COLUMNS, ROWS = 60, 20


@app.command()
def figure(
    name: Name = None,
    *,
    side: Annotated[str | None, typer.Option(help="left or right.", show_default=False)] = None,
    svg: Annotated[Path | None, typer.Option(help="Write it to this file.", show_default=False)] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Show a figure and say in words what is on it.

    \b
      cramp-cli figure                          list them
      cramp-cli figure wall-calf-stretch
      cramp-cli figure neck --side left
      cramp-cli figure neck-tilt --svg neck.svg
    """  # noqa: D301 - \b keeps the examples as they are
    if side is not None:
        known(side, ("left", "right"), what="side")
    figures = _all()
    found = _found(" ".join(name or ()), figures)
    if svg is not None:
        _write(_only(found), side, svg, force=force)
    elif name and len(found) == 1:
        _show(found[0], side)
    else:
        _list(found)


def _all() -> Mapping[str, Figure]:
    from cramp_cli.knowledge.figures import figure as decoded

    entries = open_knowledge().entries("figures")
    found = ((one, decoded(one, entries)) for one in sorted(entries))
    return {one: shown for one, shown in found if shown is not None}


def _found(name: str, figures: Mapping[str, Figure]) -> list[Figure]:
    from cramp_cli.core.search import search

    if not name:
        return list(figures.values())
    hits = search(name, {one: (one, one.replace("-", " "), shown.title) for one, shown in figures.items()})
    if not hits.ids:
        near = " or ".join(f'"{one}"' for one in hits.near)
        fix = f"did you mean {near}?" if near else "see all: cramp-cli figure"
        raise CrampError(f'no figure is called "{name}"', fix=fix, code=ExitCode.USAGE)
    if hits.is_guess:
        say(f'"{name}" taken as {", ".join(hits.ids)}.')
    return [figures[one] for one in hits.ids]


def _only(found: list[Figure]) -> Figure:
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.id for one in found[:6])
    raise CrampError("--svg writes one figure", fix=f"name one, such as {names}", code=ExitCode.USAGE)


def _list(figures: list[Figure]) -> None:
    from rich.text import Text

    from cramp_cli.terminal.console import Door

    lines = (Text.assemble((one.id, "bold"), f"  {one.title}") for one in figures)
    Door(sys.stdout).lines([*lines, Text(), Text("One of them: cramp-cli figure NAME")])


def _show(figure: Figure, side: str | None) -> None:
    from rich.text import Text

    from cramp_cli.core.text import sided
    from cramp_cli.terminal.canvas import can_be_shown
    from cramp_cli.terminal.console import Door, wants_plain

    door = Door(sys.stdout)
    door.lines([Text(figure.title, "bold"), ""])
    if can_be_shown(sys.stdout.encoding) and not wants_plain():
        _draw(figure, side, door)
    door.lines([sided(figure.text, side)])


def _draw(figure: Figure, side: str | None, door: Door) -> None:
    from cramp_cli.terminal.canvas import draw, styled
    from cramp_cli.terminal.console import line_width

    columns = min(line_width(), MOST_COLUMNS)
    rows = draw(figure, 1, columns, ROWS, is_mirrored=figure.is_mirrored_for(side))
    door.write("".join(line + "\n" for line in _finished(map(styled, rows), door, columns)) + "\n")


def _finished(rows: Iterator[Text], door: Door, columns: int) -> Iterator[str]:
    for row in rows:
        yield from door.ansi(row, columns)


def _write(figure: Figure, side: str | None, file: Path, *, force: bool) -> None:
    from cramp_cli.core.text import sided
    from cramp_cli.export.svg import svg

    text = svg(figure, text=sided(figure.text, side), is_mirrored=figure.is_mirrored_for(side))
    write_file(str(file), text, force=force, way_out="add --force")
