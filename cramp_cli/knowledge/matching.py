"""Reads the conditions that data puts on answers: one match, or several together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.answers import Match, When

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARTS = ("all", "any", "unless")


def match(entry: Mapping[str, Any]) -> Match:
    """Return one `{question, answer | answers | at-least | below}`."""
    options = (entry["answer"],) if "answer" in entry else tuple(entry.get("answers", ()))
    return Match(entry["question"], options, entry.get("at-least"), entry.get("below"))


def when(entry: Mapping[str, Any]) -> When | None:
    """Return what an entry asks of the answers, written as one match or as `all`, `any`, `unless`; None for nothing."""
    if "question" in entry:
        return When(all=(match(entry),))
    if not any(part in entry for part in _PARTS):
        return None
    return When(**{part: tuple(match(one) for one in entry.get(part, ())) for part in _PARTS})
