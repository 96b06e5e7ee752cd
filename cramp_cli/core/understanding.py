"""Decides what somebody means by what they type under a question about why: numbers, names, their beginnings, several.

Never used for danger, where only digits and full words count (`core.answering`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.basis import NONE_OF_THESE, About, Kind, Option
from cramp_cli.core.medicines import OTHER, named
from cramp_cli.core.names import Ambiguous, AskFirst, Found, NotMuscle, find, split_side
from cramp_cli.core.search import search
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cramp_cli.core.answers import Given
    from cramp_cli.core.basis import Medicine, WhyQuestion
    from cramp_cli.core.names import Words

_DIGITS_ALONE = 9
"""Up to so many options, digits need nothing between them."""
_MOST_DIGITS = 3
_NONE = frozenset({"0", NONE_OF_THESE, "none of these"})
_YES_NO = (Option("yes", "yes"), Option("no", "no"))


@dataclass(frozen=True)
class Understood:
    """What was typed is this answer; `note` is worth telling."""

    given: Given
    note: str = ""


@dataclass(frozen=True)
class Unclear:
    """What was typed is no answer, and why."""

    note: str


Understanding = Understood | Unclear | NotMuscle | Ambiguous


@dataclass(frozen=True)
class Language:
    """The words that mean something."""

    words: Words
    medicines: Mapping[str, Medicine]


def options_of(question: WhyQuestion) -> tuple[Option, ...]:
    """Return what can be chosen, "none of these" left out: it is 0."""
    options = question.options or (_YES_NO if question.kind is Kind.YES_NO else ())
    return tuple(one for one in options if one.id != NONE_OF_THESE)


def understand(typed: str, question: WhyQuestion, language: Language) -> Understanding:
    """Return what `typed` means as an answer to `question`."""
    if question.kind is Kind.NUMBER:
        return _number(typed, question)
    if question.kind is Kind.TEXT:
        return _medicines(typed, language)
    if typed.casefold() in _NONE and any(one.id == NONE_OF_THESE for one in question.options):
        return Understood((NONE_OF_THESE,))
    chosen: list[str] = []
    for part in _parts(typed, question):
        found = _option(part, question, language)
        if not isinstance(found, Understood):
            return found
        chosen += found.given if isinstance(found.given, tuple) else ()
        if question.kind is not Kind.MANY:
            return found
    return Understood(tuple(dict.fromkeys(chosen)))


def matching(typed: str, options: Sequence[str]) -> int | None:
    """Return the one option that `typed` is the number, the name or the beginning of; None for none or several."""
    if typed.isascii() and typed.isdigit():
        is_one = len(typed) <= _MOST_DIGITS and 1 <= int(typed) <= len(options)
        return int(typed) - 1 if is_one else None
    named_so = [option.casefold() for option in options]
    if typed.casefold() in named_so:
        return named_so.index(typed.casefold())
    begun = [index for index, option in enumerate(named_so) if typed and option.startswith(typed.casefold())]
    return begun[0] if len(begun) == 1 else None


def _option(part: str, question: WhyQuestion, language: Language) -> Understanding:
    options = options_of(question)
    if question.about is About.REGIONS and not part.isdigit():
        found = _region(part, language.words)
        index = matching(part, [one.text for one in options])
        return Understood((options[index].id,)) if isinstance(found, Unclear) and index is not None else found
    index = matching(part, [one.text for one in options])
    if index is not None:
        return Understood((options[index].id,))
    hits = search(part, {one.id: (one.text,) for one in options}).ids
    if len(hits) == 1:
        return Understood(hits)
    if hits:
        texts = "; ".join(one.text for one in options if one.id in hits)
        return Unclear(f'"{clean(part)}" could be several: {texts}.')
    return Unclear(f'"{clean(part)}" is none of these.')


def _region(part: str, words: Words) -> Understanding:
    meaning = find(split_side(part, words)[0], words)
    if isinstance(meaning, Found):
        note = f'"{clean(part)}" was taken as {meaning.word}.' if meaning.guessed else ""
        return Understood((meaning.region,), note)
    if isinstance(meaning, AskFirst):
        return Understood((meaning.region,))
    if isinstance(meaning, NotMuscle | Ambiguous):
        return meaning
    near = f" Did you mean {' or '.join(meaning.near)}?" if meaning.near else ""
    return Unclear(f'"{clean(part)}" is no muscle known here.{near}')


def _number(typed: str, question: WhyQuestion) -> Understood | Unclear:
    if typed.isascii() and typed.replace(".", "", 1).isdigit() and float(typed) <= question.at_most:
        return Understood(float(typed))
    return Unclear(f"Type a number up to {question.at_most:g}, or Enter if you do not know.")


def _medicines(typed: str, language: Language) -> Understood:
    found = named(typed, language.medicines)
    known = [language.medicines[one].name for one in found if one in language.medicines]
    if known:
        return Understood(found, f"Understood: {'; '.join(known)}.")
    return Understood(found, "None of these is on our list of medicines." if found == (OTHER,) else "")


def _parts(typed: str, question: WhyQuestion) -> list[str]:
    """Return the single answers in what was typed: split at commas, at spaces between numbers, or digit by digit."""
    if question.kind is not Kind.MANY:
        return [typed]
    tokens = typed.replace(",", " ").split()
    if tokens and all(token.isascii() and token.isdigit() for token in tokens):
        alone = len(options_of(question)) <= _DIGITS_ALONE
        return [digit for token in tokens for digit in token] if alone else tokens
    return [part.strip() for part in typed.split(",") if part.strip()] or [typed]
