"""What counts as an answer about danger, and how much does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.core.answering import DangerPrompt
from cramp_cli.core.answers import Answer
from cramp_cli.core.hold import Signal


def typed(keys: str) -> Answer | Signal | None:
    """What the keys, typed one after the other, come to."""
    prompt = DangerPrompt()
    for key in keys:
        prompt, reply = prompt.press(key)
        if reply is not None:
            return reply
    return None


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("1", Answer.YES), ("2", Answer.NO), ("3", Answer.NOT_SURE),
        ("yes\r", Answer.YES), ("no\r", Answer.NO), ("not sure\r", Answer.NOT_SURE), ("not-sure\n", Answer.NOT_SURE),
        ("NO\r", Answer.NO), ("non\x7f\r", Answer.NO), ("nosy\rno\r", Answer.NO),
        ("n1", Answer.YES), ("nn2", Answer.NO), ("yes3", Answer.NOT_SURE),
    ],
)  # fmt: skip
def test_a_digit_or_the_full_word_answers(keys: str, answer: Answer) -> None:
    assert typed(keys) is answer


@pytest.mark.parametrize(
    "keys", ["", "\r", " ", "n", "n\r", "y\r", "ye\r", "not\r", "g", "w", "b", "+", "-", "r", "4", "0", "\x1b[A", "no"]
)
def test_nothing_else_does(keys: str) -> None:
    assert typed(keys) is None


@pytest.mark.parametrize(
    ("keys", "signal"), [("q", Signal.QUIT), ("x", Signal.SIGN), ("nnq", Signal.QUIT), ("yex", Signal.SIGN)]
)
def test_stopping_is_always_possible(keys: str, signal: Signal) -> None:
    assert typed(keys) is signal


def test_a_wrong_word_is_named_and_forgotten() -> None:
    prompt = DangerPrompt()
    for key in "nosy\r":
        prompt, _ = prompt.press(key)
    assert "nosy" in prompt.hint
    assert prompt.press("2")[1] is Answer.NO


def test_why_is_shown_and_hidden_again() -> None:
    prompt, _ = DangerPrompt().press("?")
    assert prompt.shows_why
    assert not prompt.press("?")[0].shows_why


@given(st.text(alphabet="abcdefghijklmnoprstuvwyz \r\n+-?\x7f", max_size=40))
@settings(derandomize=True)
def test_a_no_is_never_made_of_anything_but_the_word(keys: str) -> None:
    words = keys.lower().replace("\n", "\r").split("\r")[:-1]
    if typed(keys) is Answer.NO:
        assert any("no" in word for word in words)
