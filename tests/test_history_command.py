"""`cramp-cli history`: what each command does, says and leaves behind, and the exit code of every failure."""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from helpers.faults import NOW, episode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_episode import episodes
from test_terminal import Terminal

from cramp_cli.core.episode import Episode, Moment
from cramp_cli.core.ladder import Outcome
from cramp_cli.storage.history import History
from cramp_cli.storage.history_entries import check_export

CANARY = "canary-7f3a: it hurt behind the knee"
COMMANDS = ("list", "add", "export", "import", "delete", "backup", "restore", "repair", "check")
Done = subprocess.CompletedProcess[str]


def run(*arguments: str, typed: str = "", **environment: str) -> Done:
    """Run `cramp-cli history` as a script would."""
    return subprocess.run(
        [sys.executable, "-m", "cramp_cli", "history", *arguments],
        capture_output=True, text=True, check=False, input=typed, env={**os.environ, **environment},
    )  # fmt: skip


def folder() -> Path:
    return Path(os.environ["XDG_DATA_HOME"]) / "cramp-cli"


def store() -> History:
    return History(folder(), now=lambda: NOW)


def fill(count: int = 3) -> tuple[Episode, ...]:
    made = tuple(episode(number) for number in range(count))
    store().take_in(made)
    return made


def rows(place: Path) -> list[Any]:
    with closing(sqlite3.connect(place / "history.db")) as connection:
        every = [*connection.execute("SELECT * FROM episode ORDER BY id")]
        return [*every, *connection.execute("SELECT * FROM step ORDER BY episode, position")]


def holds(place: Path, text: str) -> list[str]:
    """The names of the files under `place` that hold `text` in any of the usual encodings."""
    found = [path for path in place.rglob("*") if path.is_file()]
    needles = {text.encode(), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode()}
    return sorted(path.name for path in found if any(needle in path.read_bytes() for needle in needles))


def said_well(done: Done) -> bool:
    """Whether a failure is said in whole lines, each with its label, and without a traceback."""
    lines = done.stderr.splitlines()
    return bool(lines) and "Traceback" not in done.stderr and any(one.startswith("cramp-cli: error: ") for one in lines)


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
    made = fill()
    listed = json.loads(run("list", "--json").stdout)
    assert listed["damaged"] == []
    found, problems = check_export(listed)
    assert ({one.id for one in found}, problems) == ({one.id for one in made}, ())
    assert run("import", "-", typed=json.dumps(listed), CRAMP_CLI_DATA_DIR=str(tmp_path / "e")).returncode == 0


def test_a_line_says_what_eased_it_and_how_it_ended() -> None:
    for outcome in (Outcome.GONE, Outcome.EASING):
        assert any(one.outcome is outcome for number in range(12) for one in episode(number).steps)
    fill(12)
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
    made = fill()
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
        (("add", "calf", "--pain", "11"), 2, "0<=x<=10"),
        (("add", "calf", "--pain", "-1"), 2, "0<=x<=10"),
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
    (tmp_path / "good.json").write_text(json.dumps(store().export()[0] | {"items": [
        {"id": episode(1).id, "began": "2026-11-22T03:10:05+01:00", "region": "calf"}
    ]}), "utf-8")  # fmt: skip
    database = folder() / "history.db"
    if damage == "newer":
        fill()
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


def test_a_note_from_stdin_is_kept_and_is_in_no_argument_list_cache_or_other_file() -> None:
    command = [sys.executable, "-m", "cramp_cli", "history", "add", "calf", "--note", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        child.stdin.write(CANARY)
        child.stdin.flush()
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout
        lists = [listed, *(path.read_text("utf-8", "replace") for path in Path(f"/proc/{child.pid}").glob("cmdline"))]
        said, _ = child.communicate()
    assert child.returncode == 0
    assert not any("canary" in one for one in (*lists, said))
    assert store().list().episodes[0].notes == CANARY
    home = Path.home()
    assert set(holds(home, CANARY)) == {"history.db", "history.db.bak-last", "history.db.bak-weekly"}
    assert "canary" not in run("list").stdout
    assert run("delete", "--all", "--yes").returncode == 0
    assert holds(home, "canary-7f3a") == []


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


@pytest.mark.parametrize(("typed", "said"), [("x" * 10_001, "at most 10000"), ("x" * (1 << 20), "at most 10000")])
def test_a_note_that_is_too_long_is_refused_by_its_limit(typed: str, said: str) -> None:
    done = run("add", "calf", "--note", "-", typed=typed)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_a_note_loses_only_what_could_steer_a_terminal() -> None:
    assert run("add", "calf", "--note", "-", typed="a\x1b[2Jb\x00c\nd é\n").returncode == 0
    assert store().list().episodes[0].notes == "a\\x1b[2Jb\\x00c\nd é"


# -- out and in again -------------------------------------------------------------------------------------------------


def test_an_export_comes_back_as_the_same_rows(tmp_path: Path) -> None:
    fill(8)
    out, other = tmp_path / "out.json", tmp_path / "other"
    done = run("export", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    first = run("import", str(out), CRAMP_CLI_DATA_DIR=str(other))
    assert first.stdout == "New: 8. Here already: 0.\n"
    assert rows(other) == rows(folder())
    again = run("import", str(out), CRAMP_CLI_DATA_DIR=str(other))
    assert again.stdout == "New: 0. Here already: 8.\n"
    assert rows(other) == rows(folder())
    assert run("export", CRAMP_CLI_DATA_DIR=str(other)).stdout == out.read_text("utf-8")
    assert os.listdir(tmp_path) == sorted(["out.json", "other"]) or set(os.listdir(tmp_path)) == {"out.json", "other"}  # noqa: PTH208


@settings(
    derandomize=True, deadline=None, max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.lists(episodes, min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_whatever_can_be_kept_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, kept: list[Episode]
) -> None:
    here, there = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("there")
    History(here, now=lambda: NOW).take_in(kept)
    written = json.dumps(History(here).export()[0], indent=2)
    found, problems = check_export(json.loads(written))
    assert problems == ()
    History(there, now=lambda: NOW).take_in(found)
    assert rows(there) == rows(here)


def test_one_bad_entry_keeps_all_of_them_out_and_each_is_named(tmp_path: Path) -> None:
    good = json.loads(json.dumps(store().export()[0]))
    good["items"] = [
        {"id": episode(1).id, "began": "2026-11-22T03:10:05+01:00", "region": "calf"},
        {"id": "x", "began": "soon", "region": "calf"},
        {"id": episode(2).id, "began": "2026-11-22T03:10:05+01:00", "region": "calf", "pain_before": 11, "extra": 1},
    ]
    (tmp_path / "bad.json").write_text(json.dumps(good), "utf-8")
    done = run("import", str(tmp_path / "bad.json"))
    assert done.returncode == 3
    for said in (
        "item 2: id:",
        "item 2: began:",
        "item 3",
        "pain_before:",
        "extra: unknown key",
        "nothing was taken in",
    ):
        assert said in done.stderr
    assert all(line.startswith("cramp-cli: error: ") for line in done.stderr.splitlines())
    assert not folder().exists()


@pytest.mark.parametrize(
    "contents",
    [b"", b"{", b"[]", b"null", b'{"schema": "other/1", "items": []}',
     b"[" * 100_000, b"\xff\xfe", b"\x1b[2J", b"9" * 5000],
)  # fmt: skip
def test_a_file_that_is_no_export_is_exit_3(contents: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(contents)
    done = run("import", str(file))
    assert done.returncode == 3
    assert said_well(done)
    assert "\x1b" not in done.stderr


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    with file.open("wb") as opened:
        opened.truncate((64 << 20) + 1)
    done = run("import", str(file))
    assert (done.returncode, "larger than 64 MiB" in done.stderr) == (3, True)


def test_what_is_here_in_another_form_is_left_and_named(tmp_path: Path) -> None:
    made = fill(2)
    exported = json.loads(run("export").stdout)
    exported["items"][0]["notes"] = "another note"
    (tmp_path / "x.json").write_text(json.dumps(exported), "utf-8")
    before = rows(folder())
    done = run("import", str(tmp_path / "x.json"))
    assert (done.returncode, done.stdout) == (0, "New: 0. Here already: 2.\n")
    assert exported["items"][0]["id"] in done.stderr
    assert {one.id for one in made} == {one["id"] for one in exported["items"]}
    assert rows(folder()) == before


def test_an_export_never_writes_over_a_file_unless_told_to(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text("mine", "utf-8")
    done = run("export", str(file))
    assert (done.returncode, "--force" in done.stderr) == (1, True)
    assert file.read_text("utf-8") == "mine"
    assert run("export", str(file), "--force").returncode == 0
    assert json.loads(file.read_text("utf-8"))["items"] == []
    assert [one.name for one in tmp_path.iterdir()] == ["mine.json"]


def test_a_table_is_guarded_and_its_lines_are_those_of_rfc_4180(tmp_path: Path) -> None:
    run(
        "add",
        "calf",
        "--pain",
        "7",
        "--after",
        '=HYPERLINK("http://x","y")',
        "--note",
        "-",
        typed="@SUM(A1)\nand, more",
    )
    file = tmp_path / "x.csv"
    assert run("export", str(file), "--csv", "--bom").returncode == 0
    contents = file.read_bytes()
    assert contents.startswith(b"\xef\xbb\xbfid,began")
    (row,) = csv.DictReader(StringIO(contents.decode("utf-8-sig"), newline=""))
    assert (row["came_after"], row["notes"]) == ('\'=HYPERLINK("http://x","y")', "'@SUM(A1)\nand, more")
    assert row["pain_before"] == "7"
    assert contents.endswith(b"\r\n")


def test_an_export_can_be_of_some_days() -> None:
    for day in (1, 2, 3):
        run("add", "calf", "--at", f"2026-11-0{day} 03:10")
    items = json.loads(run("export", "-", "--from", "2026-11-02", "--to", "2026-11-02").stdout)["items"]
    assert [one["began"][:10] for one in items] == ["2026-11-02"]


# -- deleting, and going back -----------------------------------------------------------------------------------------


def test_an_episode_is_deleted_by_the_beginning_of_its_id() -> None:
    first, second = (re.findall(r"Its id: (\S+)", run("add", "calf").stdout)[0] for _ in range(2))
    done = run("delete", first[:8], second.upper()[:8])
    assert (done.returncode, done.stdout) == (0, "Deleted: 2.\n")
    assert store().list().episodes == ()


def test_an_id_that_fits_several_deletes_none() -> None:
    made = fill(6)
    assert {one.id[:8] for one in made} == {made[0].id[:8]}
    done = run("delete", made[0].id[:8])
    assert (done.returncode, "begins several ids" in done.stderr) == (2, True)
    assert len(store().list().episodes) == 6
    assert run("delete", made[0].id).stdout == "Deleted: 1.\n"


def test_on_a_terminal_deleting_everything_takes_the_word() -> None:
    fill()
    for word, left in (("yes", 3), ("", 3), ("q", 3), ("delete", 0)):
        terminal = Terminal("history", "delete", "--all")
        terminal.see("Type delete")
        terminal.press(f"{word}\r")
        assert terminal.end() == 0
        assert ("Nothing was deleted." in terminal.written) == (left > 0)
        assert len(store().list().episodes) == left


def test_deleting_everything_leaves_no_byte_of_a_note_in_any_file() -> None:
    run("add", "calf", "--note", "-", typed=CANARY)
    run("backup")
    run("restore")
    run("add", "foot", "--note", "-", typed=CANARY)
    assert len(holds(folder(), CANARY)) >= 3
    assert run("delete", "--all", "--yes").returncode == 0
    assert holds(Path.home(), "canary-7f3a") == []
    assert list(folder().iterdir()) == []


def test_a_backup_brings_back_what_was_lost() -> None:
    made = fill()
    assert "history.db.bak-last" in run("backup").stdout
    (folder() / "history.db").write_text("hello", "utf-8")
    assert run("list").returncode == 4
    done = run("restore")
    assert (done.returncode, "3 episodes" in done.stdout) == (0, True)
    assert {one.id for one in store().list().episodes} == {one.id for one in made}
    assert any(path.read_text("utf-8", "replace") == "hello" for path in folder().iterdir())


def test_the_first_write_of_a_day_makes_a_backup() -> None:
    run("add", "calf")
    copy = folder() / "history.db.bak-last"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    made = copy.stat().st_mtime_ns
    run("add", "calf")
    assert copy.stat().st_mtime_ns == made


def test_every_file_is_the_persons_own_whatever_the_umask() -> None:
    for umask in ("000", "022"):
        subprocess.run(
            ["/bin/sh", "-c", f"umask {umask}; {sys.executable} -m cramp_cli history add calf"],
            check=True,
            capture_output=True,
        )
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder().iterdir()} == {0o600}


def test_a_lock_that_stays_is_exit_4_and_nothing_is_lost() -> None:
    fill()
    with closing(sqlite3.connect(folder() / "history.db", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        done = run("add", "calf", "--note", "-", typed="waits")
        assert time.monotonic() - began > 1
    assert done.returncode == 4
    assert "not saved" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert run("add", "foot").returncode == 0
    assert len(store().list().episodes) == 5
