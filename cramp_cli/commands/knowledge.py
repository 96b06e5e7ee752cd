"""`cramp-cli knowledge`: looks after the files the program knows things from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cramp_cli.core.errors import ExitCode

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.callback()
def knowledge() -> None:
    """Check the knowledge files.

    \b
      cramp-cli knowledge check
      cramp-cli knowledge check my-region.yaml
    """  # noqa: D301 - \b keeps the examples as they are


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files to check; all built-in ones if none is named.")
    ] = None,
) -> None:
    """Check files and say every fault at once, as path:line:column: what — fix."""
    from cramp_cli.knowledge.loading import check_file, read_all
    from cramp_cli.storage.locations import data_root
    from cramp_cli.terminal.console import Door

    root = data_root()
    problems = [fault for file in files for fault in check_file(file, root)] if files else list(read_all(root).problems)
    Door(sys.stderr).write("".join(f"cramp-cli: error: {problem}\n" for problem in problems))
    if problems:
        raise typer.Exit(ExitCode.KNOWLEDGE)
    Door(sys.stdout).write("No faults.\n")
