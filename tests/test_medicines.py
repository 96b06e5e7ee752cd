"""Medicines as people type them: brands, doses, several at once, slips, and names nobody here knows."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.core.medicines import LONGEST_PHRASE, MOST_PHRASES, OTHER, named

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

SECONDS = 5.0
"""More than a slow machine needs; without the cuts it takes minutes."""
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


@pytest.mark.parametrize(
    "typed",
    ["paracetamol", "aspirin", "ibuprofen", "vitamin c", "metformin", "calcium", "iron", "blood", "water", "the"],
)
def test_a_common_medicine_is_never_taken_for_another(knowledge: Knowledge, typed: str) -> None:
    medicines = knowledge.basis.medicines
    for one in named(typed, medicines):
        assert one == OTHER or typed in {name.casefold() for name in medicines[one].names}


def test_every_name_of_the_data_finds_its_class(knowledge: Knowledge) -> None:
    medicines = knowledge.basis.medicines
    lost = [(one.id, name) for one in medicines.values() for name in one.names if one.id not in named(name, medicines)]
    assert lost == []


DOSES = ["{} 20 mg", "{} daily", "my {} 5mg at night", "2 x {} (10 mg)", "{}."]


@pytest.mark.parametrize("dose", DOSES)
def test_every_name_is_found_with_a_dose_or_words_around_it(knowledge: Knowledge, dose: str) -> None:
    medicines = knowledge.basis.medicines
    every = [(one.id, name) for one in medicines.values() for name in one.names]
    assert [(one, name) for one, name in every if one not in named(dose.format(name), medicines)] == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("calcium channel blocker", ("calcium-channel-blocker",)),
        ("birth control pill daily", ("contraceptive-pill",)),
        ("potassium-sparing water tablet", ("potassium-sparing-diuretic",)),
        ("loop diuretic 40 mg", (LOOP,)),
        ("lipitor lasix", (STATIN, LOOP)),
    ],
)
def test_a_part_of_a_longer_name_is_not_taken_for_another(
    knowledge: Knowledge, typed: str, expected: tuple[str, ...]
) -> None:
    assert sorted(named(typed, knowledge.basis.medicines)) == sorted(expected)


@pytest.mark.parametrize("typed", ["lipitr", "furosemid", "salbutmol", "atorvastatine"])
def test_a_slip_counts_in_a_word_of_six_letters_or_more(knowledge: Knowledge, typed: str) -> None:
    assert named(typed, knowledge.basis.medicines) != (OTHER,)


@pytest.mark.parametrize("typed", ["oxix", "lasxi", "hctx", "bnezo", "arbz"])
def test_a_slip_in_a_short_word_is_nobodys_medicine(knowledge: Knowledge, typed: str) -> None:
    assert named(typed, knowledge.basis.medicines) == (OTHER,)


def test_what_is_typed_beyond_all_measure_is_cut_and_quick(knowledge: Knowledge) -> None:
    medicines = knowledge.basis.medicines
    many = [f"xyzzyq{number} abcdefgh ijklmnop" for number in range(5000)]
    started = perf_counter()
    assert named(", ".join(["lipitor", *many, "lasix"]), medicines) == (STATIN,)
    assert named(f"{'x' * 100_000} lipitor", medicines) == (OTHER,)
    assert named(f"lipitor {'qwertyzz ' * 20_000}", medicines) == (STATIN,)
    assert perf_counter() - started < SECONDS
    assert MOST_PHRASES == LONGEST_PHRASE == 100


def test_the_hundredth_phrase_counts_and_the_next_does_not(knowledge: Knowledge) -> None:
    medicines = knowledge.basis.medicines
    assert named(",".join([*["zz"] * 99, "lasix"]), medicines) == (LOOP,)
    assert named(",".join([*["zz"] * 100, "lasix"]), medicines) == (OTHER,)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.text(max_size=60))
def test_any_text_names_known_classes_or_other_or_none(knowledge: Knowledge, typed: str) -> None:
    medicines = knowledge.basis.medicines
    found = named(typed, medicines)
    assert found
    assert set(found) <= set(medicines) or found in {(OTHER,), ("none",)}
    assert len(found) == len(set(found))
