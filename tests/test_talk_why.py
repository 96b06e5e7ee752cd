"""Questions about why on lines: numbers, names and beginnings answer them, and what is no answer is said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers.talking import HOSTILE, Desk, question, why

from cramp_cli.core.basis import NONE_OF_THESE, Kind, WhyQuestion
from cramp_cli.core.conversation import InputEndedError, LeftError, WantsBackError
from cramp_cli.terminal.talk import NotMuscleError

if TYPE_CHECKING:
    from cramp_cli.core.answers import Given
    from cramp_cli.knowledge.decoding import Knowledge


@pytest.mark.parametrize(
    ("one", "typed", "expected"),
    [
        ("where", "1", ("calf",)),
        ("where", "7", ("neck-shoulder",)),
        ("where", "calf", ("calf",)),
        ("where", "CALF", ("calf",)),
        pytest.param("where", "tri", ("triceps",)),
        ("where", "charley horse", ("calf",)),
        ("where", "my left calf", ("calf",)),
        ("where", "sole", ("foot",)),
        ("where", "", ()),
        ("age", "67", 67.0),
        ("age", "0.5", 0.5),
        ("age", "", ()),
        ("eased-by", "2", ("standing-still",)),
        ("eased-by", "drinking", ("drinking",)),
        ("eased-by", "sta", ("standing-still",)),
        ("before", "13", ("stillness", "hot-day")),
        ("before", "1 3", ("stillness", "hot-day")),
        ("before", "3,1", ("hot-day", "stillness")),
        ("before", "1 1", ("stillness",)),
        ("before", "0", ("none",)),
        ("before", "none", ("none",)),
        ("before", "vomiting", ("gut-loss",)),
        ("before", "vom, cold", ("gut-loss", "cold")),
        ("before", "", ()),
        ("conditions", "13", ("cancer",)),
        ("conditions", "1 3", ("pregnant", "diabetes")),
        ("conditions", "diabetes, cancer", ("diabetes", "cancer")),
        ("medicines", "", ()),
        ("medicines", "0", ("none",)),
        ("medicines", "xyzzyq", ("other",)),
        ("medicines", "atorvastatin 20 mg, salbutmol", ("statin", "short-beta-agonist")),
    ],
)
def test_numbers_names_and_unique_beginnings_answer(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, one: str, typed: str, expected: Given
) -> None:
    assert why(monkeypatch, knowledge, one, typed)[0] == expected


@pytest.mark.parametrize(
    ("one", "typed"),
    [
        ("where", "0"), ("where", "99"), ("where", "s"), ("where", "xyzzy"), ("where", "1 2"),
        ("age", "old"), ("age", "-3"), ("age", "1e3"), ("age", "."), ("age", "1.2.3"), ("age", "\u00b2"),
        ("age", "121"), ("age", "120.5"), ("age", "9" * 400),
        ("before", "9"), ("before", "0 1"), ("before", "1, xyzzy"), ("eased-by", "7"), ("eased-by", "st ss"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_said_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, one: str, typed: str
) -> None:
    given, desk = why(monkeypatch, knowledge, one, typed, "")
    assert given == ()
    said = {"age": "Type a number up to 120", "where": "is no"}.get(one, "is none of these")
    assert said in " ".join(desk.screens[1].split())
    assert (f'"{typed}"' in " ".join(desk.screens[1].split())) or one == "age" or "," in typed or " " in typed


@pytest.mark.parametrize("typed", ["chest", "chest pain", "kidney", "period cramps", "my heart"])
def test_a_place_that_is_no_muscle_is_never_taken_for_one(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str
) -> None:
    with pytest.raises(NotMuscleError):
        why(monkeypatch, knowledge, "where", typed)


@pytest.mark.parametrize("typed", ["stomach", "leg", "arm", "thigh", "front", "my left thigh", "hip"])
def test_a_word_for_several_places_asks_which(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str
) -> None:
    entry = next(one for one in knowledge.words.ambiguous if typed.rpartition(" ")[2] in one.words)
    for place, region in enumerate(entry.regions, start=1):
        given, desk = why(monkeypatch, knowledge, "where", typed, "", "xyzzy", str(place))
        assert given == (region,)
        assert desk.written.count(entry.ask) == 3, "nothing but a choice answers it"
    first = knowledge.words.regions[entry.regions[0]][0]
    assert why(monkeypatch, knowledge, "where", typed, first)[0] == entry.regions[:1]


def test_the_stomach_inside_is_no_muscle(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    with pytest.raises(NotMuscleError) as elsewhere:
        why(monkeypatch, knowledge, "where", "stomach", "2")
    assert elsewhere.value.entry.id == "inner-belly"


@pytest.mark.parametrize(("typed", "how"), [("q", LeftError), (None, InputEndedError)])
def test_which_place_can_be_left(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str | None, how: type[Exception]
) -> None:
    with pytest.raises(how):
        why(monkeypatch, knowledge, "where", "arm", *([typed] if typed else []))


def test_b_leads_back_from_which_place_too(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    with pytest.raises(WantsBackError):
        why(monkeypatch, knowledge, "where", "arm", "b")


def test_a_place_found_by_a_near_miss_is_announced(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    given, desk = why(monkeypatch, knowledge, "where", "hamstrnig", "")
    assert given == ("hamstring",)
    assert '"hamstrnig" was taken as hamstring.' in desk.last


def test_a_place_found_exactly_is_not_announced(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    assert why(monkeypatch, knowledge, "where", "hamstring")[1].last == ""


def test_several_matches_are_named_and_asked_again(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    given, desk = why(monkeypatch, knowledge, "before", "hours", "")
    assert given == ()
    said = " ".join(desk.screens[1].split())
    assert '"hours" could be several: ' in said
    for option in question(knowledge, "before").options:
        assert (f" {option.text}" in said.partition(". ")[0]) is ("hours" in option.text)


@pytest.mark.parametrize(
    ("typed", "expected"), [("1", ("yes",)), ("2", ("no",)), ("yes", ("yes",)), ("N", ("no",)), ("", ())]
)
def test_a_yes_no_question_of_the_data_can_be_answered(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str, expected: Given
) -> None:
    desk = Desk(monkeypatch, [typed])
    asked = WhyQuestion("new", "Does it wake you?", "Because.", Kind.YES_NO)
    assert desk.talk(knowledge).ask_why(asked, 1, 12) == expected


def test_none_is_offered_where_the_question_has_it_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    for one in knowledge.basis.interview.questions:
        _, desk = why(monkeypatch, knowledge, one.id, "")
        has_none = any(option.id == NONE_OF_THESE for option in one.options) or one.kind is Kind.TEXT
        assert ("0 none" in desk.screens[0]) is has_none, one.id
        assert has_none or one.kind is not Kind.MANY, f"{one.id}: several, but not none of them"


def test_a_question_mark_says_why_and_m_shows_more(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    desk = Desk(monkeypatch, ["?", "m", "m", ""], rows=12)
    desk.talk(knowledge).ask_why(question(knowledge, "where"), 3, 12)
    assert "(3 of at most 12)" in desk.screens[0]
    assert question(knowledge, "where").why in desk.screens[1]
    shown = "".join(desk.screens)
    assert all(option.text in shown for option in question(knowledge, "where").options)


def test_medicines_say_what_was_understood(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    _, desk = why(monkeypatch, knowledge, "medicines", "lipitor and lasix")
    said = " ".join(desk.last.split())
    assert "Understood: " in said
    for one in ("statin", "loop-diuretic"):
        assert knowledge.basis.medicines[one].name in said
    assert "None of these is on our list of medicines." in why(monkeypatch, knowledge, "medicines", "xyzzyq")[1].last


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_words(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, words: str) -> None:
    for one in ("where", "before", "eased-by", "age", "medicines"):
        _, desk = why(monkeypatch, knowledge, one, words, "")
        assert all(char.isprintable() or char == "\n" for char in desk.written)
