"""The person's own files: they add and replace, and can never remove or weaken what guards against danger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import check_file, read_all
from cramp_cli.knowledge.plans import plans_of
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATE = (data_root() / "templates" / "region.yaml").read_text("utf-8")


def built_in(kind: str, name: str) -> dict[str, Any]:
    """A built-in file as its author wrote it, but for the few values that are no text."""
    text = (data_root() / kind / f"{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - our own file, and nothing typed
    return found | {key: found[key] == "true" for key in ("sides", "gated") if key in found}


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(text.replace("'true'", "true").replace("'false'", "false"), "utf-8")
    return path


def problems(folder: Path) -> list[str]:
    return [f"{problem.what} — {problem.fix}" for problem in read_all(data_root(), folder).problems]


@pytest.mark.parametrize("kind", ["region", "plan"])
def test_a_template_is_a_good_file(tmp_path: Path, kind: str) -> None:
    template = (data_root() / "templates" / f"{kind}.yaml").read_text("utf-8")
    assert check_file(written(tmp_path, "mine.yaml", template), data_root()) == ()


def test_the_region_of_the_template_works(tmp_path: Path) -> None:
    written(tmp_path, "mine.yaml", TEMPLATE)
    raw = read_all(data_root(), tmp_path)
    assert raw.problems == ()
    region = Knowledge(raw).region("eyelid")
    assert region.from_file == "mine.yaml"


def test_an_entry_of_the_same_id_replaces_the_built_in_one(tmp_path: Path) -> None:
    region = built_in("regions", "calf") | {"muscles": "the muscle my physiotherapist showed me"}
    region["steps"] = [step | {"times": int(step["times"])} for step in region["steps"]]
    written(tmp_path, "mine.yaml", {"regions": [region]})
    raw = read_all(data_root(), tmp_path)
    assert raw.problems == ()
    assert Knowledge(raw).region("calf").muscles == "the muscle my physiotherapist showed me"


def without_a_stop_sign(region: dict[str, Any]) -> None:
    region["stop-signs"] = [sign for sign in region["stop-signs"] if sign["flag"] != "dvt"]


def without_a_gate_question(region: dict[str, Any]) -> None:
    for step in region["steps"]:
        if "leg-before-pressing" in step.get("gate", ()):
            step["gate"] = ["person-before-pressing"]


def called_chest(region: dict[str, Any]) -> None:
    region["names"] = [*region["names"], "chest"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without_a_stop_sign, "the built-in stop sign dvt is missing"),
        (without_a_gate_question, "the built-in question leg-before-pressing is missing"),
        (called_chest, '"chest" means something else here'),
    ],
)
def test_a_region_cannot_be_made_less_safe(tmp_path: Path, change: Callable[[dict[str, Any]], None], said: str) -> None:
    region = built_in("regions", "calf")
    region["steps"] = [step | {"times": int(step["times"])} for step in region["steps"]]
    change(region)
    written(tmp_path, "mine.yaml", {"regions": [region]})
    assert any(said in problem for problem in problems(tmp_path))
    assert not Knowledge(read_all(data_root(), tmp_path)).region("calf").from_file


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"not-if": []}, 'the built-in "not-if" blood-thinner is missing'),
        ({"gated": False}, "gated differs from the built-in one"),
        ({"place": "opening"}, "place differs from the built-in one"),
        ({"longest": "10m"}, "longer than the built-in one"),
    ],
)
def test_a_remedy_cannot_be_made_less_safe(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    remedy = built_in("remedies", "pressure-massage") | change
    written(tmp_path, "mine.yaml", {"remedies": [remedy]})
    assert any(said in problem for problem in problems(tmp_path))


def plan(**change: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a plan
    """The built-in plan with the most that rules it out, as somebody might rewrite it."""
    found = built_in("plans", "fluids-and-salt")
    return found | {"weeks": int(found["weeks"])} | change


def test_a_plan_of_the_same_id_replaces_the_built_in_one(tmp_path: Path) -> None:
    written(tmp_path, "mine.yaml", {"plans": [plan(why="My physiotherapist says so.", weeks=3)]})
    raw = read_all(data_root(), tmp_path)
    assert raw.problems == ()
    found = plans_of(Knowledge(raw))["fluids-and-salt"]
    assert (found.why, found.weeks, found.from_file) == ("My physiotherapist says so.", 3, "mine.yaml")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"not-if": []}, 'the built-in "not-if" dialysis is missing — an overlay cannot remove a contraindication'),
        ({"remedies": ["oral-fluids"]}, "the built-in remedy salt-electrolyte is missing"),
        ({"watch": ["Drink a lot."]}, 'the built-in warning "Told to limit drinks or salt?'),
        ({"watch": ["Drink a lot."]}, "an overlay cannot remove or weaken a danger sign"),
        ({"remedies": ["oral-fluids", "salt-electrolite"]}, 'did you mean "salt-electrolyte"?'),
        ({"evidence": "strong", "sources": []}, 'evidence "strong" without a source that was seen'),
        ({"reminder": "Night cramp"}, "write one neutral word"),
    ],
)
def test_a_plan_cannot_be_made_less_safe(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    written(tmp_path, "mine.yaml", {"plans": [plan(**change)]})
    assert any(said in problem for problem in problems(tmp_path)), problems(tmp_path)
    assert not plans_of(Knowledge(read_all(data_root(), tmp_path)))["fluids-and-salt"].from_file


def test_a_plan_of_ones_own_may_lead_through_a_region_of_ones_own(tmp_path: Path) -> None:
    template: Any = yaml.load((data_root() / "templates" / "plan.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - ours
    (mine,) = template["plans"]
    guide = {"region": "eyelid", "steps": {"chair": "soft-close"}, "hold": "15s", "rest": "5s", "times": 2}
    mine |= {"weeks": 4, "for": {"causes": ["prolonged-posture"], "regions": ["eyelid"]}}
    mine["steps"][0]["guide"] = guide
    written(tmp_path, "plan.yaml", template)
    written(tmp_path, "region.yaml", TEMPLATE)
    assert problems(tmp_path) == []
    guide["hold"] = "40s"
    written(tmp_path, "plan.yaml", template)
    assert any("outside the safe range" in problem for problem in problems(tmp_path))


@pytest.mark.parametrize("key", ["red-flags", "danger_signs", "questions", "conditions", "words"])
def test_the_lists_that_guard_against_danger_are_no_part_of_an_overlay(tmp_path: Path, key: str) -> None:
    written(tmp_path, "mine.yaml", f"{key}: []\n")
    assert problems(tmp_path) == ["an overlay cannot remove or weaken a danger sign — leave this key out"]


def test_a_faulty_file_is_left_out_whole_and_the_others_apply(tmp_path: Path) -> None:
    written(tmp_path, "good.yaml", TEMPLATE)
    written(tmp_path, "bad.yaml", TEMPLATE.replace("id: eyelid ", "id: brow ").replace("rest: 5s", "rets: 5s"))
    raw = read_all(data_root(), tmp_path)
    assert {problem.path for problem in raw.problems} == {str(tmp_path / "bad.yaml")}
    assert "eyelid" in raw.files["regions"]
    assert "brow" not in raw.files["regions"]
    assert "calf" in raw.files["regions"]


def test_the_same_id_in_two_files_is_a_fault_of_the_second(tmp_path: Path) -> None:
    written(tmp_path, "a.yaml", TEMPLATE)
    written(tmp_path, "b.yaml", TEMPLATE)
    assert problems(tmp_path) == [f'id "eyelid" stands in {tmp_path / "a.yaml"} too — keep one of them']


def test_too_many_files_are_refused_together(tmp_path: Path) -> None:
    for number in range(201):
        written(tmp_path, f"{number}.yaml", "regions: []\n")
    assert problems(tmp_path) == ["more than 200 overlay files — put several entries in one file"]


def test_a_myth_of_ones_own_is_read_like_any_other(tmp_path: Path) -> None:
    myth = {
        "id": "cork", "says": "A cork in the bed helps", "names": ["cork"], "checked": "2026-11-22",
        "truth": [{"text": "Nobody has tested it.", "evidence": "expert", "sources": []}],
    }  # fmt: skip
    written(tmp_path, "mine.yaml", {"myths": [myth]})
    raw = read_all(data_root(), tmp_path)
    assert raw.problems == ()
    assert "cork" in raw.files["myths"]
