"""The calendar file: what a calendar program needs, at the hour the person means, and nothing that gives them away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from cramp_cli.export.calendar import Reminder, calendar
from cramp_cli.knowledge.plans import plans_of

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

NOW = datetime(2026, 11, 22, 20, 0, 5, tzinfo=UTC)
STRETCH = Reminder("night-stretching", "Stretch", date(2026, 11, 22), 42, "20:30")


def event(text: bytes) -> Any:  # noqa: ANN401 - its values have many types
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    return found


def test_it_reads_back_as_one_private_reminder_a_day() -> None:
    found = event(calendar(STRETCH, NOW))
    assert str(found["SUMMARY"]) == "Stretch"
    assert str(found["CLASS"]) == "PRIVATE"
    assert found["RRULE"] == {"FREQ": ["DAILY"], "COUNT": [42]}
    assert found["DURATION"].dt == timedelta(minutes=5)
    assert found["DTSTAMP"].dt == NOW
    (alarm,) = found.walk("VALARM")
    assert str(alarm["ACTION"]) == "DISPLAY"
    assert str(alarm["DESCRIPTION"]) == "Stretch"
    assert alarm["TRIGGER"].dt == timedelta(minutes=-5)


def test_half_past_eight_is_half_past_eight_in_summer_and_winter_and_on_a_journey() -> None:
    text = calendar(STRETCH, NOW)
    assert b"DTSTART:20261122T203000\r\n" in text
    assert b"TZID" not in text
    assert event(text)["DTSTART"].dt == datetime(2026, 11, 22, 20, 30)  # noqa: DTZ001 - it floats


def test_a_second_file_of_the_same_plan_updates_the_first() -> None:
    first, second = event(calendar(STRETCH, NOW)), event(calendar(STRETCH, NOW + timedelta(minutes=2)))
    other = event(calendar(Reminder("posture-breaks", "Move", STRETCH.first_day, 7, "10:30"), NOW))
    assert first["UID"] == second["UID"] != other["UID"]
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"]) >= 0


def test_the_same_moment_gives_the_same_bytes_wherever_the_clock_stands() -> None:
    assert calendar(STRETCH, NOW) == calendar(STRETCH, NOW.astimezone(timezone(timedelta(hours=9))))


def test_every_line_ends_in_cr_lf_and_fits_75_octets_without_splitting_a_character() -> None:
    text = calendar(
        Reminder("night-stretching", "Dehnen, \u00e4\u00f6\u00fc; " * 12, STRETCH.first_day, 42, "20:30"), NOW
    )
    assert text.endswith(b"\r\n")
    assert text.count(b"\n") == text.count(b"\r\n")
    for line in text.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert str(event(text)["SUMMARY"]).startswith("Dehnen, \u00e4\u00f6\u00fc; Dehnen")


def test_it_has_what_calendar_programs_ask_for() -> None:
    text = calendar(STRETCH, NOW)
    for needed in (b"VERSION:2.0", b"PRODID:", b"UID:", b"DTSTAMP:20261122T200005Z"):
        assert text.count(needed) == 1


@pytest.mark.parametrize("word", ["cramp", "night", "muscle", "pain", "medicine", "doctor", "hallegraeff"])
def test_nobody_who_sees_the_calendar_learns_of_an_illness(knowledge: Knowledge, word: str) -> None:
    for plan in plans_of(knowledge).values():
        text = calendar(Reminder(plan.id, plan.reminder, STRETCH.first_day, plan.weeks * 7, plan.when), NOW).decode()
        shown = text.replace("-//cramp-cli//plan//EN", "").casefold()
        assert word not in shown, plan.id
