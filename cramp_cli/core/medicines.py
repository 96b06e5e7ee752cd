"""Finds the medicines somebody means by what they type: several at once, any name, with doses and slips.

A word that nothing is called is left alone. It is no fault: most medicines have nothing to do with cramps.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cramp_cli.core.names import normalise
from cramp_cli.core.search import SHORTEST_BEGINNING, search

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.basis import Medicine

OTHER = "other"
"""Stands for medicines that were typed and are not known here."""
MOST_PHRASES = 100
LONGEST_PHRASE = 100
_BETWEEN = re.compile(r"[,;/\n+]|\band\b|\bplus\b", re.IGNORECASE)
_NOTHING = frozenset({"", "none", "no", "nothing", "nil", "0"})
_DENIALS = ("no ", "not ", "never ", "without ")
_SHORTEST_SLIP = 6
_Names = dict[str, list[str]]


def named(text: str, medicines: Mapping[str, Medicine]) -> tuple[str, ...]:
    """Return the ids of the classes that `text` names, `("other",)` for unknown names, or `("none",)` for none."""
    phrases = [normalise(phrase[:LONGEST_PHRASE]) for phrase in _BETWEEN.split(text)[:MOST_PHRASES]]
    typed = [phrase for phrase in phrases if phrase not in _NOTHING and not phrase.startswith(_DENIALS)]
    if not typed:
        return ("none",)
    names = {one.id: [normalise(name) for name in one.names] for one in medicines.values()}
    found = dict.fromkeys(one for phrase in dict.fromkeys(typed) for one in _ids(phrase, names))
    return tuple(found) or (OTHER,)


def _ids(phrase: str, names: _Names) -> list[str]:
    """Return the classes whose names stand in a phrase as whole words, else begin it, else are nearly in it."""
    return _inside(phrase, names) or _begun(phrase, names) or _nearly(phrase, names)


def _inside(phrase: str, names: _Names) -> list[str]:
    """Return the classes named in a phrase, the longest names first, so that a part of one is not taken for another."""
    rest = f" {phrase} "
    found: list[str] = []
    for name, one in sorted(((name, one) for one, every in names.items() for name in every), key=lambda p: -len(p[0])):
        if f" {name} " in rest:
            found.append(one)
            rest = rest.replace(f" {name} ", "  ")
    return found


def _begun(phrase: str, names: _Names) -> list[str]:
    if len(phrase) < SHORTEST_BEGINNING:
        return []
    return [one for one, every in names.items() if any(" " not in name and name.startswith(phrase) for name in every)]


def _nearly(phrase: str, names: _Names) -> list[str]:
    words = [word for word in phrase.split(" ") if len(word) >= _SHORTEST_SLIP and word.isalpha()]
    hits = (search(word, names) for word in words)
    return [one for hit in hits if hit.is_guess for one in hit.ids]
