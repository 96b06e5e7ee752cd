"""Whatever is said or kept back says why, in its own words; tried on one sign, one cause and one remedy at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.answers import Match, When
from cramp_cli.core.assessment import Assessment, Finding, Fit, assess
from cramp_cli.core.basis import Clue
from cramp_cli.core.model import AnswerExclusion, Disposition, Exclusion, Place, RedFlag, Remedy
from cramp_cli.core.routine import Reason
from cramp_cli.core.triage import Danger, GateQuestion, Level
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.answers import Given
    from cramp_cli.core.basis import Basis, Cause

YES, NO = ("yes",), ("no",)
ASLEEP = When(all=(Match("when", ("asleep",)),))
CLOT = RedFlag("clot", "a clot", Disposition.EMERGENCY, Disposition.SAME_DAY, (), (), (), ("Is it red?", "Is it warm?"))
TEAR = RedFlag("tear", "a tear", Disposition.SAME_DAY, Disposition.DOCTOR, (), (), ())
GATE = GateQuestion("swollen", "Is it swollen?", "", (CLOT, TEAR))
AT_NIGHT = Level("at-night", ASLEEP, Disposition.SAME_DAY, "it comes at night", TEAR, ())
ON_WALKS = Level("on-walks", ASLEEP, Disposition.DOCTOR, "it comes on walks", None, ())
WARMTH = Remedy("warmth", "warmth", Place.LATER, False, "", "", "", "", ())


@cache
def all_of_it() -> Basis:
    return Knowledge(read_all(data_root())).basis


def basis(*causes: Cause, remedy: Remedy = WARMTH, danger: Danger | None = None) -> Basis:
    return replace(
        all_of_it(),
        causes=causes,
        remedies=(remedy,),
        danger=danger or Danger((GATE,), (CLOT, TEAR), ()),
        region_remedies={"calf": frozenset({"warmth"}), "jaw": frozenset()},
        routine_remedies=frozenset({"warmth"}),
    )


def a_cause(*points: float, name: str = "cause", rules_out: Mapping[str, str] | None = None) -> Cause:
    """A cause with a clue of each number of points, all of them shown by cramps at night."""
    clues = tuple(Clue(f"{name}, {each:g} points", each, ASLEEP) for each in points)
    plain = replace(all_of_it().causes[0], only_if=None, counts_medicines=False, see=Disposition.SELF_CARE)
    return replace(plain, id=name, name=f"the {name}", clues=clues, rules_out=rules_out or {})


def check(known: Basis, **given: Given) -> Assessment:
    return assess({"swollen": NO, **given}, known)


def why_not(known: Basis, **given: Given) -> tuple[Reason, ...]:
    """Return why the only remedy is kept back; nothing where it is offered."""
    found = check(known, **given)
    assert len(found.offered) + len(found.withheld) == 1
    return found.withheld[0].because if found.withheld else ()


# -- why it happens ---------------------------------------------------------------------------------------------------


def test_how_well_a_cause_fits_is_said_in_words() -> None:
    assert [fit.words for fit in Fit] == ["fits well", "fits partly", "less likely"]


def test_a_cause_stands_with_its_name_and_a_clue_that_weighs_nothing_is_no_reason() -> None:
    cause = a_cause(3, 0, -1)
    (found,) = check(basis(cause), when=("asleep",)).findings
    assert found == Finding("cause", "the cause", Fit.WELL, 2, ("cause, 3 points",), ("cause, -1 points",), cause)


def test_likely_is_what_fits_at_least_partly_and_no_danger() -> None:
    causes = (a_cause(2, name="well"), a_cause(1, name="partly"), a_cause(0.1, name="less"))
    found = check(basis(*causes), when=("asleep",), clot=YES)
    assert [one.id for one in found.findings] == ["clot", "well", "partly", "less"]
    assert [one.id for one in found.likely] == ["well", "partly"]


def test_a_danger_counts_each_thing_that_points_to_it() -> None:
    weight = all_of_it().rules.danger_points
    for given, texts in (
        ({"swollen": YES}, ("Is it swollen?",)),
        ({"clot": YES}, ("Is it red?", "Is it warm?")),
        ({"swollen": YES, "clot": YES}, ("Is it swollen?", "Is it red?", "Is it warm?")),
    ):
        found = check(basis(), **given).findings[0]
        assert found == Finding("clot", "a clot", Fit.WELL, weight * len(texts), texts, ())


def test_a_danger_without_words_of_its_own_counts_once() -> None:
    (found,) = check(basis(), tear=YES).findings
    assert (found.points, found.speaks_for) == (all_of_it().rules.danger_points, ())


def test_answers_that_amount_to_a_danger_say_so_and_no_others_do() -> None:
    (found,) = check(basis(danger=Danger((GATE,), (CLOT, TEAR), (ON_WALKS, AT_NIGHT))), when=("asleep",)).findings
    assert (found.id, found.speaks_for) == ("tear", ("it comes at night",))


# -- why a remedy is kept back ----------------------------------------------------------------------------------------


def test_what_is_never_offered_says_why() -> None:
    remedy = replace(WARMTH, never_offered="It burns.")
    assert why_not(basis(remedy=remedy)) == (Reason("never-offered", "It burns."),)


def test_a_condition_says_why() -> None:
    remedy = replace(WARMTH, not_if=(Exclusion("diabetes", "Skin may be numb."),))
    assert why_not(basis(remedy=remedy), conditions=("diabetes",)) == (Reason("diabetes", "Skin may be numb."),)
    assert why_not(basis(remedy=remedy), conditions=("none",)) == ()


def test_an_answer_says_why() -> None:
    remedy = replace(WARMTH, not_when=(AnswerExclusion(Match("when", ("asleep",)), "Not in bed."),))
    assert why_not(basis(remedy=remedy), when=("asleep",)) == (Reason("when", "Not in bed."),)
    assert why_not(basis(remedy=remedy), when=("effort",)) == ()


def test_a_cause_says_why_if_it_fits() -> None:
    for points, is_off in ((2, True), (0.1, False)):
        cause = a_cause(points, rules_out={"warmth": "It needs cold."})
        because = (Reason("cause", "It needs cold."),) if is_off else ()
        assert why_not(basis(cause), when=("asleep",)) == because


def test_a_danger_that_forbids_it_is_named_and_any_other_keeps_everything_back() -> None:
    first = all_of_it().rules.danger_first
    forbidding = replace(CLOT, forbids=("warmth",))
    danger = Danger((replace(GATE, flags=(forbidding, TEAR)),), (forbidding, TEAR), ())
    for answer in (YES, ("not-sure",)):
        assert why_not(basis(danger=danger), clot=answer) == (Reason("clot", f"{first} (a clot)"),)
        assert why_not(basis(danger=danger), tear=answer) == (Reason("danger-first", first),)


def test_while_danger_was_not_asked_about_that_is_why_unless_there_is_one() -> None:
    rules = all_of_it().rules
    assert why_not(basis(), swollen=()) == (Reason("not-asked", rules.not_asked),)
    assert why_not(basis(), swollen=(), tear=YES) == (Reason("danger-first", rules.danger_first),)


def test_a_reason_is_given_once() -> None:
    twice = (Exclusion("diabetes", "Skin may be numb."),) * 2
    assert len(why_not(basis(remedy=replace(WARMTH, not_if=twice)), conditions=("diabetes",))) == 1


# -- what is worth offering -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "is_offered"),
    [((), True), (("calf",), True), (("jaw",), False), (("dont-know",), False), (("jaw", "calf"), True)],
)
def test_what_some_routine_does_is_offered_where_a_routine_does_it(where: Given, *, is_offered: bool) -> None:
    assert bool(check(basis(), where=where).offered) is is_offered


def test_what_no_routine_does_is_offered_anywhere() -> None:
    elsewhere = replace(basis(), routine_remedies=frozenset())
    assert check(elsewhere, where=("jaw",)).offered == (WARMTH,)


def test_what_answers_call_for_is_offered_to_those_who_gave_them() -> None:
    called_for = basis(remedy=replace(WARMTH, offer_when=ASLEEP))
    for said, is_offered in ((("asleep",), True), (("effort",), False), ((), False)):
        assert bool(check(called_for, when=said).offered) is is_offered
