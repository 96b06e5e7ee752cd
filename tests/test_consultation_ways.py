"""The way back and the way out of a check: nothing said is lost, and nothing that was begun elsewhere is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from helpers.consulting import FIRST, KNOWN, SECOND, THIRD, asked_by
from helpers.talking import Scripted

from cramp_cli.consultation import consult
from cramp_cli.core.assessment import assess
from cramp_cli.core.basis import NONE_OF_THESE
from cramp_cli.core.conversation import InputEndedError, LeftError, WantsBackError
from cramp_cli.core.model import Disposition

if TYPE_CHECKING:
    from cramp_cli.core.answers import Answers
    from cramp_cli.core.basis import Basis

LONG_WAY: dict[str, Any] = {
    "where": ("jaw",), "age": 67.0, "gate-urine": ["not-sure", "no"], "tetanus": ["not-sure", "no"],
}  # fmt: skip
"""A check with self-checks and rows between the questions about why."""


def screens(basis: Basis) -> list[str]:
    return asked_by(basis, **LONG_WAY)


# -- the way back ------------------------------------------------------------------------------------------------------


def test_back_goes_one_question_back_from_anywhere_and_changes_nothing_else(basis: Basis) -> None:
    plain = asked_by(basis, where=("jaw",), age=67.0)
    answers, _ = consult(Scripted({"where": ("jaw",), "age": 67.0}), basis, {})
    for place in range(len(plain)):
        who = Scripted({"where": ("jaw",), "age": 67.0}, at={place: WantsBackError})
        again, left = consult(who, basis, {})
        assert who.asked[place + 1] == plain[max(0, place - 1)], place
        assert (again, left) == (answers, None)


def test_back_crosses_the_danger_lists_up_to_the_first(basis: Basis) -> None:
    who = Scripted(at=dict.fromkeys(range(3, 8), WantsBackError))
    consult(who, basis, {})
    assert who.asked[3:9] == ["where", THIRD, SECOND, FIRST, FIRST, FIRST]


def test_back_from_a_self_check_shows_its_list_again(basis: Basis) -> None:
    asked = screens(basis)
    who = Scripted(dict(LONG_WAY), at={asked.index("again: gate-urine"): WantsBackError})
    consult(who, basis, {})
    assert who.asked[1:4] == [SECOND, "again: gate-urine", SECOND]


def test_back_from_the_self_check_of_a_row_shows_the_row_again(basis: Basis) -> None:
    place = screens(basis).index("looked: tetanus")
    who = Scripted(dict(LONG_WAY), at={place: WantsBackError})
    consult(who, basis, {})
    assert who.asked[place - 1 : place + 2] == ["tetanus", "looked: tetanus", "tetanus"]


def test_back_forgets_the_answer(basis: Basis) -> None:
    who = Scripted({"where": [("jaw",), ("calf",)]}, at={4: WantsBackError})
    answers, _ = consult(who, basis, {})
    assert answers["where"] == ("calf",)
    assert "tetanus" not in answers
    assert "dislocation" not in who.asked


def test_back_takes_a_yes_back(basis: Basis) -> None:
    who = Scripted({"gate-swollen": ["yes", "no"]}, at={3: WantsBackError})
    answers, _ = consult(who, basis, {})
    assert who.asked[2:5] == [THIRD, "severe-infection", THIRD]
    assert answers["gate-swollen"] == ("no",)
    assert "where" in who.asked


def test_what_is_known_is_never_asked_and_never_forgotten(basis: Basis) -> None:
    for place in range(12):
        who = Scripted(at={place: WantsBackError})
        answers, _ = consult(who, basis, KNOWN)
        assert not set(KNOWN) & set(who.asked)
        assert {one: answers[one] for one in KNOWN} == KNOWN


# -- what the profile has begun to answer ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "together"),
    [
        (("diabetes",), ("pregnant", "diabetes")),
        (("pregnant", "diabetes"), ("pregnant", "diabetes")),
        ((NONE_OF_THESE,), ("pregnant",)),
        ((), ("pregnant",)),
    ],
)
def test_a_begun_answer_is_still_asked_for_and_both_parts_count(
    basis: Basis, said: tuple[str, ...], together: tuple[str, ...]
) -> None:
    who = Scripted({"conditions": said})
    answers, _ = consult(who, basis, {}, {"conditions": ("pregnant",)})
    assert who.asked.count("conditions") == 1
    assert answers["conditions"] == together
    assert who.numbers == list(range(1, len(who.numbers) + 1))


def test_a_begun_answer_counts_before_its_question_and_survives_every_way_back(basis: Basis) -> None:
    begun: Answers = {"conditions": ("pregnant",), "medicines": ("loop-diuretic",)}
    plain = Scripted({"conditions": ("diabetes",), "medicines": ("none",)})
    answers, _ = consult(plain, basis, {}, begun)
    assert plain.asked.index("pre-eclampsia") < plain.asked.index("conditions")
    assert (answers["conditions"], answers["medicines"]) == (("pregnant", "diabetes"), ("loop-diuretic",))
    for place in range(len(plain.asked)):
        who = Scripted({"conditions": ("diabetes",), "medicines": ("none",)}, at={place: WantsBackError})
        assert consult(who, basis, {}, begun)[0] == answers, place


def test_going_back_takes_back_what_was_said_and_not_what_was_begun(basis: Basis) -> None:
    place = asked_by(basis).index("conditions") + 1
    who = Scripted({"conditions": [("diabetes",), ("none",)]}, at={place: WantsBackError})
    answers, _ = consult(who, basis, {}, {"conditions": ("high-blood-pressure",)})
    assert who.asked.count("conditions") == 2
    assert answers["conditions"] == ("high-blood-pressure",)


def test_leaving_at_once_keeps_what_was_begun(basis: Basis) -> None:
    answers, left = consult(Scripted(at={0: LeftError}), basis, {}, {"conditions": ("pregnant",)})
    assert isinstance(left, LeftError)
    assert answers == {"conditions": ("pregnant",)}


# -- the way out -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [LeftError, InputEndedError])
def test_leaving_anywhere_gives_what_was_answered_so_far_and_never_self_care_with_danger_open(
    basis: Basis, how: type[LeftError]
) -> None:
    for place, screen in enumerate(screens(basis)):
        who = Scripted(dict(LONG_WAY), at={place: how})
        answers, left = consult(who, basis, {})
        found = assess(answers, basis)
        assert type(left) is how
        assert who.asked[-1] == screen
        if found.judgement.unanswered:
            assert found.disposition > Disposition.SELF_CARE
            assert not found.offered
        finished = " ".join(one for one in who.asked[:-1] if not one.startswith(("again:", "looked:")))
        assert set(answers) == set(finished.split())


@pytest.mark.parametrize("how", [LeftError, InputEndedError])
def test_leaving_at_a_self_check_keeps_what_its_list_was_answered(basis: Basis, how: type[LeftError]) -> None:
    who = Scripted({"gate-swollen": "yes", "gate-pop": "not-sure"}, at={3: how})
    answers, _ = consult(who, basis, {})
    assert who.asked[-1] == "again: gate-pop"
    assert assess(answers, basis).disposition is Disposition.SAME_DAY


def test_leaving_at_the_self_check_of_a_row_keeps_the_not_sure(basis: Basis) -> None:
    who = Scripted({"where": ("jaw",), "tetanus": "not-sure"}, at={5: LeftError})
    answers, _ = consult(who, basis, {})
    assert who.asked[-1] == "looked: tetanus"
    assert assess(answers, basis).disposition >= Disposition.SAME_DAY
