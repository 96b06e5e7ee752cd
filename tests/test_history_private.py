"""Only the person can read the history, and what they delete leaves no byte in any file of it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers.episodes import NOW, episode
from helpers.faults import no_lock, struck_by
from helpers.history_command import CANARY, folder, holds, run, store
from helpers.running import run as run_here
from helpers.stores import bytes_in, fill, make_every_file, names_in, put_waiting

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage.history import History, NotKeptError
from cramp_cli.storage.history_entries import entry_of
from cramp_cli.storage.plans import Shelf, write_plans

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "d", now=lambda: NOW)


# -- who may read it --------------------------------------------------------------------------------------------------


UMASKS = pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)
PRIVATE = {True: 0o700, False: 0o600}
"""The modes of folders, and of files."""


def modes_below(folder: Path) -> dict[str, int]:
    """The modes that are not those of private folders and files, by name."""
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    return {str(path): mode for path, mode in found.items() if mode != PRIVATE[path.is_dir()]}


@UMASKS
def test_only_the_person_can_read_any_of_it_from_the_moment_it_is_made(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        history = History(tmp_path / "d", now=lambda: NOW)
        with struck_by(no_lock()), pytest.raises(NotKeptError):
            history.keep(episode(1))
        waited = names_in(history)
        history.keep(episode(2))
        history.back_up()
        history.restore()
        history.place.database.write_bytes(history.place.database.read_bytes().replace(b"note 2", b"n0te 2"))
        history.repair()
        write_plans(history.place.folder, Shelf())
        history.count()
    finally:
        os.umask(before)
    made = " ".join(names_in(history) | waited)
    assert all(kind in made for kind in ("pending/", "bak-last", "replaced-", "damaged-", "plan.json"))
    assert modes_below(history.place.folder) == {}
    assert [line for line in history.notices() if "had mode" in line] == []


@UMASKS
def test_every_file_a_command_makes_is_the_persons_own(umask: int) -> None:
    """Those of the history, of a plan and the profile, and those that the person asked for by name."""
    commands = (
        "history add calf", "history backup", "history restore", "history export a.json",
        "history export a.csv --csv", "plan start night-stretching --ics a.ics", "profile set situation bed",
        "report --html b.html", "report --csv b.csv", "relief calf --html c.html", "figure chair-toes-up --svg d.svg",
    )  # fmt: skip
    home = Path.home() / "own"
    home.mkdir()
    script = [f"umask {umask:03o}", *(f"{sys.executable} -m cramp_cli {one} || echo failed: {one}" for one in commands)]
    folders = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "STATE")}
    environment = {**os.environ, **folders, "HOME": str(home)}
    done = subprocess.run(
        ["/bin/sh", "-c", "\n".join(script)], capture_output=True, text=True, check=True, cwd=home, env=environment
    )
    assert "failed: " not in done.stdout, done.stderr
    found = modes_below(home)
    del found[str(home)]
    assert found == {}
    assert len([path for path in home.rglob("*") if path.is_file()]) > len(commands)


def test_the_journal_is_private_too(history: History) -> None:
    from cramp_cli.storage.history_connection import writing

    fill(history)
    before = os.umask(0)
    try:
        with writing(history.place) as connection:
            connection.execute("DELETE FROM step")
            assert stat.S_IMODE(history.place.journal.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_loosened_modes_are_put_right_and_told(history: History) -> None:
    fill(history)
    history.back_up()
    history.place.folder.chmod(0o755)
    for path in history.place.folder.iterdir():
        path.chmod(0o644)
    history.count()
    assert stat.S_IMODE(history.place.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in history.place.folder.iterdir()} == {0o600}
    notices = history.notices()
    assert len(notices) == 4
    assert "history.db had mode 0644; only you can use it now" in " ".join(notices)
    assert history.notices() == ()


@pytest.mark.parametrize(
    "command",
    [
        *(("history", one) for one in ("list", "chart", "export", "check", "backup", "repair")),
        ("history", "add", "calf"), ("report",), ("plan", "show"),
    ],
)  # fmt: skip
def test_every_command_that_looks_into_the_history_tells_it_once(command: tuple[str, ...]) -> None:
    fill(store())
    if command[0] == "plan":
        assert run_here("plan", "start", "night-stretching").code == 0
    (folder() / "history.db").chmod(0o644)
    first, again = run_here(*command), run_here(*command)
    assert first.code == 0
    assert [line for line in first.lines if "had mode 0644" in line] == [
        f"{folder() / 'history.db'} had mode 0644; only you can use it now"
    ]
    assert "had mode" not in again.err


def link(path: Path) -> None:
    target = path.with_name("elsewhere")
    target.write_bytes(b"precious")
    path.symlink_to(target)


@pytest.mark.parametrize("make", [link, Path.mkdir, os.mkfifo], ids=["link", "folder", "pipe"])
def test_nothing_but_a_file_is_opened(history: History, make: Callable[[Path], object]) -> None:
    history.place.folder.mkdir(mode=0o700)
    make(history.place.database)
    for act in (history.list, history.count, history.delete_everything, lambda: history.keep(episode(1))):
        with pytest.raises(CrampError, match=r"history\.db is (a link|not a regular file)") as caught:
            act()
        assert caught.value.code is ExitCode.HISTORY
    assert b"precious" in bytes_in(history.place.folder) or make is not link
    assert history.waiting() == (f"{episode(1).id}.json",)


def test_a_link_to_the_folder_is_followed_and_one_to_what_waits_is_not(tmp_path: Path) -> None:
    real, elsewhere = tmp_path / "real", tmp_path / "elsewhere"
    real.mkdir()
    elsewhere.mkdir()
    (tmp_path / "d").symlink_to(real)
    (real / "pending").symlink_to(elsewhere)
    history = History(tmp_path / "d")
    history.keep(episode(1))
    assert stat.S_IMODE(real.stat().st_mode) == 0o700
    with struck_by(no_lock()), pytest.raises(NotKeptError) as caught:
        history.keep(episode(2))
    assert caught.value.waits_in is None
    assert caught.value.record == entry_of(episode(2))
    assert list(elsewhere.iterdir()) == []


# -- a note stays where it was put ------------------------------------------------------------------------------------


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


# -- forgetting -------------------------------------------------------------------------------------------------------


def test_deleting_leaves_no_byte_of_a_note(history: History) -> None:
    canary = episode(3, notes="CANARY " * 900, came_after="CANARY")
    history.take_in([episode(1), canary, episode(2)])
    history.back_up()
    put_waiting(history, f"{canary.id}.json", json.dumps(entry_of(canary)).encode())
    put_waiting(history, "../.history.db.0.tmp", b"CANARY")
    assert b"CANARY" in bytes_in(history.place.folder)
    size = history.place.database.stat().st_size
    assert history.delete([canary.id, "unknown"]) == 1
    assert history.place.database.stat().st_size < size
    assert b"CANARY" not in bytes_in(history.place.folder)
    assert history.list().episodes == (episode(2), episode(1))
    history.restore()
    assert history.get(canary.id) is None


def test_deleting_says_which_files_may_still_hold_it(history: History) -> None:
    fill(history)
    put_waiting(history, "x.json", b"not an episode")
    history.keep(episode(20))
    history.notices()
    history.delete([episode(1).id])
    assert history.notices() == (f"{history.place.pending / 'x.json.refused'} may still hold it",)


KINDS = {
    "history.db", "history.db-journal", "history.db.bak-last", "history.db.bak-weekly", "history.db.bak-v1",
    "history.db.damaged-", "history.db.replaced-", "pending", ".json", ".refused", ".tmp", "plan.json",
}  # fmt: skip
"""What the names of our files begin or end with."""


@pytest.mark.parametrize("is_damaged", [False, True])
def test_deleting_everything_leaves_no_file(history: History, *, is_damaged: bool) -> None:
    made = make_every_file(history, CANARY)
    assert {kind for kind in KINDS if not any(name.startswith(kind) or name.endswith(kind) for name in made)} == set()
    assert set(holds(history.place.folder, CANARY)) == {Path(name).name for name in made} - {"pending", "plan.json"}
    if is_damaged:
        history.place.database.write_bytes(b"CANARY, not a database")
    assert set(history.delete_everything()) == made - {"pending"}
    assert names_in(history) == set()
    history.keep(episode(1))
    assert history.count() == 1


def test_deleting_everything_goes_on_where_one_file_cannot_be_removed(history: History) -> None:
    make_every_file(history, CANARY)
    (history.place.pending / "somebody's folder").mkdir()
    with pytest.raises(CrampError, match="somebody's folder") as caught:
        history.delete_everything()
    assert caught.value.code is ExitCode.HISTORY
    assert names_in(history) == {"pending", "pending/somebody's folder"}


def test_delete_all_leaves_no_byte_of_a_note_in_any_file_and_says_what_it_erased() -> None:
    run("add", "calf", "--note", "-", typed=CANARY)
    assert "canary-7f3a" in run("export").stdout
    made = make_every_file(store(), CANARY)
    assert len(holds(folder(), CANARY)) > len(KINDS) - 3
    done = run("delete", "--all", "--yes")
    assert done.returncode == 0
    assert {line.strip() for line in done.stdout.splitlines()[1:-1]} == made - {"pending"}
    assert holds(Path.home(), "canary-7f3a") == []
    assert [one for one in Path.home().rglob("*") if one.is_file()] == []
    assert run("delete", "--all", "--yes").stdout == "There was nothing to delete.\n"


def test_the_readme_names_every_file() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    section = readme[readme.index("## Your data") : readme.index("## The knowledge")]
    assert [kind for kind in KINDS | {"profile.toml", "knowledge.json"} if kind not in section] == []
