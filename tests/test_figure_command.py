"""`cramp-cli figure`: a list, a picture with its words, and a file that is never overwritten by accident."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from helpers.figures import IDS, figures, parsed

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", **environment}
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", "figure", *arguments],
        capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL, env={**os.environ, **environment},
    )  # fmt: skip


def has_dots(text: str) -> bool:
    return any("\u2800" <= char <= "\u28ff" for char in text)


def words(text: str) -> str:
    return " ".join(text.split())


def test_without_a_name_every_figure_is_listed() -> None:
    done = run()
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines() if line][: len(IDS)] == IDS
    assert "cramp-cli figure NAME" in done.stdout


NAMES = [
    (("wall-calf-stretch",), "wall-calf-stretch"),
    (("Calf stretch at a wall",), "wall-calf-stretch"),
    (("calf", "stretch", "at", "a", "wall"), "wall-calf-stretch"),
    (("neck",), "neck-tilt"),
]


@pytest.mark.parametrize(("name", "one"), NAMES)
def test_a_figure_is_found_by_id_title_or_beginning(name: tuple[str, ...], one: str) -> None:
    done = run(*name)
    assert done.returncode == 0
    assert has_dots(done.stdout)
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert done.stdout.startswith(figures()[one].title)


def test_a_name_of_several_lists_them() -> None:
    done = run("calf")
    assert done.returncode == 0
    assert "wall-calf-stretch" in done.stdout
    assert "towel-calf-stretch" in done.stdout
    assert not has_dots(done.stdout)


def test_a_slip_is_taken_and_announced_and_nonsense_is_refused() -> None:
    done = run("half-knel")
    assert done.returncode == 0
    assert "taken as half-kneel" in done.stderr
    done = run("xyzzyx")
    assert done.returncode == 2
    assert "see all: cramp-cli figure" in done.stderr


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, {"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_without_braille_words_do_the_job(environment: dict[str, str]) -> None:
    done = run("heel-to-bottom", "--side", "left", **environment)
    assert done.returncode == 0
    assert not has_dots(done.stdout)
    assert "holds the left ankle behind them" in words(done.stdout)


def test_the_other_side_is_the_mirror_image_and_its_words() -> None:
    left, right = (run("wall-calf-stretch", "--side", side).stdout for side in ("left", "right"))
    assert "The left leg is stretched out" in words(left)
    assert "The right leg is stretched out" in words(right)
    assert left.splitlines()[2:12] != right.splitlines()[2:12]
    assert run("walk", "--side", "lft").returncode == 2


def test_a_file_is_written_once_and_replaced_only_by_force(tmp_path: Path) -> None:
    file = tmp_path / "my.svg"
    done = run("walk", "--svg", str(file))
    assert done.returncode == 0
    assert done.stdout == ""
    assert parsed(file.read_text("utf-8")).tag.endswith("svg")
    file.write_text("mine", "utf-8")
    done = run("walk", "--svg", str(file))
    assert done.returncode == 2
    assert "add --force" in done.stderr
    assert file.read_text("utf-8") == "mine"
    assert run("walk", "--svg", str(file), "--force").returncode == 0
    assert parsed(file.read_text("utf-8")).tag.endswith("svg")


def test_a_file_needs_one_figure_and_a_folder(tmp_path: Path) -> None:
    done = run("--svg", str(tmp_path / "a.svg"))
    assert done.returncode == 2
    assert "writes one figure" in done.stderr
    assert run("walk", "--svg", str(tmp_path / "no" / "a.svg")).returncode == 1
    assert list(tmp_path.iterdir()) == []
