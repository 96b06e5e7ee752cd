"""The machine contract of `relief --json`: exactly the promised keys, and ids of the vocabulary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cramp_cli.core import contract
from cramp_cli.core.routine import Person, plan_routine

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

VOCABULARY: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "vocabulary.yaml").read_text("utf-8"))
STEP_KEYS = {
    "id", "remedy", "round", "title", "instruction", "felt_where", "mistakes", "seconds", "rest_seconds", "side",
    "figure", "needs_answer", "evidence", "sources",
}  # fmt: skip
ROUTINE_KEYS = {
    "schema", "region", "side", "situation", "total_seconds", "stop_signs", "steps", "withheld", "aftercare",
}  # fmt: skip


def every_routine(knowledge: Knowledge) -> list[dict[str, Any]]:
    return [
        contract.routine(plan_routine(knowledge.region(region), Person(situation=situation, side="left")))
        for region in knowledge.words.regions
        for situation in VOCABULARY["situations"]
    ]


def test_a_routine_has_every_promised_key(knowledge: Knowledge) -> None:
    for routine in every_routine(knowledge):
        assert set(routine) >= ROUTINE_KEYS
        assert routine["schema"] == "cramp-cli/routine/1"
        for step in routine["steps"]:
            assert set(step) >= STEP_KEYS


def test_every_id_is_one_of_the_vocabulary(knowledge: Knowledge) -> None:
    for routine in every_routine(knowledge):
        assert routine["region"] in VOCABULARY["regions"]
        assert routine["situation"] in VOCABULARY["situations"]
        for step in routine["steps"]:
            assert step["remedy"] in VOCABULARY["remedies"]
            assert step["evidence"] in VOCABULARY["evidence"]
        for one in routine["withheld"]:
            assert one["id"] in VOCABULARY["remedies"]


def test_all_ids_of_the_vocabulary_that_this_version_uses_exist(knowledge: Knowledge) -> None:
    assert set(knowledge.conditions) == set(VOCABULARY["conditions"])
    assert set(knowledge.words.regions) == set(VOCABULARY["regions"])
    assert set(knowledge.remedies) == set(VOCABULARY["remedies"])
    assert set(knowledge.entries("causes")) == set(VOCABULARY["causes"])
    assert set(knowledge.flags) == set(VOCABULARY["red-flags"])


def test_total_seconds_is_the_sum_of_what_is_listed(knowledge: Knowledge) -> None:
    for routine in every_routine(knowledge):
        assert routine["total_seconds"] == sum(step["seconds"] + step["rest_seconds"] for step in routine["steps"])


def test_repeats_are_separate_steps_told_apart_by_their_round(knowledge: Knowledge) -> None:
    for routine in every_routine(knowledge):
        keys = [(step["id"], step["round"], step["side"]) for step in routine["steps"]]
        assert len(keys) == len(set(keys))


def test_a_gated_step_keeps_its_place_with_its_questions(knowledge: Knowledge) -> None:
    routine = contract.routine(plan_routine(knowledge.region("calf"), Person()))
    assert routine["steps"][-1]["remedy"] == "pressure-massage"
    assert routine["steps"][-1]["needs_answer"] == ["leg-before-pressing", "person-before-pressing"]


def test_no_press_tool_heat_or_cold_is_ever_ungated(knowledge: Knowledge) -> None:
    gated = {"pressure-massage", "heat", "ice"}
    for routine in every_routine(knowledge):
        for step in (*routine["steps"], *routine["aftercare"]):
            assert bool(step["needs_answer"]) is (step["remedy"] in gated), step["id"]


@pytest.mark.parametrize(("side", "said"), [("left", "left"), ("right", "right"), (None, None), ("both", None)])
def test_the_side_is_left_right_or_null(knowledge: Knowledge, side: str | None, said: str | None) -> None:
    routine = contract.routine(plan_routine(knowledge.region("calf"), Person(side=side)))
    assert routine["side"] == said


def test_a_refusal_has_no_steps_and_says_where_to_go(knowledge: Knowledge) -> None:
    for entry in knowledge.words.not_muscle:
        refused = contract.refusal(entry)
        assert refused["steps"] == []
        assert refused["refused"]["id"] == entry.id
        assert refused["refused"]["disposition"] in VOCABULARY["dispositions"]
        assert set(refused) >= ROUTINE_KEYS
