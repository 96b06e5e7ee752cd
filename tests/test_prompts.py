"""Ordinary questions on lines: numbers, names and beginnings, and never more on the screen than it holds."""

from __future__ import annotations

import re
from operator import methodcaller
from typing import TYPE_CHECKING

import pytest
from helpers.talking import Desk

from cramp_cli.core.answers import Answer
from cramp_cli.core.conversation import InputEndedError, LeftError
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.understanding import matching
from cramp_cli.terminal.prompts import choose, key_line, pick, read_line, screenfuls
from cramp_cli.terminal.talk import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cramp_cli.knowledge.decoding import Knowledge

PLACES = ["calf", "foot", "back of the thigh", "front of the thigh", "hand"]
SIZES = [(80, 24), (40, 12)]


# -- one line ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "read"), [("  a   b ", "a b"), ("\t1\t", "1"), ("", ""), ("\u00a0x\u2003y", "x y")])
def test_a_line_is_read_in_single_spaces(monkeypatch: pytest.MonkeyPatch, typed: str, read: str) -> None:
    assert read_line(Desk(monkeypatch, [typed]).door) == read


@pytest.mark.parametrize("typed", ["q", "Q", " quit "])
def test_q_leaves(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    with pytest.raises(LeftError):
        read_line(Desk(monkeypatch, [typed]).door)


def test_the_end_of_the_input_is_told_from_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputEndedError):
        read_line(Desk(monkeypatch).door)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1", 0), ("5", 4), ("0", None), ("6", None), ("-1", None), ("01", 0), ("\u00b2", None), ("\uff11", None),
        ("calf", 0), ("CALF", 0), ("c", 0), ("f", None), ("fo", 1), ("fr", 3), ("ba", 2), ("hands", None), ("", None),
    ],
)  # fmt: skip
def test_a_number_a_name_or_a_unique_beginning_matches(typed: str, expected: int | None) -> None:
    assert matching(typed, PLACES) == expected


def test_a_whole_name_beats_a_longer_one_that_begins_like_it() -> None:
    assert matching("shin", ["shins and feet", "shin"]) == 1


# -- picking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "default", "expected"),
    [
        (["2"], None, 1),
        (["fo"], None, 1),
        ([""], None, ""),
        ([""], 3, 3),
        (["9"], None, "9"),
        (["sole of my foot"], None, "sole of my foot"),
        (["m"], None, "m"),
    ],
)
def test_pick_gives_the_choice_or_the_words(
    monkeypatch: pytest.MonkeyPatch, typed: list[str], default: int | None, expected: int | str
) -> None:
    assert pick(Desk(monkeypatch, typed).door, "Where?", PLACES, "1-5", default=default) == expected


def test_pick_shows_more_with_m_and_begins_again_after_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch, ["m", "m", "m", "20"], columns=40, rows=12)
    options = [f"place {number}" for number in range(1, 21)]
    assert pick(desk.door, "Where?", options, "1-20") == 19
    assert "place 1\n" in desk.screens[0]
    assert "place 20" not in desk.screens[0]
    assert "place 20" in desk.screens[2]
    assert "place 1\n" in desk.screens[3]
    assert desk.tallest <= 12


def test_choose_asks_until_it_can_use_the_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Desk(monkeypatch, ["", "9", "fo"])
    assert choose("Where?", PLACES) == 1
    assert capsys.readouterr().out.count("Type a number from 1 to 5, or a word.") == 2
    Desk(monkeypatch, ["my elbow"])
    assert choose("Where?", PLACES) == "my elbow"


def test_choose_without_an_answer_is_5_with_its_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    Desk(monkeypatch)
    with pytest.raises(CrampError) as failed:
        choose("Where?", PLACES)
    assert failed.value.code is ExitCode.NEEDS_ANSWER
    assert failed.value.fix


def test_leaving_choose_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    Desk(monkeypatch, ["q"])
    with pytest.raises(SystemExit) as left:
        choose("Where?", PLACES)
    assert left.value.code == 0


# -- what a screen holds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "rows"), [*SIZES, (20, 5), (200, 60), (1, 1)])
def test_every_option_is_on_exactly_one_screenful(monkeypatch: pytest.MonkeyPatch, columns: int, rows: int) -> None:
    desk = Desk(monkeypatch, columns=columns, rows=rows)
    pages, keys = screenfuls(desk.door, "Where?", PLACES, "1-5 · q quit")
    assert [line.split(None, 1)[1] for one in pages for line in one] == PLACES
    assert all(pages)
    assert keys == ("1-5 · q quit" if len(pages) == 1 else "m more · 1-5 · q quit")


@pytest.mark.parametrize("columns", [20, 40, 60, 80])
def test_a_screenful_leaves_room_for_the_question_the_keys_and_the_prompt(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    keys = "1-20, several · 0 none of these · Enter don't know · ? why · b back · q quit"
    for rows in range(12, 30):
        desk = Desk(monkeypatch, ["m"] * 20 + ["1"], columns=columns, rows=rows)
        pick(desk.door, "Where does it hurt?", [f"a place called {number}" for number in range(1, 21)], keys)
        assert desk.tallest <= rows


def test_keys_are_shorter_where_the_window_is_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = "1-8, several · 0 none of these · Enter don't know · ? why · b back · q quit"
    Desk(monkeypatch, columns=80)
    assert key_line(keys).plain == keys
    Desk(monkeypatch, columns=40)
    assert key_line(keys).plain == "1-8, several · 0 none · Enter skip · ? · b · q"


Ask = tuple[str, list[str], "Callable[[object], object]"]


def lists(knowledge: Knowledge) -> Iterator[Ask]:
    gate = knowledge.basis.danger.gate
    for place, one in enumerate(gate):
        yield one.id, ["x", "0"], methodcaller("ask_gate", gate[place:])


def reasons_of_lists(knowledge: Knowledge) -> Iterator[Ask]:
    yield from ((one, ["?", "0"], ask) for one, _, ask in lists(knowledge))


def rows_of_danger(knowledge: Knowledge) -> Iterator[Ask]:
    for flag in knowledge.basis.danger.flags:
        if flag.ask:
            yield flag.id, ["x", "?", "2"], methodcaller("ask_flag", flag, ())


def self_checks_of_rows(knowledge: Knowledge) -> Iterator[Ask]:
    for flag in knowledge.basis.danger.flags:
        if flag.ask:
            yield flag.id, ["?", "x", "2"], methodcaller("ask_flag", flag, flag.self_check)


def self_checks_of_lists(knowledge: Knowledge) -> Iterator[Ask]:
    for gate in knowledge.basis.danger.gate:
        checks = [line for flag in gate.flags for line in flag.self_check]
        yield gate.id, ["?", "x", "2"], methodcaller("ask_gate_again", gate, checks)


def reasons_why(knowledge: Knowledge) -> Iterator[Ask]:
    for one in knowledge.basis.interview.questions:
        yield one.id, ["?", "xyzzy", *["m"] * 6, ""], methodcaller("ask_why", one, 12, 12)


KINDS = (lists, reasons_of_lists, rows_of_danger, self_checks_of_rows, self_checks_of_lists, reasons_why)


def turning_pages(typed: list[str]) -> Callable[[str], str]:
    """Type the next thing, but Enter where a page has to be turned."""
    return lambda screen: "" if "Enter for more" in screen else typed.pop(0)


@pytest.mark.parametrize("whom", [None, "your daughter-in-law"])
@pytest.mark.parametrize(
    ("asks", "columns", "rows"),
    [
        *((asks, *size) for size in SIZES for asks in KINDS),
    ],
)
def test_no_screen_is_taller_than_the_window(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, asks: Callable[[Knowledge], Iterator[Ask]],
    columns: int, rows: int, whom: str | None,
) -> None:  # fmt: skip
    too_tall = {}
    for one, typed, ask in asks(knowledge):
        desk = Desk(monkeypatch, columns=columns, rows=rows)
        desk.reply = turning_pages(typed)
        ask(desk.talk(knowledge, whom))
        if desk.tallest > rows:
            too_tall[one] = desk.tallest
    assert too_tall == {}


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_turning_the_pages_of_a_self_check_never_answers_it(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, columns: int, rows: int
) -> None:
    """Whatever is typed while pages are turned, the question itself still waits for its own answer."""
    turned = 0
    for flag in knowledge.basis.danger.flags:
        for early in ("", "1", "2", "yes"):
            desk = Desk(monkeypatch, columns=columns, rows=rows)
            desk.reply = lambda screen, early=early: early if "Enter for more" in screen else "3"
            assert desk.talk(knowledge).ask_flag(flag, flag.self_check * 3) is Answer.NOT_SURE
            turned += len(desk.screens) - 1
            shown = " ".join(re.sub(r"Enter for more · q( quit)?\n> ", "", desk.written).split())
            assert all(" ".join(line.split()) in shown for line in flag.ask)
            assert "1 yes · 2 no" in desk.screens[-1]
    assert turned or (columns, rows) == SIZES[0]


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_long_report_comes_a_screen_at_a_time(monkeypatch: pytest.MonkeyPatch, columns: int, rows: int) -> None:
    lines = [f"line {number}" for number in range(60)]
    desk = Desk(monkeypatch, [""] * 9, columns=columns, rows=rows)
    page(desk.door, lines)
    assert [line for line in desk.written.replace("> ", "").splitlines() if line.startswith("line ")] == lines
    assert desk.tallest <= rows
    with pytest.raises(LeftError):
        page(Desk(monkeypatch, ["q"], columns=columns, rows=rows).door, lines)
