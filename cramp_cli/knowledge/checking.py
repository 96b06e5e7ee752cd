"""Applies the JSON Schemas of `data/schema/` and says each fault the way a person can mend it.

The schemas are the only description of a file's shape: editors use them as people type, `jsonschema` applies them
here. Our own keyword `expected` holds the words for what belongs in a place.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT7

from cramp_cli.core.errors import CrampError, ExitCode, bearable
from cramp_cli.core.text import parse_duration
from cramp_cli.knowledge.suggesting import GLANCE, suggestion
from cramp_cli.knowledge.yaml_nodes import WHOLE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema.exceptions import ValidationError

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.yaml_nodes import Document, KeyPath

_WORDS = re.compile(r"[\w <.-]*")
"""As much of a key as could be one of ours: a file linked here by mistake may be a list of passwords."""
_LIMITS = {
    "maxLength": "at most {} characters",
    "maxItems": "at most {}",
    "minItems": "at least {}",
}
_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("duration")
def _is_duration(value: object) -> bool:
    if isinstance(value, int):
        return value >= 0
    return isinstance(value, str) and parse_duration(value) is not None


@_FORMATS.checks("calendar-date", raises=ValueError)
def _is_calendar_date(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


class SchemaSet:
    """The schemas of one folder, ready to check documents of each kind."""

    def __init__(self, folder: Path) -> None:
        files = _read_schemas(folder)
        resources = [(name, DRAFT7.create_resource(contents)) for name, contents in files.items()]
        registry = Registry().with_resources(resources)
        self._validators = {
            name.removesuffix(".json"): Draft7Validator(schema, registry=registry, format_checker=_FORMATS)
            for name, schema in files.items()
        }

    def faults(self, document: Document, kind: str) -> tuple[Problem, ...]:
        """Return every way in which `document` is not a good file of its `kind` (a schema's name)."""
        errors = self._validators[kind].iter_errors(document.value)
        return bearable(problem for error in errors for problem in _said(document, error))


def _read_schemas(folder: Path) -> dict[str, Any]:
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".json")
        return {file.name: json.loads(file.read_text("utf-8")) for file in files}
    except (OSError, ValueError) as error:
        what = f"the schemas in {folder} cannot be read: {error}"
        raise CrampError(what, fix="install again", code=ExitCode.KNOWLEDGE) from None


def _said(document: Document, error: ValidationError) -> Iterator[Problem]:
    at: KeyPath = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        key: Any = error.instance
        yield document.problem((*at, key), _unknown_key(key), _nearest(error), on_key=True)
    elif error.validator == "additionalProperties":
        yield from _unknown_keys(document, error, at)
    elif error.validator == "required":
        yield _missing_key(document, error, at)
    elif error.validator == "enum":
        yield document.problem(at, f"{_short(error.instance)} is not known here", _nearest(error))
    else:
        yield document.problem(at, *_unexpected(error))


def _nearest(error: ValidationError) -> str:
    known: Any = error.validator_value
    return suggestion(error.instance if isinstance(error.instance, str) else "", [str(one) for one in known])


def _unknown_key(key: str) -> str:
    odd = next((f" (it holds U+{ord(char):04X})" for char in key if not char.isascii()), "")
    shown = _WORDS.match(key[:GLANCE])
    return f'unknown key "{shown[0] if shown else ""}{"" if shown and shown[0] == key else "…"}"{odd}'


def _unknown_keys(document: Document, error: ValidationError, at: KeyPath) -> Iterator[Problem]:
    allowed = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    entry: Any = error.instance
    for key in entry:
        if key not in allowed and entry[key] == "" and " " in key:
            what = f"{_short(key)} was cut off by a comma"
            yield document.problem((*at, key), what, "put the whole text in quotes", on_key=True)
        elif key not in allowed:
            yield document.problem((*at, key), _unknown_key(key), suggestion(key, allowed), on_key=True)


def _missing_key(document: Document, error: ValidationError, at: KeyPath) -> Problem:
    entry: Any = error.instance
    needed: Any = error.validator_value
    key = next(key for key in needed if error.message.startswith(repr(key)))
    return document.problem(at, f'{_entity(entry, at)} needs "{key}"', f"add a line {key}: …")


def _entity(instance: dict[str, Any], at: KeyPath) -> str:
    if "id" in instance:
        return _short(instance["id"])
    return next((f'an entry of "{part}"' for part in reversed(at) if isinstance(part, str)), "the file")


def _unexpected(error: ValidationError) -> tuple[str, str]:
    schema = error.schema if isinstance(error.schema, dict) else {}
    expected = schema.get("expected", "keys and values")
    if error.validator == "uniqueItems":
        return "the same entry stands twice", "keep one of them"
    if schema.get("format") == "calendar-date":
        return f"not a calendar date: {_short(error.instance)}", "use YYYY-MM-DD"
    if expected == "true or false":
        fix = "write it without quotes" if _how(error) else "write true or false"
        return f"not true or false: {_short(error.instance)}", fix
    how = _how(error)
    fix = f"write {expected}" if how in expected else f"write {expected}, {how}"
    return f"found {_short(error.instance)}", fix


def _how(error: ValidationError) -> str:
    limit: Any = error.validator_value
    quoted = error.instance if isinstance(error.instance, str) else ""
    if error.validator in _LIMITS:
        return _LIMITS[error.validator].format(limit)
    if (limit == "boolean" and quoted in {"true", "false"}) or (limit == "integer" and WHOLE_NUMBER.fullmatch(quoted)):
        return "without quotes"
    return "in quotes" if isinstance(error.instance, int) and limit == "string" else ""


def _short(value: object) -> str:
    if isinstance(value, dict):
        return f"the keys {', '.join(value)[:GLANCE]}" if value else "no keys"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, int):
        return str(value).lower()
    text = str(value)
    return f'"{text[:GLANCE]}…"' if len(text) > GLANCE else f'"{text}"'
