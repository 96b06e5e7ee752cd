"""A whole check without a terminal: danger first, only what can still change something, and no more than promised."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from helpers.consulting import FIRST, KNOWN, SECOND, THIRD, asked_by
from helpers.talking import ByHand, Desk, Scripted, harmless
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.consultation import consult
from cramp_cli.core.assessment import assess
from cramp_cli.core.basis import NONE_OF_THESE, Kind
from cramp_cli.core.model import Disposition
from cramp_cli.knowledge.answers_file import read_answers

if TYPE_CHECKING:
    from random import Random

    from cramp_cli.core.basis import Basis, WhyQuestion
    from cramp_cli.knowledge.decoding import Knowledge

LISTS = [FIRST, SECOND, THIRD]

# -- danger -----------------------------------------------------------------------------------------------------------


def test_danger_comes_before_everything_else(basis: Basis) -> None:
    asked = asked_by(basis)
    assert asked[:3] == LISTS
    assert asked[3] == "where"
    assert not [one for one in asked[3:] if one.startswith("gate-")]


def test_an_emergency_answered_yes_ends_the_questions_at_once(basis: Basis) -> None:
    for gate in basis.danger.gate:
        if max(flag.disposition for flag in gate.flags) is Disposition.EMERGENCY:
            who = Scripted({gate.id: "yes"})
            answers, left = consult(who, basis, {})
            assert gate.id in who.asked[-1].split(), gate.id
            assert assess(answers, basis).disposition is Disposition.EMERGENCY
            assert left is None


def test_not_sure_shows_how_to_find_out_and_asks_once_more(basis: Basis) -> None:
    for gate in basis.danger.gate:
        assert f"again: {gate.id}" in asked_by(basis, **{gate.id: ["not-sure", "no"]})


def test_a_yes_that_cannot_wait_is_not_held_up_by_a_not_sure_beside_it(basis: Basis) -> None:
    asked = asked_by(basis, gate_urine="yes", gate_locked="not-sure")
    assert asked == [FIRST, SECOND]


def test_not_sure_twice_is_never_harmless_and_is_not_asked_a_third_time(basis: Basis) -> None:
    for gate in basis.danger.gate:
        who = Scripted({gate.id: "not-sure"})
        answers, _ = consult(who, basis, {})
        assert who.asked.count(f"again: {gate.id}") <= 1
        assert assess(answers, basis).disposition >= max(flag.not_sure for flag in gate.flags)
        assert not assess(answers, basis).offered


def test_a_yes_after_the_self_check_ends_the_questions_at_once(basis: Basis) -> None:
    asked = asked_by(basis, gate_urine=["not-sure", "yes"], gate_locked=["not-sure", "no"])
    assert asked == [FIRST, SECOND, "again: gate-urine"]


@pytest.mark.parametrize(
    ("says", "rows"),
    [
        pytest.param({}, [], id="nothing opens a row"),
        pytest.param({"where": ("calf",)}, [], id="a calf opens none"),
        pytest.param({"where": ("jaw",)}, ["tetanus", "dislocation", "dirty-wound"], id="a jaw opens its own"),
        pytest.param({"age": 9.0}, ["meningitis", "child-warning-signs"], id="a child opens its own"),
        pytest.param({"conditions": ("pregnant",)}, ["pre-eclampsia"], id="pregnancy opens its own"),
        pytest.param({"gate-swollen": "yes"}, ["severe-infection"], id="a swollen leg opens what is worse"),
    ],
)
def test_a_row_is_asked_only_when_an_answer_opens_it(basis: Basis, says: dict[str, Any], rows: list[str]) -> None:
    who = Scripted(says)
    consult(who, basis, {})
    flags = {flag.id for flag in basis.danger.flags}
    assert [one for one in who.asked if one in flags] == rows


def test_a_row_is_asked_as_soon_as_it_is_opened(basis: Basis) -> None:
    asked = asked_by(basis, where=("jaw",))
    assert asked[asked.index("where") + 1] == "tetanus"


def test_a_row_answered_not_sure_is_asked_once_more_with_its_self_check(basis: Basis) -> None:
    asked = asked_by(basis, where=("jaw",), tetanus="not-sure")
    assert asked[asked.index("tetanus") + 1] == "looked: tetanus"
    assert asked.count("looked: tetanus") == 1


def test_same_day_stops_before_the_interview(basis: Basis) -> None:
    for gate in ("gate-swollen", "gate-pop", "gate-long"):
        who = Scripted({gate: "yes"})
        answers, _ = consult(who, basis, {})
        assert "where" not in who.asked
        assert assess(answers, basis).disposition is Disposition.SAME_DAY


def test_an_answer_that_means_today_ends_the_questions_about_why(basis: Basis) -> None:
    asked = asked_by(basis, when=("asleep",), changed=("medicine",), medicines=("statin",))
    assert asked[-1] == "medicines"


@pytest.mark.parametrize(("when", "changed"), [("after-effort", "medicine"), ("asleep", "none")])
def test_what_means_today_goes_on_while_an_answer_could_still_take_it_back(
    basis: Basis, when: str, changed: str
) -> None:
    who = Scripted({"when": (when,), "changed": (changed,)})
    answers, _ = consult(who, basis, {"medicines": ("statin",)})
    assert assess(answers, basis).disposition < Disposition.SAME_DAY
    assert {"when", "changed", "pattern"} <= set(who.asked)
    stays = Scripted({"when": ("asleep",), "changed": ("medicine",)})
    answers, _ = consult(stays, basis, {"medicines": ("statin",)})
    assert stays.asked[-1] == "changed", "then nothing can take it back"
    assert assess(answers, basis).disposition is Disposition.SAME_DAY


def test_what_means_today_ends_the_questions_when_the_exceptions_are_not_known(basis: Basis) -> None:
    """Nothing that is asked after "don't know" can take the advice back."""
    assert asked_by(basis, medicines=("statin",))[-1] == "medicines"


# -- any answers at all -----------------------------------------------------------------------------------------------


def anything(random: Random, basis: Basis) -> dict[str, Any]:
    """Return a whole answers file: mostly free of danger, everything else by chance."""
    file: dict[str, Any] = {one: random.choice(["no"] * 12 + ["yes", "not-sure"]) for one in harmless(basis)}
    for question in basis.interview.questions:
        file[question.id] = any_answer(random, question, basis)
    return file


def any_answer(random: Random, question: WhyQuestion, basis: Basis) -> str | list[str]:
    options = [one.id for one in question.options if one.id != NONE_OF_THESE]
    if question.kind is Kind.NUMBER:
        return random.choice(["", "0.5", "9", "67"])
    if question.kind is Kind.ONE:
        return random.choice(["", *options])
    if question.kind is Kind.MANY:
        nothing = [NONE_OF_THESE] if len(options) < len(question.options) else ""
        return random.sample(options, random.randint(0, 3)) or nothing
    names = [name for one in basis.medicines.values() for name in one.names]
    return ", ".join(random.sample([*names, "xyzzyq"], random.randint(0, 3)))


ANY_PERSON = st.randoms(use_true_random=False)
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@RELAXED
@given(random=ANY_PERSON)
def test_the_same_answers_by_hand_and_from_a_file_mean_the_same(knowledge: Knowledge, random: Random) -> None:
    basis = knowledge.basis
    file = anything(random, basis)
    with pytest.MonkeyPatch.context() as patch:
        desk = Desk(patch)
        by_hand, left = consult(ByHand(desk, desk.talk(knowledge), file), basis, {})
    assert left is None
    written = json.dumps({one: file[one] for one in by_hand})
    assert read_answers(written.encode(), basis) == by_hand
    assert assess(read_answers(written.encode(), basis), basis) == assess(by_hand, basis)
    why = [one for one in by_hand if one not in harmless(basis)]
    assert len(why) <= basis.interview.most


@pytest.mark.parametrize("known", [{}, KNOWN])
def test_at_most_twelve_why_questions_are_asked_and_counted_from_one(basis: Basis, known: dict[str, Any]) -> None:
    who = Scripted({"where": ("calf",), "when": ("walking",)})
    consult(who, basis, known)
    assert basis.interview.most == 12
    assert who.numbers == list(range(1, len(who.numbers) + 1))
    assert 0 < len(who.numbers) <= 12
