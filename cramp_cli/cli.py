"""The front door: what every command shares, and nothing else."""

from __future__ import annotations

import os
import sys
import time
from typing import Annotated

import typer

from cramp_cli import VERSION_LINE
from cramp_cli.commands.table import LazyGroup
from cramp_cli.core.errors import CrampError, ExitCode

SECONDS_A_DAY = 24 * 60 * 60

app = typer.Typer(
    cls=LazyGroup,
    add_completion=False,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the signature Typer calls
    if wanted:
        typer.echo(VERSION_LINE, nl=False)
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
    _settle_the_clock()
    sys.exit(_run())


def _settle_the_clock() -> None:
    """Take UTC where the time zone is further off than any day is long: no calendar could hold such a time."""
    if abs(time.localtime().tm_gmtoff) >= SECONDS_A_DAY and hasattr(time, "tzset"):
        os.environ["TZ"] = "UTC"
        time.tzset()
        from cramp_cli.commands.wiring import say

        say("TZ is no time zone. Times are in UTC.")


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
    from cramp_cli.terminal.signals import ending_in_order

    try:
        with ending_in_order():
            code = app(_arguments(), prog_name="cramp-cli", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return _fail(CrampError("Stopped. Nothing was saved.", code=ExitCode.INTERRUPTED))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - here every error ends
        return _fail(error)
    if code == ExitCode.INTERRUPTED:
        return _fail(CrampError("Stopped. Nothing was saved.", code=ExitCode.INTERRUPTED))
    return int(code or 0)


def _fail(error: BaseException) -> int:
    """Say what went wrong, and return the exit code."""
    from cramp_cli.commands.boundary import explained, fail

    return fail(explained(error))
