"""The house stands as planned: arrows point one way, one door writes, and a start loads only what it uses."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import cramp_cli

PACKAGE = Path(cramp_cli.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
CORE_MAY_IMPORT = {
    "__future__", "dataclasses", "enum", "typing", "collections", "itertools", "functools", "math", "operator",
    "re", "datetime",
}  # fmt: skip
LAYERS = {
    "core": {"core"},
    "storage": {"core", "storage"},
    "knowledge": {"core", "knowledge"},
    "terminal": {"core", "terminal"},
    "export": {"core", "export"},
    "guard.py": {"core"},
    "session.py": {"core", "guard"},
    "recording.py": {"core", "guard", "session"},
    "practice.py": {"core", "guard"},
    "consultation.py": {"core"},
    "commands": {
        *("core", "storage", "knowledge", "terminal", "export", "guard", "session", "recording", "practice"),
        *("consultation", "commands"),
    },
}


def imports_of(file: Path, *, with_type_checking: bool) -> set[str]:
    """Every module a file imports, wherever in it the import stands."""
    tree = ast.parse(file.read_text("utf-8"))
    hidden = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if not with_type_checking and id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_arrows_between_the_rooms_point_one_way(file: Path) -> None:
    allowed = LAYERS.get(room_of(file))
    if allowed is None:
        return
    ours = {name.split(".")[1] for name in imports_of(file, with_type_checking=True) if name.startswith("cramp_cli.")}
    assert ours - {"__version__"} <= allowed


def test_no_module_needs_itself_by_any_way_round() -> None:
    """Types count too: two modules that know each other are one."""
    modules = {".".join(("cramp_cli", *file.relative_to(PACKAGE).with_suffix("").parts)): file for file in FILES}
    needs = {
        name: (imports_of(file, with_type_checking=True) & modules.keys()) - {name} for name, file in modules.items()
    }
    TopologicalSorter(needs).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("file", [file for file in FILES if room_of(file) == "core"], ids=lambda file: file.name)
def test_the_core_knows_no_clock_no_file_and_no_library(file: Path) -> None:
    modules = {name.split(".")[0] for name in imports_of(file, with_type_checking=False)}
    assert modules - {"cramp_cli"} <= CORE_MAY_IMPORT
    assert "open(" not in file.read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_only_the_door_writes(file: Path) -> None:
    if file.name == "console.py":
        return
    calls = [node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = {ast.unparse(call) for call in calls}
    assert "print" not in names
    assert not {name for name in names if name.endswith(("console.print", "sys.stdout.write", "sys.stderr.write"))}
    assert "typer.echo" not in names or file.name == "cli.py"


def loaded_by(code: str) -> set[str]:
    """The modules a fresh interpreter holds after running `code`."""
    script = f"{code}\nimport sys; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("module", sorted(f.stem for f in FILES if room_of(f) == "core" and f.stem != "__init__"))
def test_a_core_module_loads_nothing_heavy(module: str) -> None:
    heavy = {"typer", "rich", "yaml", "sqlite3", "jsonschema", "platformdirs", "termios"}
    assert not heavy & loaded_by(f"import cramp_cli.core.{module}")


def test_the_use_case_and_its_guard_load_nothing_heavy() -> None:
    assert not {"typer", "rich", "yaml", "jsonschema", "termios"} & loaded_by(
        "import cramp_cli.session, cramp_cli.consultation"
    )


def test_the_front_door_loads_no_edge() -> None:
    assert not {"rich", "yaml", "jsonschema", "platformdirs"} & loaded_by("import cramp_cli.cli")


def test_an_ordinary_start_reads_no_yaml_and_imports_no_validator() -> None:
    run = (
        "from cramp_cli.commands.wiring import open_knowledge; known = open_knowledge(); known.region('calf')\n"
        "from cramp_cli.knowledge.noticing import interchangeable, noticing_rules; noticing_rules(known)\n"
        "from cramp_cli.knowledge.plans import plans_of; plans_of(known), interchangeable(known)"
    )
    loaded_by(run)
    assert not {"yaml", "jsonschema", "rich"} & loaded_by(run)


def lengths_of_functions(file: Path) -> list[int]:
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return [(node.end_lineno or 0) - node.lineno + 1 for node in nodes if isinstance(node, ast.FunctionDef)]


def test_functions_are_short_and_files_are_one_room() -> None:
    for file in FILES:
        assert len(file.read_text("utf-8").splitlines()) <= 300, file
    lengths = sorted(length for file in FILES for length in lengths_of_functions(file))
    assert lengths[-1] <= 50
    assert lengths[len(lengths) // 2] <= 10
