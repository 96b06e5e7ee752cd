"""`--ics` of `cramp-cli plan`: a calendar and nothing else, for every evening, and never over another file."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar
from test_plan_command import DONE, NIGHT, USAGE, folder, run

from cramp_cli.storage.plans import read_plans

if TYPE_CHECKING:
    from pathlib import Path


def test_the_calendar_has_every_evening_and_tells_nobody_why(tmp_path: Path) -> None:
    assert run("start", NIGHT, "--at", "21:15", "--ics", str(tmp_path / "a.ics")).returncode == DONE
    text = (tmp_path / "a.ics").read_bytes()
    event: Any = Calendar.from_ical(text).walk("VEVENT")[0]
    assert event["RRULE"]["COUNT"] == [42]
    assert str(event["SUMMARY"]) == "Stretch"
    assert event["DTSTART"].dt.strftime("%H:%M") == "21:15"
    assert text.count(b"\n") == text.count(b"\r\n")
    assert run("show", "--ics", str(tmp_path / "a.ics")).returncode == USAGE


def test_what_cannot_be_written_is_not_begun_either(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text("mine", "utf-8")
    assert run("start", NIGHT, "--ics", str(tmp_path / "a.ics")).returncode == USAGE
    assert read_plans(folder()).active is None
    assert (tmp_path / "a.ics").read_text("utf-8") == "mine"


@pytest.mark.parametrize("arguments", [("calf",), ("start", NIGHT)])
def test_a_calendar_on_stdout_is_nothing_but_a_calendar(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--ics", "-")
    assert done.returncode == DONE
    assert len(Calendar.from_ical(done.stdout).walk("VEVENT")) == 1
    assert done.stdout.startswith("BEGIN:VCALENDAR")
    assert "Stretching before bed" in done.stderr
    assert run("calf", "--json", "--ics", "-").returncode == USAGE


def test_an_ordinary_plan_loads_no_calendar() -> None:
    code = (
        "import sys; sys.argv = ['cramp-cli', 'plan', 'calf']\n"
        "from cramp_cli.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{code}print('icalendar' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"
