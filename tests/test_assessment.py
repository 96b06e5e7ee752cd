"""What all answers come to: causes with the person's own reasons and published numbers, and how urgent they are."""

from __future__ import annotations

import re
from dataclasses import replace
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from helpers.assessing import answers, basis, check, everything_known

from cramp_cli.core.advice import advice
from cramp_cli.core.answers import Match, When
from cramp_cli.core.assessment import assess
from cramp_cli.core.basis import About, Clue
from cramp_cli.core.model import Disposition

if TYPE_CHECKING:
    from cramp_cli.core.basis import Basis

# -- why --------------------------------------------------------------------------------------------------------------


def test_nothing_stands_out_of_nothing() -> None:
    found = check("where: jaw, age: 30, eased-by: nothing, conditions: [none], pattern: [rare]")
    assert found.likely == ()
    assert found.disposition.id == "self-care"
    said = list(advice(found, basis(), everything_known().sayings, everything_known().meanwhile))
    assert basis().rules.nothing in said
    assert basis().rules.fine in said


@pytest.mark.parametrize(
    ("said", "cause", "speaks_for", "speaks_against"),
    [
        (
            "where: calf, age: 70, when: [walking], eased-by: standing-still, legs-look: [cool]",
            "atherosclerosis",
            ["walking about the same distance", "standing still", "cool skin", "aged 60 or more"],
            [],
        ),
        (
            "where: calf, age: 40, eased-by: sitting, nerve-signs: [tingling]",
            "pinched-nerve",
            ["sitting or leaning forward", "tingling"],
            ["younger than 60"],
        ),
        (
            "where: foot, medicines: Serevent and Lipitor, changed: [none]",
            "medication-side-effect",
            ["statins", "long-acting inhalers"],
            ["same medicines for years"],
        ),
    ],
)  # fmt: skip
def test_reasons_come_from_the_answers(said: str, cause: str, speaks_for: list[str], speaks_against: list[str]) -> None:
    finding = next(one for one in check(said).findings if one.id == cause)
    for texts, wanted in ((finding.speaks_for, speaks_for), (finding.speaks_against, speaks_against)):
        assert len(texts) == len(wanted), texts
        assert all(any(words in text for text in texts) for words in wanted), texts


def test_no_cause_is_named_without_an_answer_that_speaks_for_it() -> None:
    assert check("").findings == ()
    for question in basis().interview.questions:
        for option in question.options:
            said = {**answers(""), question.id: (option.id,)}
            for finding in assess(said, basis()).likely:
                assert finding.cause is not None
                clues = {clue.text: clue.when for clue in finding.cause.clues if clue.when is not None}
                assert all(question.id in clues[text].questions for text in finding.speaks_for), (option.id, finding.id)


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("nerve-signs: [twitching], pattern: [worse]", "motor-neuron-disease"),
        ("character: [brief]", "pregnancy"),
        ("character: [painless]", "task-specific-dystonia"),
    ],
)
def test_some_causes_are_named_only_to_those_who_can_have_them(said: str, cause: str) -> None:
    assert cause not in {one.id for one in check(said).findings}


def test_dangers_come_first_and_the_causes_after_them_best_first() -> None:
    found = check("stroke: yes, gate-swollen: not-sure, where: calf, when: [asleep], eased-by: sitting").findings
    assert [(one.id, one.fit.value) for one in found[:2]] == [("stroke", "well"), ("dvt", "partly")]
    assert [one.points for one in found[2:]] == sorted((one.points for one in found[2:]), reverse=True)
    assert len({one.points for one in found[2:]}) > 1


# What was said, the cause, and the published ratios (triage.md C and D) whose logarithms add up to its points.
RATIOS = [
    ("legs-look: [cool]", "atherosclerosis", [5.9]),
    ("legs-look: [sore]", "atherosclerosis", [5.9]),
    ("legs-look: [discoloured]", "atherosclerosis", [2.8]),
    ("when: [walking]", "atherosclerosis", [3.3]),
    ("legs-look: [cool], when: [effort]", "atherosclerosis", [5.9, 0.57]),
    ("eased-by: sitting", "pinched-nerve", [7.4]),
    ("eased-by: sitting, age: 59", "pinched-nerve", [7.4, 0.40]),
    ("eased-by: sitting, age: 60", "pinched-nerve", [7.4]),
    ("when: [walking], character: [both-sides]", "pinched-nerve", [6.3]),
    ("when: [walking], character: [both-sides], age: 71", "pinched-nerve", [6.3, 2.0]),
    ("when: [walking], character: [both-sides], age: 70", "pinched-nerve", [6.3]),
    ("nerve-signs: [tingling]", "pinched-nerve", [4.1]),
    ("nerve-signs: [twitching]", "idiopathic-nocturnal", [4.6]),
    ("habits: [drinks], age: 60", "alcohol", [6.5]),
    ("habits: [sits], age: 61", "prolonged-posture", [9.84]),
    ("legs-look: [low-arches]", "footwear-orthotic", [2.1]),
    ("conditions: [recent-injury]", "overuse-fatigue", [1.82]),
    ("medicines: salmeterol", "medication-side-effect", [2.42]),
    ("medicines: spironolactone", "medication-side-effect", [2.12]),
    ("medicines: indapamide", "medication-side-effect", [1.48]),
    ("medicines: furosemide", "medication-side-effect", [1.20]),
    ("medicines: atorvastatin", "medication-side-effect", [1.16]),
    ("medicines: [atorvastatin, salmeterol]", "medication-side-effect", [1.16, 2.42]),
]


@pytest.mark.parametrize(("said", "cause", "ratios"), RATIOS)
def test_points_are_the_logarithm_of_the_published_ratio(said: str, cause: str, ratios: list[float]) -> None:
    points = {one.id: one.points for one in check(said).findings}
    assert points[cause] == pytest.approx(sum(map(log, ratios)))


def test_alcohol_counts_by_its_ratio_from_sixty_and_by_a_small_weight_before() -> None:
    """The ratio was measured in people of 60 and more (delacour-2018)."""
    for age in ("", ", age: 59"):
        points = {one.id: one.points for one in check(f"habits: [drinks]{age}").findings}
        assert points["alcohol"] == pytest.approx(1.5), age


def test_night_cramps_are_less_likely_outside_the_leg() -> None:
    inside, outside = (
        next(one for one in check(f"where: {place}, when: [asleep]").findings if one.id == "idiopathic-nocturnal")
        for place in ("calf", "hand")
    )
    assert inside.speaks_against == ()
    assert len(outside.speaks_against) == 1
    assert outside.points < inside.points


def test_not_sure_is_explained_by_its_questions() -> None:
    gate = next(one for one in basis().danger.gate if one.id == "gate-swollen")
    flag = next(one for one in basis().danger.flags if one.id == "dvt")
    by_list = next(one for one in check("gate-swollen: not-sure").findings if one.id == "dvt")
    assert (by_list.fit.value, by_list.speaks_for) == ("partly", (gate.text,))
    by_row = next(one for one in check("dvt: not-sure").findings if one.id == "dvt")
    assert (by_row.fit.value, by_row.speaks_for) == ("partly", flag.ask)


def test_every_sign_answered_yes_or_not_sure_says_why_it_is_named() -> None:
    for flag in basis().danger.flags:
        for said in ("yes", "not-sure") if flag.is_cause else ():
            finding = next(one for one in check(f"{flag.id}: {said}").findings if one.id == flag.id)
            assert set(flag.ask) <= set(finding.speaks_for), (flag.id, said)


def test_no_cause_gathers_more_than_the_cap() -> None:
    found = check("legs-look: [cool, sore, discoloured], when: [walking], eased-by: standing-still, habits: [smokes]")
    assert {one.id: one.points for one in found.findings}["atherosclerosis"] == basis().rules.cap == 4.0


@pytest.mark.parametrize(
    ("points", "fit"),
    [(2.0, "well"), (1.999, "partly"), (0.75, "partly"), (0.749, "less"), (0.001, "less"), (9.0, "well")],
)
def test_how_many_points_make_a_cause_fit(points: float, fit: str) -> None:
    assert [one.fit.value for one in assess(answers("when: [asleep]"), one_cause(points)).findings] == [fit]


# -- how urgent -------------------------------------------------------------------------------------------------------

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "danger_table.yaml").read_text("utf-8"))


@pytest.mark.parametrize("row", TABLE["thresholds"], ids=lambda row: row["who"])
def test_published_reasons_to_see_somebody(row: dict[str, str]) -> None:
    assert check(row["said"]).disposition.id == row["then"]


def one_cause(*points: float) -> Basis:
    """A basis whose only cause has a clue of each number of points, all of them shown by cramps at night."""
    asleep = When(all=(Match("when", ("asleep",)),))
    clues = tuple(Clue(f"clue {number}", each, asleep) for number, each in enumerate(points))
    see = Disposition.SAME_DAY
    cause = replace(basis().causes[0], only_if=None, clues=clues, see=see, counts_medicines=False, rules_out={})
    return replace(basis(), causes=(cause,))


@pytest.mark.parametrize(
    ("points", "fit", "then"),
    [
        ((2.0,), "well", "same-day"),
        ((1.2, 0.8), "well", "same-day"),
        ((1.999,), "partly", "self-care"),
        ((2.0, -1.0), "partly", "same-day"),
        ((2.0, -5.0), "less", "same-day"),
        ((1.999, -1.0), "partly", "self-care"),
        ((9.0, -9.0), "less", "same-day"),
    ],
)
def test_what_speaks_against_a_cause_never_lowers_the_advice(points: tuple[float, ...], fit: str, then: str) -> None:
    found = assess(answers("when: [asleep]"), one_cause(*points))
    assert [one.fit.value for one in found.findings] == [fit]
    assert found.disposition.id == then


def test_what_speaks_against_a_cause_moves_it_down_the_list() -> None:
    strong, weak = (one_cause(*points).causes[0] for points in ((2.0, -1.5), (1.0,)))
    both = replace(basis(), causes=(replace(strong, id="strong"), replace(weak, id="weak")))
    assert [one.id for one in assess(answers("when: [asleep]"), both).findings] == ["weak", "strong"]


def test_nobody_is_told_to_stop_a_medicine() -> None:
    for medicine in basis().medicines:
        found = assess({**answers(""), basis().interview.about(About.MEDICINES): (medicine,)}, basis())
        said = " ".join(advice(found, basis(), everything_known().sayings, everything_known().meanwhile))
        assert all(rule in said for rule in basis().medicine_rule)
        for sentence in re.findall(r"[^.?!]*\bstop\b[^.?!]*", said, re.IGNORECASE):
            assert re.search(r"\b(not|never)\b", sentence, re.IGNORECASE), sentence
