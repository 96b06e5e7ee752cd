"""A whole check without a terminal: danger first, the way back, the way out, and never more questions than promised."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from helpers.talking import ByHand, Desk, Scripted, harmless
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.consultation import consult
from cramp_cli.core.assessment import assess
from cramp_cli.core.basis import NONE_OF_THESE, Kind
from cramp_cli.core.conversation import InputEndedError, LeftError, WantsBackError
from cramp_cli.core.model import Disposition
from cramp_cli.knowledge.answers_file import read_answers

if TYPE_CHECKING:
    from random import Random

    from cramp_cli.core.answers import Answers
    from cramp_cli.core.basis import Basis, WhyQuestion
    from cramp_cli.knowledge.decoding import Knowledge

FIRST = "gate-sudden-weakness gate-chest gate-breath gate-cold-limb"
SECOND = "gate-saddle gate-heat gate-urine gate-locked"
THIRD = "gate-tight gate-swollen gate-pop gate-long"
LISTS = [FIRST, SECOND, THIRD]


@pytest.fixture(scope="module")
def basis(knowledge: Knowledge) -> Basis:
    return knowledge.basis


def asked_by(basis: Basis, **says: Any) -> list[str]:  # noqa: ANN401 - whatever a person may reply
    """Return what is asked of somebody who answers so, in order; `_` stands for `-`."""
    who = Scripted({one.replace("_", "-"): said for one, said in says.items()})
    consult(who, basis, {})
    return who.asked


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


# -- the way back ------------------------------------------------------------------------------------------------------

LONG_WAY: dict[str, Any] = {
    "where": ("jaw",), "age": 67.0, "gate-urine": ["not-sure", "no"], "tetanus": ["not-sure", "no"],
}  # fmt: skip
"""A check with self-checks and rows between the questions about why."""


def screens(basis: Basis) -> list[str]:
    return asked_by(basis, **LONG_WAY)


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


KNOWN: dict[str, Any] = {"where": ("calf",), "age": 67.0, "medicines": ("none",)}


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
