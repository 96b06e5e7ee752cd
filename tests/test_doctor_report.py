"""The page for the doctor: danger first, nothing hidden, nothing claimed, and short enough to be read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from cramp_cli.core.episode import Damaged, Episode, Moment, Origin, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.report import Log, Names, Report, Said, Wanted, report_of
from cramp_cli.core.report_contract import contract
from cramp_cli.core.report_reasons import MOST_QUESTIONS, questions, reasons_to_ask, usual_side
from cramp_cli.core.report_words import MOST_ROWS, Paper, paper
from cramp_cli.export.report_page import page
from cramp_cli.export.report_text import lines, markdown

if TYPE_CHECKING:
    from pathlib import Path

    from cramp_cli.knowledge.decoding import Knowledge

TODAY = date(2026, 11, 22)
WANTED = Wanted(TODAY - timedelta(days=83), TODAY)
HOSTILE = "<script>alert('x')</script> | [a](http://b) *c*"


def cramp(days_ago: int, **known: Any) -> Episode:  # noqa: ANN401 - any part of an episode
    """One cramp at three in the morning, that many days ago."""
    began = datetime(TODAY.year, TODAY.month, TODAY.day, 3, tzinfo=UTC) - timedelta(days=days_ago)
    number = known.pop("number", days_ago + 10)
    usual: dict[str, Any] = {"region": "calf", "origin": Origin.RELIEF, "side": "left", "ending": "gone"}
    return Episode(str(UUID(int=number)), Moment(began), **{**usual, **known})


def held(*outcomes: tuple[str, Outcome]) -> tuple[StepTaken, ...]:
    return tuple(StepTaken("toes-up", remedy, outcome) for remedy, outcome in outcomes)


@pytest.fixture
def names(knowledge: Knowledge) -> Names:
    asked: Any = knowledge.entries("report")["questions"]
    return Names(
        regions={one: knowledge.region_name(one) for one in knowledge.words.regions},
        remedies={one.id: one.name for one in knowledge.remedies.values()},
        flags=knowledge.flags,
        limits={"calf": 600, "neck-shoulder": None},
        questions=tuple((one["when"], one["ask"]) for one in asked),
    )


def facts(names: Names, *episodes: Episode, wanted: Wanted = WANTED, said: Said | None = None, **log: Any) -> Report:  # noqa: ANN401 - any part of a log
    return report_of(Log.of(episodes, **log), wanted, said or Said(), names, TODAY)


def text(report: Report) -> str:
    return "\n".join(lines(paper(report, "1.0")))


def section(report: Report, one: str) -> str:
    (found,) = [part for part in paper(report, "1.0").sections if part.id == one]
    rows = [" ".join(row) for row in found.table.rows] if found.table else []
    return "\n".join([*found.lines, *rows])


# -- danger -----------------------------------------------------------------------------------------------------------


def test_danger_comes_first_the_most_urgent_on_top(names: Names) -> None:
    report = facts(names, cramp(3, red_flags=("muscle-tear",)), cramp(9, red_flags=("pulmonary-embolism", "dvt")))
    assert paper(report, "1.0").sections[0].id == "danger"
    assert report.danger[0].id == "pulmonary-embolism"
    assert report.danger[-1].urgency <= report.danger[0].urgency


def test_a_sign_ever_reported_is_on_the_page_whatever_its_dates_and_muscle(names: Names) -> None:
    wanted = Wanted(TODAY - timedelta(days=6), TODAY, "hand", "left")
    report = facts(names, cramp(900, red_flags=("dvt",)), wanted=wanted)
    assert report.episodes == ()
    assert "2024-06-05 (Wed), left calf" in section(report, "danger")


def test_no_sign_is_no_all_clear(names: Names) -> None:
    assert "rules nothing out" in section(facts(names, cramp(1)), "danger")


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


def test_every_date_is_iso_with_its_weekday(names: Names) -> None:
    said = text(facts(names, *(cramp(one) for one in range(30))))
    assert re.findall(r"\d{4}-\d\d-\d\d", said)
    assert re.findall(r"\d{4}-\d\d-\d\d(?! \((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\))", said) == []


@pytest.mark.parametrize(("count", "unit"), [(1, "Episodes"), (40, "Episodes"), (41, "Episodes by week")])
def test_more_than_forty_are_counted_by_week(names: Names, count: int, unit: str) -> None:
    report = facts(names, *(cramp(one) for one in range(count)))
    assert paper(report, "1.0").sections[1].title == unit


@pytest.mark.parametrize(("days", "unit"), [(300, "month"), (2000, "year")])
def test_many_weeks_become_months_and_many_months_years(names: Names, days: int, unit: str) -> None:
    wanted = Wanted(TODAY - timedelta(days=days), TODAY)
    found = paper(facts(names, *(cramp(one) for one in range(days)), wanted=wanted), "1.0").sections[1]
    assert found.title == f"Episodes by {unit}"
    assert found.table
    assert len(found.table.rows) <= MOST_ROWS
    assert sum(int(row[1]) for row in found.table.rows) == days


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


@pytest.mark.parametrize(
    ("left", "right", "expected"), [(5, 0, "left"), (9, 1, "left"), (4, 0, None), (8, 2, None), (0, 6, "right")]
)
def test_one_side_is_named_only_where_nearly_all_are_there(left: int, right: int, expected: str | None) -> None:
    sides = ["left"] * left + ["right"] * right
    assert usual_side([cramp(number, side=side) for number, side in enumerate(sides)]) == expected


def test_trend_flags(names: Names) -> None:
    """H-17 of the trust page: more often lately is seen, said at the top, and made a question."""
    report = facts(names, *(cramp(one) for one in range(14)), cramp(70))
    assert "More often lately" in " ".join(paper(report, "1.0").lead)
    assert "Talk to a clinician" in section(report, "pattern")
    assert any("more often" in one for one in questions(report))


def test_too_little_is_said_to_be_too_little(names: Names) -> None:
    assert "Too little logged" in section(facts(names, cramp(1)), "pattern")


# -- gaps -------------------------------------------------------------------------------------------------------------


def test_damage_and_gaps_are_told(names: Names) -> None:
    backwards = cramp(1, ended=Moment(datetime(2026, 11, 1, tzinfo=UTC)))
    damaged = (Damaged("a", "2026-10-05T03:00:00Z"), Damaged("b", ""))
    report = facts(names, backwards, cramp(40), cramp(200), cramp(-3), damaged=damaged, waiting=2)
    said = section(report, "gaps")
    assert "2 damaged records left out, of 2026-10-05, a day that cannot be read" in said
    assert "2 episodes could not be stored yet" in said
    assert "1 older episode not on this page" in said
    assert "Not known: length in 2, pain in 2 of 2." in said
    assert "1 episode with an end before the beginning" in said
    assert "1 episode dated after today" in said
    assert "(38 days): no cramp, or none written down." in said


def test_the_days_before_the_log_began_are_unknown_and_not_counted(names: Names) -> None:
    report = facts(names, cramp(6), cramp(1))
    assert "The log begins on 2026-11-16 (Mon)." in section(report, "gaps")
    assert report.days == 7
    assert report.a_week == 2


def test_an_empty_log_makes_an_honest_page(names: Names) -> None:
    said = text(facts(names))
    assert "Nothing was logged in these days." in said
    assert "which does not mean none taken" in said


# -- questions and words ----------------------------------------------------------------------------------------------


def test_questions_come_from_what_the_log_shows_and_are_few(names: Names) -> None:
    calm = questions(facts(names, cramp(1)))
    assert len(calm) == 2
    bad = [cramp(one, red_flags=("dvt",), ending="limit", steps=held(("heat", Outcome.WORSE))) for one in range(60)]
    report = facts(names, *bad, said=Said(medicines=("atorvastatin",), linked=("atorvastatin",)))
    assert len(reasons_to_ask(report)) >= 7
    assert len(questions(report)) == MOST_QUESTIONS
    assert questions(report)[-1] == calm[-1]
    assert any("atorvastatin" in one for one in questions(report))


TRIED = (
    "Stretching before bed, 2026-09-01 (Tue) to 2026-10-12 (Mon), done on 30 days: fewer than before; "
    "before 4.1 a week (25 in 42 days), then 1.0 a week (6 in 42 days)."
)


def everything(names: Names) -> Report:
    """The longest page there can be: forty episodes with as much in each as fits."""
    steps = held(("pressure-massage", Outcome.GONE), ("weight-bearing", Outcome.EASING), ("stretching", Outcome.WORSE))
    many = [
        cramp(
            one * 2, region="hamstring", side="right", lasted_seconds=2000, pain_before=10, pain_after=9, steps=steps,
            notes=HOSTILE * 9, came_after="gardening all afternoon in the sun and then a long drive home",
            red_flags=("dvt", "muscle-tear", "rhabdomyolysis"), origin=list(Origin)[one % 3],
        )
        for one in range(MOST_ROWS)
    ]  # fmt: skip
    said = Said(
        ("diabetes", "heart failure", "takes a blood thinner", "high blood pressure"),
        tuple(f"medicine number {one} 20 mg" for one in range(12)), ("atorvastatin", "salbutamol", "furosemide"),
        (TRIED,) * 3,
    )  # fmt: skip
    return facts(names, *many, said=said, damaged=(Damaged("a", "2026-10-05"),) * 3, waiting=1)


@pytest.mark.parametrize("form", [lambda one: "\n".join(lines(one)), markdown, page])
def test_report_wording(names: Names, form: Any) -> None:  # noqa: ANN401 - a function
    """H-15: the header says what it is not, and no other word claims to know what the person has."""
    said = form(paper(everything(names), "1.0")).replace("\\", "")
    assert said.casefold().count("diagnos") == 1
    for needed in ("It is no diagnosis.", "No clinician has reviewed the program's", "Written by the person"):
        assert needed in said.replace("&#39;", "'")
    for word in ("you have", "suffers", "% chance", "probability"):
        assert word not in said.casefold()


def test_the_header_stands_before_everything_else(names: Names) -> None:
    found = paper(everything(names), "1.0")
    assert list(lines(found))[1] == found.about


# -- the forms --------------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag with its attributes, and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(found: Paper) -> Tags:
    tags = Tags()
    tags.feed(page(found))
    return tags


def test_a_note_that_is_markup_appears_as_text(names: Names) -> None:
    tags = parsed(paper(facts(names, cramp(1, notes="<script>alert(1)</script>")), "1.0"))
    assert "<script>alert(1)</script>" in tags.text
    assert not [tag for tag, _ in tags.tags if tag in {"script", "img", "iframe", "link", "a", "form"}]


def test_the_page_is_whole_in_itself_and_its_tables_can_be_read_aloud(names: Names) -> None:
    tags = parsed(paper(everything(names), "1.0"))
    assert ("html", {"lang": "en"}) in tags.tags
    assert {attributes.get("scope") for tag, attributes in tags.tags if tag == "th"} == {"col", "row"}
    for _, attributes in tags.tags:
        assert not {"src", "href", "onclick", "onload"} & set(attributes)
    assert "url(" not in page(paper(everything(names), "1.0"))


def test_what_a_person_typed_is_no_markdown(names: Names) -> None:
    text = markdown(paper(facts(names, cramp(1, notes=HOSTILE[:44], came_after="# big | wide")), "1.0"))
    assert r"\<script\>" in text
    assert r"\# big \| wide" in text
    rows = [line for line in text.splitlines() if line.startswith("| 2026")]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [9]


def test_a_script_gets_every_fact_and_null_for_what_nobody_knows(names: Names) -> None:
    report = facts(names, cramp(1, pain_before=None))
    found = json.loads(json.dumps(contract(report, paper(report, "1.0"))))
    assert found["schema"] == "cramp-cli/report/1"
    assert found["episodes"][0]["pain_before"] is None
    assert {"danger", "episodes", "trend", "tried", "medicines", "conditions", "gaps", "questions"} <= set(found)


def pages_of(folder: Path, html: str, size: str) -> int:
    (folder / "r.html").write_text(html.replace("@page {", f"@page {{ size: {size};", 1), "utf-8")
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    subprocess.run(
        [str(browser), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={folder / 'p'}", f"--print-to-pdf={folder / 'r.pdf'}", (folder / "r.html").as_uri()],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    info = subprocess.run(["pdfinfo", str(folder / "r.pdf")], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", info)[0])


@pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("pdfinfo")), reason="not run: no chromium or no pdfinfo here"
)
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_forty_full_episodes_fit_two_sheets(names: Names, tmp_path: Path, size: str) -> None:
    assert pages_of(tmp_path, page(paper(everything(names), "1.0")), size) <= 2
