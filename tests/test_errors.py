"""A failure is one line for each fault, with its fix, whatever was put into it, and never more than one can read."""

from __future__ import annotations

import pytest

from cramp_cli.core.errors import MOST_FAULTS, CrampError, Problem, bearable

LONG = "x" * 1_000_000


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CrampError("it broke"), "it broke"),
        (CrampError("it broke", fix="mend it"), "it broke — mend it"),
        (CrampError("one", "two", "three"), "one\ntwo\nthree"),
        (CrampError('"ca\nlf" is none', fix="name one"), '"ca\\x0alf" is none — name one'),
        (CrampError("\x1b[31m", "a\u202eb"), "\\x1b[31m\na<U+202E>b"),
        (CrampError(""), ""),
    ],
)
def test_each_fault_is_one_clean_line(error: CrampError, said: str) -> None:
    assert str(error) == said


def test_what_is_endless_is_cut_in_the_middle_and_the_fix_stays() -> None:
    line = str(CrampError(f'"{LONG}" is no muscle', fix="name one"))
    assert len(line) < 1100
    assert line.startswith('"xxx')
    assert line.endswith('x" is no muscle — name one')


def test_a_problem_is_one_clean_line_of_bearable_length() -> None:
    line = str(Problem("a\nb.yaml", 2, 3, f'tag "{LONG}\x1b" is not allowed', "remove it"))
    assert line.isprintable()
    assert line.startswith('a\\x0ab.yaml:2:3: tag "xxx')
    assert line.endswith("is not allowed — remove it")
    assert len(line) < 1100


def test_of_endless_faults_the_first_are_told_once_each_under_a_line_that_says_so() -> None:
    endless = (Problem("my.yaml", number // 2, 1, "wrong") for number in range(2, 10**12))
    found = bearable(endless)
    assert str(found[0]) == f"my.yaml: more than {MOST_FAULTS} faults — mend these first"
    assert sorted(found) == list(found)
    assert len(found) == len(set(found)) <= MOST_FAULTS + 1


def test_as_many_as_one_can_bear_are_all_told() -> None:
    few = [Problem("my.yaml", number, 1, "wrong") for number in range(1, MOST_FAULTS + 1)]
    assert bearable([*few, few[0]]) == tuple(few)
    assert bearable([]) == ()
