"""Decides which region a person means, and says so when it is no muscle at all.

Exact words win. A near miss may become a region only when it is the single one within two edits and nothing that is
no muscle is as near, because a wrong routine on the wrong pain does harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cramp_cli.core.model import Disposition, Question

EDITS_ALLOWED = 2
SHORTEST_WORD_FOR_A_NEAR_MISS = 4
_PUNCTUATION = frozenset('-_.,;:!?()/"')


@dataclass(frozen=True)
class Ambiguous:
    """A word for several regions."""

    words: frozenset[str]
    ask: str
    regions: tuple[str, ...]
    elsewhere: str | None = None
    """The not-muscle entry that is a choice too."""


@dataclass(frozen=True)
class AskFirst:
    """A word for which a danger is ruled out before its region is shown."""

    words: frozenset[str]
    region: str
    question: Question


@dataclass(frozen=True)
class NotMuscle:
    """Something this program must not treat, and where to go with it."""

    id: str
    name: str
    words: frozenset[str]
    disposition: Disposition
    text: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Every word that finds something."""

    regions: Mapping[str, Sequence[str]]
    fillers: frozenset[str]
    sides: Mapping[str, str]
    ambiguous: tuple[Ambiguous, ...]
    ask_first: tuple[AskFirst, ...]
    not_muscle: tuple[NotMuscle, ...]

    @property
    def special(self) -> tuple[NotMuscle | AskFirst | Ambiguous, ...]:
        """Everything that is not simply a region, the most careful reading first."""
        return (*self.not_muscle, *self.ask_first, *self.ambiguous)

    def elsewhere(self, entry_id: str) -> NotMuscle:
        """Return the not-muscle entry called `entry_id`."""
        return next(entry for entry in self.not_muscle if entry.id == entry_id)


@dataclass(frozen=True)
class Found:
    """The person means this region."""

    region: str
    word: str
    guessed: bool = False
    """True when it was found by a near miss and has to be announced."""


@dataclass(frozen=True)
class Unknown:
    """Nothing fits; `near` are words to suggest."""

    word: str
    near: tuple[str, ...]


Meaning = Found | Ambiguous | AskFirst | NotMuscle | Unknown


def normalise(text: str) -> str:
    """Return `text` in small letters, apostrophes dropped, other punctuation as spaces, spaces single."""
    folded = text.casefold().strip().replace("'", "").replace("\u2019", "")
    spaced = "".join(" " if char in _PUNCTUATION else char for char in folded)
    return " ".join(part for part in spaced.split(" ") if part)


def split_side(text: str, words: Words) -> tuple[str, str | None]:
    """Return the text without its side words, and the side they name: left, right, both or None."""
    rest, sides = [], set()
    for token in normalise(text).split(" "):
        side = _side_of(token, words)
        if side is not None:
            sides.add(side)
        else:
            rest.append(token)
    side = "both" if {"left", "right"} <= sides else next(iter(sides), None)
    return " ".join(rest), side


def _side_of(token: str, words: Words) -> str | None:
    """Return the side a word names, two neighbouring letters swapped or not: `rigth` is right, `tight` is not."""
    for word, side in words.sides.items():
        is_swapped = len(word) >= SHORTEST_WORD_FOR_A_NEAR_MISS and sorted(token) == sorted(word)
        if token == word or (is_swapped and edits(token, word) == 1):
            return side
    return None


def names_nothing(text: str, words: Words) -> bool:
    """Whether nothing but words that carry no place was typed, such as `my cramp`."""
    return all(token in words.fillers for token in normalise(text).split(" ") if token)


def find(text: str, words: Words) -> Meaning:
    """Return what `text` (side words already taken out) means. Text with control characters means nothing."""
    whole = normalise(text)
    if not whole.isprintable():
        return Unknown(whole, ())
    bare = " ".join(token for token in whole.split(" ") if token not in words.fillers)
    for word in dict.fromkeys((whole, bare)):
        exact = _exact(word, words)
        if exact is not None:
            return exact
    return _agreed(bare, words) or _near(bare or whole, words)


def _agreed(text: str, words: Words) -> Meaning | None:
    """Return the one region that every word of `text` names by itself, as in `sole foot`."""
    tokens = text.split(" ")
    agreed: Found | None = None
    for token in dict.fromkeys(tokens):
        found = _exact(token, words)
        if not isinstance(found, Found) or (agreed is not None and found.region != agreed.region):
            return None
        agreed = agreed or found
    return agreed if len(tokens) > 1 else None


def _exact(word: str, words: Words) -> Meaning | None:
    for entry in words.special:
        if word in {normalise(one) for one in entry.words}:
            return entry
    for region, names in words.regions.items():
        if word in {normalise(name) for name in names}:
            return Found(region, word)
    return None


def _near(word: str, words: Words) -> Meaning:
    regions = {region: _nearest(word, names) for region, names in words.regions.items()}
    close = {region: name for region, (name, edits) in regions.items() if edits <= EDITS_ALLOWED}
    others = [one for entry in words.special for one in entry.words]
    other, other_edits = _nearest(word, others)
    is_long_enough = len(word) >= SHORTEST_WORD_FOR_A_NEAR_MISS
    if len(close) == 1 and other_edits > EDITS_ALLOWED and is_long_enough:
        region, name = next(iter(close.items()))
        return Found(region, name, guessed=True)
    ranked = sorted((edits, name) for name, edits in [*regions.values(), (other, other_edits)])
    close_names = (name for edits, name in ranked if edits <= EDITS_ALLOWED and len(name) > EDITS_ALLOWED + 1)
    return Unknown(word, tuple(close_names)[:3])


def _nearest(word: str, names: Iterable[str]) -> tuple[str, int]:
    ranked = ((normalise(name), edits_or_more(word, normalise(name))) for name in names)
    return min(ranked, key=lambda pair: pair[1], default=("", len(word)))


def edits_or_more(one: str, other: str) -> int:
    """Return `edits`, or merely more than are allowed where the lengths tell that at a glance."""
    apart = abs(len(one) - len(other))
    return apart if apart > EDITS_ALLOWED else edits(one, other)


def edits(one: str, other: str) -> int:
    """Return how many letters must be added, dropped, changed or swapped to turn `one` into `other`."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, facing in enumerate(other, start=1):
            best = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        before, last = last, current
    return last[-1]
