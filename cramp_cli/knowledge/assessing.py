"""Turns checked raw values into what an assessment rests on: questions about why, causes, medicines, levels, rules."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cramp_cli.core.answers import When
from cramp_cli.core.basis import (
    NONE_OF_THESE,
    About,
    Basis,
    Cause,
    Clue,
    Interview,
    Kind,
    Medicine,
    Option,
    Rules,
    WhyQuestion,
)
from cramp_cli.core.model import Disposition, Evidence, Place
from cramp_cli.core.page import Line
from cramp_cli.core.triage import Danger, GateQuestion, Level
from cramp_cli.knowledge.matching import when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.model import Condition, RedFlag, Remedy

    Files = Mapping[str, Any]

Entry = dict[str, Any]


def basis_of(
    files: Files, flags: Mapping[str, RedFlag], remedies: Mapping[str, Remedy], conditions: Mapping[str, Condition]
) -> Basis:
    """Return what an assessment rests on, from the files and from what other files were turned into already."""
    weights = {name: float(value) for name, value in files["assessment"]["weights"].items()}
    return Basis(
        danger=_danger(files, flags),
        interview=_interview(files, conditions),
        causes=tuple(_cause(entry, weights) for entry in files["causes"].values()),
        medicines={entry["id"]: _medicine(entry, weights) for entry in files["medicines"]["medicines"]},
        medicine_rule=(files["medicines"]["rule"][0]["text"],),
        remedies=tuple(remedies.values()),
        conditions=conditions,
        region_remedies={name: _remedies_of(entry) for name, entry in files["regions"].items()},
        routine_remedies=frozenset(one.id for one in remedies.values() if one.place is not Place.ADVICE),
        rules=_rules(files["assessment"], weights),
    )


def _remedies_of(region: Entry) -> frozenset[str]:
    return frozenset(step["remedy"] for step in region["steps"])


def _rules(entry: Entry, weights: Mapping[str, float]) -> Rules:
    return Rules(
        fits_well=float(entry["fits"]["well"]),
        fits_partly=float(entry["fits"]["partly"]),
        cap=float(entry["cap"]),
        danger_points=max(weights.values()),
        danger_first=entry["danger-first"],
        not_asked=entry["not-asked"],
        nothing=entry["nothing"],
        fine=entry["fine"],
        again=entry["again"],
    )


# -- danger -----------------------------------------------------------------------------------------------------------


def _danger(files: Files, flags: Mapping[str, RedFlag]) -> Danger:
    return Danger(
        gate=tuple(
            GateQuestion(one["id"], one["text"], one["why"], tuple(flags[flag] for flag in one["raises"]))
            for one in files["questions"]["gate"]
        ),
        flags=tuple(flags.values()),
        levels=tuple(_level(entry, flags) for entry in files["assessment"]["levels"]),
    )


def _level(entry: Entry, flags: Mapping[str, RedFlag]) -> Level:
    flag = flags[entry["raises"]] if "raises" in entry else None
    return Level(
        id=entry["id"],
        when=when(entry) or When(),
        disposition=flag.disposition if flag else Disposition.from_id(entry["disposition"]),
        text=entry["text"],
        flag=flag,
        sources=tuple(entry["sources"]),
    )


# -- why --------------------------------------------------------------------------------------------------------------


def _interview(files: Files, conditions: Mapping[str, Condition]) -> Interview:
    entry = files["interview"]
    questions = tuple(_question(one, files, conditions) for one in entry["questions"])
    return Interview(questions, entry["most"])


def _question(entry: Entry, files: Files, conditions: Mapping[str, Condition]) -> WhyQuestion:
    about = About(entry["options-from"]) if "options-from" in entry else None
    return WhyQuestion(
        id=entry["id"],
        text=entry["text"],
        why=entry["why"],
        kind=Kind(entry["kind"]),
        options=(*_named(about, entry, files, conditions), *(_option(one) for one in entry.get("options", ()))),
        ask_if=when(entry["ask-if"]) if "ask-if" in entry else None,
        at_most=entry.get("at-most", 1000),
        about=about,
    )


def _option(entry: Entry) -> Option:
    return Option(entry["id"], entry["text"], tuple(entry.get("remedies", ())))


def _named(about: About | None, entry: Entry, files: Files, conditions: Mapping[str, Condition]) -> list[Option]:
    """Return an option for each region or condition, those that matter most first."""
    names: dict[str, str] = {}
    if about is About.REGIONS:
        names = {name: region["name"] for name, region in files["regions"].items()}
    elif about is About.CONDITIONS:
        names = {one.id: one.name for one in conditions.values()}
    first = [one for one in entry.get("first", ()) if one in names]
    return [Option(one, names[one]) for one in dict.fromkeys([*first, *names]) if one != NONE_OF_THESE]


def _cause(entry: Entry, weights: Mapping[str, float]) -> Cause:
    return Cause(
        id=entry["id"],
        name=entry["name"],
        clues=tuple(_clue(one, weights) for one in entry["clues"]),
        only_if=when(entry["only-if"]) if "only-if" in entry else None,
        counts_medicines=entry.get("from-medicines", False),
        rules_out={one["remedy"]: one["because"] for one in entry.get("rules-out", ())},
        advice=tuple(Line(one["text"], Evidence(one["evidence"]), tuple(one["sources"])) for one in entry["do"]),
        see_who=entry["see"]["who"],
        see=Disposition.from_id(entry["see"]["disposition"]),
        tests=tuple(entry.get("tests", ())),
    )


def _clue(entry: Entry, weights: Mapping[str, float]) -> Clue:
    points = _points(entry, weights) or 0.0
    shown_by = When() if entry.get("always") else when(entry)
    return Clue(entry["text"], points if entry["speaks"] == "for" else -abs(points), shown_by)


def _points(entry: Entry, weights: Mapping[str, float]) -> float | None:
    """Return the logarithm of a published ratio, or the weight that stands in for one."""
    if "likelihood" in entry:
        return math.log(float(entry["likelihood"]))
    return weights[entry["weight"]] if "weight" in entry else None


def _medicine(entry: Entry, weights: Mapping[str, float]) -> Medicine:
    return Medicine(entry["id"], entry["name"], tuple(entry["names"]), _points(entry, weights), entry["do"])
