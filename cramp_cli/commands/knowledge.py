"""`cramp-cli knowledge`: looks after the files the program knows things from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cramp_cli.core.errors import Problem

app = typer.Typer(add_completion=False, rich_markup_mode=None)
Files = Annotated[list[Path] | None, typer.Argument(help="Files to check; all built-in ones and your own if none.")]


@app.callback()
def knowledge() -> None:
    """Check the knowledge files, and add your own.

    \b
      cramp-cli knowledge check
      cramp-cli knowledge new region > mine.yaml
      cramp-cli knowledge check mine.yaml
      cramp-cli knowledge paths
    """  # noqa: D301 - \b keeps the examples as they are


@app.command()
def check(files: Files = None) -> None:
    """Check files and say every fault at once, as path:line:column: what — fix."""
    from cramp_cli.knowledge.loading import check_file, read_all
    from cramp_cli.storage.locations import data_root, overlay_folder

    root, own = data_root(), overlay_folder()
    if files:
        _report(fault for file in files for fault in check_file(file, root, own))
    else:
        _report(read_all(root, own).problems)


def _report(problems: Iterable[Problem]) -> None:
    from cramp_cli.terminal.console import Door

    lines = [f"cramp-cli: error: {problem}\n" for problem in problems]
    Door(sys.stderr).write("".join(lines))
    if lines:
        raise typer.Exit(ExitCode.KNOWLEDGE)
    Door(sys.stdout).write("No faults.\n")


@app.command()
def new(what: Annotated[str, typer.Argument(help="What to write: region or plan.")] = "region") -> None:
    """Print a commented template of your own region or plan."""
    from cramp_cli.commands.wiring import known
    from cramp_cli.storage.locations import data_root

    known(what, ["region", "plan"], what="kind")
    template = (data_root() / "templates" / f"{what}.yaml").read_text("utf-8")
    _write(template.replace("SCHEMA", (data_root() / "schema" / "overlay.json").resolve().as_uri()))


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(help="overlay, region, remedy, …, or output/routine, …")] = "overlay",
) -> None:
    """Print the JSON Schema of a kind of file, or of what --json prints, with everything it refers to in it."""
    from cramp_cli.commands.wiring import json_text, known
    from cramp_cli.knowledge.bundling import bundled
    from cramp_cli.storage.locations import data_root

    folder = data_root() / "schema"
    kinds = [path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.json")]
    name = known(kind, kinds, what="kind")
    _write(json_text(bundled(folder, name)))


@app.command()
def sources(*, json: Annotated[bool, typer.Option("--json", help="For a script.")] = False) -> None:
    """List every publication that statements cite."""
    from cramp_cli.commands.wiring import open_knowledge

    found = open_knowledge().sources.values()
    if json:
        from dataclasses import asdict

        from cramp_cli.commands.wiring import json_text

        items = [asdict(source) for source in found]
        _write(json_text({"schema": "cramp-cli/sources/1", "items": items}))
        return
    from cramp_cli.terminal.console import Door

    Door(sys.stdout).lines(f"{source.id}: {source.cite} {source.url}".rstrip() for source in found)


@app.command()
def paths() -> None:
    """Say where the knowledge, your own files and the cache are."""
    from cramp_cli.core.text import clean
    from cramp_cli.knowledge.overlays import paths as own_files
    from cramp_cli.storage.locations import cache_folder, data_root, overlay_folder

    own, nowhere = overlay_folder(), "nowhere, because there is no home folder"
    yours = f"{own}/*.yaml" if own else nowhere
    lines = [f"built in: {data_root()}", f"your own: {yours}", f"cache: {cache_folder() or nowhere}"]
    _write("".join(f"{clean(line)}\n" for line in [*lines, *(f"  {path}" for path in (own_files(own) if own else []))]))


def _write(text: str) -> None:
    from cramp_cli.core.text import clean
    from cramp_cli.terminal.console import Door

    if not text:
        raise CrampError("the file is empty", fix="install again", code=ExitCode.KNOWLEDGE)
    Door(sys.stdout).write(clean(text, keep_newlines=True))
