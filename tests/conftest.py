"""Guards for every test: nobody's real home is touched, no environment of the person running the tests leaks in."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from cramp_cli.core.basis import Basis

_COUNTS = ("NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "COLUMNS", "LINES", "CRAMP_CLI_DEBUG")
_FOLDERS = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
REAL_HOME = Path(os.path.expanduser("~"))  # noqa: PTH111 - read before the guard changes it


@pytest.hookimpl(optionalhook=True)  # xdist may be switched off
def pytest_xdist_auto_num_workers() -> int:
    """Two workers more than cores: many tests wait for a terminal and leave theirs to others."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(scope="session")
def _warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of the built-in knowledge for all tests: to read it anew takes each program seconds."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, _warm_cache: Path) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in _FOLDERS:
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(_warm_cache))
    for name in _COUNTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return _everything_known()


@pytest.fixture(scope="session")
def basis(knowledge: Knowledge) -> Basis:
    """What a check rests on."""
    return knowledge.basis


@cache
def _everything_known() -> Knowledge:
    """Read once, for it takes seconds, however many sessions of tests a process has (`campaigns.mutants`)."""
    return Knowledge(read_all(data_root()))
