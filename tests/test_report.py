"""The report of a check: what to do first, the reasons beside it, nothing claimed beyond its grade, the notice last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from campaigns.vignettes import Vignette, read_vignettes
from helpers.talking import harmless

from cramp_cli.core.assessment import assess
from cramp_cli.core.model import Disposition
from cramp_cli.core.text import NOT_REVIEWED
from cramp_cli.knowledge.answers_file import read_answers
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root
from cramp_cli.terminal.report import report

if TYPE_CHECKING:
    from cramp_cli.core.answers import Answers
    from cramp_cli.core.assessment import Assessment

STORIES = read_vignettes(Knowledge(read_all(data_root())).basis)


def lines_for(answers: Answers, knowledge: Knowledge) -> tuple[list[str], Assessment]:
    found = assess(answers, knowledge.basis)
    said = report(found, knowledge.basis, knowledge.sayings, knowledge.meanwhile)
    return [str(line).strip() for line in said], found


def somebody(knowledge: Knowledge, **says: Any) -> tuple[list[str], Assessment]:  # noqa: ANN401 - any answer
    """Return the report for somebody free of danger but for `says`."""
    file = {**harmless(knowledge.basis), **{one.replace("_", "-"): said for one, said in says.items()}}
    return lines_for(read_answers(json.dumps(file).encode(), knowledge.basis), knowledge)


@pytest.fixture(params=STORIES, ids=lambda story: story.id)
def story(request: pytest.FixtureRequest) -> Vignette:
    chosen = request.param
    assert isinstance(chosen, Vignette)
    return chosen


def test_every_report_keeps_its_promises(knowledge: Knowledge, story: Vignette) -> None:
    lines, found = lines_for(story.answers, knowledge)
    text = "\n".join(lines)
    stop = "STOP. " if found.judgement.stops else ""
    assert lines[:2] == ["", f"{stop}{knowledge.sayings[found.disposition]}."]
    assert lines[-1] == NOT_REVIEWED
    assert "diagnos" not in text.casefold()
    assert "{" not in text
    assert "None" not in text
    assert text.startswith("\nSTOP.") is found.judgement.stops
    for level in found.judgement.levels:
        assert level.text in text
    for finding in () if found.judgement.stops else found.likely[:3]:
        assert f"{finding.name[1:]}: {finding.fit.words}" in text
        assert all(reason in text for reason in (*finding.speaks_for, *finding.speaks_against))


def test_no_report_holds_a_percentage(knowledge: Knowledge) -> None:
    reports = {one.id: "\n".join(lines_for(one.answers, knowledge)[0]) for one in STORIES}
    assert [one for one, text in reports.items() if "%" in text] == []


def test_every_remedy_left_out_for_the_person_has_its_reason(knowledge: Knowledge, story: Vignette) -> None:
    lines, found = lines_for(story.answers, knowledge)
    if found.judgement.stops:
        return
    for one in found.withheld:
        if one.remedy.never_offered:
            (line,) = [line for line in lines if line.startswith("Never offered here: ")]
            assert one.remedy.name in line
        else:
            (line,) = [line for line in lines if line.startswith(f"Not for you: {one.remedy.name}.")]
            assert all(reason.text in line for reason in one.because)


def test_a_danger_offers_nothing_and_names_every_sign(knowledge: Knowledge, story: Vignette) -> None:
    lines, found = lines_for(story.answers, knowledge)
    text = "\n".join(lines)
    assert (found.offered == ()) or not found.judgement.stops
    assert ("What may help" in text) is not found.judgement.stops
    for flag in found.judgement.flags:
        unsure = " (you were not sure)" if flag in found.judgement.unsure else ""
        assert f"{flag.name}{unsure}. {' '.join(flag.advice)}" in lines
    if found.judgement.stops:
        assert ("It may be:" in lines) is bool(found.judgement.flags)
        places = [lines.index(f"Why: {level.text}") for level in found.judgement.levels]
        assert all(place > lines.index("It may be:") for place in places if found.judgement.flags)


def test_an_emergency_says_first_what_to_do(knowledge: Knowledge) -> None:
    lines, _ = somebody(knowledge, gate_breath="yes")
    assert lines[1] == f"STOP. {knowledge.sayings[Disposition.EMERGENCY]}."
    assert lines[2:4] == ["", "It may be:"]
    assert lines[4].startswith("blood clot in the lung. Sit down")
    assert knowledge.meanwhile in lines


def test_a_second_milder_sign_does_not_make_the_call_conditional(knowledge: Knowledge) -> None:
    lines, _ = somebody(knowledge, gate_breath="yes", gate_swollen="yes")
    assert lines[1] == f"STOP. {knowledge.sayings[Disposition.EMERGENCY]}."
    assert [line.partition(".")[0] for line in lines[4:6]] == ["blood clot in the lung", "blood clot in a deep vein"]
    assert not [line for line in lines if "now if" in line]


def test_an_emergency_by_several_answers_is_said_beside_milder_signs(knowledge: Knowledge) -> None:
    says = {"muscle_haematoma": "yes", "not_skeletal_muscle": "yes", "nerve_signs": ["weak"]}
    lines, found = somebody(knowledge, gate_pop="yes", **says)
    assert found.disposition is Disposition.EMERGENCY
    assert lines[1] == f"STOP. {knowledge.sayings[Disposition.EMERGENCY]}."
    assert [line for line in lines if line.startswith("Why: ")] == [
        f"Why: {level.text}" for level in found.judgement.levels
    ]


def test_not_sure_is_named_so_and_taken_seriously(knowledge: Knowledge) -> None:
    lines, found = somebody(knowledge, gate_swollen="not-sure")
    assert found.disposition is Disposition.SAME_DAY
    assert lines[1] == f"STOP. {knowledge.sayings[Disposition.SAME_DAY]}."
    (line,) = [line for line in lines if "not sure" in line]
    assert line.startswith(f"{knowledge.flags['dvt'].name} (you were not sure). ")
    assert " ".join(knowledge.flags["dvt"].advice) in line
    assert "What may help" not in lines


def test_a_not_sure_that_is_worse_stands_before_a_milder_yes(knowledge: Knowledge) -> None:
    lines, _ = somebody(knowledge, gate_breath="not-sure", gate_swollen="yes")
    assert lines[4].startswith("blood clot in the lung (you were not sure). ")
    assert lines[5].startswith("blood clot in a deep vein. ")


def test_self_care_is_said_plainly(knowledge: Knowledge) -> None:
    lines, found = somebody(knowledge, where="calf", age=67, when=["asleep"], character=["brief"], pattern=["rare"])
    assert found.disposition is Disposition.SELF_CARE
    assert lines[1:3] == [f"{knowledge.sayings[Disposition.SELF_CARE]}.", knowledge.basis.rules.fine]
    assert knowledge.basis.rules.again in lines
    assert not [line for line in lines if line.startswith(("Whom to see", "A doctor may test"))]


def test_whom_to_see_is_said_with_the_reason(knowledge: Knowledge) -> None:
    lines, found = somebody(knowledge, where="calf", age=67, when=["walking"], eased_by="standing-still")
    assert found.disposition is Disposition.DOCTOR
    assert "It comes on walks." in lines
    assert any(line.startswith("Whom to see: ") for line in lines)


def test_a_remedy_withheld_for_a_condition_says_why(knowledge: Knowledge) -> None:
    lines, _ = somebody(knowledge, where="calf", conditions=["blood-thinner"])
    assert any(line.startswith("Not for you: pressing the sorest spot. ") for line in lines)


def test_open_questions_about_danger_are_never_called_fine(knowledge: Knowledge) -> None:
    lines, found = lines_for({"where": ("calf",), "pattern": ("rare",)}, knowledge)
    assert found.disposition is Disposition.DOCTOR
    assert knowledge.basis.rules.fine not in lines
    assert lines[2] == knowledge.basis.rules.not_asked
    after = lines[lines.index("What may help") + 1 :]
    assert after[:2] == [knowledge.basis.rules.not_asked, ""], "one line, no list of what is withheld"
    assert not [line for line in lines if line.startswith(("Not for you", "Never offered"))]


def test_a_medicine_comes_with_the_rule_never_to_stop_it_alone(knowledge: Knowledge) -> None:
    lines, _ = somebody(knowledge, where="calf", medicines="lasix", when=["asleep"])
    assert any("Do not stop or change a medicine yourself." in line for line in lines)
    assert any(line.startswith("Water tablets of the loop kind") for line in lines)


@pytest.mark.parametrize("what", ["quinine and tonic water", "stopping a prescribed medicine"])
def test_what_is_never_offered_is_named_so(knowledge: Knowledge, what: str) -> None:
    lines, _ = somebody(knowledge, where="calf", when=["asleep"])
    (line,) = [line for line in lines if line.startswith("Never offered here: ")]
    assert what in line
