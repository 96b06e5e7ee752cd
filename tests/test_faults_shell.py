"""Whatever a shell hands over (arguments, streams, an environment) is answered in a line, with the right code.

Cases carry the item (H4) of the list of faults that this program promises to survive; a plus is another of its kind.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from helpers.own_files import own_folder, written
from helpers.running import everybody_may_enter, run, run_as_nobody
from helpers.screens import INSTALLED

import cramp_cli
from cramp_cli.storage.locations import data_root

PROGRAM = f"{sys.executable} -m cramp_cli"
HERE = str(Path(cramp_cli.__file__).parents[1])
LONG = "x" * 100_000
SLIPS: dict[str, tuple[list[str], int, str]] = {
    "H4.58 command": (["reliefe", "calf"], 2, "Did you mean 'relief'? — try: cramp-cli --help"),
    "H4.59 muscle": (["relief", "clf"], 2, 'did you mean "calf"'),
    "H4.59 several": (["relief", "leg"], 5, "say which: calf, foot, hamstring, quadriceps, shin, inner-thigh"),
    "H4.64 yes to all": (["relief", "calf", "--yes"], 2, "No such option: --yes"),
    "H4.64+ yes to a check": (["check", "--yes"], 2, "No such option: --yes"),
    "H4.58+ option": (["relief", "calf", "--jsn"], 2, "--json"),
    "H4.58+ option without its value": (["relief", "calf", "--side"], 2, "requires an argument"),
    "H4.58+ flag with a value": (["relief", "calf", "--json=yes"], 2, "does not take a value"),
    "H4.58+ colour": (["--color", "blue", "causes"], 2, "write auto, always or never"),
    "H4.58+ nothing after colour": (["causes", "--color"], 2, "write auto, always or never"),
    "H4.58+ command of a command": (["history", "lst"], 2, "'list'"),
    "H4.58+ one word too many": (["doctor", "calf"], 2, "unexpected extra argument"),
    "H4.58+ nothing at all": (["relief", ""], 5, "no muscle was named"),
    "H4.58+ only a side": (["relief", "left"], 5, "no muscle was named"),
    "H4.58+ endless": (["relief", "calf", "--situation", LONG], 2, "write one of"),
    "H4.58+ endless option": ([f"--{LONG}"], 2, "try: cramp-cli --help"),
    "H4.58+ endless command": ([LONG], 2, "try: cramp-cli --help"),
    "H4.70 far away": (["history", "add", "calf", "--at", "2999-01-01T10:00"], 2, "has not come yet"),
    "H4.70 no year": (["history", "add", "calf", "--at", "0000-01-01"], 2, "write 23:40, yesterday 23:40"),
    "H4.70+ no such day": (["history", "add", "calf", "--at", "2026-02-30 10:00"], 2, "write 23:40"),
    "H4.70+ hours without end": (["history", "add", "calf", "--at", f"{'9' * 5000}h ago"], 2, "write 23:40"),
    "H4.70 too much pain": (["history", "add", "calf", "--pain", "11"], 2, "is not between 0 and 10"),
    "H4.70 less than none": (["history", "add", "calf", "--pain", "-1"], 2, "is not between 0 and 10"),
    "H4.70+ half a point": (["history", "add", "calf", "--pain", "1.5"], 2, "'1.5' is not a whole number"),
    "H4.70+ more than a store can count": (["history", "list", "--limit", "9" * 30], 2, "is not between 1 and"),
    "H4.70 too long": (["history", "add", "calf", "--minutes", "1e9"], 2, "write a number from 0 to"),
    "H4.70+ not a number": (["history", "add", "calf", "--minutes", "nan"], 2, "write a number from 0 to"),
    "H4.70 endless note": (["history", "add", "calf", "--note", LONG], 2, "at most 10000 characters"),
    "H4.70+ endless cause": (["history", "add", "calf", "--after", LONG], 2, "at most 10000 characters"),
    "H4.70+ nothing listed": (["history", "list", "--limit", "0"], 2, "0 is not between 1 and 1000000"),
    "H4.70+ days that never were": (["history", "list", "--from", "2026-99-99"], 2, "write 2026-11-01"),
    "H4.70+ ends before it begins": (["report", "--from", "2026-11-20", "--to", "2026-11-01"], 2, "swap them"),
    "H4.70+ hold": (["relief", "calf", "--hold", "9999"], 2, "60 to 90 seconds"),
    "H4.70+ a file without a name": (["relief", "calf", "--html", ""], 2, ". exists"),
    "H4.70+ a file in no folder": (["report", "--html", "gone/page.html"], 1, "gone/page.html cannot be written"),
    "H4.70+ a figure in no folder": (["figure", "neck-tilt", "--svg", "gone/a.svg"], 1, "gone/a.svg cannot be written"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_one_line_with_its_fix_and_its_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.code, done.out) == (code, "")
    (line,) = done.lines
    assert line.startswith("cramp-cli: error: ")
    assert said in line
    assert " — " in line
    assert line.isprintable()
    assert len(line) < 1500
    assert list(tmp_path.iterdir()) == []
    assert run("history", "list").out == "Nothing is written down here yet.\n"


@pytest.mark.parametrize("arguments", [["-h"], ["--help"], ["help"], ["help", "relief"], ["relief", "-h"], []])
def test_help_is_one_word_away(arguments: list[str]) -> None:  # H4.65
    done = run(*arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: cramp-cli ")
    assert done.out.index("cramp-cli relief ") < done.out.index("Options:")


def test_the_name_it_is_called_by_is_never_more_than_text(tmp_path: Path) -> None:
    """A link may be called anything, and help begins with the name of the program."""
    called = tmp_path / "\x1b[31m\u202ecramp"
    called.symlink_to(INSTALLED)
    for arguments in (["--help"], ["relief", "clf"], ["relief", "--help"]):
        done = subprocess.run([called, *arguments], capture_output=True, text=True, check=False)
        assert all(char.isprintable() or char == "\n" for char in done.stdout + done.stderr)


def test_a_time_that_the_clock_left_out_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:  # H4.70
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert run("history", "add", "calf", "--at", "2026-03-29T02:30").code == 0


@pytest.mark.parametrize("note", [b"a\0b", b"\x1b[31mred", "\u202eder".encode(), b"one\r\ntwo", b""])
def test_a_note_from_stdin_shows_nothing_raw(note: bytes) -> None:  # H4.70
    assert run("history", "add", "calf", "--note", "-", stdin=note).code == 0
    for arguments in (["history", "list"], ["history", "export"], ["report"]):
        assert all(char.isprintable() or char == "\n" for char in run(*arguments).out)


# -- stdin is no person -----------------------------------------------------------------------------------------------

BLIND = [b"yes\n" * 9999, b"n\n" * 9999, b"2\n" * 9999, b"maybe\n", b"", b"\xff\xfe\x00"]


@pytest.mark.parametrize("typed", BLIND, ids=["yes", "n", "2", "maybe", "nothing", "no text"])
def test_no_question_of_danger_is_answered_by_a_pipe(typed: bytes) -> None:  # H4.62
    printed = run("relief", "calf", "--print")
    assert run("relief", "calf", stdin=typed) == printed
    assert printed.out.count("Only if every answer is no:") == 3
    assert run("check", stdin=typed).code == 5
    assert run("relief", "lockjaw", stdin=typed).out.count("Only if every answer is no:") > 0
    assert run("relief", "leg", stdin=typed).code == 5


@pytest.mark.parametrize("arguments", [["history", "delete", "--all"], ["plan", "done"], ["relief"], []])
def test_nothing_else_is_answered_by_a_pipe_either(arguments: list[str]) -> None:
    run("history", "add", "calf")
    run("plan", "start", "night-stretching")
    done = run(*arguments, stdin=b"delete\ny\nyes\n1\n" * 99)
    assert done.code == (5 if arguments else 0)
    assert len(run("history", "list").out.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [["check", "--answers", "-"], ["plan", "--answers", "-"], ["history", "import", "-"]]
)
def test_an_endless_stdin_is_read_no_further_than_it_counts(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr("cramp_cli.commands.history_transfer.MOST_BYTES", 1 << 20)
    endless = subprocess.Popen(["yes", "a: b"], stdout=subprocess.PIPE)
    assert endless.stdout is not None
    with endless, endless.stdout:
        done = run(*arguments, opened=endless.stdout)
        endless.kill()
    assert done.code == 3
    assert "larger than 1 MiB" in done.err


CLOSED = ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"]
CLOSABLE = {"relief calf": 0, "relief xyzzy": 2, "history add calf --note -": 0, "check --answers -": 3}


@pytest.mark.parametrize("closed", CLOSED)
def test_a_closed_stream_changes_neither_the_code_nor_the_other_streams(closed: str) -> None:  # H4.61
    for command, code in CLOSABLE.items():
        line = f"{PROGRAM} {command} {closed}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == code, line
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) <= 1
    assert len(run("history", "list").out.splitlines()) == 1


# -- the environment --------------------------------------------------------------------------------------------------


def test_nothing_at_all_in_the_environment_is_enough_for_relief(tmp_path: Path) -> None:  # H4.68
    done = subprocess.run(
        [sys.executable, "-m", "cramp_cli", "relief", "calf", "--print"],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={"HOME": str(tmp_path), "PYTHONPATH": HERE},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Pull your toes up" in done.stdout


def test_no_home_costs_the_history_and_never_relief(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:  # H4.67, H4.68
    usual = run("relief", "calf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", f"{__file__}/home")
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, "relative")
    assert run("relief", "calf") == usual
    kept = run("history", "add", "calf")
    assert kept.code == 4
    assert "it is kept nowhere" in kept.lines[-1]
    assert "None" not in run("knowledge", "paths").out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["history", "list"], ["history", "add", "calf"], ["report"], ["plan", "show"]])
def test_a_relative_folder_for_the_history_is_named(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setenv("CRAMP_CLI_DATA_DIR", "relative")  # H4.67
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.lines == ["cramp-cli: error: CRAMP_CLI_DATA_DIR is not an absolute path — start it with /"]


@pytest.mark.parametrize("mode", [0o644, 0o666])
def test_a_file_or_a_device_in_place_of_the_folder_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int
) -> None:
    passwords = tmp_path / "passwd"
    passwords.write_text("root", "utf-8")
    passwords.chmod(mode)
    monkeypatch.setenv("CRAMP_CLI_DATA_DIR", str(passwords))
    for arguments in (
        ["history", "list"],
        ["history", "add", "calf"],
        ["plan", "start", "night-stretching"],
        ["report"],
    ):
        assert run(*arguments).code in {0, 4}
    assert stat.S_IMODE(passwords.stat().st_mode) == mode
    assert passwords.read_text("utf-8") == "root"


def test_a_folder_that_many_share_keeps_its_mode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "theirs.txt").write_text("theirs", "utf-8")
    tmp_path.chmod(0o777)
    monkeypatch.setenv("CRAMP_CLI_DATA_DIR", str(tmp_path))
    for arguments in (["history", "list"], ["history", "add", "calf"], ["plan", "start", "night-stretching"]):
        assert run(*arguments).code == 0
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o777
    assert stat.S_IMODE((tmp_path / "history.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "plan.json").stat().st_mode) == 0o600


ODD_ENVIRONMENTS = {
    "ESC in a folder": {"XDG_CONFIG_HOME": "{tmp}/\x1b[31mred"},
    "two lines in a folder": {"CRAMP_CLI_DATA_DIR": "{tmp}/a\nb"},
    "ESC for a terminal": {"TERM": "\x1b[31m"},
    "no such zone": {"TZ": "Nowhere/\x1b[31m"},
    "no such language": {"LC_ALL": "xx_YY.nonsense", "LANGUAGE": "xx", "LANG": "xx"},
    "nothing on PATH": {"PATH": ""},
    "a width that is none": {"COLUMNS": "0x50", "LINES": "-1"},
    "for a pager": {"PAGER": "cat /etc/passwd", "LESS": "-R", "EDITOR": "rm"},
    "colour wanted and not": {"FORCE_COLOR": "0", "NO_COLOR": "", "CLICOLOR_FORCE": "1", "GITHUB_ACTIONS": "true"},
}


EVERYWHERE = [
    *(["relief", "calf"], ["relief", "clf"], ["relief", "--nope"], ["--help"], ["history", "add", "calf"]),
    *(["history", "list"], ["profile", "show"], ["knowledge", "paths"], ["doctor", "--mute"]),
]


@pytest.mark.parametrize("environment", ODD_ENVIRONMENTS.values(), ids=ODD_ENVIRONMENTS)
def test_what_stands_in_the_environment_is_never_more_than_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value.replace("{tmp}", str(tmp_path)))
    for arguments in EVERYWHERE:
        done = run(*arguments)
        assert done.code in {0, 1, 2}
        assert all(char.isprintable() or char == "\n" for char in done.out + done.err)


@pytest.mark.skipif(os.geteuid() != 0, reason="not run: only root can become nobody")
@pytest.mark.skipif(not everybody_may_enter(data_root()), reason="not run: nobody but root can read this checkout")
def test_own_knowledge_that_may_not_be_read_is_one_warning(monkeypatch: pytest.MonkeyPatch) -> None:  # H2.43
    usual = run("relief", "calf")
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        for name in ("CONFIG", "CACHE"):
            monkeypatch.setenv(f"XDG_{name}_HOME", f"{place}/{name}")
        written("regions: []\n")
        own_folder().chmod(0o000)
        done = run_as_nobody("relief", "calf")
        own_folder().chmod(0o700)
    assert (done.code, done.out) == (0, usual.out)
    assert done.lines == [
        f"{place}/CONFIG/cramp-cli/knowledge has faults and is left out. See: cramp-cli knowledge check"
    ]
