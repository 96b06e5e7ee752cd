"""A check on lines: nothing answers danger but its digits and full words, and everything else is easy to answer."""

from __future__ import annotations

from operator import methodcaller
from typing import TYPE_CHECKING, Any

import pytest
from helpers.talking import HOSTILE, Desk

from cramp_cli.core.answers import Answer
from cramp_cli.core.basis import NONE_OF_THESE, Kind, WhyQuestion
from cramp_cli.core.conversation import InputEndedError, LeftError, WantsBackError
from cramp_cli.terminal.talk import NotMuscleError

if TYPE_CHECKING:
    from cramp_cli.core.answers import Given
    from cramp_cli.knowledge.decoding import Knowledge

YES, NO, NOT_SURE = Answer.YES, Answer.NO, Answer.NOT_SURE
NO_KEY_AT_ALL = ["", " ", "y", "n", "yes", "no", "none", "ye", "s", "x", "-1", "+1", "1.0", "\x1b[A", "\uff11"]


# -- the lists of danger ----------------------------------------------------------------------------------------------


def four(desk: Desk, knowledge: Knowledge) -> list[Answer]:
    """Ask the first list; return its four answers."""
    gate = knowledge.basis.danger.gate[:4]
    said = desk.talk(knowledge).ask_gate(gate)
    return [said[one.id] for one in gate]


@pytest.mark.parametrize("typed", [*NO_KEY_AT_ALL, "5", "0 1", "10", "00", "0?", "?1", "1??", "1 5", "1,2,x", "9"])
def test_nothing_but_the_digits_shown_answers_a_list_of_danger(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str
) -> None:
    desk = Desk(monkeypatch, [typed])
    with pytest.raises(InputEndedError):
        four(desk, knowledge)
    assert "or 0 for none of these" in desk.screens[-1]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0", [NO, NO, NO, NO]),
        ("13", [YES, NO, YES, NO]),
        ("1 3", [YES, NO, YES, NO]),
        ("1,3", [YES, NO, YES, NO]),
        (" 3 ,1 ", [YES, NO, YES, NO]),
        ("4321", [YES, YES, YES, YES]),
        ("2?", [NO, NOT_SURE, NO, NO]),
        ("2 ?", [NO, NOT_SURE, NO, NO]),
        ("1 2? 4", [YES, NOT_SURE, NO, YES]),
        ("11", [YES, NO, NO, NO]),
    ],
)
def test_digits_say_which_apply_and_a_question_mark_says_not_sure(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str, expected: list[Answer]
) -> None:
    assert four(Desk(monkeypatch, [typed]), knowledge) == expected


@pytest.mark.parametrize("typed", ["1?1", "11?", "1 1?", "1? 1", "1?21?1"])
def test_of_two_answers_to_one_question_the_graver_counts(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str
) -> None:
    assert four(Desk(monkeypatch, [typed]), knowledge)[0] is YES


def test_a_question_mark_shows_why_and_how_to_be_not_sure_and_asks_again(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    desk = Desk(monkeypatch, ["?", "0"])
    assert four(desk, knowledge) == [NO] * 4
    assert all(one.why in desk.screens[1] for one in knowledge.basis.danger.gate[:4])
    assert "such as 2?" in desk.screens[1]


@pytest.mark.parametrize(
    ("typed", "said"), [("b", WantsBackError), ("B", WantsBackError), ("q", LeftError), ("QUIT", LeftError)]
)
def test_back_and_quit_work_everywhere(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str, said: type[Exception]
) -> None:
    flag = knowledge.flags["tetanus"]
    gate = knowledge.basis.danger.gate[0]
    for ask in (
        methodcaller("ask_gate", [gate]),
        methodcaller("ask_gate_again", gate, ["Look."]),
        methodcaller("ask_flag", flag, ()),
        methodcaller("ask_why", question(knowledge, "where"), 1, 12),
        methodcaller("ask_why", question(knowledge, "medicines"), 1, 12),
    ):
        with pytest.raises(said):
            ask(Desk(monkeypatch, [typed]).talk(knowledge))


@pytest.mark.parametrize("typed", ["back", "BACK"])
def test_the_word_back_leads_back_everywhere_but_where_it_is_a_place(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str
) -> None:
    gate = knowledge.basis.danger.gate[0]
    for ask in (
        methodcaller("ask_gate", [gate]),
        methodcaller("ask_gate_again", gate, ["Look."]),
        methodcaller("ask_flag", knowledge.flags["tetanus"], ()),
        *(methodcaller("ask_why", one, 1, 12) for one in knowledge.basis.interview.questions if one.id != "where"),
    ):
        with pytest.raises(WantsBackError):
            ask(Desk(monkeypatch, [typed]).talk(knowledge))
    given, desk = why(monkeypatch, knowledge, "where", typed, "1")
    assert given == ("lower-back",)
    assert "Where in the back?" in desk.written


# -- one sign ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("1", YES), ("2", NO), ("3", NOT_SURE), ("yes", YES), ("No", NO), ("not sure", NOT_SURE), ("not-sure", NOT_SURE)],
)
def test_a_sign_takes_its_digit_or_the_full_word(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str, expected: Answer
) -> None:
    assert Desk(monkeypatch, [typed]).talk(knowledge).ask_flag(knowledge.flags["tetanus"], ()) is expected


@pytest.mark.parametrize("typed", ["", " ", "y", "n", "ye", "not", "not s", "0", "4", "12", "nope", "yes no", "\uff12"])
def test_a_sign_takes_no_prefix_and_no_enter(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, typed: str) -> None:
    desk = Desk(monkeypatch, [typed])
    with pytest.raises(InputEndedError):
        desk.talk(knowledge).ask_flag(knowledge.flags["tetanus"], ())
    assert "1, 2 or 3, or yes, no, not sure in full" in desk.screens[-1]


def test_a_sign_shows_every_line_of_it_and_the_self_check_the_second_time(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    flag = knowledge.flags["tetanus"]
    desk = Desk(monkeypatch, ["?", "3", "2"], columns=100)
    assert desk.talk(knowledge).ask_flag(flag, ()) is NOT_SURE
    assert desk.talk(knowledge).ask_flag(flag, flag.self_check) is NO
    assert flag.name in desk.screens[1]
    for place in (0, 2):
        assert all(line in " ".join(desk.screens[place].split()) for line in flag.ask)
    assert flag.self_check[0] not in " ".join(desk.screens[0].split())
    assert flag.self_check[0] in " ".join(desk.screens[2].split())


# -- why --------------------------------------------------------------------------------------------------------------


def question(knowledge: Knowledge, one: str) -> WhyQuestion:
    return next(each for each in knowledge.basis.interview.questions if each.id == one)


def why(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, one: str, *typed: str) -> tuple[Any, Desk]:
    desk = Desk(monkeypatch, typed)
    return desk.talk(knowledge).ask_why(question(knowledge, one), 1, 12), desk


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
