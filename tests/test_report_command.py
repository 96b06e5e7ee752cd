"""`cramp-cli report` as it is installed: every form, to a file or to stdout, and never over another file."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cramp_cli.core.episode import Episode, Moment, Origin
from cramp_cli.storage.history import History

DONE, USAGE, HISTORY, NEEDS_ANSWER, REFUSED = 0, 2, 4, 5, 10


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", *arguments], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, **environment}, timeout=60,
    )  # fmt: skip


def folder() -> Path:
    return Path(os.environ["XDG_DATA_HOME"]) / "cramp-cli"


def log(days_ago: int, **known: object) -> None:
    began = datetime.now(UTC).replace(hour=12) - timedelta(days=days_ago)
    values = {"region": "calf", "origin": Origin.BY_HAND, "side": "left", "pain_before": 7, **known}
    History(folder()).keep(Episode(id=str(uuid4()), began=Moment.at(began), **values))  # type: ignore[arg-type]


def test_help_comes_with_examples_first() -> None:
    said = run("report", "--help").stdout
    assert said.index("cramp-cli report --markdown") < said.index("Options:")


def test_nothing_logged_is_an_honest_page_and_makes_no_file() -> None:
    done = run("report")
    assert (done.returncode, done.stderr) == (DONE, "")
    assert "Nothing was logged in these days." in done.stdout
    assert not folder().exists()


def test_the_screen_says_it_all_danger_first() -> None:
    log(2, red_flags=("dvt",))
    run("profile", "set", "medicines", "atorvastatin, paracetamol")
    said = run("report").stdout
    order = [said.index(one) for one in ("DANGER SIGNS", "EPISODES", "PATTERN", "MEDICINES", "GAPS", "QUESTIONS")]
    assert order == sorted(order)
    assert "May bring cramps in some people: atorvastatin (weak evidence)." in " ".join(said.split())
    assert "No clinician has reviewed" in " ".join(said.split())


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("--html", "<!doctype html>"),
        ("--markdown", "# Log of"),
        ("--json", '{\n  "schema": "cramp-cli/report/1"'),
        ("--csv", "id,began"),
    ],
)
def test_each_form_goes_to_stdout_or_to_a_private_file_that_is_never_overwritten(
    tmp_path: Path, form: str, begins: str
) -> None:
    log(1)
    assert run("report", form, "-").stdout.startswith(begins)
    file = tmp_path / "page"
    assert run("report", form, str(file)).returncode == DONE
    assert file.read_text("utf-8").startswith(begins)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = run("report", form, str(file))
    assert again.returncode == USAGE
    assert "exists" in again.stderr


def test_two_forms_at_once_but_only_one_to_stdout(tmp_path: Path) -> None:
    done = run("report", "--markdown", "-", "--html", str(tmp_path / "r.html"))
    assert done.returncode == DONE
    assert (tmp_path / "r.html").exists()
    assert run("report", "--markdown", "-", "--html", "-").returncode == USAGE


def test_a_formula_in_a_note_is_no_formula_in_the_table() -> None:
    log(1, notes="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(run("report", "--csv", "-").stdout)))
    assert rows[0]["notes"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ((), 2), (("calf",), 2), (("foot",), 0), (("left", "calf"), 2), (("right", "calf"), 0),
        (("--from", "2020-01-01"), 3), (("--from", "2020-01-01", "--to", "2020-02-01"), 0),
    ],
)  # fmt: skip
def test_the_muscle_and_the_days_choose_the_episodes(arguments: tuple[str, ...], count: int) -> None:
    for days in (1, 20, 100):
        log(days)
    assert len(json.loads(run("report", *arguments, "--json", "-").stdout)["episodes"]) == count


def test_a_sign_from_long_ago_is_on_every_page() -> None:
    log(700, red_flags=("dvt",))
    assert json.loads(run("report", "hand", "--json", "-").stdout)["danger"][0]["id"] == "dvt"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("clf",), USAGE), (("leg",), NEEDS_ANSWER), (("chest",), REFUSED), (("--from", "tomorrowish"), USAGE),
        (("--from", "2026-02-01", "--to", "2026-01-01"), USAGE), (("--from", "9999-01-01"), USAGE),
    ],
)  # fmt: skip
def test_what_cannot_be_reported_is_said_in_one_line(arguments: tuple[str, ...], code: int) -> None:
    done = run("report", *arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == (0 if code == REFUSED else 1)


def test_a_store_that_cannot_be_read_is_exit_4() -> None:
    log(1)
    (folder() / "history.db").write_bytes(b"no database at all, only text" * 99)
    done = run("report")
    assert done.returncode == HISTORY
    assert "Traceback" not in done.stderr


def test_a_plan_that_was_tried_is_on_the_page_and_a_broken_file_of_plans_is_said() -> None:
    log(1)
    run("plan", "start", "night-stretching")
    assert "Stretching before bed, " in run("report").stdout
    (folder() / "plan.json").write_text("{", "utf-8")
    done = run("report")
    assert done.returncode == DONE
    assert "cannot be read now" in done.stdout


def test_an_ordinary_report_loads_no_template_engine() -> None:
    code = (
        "import sys; sys.argv = ['cramp-cli', 'report']\n"
        "from cramp_cli.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{code}print('jinja2' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"
