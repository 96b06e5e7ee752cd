"""Danger: the most urgent sign wins, silence is no no, and more signs never mean less urgency."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.answers import Answer, Match, When
from cramp_cli.core.model import Disposition, Question, RedFlag, Sign
from cramp_cli.core.triage import (
    Danger,
    GateQuestion,
    Judgement,
    Level,
    by_urgency,
    judge,
    opens_step,
    screen,
    screen_question,
    self_checks,
)

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

REPLIES = (None, Answer.NO, Answer.NOT_SURE, Answer.YES)
SIX = (
    "pulmonary-embolism", "acute-limb-ischaemia", "rhabdomyolysis", "dvt", "muscle-tear", "not-skeletal-muscle",
)  # fmt: skip


def a_flag(name: str, disposition: Disposition, *forbids: str, asked_if: When | None = None) -> RedFlag:
    not_sure = Disposition(max(disposition - 1, Disposition.DOCTOR))
    return RedFlag(name, name, disposition, not_sure, (), (), (), asked_if=asked_if, forbids=forbids)


BLEED, CLOT = a_flag("bleed", Disposition.EMERGENCY, "heat"), a_flag("clot", Disposition.EMERGENCY, "massage", "heat")
TEAR, SPRAIN = a_flag("tear", Disposition.SAME_DAY, "massage"), a_flag("sprain", Disposition.DOCTOR)


def answers(flags: tuple[str, ...], replies: tuple[Answer | None, ...]) -> dict[str, Answer]:
    return {flag: reply for flag, reply in zip(flags, replies, strict=True) if reply is not None}


@pytest.fixture(scope="module")
def six(knowledge: Knowledge) -> tuple[RedFlag, ...]:
    return tuple(knowledge.flags[flag] for flag in SIX)


def test_stop_is_absorbing_over_every_combination(six: tuple[RedFlag, ...]) -> None:
    """4^6 combinations: a yes always decides at least its own level, whatever stands beside it."""
    for replies in product(REPLIES, repeat=len(SIX)):
        found = screen(answers(SIX, replies), six)
        raised = [flag.disposition for flag, reply in zip(six, replies, strict=True) if reply is Answer.YES]
        unsure = [flag.not_sure for flag, reply in zip(six, replies, strict=True) if reply is Answer.NOT_SURE]
        assert found.disposition >= max([*raised, *unsure, Disposition.SELF_CARE])
        assert found.stops is bool(raised or unsure)
        if None in replies or unsure:
            assert found.disposition > Disposition.SELF_CARE


def test_adding_a_sign_or_turning_not_sure_into_yes_never_lowers_the_advice(six: tuple[RedFlag, ...]) -> None:
    for replies in product((Answer.NO, Answer.NOT_SURE, Answer.YES), repeat=len(SIX)):
        before = screen(answers(SIX, replies), six).disposition
        for index, reply in enumerate(replies):
            if reply is not Answer.YES:
                more = (*replies[:index], Answer.YES, *replies[index + 1 :])
                assert screen(answers(SIX, more), six).disposition >= before


def test_order_does_not_matter(six: tuple[RedFlag, ...]) -> None:
    said = answers(SIX, (Answer.YES, None, Answer.NO, Answer.NOT_SURE, Answer.YES, Answer.NO))
    assert screen(said, six) == screen(dict(reversed(said.items())), six[::-1])


@pytest.mark.parametrize("reply", REPLIES)
def test_only_a_clear_no_opens_a_gate(reply: Answer | None) -> None:
    assert opens_step(reply) is (reply is Answer.NO)


def test_a_flag_answered_not_sure_is_never_harmless(knowledge: Knowledge) -> None:
    for flag in knowledge.flags.values():
        least = Disposition.SAME_DAY if flag.disposition is Disposition.EMERGENCY else Disposition.DOCTOR
        assert flag.not_sure >= least, flag.id
        assert flag.self_check, f"{flag.id}: somebody who is not sure is told how to find out"


def test_a_caution_without_a_flag_stops_nothing() -> None:
    caution = Question("caution", "Any of this?", (Sign(None, "numb skin"),), "", "Not safe.")
    assert not any(screen_question(caution, reply).stops for reply in REPLIES)


@pytest.mark.parametrize(
    ("reply", "then", "stops"),
    [
        (None, Disposition.DOCTOR, False),
        (Answer.NO, Disposition.SELF_CARE, False),
        (Answer.NOT_SURE, Disposition.SAME_DAY, True),
        (Answer.YES, Disposition.EMERGENCY, True),
    ],
)
def test_one_answer_stands_for_every_sign_of_its_question(
    reply: Answer | None, then: Disposition, *, stops: bool
) -> None:
    question = Question("q", "Any of this?", (Sign(CLOT, "swollen"), Sign(None, "sore"), Sign(TEAR, "a pop")), "")
    found = screen_question(question, reply)
    assert (found.disposition, found.stops) == (then, stops)
    for wanted, flags in ((Answer.YES, found.raised), (Answer.NOT_SURE, found.unsure), (None, found.unanswered)):
        assert flags == ((CLOT, TEAR) if reply is wanted else ())


def test_signs_are_named_worst_first_and_then_by_name() -> None:
    for reply in (Answer.YES, Answer.NOT_SURE):
        found = screen(dict.fromkeys(("sprain", "clot", "tear", "bleed"), reply), (SPRAIN, CLOT, TEAR, BLEED))
        assert found.raised + found.unsure == (BLEED, CLOT, TEAR, SPRAIN)


def test_signs_are_grouped_worst_first_and_keep_their_order_and_words() -> None:
    calf, thigh, pop = Sign(CLOT, "a swollen calf"), Sign(CLOT, "a swollen thigh"), Sign(TEAR, "a pop")
    groups = by_urgency((pop, thigh, Sign(None, "sore"), calf))
    assert groups == ((Disposition.EMERGENCY, (thigh, calf)), (Disposition.SAME_DAY, (pop,)))


def test_the_self_check_is_the_questions_own_or_its_flags(knowledge: Knowledge) -> None:
    flag = knowledge.flags["dvt"]
    signs = (Sign(flag, "swollen"),)
    assert self_checks(Question("q", "", signs, "")) == flag.self_check
    assert self_checks(Question("q", "", signs, "", "", ("Look.",))) == ("Look.",)


# -- a whole check: what several answers come to ----------------------------------------------------------------------


def a_level(disposition: Disposition, *needs: str, flag: RedFlag | None = None, unless: str = "") -> Level:
    exceptions = (Match(unless, YES),) if unless else ()
    when = When(all=tuple(Match(one, YES) for one in needs), unless=exceptions)
    return Level("-".join(needs), when, disposition, "because of that", flag, ())


def a_gate(name: str, *flags: RedFlag) -> GateQuestion:
    return GateQuestion(name, f"{name}?", "", flags)


YES, NO, NOT_SURE = ("yes",), ("no",), ("not-sure",)
LEG, CHEST = a_gate("leg", TEAR, CLOT), a_gate("chest", BLEED)
"""A question that may mean two things, and one that means just one."""
BURN = a_flag("burn", Disposition.SAME_DAY, asked_if=When(all=(Match("hot", YES),)))
DANGER = Danger((LEG, CHEST), (SPRAIN, BURN, TEAR, CLOT, BLEED), ())


def judged(danger: Danger = DANGER, **given: tuple[str, ...]) -> Judgement:
    return judge({"leg": NO, "chest": NO, **given}, danger)


def test_each_sign_knows_the_questions_that_may_mean_it() -> None:
    assert replace(DANGER).gates_of == {"sprain": (), "burn": (), "tear": (LEG,), "clot": (LEG,), "bleed": (CHEST,)}


def test_what_is_denied_is_for_home_and_forbids_nothing() -> None:
    found = judged()
    assert found == Judgement(Disposition.SELF_CARE, (), (), (), (), (), Disposition.SELF_CARE)
    assert not found.stops
    assert not found.is_final


def test_a_question_before_everything_else_that_was_left_out_is_named_and_is_for_a_doctor() -> None:
    found = judge({"leg": NO}, DANGER)
    assert (found.unanswered, found.disposition, found.settled) == (
        ("chest",),
        Disposition.DOCTOR,
        Disposition.SELF_CARE,
    )
    assert not found.stops


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({}, ()),
        ({"hot": YES}, ("burn",)),
        ({"hot": YES, "burn": NO}, ()),
        ({"hot": NO}, ()),
        ({"hot": ()}, ()),
        ({"hot": YES, "tear": YES}, ()),
        ({"hot": YES, "sprain": YES}, ("burn",)),
        ({"leg": NOT_SURE}, ("clot",)),
        ({"leg": YES}, ()),
        ({"chest": NOT_SURE}, ()),
    ],
    ids=repr,
)
def test_a_sign_is_asked_about_when_an_answer_points_to_it_and_it_is_worse_than_what_is_known(
    given: dict[str, tuple[str, ...]], due: tuple[str, ...]
) -> None:
    assert judged(DANGER, **given).unanswered == due


def test_a_question_that_means_two_things_raises_both_until_one_of_them_is_it() -> None:
    assert judged(leg=YES).raised == (CLOT, TEAR)
    assert judged(leg=YES, clot=NO).raised == (CLOT, TEAR)
    assert judged(leg=YES, clot=NO, tear=YES).raised == (TEAR,)
    assert judged(leg=YES, clot=NO, tear=YES).disposition is Disposition.EMERGENCY
    assert judged(chest=YES, bleed=NO, tear=YES).raised == (BLEED, TEAR)


def test_the_gravest_of_several_answers_about_one_sign_counts() -> None:
    for first, second in product((NO, NOT_SURE, YES), repeat=2):
        found = judged(chest=first, bleed=second)
        assert found.raised == ((BLEED,) if YES in (first, second) else ())
        assert found.unsure == ((BLEED,) if NOT_SURE in (first, second) and not found.raised else ())


def test_a_remedy_that_is_off_names_every_sign_that_forbids_it_worst_first() -> None:
    assert dict(judged(leg=YES, chest=NOT_SURE).forbids) == {"massage": (CLOT, TEAR), "heat": (CLOT, BLEED)}


def test_everything_that_may_be_true_is_named_by_how_urgent_it_is_now() -> None:
    assert judged(leg=NOT_SURE, chest=YES, sprain=YES).flags == (BLEED, CLOT, SPRAIN, TEAR)
    assert judged(leg=YES, bleed=NOT_SURE).flags == (CLOT, TEAR, BLEED)


@pytest.mark.parametrize("disposition", Disposition)
def test_answers_together_raise_the_advice_and_from_the_same_day_on_they_stop(disposition: Disposition) -> None:
    level = a_level(disposition, "pale", "cold")
    danger = replace(DANGER, levels=(level,))
    assert judged(danger, pale=YES) == judged()
    assert judged(danger, pale=YES, cold=NO) == judged()
    found = judged(danger, pale=YES, cold=YES)
    assert (found.disposition, found.settled, found.levels) == (disposition, disposition, (level,))
    assert (found.raised, found.forbids) == ((), ())
    assert found.stops is found.is_final is (disposition >= Disposition.SAME_DAY)


def test_answers_that_amount_to_a_sign_are_that_sign() -> None:
    level = a_level(Disposition.DOCTOR, "pale", flag=CLOT)
    found = judged(replace(DANGER, levels=(level,)), pale=YES)
    assert (found.raised, found.disposition, found.settled) == ((CLOT,), Disposition.EMERGENCY, Disposition.EMERGENCY)


def test_what_an_exception_may_still_take_back_is_not_settled() -> None:
    danger = replace(DANGER, levels=(a_level(Disposition.SAME_DAY, "pale", unless="winter"),))
    for winter, disposition, settled in (
        (None, Disposition.SAME_DAY, Disposition.SELF_CARE),
        (NO, Disposition.SAME_DAY, Disposition.SAME_DAY),
        (YES, Disposition.SELF_CARE, Disposition.SELF_CARE),
    ):
        found = judged(danger, pale=YES, **({} if winter is None else {"winter": winter}))
        assert (found.disposition, found.settled) == (disposition, settled)
        assert found.is_final is (settled is Disposition.SAME_DAY)
        assert found.stops is (disposition is Disposition.SAME_DAY)


def test_a_sign_is_final_and_stops_however_mild_it_is() -> None:
    for answer in (YES, NOT_SURE):
        found = judged(sprain=answer)
        assert found.disposition is Disposition.DOCTOR
        assert found.stops
        assert found.is_final
