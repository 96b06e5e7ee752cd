"""The data says what the evidence says, and no single slip in it goes unnoticed.

`danger_table.yaml` is the evidence as a table that a clinician can read. The first test compares the data with it; the
rest damage the data in every way that could cost somebody dearly, and show that the comparison notices each of them.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cramp_cli.core.model import Disposition
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import RawKnowledge, read_all
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cramp_cli.core.answers import Match, When
    from cramp_cli.core.model import RedFlag, Remedy
    from cramp_cli.core.triage import Level

    Files = dict[str, Any]
    Mutant = tuple[str, Files]
    Steps = tuple[str | int, ...]

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "danger_table.yaml").read_text("utf-8"))
PLACES: dict[frozenset[str], str] = {frozenset(regions): name for name, regions in TABLE["places"].items()}
EVERYTHING = frozenset(TABLE["everything"])
PARTS = ("gate", "flags", "levels", "conditions", "remedies", "numbers")
MILDER = {"emergency": "same-day", "same-day": "doctor", "doctor": "self-care"}


@pytest.fixture(scope="module")
def files() -> Files:
    return dict(read_all(data_root()).files)


# -- the data in the shape of the table -------------------------------------------------------------------------------


def facts(files: Files) -> dict[str, Any]:
    """Lay out what the program makes of the data as the table does."""
    knowledge = Knowledge(RawKnowledge(files, ()))
    basis = knowledge.basis
    shown = {one.id: one.shown_by for one in knowledge.conditions.values()}
    return {
        "gate": {one.id: [flag.id for flag in one.flags] for one in basis.danger.gate},
        "flags": {one.id: about_flag(one) for one in basis.danger.flags},
        "levels": {one.id: about_level(one) for one in basis.danger.levels},
        "conditions": {name: match_words(match) for name, match in shown.items() if match is not None},
        "remedies": {one.id: about_remedy(one) for one in basis.remedies},
        "numbers": {
            cause.id: numbers
            for cause in basis.causes
            if (numbers := bounds([cause.only_if, *(clue.when for clue in cause.clues)]))
        },
    }


def about_flag(flag: RedFlag) -> dict[str, Any]:
    forbids = set(flag.forbids)
    said = {
        "if-yes": flag.disposition.id,
        "if-not-sure": flag.not_sure.id,
        "forbids": {"everything", *(forbids - EVERYTHING)} if forbids >= EVERYTHING else forbids,
    }
    return {**said, "opened-by": when_words(flag.asked_if)} if flag.asked_if else said


def about_level(level: Level) -> dict[str, str]:
    return {"when": when_words(level.when), "then": level.flag.id if level.flag else level.disposition.id}


def about_remedy(remedy: Remedy) -> dict[str, Any]:
    said = {
        "never-offered": bool(remedy.never_offered),
        "offered-when": when_words(remedy.offer_when) if remedy.offer_when else "",
        "not-with": {one.condition for one in remedy.not_if if not one.regions},
        "not-there-with": {one.condition: options_words(one.regions) for one in remedy.not_if if one.regions},
        "not-when": [match_words(one.match) for one in remedy.not_when],
    }
    return {name: value for name, value in said.items() if value}


def bounds(conditions: Iterable[When | None]) -> list[str]:
    parts = [match for when in conditions if when for match in (*when.all, *when.any, *when.unless)]
    return [match_words(match) for match in parts if match.at_least is not None or match.below is not None]


def when_words(when: When) -> str:
    alternatives = " or ".join(map(match_words, when.any))
    if when.all and len(when.any) > 1:
        alternatives = f"({alternatives})"
    words = " and ".join([*map(match_words, when.all), *([alternatives] if alternatives else [])])
    return f"{words} unless {' or '.join(map(match_words, when.unless))}" if when.unless else words


def match_words(match: Match) -> str:
    said = [f"at least {match.at_least:g}"] if match.at_least is not None else []
    said += [f"below {match.below:g}"] if match.below is not None else []
    said += [options_words(match.options)] if match.options else []
    return f"{match.question} is {' and '.join(said)}"


def options_words(options: Iterable[str]) -> str:
    return PLACES.get(frozenset(options), " / ".join(sorted(options)))


def expected(part: str) -> dict[str, Any]:
    """Return a part of the table with its unordered lists as sets."""
    entries: dict[str, Any] = TABLE[part]
    unordered = {"forbids", "not-with"}
    return {
        name: {key: set(value) if key in unordered else value for key, value in entry.items()}
        if isinstance(entry, dict)
        else entry
        for name, entry in entries.items()
    }


EXPECTED = {part: expected(part) for part in PARTS}


@pytest.mark.parametrize("part", PARTS)
def test_the_data_says_what_the_table_says(files: Files, part: str) -> None:
    said = facts(files)[part]
    assert list(said) == list(EXPECTED[part])
    for name, entry in EXPECTED[part].items():
        assert said[name] == entry, f"{part}: {name}"


def test_the_table_itself_keeps_the_least_a_sign_may_say() -> None:
    """Never below same-day for somebody not sure of an emergency, never below doctor for any other sign."""
    for name, flag in EXPECTED["flags"].items():
        least = Disposition.SAME_DAY if flag["if-yes"] == "emergency" else Disposition.DOCTOR
        assert Disposition.from_id(flag["if-not-sure"]) >= least, name
        assert flag["forbids"], name


# -- the data, damaged ------------------------------------------------------------------------------------------------


def damaged(files: Files, *path: str | int, into: object = None) -> Files:
    """Return the files with the value at `path` taken out, or put in its place; every other file is untouched."""
    name = str(path[0])
    changed = {name: deepcopy(files[name])}
    holder = at_path(changed, path[:-1])
    if into is None:
        holder.pop(path[-1])
    else:
        holder[path[-1]] = into
    return {**files, **changed}


def at_path(value: Any, path: Steps) -> Any:  # noqa: ANN401 - raw YAML values
    for step in path:
        value = value[step]
    return value


def levels_deleted(files: Files) -> Iterator[Mutant]:
    for place, level in enumerate(files["assessment"]["levels"]):
        yield f"level {level['id']} deleted", damaged(files, "assessment", "levels", place)


def levels_lowered(files: Files) -> Iterator[Mutant]:
    for place, level in enumerate(files["assessment"]["levels"]):
        if "disposition" in level:
            milder = MILDER[level["disposition"]]
            path = ("assessment", "levels", place, "disposition")
            yield f"level {level['id']} lowered", damaged(files, *path, into=milder)


def flags_lowered(files: Files) -> Iterator[Mutant]:
    for place, flag in enumerate(files["red_flags"]["red-flags"]):
        for key in ("disposition", "not-sure"):
            path = ("red_flags", "red-flags", place, key)
            yield f"{key} of {flag['id']} lowered", damaged(files, *path, into=MILDER[flag[key]])


def flags_never_asked_about(files: Files) -> Iterator[Mutant]:
    for place, flag in enumerate(files["red_flags"]["red-flags"]):
        if "asked-if" in flag:
            path = ("red_flags", "red-flags", place, "asked-if")
            yield f"asked-if of {flag['id']} removed", damaged(files, *path)


def remedies_no_longer_forbidden(files: Files) -> Iterator[Mutant]:
    for place, flag in enumerate(files["red_flags"]["red-flags"]):
        for entry, remedy in enumerate(flag["forbids"]):
            path = ("red_flags", "red-flags", place, "forbids", entry)
            yield f"{flag['id']} allows {remedy}", damaged(files, *path)


def gates_that_raise_less(files: Files) -> Iterator[Mutant]:
    for place, gate in enumerate(files["questions"]["gate"]):
        path = ("questions", "gate", place, "raises")
        yield f"{gate['id']} raises nothing", damaged(files, *path, into=[])
        for entry, flag in enumerate(gate["raises"]):
            yield f"{gate['id']} no longer raises {flag}", damaged(files, *path, entry)


def contraindications_deleted(files: Files) -> Iterator[Mutant]:
    for remedy, entry in files["remedies"].items():
        for key in ("not-if", "not-when"):
            for place, one in enumerate(entry.get(key, ())):
                what = one.get("condition", one.get("question"))
                yield f"{remedy}: {key} {what} deleted", damaged(files, "remedies", remedy, key, place)
        if "never-offered" in entry:
            yield f"{remedy} is offered", damaged(files, "remedies", remedy, "never-offered")


def answers_dropped(files: Files) -> Iterator[Mutant]:
    """Leave out one part of what a level looks at, be it needed, one of several, or an exception."""
    for place, level in enumerate(files["assessment"]["levels"]):
        for part in ("all", "any", "unless"):
            for entry, one in enumerate(level.get(part, ())):
                path = ("assessment", "levels", place, part, entry)
                yield f"level {level['id']}: {part} {one['question']} dropped", damaged(files, *path)


def numbers_moved(files: Files) -> Iterator[Mutant]:
    """Move every bound of age by a year each way, and turn it round."""
    for name in ("red_flags", "assessment", "conditions", "causes"):
        for path, key in bounded(files[name], (name,)):
            match = at_path(files, path)
            others = {part: value for part, value in match.items() if part != key}
            turned = "below" if key == "at-least" else "at-least"
            for moved in ({key: match[key] + 1}, {key: match[key] - 1}, {turned: match[key]}):
                yield f"{path}: {key} {match[key]} made {moved}", damaged(files, *path, into={**others, **moved})


def bounded(value: object, path: Steps) -> Iterator[tuple[Steps, str]]:
    """Find every number within the conditions of a file."""
    if isinstance(value, dict):
        yield from ((path, key) for key in ("at-least", "below") if key in value)
        for name, inner in value.items():
            yield from bounded(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from bounded(inner, (*path, place))


KINDS: dict[Callable[[Files], Iterator[Mutant]], int] = {
    levels_deleted: 20,
    levels_lowered: 20,
    flags_lowered: 80,
    flags_never_asked_about: 25,
    remedies_no_longer_forbidden: 200,
    gates_that_raise_less: 24,
    contraindications_deleted: 90,
    answers_dropped: 50,
    numbers_moved: 24,
}
"""Every kind of damage, with the fewest mutants that make it a fair trial."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_damaged_data_goes_unnoticed(files: Files, kind: Callable[[Files], Iterator[Mutant]]) -> None:
    count, survivors = 0, []
    for name, mutant in kind(files):
        count += 1
        if facts(mutant) == EXPECTED:
            survivors.append(name)
    assert survivors == []
    assert count >= KINDS[kind], f"only {count} mutants: the data was laid out anew?"
