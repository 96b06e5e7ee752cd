"""The options --from and --to, which say which episodes are meant."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.history_store import here_and_now
from cramp_cli.core.errors import CrampError, ExitCode

if TYPE_CHECKING:
    from cramp_cli.storage.history import Span

FROM = Annotated[
    str | None, typer.Option("--from", help="The first day, such as 2026-11-01 or yesterday.", show_default=False)
]
TO = Annotated[str | None, typer.Option("--to", help="The last day, or a time.", show_default=False)]


def local(instant: datetime) -> datetime:
    """Return a time on the person's clock; one without a zone is on it already.

    An hour that was skipped when the clock was put forward is counted on, as the clock did.
    """
    found = instant.astimezone()
    was_skipped = instant.tzinfo is None and found.replace(tzinfo=None) != instant
    return instant.replace(fold=1).astimezone() if was_skipped else found


def span_of(from_: str | None, to: str | None, region: str | None = None) -> Span:
    """Return the span that the options mean; the last day is in it.

    Raises:
        CrampError: one of them is no day, or they are the wrong way round (exit 2).
    """
    from cramp_cli.storage.history import Span

    since = _bounds("--from", from_)[0] if from_ else None
    until = _bounds("--to", to)[1] if to else None
    if since and until and since >= until:
        raise CrampError("--from is later than --to", fix="swap them", code=ExitCode.USAGE)
    return Span(since, until, region)


def _bounds(option: str, text: str) -> tuple[datetime, datetime]:
    from cramp_cli.core.when_typed import parse_span

    found = parse_span(text, here_and_now(), local)
    if found is None:
        fix = "write 2026-11-01, yesterday or 2026-11-01T23:40"
        raise CrampError(f'{option} "{text}" is no day', fix=fix, code=ExitCode.USAGE)
    return found
