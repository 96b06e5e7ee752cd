"""What was read knows where it stood, so that a fault found later still has its line; a duration means one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.errors import MOST_FAULTS, Problem
from cramp_cli.knowledge.durations import seconds
from cramp_cli.knowledge.yaml_nodes import Document, parse
from cramp_cli.knowledge.yaml_nodes import read as load

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = b"steps:\n  - id: press\n    hold: 30s\n  - id: rest\nnames: [a]\n"


def read(written: bytes = WRITTEN) -> Document:
    document, problems = parse(written, "calf.yaml")
    assert document is not None
    assert problems == ()
    return document


@pytest.mark.parametrize(
    ("at", "place"),
    [
        (("steps", 0, "hold"), "3:11"),
        (("steps", 0, "no", "such", "key"), "2:5"),
        (("steps", 0, "nowhere"), "2:5"),
        (("steps", 7), "2:3"),
        (("no", "such", "key"), "1:1"),
        ((), "1:1"),
    ],
    ids=repr,
)
def test_a_fault_stands_at_the_nearest_value_that_encloses_it(at: tuple[str | int, ...], place: str) -> None:
    assert str(read().problem(at, "is wrong", "mend it")) == f"calf.yaml:{place}: is wrong — mend it"
    assert str(read().problem(at, "is wrong")) == f"calf.yaml:{place}: is wrong"


def test_a_fault_stands_at_the_key_only_where_that_is_asked_for_and_there_is_one() -> None:
    assert read().problem(("steps", 0, "hold"), "", on_key=True).column == 5
    assert read().problem(("steps", 0, "hold"), "").column == 11
    assert read().problem(("steps", 0), "", on_key=True).column == 5


def test_where_nothing_has_a_place_it_is_the_beginning() -> None:
    problem = Document("calf.yaml", {}, {}, {}).problem(("steps",), "is wrong")
    assert (problem.line, problem.column) == (1, 1)


def test_what_a_fault_quotes_cannot_steer_the_terminal() -> None:
    problem = read().problem((), "found \x1b[2J", "remove \x1b[2J")
    assert (problem.what, problem.fix) == ("found \\x1b[2J", "remove \\x1b[2J")


def test_a_part_is_a_document_of_its_own_that_stands_where_it_stood() -> None:
    part = read().inside(("steps", 0))
    assert (part.path, part.value) == ("calf.yaml", {"id": "press", "hold": "30s"})
    places = {at: (one.line, one.column) for at in ((), ("id",), ("hold",), ("x",)) for one in [part.problem(at, "x")]}
    assert places == {(): (2, 5), ("id",): (2, 9), ("hold",): (3, 11), ("x",): (2, 5)}
    on_key = part.problem(("hold",), "x", on_key=True)
    assert (on_key.line, on_key.column) == (3, 5)
    assert part.inside(("hold",)).problem((), "x") == part.problem(("hold",), "x")
    assert read().inside(()) == read()


@pytest.mark.parametrize(
    ("count", "first"), [(MOST_FAULTS, "duplicate key"), (MOST_FAULTS + 1, "more than 100 faults")]
)
def test_of_too_many_faults_the_first_are_told_and_that_there_are_more(count: int, first: str) -> None:
    _, problems = parse(b"a: 1\n" * (count + 1), "calf.yaml")
    assert problems[0].what.startswith(first)


@pytest.mark.parametrize(
    ("name", "what", "fix"),
    [
        ("missing.yaml", "cannot be read: No such file or directory", "check the file and its permissions"),
        ("a\0b.yaml", "cannot be read: no file can have this name", "check the file and its permissions"),
        ("folder", "not a regular file", "name a YAML file"),
    ],
    ids=["missing", "with a NUL", "folder"],
)
def test_what_cannot_be_read_has_no_line(tmp_path: Path, name: str, what: str, fix: str) -> None:
    (tmp_path / "folder").mkdir()
    assert load(tmp_path / name, shown_as="calf.yaml") == (None, (Problem("calf.yaml", 0, 0, what, fix),))


def test_only_what_is_nested_counts_as_deep() -> None:
    side_by_side = b"a: [" + b"[x]," * 40
    assert parse(side_by_side + b"]", "calf.yaml")[1] == ()
    (problem,) = parse(side_by_side + b"[" * 31 + b"]" * 32, "calf.yaml")[1]
    assert problem.what == "nested deeper than 32"


def test_a_file_of_a_mebibyte_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    file = tmp_path / "calf.yaml"
    file.write_bytes(b"a: 1 #".ljust(1 << 20, b"."))
    assert load(file)[1] == ()
    file.write_bytes(b"a: 1 #".ljust((1 << 20) + 1, b"."))
    assert load(file, shown_as="it") == (None, (Problem("it", 0, 0, "file is larger than 1 MiB", "split it"),))


def test_what_is_refused_leaves_the_rest_to_be_read() -> None:
    document, problems = parse(b'"\\e": 1\na: "\\e"\n[b]: 2\nc: |\n  one  two\n  three\n', "calf.yaml")
    assert document is not None
    assert document.value == {"a": "", "c": "one  two three"}
    assert [problem.line for problem in problems] == [1, 2, 3]


@pytest.mark.parametrize(("written", "meant"), [(90, 90), ("90", 90), ("1m30s", 90), ("1:30", 90), (0, 0), ("x", 0)])
def test_a_duration_is_a_number_of_seconds_however_it_is_written(written: str | int, meant: int) -> None:
    assert seconds(written) == meant
