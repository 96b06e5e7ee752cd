"""What may help: each remedy is offered where it belongs, and nothing that could do harm to this person."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from helpers.assessing import answers, basis, check

from cramp_cli.core.assessment import assess, known_conditions

if TYPE_CHECKING:
    from cramp_cli.core.model import Remedy

# What brings a remedy into play that is not for everybody.
CALLED_FOR = {
    "oral-fluids": "before: [thirsty]",
    "salt-electrolyte": "before: [long-sweat]",
    "night-stretching": "when: [asleep]",
    "footwear-change": "changed: [shoes]",
    "desensitization": "character: [same-place]",
    "dry-needling": "character: [same-place]",
    "therapeutic-massage": "character: [same-place]",
    "physiotherapy": "nerve-signs: [spine]",
}


def offered(said: str) -> set[str]:
    return {remedy.id for remedy in check(said).offered}


def reasons(said: str, remedy: str) -> set[str]:
    """Return the ids of all reasons for which `remedy` is withheld."""
    return {reason.id for one in check(said).withheld if one.remedy.id == remedy for reason in one.because}


def offerable() -> list[Remedy]:
    return [remedy for remedy in basis().remedies if not remedy.never_offered]


def places_for(remedy: Remedy) -> list[str]:
    """Return the regions in which somebody may be offered it."""
    return [one for one, has in basis().region_remedies.items() if remedy.id in has or remedy.id in CALLED_FOR]


def met(remedy: Remedy, region: str, **more: str) -> str:
    """Return what somebody says who would be offered it there, and more."""
    called_for = dict(pair.split(": ") for pair in [CALLED_FOR.get(remedy.id, "")] if pair)
    return ", ".join(f"{question}: {value}" for question, value in {"where": region, **called_for, **more}.items())


def test_each_remedy_is_offered_where_it_belongs_and_nowhere_else() -> None:
    for remedy in offerable():
        assert places_for(remedy), remedy.id
        for region in basis().region_remedies:
            assert (remedy.id in offered(met(remedy, region))) is (region in places_for(remedy)), (remedy.id, region)


def test_what_nothing_calls_for_is_not_offered() -> None:
    assert not offered("where: calf") & set(CALLED_FOR)


def test_a_jaw_is_not_stood_on() -> None:
    assert "weight-bearing" not in offered("where: jaw")
    assert "weight-bearing" in offered("where: calf")


def test_a_condition_withholds_what_it_rules_out_and_only_there() -> None:
    """What holds for some regions holds only there; somebody who did not say where is spared everywhere."""
    for remedy in basis().remedies:
        for exclusion, region in product(remedy.not_if, basis().region_remedies):
            because = reasons(met(remedy, region, conditions=f"[{exclusion.condition}]"), remedy.id)
            holds_here = not exclusion.regions or region in exclusion.regions
            assert (exclusion.condition in because) is holds_here, (remedy.id, exclusion.condition, region)
        for exclusion in remedy.not_if:
            nowhere = met(remedy, "dont-know", conditions=f"[{exclusion.condition}]")
            assert exclusion.condition in reasons(nowhere, remedy.id), (remedy.id, exclusion.condition)


def test_an_answer_withholds_what_it_rules_out() -> None:
    for remedy in offerable():
        for exclusion in remedy.not_when:
            for option in exclusion.match.options:
                given = {**answers(met(remedy, places_for(remedy)[0])), exclusion.match.question: (option,)}
                found = next(one for one in assess(given, basis()).withheld if one.remedy == remedy)
                assert exclusion.because in {reason.text for reason in found.because}, (remedy.id, option)


@pytest.mark.parametrize(
    ("cause", "said", "ruled_out"),
    [
        ("atherosclerosis", "where: calf, when: [walking], before: [long-sweat], character: [same-place]",
         {"heat", "ice", "pressure-massage", "therapeutic-massage", "salt-electrolyte"}),
        ("neuropathy", "where: hand, conditions: [diabetes], character: [same-place]",
         {"heat", "ice", "pressure-massage", "therapeutic-massage"}),
    ],
)  # fmt: skip
def test_a_cause_that_fits_rules_out_what_harms_it(cause: str, said: str, ruled_out: set[str]) -> None:
    assert {remedy for one in basis().causes if one.id == cause for remedy in one.rules_out} == ruled_out
    assert all(cause in reasons(said, remedy) for remedy in ruled_out)
    assert not offered(said) & ruled_out


def test_no_other_cause_rules_anything_out() -> None:
    assert {cause.id for cause in basis().causes if cause.rules_out} == {"atherosclerosis", "neuropathy"}


@pytest.mark.parametrize(
    ("said", "condition", "has_it"),
    [
        ("age: 15", "under-16", True),
        ("age: 16", "under-16", False),
        ("medicines: Eliquis", "blood-thinner", True),
        ("nerve-signs: [numb]", "numb-skin", True),
        ("where: calf, legs-look: [cool]", "poor-circulation", True),
        ("where: calf, legs-look: [hairless]", "poor-circulation", False),
    ],
)
def test_an_answer_can_show_a_condition(said: str, condition: str, has_it: bool) -> None:  # noqa: FBT001 - a table
    assert (condition in known_conditions(answers(said), basis())) is has_it
