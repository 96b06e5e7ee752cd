"""A time that was typed is the one the person's clock showed, also around the hours that a year has twice or never."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cramp_cli.commands.history_span import local

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026-03-29T01:59", "2026-03-29T01:59:00+01:00"),
        ("2026-03-29T02:30", "2026-03-29T03:30:00+02:00"),
        ("2026-03-29T03:00", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
        ("2026-07-01T12:00", "2026-07-01T12:00:00+02:00"),
    ],
)
def test_an_hour_that_was_skipped_is_counted_on(typed: str, shown: str) -> None:
    assert local(datetime.fromisoformat(typed)).isoformat() == shown


def test_a_time_with_a_zone_is_carried_over() -> None:
    assert local(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)).isoformat() == "2026-03-29T03:30:00+02:00"
