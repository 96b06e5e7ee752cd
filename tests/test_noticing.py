"""A pattern is named when it is one, and a doctor when a threshold is reached; otherwise it is too little to say."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from helpers.small_knowledge import change, write_knowledge

from cramp_cli.core.frequency import Change
from cramp_cli.core.noticing import Rules, notices, patterns, trend
from cramp_cli.core.tallies import Tallies
from cramp_cli.knowledge.loading import check_file
from cramp_cli.knowledge.noticing import noticing_rules
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cramp_cli.knowledge.decoding import Knowledge

TODAY = date(2026, 11, 22)
"""A Sunday."""


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> Rules:
    return noticing_rules(knowledge)


def on_days(*ago: int) -> Tallies:
    """Return the counts of cramps so many days ago, each at three in the night."""
    days = Counter((TODAY - timedelta(days=one)).isoformat() for one in ago)
    nights = Counter((TODAY - timedelta(days=one + 1)).isoformat() for one in ago)
    hours = tuple(len(ago) if hour == 3 else 0 for hour in range(24))
    return Tallies(by_day=dict(days), by_night=dict(nights), by_hour=hours, by_region={"calf": len(ago)})


def reached(counts: Tallies, rules: Rules) -> dict[str, str]:
    return {one.threshold.id: one.text for one in notices(counts, rules, TODAY)}


def said(counts: Tallies, rules: Rules) -> list[str]:
    return list(patterns(counts, rules.pattern, rules.says, TODAY, str.upper))


# -- when a doctor should look ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "line"),
    [
        ((0,), None),
        ((0, 0, 0), None),
        ((0, 8), None),
        ((0, 6), "Second night this week: worth a doctor's look."),
        ((0, 2, 5), "Third night this week: worth a doctor's look."),
        (tuple(range(7)), "Seventh night this week: worth a doctor's look."),
    ],
)
def test_the_nights_of_a_week_turn_into_one_calm_line(rules: Rules, ago: tuple[int, ...], line: str | None) -> None:
    assert reached(on_days(*ago), rules).get("nights") == line


@pytest.mark.parametrize(
    ("ago", "line"),
    [
        ((1, 8, 15), None),
        ((1, 8, 22), None),
        ((8, 15, 22, 29), None),
        ((1, 8, 15, 22), "Cramps in each of the last 4 weeks: worth a doctor's look."),
        ((0, 13, 14, 27), "Cramps in each of the last 4 weeks: worth a doctor's look."),
        ((1, 8, 15, 22, 29), "Cramps in each of the last 5 weeks: worth a doctor's look."),
    ],
)
def test_a_cramp_a_week_for_four_weeks(rules: Rules, ago: tuple[int, ...], line: str | None) -> None:
    assert reached(on_days(*ago), rules).get("weekly") == line


@pytest.mark.parametrize(
    ("lately", "before", "found"),
    [
        (10, 1, Change.MORE),
        (1, 10, Change.FEWER),
        (6, 4, Change.NO_CLEAR_CHANGE),
        (0, 12, Change.FEWER),
    ],
)
def test_more_or_fewer_is_said_only_where_chance_would_hardly_do_it(
    rules: Rules, lately: int, before: int, found: Change
) -> None:
    counts = on_days(*range(1, lately + 1), *range(30, 30 + before), 90)
    comparison = trend(counts, rules.pattern, TODAY)
    assert comparison is not None
    assert (comparison.change, comparison.since.count, comparison.before.count) == (found, lately, before)
    assert ("getting-worse" in reached(counts, rules)) is (found is Change.MORE)


def test_a_rise_of_one_muscle_in_an_old_log_is_seen(rules: Rules) -> None:
    young, old = on_days(*range(1, 20)), replace(on_days(*range(1, 20)), log_began=TODAY - timedelta(days=90))
    assert trend(young, rules.pattern, TODAY) is None
    found = trend(old, rules.pattern, TODAY)
    assert found is not None
    assert found.change is Change.MORE


def test_a_young_log_is_no_rise(rules: Rules) -> None:
    """Before the first entry nothing was written down; that is not the same as no cramps."""
    assert trend(on_days(*range(1, 20)), rules.pattern, TODAY) is None
    assert "getting-worse" not in reached(on_days(*range(1, 20)), rules)


def cared_for(answered: Iterable[int], eased: Iterable[int]) -> Tallies:
    days = [Counter((TODAY - timedelta(days=one)).isoformat() for one in ago) for ago in (answered, eased)]
    return Tallies(answered_by_day=days[0], eased_by_day=days[1])


@pytest.mark.parametrize(
    ("answered", "eased", "line"),
    [
        ((1, 5, 9, 12, 14), (), None),
        ((1, 5, 9, 12, 14, 16), (), "Nothing done at home eased 6 of 6 cramps: worth a doctor's look."),
        ((1, 2, 3, 4, 5, 6, 7), (), None),
        ((1, 5, 9, 12, 14, 16, 17, 18), (1, 5), "Nothing done at home eased 6 of 8 cramps: worth a doctor's look."),
        ((1, 5, 9, 12, 14, 16, 17, 18), (1, 5, 9), None),
        ((90, 91, 92, 93, 94, 110, 120), (), None),
    ],
)
def test_care_at_home_has_failed_after_two_weeks_of_answers_and_not_before(
    rules: Rules, answered: tuple[int, ...], eased: tuple[int, ...], line: str | None
) -> None:
    assert reached(cared_for(answered, eased), rules).get("care-fails") == line


def test_the_thresholds_of_the_evidence_stand_in_the_data(rules: Rules) -> None:
    """Section E: weekly for four weeks, two nights a week, worse over weeks, two weeks of care at home in vain."""
    found = {one.id: one.at_least for one in rules.thresholds}
    assert found == {"care-fails": 1, "getting-worse": 1, "nights": 2, "weekly": 4}
    assert rules.care.weeks_at_least == 2
    assert all(one.text.endswith("worth a doctor's look.") for one in rules.thresholds)


# -- patterns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 9])
def test_too_little_data_is_said_to_be_too_little(rules: Rules, count: int) -> None:
    line = f"Too little data to say: {count} of at least 10 cramps."
    assert said(on_days(*range(count)), rules) == [line]


def test_what_stands_out_is_named_in_counts(rules: Rules) -> None:
    counts = replace(
        on_days(*range(0, 70, 7)),
        by_weekday=(0, 0, 0, 0, 0, 0, 10),
        by_region={"calf": 8, "foot": 2},
        by_side={"left": 10},
        by_came_after={"long run": 7, "cold": 3},
    )
    assert said(counts, rules) == [
        "Most often from 1:00 to 4:00: 10 of 10.",
        "Most often on a Sunday: 10 of 10.",
        "Mostly on the left: left 10, right 0.",
        "Where: mostly CALF, 8 of 10.",
        "What came before, where it was said: mostly LONG RUN, 7 of 10.",
        "No clear change: 4 in the last 4 weeks, 4 in the 4 before.",
    ]


def test_chance_is_hardly_ever_called_a_pattern(rules: Rules) -> None:
    """Four hundred people whose cramps know no hour, no weekday and no side."""
    rng = random.Random(11)  # noqa: S311 - a seed, so that a failure can be seen again
    named = Counter[str]()
    for _ in range(400):
        count = rng.randint(10, 60)
        counts = replace(
            on_days(*range(count)),
            by_hour=spread(rng, count, 24),
            by_weekday=spread(rng, count, 7),
            by_side=dict(zip(("left", "right"), spread(rng, count, 2), strict=True)),
        )
        lines = said(counts, rules)
        named["hours"] += any(line.startswith("Most often from") for line in lines)
        named["weekday"] += any(line.startswith("Most often on a") for line in lines)
        named["side"] += any(line.startswith("Mostly on") for line in lines)
    assert max(named.values(), default=0) <= 20


def spread(rng: random.Random, count: int, ways: int) -> tuple[int, ...]:
    found = Counter(rng.randrange(ways) for _ in range(count))
    return tuple(found[one] for one in range(ways))


def test_no_sentence_holds_a_percentage_or_a_diagnosis(rules: Rules, knowledge: Knowledge) -> None:
    texts = [*vars(rules.says).values(), *(one.text for one in rules.thresholds)]
    texts += knowledge.entries("noticing")["learning-says"].values()
    for text in texts:
        assert not re.search(r"%|per ?cent|diagnos", text)


# -- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[heat, ice]", "[heat, icy]", 'unknown remedy "icy"'),
        ("[heat, ice]", "[heat, stretching]", '"stretching" never stands where another could take its place'),
        ("variants-of: [stretching]", "variants-of: [streching]", 'unknown remedy "streching"'),
        ("{nth} night", "{mth} night", 'nothing fills "{mth}"'),
        ("{eased} of {tried} times", "{eased.real} of {tried} times", 'nothing fills "{eased.real}"'),
        ("{part} of {count}", "{part of {count}", "a brace without its other"),
        ("measure: uneased", "measure: unesed", "unesed"),
        ("disposition: doctor", "disposition: self-care", "self-care"),
        ('sure: "0.95", h', 'sure: "1.5", h', "a chance in quotes"),
        ("nhs-leg-cramps, nhs", "nhs-leg-crampz, nhs", 'unknown source "nhs-leg-crampz"'),
        ("[towel, strap]", "[towel, rope]", "rope"),
    ],
)
def test_a_fault_of_the_file_is_named_with_its_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    file = tmp_path / "noticing.yaml"
    file.write_bytes((data_root() / "noticing.yaml").read_bytes())
    change(file, old, new)
    problems = check_file(file, data_root())
    assert any(fault in str(one) and one.line for one in problems), problems


def test_the_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.knowledge.opening import load

    root = write_knowledge(tmp_path / "data")
    change(root / "noticing.yaml", "at-least: 2\n", "at-least: 5\n")
    found = noticing_rules(Knowledge(load(root)))
    assert [one.at_least for one in found.thresholds] == [5]
