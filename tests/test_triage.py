"""Danger: the most urgent sign wins, silence is no no, and more signs never mean less urgency."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.model import Answer, Disposition, Question, RedFlag, Sign
from cramp_cli.core.triage import by_urgency, opens_step, screen, screen_question, self_checks

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

REPLIES = (None, Answer.NO, Answer.NOT_SURE, Answer.YES)
SIX = (
    "pulmonary-embolism", "acute-limb-ischaemia", "rhabdomyolysis", "dvt", "muscle-tear", "not-skeletal-muscle",
)  # fmt: skip


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
def test_only_a_clear_no_opens_any_gate(knowledge: Knowledge, reply: Answer | None) -> None:
    for question in knowledge.questions.values():
        assert opens_step(question, reply) is (reply is Answer.NO)


def test_a_flag_answered_not_sure_is_never_harmless(knowledge: Knowledge) -> None:
    for flag in knowledge.flags.values():
        least = Disposition.SAME_DAY if flag.disposition is Disposition.EMERGENCY else Disposition.DOCTOR
        assert flag.not_sure >= least, flag.id
        assert flag.self_check, f"{flag.id}: somebody who is not sure is told how to find out"


def test_a_caution_without_a_flag_withholds_and_does_not_stop() -> None:
    caution = Question("caution", "Any of this?", (Sign(None, "numb skin"),), "", "Not safe.")
    for reply in (Answer.YES, Answer.NOT_SURE, None):
        assert not opens_step(caution, reply)
        assert not screen_question(caution, reply).stops


def test_signs_are_grouped_worst_first(knowledge: Knowledge) -> None:
    groups = by_urgency(knowledge.region("calf").signs)
    assert [level for level, _ in groups] == [Disposition.EMERGENCY, Disposition.SAME_DAY]


def test_the_self_check_is_the_questions_own_or_its_flags(knowledge: Knowledge) -> None:
    flag = knowledge.flags["dvt"]
    signs = (Sign(flag, "swollen"),)
    assert self_checks(Question("q", "", signs, "")) == flag.self_check
    assert self_checks(Question("q", "", signs, "", "", ("Look.",))) == ("Look.",)
