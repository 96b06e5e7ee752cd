"""What is typed becomes keys: a key of several bytes is one, however slowly it comes, and a stop sign is never lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cramp_cli.core.hold import BACK_AGAIN
from cramp_cli.terminal.keys import TerminalKeys, keys_in

if TYPE_CHECKING:
    from collections.abc import Iterator

ARROW, F2, MOUSE = "\x1b[A", "\x1bOQ", "\x1b[<0;35;10M"


@pytest.fixture
def typing() -> Iterator[tuple[int, TerminalKeys]]:
    """The end that is typed at, and the keyboard at the other."""
    ours, theirs = os.openpty()
    with TerminalKeys(theirs) as keys:
        yield ours, keys
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize(
    ("text", "keys", "begun"),
    [
        ("gx", ["g", "x"], ""),
        (ARROW, [ARROW], ""),
        (f"{ARROW}x", [ARROW, "x"], ""),
        (f"g{F2}q", ["g", F2, "q"], ""),
        (MOUSE, [MOUSE[:8]], ""),
        ("\x1b", ["\x1b"], ""),
        ("\x1b\x1b[A", ["\x1b", ARROW], ""),
        ("\x1bq", ["\x1bq"], ""),
        ("g\x1b[", ["g"], "\x1b["),
        ("\x1bO", [], "\x1bO"),
        ("\x1b[1;5", [], "\x1b[1;5"),
        ("\x1b[\nx", ["\x1b[", "\n", "x"], ""),
        ("é漢", ["é", "漢"], ""),
    ],
)
def test_what_is_typed_is_so_many_keys(text: str, keys: list[str], begun: str) -> None:
    assert keys_in(text) == (keys, begun)


@given(st.text("\x1b[O;0129ABqxg \n", max_size=80))
def test_nothing_typed_goes_on_for_ever_and_plain_letters_are_themselves(text: str) -> None:
    keys, begun = keys_in(text)
    assert all(keys)
    assert len(begun) <= 32
    if "\x1b" not in text:
        assert (keys, begun) == (list(text), "")


@pytest.mark.parametrize("key", [ARROW, F2, MOUSE])
def test_a_key_that_comes_in_pieces_presses_none_of_its_letters(typing: tuple[int, TerminalKeys], key: str) -> None:
    ours, keys = typing
    found = []
    for piece in key:
        os.write(ours, piece.encode())
        while (one := keys.wait(0.05)) is not None:
            found.append(one)
    os.write(ours, b"x")
    assert keys.wait(1) == "x"
    assert not {one.lower() for one in found} & set("qbxgwn")


def test_a_stop_sign_in_a_paste_is_heard_and_the_rest_is_one_key(typing: tuple[int, TerminalKeys]) -> None:
    ours, keys = typing
    os.write(ours, b"z" * 300 + b"x" + b"+" * 300)
    assert keys.wait(1) == "x"
    assert keys.wait(0) is None
    os.write(ours, b"+" * 300)
    pasted = keys.wait(1)
    assert pasted == "++++++++", "no answer to any question"
    assert keys.wait(0) is None


def test_being_woken_presses_a_key_that_nobody_has(typing: tuple[int, TerminalKeys]) -> None:
    ours, keys = typing
    os.write(ours, b"\x1b[")
    assert keys.wait(0.2) is None
    keys.take_again()
    assert keys.wait(0) == BACK_AGAIN
    os.write(ours, b"x")
    assert keys.wait(1) == "x"
