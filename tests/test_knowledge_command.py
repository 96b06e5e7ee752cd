"""`cramp-cli knowledge`: from a template to a working routine by its messages alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cramp_cli.storage.locations import data_root


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "cramp_cli", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def own() -> Path:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli" / "knowledge"
    folder.mkdir(parents=True)
    return folder


def test_a_newcomer_gets_from_the_template_to_a_routine_by_the_messages_alone(own: Path) -> None:
    template = run("knowledge", "new", "region").stdout
    mine = own / "mine.yaml"
    mine.write_text(
        template.replace("hold: 15s", "hodl: 15s").replace("remedy: stretching", "remedy: streching"), "utf-8"
    )
    first = run("knowledge", "check")
    assert first.returncode == 3
    assert 'unknown key "hodl" — did you mean "hold"?' in first.stderr
    mine.write_text(mine.read_text("utf-8").replace("hodl", "hold"), "utf-8")
    second = run("knowledge", "check")
    assert 'unknown remedy "streching" — did you mean "stretching"?' in second.stderr
    mine.write_text(mine.read_text("utf-8").replace("streching", "stretching"), "utf-8")
    assert run("knowledge", "check").stdout == "No faults.\n"
    routine = run("relief", "eyelid")
    assert routine.returncode == 0
    assert "From your own file mine.yaml." in routine.stdout


def test_a_file_may_name_what_stands_in_another_file_of_ones_own(own: Path, tmp_path: Path) -> None:
    remedy = yaml.safe_load((data_root() / "remedies" / "stretching.yaml").read_text("utf-8"))
    (own / "remedies.yaml").write_text(yaml.safe_dump({"remedies": [remedy | {"id": "my-stretch"}]}), "utf-8")
    template = run("knowledge", "new", "region").stdout
    for folder in (own, tmp_path):
        mine = folder / "mine.yaml"
        mine.write_text(template.replace("remedy: stretching", "remedy: my-stretch"), "utf-8")
        assert run("knowledge", "check", str(mine)).stdout == "No faults.\n"
    (own / "remedies.yaml").unlink()
    assert 'unknown remedy "my-stretch"' in run("knowledge", "check", str(tmp_path / "mine.yaml")).stderr


def test_a_faulty_own_file_never_stands_in_the_way_of_relief(own: Path) -> None:
    (own / "bad.yaml").write_text("regions: [\n", "utf-8")
    done = run("relief", "calf")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "bad.yaml has faults and is left out" in done.stderr


def test_the_schema_is_printed_as_it_is() -> None:
    assert json.loads(run("knowledge", "schema").stdout)["title"].startswith("Your own knowledge")
    assert json.loads(run("knowledge", "schema", "region").stdout)["type"] == "object"
    assert run("knowledge", "schema", "regoin").returncode == 2


def test_sources_and_paths_are_told() -> None:
    listed = json.loads(run("knowledge", "sources", "--json").stdout)
    assert len(listed["items"]) == 151
    assert "miller-2022" in run("knowledge", "sources").stdout
    assert "built in:" in run("knowledge", "paths").stdout
