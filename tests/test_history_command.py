"""`cramp-cli history`, `list` and `add`: what each does and says, and the exit code of every failure."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import NOW, episode
from helpers.history_command import fill_store, folder, run, said_well, store
from test_terminal import Terminal

from cramp_cli.core.episode import MOST_NOTE_CHARACTERS, Episode, Moment
from cramp_cli.core.ladder import Outcome
from cramp_cli.storage.history_entries import check_export, export_of

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("list", "add", "export", "import", "delete", "backup", "restore", "repair", "check")


# -- help, and nothing yet --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [(), *((one,) for one in COMMANDS)])
def test_help_comes_with_examples_first(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--help")
    assert done.returncode == 0
    assert done.stdout.index("cramp-cli history", 35) < done.stdout.index("Options:")


def test_before_anything_is_written_nothing_is_made() -> None:
    for arguments in ((), ("list",), ("export",), ("backup",), ("repair",), ("check",), ("delete", "--all", "--yes")):
        assert run(*arguments).returncode == 0
    assert not folder().exists()


# -- adding and listing -----------------------------------------------------------------------------------------------


def test_one_line_adds_a_cramp_and_says_what_was_saved() -> None:
    done = run("add", "calf", "left", "--pain", "7", "--minutes", "4", "--at", "yesterday 23:40", "--after", "long run")
    assert (done.returncode, done.stderr) == (0, "")
    (kept,) = store().list().episodes
    yesterday = (datetime.now().astimezone() - timedelta(days=1)).date()
    assert f"{kept.began.local:%Y-%m-%d %H:%M}" == f"{yesterday} 23:40"
    assert (kept.region, kept.side, kept.pain_before, kept.lasted_seconds) == ("calf", "left", 7, 240)
    assert (kept.came_after, kept.origin, kept.steps, kept.ending) == ("long run", "by-hand", (), "")
    assert kept.id in done.stdout
    assert "left calf  4 min  pain 7  after long run" in done.stdout


def test_history_alone_is_its_list_the_newest_first() -> None:
    run("add", "calf", "--at", "2026-11-01 03:10")
    run("add", "right", "foot", "--at", "2026-11-03 03:10", "--pain", "8", "--pain-after", "2", "--minutes", "1.5")
    run("add", "hand", "--side", "both", "--at", "2026-11-02 03:10+05:30")
    done = run()
    assert done.stdout == run("list").stdout
    lines = [re.sub(r"  [0-9a-f]{8}$", "", line) for line in done.stdout.splitlines()]
    assert lines[0].startswith("Tue 2026-11-03 03:10  right foot")
    assert lines[0].endswith("1 min 30 s  pain 8 to 2")
    assert lines[1].startswith("Mon 2026-11-02 03:10  hand")
    assert lines[1].endswith("both sides")
    assert lines[2] == "Sun 2026-11-01 03:10  calf"


def test_a_list_can_be_of_one_place_some_days_or_a_few() -> None:
    for day in (1, 2, 3, 4):
        run("add", "calf", "left" if day % 2 else "right", "--at", f"2026-11-0{day} 03:10")
    run("add", "foot", "--at", "2026-11-02 03:10")

    def days(*arguments: str) -> list[str]:
        return re.findall(r"2026-11-(\d\d) 03:10", run("list", *arguments).stdout)

    assert days("calf") == ["04", "03", "02", "01"]
    assert days("left", "calf") == ["03", "01"]
    assert days("left", "calf", "--limit", "1") == ["03"]
    assert days("--limit", "2") == ["04", "03"]
    assert days("calf", "--from", "2026-11-02", "--to", "2026-11-03") == ["03", "02"]
    assert days("--to", "2026-11-01") == ["01"]
    assert days("--from", "today") == []


def test_the_list_for_a_script_is_what_import_takes(tmp_path: Path) -> None:
    made = fill_store()
    listed = json.loads(run("list", "--json").stdout)
    assert listed["damaged"] == []
    found, problems = check_export(listed)
    assert ({one.id for one in found}, problems) == ({one.id for one in made}, ())
    assert run("import", "-", typed=json.dumps(listed), CRAMP_CLI_DATA_DIR=str(tmp_path / "e")).returncode == 0


def test_a_line_says_what_eased_it_and_how_it_ended() -> None:
    for outcome in (Outcome.GONE, Outcome.EASING):
        assert any(one.outcome is outcome for number in range(12) for one in episode(number).steps)
    fill_store(12)
    said = run("list").stdout
    assert "  eased by " in said
    assert len(said.splitlines()) == 12


def test_whatever_the_store_holds_is_one_printable_line_each() -> None:
    hostile = Episode("0" * 8 + "-0000-0000-0000-" + "0" * 12, Moment(NOW), "no-such-region", "imported")  # type: ignore[arg-type]  # its value
    store().keep(hostile)
    run("add", "calf", "--after", "a\x1b[31mb\n[/nope]")
    lines = run("list").stdout.splitlines()
    assert len(lines) == 2
    assert all(line.isprintable() for line in lines)
    assert "[/nope]" in lines[0]
    assert "no-such-region" in lines[1]


def test_a_damaged_record_is_named_and_the_others_are_shown() -> None:
    made = fill_store()
    with closing(sqlite3.connect(folder() / "history.db")) as connection, connection:
        connection.execute("UPDATE episode SET region = 'shin' WHERE id = ?", (made[1].id,))
    done = run("list")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2
    assert made[1].id in done.stderr
    assert "cramp-cli history repair" in done.stderr
    assert [one["id"] for one in json.loads(run("list", "--json").stdout)["damaged"]] == [made[1].id]
    assert run("export").returncode == 4
    assert run("check").returncode == 4
    assert run("repair").returncode == 0
    assert run("check").returncode == 0


def test_a_word_that_was_guessed_is_said_so_and_what_is_no_muscle_is_sent_on() -> None:
    assert "was taken as hamstring" in run("add", "hamstrng").stderr
    done = run("add", "chest")
    assert done.returncode == 10
    assert "emergency number" in done.stdout
    assert len(store().list().episodes) == 1


# -- failures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add",), 2, "Missing argument"),
        (("add", "xyzzy"), 2, "is no muscle known here"),
        (("add", "leg"), 5, "could be several things"),
        (("add", "left", "calf", "--side", "right"), 2, "name one side"),
        (("add", "calf", "--side", "lft"), 2, 'did you mean "left"'),
        (("add", "calf", "--situation", "bath"), 2, "unknown situation"),
        (("add", "calf", "--at", "whenever"), 2, "yesterday 23:40"),
        (("add", "calf", "--at", "2999-01-01 03:10"), 2, "has not come yet"),
        (("add", "calf", "--at", "0000-01-01 03:10"), 2, "is no time known here"),
        (("add", "calf", "--pain", "11"), 2, "not between 0 and 10"),
        (("add", "calf", "--pain", "-1"), 2, "not between 0 and 10"),
        (("add", "calf", "--pain-after", "x"), 2, "--pain-after"),
        (("add", "calf", "--minutes", "1e9"), 2, "from 0 to 527040"),
        (("add", "calf", "--minutes", "nan"), 2, "from 0 to 527040"),
        (("add", "calf", "--minutes", "999999999"), 2, "from 0 to 527040"),
        (("add", "calf", "--after", "x" * 10_001), 2, "at most 10000 characters"),
        (("list", "--from", "soon"), 2, "is no day"),
        (("list", "--from", "today", "--to", "yesterday"), 2, "swap them"),
        (("list", "--limit", "0"), 2, "--limit"),
        (("list", "xyzzy"), 2, "is no muscle known here"),
        (("export", "--bom"), 2, "is for --csv"),
        (("export", "no/such/folder/x.json"), 1, "cannot be written"),
        (("import", "no-such-file"), 2, "cannot be read"),
        (("import", "/dev/null"), 2, "no regular file"),
        (("import", "-"), 3, "not JSON"),
        (("delete",), 2, "nothing to delete"),
        (("delete", "0000", "--all"), 2, "both ids and --all"),
        (("delete", "0000"), 2, "no episode has the id"),
        (("delete", "--all"), 5, "add --yes"),
        (("restore",), 4, "no good backup"),
        (("restore", "no-such-backup"), 4, "no-such-backup"),
        (("lst",), 2, "Did you mean 'list'"),
    ],
)  # fmt: skip
def test_every_failure_is_said_in_one_line_with_its_code(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert said_well(done)
    assert len(done.stderr.splitlines()) == 1
    assert not (folder() / "history.db").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        *((), ("list",), ("add", "calf"), ("export",), ("delete", "0000"), ("backup",), ("check",)),
        *(("import", "good.json"), ("restore",)),
    ],
)
@pytest.mark.parametrize("damage", ["text", "newer", "folder"])
def test_a_store_that_cannot_be_used_is_exit_4_and_stays_as_it_is(
    arguments: tuple[str, ...], damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_text(json.dumps(export_of([]) | {"items": [
        {"id": episode(1).id, "began": "2026-11-22T03:10:05+01:00", "region": "calf"}
    ]}), "utf-8")  # fmt: skip
    database = folder() / "history.db"
    if damage == "newer":
        fill_store()
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA user_version=99")
    elif damage == "folder":
        database.mkdir(parents=True, mode=0o700)
    else:
        folder().mkdir(parents=True, mode=0o700)
        database.write_text("hello", "utf-8")
    before = database.read_bytes() if database.is_file() else b""
    done = run(*arguments)
    assert done.returncode == 4, done.stderr
    assert said_well(done)
    assert done.stderr.count("cramp-cli: error: ") == 1
    assert (database.read_bytes() if database.is_file() else b"") == before


def test_a_folder_that_cannot_be_is_named() -> None:
    done = run("list", CRAMP_CLI_DATA_DIR="relative")
    assert (done.returncode, "CRAMP_CLI_DATA_DIR" in done.stderr) == (2, True)


# -- notes ------------------------------------------------------------------------------------------------------------


def test_a_note_of_several_lines_typed_at_the_prompt() -> None:
    terminal = Terminal("history", "add", "calf", "--note", "-")
    terminal.see("An empty line ends it")
    terminal.press("first line\rsecond, quit\r\r")
    assert terminal.end() == 0
    assert store().list().episodes[0].notes == "first line\nsecond, quit"


def test_ctrl_c_while_a_note_is_typed_saves_nothing() -> None:
    terminal = Terminal("history", "add", "calf", "--note", "-")
    terminal.see("An empty line ends it")
    terminal.child.sendintr()
    assert terminal.end() == 130
    assert "Stopped. Nothing was saved." in terminal.written
    assert not folder().exists()


@pytest.mark.parametrize("length", [MOST_NOTE_CHARACTERS + 1, 1 << 20, (1 << 20) + 1])
def test_a_note_that_is_too_long_is_refused_by_its_limit_and_one_that_just_fits_is_kept(length: int) -> None:
    done = run("add", "calf", "--note", "-", typed="x" * length)
    assert (done.returncode, f"at most {MOST_NOTE_CHARACTERS}" in done.stderr) == (2, True)
    assert run("add", "calf", "--note", "-", typed="x" * MOST_NOTE_CHARACTERS).returncode == 0
    assert [len(one.notes) for one in store().list().episodes] == [MOST_NOTE_CHARACTERS]


def test_a_note_loses_only_what_could_steer_a_terminal() -> None:
    assert run("add", "calf", "--note", "-", typed="a\x1b[2Jb\x00c\nd é\n").returncode == 0
    assert store().list().episodes[0].notes == "a\\x1b[2Jb\\x00c\nd é"
