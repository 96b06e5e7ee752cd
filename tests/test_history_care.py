"""`cramp-cli history delete`, `backup` and `restore`: what is meant is done, and what is not is left alone."""

from __future__ import annotations

import re

from helpers.history_command import fill_store, folder, run, store
from test_terminal import Terminal


def test_an_episode_is_deleted_by_the_beginning_of_its_id() -> None:
    first, second = (re.findall(r"Its id: (\S+)", run("add", "calf").stdout)[0] for _ in range(2))
    done = run("delete", first[:8], second.upper()[:8])
    assert (done.returncode, done.stdout) == (0, "Deleted: 2.\n")
    assert store().list().episodes == ()


def test_an_id_that_fits_several_deletes_none() -> None:
    made = fill_store(6)
    assert {one.id[:8] for one in made} == {made[0].id[:8]}
    done = run("delete", made[0].id[:8])
    assert (done.returncode, "begins several ids" in done.stderr) == (2, True)
    assert len(store().list().episodes) == 6
    assert run("delete", made[0].id).stdout == "Deleted: 1.\n"


def test_on_a_terminal_deleting_everything_takes_the_word() -> None:
    fill_store()
    for word, left in (("yes", 3), ("", 3), ("q", 3), ("delete", 0)):
        terminal = Terminal("history", "delete", "--all")
        terminal.see("Type delete")
        terminal.press(f"{word}\r")
        assert terminal.end() == 0
        assert ("Nothing was deleted." in terminal.written) == (left > 0)
        assert len(store().list().episodes) == left


def test_a_backup_brings_back_what_was_lost() -> None:
    made = fill_store()
    assert "history.db.bak-last" in run("backup").stdout
    (folder() / "history.db").write_text("hello", "utf-8")
    assert run("list").returncode == 4
    done = run("restore")
    assert (done.returncode, "3 episodes" in done.stdout) == (0, True)
    assert {one.id for one in store().list().episodes} == {one.id for one in made}
    assert any(path.read_text("utf-8", "replace") == "hello" for path in folder().iterdir())
