"""A chart fits its window, needs no colour, and says the same in letters, in sentences and in SVG."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date, timedelta

import pytest

from cramp_cli.core.chart import Bar, Chart, chart
from cramp_cli.core.tallies import Tallies
from cramp_cli.export.charts import charts
from cramp_cli.terminal.chart import ASCII, BLOCKS, drawn, said, weeks_that_fit

TODAY = date(2026, 11, 22)
WIDTHS = (20, 40, 64, 80, 100)
SVG = "{http://www.w3.org/2000/svg}"


def lived(count: int = 60, days: int = 150) -> Tallies:
    rng = random.Random(5)  # noqa: S311 - a seed, so that a failure can be seen again
    found = [TODAY - timedelta(days=rng.randrange(days)) for _ in range(count)]
    hours = Counter(rng.choice([2, 3, 4, 15]) for _ in range(count))
    return Tallies(
        by_day=dict(Counter(day.isoformat() for day in found)),
        by_hour=tuple(hours[hour] for hour in range(24)),
        by_region={"calf": count - 12, "foot": 7, "hand": 5},
        by_side={"left": count - 20, "right": 20},
        by_came_after={"a very long run up a very high hill": 3},
    )


def picture(tallies: Tallies | None = None, width: int = 40) -> Chart:
    found = chart(tallies or lived(), TODAY, weeks_that_fit(width), str)
    assert found is not None
    return found


def three() -> Tallies:
    hours = tuple(3 if hour == 3 else 0 for hour in range(24))
    return Tallies({"2026-11-20": 2, "2026-11-22": 1}, by_hour=hours, by_region={"calf": 3})


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("has_blocks", [True, False])
def test_every_line_fits_the_window(width: int, has_blocks: bool) -> None:  # noqa: FBT001 - a parameter
    fits = weeks_that_fit(width)
    lines = list(drawn(picture(width=width), max(width, 40), has_blocks=has_blocks))
    assert all(len(line) <= max(width, 40) for line in lines)
    assert all(len(line) <= 4 + 2 * fits for line in lines[1:9])
    assert has_blocks or "\n".join(lines).isascii()


def test_the_calendar_at_forty_columns() -> None:
    assert list(drawn(picture(three(), 40), 40, has_blocks=True))[:10] == [
        "Calendar",
        "    Jul Aug       Sep     Oct     Nov",
        *("Mon", "Tue", "Wed", "Thu"),
        "Fri                                   ▒",
        "Sat                                   ·",
        "Sun                                   ░",
        "· none  ░ 1  ▒ 2  ▓ 3  █ 4 or more",
    ]


def test_a_day_before_the_first_entry_is_empty_and_a_free_day_is_not() -> None:
    found = picture(three())
    assert found.weeks[-1] == (None, None, None, None, 2, 0, 1)
    assert set(found.weeks[0]) == {None}
    assert found.day(len(found.weeks) - 1, 6) == TODAY
    assert found.trend[-1] == Bar("16 Nov", 3)
    assert found.trend[0].count is None


def test_no_state_is_told_by_colour() -> None:
    """Each number of cramps has a letter of its own, and each bar ends in its count."""
    assert len(set(BLOCKS)) == len(set(ASCII)) == 5
    for has_blocks in (True, False):
        lines = list(drawn(picture(), 40, has_blocks=has_blocks))
        assert "\x1b" not in "".join(lines)
        bars = lines[lines.index("Hours") + 1 : lines.index("Where") - 1]
        assert [int(line.split()[-1]) for line in bars] == [bar.count for bar in picture().hours]


def test_the_counts_are_all_there_however_they_are_shown() -> None:
    found = picture()
    assert sum(count or 0 for bar in found.hours for count in [bar.count]) == found.count == 60
    assert sum(bar.count or 0 for bar in found.regions) == 60
    sentences = "\n".join(said(found))
    svg = "".join(text for _, text in charts(found))
    for _, bars in found.groups:
        for bar in bars:
            if bar.count:
                assert f"{bar.name} {bar.count}" in sentences
    for bar in (*found.hours, *found.regions, *found.sides):
        assert f"{bar.name} {bar.count}" in svg
    for number, week in enumerate(found.weeks):
        if any(count is not None for count in week):
            assert f"{found.day(number, 0)} {sum(count or 0 for count in week)}" in svg


def test_sentences_have_no_drawing_in_them() -> None:
    text = "\n".join(said(picture(three())))
    assert text.splitlines() == [
        "3 cramps since 2026-11-20.",
        "The last days with a cramp: 2026-11-20 Friday 2; 2026-11-22 Sunday 1.",
        "Hours: 03-06 3.",
        "Where: calf 3.",
        "Week by week: 16 Nov 3.",
    ]
    assert not set(text) & set(BLOCKS)


def test_many_regions_share_a_bar() -> None:
    many = Tallies({"2026-11-22": 36}, by_hour=(36, *(0,) * 23), by_region={f"r{one}": one for one in range(1, 9)})
    assert picture(many).regions == (*(Bar(f"r{one}", one) for one in (8, 7, 6, 5, 4)), Bar("others", 6))


def test_nothing_makes_no_chart() -> None:
    assert chart(Tallies(), TODAY, 18, str) is None


def test_a_name_cannot_steer_the_terminal_or_the_page() -> None:
    nasty = '<b>\x1b[2J&"'
    counts = Tallies({"2026-11-22": 1}, by_hour=(1, *(0,) * 23), by_region={nasty: 1}, by_came_after={nasty: 1})
    assert "\x1b" not in "\n".join([*drawn(picture(counts), 40, has_blocks=True), *said(picture(counts))])
    for _, text in charts(picture(counts)):
        assert "<b>" not in text


def test_the_svg_is_whole_stands_alone_and_says_what_it_shows() -> None:
    found = charts(picture())
    assert [heading for heading, _ in found] == ["Each day and week (no square: not known)", "Time of day", "Where"]
    for _, text in found:
        root = ET.fromstring(text)  # noqa: S314 - our own
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        title = root.find(f"{SVG}title")
        assert title is not None
        assert title.text == root.get("aria-label")
        assert "id=" not in text, "several may stand in one page"
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    days = ET.fromstring(found[0][1])  # noqa: S314 - the same
    numbers = [int(one.text) for one in days.iter(f"{SVG}text") if one.text and one.text.isdigit()]
    weeks = [[count for count in week if count is not None] for week in picture().weeks]
    shown = [count for week in weeks for count in week if count] + [sum(week) for week in weeks if week]
    assert sorted(numbers) == sorted(shown), "the days, and the sum of each week"


def test_a_month_stands_above_the_week_of_which_it_has_the_larger_part() -> None:
    """The week from Monday the 31st of August is one of September."""
    found = chart(Tallies({"2026-09-01": 1}, by_hour=(1, *(0,) * 23)), TODAY, 12, str)
    assert found is not None
    words = [one.text for one in ET.fromstring(charts(found)[0][1]).iter(f"{SVG}text")]  # noqa: S314 - our own
    assert [one for one in words if one in {"Aug", "Sep", "Oct", "Nov"}] == ["Sep", "Oct", "Nov"]


def test_no_drawing_is_wider_than_its_share_of_a_printed_line() -> None:
    """The three stand side by side on A4 and on Letter: 186 millimetres, with 7 between them."""
    many = Tallies({"2026-11-22": 9, "2026-01-01": 1}, by_hour=(9, *(0,) * 23), by_region={"a very long name " * 9: 9})
    found = chart(many, TODAY, 13, str)
    assert found is not None
    widths = [float(ET.fromstring(text).attrib["width"].removesuffix("mm")) for _, text in charts(found)]  # noqa: S314 - the same
    assert sum(widths) + 7 * 2 <= 186
