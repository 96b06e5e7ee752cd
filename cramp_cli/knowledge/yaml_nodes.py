"""Reads one YAML file into plain values that keep their places, and refuses what we never need.

YAML's own guesses are wrong for our files (`1:30` is ninety, `no` is false), merge keys can hang the reader and deep
nesting can crash it. So the event stream is limited before anything is built, every scalar stays text until
`_scalar` types it, and each fault becomes a `Problem` with its line and column.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, cast

import yaml

from cramp_cli.core.errors import MOST_FAULTS, Problem, bearable
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass
from cramp_cli.knowledge.parser_faults import DIRECTIVE, FaultError, line_and_column, place_of, translated

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_EVENTS = 50_000
LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Value = str | int | bool | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]

WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True)
class Document:
    """A file's value, with the place of every value and every key in it (lines and columns from 1)."""

    path: str
    value: Value
    places: dict[KeyPath, tuple[int, int]] = field(repr=False)
    key_places: dict[KeyPath, tuple[int, int]] = field(repr=False)
    within: KeyPath = ()
    """Where the value stands in the file that the places are counted in."""

    def inside(self, at: KeyPath) -> Document:
        """Return the part of the document at `at` as a document of its own that stands where it stood."""
        value: Any = self.value
        for part in at:
            value = value[part]
        return replace(self, value=value, within=(*self.within, *at))

    def problem(self, at: KeyPath, what: str, fix: str = "", *, on_key: bool = False) -> Problem:
        """Return a fault at the place of `at`, or of the nearest value that encloses it."""
        at = (*self.within, *at)
        table = self.key_places if on_key and at in self.key_places else self.places
        while at not in table and at:
            at = at[:-1]
        line, column = table.get(at, (1, 1))
        return Problem(self.path, line, column, clean(what), clean(fix))


def read(path: Path, *, shown_as: str | None = None) -> tuple[Document | None, tuple[Problem, ...]]:
    """Return the document in `path` and the faults found; the document is None when nothing can be built from it."""
    name = clean(shown_as or str(path))
    try:
        data = _read_bytes(path)
    except FaultError as fault:
        return None, (Problem(name, fault.line, fault.column, clean(fault.what), clean(fault.fix)),)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no file can have this name"
        return None, (Problem(name, 0, 0, f"cannot be read: {why}", "check the file and its permissions"),)
    return parse(data, name)


def parse(data: bytes, name: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Return the document in `data` and the faults found, as `read` does; `name` stands for it in every message."""
    try:
        _limit(data)
        text = _decode(data)
        _scan(text)
        return _build(name, text)
    except FaultError as fault:
        return None, (Problem(name, fault.line, fault.column, clean(fault.what), clean(fault.fix)),)


def _read_bytes(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FaultError(0, 0, "not a regular file", "name a YAML file")
    with os.fdopen(handle, "rb") as file:
        return file.read(MAX_BYTES + 1) or b""  # some files of the system have nothing to say at the moment


def _limit(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise FaultError(0, 0, "file is larger than 1 MiB", "split it")


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FaultError(1, 1, "the file is UTF-16", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = line_and_column(error.object[: error.start].decode("utf-8"))
        raise FaultError(line, column, "not UTF-8 text", "save it as UTF-8") from None
    _refuse_controls(text)
    return text


def _refuse_controls(text: str) -> None:
    for index, char in enumerate(text):
        if not char.isprintable() and char not in "\n\t" and not text.startswith("\r\n", index) and char != "\u00a0":
            line, column = line_and_column(text[:index])
            raise FaultError(line, column, f"character U+{ord(char):04X} is not allowed", "remove it")


def _scan(text: str) -> None:
    """Walk the event stream and stop at the first thing we do not allow, before any node is built."""
    depth = documents = 0
    line, column = 1, 1
    try:
        for count, event in enumerate(yaml.parse(text, Loader=LOADER)):
            depth += _depth_change(event)
            documents += isinstance(event, yaml.DocumentStartEvent)
            _refuse(event, depth=depth, documents=documents, count=count)
            line, column = place_of(event.end_mark)
    except yaml.MarkedYAMLError as error:
        raise translated(error, text) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise FaultError(line, column, f"not readable as YAML after this: {error}", "look at the quotes") from None


def _depth_change(event: yaml.Event) -> int:
    if isinstance(event, yaml.CollectionStartEvent):
        return 1
    return -1 if isinstance(event, yaml.CollectionEndEvent) else 0


def _refuse(event: yaml.Event, *, depth: int, documents: int, count: int) -> None:
    line, column = place_of(event.start_mark)
    if depth > MAX_DEPTH:
        raise FaultError(line, column, f"nested deeper than {MAX_DEPTH}", "flatten it")
    if count > MAX_EVENTS:
        raise FaultError(line, column, "too many entries", "split the file")
    if documents > 1:
        raise FaultError(line, column, "only one document per file", "remove the --- line")
    if isinstance(event, yaml.AliasEvent):
        raise FaultError(line, column, f"alias *{event.anchor} is not allowed", "write the value out")
    if isinstance(event, yaml.NodeEvent) and event.anchor:
        raise FaultError(line, column, f"anchor &{event.anchor} is not allowed", "write the value out")
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
        raise FaultError(line, column, f"tag {event.tag} is not allowed", "remove it")
    if isinstance(event, yaml.DocumentStartEvent) and place_of(event.end_mark)[0] != line:
        raise FaultError(line, column, *DIRECTIVE)


def _build(name: str, text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    node = yaml.compose(text, Loader=LOADER)
    builder = _Builder(name)
    value = builder.value(node, ()) if node is not None else None
    if not isinstance(value, dict):
        line, column = place_of(node.start_mark) if node else (1, 1)
        return None, (Problem(name, line, column, "expected keys such as id:", "write key: value lines"),)
    return Document(name, value, builder.places, builder.key_places), bearable(builder.problems)


class _Builder:
    """Turns nodes into values while noting every place and every fault."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[KeyPath, tuple[int, int]] = {}
        self.key_places: dict[KeyPath, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, at: KeyPath) -> Value:
        self.places[at] = place_of(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*at, index)) for index, child in enumerate(node.value)]
        return self._scalar(cast("yaml.ScalarNode", node))

    def _mapping(self, node: yaml.MappingNode, at: KeyPath) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, "a key must be plain text", "write a word before the colon")
                continue
            key = self._text(key_node)
            if key is None:
                continue
            if key in found:
                first = self.key_places[(*at, key)][0]
                self._fault(key_node, f'duplicate key "{key}" (first at line {first})', "keep one of them")
                continue
            self.key_places[(*at, key)] = place_of(key_node.start_mark)
            found[key] = self.value(value_node, (*at, key))
        return found

    def _text(self, node: yaml.ScalarNode) -> str | None:
        """Return a scalar's text as one line, or None where an escape made a character we never need."""
        text = str(node.value).replace("\t", " ")
        if "\n" in text:
            text = " ".join(filter(None, text.split("\n")))
        bad = next((char for char in text if not char.isprintable() and char != "\u00a0"), None)
        if bad is not None:
            self._fault(node, f"character U+{ord(bad):04X} is not allowed", "remove it")
            return None
        return text

    def _scalar(self, node: yaml.ScalarNode) -> Value:
        text = self._text(node)
        if text is None:
            return ""
        if not node.style and text in {"true", "false"}:
            return text == "true"
        if not node.style and WHOLE_NUMBER.fullmatch(text):
            return int(text)
        return text

    def _fault(self, node: yaml.Node, what: str, fix: str) -> None:
        if len(self.problems) <= MOST_FAULTS:
            line, column = place_of(node.start_mark)
            self.problems.append(Problem(self.name, line, column, clean(what), fix))
