"""What the benchmark works out from what it measured is right; what it measures is timed in no test."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cramp_cli
from benchmarks.made_up import LONG_HOLD_SECONDS, copy_with_long_holds, copy_with_regions, write_history
from benchmarks.results import Row, Target, drift, percentile, ratio, seen_at, shown, slope
from benchmarks.table import lines, summary
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.history import History
from cramp_cli.terminal import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = Path(cramp_cli.__file__).parents[1]


@pytest.mark.parametrize(
    ("value", "target", "unit", "verdict"),
    [
        (1.25, Target(1.25), "x", "ok"),
        (1.254, Target(1.25), "x", "ok"),
        (1.26, Target(1.25), "x", "MISSED"),
        (150.4, Target(150), "MB", "ok"),
        (151, Target(150), "MB", "MISSED"),
        (99, None, "x", ""),
        (None, Target(1), "s", "not run"),
        (None, None, "ms", "not run"),
    ],
)
def test_a_figure_is_judged_as_it_is_shown(value: float | None, target: Target | None, unit: str, verdict: str) -> None:
    assert Row("one", value, unit, target).verdict == verdict


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.066, "x", "1.07x"),
        (0.5, "s", "0.50 s"),
        (1234.4, "B/s", "1,234 B/s"),
        (0.126, "%", "0.13%"),
        (None, "x", "-"),
    ],
)
def test_a_figure_has_its_unit(value: float | None, unit: str, text: str) -> None:
    assert shown(value, unit) == text


def test_a_target_says_what_it_is_a_ratio_of() -> None:
    assert Target(1.25, "T").said("x") == "<= 1.25x T"
    assert Target(900).said("B/s") == "<= 900 B/s"


@pytest.mark.parametrize(
    ("of", "to", "expected"), [([2, 3, 100], [1, 1, 1], 3.0), ([5], [2], 2.5), ([2, 20, 9], [1, 10, 3], 2.0)]
)
def test_neither_one_slow_run_nor_a_slow_round_changes_a_ratio(
    of: Sequence[float], to: Sequence[float], expected: float
) -> None:
    assert ratio(of, to) == expected


@pytest.mark.parametrize(("part", "expected"), [(0.0, 1), (0.5, 51), (0.95, 96), (1.0, 100)])
def test_percentiles_are_values_that_were_measured(part: float, expected: int) -> None:
    assert percentile(range(100, 0, -1), part) == expected


def test_the_slope_is_what_one_more_costs() -> None:
    assert slope({10: 1.0, 1_000: 7.0, 110: 3.0}) == pytest.approx(6 / 990)


@pytest.mark.parametrize(
    ("text", "expected"), [("Pull", 0.2), ("Pull your toes", 0.3), ("your toes up", 0.4), ("Push", None), ("sign", 0.1)]
)
def test_text_is_seen_when_its_last_letter_is_there(text: str, expected: float | None) -> None:
    chunks = [
        (0.1, b"\x1b[?25la s\x1b[1mi\x1b[0mgn\r\n"),
        (0.2, b"\x1b[3;4HPull y"),
        (0.3, b"our\x1b[K toes"),
        (0.4, b" up"),
    ]
    assert seen_at(chunks, text) == expected


def test_the_last_key_of_the_first_screen_is_the_one_waited_for() -> None:
    pytest.importorskip("pty", reason="not run: no pseudo-terminals here")
    from benchmarks.starting import LAST_OF_SCREEN

    assert " ".join(frames._STEPPING[-1]) == LAST_OF_SCREEN


@pytest.mark.parametrize(("moments", "expected"), [((5.0, 90.0), 0), ((5.0, 90.02), 0.02), ((5.1, 7, 90.05), 0.05)])
def test_drift_is_how_far_from_a_whole_second_a_tick_is(moments: Sequence[float], expected: float) -> None:
    assert drift(moments) == pytest.approx(expected)


def test_the_table_stands_in_columns_and_is_summed_up() -> None:
    start = [Row("a", 1.5, "x", Target(1, "P"), 9.0), Row("longer", 0.5, "s", Target(1), None, "an aside")]
    groups = {"start": start, "hold": [Row("b", None, "ms")]}
    assert list(lines(groups)) == [
        "        cramp-cli  termdown  target",
        "",
        "start",
        "a           1.50x     9.00x  <= 1x P  MISSED",
        "longer     0.50 s         -  <= 1 s   ok       an aside",
        "",
        "hold",
        "b               -         -           not run",
    ]
    assert summary(groups) == "1 ok, 1 MISSED, 1 not run"


def test_a_made_up_history_is_a_history_and_the_same_each_time(tmp_path: Path) -> None:
    until = datetime(2026, 11, 22, tzinfo=UTC)
    for name in ("a", "b"):
        write_history(tmp_path / name, 30, until)
    history = History(tmp_path / "a")
    assert history.check() == ()
    assert history.list() == History(tmp_path / "b").list()
    assert {one.began.local.date() for one in history.list().episodes} == {
        date(2026, 11, day) for day in (19, 20, 21, 22)
    }


def test_a_copy_with_more_regions_is_knowledge_without_a_fault(tmp_path: Path) -> None:
    copy_with_regions(SOURCE, tmp_path, 40)
    found = read_all(tmp_path / "data")
    assert found.problems == ()
    assert len(found.files["regions"]) == 40


def test_a_copy_with_long_holds_holds_as_long(tmp_path: Path) -> None:
    copy_with_long_holds(SOURCE, tmp_path)
    found = read_all(tmp_path / "data")
    assert found.problems == ()
    assert plan_routine(Knowledge(found).region("calf"), Person()).steps[0].seconds == LONG_HOLD_SECONDS
