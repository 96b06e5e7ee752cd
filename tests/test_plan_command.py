"""`cramp-cli plan` as it is installed: propose, begin, do tonight's, see whether it helped, put it away."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pexpect
import pytest
from helpers.talking import harmless

from cramp_cli.core.episode import Episode, Moment, Origin
from cramp_cli.core.plan import Kept
from cramp_cli.storage.history import History
from cramp_cli.storage.plans import Shelf, read_plans, write_plans

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge

DONE, USAGE, KNOWLEDGE, HISTORY, NEEDS_ANSWER, REFUSED = 0, 2, 3, 4, 5, 10
NIGHT = "night-stretching"


def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", "plan", *arguments],
        capture_output=True, text=True, check=False, input=typed, timeout=60,
    )  # fmt: skip


def folder() -> Path:
    return Path(os.environ["XDG_DATA_HOME"]) / "cramp-cli"


def proposed(*arguments: str, typed: str = "") -> dict[str, Any]:
    done = run(*arguments, "--json", typed=typed)
    assert (done.returncode, done.stderr) == (DONE, "")
    return dict(json.loads(done.stdout))


def ids(found: dict[str, Any], part: str = "offered") -> list[str]:
    return [one["id"] for one in found[part]]


# -- proposing --------------------------------------------------------------------------------------------------------


def test_help_comes_with_examples_first() -> None:
    for arguments in ((), ("propose",), ("start",), ("done",), ("show",), ("stop",), ("list",)):
        said = run(*arguments, "--help").stdout
        assert said.index("  cramp-cli plan ") < said.index("Options:")


def test_the_stop_signs_stand_above_the_plan_and_its_evidence_beside_it() -> None:
    said = run("calf").stdout
    assert said.index("breathless or chest pain") < said.index("Stretching before bed (weak evidence)")
    for needed in ("hallegraeff-2012", "coppin-2005", "6 weeks", "Danger was not asked about here", "No clinician"):
        assert needed in said
    assert not folder().exists()


def test_a_plan_ends_on_a_day() -> None:
    (found,) = proposed("calf")["offered"]
    assert (date.fromisoformat(found["to"]) - date.fromisoformat(found["from"])).days == 41


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("calf",), [NIGHT]),
        (("left", "foot"), [NIGHT]),
        (("hand",), []),
        (("--cause", "shoes"), ["footwear-trial"]),
        (("calf", "--cause", "dehydration"), ["fluids-and-salt"]),
        (("calf", "--cause", "dehydration", "--have", "heart-failure"), []),
        (("calf", "--have", "recent-injury"), []),
    ],
)
def test_what_is_proposed(arguments: tuple[str, ...], expected: list[str]) -> None:
    assert ids(proposed(*arguments)) == expected


def test_the_profile_rules_out_as_have_does() -> None:
    subprocess.run(
        [sys.executable, "-m", "cramp_cli", "profile", "set", "conditions", "dialysis"], check=True, capture_output=True
    )
    found = proposed("calf", "--cause", "dehydration")
    assert (ids(found), ids(found, "withheld")) == ([], ["fluids-and-salt"])
    assert found["withheld"][0]["because"][0]["text"]


def test_answers_lead_to_the_plans_of_the_causes_that_fit(knowledge: Knowledge) -> None:
    answers = {**harmless(knowledge.basis), "where": "calf", "when": ["asleep"], "character": ["brief"], "age": 66}
    assert NIGHT in ids(proposed("--answers", "-", typed=json.dumps(answers)))


def test_a_danger_in_the_answers_leaves_no_plan(knowledge: Knowledge) -> None:
    for answer in ("yes", "not-sure"):
        typed = json.dumps({**harmless(knowledge.basis), "where": "calf", "when": ["asleep"], "gate-chest": answer})
        done = run("--answers", "-", typed=typed)
        assert done.returncode == REFUSED
        assert done.stdout.strip().startswith("STOP.")
        assert "plan start" not in done.stdout


def test_danger_questions_left_open_leave_no_plan() -> None:
    typed = json.dumps({"where": "calf", "when": ["asleep"], "character": ["brief"]})
    found = proposed("--answers", "-", typed=typed)
    assert ids(found) == []
    assert NIGHT in ids(found, "withheld")


def test_what_is_no_muscle_is_sent_the_right_way() -> None:
    done = run("chest")
    assert done.returncode == REFUSED
    assert "call" in done.stdout.casefold()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("clf",), USAGE), (("leg",), NEEDS_ANSWER), (("--cause", "moonshine-xyz"), USAGE), (("start", "zzz"), USAGE),
        (("calf", "--have", "pregnan"), USAGE), (("start", NIGHT, "--at", "9pm"), USAGE), (("show",), USAGE),
        (("done",), USAGE), (("stop",), USAGE), (("--answers", "nowhere.yaml"), KNOWLEDGE),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_line(arguments: tuple[str, ...], code: int) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (code, 1, "")


def test_the_list_is_a_contract() -> None:
    found = proposed("list")
    assert found["schema"] == "cramp-cli/plans/1"
    assert NIGHT in [one["id"] for one in found["items"]]
    for one in found["items"]:
        assert {"id", "name", "evidence", "sources", "weeks", "steps", "not_if", "watch", "see"} <= set(one)


def test_a_physiotherapists_own_plan_is_proposed_begun_and_named_as_theirs() -> None:
    template = subprocess.run(
        [sys.executable, "-m", "cramp_cli", "knowledge", "new", "plan"], capture_output=True, text=True, check=True
    )
    own = Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli" / "knowledge"
    own.mkdir(parents=True)
    (own / "practice.yaml").write_text(template.stdout, "utf-8")
    assert ids(proposed("calf")) == ["after-work", NIGHT]
    said = run("calf").stdout
    assert "A calf stretch after work (common practice)" in said
    assert "From your own file practice.yaml." in said
    assert run("start", "after-work").returncode == DONE
    assert run("calf", "--have", "recent-surgery").stdout.count("Not for you: ") == 2


# -- keeping to one ---------------------------------------------------------------------------------------------------


def test_a_plan_is_begun_marked_shown_and_put_away() -> None:
    assert run("start", NIGHT, "--at", "21:15").returncode == DONE
    assert stat.S_IMODE((folder() / "plan.json").stat().st_mode) == 0o600
    assert run("start", "posture-breaks").returncode == USAGE
    assert run("done", "--already").returncode == DONE
    shown = run("show").stdout
    assert "Day 1 of 42" in shown
    assert "21:15" in shown
    assert "Done on 1 day." in shown
    assert "Too little in the log" in shown
    assert run("stop").stdout.startswith("Put away: stretching before bed.")
    kept = read_plans(folder())
    assert kept.active is None
    assert [one.plan for one in kept.past] == [NIGHT]
    assert run("stop", "--forget").returncode == DONE
    assert not (folder() / "plan.json").exists()


def test_a_plan_that_could_harm_is_neither_begun_nor_led_through() -> None:
    done = run("start", NIGHT, "--have", "recent-injury")
    assert done.returncode == REFUSED
    assert "torn muscle" in done.stderr
    run("start", NIGHT)
    assert run("done", "--have", "recent-injury").returncode == REFUSED


def test_without_a_terminal_nobody_is_led_and_nothing_is_marked() -> None:
    run("start", NIGHT)
    assert run("done").returncode == NEEDS_ANSWER
    kept = read_plans(folder()).active
    assert kept is not None
    assert kept.done == ()


def test_did_it_help_is_judged_against_the_persons_own_log() -> None:
    today = datetime.now().astimezone().date()
    history = History(folder())
    for days in range(43, 85, 2):
        began = Moment.at(datetime.now(UTC) - timedelta(days=days))
        history.keep(Episode(str(uuid4()), began, "calf", Origin.BY_HAND))
    write_plans(folder(), Shelf(Kept(NIGHT, today - timedelta(days=42), 6, "20:30")))
    said = run("show").stdout
    assert "It ended on" in said
    assert "Fewer than before." in said
    assert "no proof" in said
    assert run("done", "--already").returncode == USAGE


def test_a_damaged_file_is_said_and_can_be_put_away() -> None:
    run("start", NIGHT)
    (folder() / "plan.json").write_text("{", "utf-8")
    done = run("show")
    assert done.returncode == HISTORY
    assert "plan stop --forget" in done.stderr
    assert run("stop", "--forget").returncode == DONE
    assert run("start", NIGHT).returncode == DONE


def test_danger_was_not_asked_about_stands_above_what_is_begun_too() -> None:
    said = run("start", NIGHT).stdout
    assert said.index("Danger was not asked about here.") < said.index("Stretching before bed")


def test_a_slip_is_taken_and_announced() -> None:
    done = run("start", "shoez")
    assert done.returncode == DONE
    assert done.stderr == '"shoez" taken as footwear-trial.\n'


# -- tonight, on a real terminal --------------------------------------------------------------------------------------


def terminal() -> Any:  # noqa: ANN401 - pexpect has no types
    return pexpect.spawn(
        sys.executable, ["-m", "cramp_cli", "plan", "done", "--plain", "--mute"], encoding="utf-8", timeout=30,
        dimensions=(24, 80),
    )  # fmt: skip


def test_a_stop_sign_at_bedtime_is_exit_10_and_the_day_is_not_done() -> None:
    run("start", NIGHT)
    child = terminal()
    child.expect("Lean on the wall, heel down")
    child.send("x")
    child.expect("STOP")
    child.expect("Not noted as done")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == REFUSED
    kept = read_plans(folder()).active
    assert kept is not None
    assert kept.done == ()


def test_who_leaves_is_not_scolded() -> None:
    run("start", NIGHT)
    child = terminal()
    child.expect("Lean on the wall, heel down")
    child.send("q")
    child.expect("Not noted as done")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == DONE
