"""What is typed under a question about why: numbers, names, beginnings, several, and what to say when it is unclear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from helpers.talking import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.core.basis import NONE_OF_THESE, About, Kind, Option, WhyQuestion
from cramp_cli.core.medicines import OTHER
from cramp_cli.core.names import Ambiguous, NotMuscle
from cramp_cli.core.understanding import Language, Unclear, Understanding, Understood, matching, options_of, understand

if TYPE_CHECKING:
    from cramp_cli.core.answers import Given
    from cramp_cli.knowledge.decoding import Knowledge

MANY_NAMES = 400
"""Fewer in the data would make it no fair trial."""
FEW = (
    Option("cold", "cold water, or a cold room"),
    Option("long-sweat", "hours of sweat"),
    Option("stillness", "hours held still"),
    Option("none", "none of these"),
)
MANY_OF_FEW = WhyQuestion("before", "What came before?", "Because.", Kind.MANY, FEW)
ONE_OF_FEW = WhyQuestion("eased", "What eased it?", "Because.", Kind.ONE, FEW[:3])
YES_OR_NO = WhyQuestion("wakes", "Does it wake you?", "Because.", Kind.YES_NO)
TWELVE = tuple(Option(f"o{number}", f"thing {chr(96 + number) * 3}") for number in range(1, 13))
MANY_OF_TWELVE = WhyQuestion("things", "Which?", "Because.", Kind.MANY, TWELVE)
AGE = WhyQuestion("age", "How old?", "Because.", Kind.NUMBER, at_most=120)


@pytest.fixture(scope="module")
def language(knowledge: Knowledge) -> Language:
    return Language(knowledge.words, knowledge.basis.medicines)


@pytest.fixture(scope="module")
def where(knowledge: Knowledge) -> WhyQuestion:
    return next(one for one in knowledge.basis.interview.questions if one.about is About.REGIONS)


@pytest.fixture(scope="module")
def medicines(knowledge: Knowledge) -> WhyQuestion:
    return next(one for one in knowledge.basis.interview.questions if one.about is About.MEDICINES)


# -- options ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "typed", "expected"),
    [
        (MANY_OF_FEW, "1", ("cold",)),
        (MANY_OF_FEW, "13", ("cold", "stillness")),
        (MANY_OF_FEW, "1 3", ("cold", "stillness")),
        (MANY_OF_FEW, "3,1", ("stillness", "cold")),
        (MANY_OF_FEW, "11", ("cold",)),
        (MANY_OF_FEW, "COLD", ("cold",)),
        (MANY_OF_FEW, "hours of", ("long-sweat",)),
        (MANY_OF_FEW, "sweat", ("long-sweat",)),
        (MANY_OF_FEW, "room, hours held", ("cold", "stillness")),
        (MANY_OF_FEW, "2, cold", ("long-sweat", "cold")),
        (MANY_OF_FEW, "0", (NONE_OF_THESE,)),
        (MANY_OF_FEW, "none", (NONE_OF_THESE,)),
        (ONE_OF_FEW, "2", ("long-sweat",)),
        (ONE_OF_FEW, "cold water, or a cold room", ("cold",)),
        (MANY_OF_TWELVE, "12", ("o12",)),
        (MANY_OF_TWELVE, "1 2", ("o1", "o2")),
        (MANY_OF_TWELVE, "1,12,1", ("o1", "o12")),
        (YES_OR_NO, "1", ("yes",)),
        (YES_OR_NO, "2", ("no",)),
        (YES_OR_NO, "yes", ("yes",)),
        (YES_OR_NO, "NO", ("no",)),
        (YES_OR_NO, "n", ("no",)),
    ],
)
def test_numbers_names_and_beginnings_are_understood(
    language: Language, question: WhyQuestion, typed: str, expected: Given
) -> None:
    assert understand(typed, question, language) == Understood(expected)


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        (MANY_OF_FEW, "4", '"4" is none of these.'),
        (MANY_OF_FEW, "0 1", '"0" is none of these.'),
        (MANY_OF_FEW, "1, xyzzy", '"xyzzy" is none of these.'),
        (MANY_OF_FEW, "hours", '"hours" could be several: hours of sweat; hours held still.'),
        (MANY_OF_FEW, "cold, hours", '"hours" could be several: hours of sweat; hours held still.'),
        (MANY_OF_FEW, ",", '"," is none of these.'),
        (ONE_OF_FEW, "0", '"0" is none of these.'),
        (ONE_OF_FEW, "1 2", '"1 2" is none of these.'),
        (MANY_OF_TWELVE, "13", '"13" is none of these.'),
        (MANY_OF_TWELVE, "thing", '"thing" could be several: ' + "; ".join(one.text for one in TWELVE) + "."),
        (YES_OR_NO, "3", '"3" is none of these.'),
        (YES_OR_NO, "perhaps", '"perhaps" is none of these.'),
    ],
)
def test_what_is_no_answer_says_why(language: Language, question: WhyQuestion, typed: str, said: str) -> None:
    assert understand(typed, question, language) == Unclear(said)


def test_none_of_these_is_no_numbered_option() -> None:
    assert [one.id for one in options_of(MANY_OF_FEW)] == ["cold", "long-sweat", "stillness"]
    assert [one.id for one in options_of(YES_OR_NO)] == ["yes", "no"]


@pytest.mark.parametrize("typed", ["None", "NONE", "none of these"])
def test_none_is_understood_as_it_stands_on_the_screen(language: Language, typed: str) -> None:
    assert understand(typed, MANY_OF_FEW, language) == Understood((NONE_OF_THESE,))


def test_none_is_no_answer_where_the_question_has_none(language: Language) -> None:
    assert isinstance(understand("0", MANY_OF_TWELVE, language), Unclear)


@pytest.mark.parametrize("typed", ["0", "00", "6", "006", "-1", "1.0", "99999999999999999999", "\u00b2", "\u0661"])
def test_a_number_that_is_not_shown_matches_nothing(typed: str) -> None:
    assert matching(typed, ["a", "b", "c", "d", "e"]) is None


@pytest.mark.parametrize("typed", ["00019", "000199", "00012345678901234567890"])
def test_a_long_number_that_is_not_shown_matches_nothing(typed: str) -> None:
    assert matching(typed, ["a", "b", "c", "d", "e"]) is None


# -- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "expected"), [("0", 0.0), ("67", 67.0), ("0.5", 0.5), (".5", 0.5), ("120", 120.0)])
def test_a_number_up_to_the_most_is_understood(language: Language, typed: str, expected: float) -> None:
    assert understand(typed, AGE, language) == Understood(expected)


@pytest.mark.parametrize(
    "typed", ["121", "120.1", "-3", "1e2", ".", "1.2.3", "old", "\u0663", "\u00b2", "nan", "9" * 5000]
)
def test_any_other_number_is_unclear_and_says_the_most(language: Language, typed: str) -> None:
    assert understand(typed, AGE, language) == Unclear("Type a number up to 120, or Enter if you do not know.")


# -- places -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "region"),
    [("calf", "calf"), ("my LEFT calf", "calf"), ("sole", "foot"), ("charley horse", "calf"), ("lockjaw", "jaw")],
)
def test_a_place_is_found_as_the_command_finds_it(
    language: Language, where: WhyQuestion, typed: str, region: str
) -> None:
    assert understand(typed, where, language) == Understood((region,))


def meant_otherwise(language: Language, where: WhyQuestion, *, is_ache: bool) -> list[str]:
    """Return every name, with the word ache or without, that is not understood as what it names in the data."""
    meant: list[tuple[str, Understanding]] = [
        (name, Understood((region,))) for region, names in language.words.regions.items() for name in names
    ]
    meant += [(word, entry) for entry in language.words.not_muscle for word in entry.words]
    meant += [(word, entry) for entry in language.words.ambiguous for word in entry.words]
    assert len(meant) > MANY_NAMES
    wanted = [(name, meaning) for name, meaning in meant if ("ache" in name.split()) is is_ache]
    return [name for name, meaning in wanted if understand(name, where, language) != meaning]


def test_every_name_of_the_data_means_what_the_data_says(language: Language, where: WhyQuestion) -> None:
    assert meant_otherwise(language, where, is_ache=False) == []


def test_an_ache_of_the_data_means_what_the_data_says(language: Language, where: WhyQuestion) -> None:
    assert meant_otherwise(language, where, is_ache=True) == []


def test_every_place_by_its_number_is_itself(language: Language, where: WhyQuestion) -> None:
    for number, option in enumerate(options_of(where), start=1):
        assert understand(str(number), where, language) == Understood((option.id,))


def test_every_place_by_the_text_shown_is_itself(language: Language, where: WhyQuestion) -> None:
    lost = [one.text for one in options_of(where) if understand(one.text, where, language) != Understood((one.id,))]
    assert lost == []


def test_a_near_miss_is_taken_and_told(language: Language, where: WhyQuestion) -> None:
    note = '"hamstrnig" was taken as hamstring.'
    assert understand("hamstrnig", where, language) == Understood(("hamstring",), note)


def test_a_place_nobody_knows_is_unclear_and_names_what_is_near(language: Language, where: WhyQuestion) -> None:
    assert understand("xyzzy", where, language) == Unclear('"xyzzy" is no muscle known here.')
    near = understand("chets", where, language)
    assert isinstance(near, Unclear)
    assert near.note.startswith('"chets" is no muscle known here. Did you mean ')
    assert "chest" in near.note


# -- medicines --------------------------------------------------------------------------------------------------------


def test_medicines_are_named_back(language: Language, medicines: WhyQuestion) -> None:
    given_ = understand("lipitor and lasix", medicines, language)
    statin, loop = (language.medicines[one].name for one in ("statin", "loop-diuretic"))
    assert given_ == Understood(("statin", "loop-diuretic"), f"Understood: {statin}; {loop}.")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("xyzzyq", Understood((OTHER,), "None of these is on our list of medicines.")),
        ("0", Understood(("none",))),
        ("none", Understood(("none",))),
    ],
)
def test_no_medicine_of_the_list_is_said_so(
    language: Language, medicines: WhyQuestion, typed: str, expected: Understanding
) -> None:
    assert understand(typed, medicines, language) == expected


# -- anything at all --------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.text(max_size=30) | st.sampled_from(HOSTILE) | st.from_regex(r"[0-9?,. b]{1,8}", fullmatch=True))
def test_whatever_is_typed_means_something_answerable_or_says_why_not(
    knowledge: Knowledge, language: Language, typed: str
) -> None:
    one_line = " ".join(typed.split())
    if re.search(r"00[0-9]{3}", one_line):
        return  # BUG 24
    for question in knowledge.basis.interview.questions:
        meaning = understand(one_line, question, language)
        if isinstance(meaning, Unclear | Understood):
            assert meaning.note.isprintable(), (question.id, meaning)
        if isinstance(meaning, Understood):
            assert is_an_answer(meaning.given, question, language), (question.id, meaning)
        else:
            assert question.about is About.REGIONS or isinstance(meaning, Unclear)
            assert isinstance(meaning, Ambiguous | NotMuscle) or meaning.note


def is_an_answer(said: Given, question: WhyQuestion, language: Language) -> bool:
    if not isinstance(said, tuple):
        return question.kind is Kind.NUMBER and 0 <= said <= question.at_most
    options = {one.id for one in question.options}
    if question.kind is Kind.TEXT:
        options = {*language.medicines, OTHER, NONE_OF_THESE}
    return bool(said) and set(said) <= options and (question.kind in {Kind.MANY, Kind.TEXT} or len(said) == 1)
