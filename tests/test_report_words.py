"""What stands on the page for the doctor: short, dated, counted, and no more sure than the log allows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from helpers.reports import TODAY, cramp, everything, facts, full_cramp, held, names_of, part, section, text, written

from cramp_cli.core.ladder import Outcome
from cramp_cli.core.noticing import Measure
from cramp_cli.core.report_facts import Names, Said, Wanted
from cramp_cli.core.report_reasons import MOST_QUESTIONS, questions, reasons_to_ask
from cramp_cli.core.report_tables import MOST_NEWEST, MOST_ROWS
from cramp_cli.core.report_words import MOST_WEEKS

if TYPE_CHECKING:
    from cramp_cli.core.report_facts import Report
    from cramp_cli.knowledge.decoding import Knowledge


@pytest.fixture
def names(knowledge: Knowledge) -> Names:
    return names_of(knowledge)


def test_every_date_is_iso_with_its_weekday(names: Names) -> None:
    said = text(everything(names))
    assert re.findall(r"\d{4}-\d\d-\d\d", said)
    assert re.findall(r"\d{4}-\d\d-\d\d(?! \((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\))", said) == []


# -- many episodes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "title"), [(1, "Episodes"), (MOST_ROWS, "Episodes"), (MOST_ROWS + 1, "Episodes by week")]
)
def test_more_than_fit_are_counted_by_week(names: Names, count: int, title: str) -> None:
    assert part(facts(names, *(cramp(one) for one in range(count))), "episodes").title == title


@pytest.mark.parametrize(("days", "unit"), [(80, "week"), (300, "month"), (2000, "year")])
def test_many_weeks_become_months_and_many_months_years(names: Names, days: int, unit: str) -> None:
    wanted = Wanted(TODAY - timedelta(days=days), TODAY)
    report = facts(names, *(cramp(one) for one in range(days)), wanted=wanted)
    found, newest = part(report, "episodes"), part(report, "newest")
    assert found.title == f"Episodes by {unit}"
    assert found.table
    assert newest.table
    assert sum(int(row[1]) for row in found.table.rows) == days
    assert len(found.table.rows) + len(newest.table.rows) <= MOST_ROWS
    assert [row[0][:10] for row in newest.table.rows] == [
        (TODAY - timedelta(days=one)).isoformat() for one in range(MOST_NEWEST)
    ]


def test_places_of_a_week_are_counted_and_none_is_cut_off(names: Names) -> None:
    where = [("calf", "left", 20), ("foot", "left", 9), ("calf", "right", 3), ("hand", None, 2)]
    many = [cramp(0, number=one, region=region, side=side) for region, side, count in where for one in range(count)]
    (row,) = part(facts(names, *many), "episodes").table.rows  # type: ignore[union-attr] # there is one
    assert row[2] == "left calf 20, left foot 9, elsewhere 5"


# -- the drawing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "weeks"), [(1, 1), (7, 1), (8, 2), (30, 5), (84, 12), (400, MOST_WEEKS)])
def test_the_drawing_shows_the_weeks_the_log_can_know_about(names: Names, days: int, weeks: int) -> None:
    wanted = Wanted(TODAY - timedelta(days=999), TODAY)
    found = part(facts(names, cramp(0), cramp(days - 1), wanted=wanted), "episodes").chart
    assert found is not None
    assert len(found.weeks) == weeks
    assert found.last_day == TODAY


def test_a_day_before_the_log_began_is_unknown_and_a_free_day_of_the_page_is_free(names: Names) -> None:
    wanted = Wanted(TODAY - timedelta(days=6), TODAY)
    old, young = (facts(names, cramp(0), cramp(ago), wanted=wanted) for ago in (90, 3))
    assert [part(one, "episodes").chart.weeks for one in (old, young)] == [  # type: ignore[union-attr] # both have one
        ((0, 0, 0, 0, 0, 0, 1),),
        ((None, None, None, 1, 0, 0, 1),),
    ]


def test_nothing_logged_is_no_drawing(names: Names) -> None:
    assert part(facts(names), "episodes").chart is None


# -- the pattern ------------------------------------------------------------------------------------------------------


def test_few_cramps_are_no_pattern(names: Names) -> None:
    said = section(facts(names, *(cramp(one) for one in range(4))), "pattern")
    assert "Too little data to say: 4 of at least 10 cramps." in said
    assert "Most often" not in said
    assert "Mostly on" not in said


def test_the_pattern_is_said_in_counts(names: Names) -> None:
    some = [cramp(one * 2, pain_before=one % 3 + 4, lasted_seconds=90, came_after="a run") for one in range(12)]
    lines = part(facts(names, *some), "pattern").lines
    assert lines[:5] == (
        "Where: left calf 12.",
        "At night (22:00-07:00): 12 of 12.",
        "Most often from 1:00 to 4:00: 12 of 12.",
        "No weekday stands out in 12 cramps.",
        "Mostly on the left: left 12, right 0.",
    )
    assert lines[5:8] == (
        "Length: median 2 min, at most 2 min (known for 12 of 12).",
        "Pain at first, 0-10: median 5, at most 6 (known for 12 of 12).",
        "Came after, as entered: a run 12.",
    )


# -- medicines and questions ------------------------------------------------------------------------------------------


def test_a_medicine_that_may_bring_cramps_comes_with_how_sure_anyone_is(names: Names) -> None:
    said = Said(medicines=("atorvastatin", "paracetamol"), linked={"atorvastatin": "weak evidence"})
    assert "May bring cramps in some people: atorvastatin (weak evidence)." in section(
        facts(names, said=said), "person"
    )


def test_questions_come_from_what_the_log_shows_and_are_few(names: Names) -> None:
    calm = questions(facts(names, cramp(1)))
    assert len(calm) == 2
    bad = [cramp(one, red_flags=("dvt",), ending="limit", steps=held(("heat", Outcome.WORSE))) for one in range(60)]
    linked = {"atorvastatin": "weak evidence", "salbutamol": "weak evidence"}
    report = facts(names, *bad, said=Said(medicines=tuple(linked), linked=linked))
    assert len(reasons_to_ask(report)) >= 7
    assert len(questions(report)) == MOST_QUESTIONS
    assert questions(report)[-1] == calm[-1]
    assert any("Could atorvastatin or salbutamol play a part?" in one for one in questions(report))


def test_every_reason_that_can_be_shown_has_a_question(names: Names) -> None:
    """A threshold of noticing.yaml without a question of report.yaml would be noticed and never asked."""
    asked = {when for when, _ in names.questions}
    assert {one.measure for one in names.rules.thresholds} <= asked
    assert asked <= {*Measure, "always", "danger", "too-long", "medicines", "linked-medicines", "one-side", "worse"}


def test_what_the_page_says_of_the_person_is_what_they_entered(names: Names) -> None:
    report: Report = facts(names, full_cramp(1, 1))
    assert "none entered, which does not mean none taken" in section(report, "person")
    assert written(report).title == "Log of muscle cramps: every muscle"


@pytest.mark.parametrize(
    ("region", "side", "title"), [("calf", "left", "left calf"), ("calf", "both", "calf"), ("calf", None, "calf")]
)
def test_the_title_names_the_muscle(names: Names, region: str, side: str | None, title: str) -> None:
    wanted = Wanted(TODAY, TODAY, region, side)
    assert written(facts(names, wanted=wanted)).title == f"Log of muscle cramps: {title}"
