"""Changes one small thing after another in the code that must not be wrong, and lets its tests find each change.

mutmut makes the changes and runs the tests; here stands which tests have to find which. What none of them finds is
explained in `mutants_left.yaml`. Run it by `python -m campaigns.mutants` in the folder `tests`, or with names of
groups, after `pip install -e '.[mutants]'`.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
LEFT = Path(__file__).with_name("mutants_left.yaml")
LEAST_PERCENT = 90
AT_ONCE = 2
"""Test runs at the same time."""
COPIED = ("cramp_cli", "data", "docs", "tests", "README.md", "HAZARDS.md", "CHANGELOG.md", "pyproject.toml")
PYTEST_OPTIONS = ("-p", "no:xdist", "-o", "addopts=", "--import-mode=importlib")
COLLECT_TWICE = """
import sys, pytest
sys.exit(max(int(pytest.main(["--collect-only", "-qq", *sys.argv[1:]])) for _ in range(2)))
"""
KILLED = {1, 3, 24, 36, 152, 255, -24, -11, -9}
"""How a test run ends that found the change: a failure, a crash, or no end in several times its time."""
DECORATORS = {"property", "cached_property", "contextmanager"}


@dataclass(frozen=True)
class Group:
    """Modules that belong together, and the tests that answer for them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    too_long: tuple[str, ...] = ()
    """Parts of the names of tests that are left out: they start programs, or try very many cases."""


GROUPS = {
    "triage": Group(
        ("core/triage.py", "core/answers.py"),
        ("answers", "triage", "judgement", "judgement_signs"),
        (
            *("every_way", "outvoted", "graver_answer", "twelve_clear", "gravest_answer_always", "one_more_yes"),
            *("order_of", "nothing_is_offered_while", "remedy_withheld_has", "sign_forbids_is_never", "must_never"),
        ),
    ),
    "interview": Group(("core/interview.py",), ("interview",)),
    "assessment": Group(("core/assessment.py",), ("assessment_reasons", "assessment", "assessment_offers")),
    "countdown": Group(("core/countdown.py", "core/hold.py"), ("countdown", "hold")),
    "reader": Group(
        ("knowledge/yaml_nodes.py", "knowledge/parser_faults.py", "knowledge/durations.py", "core/text.py"),
        ("document", "text", "yaml_nodes", "parser_faults"),
        ("no_bytes_at_all", "no_accident"),
    ),
    "store": Group(
        (
            *("storage/history.py", "storage/history_rows.py", "storage/history_connection.py"),
            *("storage/history_schema.py", "storage/history_files.py", "storage/history_pending.py"),
            *("storage/history_backup.py", "storage/history_database.py"),
        ),
        (
            *("history", "history_files", "history_rows", "history_words", "history_errors", "history_schemas"),
            "history_connection",
            *(
                "history_tallies",
                "history_scan",
                "history_waiting",
                "history_backup",
                "history_private",
                "history_damage",
            ),
        ),
        (
            *("lock_that_stays", "before_or_during", "reading_makes_no_backup", "first_write_of_a_day"),
            *("note_from_stdin", "loads_no_database", "every_file_a_command", "two_hundred_changed", "flipped_bytes"),
            *("delete_all_leaves", "export_and_import_lose", "waits_beside_a_damaged", "cannot_be_taken_in_is_said"),
            *("cannot_be_made_is_said", "told_once_after_relief", "broken_store_is_repaired", "no_changed_column"),
        ),
    ),
}


@dataclass(frozen=True)
class Mutant:
    """One change in the code, and whether a test found it."""

    module: str
    name: str
    is_killed: bool


@dataclass(frozen=True)
class Change:
    """The lines that a mutant takes out and puts in, with single spaces."""

    module: str
    was: str
    became: str


@dataclass(frozen=True)
class Reason:
    """Why no test finds some changes."""

    why: str
    changes: tuple[Change, ...]


def reasons() -> list[Reason]:
    """Return what stands in `mutants_left.yaml`."""
    entries = yaml.safe_load(LEFT.read_text("utf-8"))
    return [Reason(one["why"], tuple(Change(**change) for change in one["changes"])) for one in entries]


@dataclass
class Tally:
    """What came of a group."""

    mutants: list[Mutant] = field(default_factory=list)
    unexplained: list[Change] = field(default_factory=list)

    def row(self, name: str, module: str = "") -> str:
        """Return a line of the table, for the group or one module of it."""
        mutants = [one for one in self.mutants if module in {"", one.module}]
        killed = sum(one.is_killed for one in mutants)
        percent = 100 * killed / max(1, len(mutants))
        return f"{name:36} {len(mutants):8} {killed:8} {len(mutants) - killed:9} {percent:8.1f}"

    @property
    def percent(self) -> float:
        """How many of a hundred changes the tests found."""
        return 100 * sum(one.is_killed for one in self.mutants) / max(1, len(self.mutants))


def campaign(group: Group, folder: Path) -> Tally:
    """Try every mutant of the group in a copy of the project in `folder`."""
    lay_out(group, folder)
    mutmut(folder, "run", "--max-children", str(AT_ONCE))
    refuse_lost_tests(folder)
    tally = Tally(list(mutants_in(folder)))
    explained = {change for reason in reasons() for change in reason.changes}
    survivors = (change_by(mutant, folder) for mutant in tally.mutants if not mutant.is_killed)
    tally.unexplained += [one for one in survivors if one not in explained]
    return tally


def lay_out(group: Group, folder: Path) -> None:
    """Copy the project, with the settings of mutmut for this group."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    for module in group.modules:
        path = folder / "cramp_cli" / module
        path.write_text(undecorated(path.read_text("utf-8")), "utf-8")
    options = list(PYTEST_OPTIONS)
    options += ["-k", " and ".join(f"not {part}" for part in group.too_long)] if group.too_long else []
    settings = {
        "source_paths": ["cramp_cli"],
        "only_mutate": [f"cramp_cli/{module}" for module in group.modules],
        "also_copy": [name for name in COPIED if name != "cramp_cli"],
        "timeout_multiplier": 4.0,
        "pytest_add_cli_args": options,
        "pytest_add_cli_args_test_selection": [f"tests/test_{name}.py" for name in group.tests],
    }
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n")
        file.writelines(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())


def undecorated(source: str) -> str:
    """Return the code with each decorator applied behind its function: mutmut leaves decorated functions alone."""
    lines = source.splitlines()
    inserted: dict[int, str] = {}
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and len(function.decorator_list) == 1:
            decorator = ast.unparse(function.decorator_list[0])
            if decorator in DECORATORS:
                lines[function.decorator_list[0].lineno - 1] = ""
                made = f"{' ' * function.col_offset}{function.name} = {decorator}({function.name})"
                inserted[function.end_lineno or 0] = made
    numbered = enumerate(lines, start=1)
    return "\n".join(chain.from_iterable((line, *filter(None, [inserted.get(at)])) for at, line in numbered)) + "\n"


def mutmut(folder: Path, *arguments: str) -> str:
    """Run mutmut there and return what it says."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"mutmut {arguments[0]} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def refuse_lost_tests(folder: Path) -> None:
    """Stop where a test cannot be found again by its id: mutmut would take that for a failure of every mutant.

    A backslash in the `ids` of `parametrize` is doubled each time that one process collects the tests.
    """
    ids = json.loads((folder / "mutants" / "mutmut-stats.json").read_text("utf-8"))["duration_by_test"]
    command = [sys.executable, "-c", COLLECT_TWICE, *PYTEST_OPTIONS, *ids]
    done = subprocess.run(command, cwd=folder / "mutants", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"tests that are not found by their ids:\n{done.stderr[-3000:]}")


def mutants_in(folder: Path) -> Iterator[Mutant]:
    """Yield the mutants that were tried there."""
    for path in sorted((folder / "mutants" / "cramp_cli").rglob("*.py.meta")):
        codes: dict[str, int | None] = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        module = str(path.relative_to(folder / "mutants" / "cramp_cli")).removesuffix(".meta")
        yield from (Mutant(module, name, code in KILLED) for name, code in codes.items())


def change_by(mutant: Mutant, folder: Path) -> Change:
    """Return what the mutant changes."""
    lines = mutmut(folder, "show", mutant.name).splitlines()
    parts = ([line[1:] for line in lines if line.startswith(sign) and line[1:3] != sign * 2] for sign in "-+")
    return Change(mutant.module, *(" ".join(" ".join(part).split()) for part in parts))


def main(names: list[str]) -> int:
    """Try the groups and print the table; return 1 when a group falls short or a survivor is not explained."""
    wanted = {name: GROUPS[name] for name in names or GROUPS}
    falls_short = False
    _say(f"{'':36} {'mutants':>8} {'killed':>8} {'survived':>9} {'percent':>8}")
    for name, group in wanted.items():
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            tally = campaign(group, Path(folder))
        modules = group.modules if len(group.modules) > 1 else ()
        _say(tally.row(name), *(tally.row(f"  {module}", module) for module in modules))
        _say(*(f"not explained, in {one.module}:\n- {one.was}\n+ {one.became}" for one in tally.unexplained))
        falls_short |= tally.percent < LEAST_PERCENT or bool(tally.unexplained)
    return int(falls_short)


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
