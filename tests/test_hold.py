"""Every key, in every phase, running and paused."""

from __future__ import annotations

import string

import pytest

from cramp_cli.core.countdown import Countdown
from cramp_cli.core.hold import BACK_AGAIN, Hold, Phase, Signal, pause_for_absence, press

PHASES = list(Phase)
MEANINGS = {
    "g": Signal.GONE,
    "w": Signal.WORSE,
    "x": Signal.SIGN,
    "n": Signal.NEXT,
    "b": Signal.BACK,
    "q": Signal.QUIT,
    "r": Signal.AGAIN,
    "\x04": Signal.QUIT,
}
AT_REST = {
    "e": Signal.EASING,
    "s": Signal.SAME,
    "1": Signal.GONE,
    "2": Signal.EASING,
    "3": Signal.SAME,
    "4": Signal.WORSE,
}


def running(phase: Phase = Phase.HOLD) -> Hold:
    return Hold(phase, Countdown.start(30, now=0), shortest_seconds=10, longest_seconds=60)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize(("key", "signal"), MEANINGS.items())
@pytest.mark.parametrize("paused", [False, True])
def test_a_key_with_a_meaning_means_it_everywhere(phase: Phase, key: str, signal: Signal, *, paused: bool) -> None:
    hold = press(running(phase), " ", 5)[0] if paused else running(phase)
    for typed in (key, key.upper()):
        assert press(hold, typed, 7) == (hold, signal)


@pytest.mark.parametrize(("key", "signal"), AT_REST.items())
def test_at_rest_the_answers_are_keys(key: str, signal: Signal) -> None:
    assert press(running(Phase.REST), key, 1)[1] is signal
    assert press(running(Phase.HOLD), key, 1)[1] is None


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("key", [" ", "?", "k", "\r", "\x1b[A", "é", "0", "\t"])
def test_any_other_key_pauses_and_the_same_key_goes_on(phase: Phase, key: str) -> None:
    paused, signal = press(running(phase), key, 5)
    assert signal is None
    assert paused.countdown.left(500) == 25
    resumed, signal = press(paused, key, 500)
    assert signal is None
    assert resumed.countdown.left(510) == 15


def test_space_goes_on_whatever_paused() -> None:
    paused, _ = press(running(), "k", 5)
    assert not press(paused, " ", 9)[0].countdown.is_paused


def test_a_third_key_leaves_it_paused() -> None:
    paused, _ = press(running(), "k", 5)
    still, _ = press(paused, "j", 6)
    assert still.countdown.is_paused
    assert not press(still, "j", 7)[0].countdown.is_paused


def test_why_pauses_and_explains() -> None:
    paused, _ = press(running(), "?", 5)
    assert paused.explains
    assert not press(paused, "?", 9)[0].explains


@pytest.mark.parametrize(("keys", "total"), [("+", 40), ("+++++", 60), ("-", 20), ("-----", 10), ("+-", 30)])
def test_plus_and_minus_are_ten_seconds_within_the_range(keys: str, total: int) -> None:
    hold = running()
    for key in keys:
        hold, _ = press(hold, key, 0)
    assert hold.countdown.total_seconds == total


def test_no_single_key_loses_time() -> None:
    for key in string.printable:
        hold, signal = press(running(), key, 4)
        expected = {"+": 36, "-": 16}.get(key, 26)
        assert signal is not None or hold.countdown.left(4) == expected


def test_an_absence_pauses_at_the_last_moment_seen() -> None:
    away = pause_for_absence(running(), last_seen=12, now=192)
    assert away.countdown.left(192) == 18
    assert away.away_seconds == 180
    back, _ = press(away, " ", 200)
    assert back.away_seconds is None
    assert back.countdown.left(205) == 13


def test_after_an_absence_space_goes_on_and_no_other_key_does() -> None:
    away = pause_for_absence(running(), last_seen=12, now=192)
    assert away.paused_by == " "
    assert press(away, "k", 200)[0].countdown.is_paused


def test_an_absence_while_it_explains_leaves_the_explanation_on_the_screen() -> None:
    explaining, _ = press(running(), "?", 5)
    assert pause_for_absence(explaining, last_seen=12, now=192).explains


def test_a_stop_only_ever_pauses_however_often_and_leaves_the_explanation() -> None:
    paused, _ = press(running(), BACK_AGAIN, 5)
    again, _ = press(paused, BACK_AGAIN, 6)
    assert again.countdown.is_paused
    assert not press(again, " ", 7)[0].countdown.is_paused
    explaining, _ = press(running(), "?", 5)
    assert press(explaining, BACK_AGAIN, 6)[0].explains
