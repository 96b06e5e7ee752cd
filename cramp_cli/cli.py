"""The front door: the command table, the error boundary, and nothing else.

A command's module is imported only when that command is called, so that each start pays for what it uses.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core
import typer.main

from cramp_cli import __version__
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL = "cramp-cli: error: "
COMMANDS = {
    "relief": "relief:app",
    "check": "check:app",
    "questions": "check:questions_app",
    "regions": "reading:regions",
    "causes": "reading:causes",
    "remedies": "reading:remedies",
    "medicines": "reading:medicines",
    "myths": "reading:myths",
    "learn": "reading:learn",
    "figure": "figure:app",
    "history": "history:app",
    "report": "report:app",
    "plan": "plan:app",
    "profile": "profile:app",
    "knowledge": "knowledge:app",
    "doctor": "doctor:app",
}
"""The module under `commands/` and the name in it that hold each command."""


class _CommandTable(dict[str, Any]):
    """The commands by name; each one is imported when it is first looked at."""

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - Typer's command type is private
        if name not in COMMANDS:
            raise KeyError(name)
        module, _, attribute = COMMANDS[name].partition(":")
        self[name] = typer.main.get_command(getattr(import_module(f"cramp_cli.commands.{module}"), attribute))
        self[name].name = name
        return self[name]

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - the same
        return self[name] if name in COMMANDS else default

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def keys(self) -> Any:  # noqa: ANN401 - the same
        return dict.fromkeys(COMMANDS).keys()

    def items(self) -> Any:  # noqa: ANN401 - the same
        return {name: self[name] for name in COMMANDS}.items()


class _LazyGroup(typer.core.TyperGroup):
    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - passed through to Typer
        super().__init__(**attributes)
        self.commands = _CommandTable()


app = typer.Typer(
    cls=_LazyGroup,
    add_completion=False,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the signature Typer calls
    if wanted:
        typer.echo(f"cramp-cli {__version__}. No clinician has reviewed this knowledge yet.")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def front_door(
    context: typer.Context,
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Relief for a muscle cramp, hold by hold.

    \b
      cramp-cli relief calf               lead me through it, now
      cramp-cli relief left foot          the side belongs in the words
      cramp-cli relief calf --print       the routine as text, no timers
      cramp-cli relief calf --have pregnant --with towel
      cramp-cli check                     rule out danger, then find out why
      cramp-cli profile set conditions pregnant

    --color auto, always or never may stand anywhere.

    Chest pain, a face that droops, a limb cold or swollen: call for help instead.
    """  # noqa: D301 - \b keeps the examples as they are
    if context.invoked_subcommand is None:
        raise typer.Exit(_session_or_help(context))


def _session_or_help(context: typer.Context) -> int:
    from cramp_cli.terminal.console import is_terminal
    from cramp_cli.terminal.keys import standard_input_is_terminal

    if is_terminal(sys.stdout) and standard_input_is_terminal():
        from cramp_cli.commands.home import run

        return run()
    typer.echo(context.get_help())
    return ExitCode.DONE


def main() -> None:
    """Run the program and leave with the exit code of what happened."""
    os.umask(0o077)
    from cramp_cli.terminal.console import prepare_streams

    prepare_streams()
    sys.exit(_run())


def _arguments() -> list[str]:
    """Return the arguments; `help relief` means `relief --help`, and `--color` may stand anywhere."""
    given = _without_colour(sys.argv[1:])
    return [*given[1:], "--help"] if given[:1] == ["help"] else given


def _without_colour(given: list[str]) -> list[str]:
    """Take `--color WHEN` out of the arguments and do what it says; raises CrampError (exit 2) for another word."""
    rest: list[str] = []
    words = iter(given)
    for word in words:
        if word == "--":
            return [*rest, word, *words]
        if word.split("=")[0] not in {"--color", "--colour"}:
            rest.append(word)
            continue
        _colour(word.partition("=")[2] or next(words, ""))
    return rest


def _colour(when: str) -> None:
    settings = {"auto": {}, "always": {"FORCE_COLOR": "1"}, "never": {"NO_COLOR": "1"}}
    if when not in settings:
        raise CrampError(f'unknown --color "{when}"', fix="write auto, always or never", code=ExitCode.USAGE)
    if when == "always":
        os.environ.pop("NO_COLOR", None)
    os.environ.update(settings[when])


def _run() -> int:
    try:
        code = app(_arguments(), standalone_mode=False)
    except CrampError as error:
        return _fail(str(error), error.code, "" if error.code is ExitCode.INTERRUPTED else _LABEL)
    except (typer.Abort, KeyboardInterrupt):
        code = ExitCode.INTERRUPTED
    except OSError as error:
        return _fail(f"{error.strerror or error}", ExitCode.FAILED)
    except Exception as error:
        if hasattr(error, "format_message"):
            return _fail(f"{error.format_message().rstrip('.')} — try: cramp-cli --help", ExitCode.USAGE)
        if os.environ.get("CRAMP_CLI_DEBUG"):
            raise
        return _fail(f"a bug ({type(error).__name__}) — set CRAMP_CLI_DEBUG=1 to see where", ExitCode.FAILED)
    if code == ExitCode.INTERRUPTED:
        return _fail("Stopped. Nothing was saved.", ExitCode.INTERRUPTED, label="")
    return int(code or 0)


def _fail(message: str, code: ExitCode, label: str = _LABEL) -> int:
    """Say what went wrong on stderr, one line a fault, and return `code`. No message means that nobody listens."""
    from cramp_cli.terminal.console import Door

    if not message:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return code
    try:
        Door(sys.stderr).write("".join(f"{label}{clean(line)}\n" for line in message.split("\n")))
    except (OSError, CrampError):
        return code
    return code
