"""Finds the medicines somebody means by what they type: several at once, any name, with doses and slips.

A word that nothing is called is left alone. It is no fault: most medicines have nothing to do with cramps.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cramp_cli.core.names import normalise
from cramp_cli.core.search import search

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cramp_cli.core.basis import Medicine

OTHER = "other"
"""Stands for medicines that were typed and are not known here."""
_BETWEEN = re.compile(r"[,;/\n+]|\band\b|\bplus\b", re.IGNORECASE)
_NOTHING = frozenset({"", "none", "no", "nothing", "nil", "0"})
SHORTEST_NAME = 5


def named(text: str, medicines: Mapping[str, Medicine]) -> tuple[str, ...]:
    """Return the ids of the classes that `text` names, `("other",)` for unknown names, or `("none",)` for none."""
    phrases = [phrase.strip() for phrase in _BETWEEN.split(text)]
    typed = [phrase for phrase in phrases if normalise(phrase) not in _NOTHING]
    if not typed:
        return ("none",)
    names = {one.id: one.names for one in medicines.values()}
    found = dict.fromkeys(one for phrase in typed for one in _ids(phrase, names))
    return tuple(found) or (OTHER,)


def _ids(phrase: str, names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return what a phrase names as a whole, else what any of its words names by itself, else a near miss."""
    called = {one: tuple(every) for one, every in names.items()}
    whole = search(phrase, called)
    if whole.ids and not whole.is_guess:
        return whole.ids
    words = [word for word in normalise(phrase).split(" ") if len(word) >= SHORTEST_NAME]
    known = {one: {normalise(name) for name in every} for one, every in called.items()}
    exact = tuple(one for one, every in known.items() if not every.isdisjoint(words))
    if exact:
        return exact
    guesses = (search(word, called) for word in words)
    return tuple(dict.fromkeys(one for hits in guesses if hits.is_guess for one in hits.ids))
