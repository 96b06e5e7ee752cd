"""A check on lines: nothing answers danger but its digits and full words, and every question has a way back and out."""

from __future__ import annotations

from operator import methodcaller
from typing import TYPE_CHECKING

import pytest
from helpers.talking import Desk, question, why

from cramp_cli.core.answers import Answer
from cramp_cli.core.conversation import InputEndedError, LeftError, WantsBackError

if TYPE_CHECKING:
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
