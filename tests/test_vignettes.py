"""The program against its own clinical stories: nobody in danger is missed, and few who are well are alarmed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from campaigns.vignettes import FIRST_CAUSES, FOLDER, Result, read_vignettes, score

from cramp_cli.core.model import Disposition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.knowledge.decoding import Knowledge

FIELDS = {"id", "story", "answers", "expect", "from"}
EXPECTED = {"disposition", "causes"}
LEAST_STORIES = 60


@pytest.fixture(scope="module")
def results(knowledge: Knowledge) -> list[Result]:
    return score(read_vignettes(knowledge.basis), knowledge.basis)


def stories() -> list[tuple[str, dict[str, Any]]]:
    """Return every story as it is written, with the level whose file it stands in."""
    return [
        (path.stem, entry)
        for path in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))["vignettes"]
    ]


def wanting(results: Sequence[Result], level: Disposition) -> list[Result]:
    return [one for one in results if one.vignette.disposition is level]


def enough(part: Sequence[Result], whole: Sequence[Result], per_cent: int) -> bool:
    return len(part) >= ceil(len(whole) * per_cent / 100)


# -- the stories ------------------------------------------------------------------------------------------------------


def test_there_are_stories_of_every_urgency(results: list[Result]) -> None:
    assert len(results) == len(stories()) >= LEAST_STORIES
    for level in Disposition:
        assert len(wanting(results, level)) >= LEAST_STORIES / len(Disposition), level


def test_every_story_says_what_happened_what_was_ticked_what_is_right_and_who_says_so() -> None:
    for level, entry in stories():
        assert set(entry) >= FIELDS, entry["id"]
        assert set(entry["expect"]) >= EXPECTED, entry["id"]
        assert entry["expect"]["disposition"] == level, entry["id"]
        assert entry["expect"]["causes"], entry["id"]
        assert entry["answers"], entry["id"]
        assert len(entry["story"].split()) >= 15, entry["id"]


def test_every_story_is_told_once() -> None:
    for field in ("id", "story"):
        told = [entry[field] for _, entry in stories()]
        assert len(told) == len(set(told)), field


def test_a_story_expects_only_what_exists(knowledge: Knowledge, results: list[Result]) -> None:
    causes, remedies = {*knowledge.entries("causes"), *knowledge.flags}, set(knowledge.remedies)
    for one in results:
        assert set(one.vignette.causes) <= causes, one.vignette.id
        assert set(one.vignette.never) <= remedies, one.vignette.id


def test_every_dangerous_story_says_what_must_not_be_offered(results: list[Result]) -> None:
    for one in results:
        if one.vignette.disposition >= Disposition.SAME_DAY:
            assert one.vignette.never, one.vignette.id


# -- the scores -------------------------------------------------------------------------------------------------------


def test_nobody_who_must_be_seen_today_is_told_anything_milder(results: list[Result]) -> None:
    assert [one.vignette.id for one in results if one.is_missed] == []


def test_no_forbidden_remedy_is_offered_to_anybody(results: list[Result]) -> None:
    assert {one.vignette.id: one.forbidden for one in results if one.forbidden} == {}


def test_the_urgency_is_exactly_right_for_most(results: list[Result]) -> None:
    """Published symptom checkers: 57 % (Semigran 2015)."""
    exact = [one for one in results if one.disposition is one.vignette.disposition]
    assert enough(exact, results, 85)


def test_an_acceptable_cause_is_among_the_first_three(results: list[Result]) -> None:
    """Published symptom checkers: 51 %."""
    named = [one for one in results if one.rank is not None and one.rank <= FIRST_CAUSES]
    assert enough(named, results, 95)


def test_those_who_can_look_after_it_themselves_are_told_so(results: list[Result]) -> None:
    """Published symptom checkers: 33 %."""
    mild = wanting(results, Disposition.SELF_CARE)
    assert enough([one for one in mild if one.disposition is Disposition.SELF_CARE], mild, 85)
