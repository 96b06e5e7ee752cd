"""The one meaning of a duration in the files: a number of seconds, or `30s`, `1m30s`, `1:30`."""

from __future__ import annotations

from cramp_cli.core.text import parse_duration


def seconds(value: object) -> int:
    """Return the seconds of a duration that the schema has accepted."""
    return value if isinstance(value, int) else parse_duration(str(value)) or 0
