"""What CONTRIBUTING.md names is there, and it answers in one look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
QUOTED = sorted(set(re.findall(r"`([^`\n]+)`", PAGE)))
MADE_UP = {"core/x.py", "tests/test_x.py"}
SUFFIXES = (".py", ".yaml", ".md", ".json", ".html", "/")
ADDED = ("region", "cause", "remedy", "danger sign", "question about why", "figure", "plan", "command", "key", "export")


def is_there(path: str) -> bool:
    name = path.replace("ID", "*")
    return any(list((ROOT / folder).glob(name.rstrip("/"))) for folder in (".", "cramp_cli", "tests", "data"))


@pytest.mark.parametrize("path", [one for one in QUOTED if one.endswith(SUFFIXES) and " " not in one])
def test_every_file_it_names_is_there(path: str) -> None:
    assert is_there(path) or path in MADE_UP


@pytest.mark.parametrize("module", sorted(set(re.findall(r"campaigns\.([a-z]+)", PAGE))))
def test_every_campaign_it_names_is_there(module: str) -> None:
    assert (ROOT / "tests" / "campaigns" / f"{module}.py").is_file()


@pytest.mark.parametrize(
    "name", [one for one in QUOTED if re.fullmatch(r"_?[A-Z]{4,}|test_\w+(?<!\.py)|\w+_file", one)]
)
def test_every_table_and_test_it_names_is_there(name: str) -> None:
    files = (file for folder in ("cramp_cli", "tests") for file in (ROOT / folder).rglob("*.py"))
    defined = re.compile(rf"^(?:def )?{name}\b", re.MULTILINE)
    assert any(defined.search(file.read_text("utf-8")) for file in files)


@pytest.mark.parametrize("what", ADDED)
def test_it_says_where_each_new_thing_goes_and_which_test_is_right(what: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {what}"))
    where, _, tests = (cell.strip() for cell in row.strip("|").split("|")[1:])
    assert where
    assert "test_" in tests


def test_it_is_one_look() -> None:
    assert len(PAGE.splitlines()) <= 120
