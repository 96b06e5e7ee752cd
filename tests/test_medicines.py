"""Medicines as people type them: brands, doses, several at once, slips, and names nobody here knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.core.medicines import OTHER, named
from cramp_cli.core.names import normalise

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

STATIN, LOOP, SALBUTAMOL = "statin", "loop-diuretic", "short-beta-agonist"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("atorvastatin", (STATIN,)),
        ("Lipitor", (STATIN,)),
        ("LIPITOR 20mg at night", (STATIN,)),
        ("atorvastatin 20 mg", (STATIN,)),
        ("atorvastain", (STATIN,)),
        ("atorva", (STATIN,)),
        ("statins", (STATIN,)),
        ("lipitor, lasix", (STATIN, LOOP)),
        ("lipitor; lasix", (STATIN, LOOP)),
        ("lipitor/lasix", (STATIN, LOOP)),
        ("lipitor + lasix", (STATIN, LOOP)),
        ("lipitor and lasix", (STATIN, LOOP)),
        ("lipitor\nlasix", (STATIN, LOOP)),
        ("my salbutamol inhaler", (SALBUTAMOL,)),
        ("lipitor, atorvastatin", (STATIN,)),
        ("lipitor, xyzzyq", (STATIN,)),
        ("xyzzyq", (OTHER,)),
        ("20 mg", (OTHER,)),
        ("", ("none",)),
        ("  ", ("none",)),
        ("none", ("none",)),
        ("No", ("none",)),
        ("nothing", ("none",)),
        ("0", ("none",)),
        (", ,", ("none",)),
    ],
)
def test_what_is_typed_finds_its_class(knowledge: Knowledge, typed: str, expected: tuple[str, ...]) -> None:
    assert named(typed, knowledge.basis.medicines) == expected


BEGINNING = pytest.mark.xfail(strict=True, reason="BUG 14: a supplement is taken for the tablets that begin like it")


@pytest.mark.parametrize(
    "typed", ["paracetamol", "aspirin", "ibuprofen", "vitamin c", "metformin", pytest.param("calcium", marks=BEGINNING)]
)
def test_a_common_medicine_is_never_taken_for_another(knowledge: Knowledge, typed: str) -> None:
    medicines = knowledge.basis.medicines
    for one in named(typed, medicines):
        assert one == OTHER or typed in {name.casefold() for name in medicines[one].names}


def test_every_name_of_the_data_finds_its_class(knowledge: Knowledge) -> None:
    medicines = knowledge.basis.medicines
    lost = [(one.id, name) for one in medicines.values() for name in one.names if one.id not in named(name, medicines)]
    assert lost == []


def lost_with_a_dose(knowledge: Knowledge, *, is_one_word: bool) -> list[str]:
    return [
        name
        for one in knowledge.basis.medicines.values()
        for name in one.names
        if (normalise(name).isalpha() and len(name) >= SHORTEST_NAME) is is_one_word
        and one.id not in named(f"{name} 20 mg", knowledge.basis.medicines)
    ]


def test_a_name_of_one_word_is_found_with_a_dose_behind_it(knowledge: Knowledge) -> None:
    assert lost_with_a_dose(knowledge, is_one_word=True) == []


@pytest.mark.xfail(
    strict=True, reason='BUG 13: "birth control pill daily", "blood thinner 5 mg", "hctz 25 mg" are lost'
)
def test_a_short_name_or_one_of_several_words_is_found_with_a_dose_too(knowledge: Knowledge) -> None:
    assert lost_with_a_dose(knowledge, is_one_word=False) == []


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.text(max_size=60))
def test_any_text_names_known_classes_or_other_or_none(knowledge: Knowledge, typed: str) -> None:
    medicines = knowledge.basis.medicines
    found = named(typed, medicines)
    assert found
    assert set(found) <= set(medicines) or found in {(OTHER,), ("none",)}
    assert len(found) == len(set(found))
