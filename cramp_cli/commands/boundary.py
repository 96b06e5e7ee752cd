"""The error boundary: whatever ended a command becomes one line a fault on stderr, its fix, and the exit code.

A bug is one line too. Where it happened goes into a private file; `CRAMP_CLI_DEBUG=1` shows the whole traceback.
"""

from __future__ import annotations

import errno
import os
import re
import sys

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass

_LABEL = "cramp-cli: error: "
SCHEMA = "cramp-cli/error/1"
_IN_OUR_WORDS = (
    (re.compile(r"is not a valid int(eger)?( range)?$"), "is not a whole number"),
    (re.compile(r"is not in the range (-?\d+)<=x<=(\d+)$"), r"is not between \1 and \2"),
)
_SIGNALS = {ExitCode.HANGUP, ExitCode.QUIT, ExitCode.TERMINATED}


@dataclass(frozen=True)
class Failure:
    """What to say, a line for each fault, and how to leave. Nothing to say means that nobody listens any more."""

    message: str
    code: ExitCode
    is_error: bool = True
    """Whether something went wrong; a stop that was asked for did not."""


def explained(error: BaseException) -> Failure:
    """Return what to say of whatever ended a command; raises `error` again where it is an orderly exit."""
    if isinstance(error, CrampError):
        return Failure(str(error), error.code, is_error=error.code is not ExitCode.INTERRUPTED)
    if isinstance(error, SystemExit):
        return _exit(error)
    if isinstance(error, OSError):
        return _of_the_system(error)
    if isinstance(error, MemoryError):
        return Failure(
            str(CrampError("there is not enough memory for this", fix="give it less to read")), ExitCode.FAILED
        )
    if hasattr(error, "format_message"):  # the usage errors of Typer have no public type in common
        return _usage(error.format_message())
    return _bug(error)


def _usage(said: str) -> Failure:
    """Return what the framework says of an argument, in a person's words."""
    said = " ".join(said.split()).rstrip(".")
    for theirs, ours in _IN_OUR_WORDS:
        said = theirs.sub(ours, said)
    return Failure(str(CrampError(said, fix="try: cramp-cli --help")), ExitCode.USAGE)


def _exit(ended: SystemExit) -> Failure:
    if ended.code in _SIGNALS:
        return Failure("Stopped.", ExitCode(ended.code), is_error=False)
    if ended.code == ExitCode.FAILED:  # Typer leaves so when the reader of its help goes away, and never otherwise
        return Failure("", ExitCode.BROKEN_PIPE)
    raise ended


def _of_the_system(error: OSError) -> Failure:
    if error.errno == errno.EPIPE:
        return Failure("", ExitCode.BROKEN_PIPE)
    where = f"{error.filename}: " if error.filename else ""
    what = CrampError(f"{where}{error.strerror or error}", fix="check the disk, and who may read and write there")
    return Failure(str(what), ExitCode.FAILED)


def _bug(error: BaseException) -> Failure:
    from cramp_cli.storage.crash import write_down
    from cramp_cli.storage.locations import state_folder

    if os.environ.get("CRAMP_CLI_DEBUG"):
        import traceback

        return Failure("".join(traceback.format_exception(error)).rstrip("\n"), ExitCode.FAILED, is_error=False)
    file = write_down(error, state_folder())
    fix = f"report it with {file}, which holds nothing of yours" if file else "set CRAMP_CLI_DEBUG=1 to see where"
    return Failure(clean(f"a bug ({type(error).__name__}) — {fix}"), ExitCode.FAILED)


def fail(failure: Failure) -> int:
    """Say on stderr what went wrong, and return the exit code; as JSON where the command was asked for JSON."""
    from cramp_cli.terminal.console import Door

    if not failure.message:
        _let_go_of_the_output()
        return failure.code
    lines = failure.message.split("\n")
    if failure.is_error and "--json" in sys.argv:
        text = _json(lines, failure.code)
    else:
        text = "".join(f"{_LABEL if failure.is_error else ''}{clean(line)}\n" for line in lines)
    try:
        Door(sys.stderr).write(text)
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()  # what could not be written would fail once more at the exit, and change its code
    except (OSError, CrampError):
        _let_go_of_the_output()
    return failure.code


def _let_go_of_the_output() -> None:
    """Send what is still to be flushed nowhere: at the exit a terminal that is gone would change the exit code."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)


def _json(lines: list[str], code: ExitCode) -> str:
    from json import dumps

    parts = [line.rpartition(" — ") for line in lines]
    errors = [{"what": what or fix, "fix": fix if what else ""} for what, _, fix in parts]
    return dumps({"schema": SCHEMA, "exit_code": int(code), "errors": errors}) + "\n"
