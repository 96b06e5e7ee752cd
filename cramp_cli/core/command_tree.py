"""What the program can be told, as values: its commands with their options and words.

The help pages are the framework's own. Whatever else lists the commands (what Tab offers, the man page) is made from
this, so that it cannot forget one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

ANYTHING, FILES = "anything", "files"
"""Kinds of value that no list can offer: free text, and the names of files."""


@dataclass(frozen=True)
class Option:
    """One option."""

    names: tuple[str, ...]
    """As typed, those that switch it off included: `--voice`, `--no-voice`."""
    says: str
    value: str = ""
    """What its value is called on a page, such as FILE; empty for a switch, which takes none."""
    kind: str = ""
    """What can be offered for its value: the name of a list, `FILES` or `ANYTHING`; empty for a switch."""


@dataclass(frozen=True)
class Argument:
    """A word that stands by itself, or several of them."""

    usage: str
    """As on a page: `WHERE`, in brackets if it may be left out, with dots if it may be several."""
    says: str
    kind: str = ANYTHING
    """What can be offered for it, as for an option."""
    is_list: bool = False
    """Whether each word is a name by itself. Else all of them together are one name, as in `lower back`."""


@dataclass(frozen=True)
class Command:
    """A command with all that may follow it."""

    path: tuple[str, ...]
    """The words that call it, the program's own name not among them; empty for the program."""
    summary: str
    """What it does, in a line."""
    text: str
    """Its help: the first paragraph says what it does, a paragraph after a backspace keeps its lines."""
    options: tuple[Option, ...] = ()
    arguments: tuple[Argument, ...] = ()
    commands: tuple[Command, ...] = ()

    @property
    def name(self) -> str:
        """The last word that calls it."""
        return self.path[-1] if self.path else ""

    def all_commands(self) -> Iterator[Command]:
        """Yield this command and all below it, each before its own."""
        yield self
        for command in self.commands:
            yield from command.all_commands()

    def called(self, *path: str) -> Command:
        """Return the command that `path` calls; raises StopIteration where there is none."""
        return next(command for command in self.all_commands() if command.path == path)
