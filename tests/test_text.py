"""Durations have one documented meaning, and nothing steers the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.core.text import (
    addressed,
    clean,
    clock_face,
    in_person,
    parse_duration,
    seconds_in_words,
    shortened,
    sided,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30", 30), ("30s", 30), ("1m30s", 90), ("1m30", 90), ("5m", 300), ("1:30", 90), ("0:30", 30), ("10:00", 600),
        ("0", 0), ("010", None),
        ("", None), ("1:60", None), ("1:3", None), ("30sec", None), ("30 s", None), ("-5", None),
        ("+5", None), ("1.5", None), ("1e3", None), ("0x1F", None), ("1_000", None), (".inf", None), ("٣٠", None),
        ("m", None), ("s", None), ("one", None), ("1h", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_duration_table(text: str, seconds: int | None) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("calf", "calf"), ("\x1b[31mcalf", "\\x1b[31mcalf"), ("a\x07b", "a\\x07b"), ("a\x9bb", "a<U+009B>b"),
        ("a\u202eb", "a<U+202E>b"), ("a\u200bb", "a<U+200B>b"), ("a\u00a0b", "a b"), ("a\nb", "a\\x0ab"),
        ("\x7f", "\\x7f"), ("Wadenkrämpfe", "Wadenkrämpfe"), ("[/]", "[/]"),
    ],
)  # fmt: skip
def test_what_steers_a_terminal_is_made_visible(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_line_breaks_stay_only_where_they_are_asked_for() -> None:
    assert clean("a\nb\x07", keep_newlines=True) == "a\nb\\x07"
    assert clean("a\nb\x07") == "a\\x0ab\\x07"


@given(st.text())
@settings(derandomize=True)
def test_cleaned_text_is_printable_whatever_it_was(text: str) -> None:
    assert clean(text).isprintable()


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (45, "45 s"), (60, "1 min"), (90, "1 min 30 s")])
def test_a_duration_in_words(seconds: int, words: str) -> None:
    assert seconds_in_words(seconds) == words


def test_a_clock_face() -> None:
    assert [clock_face(value) for value in (0, 7.9, 61, 3600)] == ["0:00", "0:07", "1:01", "60:00"]


@pytest.mark.parametrize(
    ("side", "text"),
    [("left", "Your left leg, not the right one."), ("right", "Your right leg, not the left one."),
     (None, "Your leg, not the other one."), ("both", "Your leg, not the other one.")],
)  # fmt: skip
def test_a_side_in_a_sentence(side: str | None, text: str) -> None:
    assert sided("Your {side} leg, not the {other} one.", side) == text


def test_a_side_at_the_end_of_a_word_goes_too() -> None:
    assert sided("On the {side}.", None) == "On the ."


@pytest.mark.parametrize(("length", "most", "kept"), [(10, 10, 10), (11, 10, 13), (5000, 1000, 1003), (0, 10, 0)])
def test_what_is_too_long_loses_its_middle(length: int, most: int, kept: int) -> None:
    text = ("a" * (length // 2)) + "b" * (length - length // 2)
    assert len(shortened(text, most)) == kept
    assert shortened(text, most)[:1] == text[:1]
    assert shortened(text, most)[-1:] == text[-1:]


def test_what_is_too_long_keeps_as_much_of_its_beginning_as_of_its_end() -> None:
    assert shortened("abcdefghijk", 4) == "ab … jk"
    assert shortened("ab" * 500) == "ab" * 500
    assert len(shortened("a" * 1001)) == 1003
    assert shortened("a" * 600 + "b" * 600) == "a" * 500 + " … " + "b" * 500


@pytest.mark.parametrize(
    ("whom", "text"),
    [
        (None, "How old are you, do you smoke, have you eaten, what is in your shoe?"),
        ("your son", "How old is your son, does your son smoke, has your son eaten, what is in your son's shoe?"),
    ],
)
def test_a_question_is_asked_about_the_person_or_somebody_else(whom: str | None, text: str) -> None:
    question = "How old {are} {you}, {do} {you} smoke, {have} {you} eaten, what is in {your} shoe?"
    assert in_person(question, whom) == text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("my son", "your son"), ("My big son", "your big son"), ("Ann", "Ann"), ("my", "my"),
        ("myself too", "myself too"), ("my \x1bson", "your \\x1bson"),
    ],
)  # fmt: skip
def test_my_son_becomes_your_son(typed: str, said: str) -> None:
    assert addressed(typed) == said
