"""The bare program on a terminal: relief first, then why; a menu otherwise; and a way out of everything."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def session() -> Iterator[pexpect.spawn]:
    env = {**os.environ, "TERM": "xterm-256color", "ACCESSIBLE": "1", "COLUMNS": "80"}
    child = pexpect.spawn(
        sys.executable, ["-m", "cramp_cli"], env=env, encoding="utf-8", timeout=30, dimensions=(24, 80)
    )
    yield child
    child.close(force=True)


def say(session: pexpect.spawn, prompt: str, words: str) -> None:
    """Type `words` once `prompt` has been asked."""
    session.expect_exact(prompt)
    session.expect_exact("> ")
    session.sendline(words)


def code(session: pexpect.spawn) -> int:
    session.expect(pexpect.EOF)
    session.close()
    return int(session.exitstatus if session.exitstatus is not None else -(session.signalstatus or 0))


def test_nothing_cramps_so_a_menu_is_shown_and_q_leaves(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "2")
    say(session, "What would you like?", "q")
    assert code(session) == 0


def test_enter_means_that_it_cramps_and_relief_comes_first(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "")
    say(session, "Where does it cramp?", "calf")
    say(session, "Which side?", "left")
    session.expect_exact("Left calf")
    session.expect_exact("Emergency:")
    session.expect_exact("Pull your toes up")
    session.send("q")
    assert code(session) == 0


def test_a_word_that_means_nothing_is_told_and_asked_for_again(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "yes")
    say(session, "Where does it cramp?", "qxzwv\x1b")
    session.expect_exact("is no muscle known here. Type a number, or another word.")
    say(session, "or a name, such as left calf", "left calf")
    session.expect_exact("Left calf")
    session.send("q")


def test_a_side_in_the_words_is_not_asked_again(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "yes")
    say(session, "Where does it cramp?", "right calf")
    session.expect_exact("Right calf")
    session.send("q")
    assert code(session) == 0


def test_pain_inside_is_sent_the_right_way_at_once(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "1")
    say(session, "Where does it cramp?", "chest")
    assert code(session) == 10


def test_why_begins_with_danger(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "no")
    say(session, "What would you like?", "1")
    session.expect_exact("A drooping face")
    say(session, "", "1")
    session.expect_exact("STOP. Call your local emergency number now.")


def test_a_page_is_read_a_screen_at_a_time_and_leaving_it_leads_back(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "2")
    say(session, "What would you like?", "what helps")
    say(session, "Which one?", "stretching")
    session.expect_exact("Enter for more")
    session.expect_exact("> ")
    session.sendline("q")
    say(session, "back to the menu", "")
    say(session, "What would you like?", "q")
    assert code(session) == 0


def test_a_cramp_is_written_down_and_seen_in_the_log(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "2")
    say(session, "What would you like?", "write")
    say(session, "Where was it?", "left calf")
    say(session, "When did it begin?", "2h ago")
    say(session, "How many minutes", "")
    say(session, "How bad", "7")
    session.expect_exact("Saved: ")
    say(session, "back to the menu", "")
    say(session, "What would you like?", "my log")
    session.expect_exact("left calf  pain 7")
    say(session, "back to the menu", "")
    say(session, "What would you like?", "a page")
    session.expect_exact("QUESTIONS TO ASK")
    say(session, "back to the menu", "")
    say(session, "What would you like?", "q")
    assert code(session) == 0


def test_what_would_prevent_the_next_one_is_proposed(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "2")
    say(session, "What would you like?", "prevent")
    say(session, "Where would you like fewer cramps?", "calf")
    session.expect_exact("cramp-cli plan start")
    say(session, "back to the menu", "")
    say(session, "What would you like?", "q")
    assert code(session) == 0


def test_what_cannot_be_used_is_said_at_once_and_asked_again(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "2")
    say(session, "What would you like?", "write")
    say(session, "Where was it?", "left calf")
    say(session, "When did it begin?", "yesteryear")
    session.expect_exact('"yesteryear" is no time known here — write 23:40')
    say(session, "When did it begin?", "2h ago")
    say(session, "How many minutes", "-5")
    session.expect_exact('"-5" is no number of minutes — write a number from 0 to')
    say(session, "How many minutes", "4")
    for pain in ("awful", "11"):
        say(session, "How bad", pain)
        session.expect_exact(f'"{pain}" is no number from 0 to 10 — write one')
    say(session, "How bad", "7")
    session.expect_exact("Saved: ")
    say(session, "back to the menu", "")
    say(session, "What would you like?", "q")
    assert code(session) == 0


def test_the_end_of_input_is_one_line_and_the_code_for_a_missing_answer(session: pexpect.spawn) -> None:
    session.expect_exact("Cramping right now?")
    session.expect_exact("> ")
    session.sendeof()
    session.expect_exact("no answer came")
    assert code(session) == 5


def test_a_word_that_means_nothing_is_said_and_asked_again(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "maybe")
    session.expect_exact("Type a number from 1 to 2")
    say(session, "Cramping right now?", "2")
    say(session, "What would you like?", "q")
    assert code(session) == 0


def test_after_it_let_go_why_is_offered_and_what_is_known_is_not_asked_again(session: pexpect.spawn) -> None:
    say(session, "Cramping right now?", "1")
    say(session, "Where does it cramp?", "left calf")
    session.expect_exact("Pull your toes up")
    session.send("g")
    session.expect_exact("Walk it loose")
    session.send("n")
    session.expect_exact("Hold,")
    session.send("n")
    session.expect_exact("Does it stay away?")
    session.send("1")
    session.expect_exact("A sore knot left?")
    session.send("2")
    session.expect_exact("What would feel good now?")
    session.send("3")
    session.expect_exact("Look at the leg once more")
    session.send("2")
    say(session, "Want to know why it happens?", "1")
    for _ in range(3):
        say(session, "Which of these do you have now?", "0")
    session.expect_exact("How old are you? (1 of at most 12)")
