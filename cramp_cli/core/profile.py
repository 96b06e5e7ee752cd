"""The profile: what a person tells the program once, so that they need not type it in pain.

It decides which entries of a profile count, and what they do to a routine. A profile can only withhold: it adds
conditions, and fills in what was not asked for. No question about danger is ever answered by it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cramp_cli.core.errors import Problem
from cramp_cli.core.names import EDITS_ALLOWED, SHORTEST_WORD_FOR_A_NEAR_MISS, edits
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from cramp_cli.core.model import Condition
    from cramp_cli.core.routine import Person, Routine

MOST_ENTRIES = 64
MOST_CHARACTERS = 100
MOST_CHARACTERS_OF_A_NUMBER = 20
LISTS = ("conditions", "medicines", "tools")
"""The keys that hold several values."""
KEYS = (*LISTS, "situation", "emergency-number", "voice", "night", "history")
_GLANCE = 40
_SHORTEST_BEGINNING = 3
_HOUR = 60
_ON, _OFF = "on", "off"
_NUMBER = re.compile(r"(?=.*[0-9])[0-9 +-]+", re.ASCII)
_NIGHT = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9]) ?- ?([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_KINDS = {str: "one text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}


@dataclass(frozen=True)
class Night:
    """The quiet hours of a day, which may go past midnight. Equal ends mean that there are none."""

    start_minute: int
    """Minutes after midnight."""
    end_minute: int

    def includes(self, minute_of_day: int) -> bool:
        """Whether a minute of the day, counted from midnight, is in the night."""
        if self.start_minute <= self.end_minute:
            return self.start_minute <= minute_of_day < self.end_minute
        return minute_of_day >= self.start_minute or minute_of_day < self.end_minute

    def __str__(self) -> str:
        if self.start_minute == self.end_minute:
            return _OFF
        return "-".join(f"{one // _HOUR:02d}:{one % _HOUR:02d}" for one in (self.start_minute, self.end_minute))


NO_NIGHT = Night(0, 0)
USUAL_NIGHT = Night(22 * _HOUR, 7 * _HOUR)
"""What counts as night where the profile says nothing."""


def parse_night(text: str) -> Night | None:
    """Return the hours of `22:00-07:00`, or of `off`; None if it is neither."""
    if text.casefold() == _OFF:
        return NO_NIGHT
    found = _NIGHT.fullmatch(text)
    if found is None:
        return None
    from_hour, from_minute, to_hour, to_minute = (int(part) for part in found.groups())
    night = Night(from_hour * _HOUR + from_minute, to_hour * _HOUR + to_minute)
    return night if night.start_minute != night.end_minute else None


@dataclass(frozen=True)
class Profile:
    """What a person has said about themselves. Everything may be unknown."""

    conditions: tuple[str, ...] = ()
    """Ids of conditions."""
    medicines: tuple[str, ...] = ()
    """As typed."""
    tools: tuple[str, ...] = ()
    situation: str | None = None
    emergency_number: str = ""
    speaks: bool | None = None
    """Whether to speak by day; None where nothing was said."""
    night: Night | None = None
    keeps_history: bool | None = None
    """Whether relief writes a history; None where nothing was said."""

    def values(self) -> dict[str, list[str] | str]:
        """Return the keys that hold something, as the file holds them."""
        every: dict[str, list[str] | str] = {
            "conditions": list(self.conditions),
            "medicines": list(self.medicines),
            "tools": list(self.tools),
            "situation": self.situation or "",
            "emergency-number": self.emergency_number,
            "voice": _switched(self.speaks),
            "night": str(self.night) if self.night else "",
            "history": _switched(self.keeps_history),
        }
        return {key: value for key, value in every.items() if value}


def _switched(is_on: bool | None) -> str:  # noqa: FBT001 - the value of a switch
    return "" if is_on is None else _ON if is_on else _OFF


@dataclass(frozen=True)
class KnownIds:
    """The ids a profile may name."""

    conditions: Collection[str]
    tools: Collection[str]
    situations: Collection[str]


def nearest(word: str, choices: Collection[str]) -> str:
    """Return the fix for an unknown word: the nearest of `choices`, or all of them."""
    start = word[:_GLANCE].casefold()
    begun = [one for one in sorted(choices) if len(start) >= _SHORTEST_BEGINNING and one.startswith(start)]
    ranked = sorted((edits(start, one), one) for one in choices)
    allowed = EDITS_ALLOWED if len(start) >= SHORTEST_WORD_FOR_A_NEAR_MISS else 1
    close = begun or [one for distance, one in ranked if distance <= allowed]
    return f'did you mean "{close[0]}"?' if close else f"write one of: {', '.join(sorted(choices))}"


# -- which entries count ----------------------------------------------------------------------------------------------


def check_profile(raw: Mapping[str, object], known: KnownIds, path: str) -> tuple[Profile, tuple[Problem, ...]]:
    """Return the profile made of the good entries of `raw`, and a problem for each of the others."""
    checking = _Checking(raw, path)
    checking.keys()
    profile = Profile(
        conditions=tuple(checking.ids("conditions", known.conditions)),
        medicines=tuple(checking.entries("medicines")),
        tools=tuple(checking.ids("tools", known.tools)),
        situation=checking.situation(known.situations),
        emergency_number=checking.emergency_number(),
        speaks=checking.switch("voice"),
        night=checking.night(),
        keeps_history=checking.switch("history"),
    )
    return profile, tuple(checking.problems)


class _Checking:
    """One pass over one profile. It never shows a value whole: whatever stands in a file may be any length."""

    def __init__(self, raw: Mapping[str, object], path: str) -> None:
        self._raw = raw
        self._path = path
        self.problems: list[Problem] = []

    def keys(self) -> None:
        unknown = [key for key in self._raw if key not in KEYS]
        for key in unknown[:MOST_ENTRIES]:
            self._fault(f'unknown key "{_glance(key)}"', nearest(key, KEYS))
        if len(unknown) > MOST_ENTRIES:
            self._fault(f"{len(unknown) - MOST_ENTRIES} more unknown keys", "keep one setting a line")

    def ids(self, key: str, known: Collection[str]) -> Iterator[str]:
        for word in self.entries(key):
            if word in known:
                yield word
            else:
                self._fault(f'unknown {key.removesuffix("s")} "{_glance(word)}"', nearest(word, known))

    def entries(self, key: str) -> list[str]:
        """Return the texts of a list, cleaned, each once."""
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            self._fault(f"{key}: expected a list, got {_kind(value)}", f'write {key} = ["…", "…"]')
            return []
        if len(value) > MOST_ENTRIES:
            self._fault(f"{key}: {len(value)} entries", f"keep at most {MOST_ENTRIES}")
        texts = [self._text(key, one) for one in value[:MOST_ENTRIES]]
        return list(dict.fromkeys(text for text in texts if text))

    def situation(self, known: Collection[str]) -> str | None:
        word = self._one("situation")
        if not word or word in known:
            return word or None
        self._fault(f'unknown situation "{_glance(word)}"', nearest(word, known))
        return None

    def emergency_number(self) -> str:
        number = self._one("emergency-number")
        if not number or (len(number) <= MOST_CHARACTERS_OF_A_NUMBER and _NUMBER.fullmatch(number)):
            return number
        fix = f"write digits, spaces, + and -, at most {MOST_CHARACTERS_OF_A_NUMBER} in all"
        self._fault(f'emergency-number: "{_glance(number)}" is no telephone number', fix)
        return ""

    def switch(self, key: str) -> bool | None:
        word = self._one(key).casefold()
        if word not in {"", _ON, _OFF}:
            self._fault(f'{key}: "{_glance(word)}" is neither on nor off', "write on or off")
        return {_ON: True, _OFF: False}.get(word)

    def night(self) -> Night | None:
        text = self._one("night")
        night = parse_night(text)
        if text and night is None:
            self._fault(f'night: "{_glance(text)}" is no span of hours', f"write it as {USUAL_NIGHT}, or off")
        return night

    def _one(self, key: str) -> str:
        return self._text(key, self._raw[key]) if key in self._raw else ""

    def _text(self, key: str, value: object) -> str:
        """Return one text without anything that could steer a terminal; empty if it is none."""
        if not isinstance(value, str):
            self._fault(f"{key}: expected text, got {_kind(value)}", "put it in quotes")
            return ""
        text = clean(" ".join(value.split()))
        if text and len(text) <= MOST_CHARACTERS:
            return text
        if text:
            self._fault(f'{key}: "{_glance(text)}" is too long', f"write at most {MOST_CHARACTERS} characters")
        else:
            self._fault(f"{key}: an empty text", "leave it out")
        return ""

    def _fault(self, what: str, fix: str) -> None:
        self.problems.append(Problem(clean(self._path), 0, 0, what, fix))


def _glance(text: str) -> str:
    short = clean(text[:_GLANCE])
    return f"{short}…" if len(text) > _GLANCE else short


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a date or time")


# -- what it does to a routine ----------------------------------------------------------------------------------------


def person_with(person: Person, profile: Profile, conditions: Mapping[str, Condition]) -> Person:
    """Return `person` with the conditions of `profile`, and with its situation and tools where none were asked for."""
    named = {condition.id for condition in person.conditions}
    added = tuple(conditions[one] for one in profile.conditions if one not in named)
    return replace(
        person,
        conditions=(*person.conditions, *added),
        situation=person.situation or profile.situation,
        tools=person.tools or profile.tools,
    )


def what_matters(profile: Profile, routine_for: Callable[[Profile], Routine]) -> Profile:
    """Return only what changes the routine: the entries without which it would be another one."""
    whole = routine_for(profile)
    if whole == routine_for(Profile()):
        return Profile()

    def matters(without: Profile) -> bool:
        return routine_for(without) != whole

    found = Profile(
        conditions=tuple(
            one for one in profile.conditions if matters(replace(profile, conditions=_less(profile.conditions, one)))
        ),
        tools=tuple(one for one in profile.tools if matters(replace(profile, tools=_less(profile.tools, one)))),
        situation=profile.situation if matters(replace(profile, situation=None)) else None,
    )
    return found if found != Profile() else replace(profile, medicines=(), emergency_number="", night=None)


def _less(entries: tuple[str, ...], entry: str) -> tuple[str, ...]:
    return tuple(one for one in entries if one != entry)
