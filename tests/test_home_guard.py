"""No test can touch the real home of whoever runs the suite, and this proves that the guard holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REAL_HOME

from cramp_cli.storage.locations import cache_folder


def test_the_home_of_a_test_is_its_own() -> None:
    assert Path.home() != REAL_HOME
    assert "pytest" in str(Path.home())


def test_the_cache_that_tests_share_is_theirs_alone() -> None:
    folder = cache_folder()
    assert folder is not None
    assert "pytest" in str(folder)
    assert not folder.is_relative_to(REAL_HOME)


@pytest.mark.parametrize("variable", ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"])
def test_no_folder_variable_points_outside(variable: str) -> None:
    assert Path(os.environ[variable]).is_relative_to(Path.home())


def test_a_program_started_by_a_test_inherits_the_guard() -> None:
    code = "import pathlib; print(pathlib.Path.home())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == Path.home()
