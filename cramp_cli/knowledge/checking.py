"""Applies the JSON Schemas of `data/schema/` and says each fault the way a person can mend it.

The schemas are the only description of a file's shape: editors use them as people type, `jsonschema` applies them
here. Our own keyword `expected` holds the words for what belongs in a place.
"""

from __future__ import annotations

import difflib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT7

from cramp_cli.core.text import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jsonschema.exceptions import ValidationError

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath

_LISTED_AT_MOST = 12
_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("duration")
def _is_duration(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and parse_duration(value) is not None)


@_FORMATS.checks("calendar-date", raises=ValueError)
def _is_calendar_date(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


class SchemaSet:
    """The schemas of one folder, ready to check documents of each kind."""

    def __init__(self, folder: Path) -> None:
        files = {file.name: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))}
        resources = [(name, DRAFT7.create_resource(contents)) for name, contents in files.items()]
        registry = Registry().with_resources(resources)
        self._validators = {
            name.removesuffix(".json"): Draft7Validator(schema, registry=registry, format_checker=_FORMATS)
            for name, schema in files.items()
        }

    def faults(self, document: Document, kind: str) -> tuple[Problem, ...]:
        """Return every way in which `document` is not a good file of its `kind` (a schema's name)."""
        errors = self._validators[kind].iter_errors(document.value)
        return tuple(dict.fromkeys(problem for error in errors for problem in _said(document, error)))


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return the fix for an unknown word: the nearest known one, or the list where it is short."""
    words = sorted(known)
    near = difflib.get_close_matches(word.casefold(), words, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"write one of: {', '.join(words)}" if 0 < len(words) <= _LISTED_AT_MOST else ""


def _said(document: Document, error: ValidationError) -> Iterator[Problem]:
    at: KeyPath = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        known = error.validator_value if error.validator == "enum" else ()
        yield document.problem(
            (*at, str(error.instance)),
            _unknown_key(error.instance),
            suggestion(str(error.instance), known),
            on_key=True,
        )
    elif error.validator == "additionalProperties":
        yield from _unknown_keys(document, error, at)
    elif error.validator == "required":
        yield from _missing_keys(document, error, at)
    elif error.validator == "enum":
        yield _not_among(document, error, at)
    else:
        yield document.problem(at, *_unexpected(error))


def _unknown_key(key: object) -> str:
    odd = next((f" (it holds U+{ord(char):04X})" for char in str(key) if not char.isascii()), "")
    return f'unknown key "{key}"{odd}'


def _unknown_keys(document: Document, error: ValidationError, at: KeyPath) -> Iterator[Problem]:
    allowed = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    for key in error.instance:
        if key not in allowed and error.instance[key] == "" and " " in key:
            yield document.problem(
                (*at, key), f'"{key}" was cut off by a comma', "put the whole text in quotes", on_key=True
            )
        elif key not in allowed:
            yield document.problem((*at, key), _unknown_key(key), suggestion(key, allowed), on_key=True)


def _missing_keys(document: Document, error: ValidationError, at: KeyPath) -> Iterator[Problem]:
    for key in error.validator_value:
        if key not in error.instance:
            yield document.problem(at, f'{_entity(error.instance, at)} needs "{key}"', f"add a line {key}: …")


def _entity(instance: dict[str, Any], at: KeyPath) -> str:
    if "id" in instance:
        return f'"{instance["id"]}"'
    return next((f'an entry of "{part}"' for part in reversed(at) if isinstance(part, str)), "the file")


def _not_among(document: Document, error: ValidationError, at: KeyPath) -> Problem:
    known = [str(value) for value in error.validator_value]
    return document.problem(at, f'"{error.instance}" is not known here', suggestion(str(error.instance), known))


def _unexpected(error: ValidationError) -> tuple[str, str]:
    expected = error.schema.get("expected") if isinstance(error.schema, dict) else None
    if error.validator == "uniqueItems":
        return "the same entry stands twice", "keep one of them"
    if expected is None:
        return str(error.message), ""
    if expected == "true or false":
        return f"not true or false: {_short(error.instance)}", "write true or false"
    return f"expected {expected}, got {_short(error.instance)}", ""


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = str(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'  # noqa: PLR2004 - a glance at the value, no more
