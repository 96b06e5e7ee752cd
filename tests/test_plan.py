"""What is tried against the next cramp: the right plan for the right person, at the dose of its trial."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from helpers.people import Somebody

from cramp_cli.core.ending import EndKind
from cramp_cli.core.model import Disposition
from cramp_cli.core.plan import Case, Kept, propose, reasons_against, streak, tonight
from cramp_cli.core.plan_words import progress
from cramp_cli.core.routine import Person, Reason
from cramp_cli.guard import Setting
from cramp_cli.knowledge.plans import plans_of
from cramp_cli.practice import practise
from cramp_cli.terminal.player import Player, Ports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.plan import Plan
    from cramp_cli.core.routine import Routine
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.practice import Practised

BEGAN = date(2026, 10, 1)
NIGHT = "night-stretching"


@pytest.fixture(scope="module")
def plans(knowledge: Knowledge) -> Mapping[str, Plan]:
    return plans_of(knowledge)


def offered(plans: Mapping[str, Plan], case: Case) -> list[str]:
    return [one.plan.id for one in propose(plans.values(), case) if not one.withheld]


# -- which plan for whom ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "causes", "expected"),
    [
        ("calf", None, [NIGHT]),
        ("hamstring", None, [NIGHT]),
        ("hand", None, []),
        (None, None, []),
        ("calf", ("idiopathic-nocturnal",), [NIGHT]),
        ("hand", ("idiopathic-nocturnal",), []),
        ("foot", ("footwear-orthotic",), ["footwear-trial"]),
        ("jaw", ("footwear-orthotic",), []),
        ("neck-shoulder", ("prolonged-posture",), ["posture-breaks"]),
        ("calf", ("overuse-fatigue", "dehydration"), ["training-changes", "fluids-and-salt"]),
        ("calf", ("medication-side-effect", "idiopathic-nocturnal"), ["medicine-talk", NIGHT]),
        ("calf", ("motor-neuron-disease",), []),
        ("calf", (), []),
    ],
)
def test_plans_follow_the_place_and_the_likeliest_cause(
    plans: Mapping[str, Plan], region: str | None, causes: tuple[str, ...] | None, expected: list[str]
) -> None:
    assert offered(plans, Case((region,) if region else (), causes)) == expected


FLUIDS_NOT_FOR = [
    "heart-failure", "heart-disease", "kidney-disease", "dialysis", "cirrhosis", "fluid-limit", "salt-limit",
    "high-blood-pressure", "pregnant", "diabetes",
]  # fmt: skip


@pytest.mark.parametrize("condition", FLUIDS_NOT_FOR)
def test_drinking_and_salt_are_never_proposed_to_whom_they_could_harm(
    plans: Mapping[str, Plan], condition: str
) -> None:
    case = Case(("calf",), ("dehydration", "heat"), frozenset([condition]))
    assert "fluids-and-salt" not in offered(plans, case)
    (held,) = [one for one in propose(plans.values(), case) if one.plan.id == "fluids-and-salt"]
    assert all(reason.text for reason in held.withheld)


@pytest.mark.parametrize(
    ("plan", "condition"),
    [
        (NIGHT, "recent-injury"), (NIGHT, "recent-surgery"), (NIGHT, "spinal-cord-injury"),
        ("footwear-trial", "diabetes"), ("footwear-trial", "rheumatoid-neck"), ("footwear-trial", "numb-skin"),
        ("training-changes", "recent-injury"), ("training-changes", "heart-failure"),
    ],
)  # fmt: skip
def test_each_plan_is_withheld_with_its_reason(plans: Mapping[str, Plan], plan: str, condition: str) -> None:
    assert reasons_against(plans[plan], Case(conditions=frozenset([condition])))
    assert not reasons_against(plans[plan], Case())


def test_whatever_rules_out_a_remedy_rules_out_every_plan_that_rests_on_it(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        for remedy in plan.remedies:
            assert not remedy.never_offered, plan.id
            for one in remedy.not_if:
                assert reasons_against(plan, Case(conditions=frozenset([one.condition]))), (plan.id, one.condition)


def test_a_condition_never_adds_a_plan(plans: Mapping[str, Plan], knowledge: Knowledge) -> None:
    causes = tuple(one.id for one in knowledge.basis.causes)
    everything = set(offered(plans, Case(("calf",), causes)))
    for condition in knowledge.conditions:
        assert set(offered(plans, Case(("calf",), causes, frozenset([condition])))) <= everything


def test_nothing_is_proposed_while_danger_is_not_ruled_out(plans: Mapping[str, Plan], knowledge: Knowledge) -> None:
    causes = tuple(one.id for one in knowledge.basis.causes)
    assert offered(plans, Case(("calf",), causes, not_asked="Not asked.")) == []


def test_what_an_answer_rules_out_is_out(plans: Mapping[str, Plan]) -> None:
    off = {"salt-electrolyte": (Reason("arb-beta-blocker", "Ask a pharmacist."),)}
    assert offered(plans, Case(("calf",), ("dehydration",), off=off)) == []


# -- tonight: the dose of the trial -----------------------------------------------------------------------------------


def evening(plans: Mapping[str, Plan], knowledge: Knowledge, *conditions: str) -> Routine:
    regions = {one: knowledge.region(one) for one in ("calf", "hamstring")}
    return tonight(plans[NIGHT], regions, Person(conditions=tuple(knowledge.conditions[one] for one in conditions)))


def test_night_stretching_is_the_trials_dose_exactly(plans: Mapping[str, Plan], knowledge: Knowledge) -> None:
    """Hallegraeff 2012: calf and hamstring, 10 seconds, 3 times, 10 seconds of rest, both legs, nightly, 6 weeks."""
    steps = evening(plans, knowledge).steps
    assert [(one.seconds, one.rest_seconds) for one in steps] == [(10, 10)] * 12
    assert [one.side for one in steps] == [*["left"] * 3, *["right"] * 3] * 2
    assert [one.id for one in steps] == [*["wall-stretch"] * 6, *["heel-on-step"] * 6]
    assert plans[NIGHT].weeks == 6
    assert {one for step in plans[NIGHT].steps for one in step.sources} == {
        "hallegraeff-2012", "blyton-2012", "coppin-2005",
    }  # fmt: skip
    assert plans[NIGHT].evidence.value == "weak"


def test_what_speaks_against_it_is_said_too(plans: Mapping[str, Plan]) -> None:
    (against,) = [line for line in plans[NIGHT].known if "coppin-2005" in line.sources]
    assert "did not help in 191 people" in against.text


@pytest.mark.parametrize("condition", ["unsteady", "cannot-stand", "pregnant"])
def test_who_should_not_stand_stretches_sitting(
    plans: Mapping[str, Plan], knowledge: Knowledge, condition: str
) -> None:
    routine = evening(plans, knowledge, condition)
    assert {one.id for one in routine.steps} == {"chair-toes-up", "lean-over-leg"}
    assert {one.seconds for one in routine.steps} == {10}
    assert routine.person_notes


def test_no_words_of_a_cramp_are_said_at_bedtime(plans: Mapping[str, Plan], knowledge: Knowledge) -> None:
    for condition in ((), ("unsteady",)):
        for step in evening(plans, knowledge, *condition).steps:
            assert "cramp" not in step.instruction
            assert "{" not in step.instruction


def test_the_stop_signs_of_both_muscles_stand_above_it(plans: Mapping[str, Plan], knowledge: Knowledge) -> None:
    shown = {sign.flag for sign in evening(plans, knowledge).region.signs}
    for region in ("calf", "hamstring"):
        assert shown >= {sign.flag for sign in knowledge.region(region).signs}


def practice(routine: Routine, knowledge: Knowledge, *does: tuple[str, str]) -> tuple[Practised, Somebody]:
    who = Somebody(does)
    stage = Player(routine, Ports(who, who, who, who.clock))
    return practise(routine, stage, Setting(knowledge.since, knowledge.over_limit, 5)), who


def test_an_evening_runs_to_its_end_by_itself_in_under_four_minutes(
    plans: Mapping[str, Plan], knowledge: Knowledge
) -> None:
    done, who = practice(evening(plans, knowledge), knowledge)
    assert (done.holds, done.counts) == (12, True)
    assert who.clock.now - 1000 == pytest.approx(235, abs=2)
    assert not any("How is it now" in line for line in who.seen)
    assert not any("cramp for" in frame.clock for frame in who.frames)


@pytest.mark.parametrize("key", ["q", "x"])
def test_who_stops_halfway_has_not_done_it(plans: Mapping[str, Plan], knowledge: Knowledge, key: str) -> None:
    done, _ = practice(evening(plans, knowledge), knowledge, ("hold 2", key))
    assert not done.counts
    assert done.ending.kind is (EndKind.QUIT if key == "q" else EndKind.SIGN)


def test_a_stop_sign_at_bedtime_stops_everything(plans: Mapping[str, Plan], knowledge: Knowledge) -> None:
    done, _ = practice(evening(plans, knowledge), knowledge, ("hold 1", "x"))
    assert done.ending.is_refusal
    assert done.ending.disposition is Disposition.EMERGENCY


def test_worse_asks_every_sign_and_ends_the_evening(plans: Mapping[str, Plan], knowledge: Knowledge) -> None:
    done, who = practice(evening(plans, knowledge), knowledge, ("hold 1", "w"), ("worse", "2"), ("worse", "2"))
    assert not done.counts
    assert any(line.startswith("Worse.") for line in who.seen)
    assert done.ending.kind in {EndKind.WORSE, EndKind.SIGN}


def test_skipping_everything_is_not_doing_it(plans: Mapping[str, Plan], knowledge: Knowledge) -> None:
    does = [(words, "n") for _ in range(12) for words in ("get ready", "hold")]
    done, _ = practice(evening(plans, knowledge), knowledge, *does)
    assert done.holds == 0
    assert not done.counts


# -- keeping to it ----------------------------------------------------------------------------------------------------

KEPT = Kept(NIGHT, BEGAN, 6, "20:30")


def test_six_weeks_are_forty_two_days() -> None:
    assert KEPT.last_day == date(2026, 11, 11)
    assert (KEPT.day(BEGAN), KEPT.day(KEPT.last_day)) == (1, 42)
    assert not KEPT.is_over(KEPT.last_day)
    assert KEPT.is_over(date(2026, 11, 12))


def test_a_day_is_marked_once() -> None:
    assert KEPT.mark(BEGAN).mark(BEGAN).done == (BEGAN,)


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [((), 5, 0), ((5,), 5, 1), ((3, 4), 5, 2), ((3, 4, 5), 5, 3), ((1, 2), 5, 0), ((1, 3, 4), 4, 2)],
)
def test_a_streak_lasts_until_a_whole_day_is_missed(done: tuple[int, ...], today: int, expected: int) -> None:
    kept = Kept(NIGHT, BEGAN, 6, "20:30", tuple(date(2026, 10, day) for day in done))
    assert streak(kept, date(2026, 10, today)) == expected


@pytest.mark.parametrize("done", [(), (1,), (1, 2), (1, 9)])
def test_a_missed_day_is_never_mentioned(done: tuple[int, ...]) -> None:
    kept = Kept(NIGHT, BEGAN, 6, "20:30", tuple(date(2026, 10, day) for day in done))
    said = " ".join(progress(kept, date(2026, 10, 20))).casefold()
    assert not [word for word in ("missed", "only", "should", "forgot", "lost", "not") if word in said.split()]
