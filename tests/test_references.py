"""What no schema can say: every name leads somewhere, and what the rules of safety ask of the files holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers.small_knowledge import change, said, write_knowledge

from cramp_cli.core.errors import CrampError
from cramp_cli.knowledge.loading import read_all

if TYPE_CHECKING:
    from pathlib import Path

EYELID = "regions/eyelid.yaml"
LOOKING = "remedies/looking.yaml"
OPENING = "begin with a step of closing"


def faults(root: Path) -> list[str]:
    try:
        return said(read_all(root).problems)
    except CrampError as error:
        return str(error).split("\n")


NAMES = {
    "red flag of a sign": (EYELID, "flag: drooping", "flag: droping",
        'eyelid.yaml:10:12: unknown red flag "droping" — did you mean "drooping"?'),
    "question at the end": (EYELID, "recheck: look-again", "recheck: look-agan",
        'eyelid.yaml:63:10: unknown question "look-agan" — did you mean "look-again"?'),
    "question of a gate": (EYELID, "gate: [before-stroking]", "gate: [before-strokin]",
        'eyelid.yaml:34:12: unknown question "before-strokin" — did you mean "before-stroking"?'),
    "second question of a gate": (EYELID, "gate: [before-stroking]", "gate: [before-stroking, zzz]",
        'eyelid.yaml:34:29: unknown question "zzz" — write one of: before-stroking, look-again'),
    "remedy of a step": (EYELID, "remedy: closing", "remedy: opening",
        'eyelid.yaml:14:13: unknown remedy "opening" — write one of: blinking, closing, looking, stroking'),
    "source of a step": (EYELID, "sources: [seen-one]", "sources: [seen-one, seen-two]",
        'eyelid.yaml:24:25: unknown source "seen-two" — did you mean "seen-one"?'),
    "source of a note": (EYELID, "    sources: []\nrecheck", "    sources: [zzz]\nrecheck",
        'eyelid.yaml:62:15: unknown source "zzz" — write one of: heard-one, seen-one'),
    "condition of a person": (EYELID, "condition: contact-lens", "condition: contact-lense",
        'eyelid.yaml:56:17: unknown condition "contact-lense" — did you mean "contact-lens"?'),
    "step of a ladder": (EYELID, "ladder: [shut, ", "ladder: [shut, shutt, ",
        'eyelid.yaml:50:20: unknown step "shutt" — did you mean "shut"?'),
    "step afterwards": (EYELID, "after: [look-about]", "after: [look-about, stretch]",
        'eyelid.yaml:51:25: unknown step "stretch" — write one of: look-about, press-lid, shut'),
    "situation taken first": (EYELID, "usual-situation: chair", "usual-situation: water",
        "eyelid.yaml:7:18: this situation is not described below — write one of: car, chair, desk"),
    "situation like no other": (EYELID, "same-as: chair", "same-as: water",
        "eyelid.yaml:52:19: this situation is not described here — write one of: car, chair, desk"),
    "situation like itself": (EYELID, "same-as: chair", "same-as: desk",
        "eyelid.yaml:52:19: points to a situation that points on — name the one that is written out"),
    "condition of a remedy": (LOOKING, "condition: contact-lens", "condition: lens",
        'looking.yaml:11:17: unknown condition "lens" — write one of: contact-lens, unsteady'),
    "region of a remedy": (LOOKING, "regions: [eyelid]", "regions: [eyelid, eyelids]",
        'looking.yaml:11:79: unknown region "eyelids" — did you mean "eyelid"?'),
    "source of a remedy": (LOOKING, "sources: []", "sources: [heard]",
        'looking.yaml:8:11: unknown source "heard" — did you mean "heard-one"?'),
    "remedy instead": (LOOKING, "if-worse: closing", "if-worse: close",
        'looking.yaml:12:11: unknown remedy "close" — did you mean "closing"?'),
    "red flag after the limit": ("red_flags.yaml", "over-limit: lasting", "over-limit: last",
        'red_flags.yaml:16:13: unknown red flag "last" — did you mean "lasting"?'),
    "source of a red flag": ("red_flags.yaml", "sources: [seen-one]", "sources: [x]",
        'red_flags.yaml:8:15: unknown source "x" — write one of: heard-one, seen-one'),
    "red flag of an item": ("questions.yaml", "flag: drooping", "flag: droop",
        'questions.yaml:5:16: unknown red flag "droop" — did you mean "drooping"?'),
    "source of a question": ("questions.yaml", "sources: [seen-one]", "sources: [x]",
        'questions.yaml:9:15: unknown source "x" — write one of: heard-one, seen-one'),
    "source of a common note": ("aftercare.yaml", "sources: [heard-one]", "sources: [heard-two]",
        'aftercare.yaml:6:15: unknown source "heard-two" — did you mean "heard-one"?'),
    "region of a word": ("words.yaml", "regions: [eyelid, brow]", "regions: [eyelid, brows]",
        'words.yaml:6:23: unknown region "brows" — did you mean "brow"?'),
    "place outside": ("words.yaml", "elsewhere: eyeball", "elsewhere: eyebal",
        'words.yaml:7:16: unknown not-muscle entry "eyebal" — did you mean "eyeball"?'),
    "region to ask first": ("words.yaml", "region: eyelid", "region: eye",
        'words.yaml:10:13: unknown region "eye" — did you mean "eyelid"?'),
    "red flag to ask first": ("words.yaml", "flag: drooping", "flag: drop",
        'words.yaml:13:16: unknown red flag "drop" — did you mean "drooping"?'),
}  # fmt: skip
RULES = {
    "a sign of nine words": (EYELID, "text: one side of the face hangs", "text: a b c d e f g h i",
        "eyelid.yaml:10:28: longer than 8 words — shorten the sign"),
    "a title of seven words": (EYELID, "title: Close your eyes", "title: Close both of your eyes now, gently",
        "eyelid.yaml:15:12: longer than 6 words — shorten the title"),
    "neither limit nor pace": (EYELID, "limit: 5m\n", "",
        "eyelid.yaml:1:1: needs either limit or pace — limit for a cramp, pace for a guarding spasm"),
    "limit and pace": (EYELID, "limit: 5m\n", "limit: 5m\npace: Slow.\n",
        "eyelid.yaml:1:1: needs either limit or pace — limit for a cramp, pace for a guarding spasm"),
    "a gated remedy without a gate": (EYELID, "    gate: [before-stroking]\n", "",
        'eyelid.yaml:25:5: "press-lid" and its remedy disagree about a gate — name its question under gate'),
    "a gated remedy with an empty gate": (EYELID, "gate: [before-stroking]", "gate: []",
        'eyelid.yaml:25:5: "press-lid" and its remedy disagree about a gate — name its question under gate'),
    "a gate before an open remedy": (EYELID, "stance: any\n", "stance: any\n    gate: [look-again]\n",
        'eyelid.yaml:13:5: "shut" and its remedy disagree about a gate — remove gate, or choose a gated remedy'),
    "a first step that is none": (EYELID, "ladder: [shut, press-lid]", "ladder: [press-lid, shut]",
        f'eyelid.yaml:50:14: "press-lid" may not be the first step — {OPENING}'),
    "an empty ladder": ("regions/brow.yaml", "bed: {ladder: [frown]}", "bed: {ladder: [frown]}\n  car: {ladder: []}",
        "brow.yaml:25:17: ladder is empty — say what to do first"),
    "no advice": (EYELID, "now: [Stop the car.]", "now: []", "eyelid.yaml:54:10: now is empty — say what to do first"),
    "after-care in the ladder": (EYELID, "ladder: [shut, press-lid]", "ladder: [shut, press-lid, look-about]",
        'eyelid.yaml:50:31: "look-about" does not belong under ladder — its remedy stands after'),
    "an opening afterwards": (EYELID, "after: [look-about]", "after: [look-about, shut]",
        'eyelid.yaml:51:25: "shut" does not belong under after — its remedy stands opening'),
    "a step nobody takes": (EYELID, "after: [look-about]", "after: []",
        'eyelid.yaml:37:9: step "look-about" is used in no situation — use it or remove it'),
    "a hold too short": (EYELID, "hold: 20s", "hold: 9",
        "eyelid.yaml:17:11: hold is outside range — widen range or change it"),
    "a hold too long": (EYELID, "hold: 1:00", "hold: 1:31",
        "eyelid.yaml:29:11: hold is outside range — widen range or change it"),
    "a short hold too short": (EYELID, "short-hold: 10s", "short-hold: 9s",
        "eyelid.yaml:18:17: short-hold is outside range — widen range or change it"),
    "a range the wrong way round": (EYELID, "range: [10s, 30s]", "range: [30s, 10s]",
        "eyelid.yaml:19:12: the shortest hold comes first — swap the two"),
    "longer than the remedy may last": (EYELID, "range: [60, 1m30s]", "range: [60, 2m1s]",
        "eyelid.yaml:30:17: longer than stroking may last — write at most 2m"),
    "strong without a source": (EYELID, "sources: [seen-one]", "sources: []",
        'eyelid.yaml:23:15: evidence "strong" without a source that was seen — cite one, or write expert'),
    "strong on hearsay": (EYELID, "sources: [seen-one]", "sources: [heard-one]",
        'eyelid.yaml:23:15: evidence "strong" without a source that was seen — cite one, or write expert'),
    "contrary on hearsay": ("aftercare.yaml", "evidence: expert", "evidence: contrary",
        'aftercare.yaml:5:15: evidence "contrary" without a source that was seen — cite one, or write expert'),
    "a graded remedy without a source": ("remedies/blinking.yaml", "evidence: expert", "evidence: weak",
        'blinking.yaml:7:11: evidence "weak" without a source that was seen — cite one, or write expert'),
    "not sure of an emergency": ("red_flags.yaml", "not-sure: same-day", "not-sure: doctor",
        "red_flags.yaml:5:15: not-sure is below what the rules allow — write same-day or more"),
    "not sure of another sign": ("red_flags.yaml", "not-sure: doctor", "not-sure: self-care",
        "red_flags.yaml:12:15: not-sure is below what the rules allow — write doctor or more"),
    "a red flag for self-care": ("red_flags.yaml", "disposition: doctor", "disposition: self-care",
        "red_flags.yaml:11:18: a red flag ends self-care — write doctor or more"),
    "withheld without a word": ("questions.yaml", "    on-yes: Not on sore skin.\n", "",
        'questions.yaml:6:9: "before-stroking" needs "on-yes" — say why the step is left out'),
    "an id unlike the file's name": (EYELID, "id: eyelid", "id: eyelids",
        'eyelid.yaml:1:5: id "eyelids" is not the file\'s name — write eyelid, or rename the file'),
}  # fmt: skip
TWINS = {
    "red flags": ("red_flags.yaml", "id: lasting", "id: drooping",
        'red_flags.yaml:9:9: id "drooping" stands twice (first at line 2) — rename one of them'),
    "dispositions": ("red_flags.yaml", "{id: doctor,", "{id: emergency,",
        'red_flags.yaml:20:10: id "emergency" stands twice (first at line 18) — rename one of them'),
    "questions": ("questions.yaml", "id: look-again", "id: before-stroking",
        'questions.yaml:10:9: id "before-stroking" stands twice (first at line 2) — rename one of them'),
    "sources": ("sources.yaml", "id: heard-one", "id: seen-one",
        'sources.yaml:3:10: id "seen-one" stands twice (first at line 2) — rename one of them'),
    "conditions": ("conditions.yaml", "id: unsteady", "id: contact-lens",
        'conditions.yaml:3:10: id "contact-lens" stands twice (first at line 2) — rename one of them'),
    "steps": (EYELID, "id: look-about", "id: shut",
        'eyelid.yaml:37:9: id "shut" stands twice (first at line 13) — rename one of them'),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), NAMES.values(), ids=NAMES)
def test_every_name_leads_somewhere(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    root = write_knowledge(tmp_path / "data")
    change(root / file, old, new)
    assert [one for one in faults(root) if "mend that file first" not in one] == [fault]


@pytest.mark.parametrize(("file", "old", "new", "fault"), RULES.values(), ids=RULES)
def test_what_keeps_people_safe_is_checked(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    root = write_knowledge(tmp_path / "data")
    change(root / file, old, new)
    assert faults(root) == [fault]


@pytest.mark.parametrize(("file", "old", "new", "fault"), TWINS.values(), ids=TWINS)
def test_no_entry_silently_takes_the_place_of_another(
    tmp_path: Path, file: str, old: str, new: str, fault: str
) -> None:
    root = write_knowledge(tmp_path / "data")
    change(root / file, old, new)
    assert fault in faults(root)


@pytest.mark.parametrize("grade", ["strong", "moderate", "weak", "contrary"])
def test_one_source_that_was_seen_carries_any_grade(tmp_path: Path, grade: str) -> None:
    root = write_knowledge(tmp_path / "data")
    change(root / EYELID, "evidence: strong", f"evidence: {grade}")
    change(root / EYELID, "sources: [seen-one]", "sources: [heard-one, seen-one]")
    assert faults(root) == []


def test_a_sign_may_have_eight_words_and_a_hold_may_touch_both_ends_of_its_range(tmp_path: Path) -> None:
    root = write_knowledge(tmp_path / "data")
    change(root / EYELID, "text: one side of the face hangs", "text: one two three four five six seven eight")
    change(root / EYELID, "hold: 20s", "hold: 30s")
    change(root / EYELID, "range: [60, 1m30s]", "range: [60, 2m]")
    assert faults(root) == []


def test_several_broken_rules_are_told_at_once(tmp_path: Path) -> None:
    root = write_knowledge(tmp_path / "data")
    change(root / EYELID, "hold: 20s", "hold: 9")
    change(root / EYELID, "flag: drooping", "flag: droping")
    change(root / "regions/brow.yaml", "recheck: look-again", "recheck: look")
    places = [fault.split(": ")[0] for fault in faults(root)]
    assert places == ["brow.yaml:25:10", "eyelid.yaml:10:12", "eyelid.yaml:17:11"]
