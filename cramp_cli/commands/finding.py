"""Finds what a person means by the words after a command, asking where they mean several things."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.names import (
    Ambiguous,
    AskFirst,
    Found,
    NotMuscle,
    Unknown,
    find,
    names_nothing,
    split_side,
)
from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_cli.core.model import Region
    from cramp_cli.core.names import Meaning
    from cramp_cli.knowledge.decoding import Knowledge


def resolve(words: str, knowledge: Knowledge, *, can_ask: bool) -> Found | AskFirst | NotMuscle:
    """Return what `words` mean.

    Raises:
        CrampError: nothing fits (exit 2), or several things do and nobody can be asked (exit 5).
    """
    is_nothing = names_nothing(words, knowledge.words)
    meaning = _everything(knowledge) if is_nothing else find(words, knowledge.words)
    while not isinstance(meaning, Found | NotMuscle | AskFirst):
        meaning = _narrowed(meaning, words, knowledge, can_ask=can_ask)
    return meaning


def heard(words: str, meaning: Found | AskFirst, region: Region) -> Iterator[str]:
    """Yield how the words were understood and where the region comes from, where the person should know."""
    if region.from_file:
        yield f"From your own file {region.from_file}."
    if not isinstance(meaning, Found):
        return
    if meaning.guessed:
        yield f'"{clean(words)}" was taken as {meaning.word}.'
    if meaning.word in region.hints:
        yield region.hints[meaning.word]


def _everything(knowledge: Knowledge) -> Ambiguous:
    return Ambiguous(frozenset(), "Where does it cramp?", tuple(knowledge.words.regions))


def _narrowed(meaning: Meaning, words: str, knowledge: Knowledge, *, can_ask: bool) -> Meaning:
    if not isinstance(meaning, Ambiguous):
        _unknown(words, getattr(meaning, "near", ()))
    elsewhere = [meaning.elsewhere] if meaning.elsewhere else []
    if not can_ask:
        fix = f"say which: {', '.join([*meaning.regions, *elsewhere])}"
        what = f'"{words}" could be several things' if words else "no muscle was named"
        raise CrampError(what, fix=fix, code=ExitCode.NEEDS_ANSWER)
    return _asked(meaning, elsewhere, knowledge)


def _asked(meaning: Ambiguous, elsewhere: list[str], knowledge: Knowledge) -> Meaning:
    from cramp_cli.terminal.prompts import choose

    names = [knowledge.region_name(region) for region in meaning.regions]
    chosen = choose(meaning.ask, names + [knowledge.words.elsewhere(one).name for one in elsewhere])
    if isinstance(chosen, str):
        found = find(split_side(chosen, knowledge.words)[0], knowledge.words)
        return meaning if isinstance(found, Unknown) else found
    if chosen == len(meaning.regions):
        return knowledge.words.elsewhere(elsewhere[0])
    return Found(meaning.regions[chosen], meaning.regions[chosen])


def _unknown(words: str, near: Iterable[str]) -> NoReturn:
    suggestions = " or ".join(f'"{word}"' for word in near)
    fix = f"did you mean {suggestions}?" if suggestions else "name a muscle, such as calf, foot, hand or lower back"
    raise CrampError(f'"{words}" is no muscle known here', fix=fix, code=ExitCode.USAGE)
