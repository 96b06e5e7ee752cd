"""Makes the man page from the tree of commands, and from the few tables here of what no command's help can say.

Run it with: cd tests && python -m campaigns.man
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import typer.main

from cramp_cli import __version__
from cramp_cli.cli import app
from cramp_cli.commands.tree import EVERYWHERE, tree_of
from cramp_cli.core.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_cli.core.command_tree import Command, Option

PAGE = Path(__file__).parents[2] / "docs" / "cramp-cli.1"
AGAIN = "the man page is out of date: cd tests && python -m campaigns.man"
READ_ON = "2026-11-22"
"""When somebody last read the page as a whole; a changed command does not change it."""
KEYS = {
    "g": "it let go",
    "w": "it is worse: stops the hold and asks the danger signs",
    "x": "one of the stop signs is me: stops everything",
    "e": "in a rest: it is easing",
    "s": "in a rest: it is the same",
    "space": "pause, and go on",
    "n": "the next step",
    "b": "the step before",
    "+ -": "ten seconds more or less, within the safe range",
    "r": "say it again",
    "?": "why this step, and how sure anyone is",
    "q": "stop",
}
ENDINGS = {
    ExitCode.DONE: "done",
    ExitCode.FAILED: "failed: an input or output, or a bug",
    ExitCode.USAGE: "wrong usage",
    ExitCode.KNOWLEDGE: "a knowledge, answers, profile or history file is invalid",
    ExitCode.HISTORY: "the history cannot be read or written",
    ExitCode.NEEDS_ANSWER: "an answer is needed, but there is no terminal",
    ExitCode.REFUSED: "a red flag is present, or what hurts is no skeletal muscle: no routine",
    ExitCode.HANGUP: "the terminal went away",
    ExitCode.INTERRUPTED: "interrupted (Ctrl-C)",
    ExitCode.QUIT: "quit (Ctrl-\\)",
    ExitCode.BROKEN_PIPE: "nobody reads the output any more",
    ExitCode.TERMINATED: "terminated",
}
ENVIRONMENT = {
    "NO_COLOR": "If set, no colour; beats FORCE_COLOR.",
    "FORCE_COLOR": "If set and not 0, colour even into a pipe.",
    "ACCESSIBLE": "If set and not 0, appended lines only, without colour, for screen readers, as with --plain.",
    "TERM": "If empty, dumb or unknown, appended lines only.",
    "COLUMNS": "The width of printed lines, between 20 and 100.",
    "CRAMP_CLI_DATA_DIR": "An absolute path: the folder of the history and the plan.",
    "CRAMP_CLI_DEBUG": "If set, a bug shows its whole traceback.",
    "HOME": "Where the folders below are, unless the next four variables say otherwise.",
    "XDG_CACHE_HOME": "Where the folder of the cache is; a relative path does not count, in this and the next three.",
    "XDG_CONFIG_HOME": "Where the folder of the profile and of your own knowledge files is.",
    "XDG_DATA_HOME": "Where the folder of the history and the plan is.",
    "XDG_STATE_HOME": "Where the folder of crash.txt is.",
    "TZ": "The time zone; one further off than a day is long is said, and UTC is taken.",
}
FILES = {
    "~/.local/share/cramp-cli/history.db": "the history, with its backups history.db.bak-* beside it",
    "~/.local/share/cramp-cli/pending/": "episodes that the history could not take yet",
    "~/.local/share/cramp-cli/plan.json": "the plan you are on",
    "~/.config/cramp-cli/profile.toml": "the profile",
    "~/.config/cramp-cli/knowledge/*.yaml": "knowledge files of your own",
    "~/.cache/cramp-cli/knowledge.json": "the built-in knowledge, ready to read; made anew when it is missing",
    "~/.cache/cramp-cli/first-screens/": "how the latest routines looked at first; only where a history is kept",
    "~/.local/state/cramp-cli/crash.txt": "where in the program its last bug was; no answers, no words of yours",
}
OTHER_KEYS = (
    "Any other key pauses, and the same key goes on. Questions about danger take none of these keys: only 1 (yes), "
    "2 (no), 3 (not sure) or the full word answers them."
)
NOTES = """
No clinician has reviewed this knowledge yet. It is general self-care information, not a medical device, makes no
diagnosis and replaces nobody's advice.

The files are those of Linux; on another system, cramp-cli doctor and cramp-cli knowledge paths name yours. What the
program writes is readable only by you, and not encrypted. Nothing leaves the machine.
"""
_LAST_ASCII = 0x7F
_WIDEST = 72
"""Characters of a line before what roff needs is put into it."""


def page(program: Command) -> str:
    """Return the whole page."""
    lines = [
        '.\\" Made by: cd tests && python -m campaigns.man',
        f'.TH CRAMP\\-CLI 1 "{READ_ON}" "cramp\\-cli {__version__}" "User Commands"',
        ".SH NAME",
        "cramp\\-cli \\- lead through a muscle cramp, hold by hold",
        ".SH SYNOPSIS",
        ".B cramp\\-cli",
        "[\\fIcommand\\fR] [\\fIoptions\\fR] [\\fIwords\\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(program.text),
        ".SH COMMANDS",
        *(line for one in program.commands for line in _command(one)),
        ".SH OPTIONS",
        *_options(one for one in program.options if one not in EVERYWHERE),
        ".PP",
        "With every command:",
        *_options(EVERYWHERE),
        *_table("KEYS WHILE A ROUTINE RUNS", KEYS),
        ".PP",
        *_filled(OTHER_KEYS),
        *_table("EXIT STATUS", {str(int(code)): says for code, says in ENDINGS.items()}),
        *_table("ENVIRONMENT", ENVIRONMENT),
        *_table("FILES", FILES),
        ".SH NOTES",
        *_paragraphs(NOTES),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _command(command: Command) -> Iterator[str]:
    usage = " ".join(["cramp-cli", *command.path, *(argument.usage for argument in command.arguments)])
    yield f'.SS "{_plain(usage)}"'
    yield from _paragraphs(command.text)
    yield from _options(one for one in command.options if one not in EVERYWHERE)
    for one in command.commands:
        yield from _command(one)


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        names = ", ".join(f"\\fB{_plain(name)}\\fR" for name in option.names)
        head = f"{names} \\fI{_plain(option.value)}\\fR" if option.value else names
        yield from (".TP", head, *_filled(option.says))


def _table(heading: str, rows: dict[str, str]) -> Iterator[str]:
    yield f".SH {heading}"
    for name, says in rows.items():
        yield from (".TP", f"\\fB{_plain(name)}\\fR", *_filled(says))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield a help text: filled, but for a paragraph after a backspace, which keeps its lines."""
    for number, paragraph in enumerate(filter(str.strip, text.split("\n\n"))):
        begin = (".PP",) if number else ()
        if paragraph.lstrip("\n").startswith("\b"):
            kept = textwrap.dedent(paragraph.replace("\b", "").strip("\n"))
            yield from (*begin, ".nf", ".RS 4", *map(_text, kept.splitlines()), ".RE", ".fi")
        else:
            yield from (*begin, *_filled(paragraph))


def _filled(text: str) -> Iterator[str]:
    return map(_text, textwrap.wrap(" ".join(text.split()), _WIDEST))


def _text(line: str) -> str:
    """Return a line of text that roff takes for nothing else."""
    plain = _plain(line)
    return f"\\&{plain}" if plain.startswith((".", "\\(aq")) else plain


def _plain(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    escaped = escaped.replace('"', "\\(dq").replace("~", "\\(ti").replace("^", "\\(ha")
    return "".join(char if ord(char) <= _LAST_ASCII else f"\\[u{ord(char):04X}]" for char in escaped)


def main() -> None:
    """Make the page anew."""
    PAGE.write_text(page(tree_of(typer.main.get_command(app))), "utf-8")


if __name__ == "__main__":
    main()
