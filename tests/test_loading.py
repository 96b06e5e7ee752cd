"""The whole folder: a faulty region costs that region, a faulty basis stops the start, a new file needs no Python."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from helpers.accidents import damaged
from helpers.small_knowledge import FILES, change, said, write_knowledge
from hypothesis import HealthCheck, given, settings

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.model import Disposition
from cramp_cli.core.names import Found, find
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.knowledge.cache import Cache
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import SINGLE_FILES, check_file, read_all
from cramp_cli.knowledge.opening import load
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EYELID = "regions/eyelid.yaml"
SMALL = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NEW_REGION = """\
id: eyelid
name: eyelid
muscles: the ring of muscle round the eye
checked: 2026-11-22
sides: true
limit: 10m
usual-situation: chair
names: [eyelid, eyelids, lid, twitching lid]
stop-signs:
  - {flag: infection, text: hot and swollen}
never: [the eyeball]
steps:
  - id: shut
    remedy: stretching
    title: Close the eye slowly
    do: Close your {side} eye slowly. Keep it shut.
    hold: 20s
    range: [10s, 30s]
    rest: 5s
    times: 2
    stance: any
    evidence: expert
    sources: []
  - id: stroke
    remedy: pressure-massage
    title: Stroke the bone above
    do: Stroke the bone above the {side} eye.
    hold: 60s
    range: [60s, 90s]
    rest: 0
    times: 1
    stance: any
    gate: [person-before-pressing]
    evidence: expert
    sources: []
situations:
  chair: {ladder: [shut, stroke]}
recheck: body-recheck
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_knowledge(tmp_path / "data")


def use_everything(knowledge: Knowledge) -> None:
    """Decode all there is, as some command some day will."""
    assert set(knowledge.sayings) == set(Disposition)
    assert knowledge.over_limit.advice
    assert knowledge.since.options
    assert knowledge.sources
    assert knowledge.conditions
    conditions = tuple(knowledge.conditions.values())
    for region in knowledge.words.regions:
        assert knowledge.region_name(region)
        plan_routine(knowledge.region(region), Person(side="left", conditions=conditions))
        for situation in knowledge.region(region).situations:
            plan_routine(knowledge.region(region), Person(situation=situation, side="both"))


def test_a_new_region_is_a_new_file_and_no_line_of_python(tmp_path: Path) -> None:
    shutil.copytree(data_root(), tmp_path / "data")
    (tmp_path / "data" / EYELID).write_text(NEW_REGION, "utf-8")
    knowledge = Knowledge(load(tmp_path / "data"))
    assert knowledge.problems == ()
    assert find("eyelid", knowledge.words) == Found("eyelid", "eyelid")
    assert find("my twitching lid", knowledge.words) == Found("eyelid", "twitching lid")
    routine = plan_routine(knowledge.region("eyelid"), Person(side="left"))
    assert [(step.id, step.round, step.seconds) for step in routine.steps] == [
        ("shut", 1, 20), ("shut", 2, 20), ("stroke", 1, 60),
    ]  # fmt: skip
    assert routine.steps[0].instruction == "Close your left eye slowly. Keep it shut."
    assert routine.steps[2].never == ("the eyeball",)
    assert [question.id for question in routine.steps[2].gate] == ["person-before-pressing"]


def test_the_files_in_this_repository_have_no_faults(knowledge: Knowledge) -> None:
    assert said(knowledge.problems) == []
    use_everything(knowledge)


def test_the_knowledge_is_what_the_files_say_whatever_they_say(root: Path) -> None:
    knowledge = Knowledge(load(root))
    assert knowledge.problems == ()
    assert set(knowledge.remedies) == {"closing", "blinking", "stroking", "looking"}
    use_everything(knowledge)


FAULTY = {
    "not YAML": ("name: eyelid", "name: 'eyelid", "eyelid.yaml:2:7: opened here and never closed — close it"),
    "wrong shape": ("times: 2", "times: two", 'eyelid.yaml:21:12: found "two" — write a whole number from 1 to 10'),
    "wrong name": ("flag: drooping", "flag: x",
        'eyelid.yaml:10:12: unknown red flag "x" — write one of: drooping, lasting'),
    "wrong id": ("id: eyelid", "id: lid",
        'eyelid.yaml:1:5: id "lid" is not the file\'s name — write eyelid, or rename the file'),
    "no id": ("id: eyelid\n", "", 'eyelid.yaml:1:1: the file needs "id" — add a line id: …'),
    "odd id": ("id: eyelid", "id: [eyelid]",
        "eyelid.yaml:1:5: found a list of 1 — write an id in small letters, digits and hyphens, such as lower-back"),
    "not allowed": ("name: eyelid", 'name: "\\e[31m"', "eyelid.yaml:2:7: character U+001B is not allowed — remove it"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_region_file_is_left_out_while_the_others_still_work(
    root: Path, old: str, new: str, fault: str
) -> None:
    change(root / EYELID, old, new)
    knowledge = Knowledge(load(root))
    assert said(knowledge.problems) == [fault]
    assert list(knowledge.words.regions) == ["brow"]
    use_everything(knowledge)
    with pytest.raises(CrampError) as left_out:
        knowledge.region("eyelid")
    assert left_out.value.code is ExitCode.KNOWLEDGE


def test_a_faulty_remedy_takes_the_regions_that_use_it_with_it(root: Path) -> None:
    change(root / "remedies/stroking.yaml", "longest: 2m", "longest: long")
    knowledge = Knowledge(load(root))
    assert said(knowledge.problems) == [
        'eyelid.yaml:26:13: the file of remedy "stroking" has faults — mend that file first',
        'stroking.yaml:4:10: found "long" — write a duration such as 30, 30s, 1m30s or 1:30',
    ]
    assert list(knowledge.words.regions) == ["brow"]
    use_everything(knowledge)


@pytest.mark.parametrize("name", SINGLE_FILES)
@pytest.mark.parametrize("contents", ["", "a: [", "zzz: 1\n", "questions: 5\nsources: 5\nred-flags: 5\n", None])
def test_a_faulty_basis_stops_the_start_with_the_exit_code_of_the_knowledge(
    root: Path, name: str, contents: str | None
) -> None:
    file = root / f"{name}.yaml"
    file.unlink()
    if contents is not None:
        file.write_text(contents, "utf-8")
    with pytest.raises(CrampError) as stopped:
        load(root)
    assert stopped.value.code is ExitCode.KNOWLEDGE
    assert str(stopped.value).startswith(f"{name}.yaml:")


def test_every_fault_of_every_file_is_told_at_once_by_file_and_line(root: Path) -> None:
    change(root / EYELID, "times: 2", "times: two")
    change(root / EYELID, "limit: 5m", "limit: long")
    change(root / "regions/brow.yaml", "name: brow", "name: 'brow")
    change(root / "words.yaml", "fillers:", "filler:")
    with pytest.raises(CrampError) as stopped:
        load(root)
    assert [line.split(": ")[0] for line in str(stopped.value).split("\n")] == [
        "regions/brow.yaml:2:7", "regions/eyelid.yaml:6:8", "regions/eyelid.yaml:21:12",
        "words.yaml:1:1", "words.yaml:1:1",
    ]  # fmt: skip


def test_a_folder_that_is_not_there_is_an_error_of_the_knowledge(tmp_path: Path) -> None:
    with pytest.raises(CrampError) as stopped:
        load(tmp_path / "nowhere", Cache(tmp_path / "cache"))
    assert stopped.value.code is ExitCode.KNOWLEDGE


ODD: dict[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
    "a link to nothing": lambda path: path.symlink_to("gone"),
    "a link to itself": lambda path: path.symlink_to(path),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_what_is_no_file_is_named_and_never_waited_for(
    root: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(root / "regions" / "odd.yaml")
    for _ in ("read", "from the cache"):
        knowledge = Knowledge(load(root, Cache(tmp_path / "cache")))
        assert [problem.path for problem in knowledge.problems] == ["regions/odd.yaml"]
        assert set(knowledge.words.regions) == {"eyelid", "brow"}


def test_a_file_mended_is_in_again_at_the_next_start(root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    change(root / EYELID, "times: 2", "times: two")
    assert load(root, cache).problems
    change(root / EYELID, "times: two", "times: 2")
    assert load(root, cache) == load(root)
    assert load(root, cache).problems == ()


CHECKED = {
    "a good region": ("my-lid.yaml", EYELID, "", "", []),
    "a good remedy": ("my-remedy.yaml", "remedies/closing.yaml", "", "", []),
    "a good basis": ("questions.yaml", "questions.yaml", "", "", []),
    "a region": ("my-lid.yaml", EYELID, "times: 2", "tims: 2", [
        'my-lid.yaml:13:5: "shut" needs "times" — add a line times: …',
        'my-lid.yaml:21:5: unknown key "tims" — did you mean "times"?']),
    "a name in a region": ("my-lid.yaml", EYELID, "flag: drooping", "flag: x", [
        'my-lid.yaml:10:12: unknown red flag "x" — write one of: drooping, lasting']),
    "a region with an id of its own": ("my-lid.yaml", EYELID, "id: eyelid", "id: lip", []),
    "a remedy": ("my-remedy.yaml", "remedies/closing.yaml", "condition: contact-lens", "condition: x", [
        'my-remedy.yaml:11:17: unknown condition "x" — write one of: contact-lens, unsteady']),
    "a basis": ("questions.yaml", "questions.yaml", "flag: drooping", "flag: droop", [
        'questions.yaml:5:16: unknown red flag "droop" — did you mean "drooping"?']),
    "what cannot be read": ("my-lid.yaml", EYELID, "name: eyelid", "name: 'eyelid", [
        "my-lid.yaml:2:7: opened here and never closed — close it"]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "like", "old", "new", "faults"), CHECKED.values(), ids=CHECKED)
def test_one_file_outside_is_checked_as_what_it_looks_like(
    root: Path, name: str, like: str, old: str, new: str, faults: list[str]
) -> None:
    file = root.parent / name
    file.write_text(FILES[like].replace(old, new, 1) if old else FILES[like], "utf-8")
    assert said(check_file(file, root)) == faults


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_folder_is_checked_alone_as_it_is_checked_with_the_others(root: Path, name: str) -> None:
    assert check_file(root / name, root) == ()
    if "/" in name:
        change(root / name, "id: ", "id: an")
        assert ["is not the file's name" in str(fault) for fault in check_file(root / name, root)] == [True]


def test_one_file_that_is_gone_is_told_so(root: Path) -> None:
    (fault,) = check_file(root / "gone.yaml", root)
    told = "cannot be read: No such file or directory — check the file and its permissions"
    assert str(fault) == f"{root}/gone.yaml: {told}"


@SMALL
@given(text=damaged(FILES[EYELID]))
def test_no_accident_to_a_region_harms_the_others(root: Path, text: str) -> None:
    (root / EYELID).write_text(text, "utf-8", newline="")
    knowledge = Knowledge(read_all(root))
    assert {problem.path for problem in knowledge.problems} <= {EYELID}
    assert set(knowledge.words.regions) == {"brow", "eyelid"} - {"eyelid" for _ in knowledge.problems[:1]}
    use_everything(knowledge)


@pytest.mark.parametrize("name", [name for name in FILES if name != EYELID])
def test_whatever_passes_the_checks_can_be_used(root: Path, name: str) -> None:
    @settings(SMALL, max_examples=25)
    @given(damaged(FILES[name]))
    def holds(text: str) -> None:
        (root / name).write_text(text, "utf-8", newline="")
        try:
            knowledge = Knowledge(read_all(root))
        except CrampError as error:
            assert error.code is ExitCode.KNOWLEDGE  # noqa: PT017 - either ending is good, any other is not
        else:
            use_everything(knowledge)

    holds()
