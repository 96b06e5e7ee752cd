"""`cramp-cli history export` and `import`: out and in again without loss, and never over anything."""

from __future__ import annotations

import csv
import json
import os
import stat
from io import StringIO
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from helpers.episodes import NOW, episode, episodes
from helpers.history_command import fill_store, folder, run, said_well
from helpers.running import run as run_here
from helpers.stores import rows_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.storage.history import History
from cramp_cli.storage.history_entries import export_of

if TYPE_CHECKING:
    from pathlib import Path

    from cramp_cli.core.episode import Episode


def test_an_export_comes_back_as_the_same_rows(tmp_path: Path) -> None:
    fill_store(8)
    out, other = tmp_path / "out.json", tmp_path / "other"
    done = run("export", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    first = run("import", str(out), CRAMP_CLI_DATA_DIR=str(other))
    assert first.stdout == "New: 8. Here already: 0.\n"
    assert rows_of(other) == rows_of(folder())
    again = run("import", str(out), CRAMP_CLI_DATA_DIR=str(other))
    assert again.stdout == "New: 0. Here already: 8.\n"
    assert rows_of(other) == rows_of(folder())
    assert run("export", CRAMP_CLI_DATA_DIR=str(other)).stdout == out.read_text("utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"out.json", "other"}


@settings(
    derandomize=True, deadline=None, max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.lists(episodes, min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_whatever_can_be_kept_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, kept: list[Episode]
) -> None:
    here, there = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("there")
    History(here, now=lambda: NOW).take_in(kept)
    with patch.dict(os.environ, CRAMP_CLI_DATA_DIR=str(here)):
        exported = run_here("history", "export").out
    with patch.dict(os.environ, CRAMP_CLI_DATA_DIR=str(there)):
        assert run_here("history", "import", "-", stdin=exported.encode()).code == 0
        assert run_here("history", "export").out == exported
    assert rows_of(there) == rows_of(here)


def test_one_bad_entry_keeps_all_of_them_out_and_each_is_named(tmp_path: Path) -> None:
    good = export_of([])
    good["items"] = [
        {"id": episode(1).id, "began": "2026-11-22T03:10:05+01:00", "region": "calf"},
        {"id": "x", "began": "soon", "region": "calf"},
        {"id": episode(2).id, "began": "2026-11-22T03:10:05+01:00", "region": "calf", "pain_before": 11, "extra": 1},
    ]
    (tmp_path / "bad.json").write_text(json.dumps(good), "utf-8")
    done = run("import", str(tmp_path / "bad.json"))
    assert done.returncode == 3
    for said in (
        "item 2: id:",
        "item 2: began:",
        "item 3",
        "pain_before:",
        "extra: unknown key",
        "nothing was taken in",
    ):
        assert said in done.stderr
    assert all(line.startswith("cramp-cli: error: ") for line in done.stderr.splitlines())
    assert not folder().exists()


@pytest.mark.parametrize(
    "contents",
    [b"", b"{", b"[]", b"null", b'{"schema": "other/1", "items": []}',
     b"[" * 100_000, b"\xff\xfe", b"\x1b[2J", b"9" * 5000],
)  # fmt: skip
def test_a_file_that_is_no_export_is_exit_3(contents: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(contents)
    done = run("import", str(file))
    assert done.returncode == 3
    assert said_well(done)
    assert "\x1b" not in done.stderr


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    with file.open("wb") as opened:
        opened.truncate((64 << 20) + 1)
    done = run("import", str(file))
    assert (done.returncode, "larger than 64 MiB" in done.stderr) == (3, True)


def test_what_is_here_in_another_form_is_left_and_named(tmp_path: Path) -> None:
    made = fill_store(2)
    exported = json.loads(run("export").stdout)
    exported["items"][0]["notes"] = "another note"
    (tmp_path / "x.json").write_text(json.dumps(exported), "utf-8")
    before = rows_of(folder())
    done = run("import", str(tmp_path / "x.json"))
    assert (done.returncode, done.stdout) == (0, "New: 0. Here already: 2.\n")
    assert exported["items"][0]["id"] in done.stderr
    assert {one.id for one in made} == {one["id"] for one in exported["items"]}
    assert rows_of(folder()) == before


def test_an_export_never_writes_over_a_file_unless_told_to(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text("mine", "utf-8")
    done = run("export", str(file))
    assert (done.returncode, "--force" in done.stderr) == (1, True)
    assert file.read_text("utf-8") == "mine"
    assert run("export", str(file), "--force").returncode == 0
    assert json.loads(file.read_text("utf-8"))["items"] == []
    assert [one.name for one in tmp_path.iterdir()] == ["mine.json"]


def test_a_table_is_guarded_and_its_lines_are_those_of_rfc_4180(tmp_path: Path) -> None:
    run(
        "add",
        "calf",
        "--pain",
        "7",
        "--after",
        '=HYPERLINK("http://x","y")',
        "--note",
        "-",
        typed="@SUM(A1)\nand, more",
    )
    file = tmp_path / "x.csv"
    assert run("export", str(file), "--csv", "--bom").returncode == 0
    contents = file.read_bytes()
    assert contents.startswith(b"\xef\xbb\xbfid,began")
    (row,) = csv.DictReader(StringIO(contents.decode("utf-8-sig"), newline=""))
    assert (row["came_after"], row["notes"]) == ('\'=HYPERLINK("http://x","y")', "'@SUM(A1)\nand, more")
    assert row["pain_before"] == "7"
    assert contents.endswith(b"\r\n")


def test_an_export_can_be_of_some_days() -> None:
    for day in (1, 2, 3):
        run("add", "calf", "--at", f"2026-11-0{day} 03:10")
    items = json.loads(run("export", "-", "--from", "2026-11-02", "--to", "2026-11-02").stdout)["items"]
    assert [one["began"][:10] for one in items] == ["2026-11-02"]
