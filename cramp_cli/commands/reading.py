"""`cramp-cli regions / causes / remedies / medicines / myths / learn`: the knowledge as a list, or one in full."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.wiring import json_text, open_knowledge, say
from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.knowledge.pages import Shelf

Name = Annotated[list[str] | None, typer.Argument(help="Any name, or the beginning of one.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="For a script.")]


def _command(kind: str, summary: str, examples: Sequence[str]) -> typer.Typer:
    """Return the command that reads one kind of entry."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    lines = "\n".join(f"  cramp-cli {kind} {example}".rstrip() for example in ("", *examples))

    @app.command(help=f"{summary}\n\n\b\n{lines}")
    def read(name: Name = None, *, json: Json = False) -> None:
        show(kind, " ".join(name or ()), as_json=json)

    return app


regions = _command("regions", "The muscle groups this program knows.", ["calf", "shoulder", "--json"])
causes = _command("causes", "Why muscles cramp, and how sure anyone is.", ["shoes", "nerve"])
remedies = _command("remedies", "What helps, what does not, and for whom not.", ["pressure-massage", "magnesium"])
medicines = _command("medicines", "Medicines that can cause cramps, by any name.", ["atorva", "inhaler"])
myths = _command("myths", "What people say about cramps, and what is known.", ["banana", "soap"])
learn = _command("learn", "Short pages to understand cramps.", ["needling", "charley horse"])


def show(kind: str, name: str, *, as_json: bool) -> None:
    """Show all entries of `kind`, or those called `name`.

    Raises:
        CrampError: nothing is called so (exit 2).
    """
    from cramp_cli.knowledge.pages import Shelf
    from cramp_cli.terminal.console import Door

    shelf = Shelf(kind, open_knowledge())
    ids = _found(kind, name, shelf) if name else tuple(shelf.entries)
    door = Door(sys.stdout)
    if as_json:
        items = [shelf.entries[one] for one in ids]
        door.write(json_text({"schema": f"cramp-cli/{kind}/1", "items": items}))
        return
    from cramp_cli.terminal import reading

    pages = [shelf.page(one) for one in ids]
    door.lines(reading.in_full(pages[0]) if name and len(pages) == 1 else reading.as_list(pages, kind))


def _found(kind: str, name: str, shelf: Shelf) -> tuple[str, ...]:
    from cramp_cli.core.search import search

    hits = search(name, shelf.names)
    if not hits.ids:
        near = " or ".join(f'"{one}"' for one in hits.near)
        fix = f"did you mean {near}?" if near else f"see all: cramp-cli {kind}"
        raise CrampError(f'nothing under {kind} is called "{name}"', fix=fix, code=ExitCode.USAGE)
    if hits.is_guess:
        say(f'"{name}" taken as {", ".join(hits.ids)}.')
    return hits.ids
