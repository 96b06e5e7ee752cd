"""Makes the log of somebody who exists only here, and the report about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cramp_cli.core.episode import Damaged, Episode, Moment, Origin, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.report import report_of
from cramp_cli.core.report_facts import Log, Names, Report, Said, Wanted
from cramp_cli.core.report_tables import MOST_ROWS
from cramp_cli.core.report_words import Paper, Section, paper
from cramp_cli.export.report_text import lines
from cramp_cli.knowledge.noticing import noticing_rules

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

TODAY = date(2026, 11, 22)
"""A Sunday."""
WANTED = Wanted(TODAY - timedelta(days=83), TODAY)
HOSTILE = "<script>alert('x')</script> | [a](http://b) *c*"
TRIED = (
    "Stretching before bed, 2026-09-01 (Tue) to 2026-10-12 (Mon), done on 30 days: fewer than before; "
    "before 4.1 a week (25 in 42 days), then 1.0 a week (6 in 42 days)."
)


def names_of(knowledge: Knowledge) -> Names:
    asked: Any = knowledge.entries("report")
    return Names(
        regions={one: knowledge.region_name(one) for one in knowledge.words.regions},
        remedies={one.id: one.name for one in knowledge.remedies.values()},
        flags=knowledge.flags,
        limits={"calf": 600, "hamstring": 600, "neck-shoulder": None},
        rules=noticing_rules(knowledge),
        questions=tuple((one["when"], one["ask"]) for one in asked["questions"]),
        checked="2026-11-22 (Sun)",
    )


def cramp(days_ago: int, **known: Any) -> Episode:  # noqa: ANN401 - any part of an episode
    """One cramp at three in the morning, that many days ago."""
    began = datetime(TODAY.year, TODAY.month, TODAY.day, 3, tzinfo=UTC) - timedelta(days=days_ago)
    number = known.pop("number", days_ago + 10)
    usual: dict[str, Any] = {"region": "calf", "origin": Origin.RELIEF, "side": "left", "ending": "gone"}
    return Episode(str(UUID(int=number)), Moment(began), **{**usual, **known})


def held(*outcomes: tuple[str, Outcome]) -> tuple[StepTaken, ...]:
    return tuple(StepTaken("toes-up", remedy, outcome) for remedy, outcome in outcomes)


def facts(names: Names, *episodes: Episode, wanted: Wanted = WANTED, said: Said | None = None, **log: Any) -> Report:  # noqa: ANN401 - any part of a log
    return report_of(Log.of(episodes, **log), wanted, said or Said(), names, TODAY)


def written(report: Report) -> Paper:
    return paper(report, "1.0")


def text(report: Report) -> str:
    return "\n".join(lines(written(report)))


def part(report: Report, one: str) -> Section:
    (found,) = [section for section in written(report).sections if section.id == one]
    return found


def section(report: Report, one: str) -> str:
    found = part(report, one)
    rows = [" ".join(row) for row in found.table.rows] if found.table else []
    return "\n".join([*found.lines, *rows])


# -- as long as a page can become -------------------------------------------------------------------------------------


def full_cramp(days_ago: int, number: int) -> Episode:
    """One cramp with as much in it as fits."""
    steps = held(("pressure-massage", Outcome.GONE), ("weight-bearing", Outcome.EASING), ("stretching", Outcome.WORSE))
    return cramp(
        days_ago, number=number, region="hamstring", side="right", lasted_seconds=2000, pain_before=10, pain_after=9,
        steps=steps, notes=HOSTILE * 9, came_after="gardening all afternoon in the sun and then a long drive home",
        red_flags=("dvt", "muscle-tear", "rhabdomyolysis"), origin=list(Origin)[number % 3],
    )  # fmt: skip


SAID = Said(
    ("diabetes", "heart failure", "takes a blood thinner", "high blood pressure"),
    tuple(f"medicine number {one} 20 mg" for one in range(12)),
    dict.fromkeys(("atorvastatin", "salbutamol", "furosemide"), "weak evidence"),
    (TRIED,) * 3,
)


def everything(names: Names, count: int = MOST_ROWS, days: int = 60) -> Report:
    """The longest page there can be for so many episodes over so many days."""
    many = [full_cramp(number * days // count, number) for number in range(count)]
    wanted = Wanted(TODAY - timedelta(days=max(days, 83)), TODAY)
    return facts(names, *many, wanted=wanted, said=SAID, damaged=(Damaged("a", "2026-10-05"),) * 3, waiting=1)
