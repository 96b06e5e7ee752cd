"""What people type, and which region it is. A wrong routine on the wrong pain does harm, so doubt asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.core.names import Ambiguous, AskFirst, Found, NotMuscle, Unknown, edits, find, normalise, split_side

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("calf", "calf"), ("Calves", "calf"), ("charley horse", "calf"), ("Charlie Horse", "calf"),
        ("charley-horse", "calf"), ("knot in my calf", "calf"), ("cramp in my calf", "calf"), ("calf muscle", "calf"),
        ("foot", "foot"), ("toes", "foot"), ("curled toes", "foot"), ("arch cramp", "foot"),
        ("hammy", "hamstring"), ("back of thigh", "hamstring"), ("back of the thigh", "hamstring"),
        ("quads", "quadriceps"), ("front of thigh", "quadriceps"), ("fingers", "hand"), ("writer's cramp", "hand"),
        ("writers cramp", "hand"), ("wrist", "forearm"), ("bicep", "biceps"), ("tricep", "triceps"),
        ("neck", "neck-shoulder"), ("wry neck", "neck-shoulder"), ("traps", "neck-shoulder"),
        ("lower back", "lower-back"), ("low back", "lower-back"), ("lower-back", "lower-back"),
        ("butt", "buttock"), ("groin", "inner-thigh"), ("shin", "shin"), ("stitch", "side"), ("abs", "abdominal-wall"),
        ("stomach muscle", "abdominal-wall"), ("jaw", "jaw"), ("shoulder blade", "upper-back"), ("psoas", "hip-flexor"),
    ],
)  # fmt: skip
def test_lay_names_find_their_region(knowledge: Knowledge, typed: str, region: str) -> None:
    found = find(typed, knowledge.words)
    assert isinstance(found, Found)
    assert (found.region, found.guessed) == (region, False)


@pytest.mark.parametrize(
    ("typed", "region"),
    [("clafe", "calf"), ("hamstrng", "hamstring"), ("bicpes", "biceps")],
)
def test_a_near_miss_is_taken_and_announced(knowledge: Knowledge, typed: str, region: str) -> None:
    found = find(typed, knowledge.words)
    assert isinstance(found, Found)
    assert found.region == region
    assert found.guessed or typed in map(normalise, knowledge.words.regions[region])


@pytest.mark.parametrize("typed", ["clf", "xyzzy", "", "[/]", "0"])
def test_what_is_too_short_or_too_far_is_unknown(knowledge: Knowledge, typed: str) -> None:
    assert isinstance(find(typed, knowledge.words), Unknown)


def test_a_word_of_three_letters_still_gets_a_suggestion(knowledge: Knowledge) -> None:
    found = find("clf", knowledge.words)
    assert isinstance(found, Unknown)
    assert "calf" in found.near


@pytest.mark.parametrize(
    "typed",
    ["chest", "heart", "chest pain", "period cramps", "menstrual cramps", "bowel", "kidney", "kidneys", "headache",
     "heart cramp", "my chest", "womb", "labour", "labor", "diarrhea", "diarrhoea", "tummy ache"],
)  # fmt: skip
def test_what_is_no_skeletal_muscle_is_known_by_name(knowledge: Knowledge, typed: str) -> None:
    assert isinstance(find(typed, knowledge.words), NotMuscle)


def test_a_near_miss_of_a_not_muscle_word_never_becomes_a_region(knowledge: Knowledge) -> None:
    words = [word for entry in knowledge.words.not_muscle for word in entry.words]
    for word in words:
        for wrong in (word[1:], word + "s", word[:-1], word.replace("e", "a", 1), "x" + word):
            found = find(wrong, knowledge.words)
            assert not (isinstance(found, Found) and found.guessed), (wrong, found)


@pytest.mark.parametrize(
    "typed", ["leg", "legs", "thigh", "arm", "back", "upper arm", "stomach", "belly", "my leg", "leg pain", "hip"]
)
def test_an_ambiguous_word_asks(knowledge: Knowledge, typed: str) -> None:
    assert isinstance(find(typed, knowledge.words), Ambiguous)


def test_stomach_may_also_be_pain_inside(knowledge: Knowledge) -> None:
    found = find("stomach cramp", knowledge.words)
    assert isinstance(found, Ambiguous)
    assert found.regions == ("abdominal-wall",)
    assert found.elsewhere == "inner-belly"


@pytest.mark.parametrize("typed", ["lockjaw", "lock jaw", "locked jaw"])
def test_lockjaw_shows_the_signs_of_tetanus_first(knowledge: Knowledge, typed: str) -> None:
    found = find(typed, knowledge.words)
    assert isinstance(found, AskFirst)
    assert found.region == "jaw"
    assert "tetanus" in {flag.id for flag in found.question.flags}


@pytest.mark.parametrize(
    ("typed", "rest", "side"),
    [
        ("left calf", "calf", "left"), ("calf right", "calf", "right"), ("both calves", "calves", "both"),
        ("my left foot", "my foot", "left"), ("calf", "calf", None), ("left right calf", "calf", "both"),
        ("l calf", "calf", "left"),
    ],
)  # fmt: skip
def test_the_side_is_taken_out_of_the_words(knowledge: Knowledge, typed: str, rest: str, side: str | None) -> None:
    assert split_side(typed, knowledge.words) == (rest, side)


def test_every_name_means_one_thing(knowledge: Knowledge) -> None:
    seen: dict[str, str] = {}
    owners = [(region, names) for region, names in knowledge.words.regions.items()]
    owners += [
        (entry.ask if isinstance(entry, Ambiguous) else "special", tuple(entry.words))
        for entry in knowledge.words.special
    ]
    for owner, names in owners:
        for name in {normalise(one) for one in names}:
            assert seen.setdefault(name, owner) == owner, name


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("calf", "calf", 0), ("claf", "calf", 1), ("clf", "calf", 1), ("kalf", "calf", 1), ("", "calf", 4)],
)
def test_edits(one: str, other: str, count: int) -> None:
    assert edits(one, other) == count


@given(st.text(max_size=12), st.text(max_size=12))
@settings(derandomize=True)
def test_edits_are_a_distance(one: str, other: str) -> None:
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) is (one == other)
    assert edits(one, other) <= max(len(one), len(other))
