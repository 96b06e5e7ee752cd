"""What the YAML parser stumbles over is said in our words, at the place to mend, whichever parser it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from helpers.small_knowledge import FILES, read_text

from cramp_cli.knowledge import yaml_nodes
from cramp_cli.knowledge.parser_faults import place_of, translated

if TYPE_CHECKING:
    from pathlib import Path

PURE = yaml.BaseLoader
LOADERS = {"libyaml": getattr(yaml, "CBaseLoader", PURE), "pure": PURE}
GO_ON = "this does not go on from the lines above — look at the indentation and the quotes"
COLON = "a colon where no key can stand — put the text in quotes, or look at the lines above"
ESCAPE = "no such escape in double quotes — use single quotes, or write \\\\ for a backslash"

SLIPS = {
    "tab before a key": ("muscles:\n\tcalf: 1\n", "2:1: tab used for indentation — use spaces"),
    "two tabs before a key": ("muscles:\n\t\tcalf: 1\n", "2:1: tab used for indentation — use spaces"),
    "tab after spaces": ("a:\n  b: x\n  \ty: 3\n", "3:3: tab used for indentation — use spaces"),
    "tab before a dash": ("a:\n  - x\n\t- y\n", "3:1: tab used for indentation — use spaces"),
    "tab after a dash": ("- \tx: 1\n", "1:3: tab where a space belongs — use spaces"),
    "open single quote": ("a: 1\nname: 'Calf\nb: 2\n", "2:7: opened here and never closed — close it"),
    "open double quote": ('name: "Calf', "1:7: opened here and never closed — close it"),
    "quote open at ---": ("name: 'Calf\n---\n", "1:7: opened here and never closed — close it"),
    "open quote after a list": ("a: [1]\nb: 'x\n", "2:4: opened here and never closed — close it"),
    "open bracket": ("steps: [a, b\n", "1:8: opened here and never closed — close it"),
    "open bracket, no last line break": ("steps: [a, b", "1:8: opened here and never closed — close it"),
    "open bracket among others": (
        "steps: [a, b\nother: c\nmore: [d]\n",
        "1:8: opened here and never closed — close it",
    ),
    "open brace": ("a: {b: 1\nc: 2\n", "1:4: opened here and never closed — close it"),
    "open bracket in braces": ("a: {b: 1, c: [1, 2}\nd: 3\n", "1:14: opened here and never closed — close it"),
    "no comma in braces": (
        "a: {b: c d: e}\n",
        "1:11: a comma is missing before this — add it, or put the text in quotes",
    ),
    "no comma on the next line": (
        'a: ["x",\n  "y" "z"]\n',
        "2:7: a comma is missing before this — add it, or put the text in quotes",
    ),
    "no comma between sizes": (
        'a: ["L",\n  "M" "XL"]\n',
        "2:7: a comma is missing before this — add it, or put the text in quotes",
    ),
    "no comma before the last": (
        'a: ["b" c]\n',
        "1:9: a comma is missing before this — add it, or put the text in quotes",
    ),
    "open bracket round a closed one": ("a: [[b]c, d\n", "1:4: opened here and never closed — close it"),
    "open bracket above sizes": ("a: [M, L\nb: c\nd: [XL]\n", "1:4: opened here and never closed — close it"),
    "unknown escape": ('a: 1\nb: "\\xZZ"\n', f"2:7: {ESCAPE}"),
    "text after a quote": ("a: 'x' y\n", f"1:8: {GO_ON}"),
    "less indented": ("a:\n    b: 1\n  c: 2\n", f"3:3: {GO_ON}"),
    "more indented": ("a: 1\n b: 2\n", f"2:3: {COLON}"),
    "colon in a text": ("text: Back of the thigh? Type: hamstring\n", f"1:30: {COLON}"),
    "no colon above": ("a\nb: 1\n", f"2:2: {COLON}"),
    "text begins with @": ("a: @x\n", "1:4: a text cannot begin with this character — put the text in quotes"),
}  # fmt: skip


@pytest.fixture(params=LOADERS)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "LOADER", LOADERS[request.param])


@pytest.mark.parametrize(("contents", "fault"), SLIPS.values(), ids=SLIPS)
@pytest.mark.usefixtures("_loader")
def test_a_slip_of_the_pen_is_shown_where_it_is_to_be_mended(tmp_path: Path, contents: str, fault: str) -> None:
    assert read_text(tmp_path, contents) == (None, [fault])


def test_an_escape_beyond_unicode_does_not_stop_the_pure_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_nodes, "LOADER", PURE)
    value, (fault,) = read_text(tmp_path, 'a: 1\nb: "\\UFFFFFFFF"\n')
    assert value is None
    assert fault.startswith("2:2: not readable as YAML after this: ")
    assert fault.endswith(" — look at the quotes")


@pytest.mark.parametrize(
    ("problem", "what"),
    [("found a new thing", "not readable as YAML: found a new thing"), (None, "not readable as YAML: no reason given")],
)
def test_what_nobody_met_before_is_passed_on_with_its_place(problem: str | None, what: str) -> None:
    mark = yaml.Mark("calf.yaml", 0, 1, 3, "", 0)
    fault = translated(yaml.MarkedYAMLError(problem=problem, problem_mark=mark), "a: 1\nb: 2 3\n")
    assert (fault.line, fault.column, fault.what) == (2, 4, what)
    assert fault.fix == "look at the indentation, colons, commas and quotes"


def test_what_has_no_place_stands_at_the_beginning() -> None:
    assert place_of(None) == (1, 1)


def test_the_end_of_a_file_is_the_end_of_its_last_line() -> None:
    mark = yaml.Mark("calf.yaml", 0, 1, 0, "", 0)
    fault = translated(yaml.MarkedYAMLError(problem="the end", problem_mark=mark), "a: 1 2")
    assert (fault.line, fault.column) == (1, 7)


def pairs_of_brackets(text: str) -> list[tuple[int, int]]:
    """Where each bracket of `text` opens and closes."""
    waiting: list[int] = []
    pairs = []
    for index, char in enumerate(text):
        if char in "[{":
            waiting.append(index)
        elif char in "]}":
            pairs.append((waiting.pop(), index))
    return pairs


REGION = FILES["regions/eyelid.yaml"].replace("{side} ", "")


@pytest.mark.parametrize(("opening", "closing"), pairs_of_brackets(REGION))
@pytest.mark.usefixtures("_loader")
def test_whichever_closing_bracket_is_lost_its_opening_one_is_shown(tmp_path: Path, opening: int, closing: int) -> None:
    before = REGION[:opening].split("\n")
    place = f"{len(before)}:{len(before[-1]) + 1}"
    fault = f"{place}: opened here and never closed — close it"
    assert read_text(tmp_path, REGION[:closing] + REGION[closing + 1 :]) == (None, [fault])
