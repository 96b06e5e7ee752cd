"""Says how to mend a word that is not known, for whoever reads a file and need not load the validator for that."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LISTED_AT_MOST = 12
GLANCE = 40
"""So many characters of a word are looked at, and shown."""


def suggestion(word: str, known: Iterable[str], *, see: str = "") -> str:
    """Return the fix for an unknown word: the nearest known one, else the list; where that is long, `see` it there."""
    words = sorted(known)
    near = difflib.get_close_matches(word[:GLANCE].casefold(), words, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    if len(words) <= _LISTED_AT_MOST:
        return f"write one of: {', '.join(words)}" if words else see
    return see or f"write one of: {', '.join(words[:_LISTED_AT_MOST])}, … ({len(words)} in all)"
