"""Danger in a whole check: nothing outvotes a danger sign, silence is never harmless, and danger closes every offer."""

from __future__ import annotations

from itertools import combinations, islice, product
from random import Random
from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.assessment import assess
from cramp_cli.core.basis import About, Kind
from cramp_cli.core.model import Disposition
from cramp_cli.core.triage import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.answers import Given, Match, When
    from cramp_cli.core.assessment import Assessment
    from cramp_cli.core.basis import Basis, WhyQuestion
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.triage import Danger, GateQuestion
    from cramp_cli.knowledge.decoding import Knowledge

    Said = dict[str, Given]
    People = list[tuple[Said, Assessment]]

NO, NOT_SURE, YES = ("no",), ("not-sure",), ("yes",)
REPLIES = (NO, NOT_SURE, YES)
GATES = 12
PEOPLE = 10_000


@pytest.fixture(scope="module")
def basis(knowledge: Knowledge) -> Basis:
    return knowledge.basis


@pytest.fixture(scope="module")
def danger(basis: Basis) -> Danger:
    return basis.danger


def all_denied(danger: Danger) -> Said:
    return {gate.id: NO for gate in danger.gate}


def least(flag: RedFlag, reply: Given | None) -> Disposition:
    """What a sign asks for by itself."""
    if reply == YES:
        return flag.disposition
    return flag.not_sure if reply == NOT_SURE else Disposition.SELF_CARE


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


# -- the rows, each with its own question -----------------------------------------------------------------------------


def test_each_red_flag_alone_decides(danger: Danger, basis: Basis) -> None:
    for flag in danger.flags:
        for reply in (YES, NOT_SURE):
            found = assess({**all_denied(danger), flag.id: reply}, basis)
            assert found.disposition is least(flag, reply), flag.id
            assert flag in (found.judgement.raised if reply == YES else found.judgement.unsure)
            assert found.offered == ()
            assert {remedy for remedy, _ in found.judgement.forbids} >= set(flag.forbids), flag.id


def test_of_two_red_flags_the_more_urgent_decides(danger: Danger) -> None:
    for one, other in combinations(danger.flags, 2):
        for first, second in product((YES, NOT_SURE), repeat=2):
            found = judge({**all_denied(danger), one.id: first, other.id: second}, danger)
            assert found.disposition is max(least(one, first), least(other, second)), (one.id, other.id)
            assert {one, other} <= set(found.flags)


def test_what_may_be_true_is_named_worst_first_however_sure(danger: Danger) -> None:
    for one, other in combinations(danger.flags, 2):
        for first, second in product((YES, NOT_SURE), repeat=2):
            replies = {one.id: first, other.id: second}
            flags = judge({**all_denied(danger), **replies}, danger).flags
            asked_for = [least(flag, replies.get(flag.id)) for flag in flags]
            assert asked_for == sorted(asked_for, reverse=True), replies
            assert len(flags) == len(set(flags))


def test_not_sure_asks_for_a_doctor_today_or_at_least_a_doctor(danger: Danger) -> None:
    for flag in danger.flags:
        at_least = Disposition.SAME_DAY if flag.disposition is Disposition.EMERGENCY else Disposition.DOCTOR
        assert judge({**all_denied(danger), flag.id: NOT_SURE}, danger).disposition >= at_least, flag.id


def test_not_sure_withholds_all_that_a_yes_withholds(danger: Danger) -> None:
    for flag in danger.flags:
        sure, unsure = (judge({**all_denied(danger), flag.id: reply}, danger) for reply in (YES, NOT_SURE))
        assert unsure.forbids == sure.forbids, flag.id
        assert unsure.stops


def test_a_gate_of_several_signs_is_narrowed_in_name_and_never_in_level(danger: Danger) -> None:
    """Their own questions say which it is. They never say that it is none, and they never lower the advice."""
    several = [gate for gate in danger.gate if len(gate.flags) > 1]
    assert several
    for gate in several:
        for replies in product((*REPLIES, None), repeat=len(gate.flags)):
            check_narrowing(gate, dict(zip(gate.flags, replies, strict=True)), danger)


def check_narrowing(gate: GateQuestion, replies: dict[RedFlag, Given | None], danger: Danger) -> None:
    own: Said = {flag.id: reply for flag, reply in replies.items() if reply is not None}
    found = judge({**all_denied(danger), gate.id: YES, **own}, danger)
    assert found.disposition >= max(flag.disposition for flag in gate.flags), own
    assert found.raised, own
    is_named = YES in replies.values()
    ruled_out = {flag for flag, reply in replies.items() if reply == NO and is_named}
    assert set(gate.flags) - set(found.raised) == ruled_out, own
    assert {remedy for remedy, _ in found.forbids} >= {remedy for flag in gate.flags for remedy in flag.forbids}


# -- which rows have to be asked --------------------------------------------------------------------------------------


def test_an_answer_opens_the_row_it_points_to(danger: Danger, basis: Basis) -> None:
    """Until that row is answered too, nothing is harmless and nothing is offered."""
    for flag in danger.flags:
        for said in openings(flag.asked_if) if flag.asked_if else ():
            found = assess({**all_denied(danger), **said}, basis)
            assert flag.id in found.judgement.unanswered or found.judgement.disposition >= flag.disposition, (
                flag.id,
                said,
            )
            assert found.judgement.disposition > Disposition.SELF_CARE, (flag.id, said)
            assert found.offered == (), (flag.id, said)


def openings(when: When) -> Iterator[Said]:
    """Yield the fewest answers that make it hold, once for each of its alternatives."""
    needed = {match.question: showing(match) for match in when.all}
    yield from ({**needed, **({match.question: showing(match)} if match else {})} for match in when.any or (None,))


def showing(match: Match) -> Given:
    if match.options:
        return match.options[:1]
    return match.at_least if match.at_least is not None else (match.below or 0) - 1


def test_answers_that_amount_to_a_sign_raise_it(danger: Danger) -> None:
    for level in danger.levels:
        for said in openings(level.when):
            found = judge({**all_denied(danger), **said}, danger)
            assert level in found.levels, said
            assert level.flag is None or level.flag in found.raised, said


def test_a_level_that_an_exception_could_take_back_settles_nothing(danger: Danger) -> None:
    said: Said = {**all_denied(danger), "medicines": ("statin",)}
    found = judge(said, danger)
    assert (found.disposition, found.settled) == (Disposition.SAME_DAY, Disposition.SELF_CARE)
    assert found.stops
    assert not found.is_final
    closed = judge({**said, "when": ("asleep",), "changed": ("medicine",)}, danger)
    assert (closed.disposition, closed.settled) == (Disposition.SAME_DAY, Disposition.SAME_DAY)
    assert closed.is_final
    taken_back = judge({**said, "changed": ("none",)}, danger)
    assert (taken_back.disposition, taken_back.is_final) == (Disposition.SELF_CARE, False)


def test_what_is_settled_is_never_lowered_by_another_answer_about_why(basis: Basis) -> None:
    dice = Random(9)  # noqa: S311 - the same
    for said in islice(anybody(basis, dice), 2000):
        before = judge(said, basis.danger)
        more = {one.id: reply(one, basis, dice) for one in basis.interview.questions if one.id not in said}
        after = judge({**said, **more}, basis.danger)
        assert before.settled <= before.disposition, said
        assert after.settled >= before.settled, (said, more)
        assert after.is_final or not before.is_final, (said, more)


def test_a_red_flag_is_final_however_mild(danger: Danger) -> None:
    for flag in danger.flags:
        for answer in (YES, NOT_SURE):
            assert judge({**all_denied(danger), flag.id: answer}, danger).is_final, flag.id
    assert not judge(all_denied(danger), danger).is_final
    assert not judge({}, danger).is_final


def test_an_uncertain_gate_opens_the_questions_of_its_signs(danger: Danger) -> None:
    found = judge({**all_denied(danger), "gate-locked": NOT_SURE}, danger)
    assert set(found.unanswered) == {"tetanus", "acute-drug-dystonia", "toxin", "tetany-hypocalcaemia"}


def test_nobody_is_asked_more_once_help_must_be_called(danger: Danger) -> None:
    """No row is worse than an emergency, so no answer to one could change what to do."""
    assert judge({**all_denied(danger), "gate-locked": YES, "nerve-signs": ("weak",)}, danger).unanswered == ()


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
