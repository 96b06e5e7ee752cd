"""What a start costs, in what can be counted: modules imported, and instructions where valgrind is there to count them.

Nothing here is timed. `benchmarks/` measures; this only notices when a start begins to carry more than it did.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from cramp_cli import VERSION_LINE
from cramp_cli.commands.table import COMMANDS
from cramp_cli.commands.wiring import open_knowledge

NEVER = {"yaml", "jsonschema", "jinja2", "icalendar", "pydantic", "importlib.metadata", "asyncio", "click", "tomli_w"}
"""What no ordinary command needs: each is loaded only by the command that writes or checks with it."""
ORDINARY = [
    "relief calf --print",
    "relief calf --json",
    "regions",
    "causes shoes",
    "medicines atorva",
    "history list",
    "history chart",
    "questions --json",
    "profile show",
    "figure",
    "plan calf",
    "report",
    "--help",
]
BUDGETS = {"--version": 2.0, "--help": 7.4, "relief calf --print": 13.9, "report": 15.0}
"""Instructions of a warm start, as a multiple of those of `python -c pass`: a tenth above what they were."""


UNCOMPILED = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def compiling() -> dict[str, str]:
    """Return the environment, without what would have every start compile anew."""
    return {name: value for name, value in os.environ.items() if name not in UNCOMPILED} | {"PYTHONHASHSEED": "0"}


def modules_of(words: str) -> set[str]:
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('\\nmodules:', *sys.modules, file=sys.stderr))\n"
        f"sys.argv = ['cramp-cli', *{words.split()!r}]\n"
        "from cramp_cli.start import main; main()"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=compiling())
    return set(done.stderr.rpartition("modules:")[2].split())


@pytest.mark.parametrize("words", ORDINARY)
def test_an_ordinary_start_loads_no_heavy_library(words: str) -> None:
    open_knowledge()
    loaded = modules_of(words)
    assert "cramp_cli.cli" in loaded
    assert not NEVER & loaded


def test_the_version_loads_nothing_at_all() -> None:
    loaded = modules_of("--version")
    assert "cramp_cli.start" in loaded
    assert not {"typer", "rich", "cramp_cli.cli", "typing"} & loaded


def test_the_version_is_the_same_from_every_door() -> None:
    for words in (["--version"], ["--color", "never", "--version"]):
        done = subprocess.run([sys.executable, "-m", "cramp_cli", *words], capture_output=True, text=True, check=True)
        assert done.stdout == VERSION_LINE


def test_the_help_of_the_whole_program_loads_no_command() -> None:
    loaded = modules_of("--help")
    assert {one for one in loaded if one.startswith("cramp_cli.commands.")} == {"cramp_cli.commands.table"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_summary_fits_beside_its_name(name: str) -> None:
    summary = COMMANDS[name].summary
    assert summary.endswith(".")
    assert len(f"  completion  {summary}") <= 80


def instructions(*words: str) -> int:
    """Return how many instructions a program takes, as valgrind counts them."""
    counting = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    command = [*counting, sys.executable, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=compiling())
    found = re.search(r"I +refs: +([\d,]+)", done.stderr)
    assert found is not None
    return int(found[1].replace(",", ""))


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="not run: valgrind is not on this machine")
def test_a_warm_start_stays_within_its_budget_of_instructions() -> None:
    open_knowledge()
    nothing = instructions("-c", "pass")
    for words, budget in BUDGETS.items():
        modules_of(words)  # so that every module has been compiled
        assert instructions("-m", "cramp_cli", *words.split()) / nothing < budget, words
