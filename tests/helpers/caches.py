"""A small cache of the knowledge: what is put into it, and what is found there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from cramp_cli.knowledge.cache import Cache
from helpers.small_knowledge import write_knowledge

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = [1, "0", "data", [["a.yaml", 1, 2, 3]]]
FILES = {"words": ["é", 30, True], "regions": {"brow": {"name": "brow"}, "lip": {}}}
PROBLEMS = [["a.yaml", 1, 2, "what", "fix"]]
VALUE = [FILES, PROBLEMS]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_knowledge(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "caches" / "cramp-cli"


def put(folder: Path, key: list[Any] = KEY) -> None:
    Cache(folder).put(key, FILES, PROBLEMS, by_entry=("regions",))


def get(folder: Path, key: list[Any] = KEY, again: Callable[[], Any] | None = None) -> Any:  # noqa: ANN401 - as JSON has it
    """Return everything that is kept under `key`."""
    kept = Cache(folder).get(key, again or never)
    return None if kept is None else [plain(kept.files), kept.problems]


def plain(value: Any) -> Any:  # noqa: ANN401 - the same
    return {name: plain(value[name]) for name in value} if isinstance(value, Mapping) else value


def never(*_: object) -> NoReturn:
    pytest.fail("read again although nothing had changed")
