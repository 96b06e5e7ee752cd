"""An episode is what was said of it: moments keep their clock, entries lose nothing, and every fault is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from helpers.episodes import NOW, episode, episodes, kept, step
from hypothesis import given

from cramp_cli.core.episode import MOST_NOTE_CHARACTERS, Episode, Moment, Origin
from cramp_cli.storage.history_entries import EXPORT_SCHEMA, check_entry, check_export, entry_of, export_of

GOOD: dict[str, Any] = {"id": episode(1).id, "began": "2026-11-22T03:10:05+01:00", "region": "calf"}


@given(episodes)
def test_an_entry_says_everything(one: Episode) -> None:
    clean = kept(one)
    assert kept(clean) == clean
    assert (clean.began, clean.ended, clean.steps, clean.red_flags) == (one.began, one.ended, one.steps, one.red_flags)
    assert all(char.isprintable() or char == "\n" for char in clean.notes)


def test_a_moment_keeps_the_clock_of_the_person() -> None:
    moment = Moment.at(datetime(2026, 11, 22, 3, 10, 5, 999, timezone(timedelta(hours=5, minutes=45))))
    assert str(moment) == "2026-11-22T03:10:05+05:45"
    assert moment.utc == datetime(2026, 11, 21, 21, 25, 5, tzinfo=UTC)
    assert moment.local.hour == 3
    assert Moment.parse(str(moment)) == moment


def test_a_moment_without_a_zone_or_beyond_the_calendar_is_a_bug() -> None:
    bad: list[Any] = [(NOW.replace(tzinfo=None), 0), (NOW, 1440), (datetime(1899, 1, 1, tzinfo=UTC), 0)]
    for given_ in bad:
        with pytest.raises(ValueError, match="moment"):
            Moment(*given_)
    with pytest.raises(ValueError, match="time zone"):
        Moment.at(NOW.replace(tzinfo=None))


def test_the_clock_set_back_does_not_forbid_an_end_before_the_beginning() -> None:
    one = episode(1, ended=Moment(NOW - timedelta(days=400)))
    assert kept(one) == one


def test_what_got_further_is_later() -> None:
    one = episode(1, steps=())
    further = one.with_step(step(1))
    ended = episode(1, steps=(), ended=Moment(NOW))
    assert further.is_later_than(one)
    assert ended.is_later_than(further)
    assert not one.is_later_than(one)


def test_the_least_entry_is_an_imported_episode() -> None:
    one, faults = check_entry(GOOD)
    assert faults == ()
    assert one is not None
    assert (one.origin, one.steps, one.ended) == (Origin.IMPORTED, (), None)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id": "../../etc/passwd"}, "id: expected a lower-case UUID"),
        ({"id": GOOD["id"].upper().replace("0", "A")}, "id: expected a lower-case UUID"),
        ({"began": "2026-02-30T00:00:00Z"}, "began: expected a time"),
        ({"began": "2026-11-22T03:10:05"}, "began: expected a time"),
        ({"began": "9999-12-31T23:59:59-12:00"}, "began: expected a time"),
        ({"began": 5}, "began: expected a time"),
        ({"began": None}, "began: expected a time"),
        ({"ended": ""}, "ended: expected a time"),
        ({"region": ""}, "region: expected an id"),
        ({"region": "x" * 201}, "region: expected an id"),
        ({"side": "middle"}, "side: expected left, right, both or null"),
        ({"side": []}, "side: expected left, right, both or null"),
        ({"pain_before": 11}, "pain_before: expected a whole number from 0 to 10"),
        ({"pain_after": -1}, "pain_after: expected a whole number from 0 to 10"),
        ({"pain_after": True}, "pain_after: expected a whole number from 0 to 10"),
        ({"pain_after": 7.0}, "pain_after: expected a whole number from 0 to 10"),
        ({"lasted_seconds": 10**400}, "lasted_seconds: expected a whole number"),
        ({"notes": "n" * (MOST_NOTE_CHARACTERS + 1)}, "notes: expected text of at most 10000 characters"),
        ({"notes": "n" * (1 << 20)}, "notes: expected text of at most 10000 characters"),
        ({"notes": "\0" * MOST_NOTE_CHARACTERS}, "notes: expected text of at most 10000 characters"),
        ({"notes": None}, "notes: expected text"),
        ({"origin": "elsewhere"}, "origin: expected relief, by-hand or imported"),
        ({"answers": []}, "answers: expected answers by question id"),
        ({"answers": {"q": float("nan")}}, "answers: expected answers by question id"),
        ({"answers": {"q": 10**400}}, "answers: expected answers by question id"),
        ({"answers": {"q": [5]}}, "answers: expected answers by question id"),
        ({"answers": {"q": True}}, "answers: expected answers by question id"),
        ({"red_flags": "dvt"}, "red_flags: expected a list"),
        ({"steps": {}}, "steps: expected a list"),
        ({"steps": ["hold"]}, "steps 1: not a mapping"),
        ({"steps": [{"step": "a", "remedy": "b", "outcome": "fine"}]}, "steps 1: outcome: expected one of gone"),
        ({"steps": [{"step": "a", "remedy": "b", "outcome": "gone", "x": 1}]}, "steps 1: x: unknown key"),
        ({"\x1b[2Jpain": 1}, "\\x1b[2Jpain: unknown key"),
    ],
)
def test_every_fault_is_named(change: dict[str, Any], fault: str) -> None:
    one, faults = check_entry(GOOD | change)
    assert one is None
    assert len(faults) == 1
    assert faults[0].startswith(fault)
    assert faults[0].isprintable()


@pytest.mark.parametrize("note", ["\0", "\ud800", "\x1b[31m", "\x9b2J", "\u202e", "a\r\nb", "\x7f"])
def test_hostile_text_is_made_visible_and_kept(note: str) -> None:
    one = kept(episode(1, notes=f"before {note} after", came_after=note))
    assert one.notes.startswith("before ")
    assert one.notes.endswith(" after")
    assert all(char.isprintable() or char == "\n" for char in one.notes + one.came_after)


def test_an_export_is_read_back_and_every_bad_item_is_named() -> None:
    good = [episode(number) for number in range(4)]
    assert check_export(export_of(good)) == (tuple(good), ())
    items = [*export_of(good)["items"], GOOD | {"pain_before": 12}, 5, entry_of(good[0])]
    found, problems = check_export({"schema": EXPORT_SCHEMA, "items": items})
    assert found == tuple(good)
    assert [problem.split(":")[0] for problem in problems] == [
        f"item 5 ({GOOD['id']})",
        "item 6",
        f"item 7 ({good[0].id})",
    ]


@pytest.mark.parametrize(
    "raw", [None, [], {}, {"schema": "cramp-cli/history/2", "items": []}, {"schema": EXPORT_SCHEMA}]
)
def test_what_is_no_export_is_refused(raw: object) -> None:
    assert check_export(raw)[1][0].startswith("not a history")
