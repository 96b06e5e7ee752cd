"""The shipped knowledge against the evidence: no number drifts, nothing is claimed beyond its grade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cramp_cli.core.model import Disposition, Evidence, Place
from cramp_cli.core.routine import Person, Routine, plan_routine
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root
from cramp_cli.terminal.frames import sign_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.knowledge.decoding import Knowledge

NUMBERS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "region_numbers.yaml").read_text("utf-8"))
TIMED = ("standing", "bed", "chair", "desk", "cannot-stand")
ARTICLE_ACTIONS = {"weight-bearing", "pressure-massage", "stretching", "heat"}
LONGEST_SIGN_LINE = 66


def routines(knowledge: Knowledge, region: str) -> Iterator[Routine]:
    for situation in TIMED:
        yield plan_routine(knowledge.region(region), Person(situation=situation))


def test_the_shipped_files_have_no_faults() -> None:
    assert read_all(data_root()).problems == ()


@pytest.mark.parametrize("region", NUMBERS["regions"])
def test_stretches_last_as_long_and_repeat_as_often_as_the_evidence_says(knowledge: Knowledge, region: str) -> None:
    expected = NUMBERS["regions"][region]
    for routine in routines(knowledge, region):
        blocks = [step for step in routine.steps if step.remedy.id == "stretching"]
        assert expected["blocks"][0] <= len(blocks) <= expected["blocks"][1], routine.situation
        for step in blocks:
            assert expected["stretch"][0] <= step.seconds <= expected["stretch"][1], (routine.situation, step.id)


@pytest.mark.parametrize("region", NUMBERS["regions"])
def test_a_press_lasts_as_long_as_the_region_allows_and_no_longer(knowledge: Knowledge, region: str) -> None:
    expected = NUMBERS["regions"][region]["press"]
    for routine in routines(knowledge, region):
        presses = [step for step in routine.steps if step.remedy.place is Place.KNOT]
        assert bool(presses) is (expected != "none"), routine.situation
        for step in presses:
            assert [step.shortest_seconds, step.longest_seconds] == expected
            assert step.never, f"{region}: where never to press is said"


@pytest.mark.parametrize("region", NUMBERS["regions"])
def test_the_opposite_muscle_is_squeezed_as_the_evidence_says(knowledge: Knowledge, region: str) -> None:
    expected = NUMBERS["regions"][region]
    for routine in routines(knowledge, region):
        squeezes = [step for step in routine.steps if step.remedy.id == "opposite-muscle"]
        if expected["squeeze"] == "none":
            continue
        assert expected["rounds"][0] <= len(squeezes) <= expected["rounds"][1], routine.situation
        assert all(expected["squeeze"][0] <= step.seconds <= expected["squeeze"][1] for step in squeezes)


@pytest.mark.parametrize("region", NUMBERS["regions"])
def test_warmth_or_cold_comes_in_the_order_of_the_evidence_and_never_longer(knowledge: Knowledge, region: str) -> None:
    for routine in routines(knowledge, region):
        offers = [step for step in routine.after if step.gate]
        assert offers[0].remedy.id == NUMBERS["regions"][region]["first"]
        for step in offers:
            assert step.longest_seconds <= NUMBERS["never_longer"][step.remedy.id] + 300


def test_every_action_of_the_article_is_there(knowledge: Knowledge) -> None:
    offered = {
        step.remedy.id
        for region in knowledge.words.regions
        for routine in routines(knowledge, region)
        for step in (*routine.steps, *routine.after)
    }
    assert offered >= ARTICLE_ACTIONS | {"ice"}


@pytest.mark.parametrize("region", ["calf", "foot", "hand", "forearm"])
def test_where_the_article_says_to_put_weight_on_it_it_is_offered(knowledge: Knowledge, region: str) -> None:
    for routine in routines(knowledge, region):
        if routine.situation != "bed" or region in {"calf", "foot"}:
            assert any(step.remedy.id == "weight-bearing" for step in routine.steps), routine.situation


@pytest.mark.parametrize("region", NUMBERS["regions"])
def test_stop_signs_are_two_short_lines_of_emergencies_and_today(knowledge: Knowledge, region: str) -> None:
    lines = sign_lines(knowledge.region(region))
    assert len(lines) <= 2
    for level, text in lines:
        assert level >= Disposition.SAME_DAY
        assert len(text) <= LONGEST_SIGN_LINE, text


@pytest.mark.parametrize("region", NUMBERS["regions"])
def test_only_what_trials_have_shown_is_called_strong(knowledge: Knowledge, region: str) -> None:
    for routine in routines(knowledge, region):
        for step in routine.steps:
            if step.evidence is Evidence.STRONG:
                assert region in {"calf", "foot"}
                assert step.remedy.id == "stretching"


@pytest.mark.parametrize("region", NUMBERS["regions"])
def test_every_situation_has_its_routine_or_its_advice(knowledge: Knowledge, region: str) -> None:
    situations = knowledge.region(region).situations
    for name in TIMED:
        assert situations[name].ladder, name
    for name in ("car", "water"):
        assert situations[name].advice, name


@pytest.mark.parametrize("region", ["neck-shoulder", "upper-back", "lower-back"])
def test_a_guarding_spasm_is_slower_and_has_no_ten_minute_alarm(knowledge: Knowledge, region: str) -> None:
    found = knowledge.region(region)
    assert found.limit_seconds is None
    assert found.pace
    for routine in routines(knowledge, region):
        assert routine.steps[0].remedy.id == "position", routine.situation


def test_a_plain_cramp_has_its_limit_at_ten_minutes(knowledge: Knowledge) -> None:
    for name in set(knowledge.words.regions) - {"neck-shoulder", "upper-back", "lower-back"}:
        assert knowledge.region(name).limit_seconds == 600, name


def test_one_source_alone_was_not_seen(knowledge: Knowledge) -> None:
    assert sum(source.confidence == "memory" for source in knowledge.sources.values()) == 1


def test_the_re_check_has_its_five_items(knowledge: Knowledge) -> None:
    for region in knowledge.words.regions:
        texts = " ".join(sign.text for sign in knowledge.region(region).recheck.signs)
        for item in ("swelling", "bruise", "numbness", "weakness", "urine"):
            assert item in texts


def test_every_question_about_danger_is_asked_somewhere(knowledge: Knowledge) -> None:
    regions = [knowledge.region(name) for name in knowledge.words.regions]
    steps = [step for one in regions for plan in one.situations.values() for step in (*plan.ladder, *plan.after)]
    asked = {question.id for step in steps for question in step.gate} | {one.recheck.id for one in regions}
    assert asked == set(knowledge.questions)


def test_every_red_flag_can_be_raised_by_an_answer(knowledge: Knowledge) -> None:
    listed = {entry["id"]: entry for entry in read_all(data_root()).files["red_flags"]["red-flags"]}
    for flag in knowledge.flags:
        assert listed[flag].get("ask"), f"{flag}: there is something to ask for it"
        assert listed[flag].get("forbids"), f"{flag}: it forbids something"


def test_every_interview_question_can_tell_something(knowledge: Knowledge) -> None:
    clues = [clue for cause in knowledge.entries("causes").values() for clue in cause["clues"]]
    told = {clue["question"] for clue in clues if "question" in clue}
    about_urgency_or_age = {"age", "nights-lost", "how-often"}
    questions = {one["id"] for one in read_all(data_root()).files["interview"]["questions"]}
    assert questions - told <= about_urgency_or_age


def test_the_gate_has_twelve_questions_the_most_urgent_first(knowledge: Knowledge) -> None:
    gate = read_all(data_root()).files["questions"]["gate"]
    worst = [max(knowledge.flags[flag].disposition for flag in entry["raises"]) for entry in gate]
    assert worst == [Disposition.EMERGENCY] * 9 + [Disposition.SAME_DAY] * 3
