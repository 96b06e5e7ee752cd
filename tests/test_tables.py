"""The table for a spreadsheet: RFC 4180, every episode in it, and no cell that is run."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest
from helpers.episodes import episode, episodes, step
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.core.episode import Episode, Moment
from cramp_cli.core.ladder import Outcome
from cramp_cli.export.tables import COLUMNS, as_csv, eased_by

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '=HYPERLINK("http://x","y")', "\uff1d1")
MANY = settings(derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_an_empty_history_is_its_header() -> None:
    assert as_csv([]) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("column", ["notes", "came_after", "situation", "ending", "region"])
def test_a_cell_that_would_be_run_gets_an_apostrophe(column: str, formula: str) -> None:
    changed = {"notes": "", "came_after": "", column: formula}
    assert rows(as_csv([replace(episode(1), **changed)]))[0][column] == f"'{formula}"  # type: ignore[arg-type]  # any of them is text


@pytest.mark.parametrize("text", ["plain", "a=b", "3 km", "'quoted'", 'says "ouch"', "a,b;c", "two\nlines", "é ½"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert rows(as_csv([replace(episode(1), notes=text)]))[0]["notes"] == text


def test_numbers_stay_numbers_and_times_are_iso() -> None:
    one = replace(episode(1), pain_before=7, pain_after=None, lasted_seconds=240)
    row = rows(as_csv([one]))[0]
    assert (row["pain_before"], row["pain_after"], row["lasted_seconds"]) == ("7", "", "240")
    assert Moment.parse(row["began"]) == one.began


def test_every_line_ends_as_rfc_4180_has_it() -> None:
    text = as_csv([episode(number) for number in range(3)])
    assert text.endswith("\r\n")
    assert text.count("\r\n") == len(text.splitlines()) or "\n" in episode(0).notes


@MANY
@given(st.lists(episodes, max_size=4))
def test_whatever_was_kept_has_its_row_and_nothing_in_it_is_run(kept: list[Episode]) -> None:
    found = rows(as_csv(kept))
    assert [row["id"] for row in found] == [one.id for one in kept]
    assert not [cell for row in found for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_what_eased_it_is_what_made_it_go_else_what_eased_it_last() -> None:
    eased = replace(step(1), remedy="stretch", outcome=Outcome.EASING)
    gone = replace(step(2), remedy="press", outcome=Outcome.GONE)
    same = replace(step(3), remedy="walk", outcome=Outcome.UNANSWERED)
    assert eased_by(replace(episode(1), steps=(eased, gone, same))) == "press"
    assert eased_by(replace(episode(1), steps=(eased, same))) == "stretch"
    assert eased_by(replace(episode(1), steps=(same,))) == ""
