"""The facts of the page for the doctor: danger first, nothing hidden, what is missing told."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from helpers.reports import TODAY, WANTED, cramp, facts, held, names_of, part, section, text, written

from cramp_cli.core.counting import tallied
from cramp_cli.core.episode import Damaged, Episode, Moment, Origin
from cramp_cli.core.frequency import Change
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.profile import USUAL_NIGHT, Night
from cramp_cli.core.report_facts import Names, Wanted
from cramp_cli.core.report_reasons import questions, reasons_to_ask
from cramp_cli.storage.history import History
from cramp_cli.storage.history_tallies import tallies

if TYPE_CHECKING:
    from pathlib import Path

    from cramp_cli.knowledge.decoding import Knowledge


@pytest.fixture
def names(knowledge: Knowledge) -> Names:
    return names_of(knowledge)


# -- danger -----------------------------------------------------------------------------------------------------------


def test_danger_comes_first_the_most_urgent_on_top(names: Names) -> None:
    report = facts(names, cramp(3, red_flags=("muscle-tear",)), cramp(9, red_flags=("pulmonary-embolism", "dvt")))
    assert written(report).sections[0].id == "danger"
    assert report.danger[0].id == "pulmonary-embolism"
    assert report.danger[-1].urgency <= report.danger[0].urgency


def test_a_sign_ever_reported_is_on_the_page_whatever_its_dates_and_muscle(names: Names) -> None:
    wanted = Wanted(TODAY - timedelta(days=6), TODAY, "hand", "left")
    report = facts(names, cramp(900, red_flags=("dvt",)), wanted=wanted)
    assert report.episodes == ()
    assert "2024-06-05 (Wed), left calf" in section(report, "danger")


def test_no_sign_is_no_all_clear_and_no_alarm(names: Names) -> None:
    report = facts(names, cramp(1))
    assert "rules nothing out" in section(report, "danger")
    assert part(report, "danger").is_calm
    assert not part(facts(names, cramp(1, red_flags=("dvt",))), "danger").is_calm
    assert not part(facts(names, cramp(1, ending="limit")), "danger").is_calm


def test_a_sign_is_said_as_a_sign_and_not_as_an_illness(names: Names) -> None:
    assert section(facts(names, cramp(1, red_flags=("dvt",))), "danger").startswith("Signs that may mean ")


@pytest.mark.parametrize(
    ("known", "is_too_long"),
    [
        ({"lasted_seconds": 600}, False),
        ({"lasted_seconds": 601}, True),
        ({"ending": "limit"}, True),
        ({"lasted_seconds": 86_400, "region": "neck-shoulder"}, False),
        ({"lasted_seconds": None}, False),
    ],
)
def test_what_lasted_too_long_stands_with_the_danger(names: Names, known: dict[str, Any], is_too_long: bool) -> None:  # noqa: FBT001
    report = facts(names, cramp(1, **known))
    assert bool(report.too_long) is is_too_long
    assert ("longer than a plain cramp" in section(report, "danger")) is is_too_long


def test_a_sign_that_this_version_does_not_know_is_not_lost(names: Names) -> None:
    assert "sign-of-old" in section(facts(names, cramp(1, red_flags=("sign-of-old",))), "danger")


# -- which episodes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("episode", "wanted", "is_there"),
    [
        (cramp(0), Wanted(TODAY, TODAY), True),
        (cramp(1), Wanted(TODAY, TODAY), False),
        (cramp(83), WANTED, True),
        (cramp(84), WANTED, False),
        (cramp(1, region="foot"), replace(WANTED, region="calf"), False),
        (cramp(1, side="right"), replace(WANTED, side="left"), False),
        (cramp(1, side="both"), replace(WANTED, side="left"), True),
        (cramp(1, side=None), replace(WANTED, side="left"), True),
        (cramp(-2), replace(WANTED, last_day=TODAY + timedelta(days=9)), False),
    ],
)
def test_both_days_are_in_it_and_the_side_may_be_unknown(
    names: Names,
    episode: Episode,
    wanted: Wanted,
    is_there: bool,  # noqa: FBT001
) -> None:
    assert bool(facts(names, episode, wanted=wanted).episodes) is is_there


def test_a_day_is_the_day_of_the_persons_own_clock(names: Names) -> None:
    late = replace(cramp(0), began=Moment(datetime(2026, 11, 21, 16, tzinfo=UTC), 9 * 60))
    assert section(facts(names, late), "episodes").startswith("2026-11-22 (Sun) 01:00")


# -- what is counted --------------------------------------------------------------------------------------------------


def test_what_helped_is_counted_and_what_was_left_out_is_not(names: Names) -> None:
    steps = held(
        ("stretching", Outcome.SAME), ("stretching", Outcome.GONE), ("heat", Outcome.WITHHELD),
        ("ice", Outcome.SKIPPED), ("pressure-massage", Outcome.WORSE),
    )  # fmt: skip
    report = facts(names, cramp(1, steps=steps))
    assert [(one.id, one.times, one.eased) for one in report.tried] == [
        ("stretching", 2, 1),
        ("pressure-massage", 1, 0),
    ]
    assert "Cramps also pass by themselves." in section(report, "tried")


def test_a_night_goes_past_midnight(names: Names) -> None:
    evening = replace(cramp(0), began=Moment(datetime(2026, 11, 21, 23, tzinfo=UTC)))
    morning = cramp(0, number=902)
    noon = replace(cramp(0, number=903), began=Moment(datetime(2026, 11, 21, 12, tzinfo=UTC)))
    report = facts(names, evening, morning, noon)
    assert (report.nights, report.at_night) == (1, 2)


def somebody(rng: random.Random, number: int) -> Episode:
    """An episode anywhere in a year, on any clock."""
    began = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(365 * 1440))
    outcomes = [(rng.choice(["heat", "ice"]), rng.choice(list(Outcome))) for _ in range(rng.randrange(3))]
    return Episode(
        str(UUID(int=number)), Moment(began, rng.choice([-600, 0, 90, 540])), rng.choice(["calf", "foot"]),
        Origin.BY_HAND, side=rng.choice(["left", "right", "both", None]), came_after=rng.choice(["", "a run", "a\x1b"]),
        steps=held(*outcomes),
    )  # fmt: skip


@pytest.mark.parametrize("night", [USUAL_NIGHT, Night(60, 330)], ids=str)
def test_episodes_at_hand_are_counted_as_the_store_counts_them(tmp_path: Path, night: Night) -> None:
    rng = random.Random(3)  # noqa: S311 - a seed, so that a failure can be seen again
    episodes = [somebody(rng, number) for number in range(300)]
    history = History(tmp_path / "d")
    history.take_in(episodes)
    found, stored = tallied(episodes, night), tallies(history, night=night, eased_since=TODAY - timedelta(days=999))
    assert {name: dict(value) if isinstance(value, Counter) else value for name, value in vars(found).items()} == {
        name: dict(value) if isinstance(value, Counter) else value for name, value in vars(stored).items()
    }


# -- a change is noticed ----------------------------------------------------------------------------------------------


def test_trend_flags(names: Names) -> None:
    """H-36: more often lately is seen, said at the top, and made a question."""
    report = facts(names, *(cramp(one) for one in range(14)), cramp(70))
    assert any("Clearly more cramps" in line and "doctor" in line for line in written(report).noticed)
    assert "More than before: 14 in the last 4 weeks, 0 in the 4 before." in section(report, "pattern")
    assert any("more often than before" in one for one in questions(report))


def test_a_muscle_that_never_cramped_before_is_a_change_where_the_log_is_old_enough(names: Names) -> None:
    calf = [cramp(one) for one in range(12)]
    wanted = replace(WANTED, region="calf")
    old, young = facts(names, *calf, cramp(70, region="foot"), wanted=wanted), facts(names, *calf, wanted=wanted)
    assert old.trend is not None
    assert old.trend.change is Change.MORE
    assert young.trend is None


def test_what_held_in_the_past_is_no_reason_to_go_today(names: Names) -> None:
    past = Wanted(TODAY - timedelta(days=120), TODAY - timedelta(days=60))
    report = facts(names, *(cramp(one) for one in range(60, 80)), cramp(118), wanted=past)
    assert report.notices
    assert written(report).noticed == ()


def test_whom_nothing_eases_has_a_question_about_that(names: Names) -> None:
    vain = [cramp(one * 3, steps=held(("stretching", Outcome.SAME), ("heat", Outcome.SAME))) for one in range(10)]
    assert "uneased" in reasons_to_ask(facts(names, *vain))
    assert any("eases" in one for one in questions(facts(names, *vain)))
    eased = [cramp(one * 3, steps=held(("stretching", Outcome.GONE))) for one in range(10)]
    assert "uneased" not in reasons_to_ask(facts(names, *eased))


@pytest.mark.parametrize(("left", "right", "is_asked"), [(5, 0, False), (10, 0, True), (9, 1, True), (6, 5, False)])
def test_one_side_is_asked_about_only_where_chance_would_hardly_do_it(
    names: Names,
    left: int,
    right: int,
    is_asked: bool,  # noqa: FBT001
) -> None:
    sides = ["left"] * left + ["right"] * right
    report = facts(names, *(cramp(number, side=side) for number, side in enumerate(sides)))
    assert ("one-side" in reasons_to_ask(report)) is is_asked


# -- gaps -------------------------------------------------------------------------------------------------------------


def test_damage_and_gaps_are_told(names: Names) -> None:
    backwards = cramp(1, ended=Moment(datetime(2026, 11, 1, tzinfo=UTC)))
    damaged = (Damaged("a", "2026-10-05T03:00:00Z"), Damaged("b", ""))
    report = facts(names, backwards, cramp(40), cramp(200), cramp(-3), damaged=damaged, waiting=2)
    said = section(report, "gaps")
    assert "2 damaged records left out, of 2026-10-05 (Mon), a day that cannot be read" in said
    assert "2 episodes could not be stored yet" in said
    assert "1 older episode not on this page" in said
    assert "Not known: length in 2, pain in 2 of 2." in said
    assert "1 episode with an end before its beginning" in said
    assert "1 episode dated after today" in said
    assert "(38 days): no cramp, or none written down." in said


def test_the_days_before_the_log_began_are_unknown_and_not_counted(names: Names) -> None:
    report = facts(names, cramp(6), cramp(1))
    assert "The log begins on 2026-11-16 (Mon)." in section(report, "gaps")
    assert "2 episodes since the log began on 2026-11-16 (Mon), 2.0 a week" in " ".join(written(report).lead)
    assert report.days == 7
    assert report.a_week == 2


def test_an_empty_log_makes_an_honest_page(names: Names) -> None:
    said = text(facts(names))
    assert "Nothing was logged in these days." in said
    assert "which does not mean none taken" in said
