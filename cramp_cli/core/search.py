"""Finds entries by any of their names, the way people look things up: whole, by its beginning, or slightly wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.names import EDITS_ALLOWED, SHORTEST_WORD_FOR_A_NEAR_MISS, edits_or_more, normalise
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class Hits:
    """What a search found: ids in the order of the entries, and how sure it is."""

    ids: tuple[str, ...]
    is_guess: bool = False
    near: tuple[str, ...] = ()
    """Names to suggest when nothing was found."""


def search(text: str, names: Mapping[str, Sequence[str]]) -> Hits:
    """Return the entries called `text`: by a whole name, else by the beginning of a word, else within two edits."""
    wanted = normalise(text)
    known = {one: [normalise(name) for name in (one, *called)] for one, called in names.items()}
    exact = tuple(one for one, called in known.items() if wanted in called)
    if exact:
        return Hits(exact)
    if len(wanted) >= SHORTEST_BEGINNING:
        begun = tuple(one for one, called in known.items() if any(_begins(name, wanted) for name in called))
        if begun:
            return Hits(begun)
    return _near(wanted, known)


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or f" {wanted}" in name


def _near(wanted: str, known: Mapping[str, Sequence[str]]) -> Hits:
    if not wanted:
        return Hits(())
    ranked = sorted((edits_or_more(wanted, name), name, one) for one, called in known.items() for name in called)
    close = [entry for entry in ranked if entry[0] <= EDITS_ALLOWED]
    ids = tuple(dict.fromkeys(one for _, _, one in close))
    if ids and len(wanted) >= SHORTEST_WORD_FOR_A_NEAR_MISS:
        return Hits(ids, is_guess=True)
    return Hits((), near=tuple(dict.fromkeys(name for _, name, _ in close))[:4])
