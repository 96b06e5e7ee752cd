"""The dictionary form of an episode: what an export holds, what waits in `pending`, and which dictionaries count.

There is one judge for what may be kept: whatever comes from a person, a program or a file passes `check_entry`, so
that the store never holds what it could not give back. Text loses what could steer a terminal; nothing else is
changed, and nothing is cut short in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn

from cramp_cli.core.episode import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_NOTE_CHARACTERS,
    MOST_PAIN,
    MOST_SECONDS,
    Episode,
    Moment,
    Origin,
    StepTaken,
)
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.model import SIDES
from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from cramp_cli.core.answers import Answers, Given

EXPORT_SCHEMA = "cramp-cli/history/1"
MOST_CHARACTERS = 200
MOST_STEPS = 1000
MOST_ITEMS = 200
MOST_NUMBER = 1e12
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DAY = f"a time such as 2026-11-22T03:10:05+01:00, from {FIRST_YEAR} to {LAST_YEAR}"
_NAME = f"an id of at most {MOST_CHARACTERS} characters"


def entry_of(episode: Episode) -> dict[str, Any]:
    """Return the dictionary that says everything about `episode`; `check_entry` gives the same episode back."""
    entry = {one.name: _plain(getattr(episode, one.name)) for one in fields(Episode)}
    entry["steps"] = [{one.name: _plain(getattr(step, one.name)) for one in fields(step)} for step in episode.steps]
    return entry


def _plain(value: object) -> object:
    if isinstance(value, Moment | StrEnum):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return list(value) if isinstance(value, tuple) else value


def export_of(episodes: Iterable[Episode]) -> dict[str, Any]:
    """Return the lossless form of many episodes."""
    return as_export(entry_of(episode) for episode in episodes)


def as_export(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what `check_export` takes: many dictionaries as `entry_of` made them."""
    return {"schema": EXPORT_SCHEMA, "items": list(entries)}


def check_export(raw: object) -> tuple[tuple[Episode, ...], tuple[str, ...]]:
    """Return the good entries of an export and one line for each thing that is wrong with the others."""
    if not isinstance(raw, Mapping) or raw.get("schema") != EXPORT_SCHEMA or not isinstance(raw.get("items"), list):
        return (), (f'not a history: expected {{"schema": "{EXPORT_SCHEMA}", "items": [...]}}',)
    good: dict[str, Episode] = {}
    problems: list[str] = []
    for number, item in enumerate(raw["items"], start=1):
        episode, faults = check_entry(item)
        if episode is not None and episode.id in good:
            faults = ("id: stands twice",)
        elif episode is not None:
            good[episode.id] = episode
        problems += [f"item {number}{_named(item)}: {fault}" for fault in faults]
    return tuple(good.values()), tuple(problems)


def _named(item: object) -> str:
    known = item.get("id") if isinstance(item, Mapping) else None
    return f" ({known})" if isinstance(known, str) and _ID.fullmatch(known) else ""


def check_entry(raw: object) -> tuple[Episode | None, tuple[str, ...]]:
    """Return the episode that a dictionary describes, or None and everything that is wrong with it."""
    if not isinstance(raw, Mapping):
        return None, ("not a mapping",)
    entry = _Entry(raw, known={one.name for one in fields(Episode)})
    values = {
        "id": entry.read("id", _as_id, "a lower-case UUID"),
        "began": entry.read("began", _as_moment, _DAY),
        "region": entry.name("region"),
        "origin": entry.read("origin", Origin, "relief, by-hand or imported", default=Origin.IMPORTED),
        "ended": entry.read("ended", _as_moment, _DAY, default=None),
        "side": entry.side(),
        "situation": entry.name("situation", default=""),
        "came_after": entry.free_text("came_after"),
        "pain_before": entry.number("pain_before", MOST_PAIN, default=None),
        "pain_after": entry.number("pain_after", MOST_PAIN, default=None),
        "lasted_seconds": entry.number("lasted_seconds", MOST_SECONDS, default=None),
        "steps": entry.steps(),
        "answers": entry.read("answers", _as_answers, "answers by question id: ids or a number", default={}),
        "red_flags": entry.read("red_flags", _as_names, f"a list of at most {MOST_ITEMS} ids", default=()),
        "notes": entry.free_text("notes"),
        "ending": entry.name("ending", default=""),
    }
    return (None, tuple(entry.faults)) if entry.faults else (Episode(**values), ())


class _Entry:
    """Reads one raw mapping key by key and collects what is wrong with it."""

    def __init__(self, raw: Mapping[Any, Any], known: Collection[str]) -> None:
        self._raw = raw
        unknown = [key for key in raw if key not in known]
        self.faults = [f"{clean(str(key)[:MOST_CHARACTERS])}: unknown key" for key in unknown]

    def read(self, key: str, reader: Callable[[Any], Any], expected: str, **default: object) -> Any:  # noqa: ANN401
        """Return what `reader` makes of a value. A `default` stands for a missing one; None allows null."""
        given = self._raw.get(key, default.get("default"))
        if default and (key not in self._raw or (given is None and default["default"] is None)):
            return default["default"]
        try:
            return reader(given)
        except (ValueError, TypeError):
            self.faults.append(f"{key}: expected {expected}")
            return None

    def name(self, key: str, **default: object) -> Any:  # noqa: ANN401 - a fault is reported, and the value not used
        return self.read(key, _as_name if not default else _as_maybe_name, _NAME, **default)

    def free_text(self, key: str) -> Any:  # noqa: ANN401 - the same
        return self.read(key, _as_text, f"text of at most {MOST_NOTE_CHARACTERS} characters", default="")

    def number(self, key: str, most: int, **default: object) -> Any:  # noqa: ANN401 - the same
        return self.read(key, lambda given: _as_number(given, most), f"a whole number from 0 to {most}", **default)

    def side(self) -> Any:  # noqa: ANN401 - the same
        return self.read("side", _as_side, "left, right, both or null", default=None)

    def steps(self) -> tuple[StepTaken, ...]:
        raw = self.read("steps", _as_steps, f"a list of at most {MOST_STEPS} steps", default=[])
        checked = [_check_step(step) for step in raw or []]
        for number, (_, faults) in enumerate(checked, start=1):
            self.faults += [f"steps {number}: {fault}" for fault in faults]
        return tuple(step for step, _ in checked if step is not None)


def _check_step(raw: object) -> tuple[StepTaken | None, tuple[str, ...]]:
    if not isinstance(raw, Mapping):
        return None, ("not a mapping",)
    entry = _Entry(raw, known={one.name for one in fields(StepTaken)})
    values = {
        "step": entry.name("step"),
        "remedy": entry.name("remedy"),
        "outcome": entry.read("outcome", Outcome, f"one of {', '.join(Outcome)}"),
        "variant": entry.name("variant", default=""),
        "side": entry.side(),
        "seconds": entry.number("seconds", MOST_SECONDS, default=0),
    }
    return (None, tuple(entry.faults)) if entry.faults else (StepTaken(**values), ())


# -- what a value may be: each returns it, or raises ValueError or TypeError ------------------------------------------


def _as_text(given: Any) -> str:  # noqa: ANN401 - what is given may be anything
    if not isinstance(given, str):
        raise TypeError
    text = clean(given, keep_newlines=True) if len(given) <= MOST_NOTE_CHARACTERS else given
    if len(text) > MOST_NOTE_CHARACTERS:
        raise ValueError
    return text


def _as_maybe_name(given: Any) -> str:  # noqa: ANN401 - the same
    text = clean(_as_text(given))
    if len(text) > MOST_CHARACTERS:
        raise ValueError
    return text


def _as_name(given: Any) -> str:  # noqa: ANN401 - the same
    return _as_maybe_name(given) or _refused()


def _as_names(given: Any) -> tuple[str, ...]:  # noqa: ANN401 - the same
    if not isinstance(given, list | tuple) or len(given) > MOST_ITEMS:
        raise TypeError
    return tuple(_as_name(one) for one in given)


def _as_id(given: Any) -> str:  # noqa: ANN401 - the same
    return given if isinstance(given, str) and _ID.fullmatch(given) else _refused()


def _as_moment(given: Any) -> Moment:  # noqa: ANN401 - the same
    return (Moment.parse(given) if isinstance(given, str) else None) or _refused()


def _as_number(given: Any, most: int) -> int:  # noqa: ANN401 - the same
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= most:
        raise ValueError
    return given


def _as_side(given: Any) -> str:  # noqa: ANN401 - the same
    return given if isinstance(given, str) and given in SIDES else _refused()


def _as_steps(given: Any) -> list[Any]:  # noqa: ANN401 - the same
    return given if isinstance(given, list) and len(given) <= MOST_STEPS else _refused()


def _as_answers(given: Any) -> Answers:  # noqa: ANN401 - the same
    if not isinstance(given, Mapping) or len(given) > MOST_ITEMS:
        raise TypeError
    return {_as_name(key): _as_given(value) for key, value in given.items()}


def _as_given(value: Any) -> Given:  # noqa: ANN401 - the same
    if isinstance(value, list | tuple) and len(value) <= MOST_ITEMS:
        return tuple(_as_text(one) for one in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return value if abs(value) <= MOST_NUMBER else _refused()


def _refused() -> NoReturn:
    raise ValueError
