"""What `--json` prints is a contract: each output has a published schema, and the smallest change of it is noticed.

The schemas are in `data/schema/output/`, shipped with the knowledge, and printed by `cramp-cli knowledge schema`.
"""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.own_files import TEMPLATE, written
from helpers.running import run
from jsonschema import Draft7Validator
from typer.main import get_command

from cramp_cli import cli
from cramp_cli.commands.tree import tree_of
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.command_tree import Command

FOLDER = data_root() / "schema"
PUBLISHED = sorted(path.stem for path in (FOLDER / "output").glob("*.json") if path.stem != "shared")
EPISODES = [
    {
        "id": f"0a0a0a0a-0000-4000-8000-{number:012}", "began": f"2026-11-{number:02}T23:40:00+01:00",
        "region": "calf", "origin": "relief", "ended": f"2026-11-{number:02}T23:52:00+01:00", "side": "left",
        "situation": "bed", "came_after": "a long run", "pain_before": 7, "pain_after": 2, "lasted_seconds": 720,
        "steps": [{"step": "toes-up", "remedy": "stretching", "outcome": "easing", "variant": "towel", "side": "left",
                   "seconds": 30}, {"step": "ice", "remedy": "ice", "outcome": "gone", "seconds": 600}],
        "answers": {"gate-chest": ["no"], "age": 67}, "red_flags": ["dvt"] if number == 3 else [], "notes": "n",
        "ending": "gone",
    }
    for number in range(1, 16)
]  # fmt: skip
ANSWERS = b"gate-chest: no\ngate-swollen: not-sure\nwhere: calf\nage: 67\nwhen: [asleep]\nmedicines: atorvastatin\n"
OUTPUTS = {
    "routine": [
        ["relief", "left", "calf", "--json"], ["relief", "calf", "--json", "--have", "pregnant", "--with", "towel"],
        ["relief", "lockjaw", "--json"], ["relief", "calf", "--situation", "car", "--json"],
        ["relief", "eyelid", "--json"], ["relief", "chest", "--json"],
        ["relief", "period cramps", "--json"], ["relief", "neck", "--json"],
        ["relief", "both feet", "--json"],
    ],
    "assessment": [["check", "--answers", "-", "--json"]],
    "questions": [["questions", "--json"]],
    "regions": [["regions", "--json"], ["regions", "eyelid", "--json"]],
    "causes": [["causes", "--json"]],
    "remedies": [["remedies", "--json"]],
    "medicines": [["medicines", "--json"], ["medicines", "atorva", "--json"]],
    "myths": [["myths", "--json"]],
    "learn": [["learn", "--json"]],
    "sources": [["knowledge", "sources", "--json"]],
    "history": [["history", "list", "--json"], ["history", "export"], ["history", "list", "calf", "--json"]],
    "chart": [["history", "chart", "--json"], ["history", "chart", "hand", "--json"]],
    "report": [["report", "--from", "2026-11-01", "--json", "-"], ["report", "hand", "--json", "-"]],
    "plan": [["plan", "calf", "--json"], ["plan", "calf", "--have", "pregnant", "--json"], ["plan", "chest", "--json"],
             ["plan", "--cause", "shoes", "--json"], ["plan", "--answers", "-", "--json"]],
    "plans": [["plan", "list", "--json"]],
    "plan-kept": [["plan", "show", "--json"]],
    "profile": [["profile", "show", "--json"]],
    "doctor": [["doctor", "--mute", "--json"]],
}  # fmt: skip
FAILING = {
    ("relief", "clf", "--json"): 2,
    ("relief", "leg", "--json"): 5,
    ("relief", "calf", "--nope", "--json"): 2,
    ("check", "--json"): 2,
    ("check", "--answers", "gone.yaml", "--json"): 3,
    ("plan", "show", "--json"): 2,
    ("history", "list", "--from", "x", "--json"): 2,
    ("regions", "xyzzy", "--json"): 2,
    ("report", "--json", "gone/report.json"): 1,
}


def published(name: str) -> Draft7Validator:
    """Return the schema of one output as it is printed: it needs no file beside it."""
    return Draft7Validator(json.loads(run("knowledge", "schema", f"output/{name}").out))


@pytest.fixture
def _somebody() -> None:
    """Somebody with a history, a plan, a profile and a region of their own."""
    written(TEMPLATE, "mine.yaml")
    exported = json.dumps({"schema": "cramp-cli/history/1", "items": EPISODES}).encode()
    assert run("history", "import", "-", stdin=exported).code == 0
    for arguments in (["plan", "start", "night-stretching"], ["plan", "done", "--already"], ["history", "add", "hand"],
                      ["profile", "set", "conditions", "pregnant"], ["profile", "set", "medicines", "atorvastatin"],
                      ["profile", "set", "night", "off"], ["profile", "set", "emergency-number", "112"]):  # fmt: skip
        assert run(*arguments).code == 0


@pytest.mark.usefixtures("_somebody")
@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_is_what_its_schema_says(name: str) -> None:
    validator = published(name)
    for arguments in OUTPUTS[name]:
        done = run(*arguments, stdin=ANSWERS)
        assert done.code in ({0, 1} if name == "doctor" else {0, 10})
        assert done.out.isascii()
        assert done.out.endswith("\n")
        value = json.loads(done.out)
        assert value["schema"] == f"cramp-cli/{name}/1"
        assert [error.message for error in validator.iter_errors(value)] == []
        assert_the_smallest_change_is_noticed(validator, value)


def assert_the_smallest_change_is_noticed(validator: Draft7Validator, value: dict[str, Any]) -> None:
    for path in ((), *list(objects_in(value))[:12]):
        more = copy.deepcopy(value)
        at(more, path)["something_new"] = 1
        assert not validator.is_valid(more), path
    for key in value:
        if key not in {"refused", "damaged"}:
            assert not validator.is_valid({one: value[one] for one in value if one != key})


def objects_in(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where objects with keys of ours are; what is keyed by the person's own words has any."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        if key in {"answers", "values", "outcomes", "with", "figure-with", "situations", "hints"} or str(
            key
        ).startswith("by_"):
            continue
        if isinstance(one, dict) and "from" not in one:
            yield (*path, key)
        yield from objects_in(one, (*path, key)) if not (isinstance(one, dict) and "from" in one) else ()


def at(value: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - any part of a JSON value
    for key in path:
        value = value[key]
    return value


def test_every_schema_is_good_has_an_output_and_is_printed() -> None:
    assert set(PUBLISHED) == {*OUTPUTS, "error"}
    for name in PUBLISHED:
        schema = json.loads(run("knowledge", "schema", f"output/{name}").out)
        Draft7Validator.check_schema(schema)
        assert schema["properties"]["schema"] == {"const": f"cramp-cli/{name}/1"}


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.json")), ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_every_reference_of_a_printed_schema_is_to_itself(file: Path) -> None:
    schema = json.loads(run("knowledge", "schema", file.relative_to(FOLDER).with_suffix("").as_posix()).out)
    for pointer in references(schema):
        assert pointer == "#" or at(schema, tuple(pointer.removeprefix("#/").split("/"))) is not None


def references(value: object) -> Iterator[str]:
    """Yield every reference in a schema."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in items:
        yield from references(one)
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield value["$ref"]


def commands_with_json(command: Command) -> Iterator[str]:
    if any("--json" in option.names for option in command.options):
        yield " ".join(command.path)
    for below in command.commands:
        yield from commands_with_json(below)


def test_every_command_with_json_has_a_row_above() -> None:
    rows = [" ".join(arguments) for rows in OUTPUTS.values() for arguments in rows]
    found = [path.replace("plan propose", "plan") for path in commands_with_json(tree_of(get_command(cli.app)))]
    assert len(found) > 15
    assert [path for path in found if not any(row.startswith(path) for row in rows)] == []


@pytest.mark.parametrize(("arguments", "code"), FAILING.items(), ids=[" ".join(one) for one in FAILING])
def test_a_failure_is_json_too_on_stderr_and_nothing_on_stdout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.code, done.out) == (code, "")
    (line,) = done.lines
    value = json.loads(line)
    assert list(published("error").iter_errors(value)) == []
    assert value["exit_code"] == code
    assert line.isascii()
    usual = run(*(word for word in arguments if word != "--json"))
    for error in value["errors"] if usual.code == code else ():
        assert f"cramp-cli: error: {error['what']} — {error['fix']}" in usual.lines


def test_every_fault_of_a_file_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("wher: calf\nage: old\n", "utf-8")
    errors = json.loads(run("check", "--answers", str(file), "--json").err)["errors"]
    assert [error["what"].removeprefix(str(file))[:5] for error in errors] == [":1:1:", ":2:6:"]
    assert all(error["fix"] for error in errors)


def test_the_profile_file_is_the_persons(tmp_path: Path) -> None:
    assert run("profile", "set", "voice", "on").code == 0
    value = json.loads(run("profile", "show", "--json").out)
    assert Path(value["path"]).is_relative_to(os.environ["XDG_CONFIG_HOME"])
    assert not list(tmp_path.iterdir())
