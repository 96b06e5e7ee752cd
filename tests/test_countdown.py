"""A hold is counted by deadline, a pause loses nothing, and the cramp's own clock never stands still."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.core.countdown import Countdown, CrampClock


def test_a_late_look_loses_nothing() -> None:
    running = Countdown.start(30, now=100)
    assert running.left(112.5) == 17.5
    assert running.left(400) == 0
    assert running.is_over(130)
    assert not running.is_over(129.999)


def test_an_hour_of_pause_changes_nothing_of_what_is_left() -> None:
    paused = Countdown.start(30, now=100).pause(115)
    assert paused.left(3715) == 15
    assert not paused.is_over(3715)
    assert paused.resume(3715).left(3720) == 10


def test_what_it_ran_is_what_is_no_longer_left_and_a_pause_is_no_part_of_it() -> None:
    running = Countdown.start(30, now=100)
    assert running.ran(112.5) == 12.5
    assert running.ran(400) == 30
    assert running.pause(115).ran(3715) == 15


@pytest.mark.parametrize(
    ("at", "shown"), [(0, 30), (0.001, 30), (0.999, 30), (1, 29), (29, 1), (29.999, 1), (30, 0), (31, 0)]
)
def test_the_number_shown_is_zero_only_at_the_end(at: float, shown: int) -> None:
    assert Countdown.start(30, now=0).shown(at) == shown


@pytest.mark.parametrize(
    ("change", "total", "left"), [(10, 40, 30), (40, 60, 50), (-10, 20, 10), (-25, 10, 0), (-500, 10, 0)]
)
def test_it_is_lengthened_and_shortened_only_within_the_safe_range(change: int, total: int, left: int) -> None:
    changed = Countdown.start(30, now=0).change(change, shortest=10, longest=60, now=10)
    assert (changed.total_seconds, changed.left(10)) == (total, left)
    assert not changed.is_paused


def test_what_is_changed_while_it_stands_still_goes_on_standing_still() -> None:
    paused = Countdown.start(30, now=0).pause(10)
    longer = paused.change(10, shortest=10, longest=60, now=500)
    assert (longer.total_seconds, longer.left(900)) == (40, 30)
    assert longer.resume(900).left(905) == 25


@given(st.lists(st.tuples(st.sampled_from(["pause", "resume", "wait"]), st.floats(0, 50)), max_size=20))
@settings(derandomize=True)
def test_only_running_time_is_counted(events: list[tuple[str, float]]) -> None:
    """However it is paused and resumed, what is left is the total minus the time it ran."""
    now, ran, countdown = 0.0, 0.0, Countdown.start(60, 0.0)
    for what, seconds in events:
        countdown = {"pause": countdown.pause, "resume": countdown.resume}.get(what, lambda _now, c=countdown: c)(now)
        ran += 0 if countdown.is_paused else seconds
        now += seconds
    assert countdown.left(now) == pytest.approx(max(0.0, 60 - ran), abs=1e-6)


@given(st.floats(0.001, 120), st.floats(0, 120))
@settings(derandomize=True)
def test_the_next_change_is_when_the_number_changes(total: float, at: float) -> None:
    countdown = Countdown.start(total, 0)
    if at < total:
        later = at + countdown.until_change(at)
        assert countdown.shown(later + 1e-6) < countdown.shown(at)


@pytest.mark.parametrize(("at", "stays"), [(0, 1), (0.25, 0.75), (10.5, 0.5), (29.25, 0.75)])
def test_the_number_stays_no_longer_than_to_the_next_whole_second(at: float, stays: float) -> None:
    assert Countdown.start(30, now=0).until_change(at) == stays


def test_while_paused_it_is_looked_at_once_a_second() -> None:
    assert Countdown.start(30, now=0).pause(10.5).until_change(400) == 1


def test_the_clock_counts_from_before_the_command_and_speaks_once() -> None:
    clock = CrampClock(started=1000, limit_seconds=600, before_seconds=300)
    assert clock.elapsed(1100) == 400
    assert clock.until_limit(1100) == 200
    assert not clock.must_speak(1299)
    assert clock.must_speak(1300)
    assert clock.must_speak(5000)
    assert CrampClock(1000, 600, 300, has_spoken=True).until_limit(5000) is None


def test_a_clock_without_a_limit_never_speaks() -> None:
    assert CrampClock(0, None).until_limit(1e9) is None


def test_a_clock_that_was_stopped_shows_how_long_it_lasted() -> None:
    clock = CrampClock(0, 600, stopped_at=90)
    assert clock.elapsed(10_000) == 90
    assert not clock.must_speak(10_000)
