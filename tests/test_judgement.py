"""Danger in a whole check: nothing outvotes a danger sign, silence is never harmless, and danger closes every offer."""

from __future__ import annotations

from itertools import combinations, islice, product
from random import Random
from typing import TYPE_CHECKING

import pytest
from helpers import judging
from helpers.judging import NO, NOT_SURE, REPLIES, YES, all_denied, least

from cramp_cli.core.assessment import assess
from cramp_cli.core.basis import About, Kind
from cramp_cli.core.model import Disposition
from cramp_cli.core.triage import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers.judging import Said

    from cramp_cli.core.answers import Given
    from cramp_cli.core.assessment import Assessment
    from cramp_cli.core.basis import Basis, WhyQuestion
    from cramp_cli.core.triage import Danger

    People = list[tuple[Said, Assessment]]

GATES = 12
PEOPLE = 10_000
danger = judging.danger

# -- every way to answer the twelve gate questions --------------------------------------------------------------------


@pytest.fixture(scope="module")
def advice(danger: Danger) -> bytearray:
    """What every one of the 3^12 ways to answer comes to; the reply to gate question n is digit n in base three."""
    ids = [gate.id for gate in reversed(danger.gate)]
    assert len(ids) == GATES
    return bytearray(
        judge(dict(zip(ids, said, strict=True)), danger).disposition for said in product(REPLIES, repeat=GATES)
    )


def test_every_way_to_answer_the_twelve_has_an_outcome(advice: bytearray) -> None:
    assert len(advice) == 3**GATES
    assert set(advice) <= set(Disposition)


def test_a_danger_sign_is_never_outvoted(advice: bytearray, danger: Danger) -> None:
    """The advice is at least what the gravest sign asks for by itself, and with all twelve answered it is just that."""
    wanted = bytearray([Disposition.SELF_CARE])
    for gate in danger.gate:
        alone = [max(least(flag, reply) for flag in gate.flags) for reply in REPLIES]
        wanted = bytearray(max(level, others) for level in alone for others in wanted)
    assert all(said >= asked for said, asked in zip(advice, wanted, strict=True))
    assert advice == wanted


@pytest.mark.parametrize("question", range(GATES))
def test_a_graver_answer_never_lowers_the_advice(advice: bytearray, question: int) -> None:
    """From no to not sure to yes, whatever the other eleven answers are."""
    width = 3**question
    for start in range(0, len(advice), 3 * width):
        no, not_sure, yes = (advice[start + width * digit : start + width * (digit + 1)] for digit in range(3))
        assert all(map(int.__le__, no, not_sure))
        assert all(map(int.__le__, not_sure, yes))


def test_looking_after_it_at_home_takes_twelve_clear_noes(advice: bytearray) -> None:
    assert advice[0] == Disposition.SELF_CARE
    assert advice.count(Disposition.SELF_CARE) == 1


@pytest.mark.parametrize("count", [1, 2])
def test_an_unanswered_question_is_never_harmless(danger: Danger, basis: Basis, count: int) -> None:
    for left_out in combinations(danger.gate, count):
        silent = {gate.id for gate in left_out}
        said = {question: reply for question, reply in all_denied(danger).items() if question not in silent}
        found = assess(said, basis)
        assert found.disposition > Disposition.SELF_CARE, silent
        assert set(found.judgement.unanswered) >= silent
        assert found.offered == ()


# -- ten thousand people who answer anything ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def people(basis: Basis) -> People:
    """Ten thousand people of every kind, healthy, in danger, silent here and there, and what they are told."""
    dice = Random(20_261_122)  # noqa: S311 - a seed, so that a failure can be seen again
    return [(said, assess(said, basis)) for said in islice(anybody(basis, dice), PEOPLE)]


def anybody(basis: Basis, dice: Random) -> Iterator[Said]:
    gates, rows = ([one.id for one in some] for some in (basis.danger.gate, basis.danger.flags))
    while True:
        peril = dice.choice([0.0, 0.0, 0.02, 0.3])
        silence = dice.choice([0.0, 0.0, 0.05])
        said: Said = {one: NO for one in gates if dice.random() >= silence}
        said |= {one: NO for one in rows if dice.random() >= silence}
        said |= {one: dice.choice([YES, NOT_SURE]) for one in (*gates, *rows) if dice.random() < peril}
        said |= {one.id: reply(one, basis, dice) for one in basis.interview.questions if dice.random() < 0.7}
        yield said


def reply(question: WhyQuestion, basis: Basis, dice: Random) -> Given:
    """Anything the question may be answered with, "don't know" included."""
    if question.kind is Kind.NUMBER:
        return float(dice.randrange(1, 100))
    options = list(basis.medicines) if question.about is About.MEDICINES else [one.id for one in question.options]
    most = 1 if question.kind is Kind.ONE else 2
    return tuple(dice.sample(options, dice.randint(0, most)))


def test_the_gravest_answer_always_wins(danger: Danger, people: People) -> None:
    for said, found in people:
        asked_for = [least(flag, said.get(flag.id)) for flag in danger.flags]
        asked_for += [least(flag, said.get(gate.id)) for gate in danger.gate for flag in gate.flags]
        asked_for += [level.disposition for level in danger.levels if level.when.holds(said)]
        assert found.disposition >= found.judgement.disposition >= max(asked_for), said


def test_one_more_yes_never_lowers_the_advice(basis: Basis, people: People) -> None:
    dice = Random(7)  # noqa: S311 - the same
    questions = [*(gate.id for gate in basis.danger.gate), *(flag.id for flag in basis.danger.flags)]
    for said, found in people:
        more: Said = {**said, dice.choice(questions): YES}
        assert assess(more, basis).disposition >= found.disposition, (said, more)


def test_the_order_of_answers_does_not_matter(basis: Basis, people: People) -> None:
    dice = Random(8)  # noqa: S311 - the same
    for said, found in people[:1000]:
        shuffled = dice.sample(list(said.items()), len(said))
        assert assess(dict(shuffled), basis) == found, said


def test_nothing_is_offered_while_danger_is_possible_or_not_asked_about(basis: Basis, people: People) -> None:
    every_remedy = {one.id for one in basis.remedies}
    for said, found in people:
        if found.judgement.unanswered or found.disposition >= Disposition.SAME_DAY or found.judgement.flags:
            assert found.offered == (), said
            assert {one.remedy.id for one in found.withheld} == every_remedy, said
    assert any(found.offered for _, found in people)


def test_every_remedy_withheld_has_its_reasons_and_is_not_offered(people: People) -> None:
    for said, found in people:
        assert all(one.because for one in found.withheld), said
        assert all(reason.text for one in found.withheld for reason in one.because), said
        assert not {one.remedy.id for one in found.withheld} & {one.id for one in found.offered}, said


def test_what_a_sign_forbids_is_never_offered(danger: Danger, people: People) -> None:
    raising = {flag.id: [flag.id, *(gate.id for gate in danger.gates_of[flag.id])] for flag in danger.flags}
    for said, found in people:
        offered = {one.id for one in found.offered}
        for flag in danger.flags:
            if any(said.get(question) in {YES, NOT_SURE} for question in raising[flag.id]):
                assert not offered & set(flag.forbids), (flag.id, said)


def test_what_must_never_be_offered_is_offered_to_nobody(people: People) -> None:
    """Never quinine, never to stop a prescribed medicine, whoever asks."""
    for said, found in people:
        offered = {one.id for one in found.offered}
        assert not offered & {"quinine", "stop-prescribed-medicine", "continue-activity", "elevation"}, said


def test_what_is_settled_is_never_lowered_by_another_answer_about_why(basis: Basis) -> None:
    dice = Random(9)  # noqa: S311 - the same
    for said in islice(anybody(basis, dice), 2000):
        before = judge(said, basis.danger)
        more = {one.id: reply(one, basis, dice) for one in basis.interview.questions if one.id not in said}
        after = judge({**said, **more}, basis.danger)
        assert before.settled <= before.disposition, said
        assert after.settled >= before.settled, (said, more)
        assert after.is_final or not before.is_final, (said, more)
