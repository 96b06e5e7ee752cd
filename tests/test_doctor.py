"""The self-check: it plays every cue, judges the files, and gives nothing private away."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from helpers.speaker import DIES, SPEAKS, StandIn

from cramp_cli.commands.health import OLD_AFTER_DAYS, State, _age

CUES = ["Hold, thirty seconds.", "Halfway.", "Three.", "Two.", "One.", "Rest.", "A question.", "All done."]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", "doctor", *arguments],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env={**os.environ, **environment},
    )  # fmt: skip


def parts(*arguments: str, **environment: str) -> dict[str, Any]:
    """What `--json` says, by id."""
    done = run("--json", *arguments, **environment)
    said = json.loads(done.stdout)
    assert said["schema"] == "cramp-cli/doctor/1"
    assert done.returncode == any(one["state"] == "broken" for one in said["items"])
    assert all(one["fix"] for one in said["items"] if one["state"] != "works")
    return {one["id"]: one for one in said["items"]}


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    one = StandIn(tmp_path)
    monkeypatch.setenv("PATH", str(one.folder))
    return one


def test_it_looks_at_everything_and_all_is_fine(stand_in: StandIn) -> None:
    found = parts("--mute")
    assert list(found) == [
        "bell", "voice", "terminal", "cursor", "colour", "letters", "cache", "cache-file", "config-folder",
        "profile-file", "crash-file", "knowledge-folder", "history-folder", "history-disk", "history", "yaml",
        "knowledge", "knowledge-age", "profile",
    ]  # fmt: skip
    assert found["voice"]["state"] == "limited"
    assert found["knowledge"]["values"]["faults"] == 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["knowledge"]["values"]["last_checked"])
    assert found["yaml"]["values"]["loader"] in {"CBaseLoader", "BaseLoader"}
    assert not [one for one in found.values() if one["state"] == "broken"]
    assert stand_in.calls == []


def test_it_speaks_every_cue_and_says_which_speaker_it_was(stand_in: StandIn) -> None:
    stand_in.put("espeak-ng", SPEAKS)
    found = parts()
    assert stand_in.said == CUES
    assert found["voice"]["values"] == {
        "speaker": "espeak-ng", "path": str(stand_in.folder / "espeak-ng"), "spoke": True,
    }  # fmt: skip
    assert not stand_in.alive


def test_mute_plays_nothing(stand_in: StandIn) -> None:
    stand_in.put("espeak-ng", SPEAKS)
    assert "\a" not in run("--mute").stdout
    assert stand_in.calls == []


def test_a_speaker_that_fails_is_broken_and_exit_1(stand_in: StandIn) -> None:
    stand_in.put("espeak-ng", DIES)
    assert parts()["voice"]["state"] == "broken"
    assert run().returncode == 1


def test_a_terminal_hears_the_bells_and_sees_what_works(stand_in: StandIn) -> None:
    assert not stand_in.calls
    child = pexpect.spawn(
        sys.executable, ["-m", "cramp_cli", "doctor"], encoding="utf-8", timeout=20, dimensions=(30, 100)
    )
    child.expect(pexpect.EOF)
    child.wait()
    said = child.before or ""
    assert said.count("\a") == 4
    assert said.index("end: one bell") < said.index("\a")
    assert "TERM=xterm-256color, 100x30, a terminal" in said
    assert child.exitstatus in {0, 1}


@pytest.mark.parametrize(
    ("environment", "part", "state", "said"),
    [
        ({"TERM": "dumb"}, "cursor", "limited", "not moved"),
        ({"ACCESSIBLE": "1"}, "cursor", "limited", "not moved"),
        ({"NO_COLOR": "1"}, "colour", "works", "without colour"),
        ({"PYTHONIOENCODING": "ascii"}, "letters", "limited", "ascii"),
        ({"PYTHONIOENCODING": "utf-8"}, "letters", "works", "utf-8"),
    ],
)
def test_what_the_terminal_cannot_do(environment: dict[str, str], part: str, state: str, said: str) -> None:
    found = parts("--mute", **environment)[part]
    assert found["state"] == state
    assert said in found["says"]


def test_files_that_others_can_read_or_change_are_broken_with_their_fix() -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli"
    own = config / "knowledge"
    own.mkdir(parents=True)
    config.chmod(0o755)
    own.chmod(0o755)
    (config / "profile.toml").write_text('situation = "bed"\n')
    (config / "profile.toml").chmod(0o644)
    (own / "mine.yaml").write_text("red-flags: []\n")
    (own / "mine.yaml").chmod(0o666)
    found = parts("--mute")
    assert found["config-folder"]["state"] == found["profile-file"]["state"] == "broken"
    assert found["profile-file"]["fix"].startswith("chmod 600 ")
    assert found["knowledge-folder"]["state"] == "works"
    assert found["own-knowledge"]["state"] == "broken"
    assert found["own-knowledge"]["values"]["mode"] == "0666"


def test_faults_are_counted_and_nothing_private_is_printed() -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli"
    (config / "knowledge").mkdir(parents=True, mode=0o700)
    config.chmod(0o700)
    (config / "profile.toml").write_text('conditions = ["canary-illness"]\nemergency-number = "555-canary"\n')
    (config / "profile.toml").chmod(0o600)
    (config / "knowledge" / "mine.yaml").write_text("canary: [canary\n")
    for arguments in (("--mute",), ("--mute", "--json")):
        done = run(*arguments)
        assert done.returncode == 1
        assert "canary" not in done.stdout + done.stderr
        assert "cramp-cli knowledge check" in done.stdout
        assert "cramp-cli profile show" in done.stdout


def test_the_home_folder_is_shown_as_a_tilde() -> None:
    home = os.environ["HOME"]
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        assert os.environ[name].startswith(home)
    assert home not in run("--mute").stdout


@pytest.mark.parametrize(("days", "state"), [(0, State.WORKS), (OLD_AFTER_DAYS, State.WORKS), (731, State.LIMITED)])
def test_old_knowledge_is_called_old(days: int, state: State) -> None:
    from datetime import date, timedelta

    day = date(2026, 1, 1)
    assert _age(day.isoformat(), (day + timedelta(days)).isoformat()).state is state
