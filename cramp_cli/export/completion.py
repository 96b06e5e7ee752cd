"""Writes what Tab offers as a script for bash, zsh or fish.

The script is a snapshot, because a Tab must not cost a start of Python: the tables of commands and names are written
into it, around a few lines of shell (`templates/completion.*`) that find their place in what was typed. Names come
from files that people hand each other, so they pass twice: a name that a shell would have to quote is not offered at
all, and everything written is quoted for its shell.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cramp_cli.core.command_tree import ANYTHING
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cramp_cli.core.command_tree import Command, Option

SHELLS = ("bash", "zsh", "fish")
_TEMPLATES = Path(__file__).with_name("templates")
_LAST_ASCII = "\x7f"


@dataclass(frozen=True)
class Names:
    """What a word or a value can be chosen from."""

    usual: tuple[str, ...]
    """Shown where nothing is typed yet."""
    other: tuple[str, ...] = ()
    """What else is understood: shown when it begins with what is typed."""


def script(shell: str, program: Command, names: Mapping[str, Names], sides: Iterable[str], version: str) -> str:
    """Return the script for `shell`, one of `SHELLS`.

    Args:
        shell: the shell it is for.
        program: every command, as it is typed.
        names: what each kind of word or value can be chosen from.
        sides: the words for a side, which may stand among the words of a place.
        version: the program's version, for its first line.
    """
    template = (_TEMPLATES / f"completion.{shell}").read_text("utf-8")
    fills = {
        "@VERSION@": version,
        "@SIDES@": f" {' '.join(side for side in sides if can_be_typed(side))} ",
        "@AFTER@": "\n".join(_FORMS[shell].after(command) for command in program.all_commands()),
        "@NAMES@": "\n".join(_FORMS[shell].names(kind, found) for kind, found in names.items()),
    }
    for mark, text in fills.items():
        template = template.replace(mark, text)
    return template


def can_be_typed(name: str) -> bool:
    """Whether no shell sees in `name` anything but letters: neither a quote, an expansion nor an option."""
    return bool(name) and all(map(_is_a_letter, name)) and not any(word.startswith("-") for word in name.split(" "))


def _is_a_letter(char: str) -> bool:
    return char.isprintable() and (char > _LAST_ASCII or char.isalnum() or char in " -")


# -- in the words of a shell ------------------------------------------------------------------------------------------


def quoted(text: str, shell: str) -> str:
    """Return `text` as one word of `shell`, whatever it holds; a typographic apostrophe becomes a plain one.

    (Where the terminal has no such apostrophe, it would become a plain one on its way out, inside the quotes.)
    """
    plain = text.replace("\u2019", "'")
    if shell == "fish":
        return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + plain.replace("'", "'\\''") + "'"


@dataclass(frozen=True)
class _Form:
    """How a shell writes the tables."""

    language: str
    case: str
    assign: str
    assign_list: str
    end: str

    def after(self, command: Command) -> str:
        """Return what may follow `command`, as one case."""
        wanted = [argument for argument in command.arguments if argument.kind != ANYTHING]
        parts = (
            self._list("below", [self._command(one) for one in command.commands]),
            self._list("switches", list(self._switches(command.options))),
            *(self._one("wanted", argument.kind) for argument in wanted),
            *(self._one("list", "1") for argument in wanted if argument.is_list),
        )
        return self._case(" ".join(command.path), parts)

    def names(self, kind: str, found: Names) -> str:
        """Return the names of a kind, as one case."""
        usual = [name for name in dict.fromkeys(found.usual) if can_be_typed(name)]
        other = [name for name in dict.fromkeys(found.other) if can_be_typed(name) and name not in usual]
        return self._case(kind, (self._one("first", str(len(usual))), self._list("names", [*usual, *other])))

    def _command(self, command: Command) -> str:
        says = {"bash": "", "zsh": f":{command.summary}", "fish": f"={command.summary}"}
        return command.name + says[self.language]

    def _switches(self, options: Iterable[Option]) -> Iterator[str]:
        for option in options:
            says = "" if self.language == "bash" else f"={option.says}"
            yield from (f"{name}={option.kind}{says}" for name in option.names if name.startswith("--"))

    def _case(self, label: str, parts: Iterable[str]) -> str:
        lines = [self.case.format(quoted(label, self.language)), *(f"    {part}" for part in parts if part), self.end]
        return "\n".join(f"        {line}" for line in lines if line)

    def _one(self, name: str, value: str) -> str:
        return self.assign.format(name, quoted(value, self.language))

    def _list(self, name: str, values: Iterable[str]) -> str:
        words = " ".join(quoted(value, self.language) for value in values)
        return self.assign_list.format(name, words) if words else ""


_BASH = _Form("bash", case="{})", assign="{}={}", assign_list="{}=({})", end="    ;;")
_FORMS = {
    "bash": _BASH,
    "zsh": replace(_BASH, language="zsh"),
    "fish": _Form("fish", case="case {}", assign="set {} {}", assign_list="set {} {}", end=""),
}
