"""What a script gets from a check: the promised keys and types, ids of the vocabulary, and questions it can answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from campaigns.vignettes import read_vignettes
from helpers.talking import harmless

from cramp_cli.core import advice, check_contract
from cramp_cli.core.answers import Match, When
from cramp_cli.core.assessment import assess
from cramp_cli.core.basis import NONE_OF_THESE
from cramp_cli.core.model import Disposition
from cramp_cli.knowledge import yaml_nodes
from cramp_cli.knowledge.answers_file import read_answers

if TYPE_CHECKING:
    from cramp_cli.core.answers import Answers
    from cramp_cli.knowledge.decoding import Knowledge

PROMISED: dict[str, type] = {
    "schema": str,
    "disposition": str,
    "red_flags": list,
    "causes": list,
    "remedies": dict,
    "advice": list,
    "unanswered": list,
}
ADDED: dict[str, type] = {"not_sure": list, "because": list, "tests": list}
"""Keys beyond the promise of DESIGN section 3."""


def value_of(answers: Answers, knowledge: Knowledge) -> dict[str, Any]:
    found = assess(answers, knowledge.basis)
    said = advice.advice(found, knowledge.basis, knowledge.sayings, knowledge.meanwhile)
    return check_contract.assessment(found, said, advice.tests(found))


@pytest.fixture(scope="module")
def values(knowledge: Knowledge) -> list[dict[str, Any]]:
    """What a script gets for every story, for nobody, and for somebody without any danger."""
    every = [one.answers for one in read_vignettes(knowledge.basis)]
    denied = read_answers(json.dumps(harmless(knowledge.basis)).encode(), knowledge.basis)
    return [value_of(answers, knowledge) for answers in ({}, denied, *every)]


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, Any]:
    document, _ = yaml_nodes.read(Path(__file__).parent / "vocabulary.yaml")
    assert document is not None
    value: Any = document.value
    return dict(value)


def test_the_keys_and_their_types_are_those_promised(values: list[dict[str, Any]]) -> None:
    for value in values:
        assert {key: type(one) for key, one in value.items()} == PROMISED | ADDED
        assert value["schema"] == "cramp-cli/assessment/1"
        assert set(value["remedies"]) == {"offered", "withheld"}
        for cause in value["causes"]:
            assert set(cause) == {"id", "fit", "points", "for", "against"}
            assert cause["fit"] in {"well", "partly", "less"}
            assert isinstance(cause["points"], float)
            assert cause["points"] == round(cause["points"], 2)
            assert cause["for"], cause["id"]
        for remedy in value["remedies"]["withheld"]:
            assert set(remedy) == {"id", "because"}
            assert remedy["because"]
            assert all(set(reason) == {"id", "text"} and reason["text"] for reason in remedy["because"])
        for name in ("advice", "tests", "unanswered", "red_flags", "not_sure"):
            assert all(isinstance(one, str) and one for one in value[name])


def test_every_id_is_one_of_the_vocabulary(values: list[dict[str, Any]], vocabulary: dict[str, Any]) -> None:
    flags = {*vocabulary["red-flags"]}
    for value in values:
        assert value["disposition"] in vocabulary["dispositions"]
        assert set(value["red_flags"]) <= flags
        assert set(value["not_sure"]) <= set(value["red_flags"])
        assert {one["id"] for one in value["causes"]} <= flags | {*vocabulary["causes"]}
        named = {*value["remedies"]["offered"], *(one["id"] for one in value["remedies"]["withheld"])}
        assert named <= {*vocabulary["remedies"]}


def test_every_id_of_the_vocabulary_still_means_something(knowledge: Knowledge, vocabulary: dict[str, Any]) -> None:
    basis = knowledge.basis
    assert {flag.id for flag in basis.danger.flags} == {*vocabulary["red-flags"]}
    assert {cause.id for cause in basis.causes} == {*vocabulary["causes"]}
    assert {remedy.id for remedy in basis.remedies} == {*vocabulary["remedies"]}
    assert set(basis.conditions) == {*vocabulary["conditions"]}


def test_nothing_is_offered_and_withheld_at_once(values: list[dict[str, Any]]) -> None:
    for value in values:
        offered = set(value["remedies"]["offered"])
        assert not offered & {one["id"] for one in value["remedies"]["withheld"]}


def test_danger_comes_worst_first_and_stands_first_among_the_causes(
    knowledge: Knowledge, values: list[dict[str, Any]]
) -> None:
    for value in values:
        urgency = [
            knowledge.flags[one].not_sure if one in value["not_sure"] else knowledge.flags[one].disposition
            for one in value["red_flags"]
        ]
        assert urgency == sorted(urgency, reverse=True)
        kinds = [one["id"] in value["red_flags"] for one in value["causes"]]
        assert kinds == sorted(kinds, reverse=True)


def test_what_was_left_out_about_danger_is_listed_and_never_harmless(knowledge: Knowledge) -> None:
    nothing = value_of({}, knowledge)
    assert nothing["unanswered"][:12] == [gate.id for gate in knowledge.basis.danger.gate]
    assert nothing["disposition"] == "doctor"
    assert nothing["remedies"]["offered"] == []
    denied = harmless(knowledge.basis)
    for gate in knowledge.basis.danger.gate:
        left_out = {one: (said,) for one, said in denied.items() if one != gate.id}
        value = value_of(left_out, knowledge)
        assert gate.id in value["unanswered"]
        assert Disposition.from_id(value["disposition"]) > Disposition.SELF_CARE


# -- the questions ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def items(knowledge: Knowledge) -> list[dict[str, Any]]:
    value = check_contract.questions(knowledge.basis)
    assert value["schema"] == "cramp-cli/questions/1"
    assert set(value) == {"schema", "items"}
    return list(value["items"])


def test_every_question_has_the_promised_keys(items: list[dict[str, Any]]) -> None:
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert set(item) == {"id", "text", "why", "kind", "options", "danger", "asked_when"}
        assert item["kind"] in {"yes-no", "one", "many", "number", "text"}
        assert isinstance(item["danger"], bool)
        assert item["why"]
        assert item["asked_when"]
        assert item["text"].endswith("?") or "Which" in item["text"]
        assert "{" not in item["text"] + item["why"]
        assert all(set(option) == {"id", "text"} for option in item["options"])


def test_the_first_twelve_are_the_gate_and_danger_stands_before_why(
    knowledge: Knowledge, items: list[dict[str, Any]]
) -> None:
    assert [item["id"] for item in items[:12]] == [gate.id for gate in knowledge.basis.danger.gate]
    flags = [item["danger"] for item in items]
    assert flags == sorted(flags, reverse=True)
    assert [item["id"] for item in items if not item["danger"]] == [
        one.id for one in knowledge.basis.interview.questions
    ]


def some_answers(item: dict[str, Any]) -> list[Any]:
    """Return every answer that an item promises to take."""
    options = [option["id"] for option in item["options"]]
    if item["kind"] == "number":
        return [0, 67, 0.5, 120]
    if item["kind"] == "text":
        return ["none", "lipitor", ["lipitor", "lasix"]]
    return [*options, [one for one in options if one != NONE_OF_THESE]] if item["kind"] == "many" else options


def test_every_question_can_be_answered_with_every_option_it_names(
    knowledge: Knowledge, items: list[dict[str, Any]]
) -> None:
    for item in items:
        answers = some_answers(item)
        assert answers, item["id"]
        for said in answers:
            given = read_answers(json.dumps({item["id"]: said}).encode(), knowledge.basis)
            assert set(given) == {item["id"]}


JAW, HAND = Match("where", ("jaw",)), Match("where", ("hand", "foot"))
CHILD, OLD = Match("age", below=16), Match("age", at_least=50)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(all=(JAW,)), "where is jaw"),
        (When(any=(HAND, CHILD)), "where is hand or foot or age is below 16"),
        (When(all=(OLD,), unless=(JAW,)), "age is at least 50 and not (where is jaw)"),
        (When(all=(OLD,), any=(JAW, HAND)), "age is at least 50 and (where is jaw or where is hand or foot)"),
    ],
)
def test_a_condition_is_said_in_words(when: When, expected: str) -> None:
    assert check_contract.said(when) == expected
