"""Which commands there are, in one line each, and where each of them lives.

A command's module is imported only when that command is called, so that each start pays for what it uses; the help of
the whole program imports none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import typer.core
import typer.main

if TYPE_CHECKING:
    from collections.abc import Iterator


class Entry(NamedTuple):
    """One command: the module under `commands/`, the name of the Typer app in it, and what it is for."""

    module: str
    app: str
    summary: str


COMMANDS = {
    "relief": Entry("relief", "app", "Lead through a cramp, one hold at a time."),
    "check": Entry("check", "app", "Rule out danger, then find out why it may happen."),
    "questions": Entry("check", "questions_app", "Every question of a check, with its id and its kind."),
    "regions": Entry("reading", "regions", "The muscle groups this program knows."),
    "causes": Entry("reading", "causes", "Why muscles cramp, and how sure anyone is."),
    "remedies": Entry("reading", "remedies", "What helps, what does not, and for whom not."),
    "medicines": Entry("reading", "medicines", "Medicines that can cause cramps, by any name."),
    "myths": Entry("reading", "myths", "What people say about cramps, and what is known."),
    "learn": Entry("reading", "learn", "Short pages to understand cramps."),
    "figure": Entry("figure", "app", "Show a figure and say in words what is on it."),
    "history": Entry("history", "app", "What you had, and what eased it."),
    "report": Entry("report", "app", "One or two pages for a doctor or physiotherapist."),
    "plan": Entry("plan", "app", "What to try against the next cramp, and until when."),
    "profile": Entry("profile", "app", "Say once what is true of you."),
    "knowledge": Entry("knowledge", "app", "Check the knowledge files, and add your own."),
    "doctor": Entry("doctor", "app", "Check what works here: sound, voice, terminal, files."),
    "completion": Entry("completion", "app", "Print a script that lets Tab complete words."),
}


class _Commands(dict[str, Any]):
    """The commands by name; each one is imported when it is first looked at."""

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - Typer's command type is private
        if name not in COMMANDS:
            raise KeyError(name)
        entry = COMMANDS[name]
        command = typer.main.get_command(getattr(import_module(f"cramp_cli.commands.{entry.module}"), entry.app))
        command.name = name
        self[name] = command
        return command

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - the same
        return self[name] if name in COMMANDS else default

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def keys(self) -> Any:  # noqa: ANN401 - the same
        return dict.fromkeys(COMMANDS).keys()

    def items(self) -> Any:  # noqa: ANN401 - the same
        return {name: self[name] for name in COMMANDS}.items()


class LazyGroup(typer.core.TyperGroup):
    """The whole program as one group of commands."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - passed through to Typer
        super().__init__(**attributes)
        self.commands = _Commands()

    def format_commands(self, _ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer's types are private
        """Write the list of commands into a help text."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])
