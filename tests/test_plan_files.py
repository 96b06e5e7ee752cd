"""The plan files: what no schema can see, what is kept of a plan, and what stands in the shipped ones."""

from __future__ import annotations

import json
import os
import stat
from datetime import date
from typing import TYPE_CHECKING

import pytest
from helpers.small_knowledge import change, said, write_knowledge

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.plan import Kept
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import check_file, read_all
from cramp_cli.knowledge.plans import plans_of
from cramp_cli.storage.locations import data_root
from cramp_cli.storage.plans import NAME, Shelf, forget_plans, read_plans, write_plans

if TYPE_CHECKING:
    from pathlib import Path


PLAN = """\
id: rest-eyes
name: rest for the eyes
names: [rest]
checked: 2026-11-22
why: It may help.
evidence: expert
sources: []
for: {causes: [dust], regions: [eyelid]}
remedies: [closing]
steps:
  - id: shut
    text: Close them.
    how-often: every evening
    evidence: expert
    sources: []
    guide:
      region: eyelid
      steps: {chair: shut}
      hold: 20s
      rest: 5s
      times: 2
weeks: 2
when: "20:30"
reminder: Rest
not-if: []
known: []
watch: [Red eyes.]
see: Somebody.
"""
CAUSE = """\
id: dust
name: dust
names: [dust]
checked: 2026-11-22
what: [{text: It itches., evidence: expert, sources: []}]
clues:
  - {text: early, speaks: for, weight: weak, question: when, answer: mornings, evidence: expert, sources: []}
do: [{text: Wipe it., evidence: expert, sources: []}]
see: {who: nobody, disposition: self-care}
"""
FAULTS = {
    "unknown cause": ("causes: [dust]", "causes: [duts]", 'unknown cause "duts" — did you mean "dust"?'),
    "no cause": ("causes: [dust]", "causes: []", "no cause leads to this plan"),
    "unknown region": ("regions: [eyelid]", "regions: [eyeli]", 'unknown region "eyeli"'),
    "unknown remedy": ("[closing]", "[closin]", 'unknown remedy "closin"'),
    "unknown step": ("{chair: shut}", "{chair: shutt}", 'unknown step "shutt" — did you mean "shut"?'),
    "a press": ("{chair: shut}", "{chair: press-lid}", '"press-lid" may not be done without a question first'),
    "too long a hold": ("hold: 20s", "hold: 40s", 'hold is outside the safe range of "shut" — write 10 to 30 seconds'),
    "too short a hold": ("hold: 20s", "hold: 5s", "write 10 to 30 seconds"),
    "nothing for who cannot stand": (
        "{chair: shut}", "{standing: shut}",
        '"unsteady" needs a step for "chair" — add chair: and a step of the region',
    ),
    "unknown condition": ("not-if: []", "not-if: [{condition: lens, because: No.}]", 'unknown condition "lens"'),
    "unknown source": ("sources: []\nfor", "sources: [zzz]\nfor", 'unknown source "zzz"'),
    "claimed too much": ("evidence: expert\nsources: []\nfor", "evidence: strong\nsources: []\nfor",
        'evidence "strong" without a source that was seen'),
    "a telling title": ("reminder: Rest", "reminder: Night cramp", "one neutral word"),
    "no time of day": ('when: "20:30"', 'when: "25:00"', "a time of day such as 20:30"),
    "too many weeks": ("weeks: 2", "weeks: 99", "a whole number of weeks, at most 26"),
}  # fmt: skip


def small(root: Path) -> Path:
    return write_knowledge(root, **{"plans/rest-eyes.yaml": PLAN, "causes/dust.yaml": CAUSE})


def test_a_good_plan_has_no_fault(tmp_path: Path) -> None:
    assert said(read_all(small(tmp_path / "k")).problems) == []


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_of_a_plan_is_named_and_the_rest_still_works(tmp_path: Path, name: str) -> None:
    old, new, expected = FAULTS[name]
    root = small(tmp_path / "k")
    change(root / "plans/rest-eyes.yaml", old, new)
    raw = read_all(root)
    lines = said(raw.problems)
    assert any(line.startswith("rest-eyes.yaml:") and expected in line for line in lines), lines
    assert raw.files["plans"] == {}
    assert set(raw.files["regions"]) == {"eyelid", "brow"}


def test_a_plan_file_alone_is_checked_as_a_plan(tmp_path: Path) -> None:
    file = data_root() / "plans" / "night-stretching.yaml"
    assert check_file(file, data_root()) == ()
    changed = tmp_path / "night-stretching.yaml"
    changed.write_text(file.read_text("utf-8").replace("hold: 10s", "hold: 99s"), "utf-8")
    assert any("outside the safe range" in one.what for one in check_file(changed, data_root()))


def test_a_plan_goes_with_the_file_that_rules_it_out(tmp_path: Path) -> None:
    root = small(tmp_path / "k")
    change(root / "remedies/closing.yaml", "condition: contact-lens", "condition: contact-lense")
    assert plans_of(Knowledge(read_all(root))) == {}


def test_every_shipped_plan_says_how_sure_it_is_when_it_ends_and_whom_to_see(knowledge: Knowledge) -> None:
    plans = plans_of(knowledge)
    assert set(plans) >= {
        "night-stretching", "footwear-trial", "posture-breaks", "training-changes", "fluids-and-salt", "medicine-talk",
    }  # fmt: skip
    for plan in plans.values():
        assert plan.known, plan.id
        assert plan.see, plan.id
        assert 1 <= plan.weeks <= 26


def test_no_plan_advises_to_stop_a_medicine_or_to_take_one(knowledge: Knowledge) -> None:
    for one, entry in knowledge.entries("plans").items():
        text = json.dumps(entry).casefold()
        for word in ("quinine tablets", "magnesium", "take a tablet", "stop taking", "diagnosis", "cure"):
            assert word not in text, (one, word)
    assert "Go on taking everything as prescribed" in json.dumps(knowledge.entries("plans")["medicine-talk"])


def test_no_sentence_of_a_plan_is_longer_than_twenty_words(knowledge: Knowledge) -> None:
    for plan in plans_of(knowledge).values():
        texts = [plan.why, *plan.watch, plan.see, *(step.text for step in plan.steps), *plan.not_if.values()]
        for sentence in (part for text in texts for part in text.replace("?", ".").split(". ")):
            assert len(sentence.split()) <= 20, sentence


# -- what is kept -----------------------------------------------------------------------------------------------------

KEPT = Kept("night-stretching", date(2026, 11, 1), 6, "20:30", (date(2026, 11, 1), date(2026, 11, 2)))
OVER = Kept("posture-breaks", date(2026, 9, 1), 4, "10:30", (), date(2026, 9, 9))


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    assert read_plans(tmp_path / "d") == Shelf()
    write_plans(tmp_path / "d", Shelf(KEPT, (OVER,)))
    assert read_plans(tmp_path / "d") == Shelf(KEPT, (OVER,))


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_person_can_read_it(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_plans(tmp_path / "d", Shelf(KEPT))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "d").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "d" / NAME).stat().st_mode) == 0o600


_BEYOND = '{"schema": "cramp-cli/plans-kept/1", "past": [], "active": {"plan": "shoes", "began": "%s", "weeks": 4, %s}}'
DAMAGE = [
    *("", "{", "[]", "null", "{}", '{"schema": "cramp-cli/plans-kept/2", "active": null, "past": []}'),
    *(_BEYOND % (day, '"when": "21:00", "done": [], "stopped": null') for day in ("0001-01-01", "9999-12-31")),
]


@pytest.mark.parametrize("contents", DAMAGE)
def test_damage_is_said_and_never_guessed_at(tmp_path: Path, contents: str) -> None:
    (tmp_path / NAME).write_text(contents, "utf-8")
    with pytest.raises(CrampError, match="damaged") as raised:
        read_plans(tmp_path)
    assert raised.value.code is ExitCode.HISTORY
    assert (tmp_path / NAME).read_text("utf-8") == contents


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("weeks", 0),
        ("weeks", True),
        ("weeks", 10**9),
        ("began", "yesterday"),
        ("plan", "../x"),
        ("when", "9"),
        ("done", "x"),
    ],
)
def test_no_value_is_believed_that_could_not_have_been_written(tmp_path: Path, key: str, value: object) -> None:
    write_plans(tmp_path, Shelf(KEPT))
    raw = json.loads((tmp_path / NAME).read_text("utf-8"))
    raw["active"][key] = value
    (tmp_path / NAME).write_text(json.dumps(raw), "utf-8")
    with pytest.raises(CrampError, match="damaged"):
        read_plans(tmp_path)


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_plans(tmp_path, Shelf(KEPT))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cramp_cli.storage.history_files.put_in_place", full)
    with pytest.raises(CrampError, match="nothing was changed"):
        write_plans(tmp_path, Shelf(None, (KEPT,)))
    assert read_plans(tmp_path) == Shelf(KEPT)
    assert [one.name for one in tmp_path.iterdir()] == [NAME]


def test_forgetting_leaves_nothing(tmp_path: Path) -> None:
    write_plans(tmp_path, Shelf(KEPT))
    forget_plans(tmp_path)
    forget_plans(tmp_path)
    assert list(tmp_path.iterdir()) == []
