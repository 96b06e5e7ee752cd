"""The reading commands: every kind as list and in full, with grades and sources, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cramp_cli.commands.reading import show
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.knowledge.pages import Shelf

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

KINDS = ("regions", "causes", "remedies", "medicines", "myths", "learn")


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_names_every_entry_and_how_to_read_one(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    show(kind, "", as_json=False)
    shown = capsys.readouterr().out
    show(kind, "", as_json=True)
    listed = json.loads(capsys.readouterr().out)
    assert listed["schema"] == f"cramp-cli/{kind}/1"
    assert listed["items"]
    for item in listed["items"]:
        assert f"{item['id']}" in shown
    assert f"cramp-cli {kind} NAME" in shown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [80, 40])
def test_every_entry_can_be_read_in_full_at_any_width(
    kind: str, width: int, knowledge: Knowledge, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shelf = Shelf(kind, knowledge)
    for one in list(shelf.entries)[:6]:
        show(kind, one, as_json=False)
        lines = capsys.readouterr().out.splitlines()
        assert max(map(len, lines)) <= width
        assert "No clinician has reviewed" in " ".join(" ".join(lines).split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_claim_above_common_practice_shows_a_source(kind: str, knowledge: Knowledge) -> None:
    shelf = Shelf(kind, knowledge)
    for one in shelf.entries:
        page = shelf.page(one)
        for part in page.parts:
            for line in part.lines:
                if line.evidence is not None and line.evidence.value != "expert":
                    assert line.sources, (one, line.text)
        assert {source.id for source in page.sources} >= {s for p in page.parts for one in p.lines for s in one.sources}


def test_pressing_shows_where_article_and_evidence_differ(capsys: pytest.CaptureFixture[str]) -> None:
    show("remedies", "pressure-massage", as_json=False)
    assert "Article and evidence differ" in capsys.readouterr().out


def test_a_word_with_several_meanings_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    show("regions", "back", as_json=False)
    shown = capsys.readouterr().out
    assert "lower-back" in shown
    assert "upper-back" in shown


def test_a_slip_is_taken_and_announced(capsys: pytest.CaptureFixture[str]) -> None:
    show("regions", "hamstrng", as_json=False)
    assert "taken as hamstring" in capsys.readouterr().err


def test_nonsense_is_a_usage_error_with_a_fix() -> None:
    with pytest.raises(CrampError) as error:
        show("causes", "xyzzyx", as_json=False)
    assert error.value.code is ExitCode.USAGE
    assert "see all: cramp-cli causes" in error.value.fix
