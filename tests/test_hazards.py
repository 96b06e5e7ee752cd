"""Each hazard names the test that guards it, and that test exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = [line for line in (ROOT / "HAZARDS.md").read_text("utf-8").splitlines() if line.startswith("| H-")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_the_named_test_exists(row: str) -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row)
    assert named, "a hazard names its test"
    for file, test in named:
        assert f"def {test}(" in (ROOT / "tests" / file).read_text("utf-8")


def test_there_are_hazards() -> None:
    assert len(ROWS) >= 16
