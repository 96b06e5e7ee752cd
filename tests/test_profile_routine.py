"""What a profile does to a routine: it can only withhold, and its number stands where help is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers.profiles import MANY
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.commands.wiring import SITUATIONS, TOOLS
from cramp_cli.core.model import Disposition
from cramp_cli.core.profile import NO_NIGHT, Profile, person_with, what_matters
from cramp_cli.core.routine import Person, plan_routine

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

FEWER = settings(MANY, max_examples=40)


def profiles(knowledge: Knowledge) -> st.SearchStrategy[Profile]:
    return st.builds(
        Profile,
        conditions=st.lists(st.sampled_from(sorted(knowledge.conditions)), unique=True, max_size=5).map(tuple),
        tools=st.lists(st.sampled_from(TOOLS), unique=True, max_size=3).map(tuple),
        situation=st.none() | st.sampled_from(SITUATIONS),
    )


@FEWER
@given(data=st.data())
def test_a_profile_withholds_exactly_what_the_options_would(knowledge: Knowledge, data: st.DataObject) -> None:
    profile = data.draw(profiles(knowledge))
    for name in knowledge.words.regions:
        region = knowledge.region(name)
        asked = Person(
            situation=profile.situation,
            conditions=tuple(knowledge.conditions[one] for one in profile.conditions),
            tools=profile.tools,
        )
        theirs = plan_routine(region, person_with(Person(), profile, knowledge.conditions))
        assert theirs == plan_routine(region, asked)


@FEWER
@given(data=st.data())
def test_a_profile_never_opens_a_gate_and_its_conditions_never_add_a_step(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    profile = data.draw(profiles(knowledge))
    for name in knowledge.words.regions:
        region = knowledge.region(name)
        routine = plan_routine(region, person_with(Person(), profile, knowledge.conditions))
        bare = plan_routine(region, Person(situation=routine.situation))
        gates = {step.id: step.gate for step in (*bare.steps, *bare.after)}
        for step in (*routine.steps, *routine.after):
            assert step.gate == gates[step.id]
        kept = {step.id for step in routine.steps}
        assert [step.id for step in routine.steps] == [step.id for step in bare.steps if step.id in kept]


def test_what_was_asked_for_comes_before_what_the_profile_says(knowledge: Knowledge) -> None:
    profile = Profile(conditions=("pregnant", "unsteady"), tools=("ball",), situation="chair")
    asked = Person(situation="bed", conditions=(knowledge.conditions["pregnant"],), tools=("towel",))
    person = person_with(asked, profile, knowledge.conditions)
    assert (person.situation, person.tools) == ("bed", ("towel",))
    assert [condition.id for condition in person.conditions] == ["pregnant", "unsteady"]


@pytest.mark.parametrize(
    ("profile", "named"),
    [
        (Profile(), Profile()),
        (Profile(medicines=("atorvastatin",), emergency_number="999", night=NO_NIGHT), Profile()),
        (Profile(conditions=("thyroid-underactive",)), Profile()),
        (Profile(conditions=("thyroid-underactive", "pregnant")), Profile(conditions=("pregnant",))),
        (Profile(situation="bed"), Profile()),
        (Profile(situation="desk", medicines=("x",)), Profile(situation="desk")),
        (Profile(tools=("towel", "strap")), Profile(tools=("towel",))),
    ],
)
def test_only_what_changes_the_routine_is_named(knowledge: Knowledge, profile: Profile, named: Profile) -> None:
    region = knowledge.region("calf")
    found = what_matters(profile, lambda part: plan_routine(region, person_with(Person(), part, knowledge.conditions)))
    assert found == named


def test_where_no_single_entry_decides_all_are_named(knowledge: Knowledge) -> None:
    """Two entries that do the same hide each other; the note is there all the same."""
    routine = plan_routine(knowledge.region("calf"), Person())
    other = plan_routine(knowledge.region("foot"), Person())
    profile = Profile(conditions=("a", "b"), medicines=("x",))
    found = what_matters(profile, lambda part: other if part.conditions else routine)
    assert found == Profile(conditions=("a", "b"))


def test_only_the_emergency_names_the_number_and_no_placeholder_is_left(knowledge: Knowledge) -> None:
    own, usual = knowledge.sayings_with("999"), knowledge.sayings
    assert usual[Disposition.EMERGENCY] == "Call your local emergency number now"
    assert own[Disposition.EMERGENCY] == "Call 999 now"
    assert {level for level in Disposition if own[level] != usual[level]} == {Disposition.EMERGENCY}
    assert "{" not in "".join([*own.values(), *usual.values()])
    assert knowledge.sayings_with("") == usual
