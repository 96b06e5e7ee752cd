"""When something was, as people type it: each form has one meaning, and nothing that is typed raises."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.core.when_typed import parse_span, parse_when

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=BERLIN)  # a Sunday


def to_local(instant: datetime) -> datetime:
    return instant.replace(tzinfo=BERLIN) if instant.tzinfo is None else instant.astimezone(BERLIN)


def read(text: str, now: datetime = NOW) -> str | None:
    found = parse_when(text, now, to_local)
    return str(found).removesuffix("+01:00") if found else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("now", "2026-11-22T14:05:00"),
        ("13:40", "2026-11-22T13:40:00"),
        ("3:10", "2026-11-22T03:10:00"),
        ("at 3:10", "2026-11-22T03:10:00"),
        ("3.10", "2026-11-22T03:10:00"),
        ("23:40", "2026-11-21T23:40:00"),
        ("23:40:15", "2026-11-21T23:40:15"),
        ("14:06", "2026-11-22T14:06:00"),
        ("14:07", "2026-11-21T14:07:00"),
        ("3am", "2026-11-22T03:00:00"),
        ("12 a.m.", "2026-11-22T00:00:00"),
        ("12:30 pm", "2026-11-22T12:30:00"),
        ("11:40 PM", "2026-11-21T23:40:00"),
        ("yesterday 23:40", "2026-11-21T23:40:00"),
        ("  Yesterday  at  23:40 ", "2026-11-21T23:40:00"),
        ("23:40 yesterday", "2026-11-21T23:40:00"),
        ("today 03:10", "2026-11-22T03:10:00"),
        ("today 23:40", "2026-11-22T23:40:00"),
        ("last night 23:40", "2026-11-21T23:40:00"),
        ("last night at 2:30", "2026-11-22T02:30:00"),
        ("fri 3 am", "2026-11-20T03:00:00"),
        ("last friday 23:40", "2026-11-20T23:40:00"),
        ("sunday 23:40", "2026-11-15T23:40:00"),
        ("2h ago", "2026-11-22T12:05:00"),
        ("2 hours ago", "2026-11-22T12:05:00"),
        ("an hour ago", "2026-11-22T13:05:00"),
        ("half an hour ago", "2026-11-22T13:35:00"),
        ("90 min ago", "2026-11-22T12:35:00"),
        ("1h30m ago", "2026-11-22T12:35:00"),
        ("1 hour and 30 minutes ago", "2026-11-22T12:35:00"),
        ("3 days ago", "2026-11-19T14:05:00"),
        ("2w ago", "2026-11-08T14:05:00"),
        ("2026-11-20 03:10", "2026-11-20T03:10:00"),
        ("2026-11-20 at 03:10", "2026-11-20T03:10:00"),
        ("2026-11-20 3am", "2026-11-20T03:00:00"),
        ("2026-11-20T03:10", "2026-11-20T03:10:00"),
        ("2026-11-20T03:10:05.5", "2026-11-20T03:10:05"),
        ("2026-11-20t03:10:05+01:00", "2026-11-20T03:10:05"),
        ("2999-01-01 03:10", "2999-01-01T03:10:00"),
        ("2026-07-01 03:10", "2026-07-01T03:10:00+02:00"),
        ("2026-11-20T03:10Z", "2026-11-20T03:10:00+00:00"),
        ("2026-11-20 03:10 -0500", "2026-11-20T03:10:00-05:00"),
    ],
)
def test_what_is_typed_has_one_meaning(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "7", "yesterday", "2026-11-20", "25:00", "23:60", "3:1", "13 pm", "0 am", "tomorrow 3:00"),
        *(
            "2h",
            "2 ago",
            "ago",
            "h ago",
            "2h 3 ago",
            "two hours ago",
            "-2h ago",
            "2026-02-30 03:10",
            "2026-11-20T24:10",
        ),
        *("0000-01-01 03:10", "1800-01-01 03:10", "9999-12-31 23:59", "999999w ago", "\u0663:\u0661\u0660", "mo 3:10"),
        *("23:40 yesterday today", "2026-11-20T03:10+99:00", "2026-11-20T03:10+01", "1" * 100 + " h ago", "3:10\x00"),
    ],
)
def test_what_names_no_moment_is_none(text: str) -> None:
    assert read(text) is None


def test_two_hours_ago_are_two_hours_when_the_clocks_change() -> None:
    after_the_change = datetime(2026, 10, 25, 3, 30, tzinfo=BERLIN)
    assert read("2h ago", after_the_change) == "2026-10-25T02:30:00+02:00"


def test_a_time_the_clocks_leave_out_is_taken() -> None:
    assert read("2026-03-29 02:30") is not None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-11-20", "2026-11-20T00:00:00+01:00", "2026-11-21T00:00:00+01:00"),
        ("yesterday", "2026-11-21T00:00:00+01:00", "2026-11-22T00:00:00+01:00"),
        ("today", "2026-11-22T00:00:00+01:00", "2026-11-23T00:00:00+01:00"),
        ("2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
        ("2026-11-20T03:10Z", "2026-11-20T03:10:00+00:00", "2026-11-20T03:10:01+00:00"),
    ],
)
def test_a_day_is_a_whole_day(text: str, since: str, until: str) -> None:
    found = parse_span(text, NOW, to_local)
    assert found is not None
    assert [one.isoformat() for one in found] == [since, until]


@pytest.mark.parametrize("text", ["", "x", "0000-01-01", "9999-12-31", "2026-02-30", "\ud800"])
def test_no_day_is_none(text: str) -> None:
    assert parse_span(text, NOW, to_local) is None


_WORDS = st.sampled_from(
    ["yesterday", "today", "last", "night", "monday", "at", "ago", "2", "h", "min", "an", "23:40", "3am", "pm", "and",
     "2026-11-20", "T", "Z", "+01:00", "-", ":", "9" * 30, "half an hour", "now"]
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=2000)
@given(st.text() | st.lists(_WORDS, max_size=6).map(" ".join) | st.lists(_WORDS, max_size=6).map("".join))
def test_nothing_that_is_typed_raises(text: str) -> None:
    moment = parse_when(text, NOW.astimezone(UTC), to_local)
    assert moment is None or moment.local.tzinfo is not None
    parse_span(text, NOW, to_local)


@settings(derandomize=True, deadline=None)
@given(st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1)))  # noqa: DTZ001 - a local time is what is typed
def test_every_date_and_time_is_read_back(when: datetime) -> None:
    found = parse_when(f"{when:%Y-%m-%d %H:%M:%S}", NOW, to_local)
    assert found is not None
    assert found.utc == to_local(when.replace(microsecond=0)).astimezone(UTC)
