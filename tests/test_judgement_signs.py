"""One danger sign and another: which decides, what is named, and which answer opens the question about it."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from helpers import judging
from helpers.judging import NO, NOT_SURE, REPLIES, YES, all_denied, least

from cramp_cli.core.assessment import assess
from cramp_cli.core.model import Disposition
from cramp_cli.core.triage import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers.judging import Said

    from cramp_cli.core.answers import Given, Match, When
    from cramp_cli.core.basis import Basis
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.triage import Danger, GateQuestion

danger = judging.danger

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
