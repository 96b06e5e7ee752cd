"""What an answer shows: yes, no, or nobody knows. Silence and "don't know" are never taken for a no."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.answers import Answer, Match, When, danger_answer
from cramp_cli.knowledge.matching import match, when

if TYPE_CHECKING:
    from cramp_cli.core.answers import Answers, Given

    Truth = bool | None

YES, NO, OPEN = True, False, None
AT_NIGHT = Match("when", ("asleep",))
ASLEEP_OR_RESTING = Match("when", ("asleep", "resting"))
DONT_KNOW = ()

# Three questions, each shown true, shown false, or left open in one of two ways.
SHOWN: dict[Truth, tuple[Given | None, ...]] = {YES: (("yes",),), NO: (("no",),), OPEN: (None, DONT_KNOW)}
A, B, C = (Match(question, ("yes",)) for question in ("a", "b", "c"))


def said(**values: Truth) -> list[Answers]:
    """Return every way of answering that shows these values: what is open may be silence or "don't know"."""
    ways: list[dict[str, Given]] = [{}]
    for question, value in values.items():
        ways = [way if given is None else {**way, question: given} for way in ways for given in SHOWN[value]]
    return list(ways)


# -- one thing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({}, OPEN),
        ({"where": ("calf",)}, OPEN),
        ({"when": DONT_KNOW}, OPEN),
        ({"when": ("not-sure",)}, OPEN),
        ({"when": ("asleep",)}, YES),
        ({"when": ("effort", "asleep")}, YES),
        ({"when": ("effort",)}, NO),
        ({"when": ("effort", "walking")}, NO),
    ],
)
def test_a_choice_shows_it_denies_it_or_leaves_it_open(answers: Answers, holds: Truth) -> None:
    assert AT_NIGHT.holds(answers) is holds


@pytest.mark.parametrize(("given", "holds"), [("asleep", YES), ("resting", YES), ("walking", NO)])
def test_any_one_of_several_options_is_enough(given: str, holds: Truth) -> None:
    assert ASLEEP_OR_RESTING.holds({"when": (given,)}) is holds


@pytest.mark.parametrize(
    ("at_least", "below", "age", "holds"),
    [
        (60, None, 59.9, NO),
        (60, None, 60, YES),
        (60, None, 61, YES),
        (None, 16, 15.9, YES),
        (None, 16, 16, NO),
        (None, 16, 0, YES),
        (13, 20, 12, NO),
        (13, 20, 13, YES),
        (13, 20, 19.5, YES),
        (13, 20, 20, NO),
        (0, None, 0, YES),
        (None, 0, 0, NO),
    ],
)
def test_a_number_at_its_bounds(at_least: float | None, below: float | None, age: float, holds: Truth) -> None:
    assert Match("age", at_least=at_least, below=below).holds({"age": age}) is holds


@pytest.mark.parametrize("answers", [{}, {"age": DONT_KNOW}])
def test_an_age_nobody_told_is_neither_young_nor_old(answers: Answers) -> None:
    assert Match("age", below=16).holds(answers) is OPEN
    assert Match("age", at_least=60).holds(answers) is OPEN


# -- several things together ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "holds"),
    [
        (YES, YES, YES),
        (YES, NO, NO),
        (YES, OPEN, OPEN),
        (NO, NO, NO),
        (NO, OPEN, NO),
        (OPEN, OPEN, OPEN),
    ],
)
def test_all_of_these(a: Truth, b: Truth, holds: Truth) -> None:
    for answers in (*said(a=a, b=b), *said(a=b, b=a)):
        assert When(all=(A, B)).holds(answers) is holds


@pytest.mark.parametrize(
    ("a", "b", "holds"),
    [
        (YES, YES, YES),
        (YES, NO, YES),
        (YES, OPEN, YES),
        (NO, NO, NO),
        (NO, OPEN, OPEN),
        (OPEN, OPEN, OPEN),
    ],
)
def test_any_of_those(a: Truth, b: Truth, holds: Truth) -> None:
    for answers in (*said(a=a, b=b), *said(a=b, b=a)):
        assert When(any=(A, B)).holds(answers) is holds


@pytest.mark.parametrize(
    ("a", "exception", "holds"),
    [
        (YES, YES, NO),
        (YES, NO, YES),
        (YES, OPEN, YES),
        (NO, YES, NO),
        (NO, OPEN, NO),
        (OPEN, YES, NO),
        (OPEN, NO, OPEN),
        (OPEN, OPEN, OPEN),
    ],
)
def test_an_exception_counts_only_when_it_is_known_to_be_there(a: Truth, exception: Truth, holds: Truth) -> None:
    for answers in said(a=a, c=exception):
        assert When(all=(A,), unless=(C,)).holds(answers) is holds
        assert When(any=(A,), unless=(C,)).holds(answers) is holds


@pytest.mark.parametrize(
    ("needed", "either", "holds"),
    [
        (YES, YES, YES),
        (YES, NO, NO),
        (YES, OPEN, OPEN),
        (NO, YES, NO),
        (NO, OPEN, NO),
        (OPEN, YES, OPEN),
        (OPEN, NO, NO),
    ],
)
def test_these_together_with_any_of_those(needed: Truth, either: Truth, holds: Truth) -> None:
    for answers in said(a=needed, b=either):
        assert When(all=(A,), any=(B,)).holds(answers) is holds


def test_one_exception_of_several_is_enough() -> None:
    condition = When(all=(A,), unless=(B, C))
    assert condition.holds({"a": ("yes",), "b": ("no",), "c": ("yes",)}) is NO
    assert condition.holds({"a": ("yes",), "b": ("no",), "c": ("no",)}) is YES


# -- whether it can still change ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "exception", "undecided"),
    [
        (YES, YES, False),
        (YES, NO, False),
        (YES, OPEN, True),
        (NO, YES, False),
        (NO, NO, False),
        (NO, OPEN, False),
        (OPEN, YES, False),
        (OPEN, NO, True),
        (OPEN, OPEN, True),
    ],
)
def test_it_is_undecided_while_open_or_while_an_exception_could_take_it_back(
    a: Truth,
    exception: Truth,
    undecided: bool,  # noqa: FBT001 - a table
) -> None:
    for answers in said(a=a, c=exception):
        is_left_open = answers.get("c") == () and a is YES
        for condition in (When(all=(A,), unless=(C,)), When(any=(A,), unless=(C,))):
            assert condition.is_undecided(answers) is (undecided and not is_left_open), "nobody will say more than that"


def test_what_is_decided_stays_so_whatever_else_is_answered() -> None:
    """Try every way to answer three questions, silence included, and every way to answer what was left out."""
    yes_no: tuple[Given, ...] = (("yes",), ("no",))
    shapes = [When(all=(A, B), unless=(C,)), When(any=(A, B), unless=(C,)), When(all=(A,), any=(B, C))]
    for shape, silent in product(shapes, product((True, False), repeat=3)):
        for given in product(yes_no, repeat=3):
            known = {one: reply for one, reply, is_open in zip("abc", given, silent, strict=True) if not is_open}
            complete = [dict(zip("abc", every, strict=True)) | known for every in product(yes_no, repeat=3)]
            ends = {shape.holds(answers) for answers in complete}
            assert shape.is_undecided(known) is (len(ends) > 1), (shape, known)


def test_what_asks_for_nothing_is_decided() -> None:
    assert When().is_undecided({}) is False
    assert When(unless=(C,)).is_undecided({}) is True


def test_what_asks_for_nothing_always_holds() -> None:
    assert When().holds({}) is YES


def test_a_condition_knows_every_question_it_looks_at() -> None:
    assert When(all=(A,), any=(B, A), unless=(C,)).questions == {"a", "b", "c"}


# -- as the data writes it --------------------------------------------------------------------------------------------


def test_one_answer_or_several_or_a_bound_in_the_data() -> None:
    assert match({"question": "when", "answer": "asleep"}) == AT_NIGHT
    assert match({"question": "when", "answers": ["asleep", "resting"]}) == ASLEEP_OR_RESTING
    assert match({"question": "age", "at-least": 60}) == Match("age", at_least=60)
    assert match({"question": "age", "below": 16}) == Match("age", below=16)


def test_a_single_match_in_the_data_is_a_condition_of_its_own() -> None:
    assert when({"question": "when", "answer": "asleep"}) == When(all=(AT_NIGHT,))
    assert when({"all": [{"question": "when", "answer": "asleep"}]}) == When(all=(AT_NIGHT,))
    assert when({"text": "nothing is asked"}) is None


# -- danger -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (("yes",), Answer.YES),
        (("no",), Answer.NO),
        (("not-sure",), Answer.NOT_SURE),
        (None, None),
        (DONT_KNOW, None),
        (("perhaps",), None),
        (0.0, None),
    ],
)
def test_only_three_words_answer_a_danger_question(given: Given | None, answer: Answer | None) -> None:
    answers: dict[str, Given] = {} if given is None else {"gate-chest": given}
    assert danger_answer(answers, "gate-chest") is answer
