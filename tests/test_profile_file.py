"""The file of the profile: it is read whatever stands in it, and it is never half written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.accidents import damaged
from helpers.profiles import FULL, KNOWN, MANY
from hypothesis import given
from hypothesis import strategies as st

from cramp_cli.core.errors import CrampError
from cramp_cli.core.profile import MOST_ENTRIES, Profile, check_profile
from cramp_cli.storage import locations
from cramp_cli.storage.profile import MOST_BYTES, read_profile, remove_profile, write_profile

FULL_TEXT = """\
conditions = ["pregnant", "unsteady"]
medicines = ["atorvastatin"]
tools = ["ball"]
situation = "chair"
emergency-number = "999"
voice = "on"
night = "23:00-06:30"
history = "off"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "cramp-cli" / "profile.toml"


def put(file: Path, contents: str | bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(contents if isinstance(contents, bytes) else contents.encode("utf-8", "surrogatepass"))
    return file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- reading it -------------------------------------------------------------------------------------------------------


def test_no_file_is_an_empty_profile_and_so_is_no_home(file: Path) -> None:
    assert read_profile(file, KNOWN) == (Profile(), ())
    assert read_profile(None, KNOWN) == (Profile(), ())
    put(file.parent, "a file where the folder belongs")
    assert read_profile(file, KNOWN) == (Profile(), ())


def test_a_profile_written_by_hand_is_understood(file: Path) -> None:
    profile, problems = read_profile(put(file, "\ufeff# mine\n" + FULL_TEXT), KNOWN)
    assert problems == ()
    assert profile.values()["conditions"] == ["pregnant", "unsteady"]
    assert str(profile.night) == "23:00-06:30"


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b'conditions = ["pregnant"]\ntools = [ball]\n', ":2:10: not TOML: Invalid value"),
        (b'tools = ["ball"]\ntools = ["wall"]\n', ":2:17: not TOML: Cannot overwrite a value"),
        (b"conditions pregnant\n", ":1:12: not TOML: Expected '=' after a key"),
        (b"a = 1\nb = '''\n", ":3:1: not TOML: "),
        (b"a = 1\nb = '\xff'\n", ":2:1: not UTF-8"),
        (b"\xff\xfea\0", ":1:1: not UTF-8"),
        (b"night = 2026-02-30", ":1:9: not TOML: Invalid date"),
        (b"a = " + b"[" * 50_000, ": too deep, or a number too long"),
        (b"a = " + b"9" * 50_000, ": too deep, or a number too long"),
        (b"emergency-number = 0x" + b"f" * 50_000, ": emergency-number: expected text, got a number"),
        (b"b = 1\n" + b"a." * 30_000 + b"a = 1", ":2:1: more than 500 dots in a line"),
        (b"#" * (MOST_BYTES + 1), ": larger than 64 KiB"),
        (b"\0" * MOST_BYTES, ":1:1: not TOML: "),
    ],
)
def test_a_faulty_file_is_told_with_its_place_where_toml_gives_one(file: Path, contents: bytes, said: str) -> None:
    profile, problems = read_profile(put(file, contents), KNOWN)
    assert profile == Profile()
    assert any(str(one).startswith(f"{file}{said}") for one in problems), problems
    assert all(one.fix for one in problems)


@pytest.mark.parametrize("kind", ["folder", "link to itself", "device"])
def test_what_is_no_regular_file_is_a_problem_and_can_be_removed(file: Path, kind: str) -> None:
    file.parent.mkdir(parents=True)
    if kind == "folder":
        file.mkdir()
    else:
        file.symlink_to(file if kind == "link to itself" else "/dev/zero")
    profile, problems = read_profile(file, KNOWN)
    assert profile == Profile()
    assert len(problems) == 1
    remove_profile(file)
    assert not os.path.lexists(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read_is_a_problem(file: Path) -> None:
    put(file, FULL_TEXT).chmod(0)
    assert "cannot be read" in str(read_profile(file, KNOWN)[1][0])


def test_a_fault_of_the_disk_is_a_problem(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(file, FULL_TEXT)

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", broken)
    assert "cannot be read: Input/output error" in str(read_profile(file, KNOWN)[1][0])


@MANY
@given(damaged(FULL_TEXT) | st.text() | st.binary())
def test_whatever_stands_in_the_file_the_reader_never_raises(tmp_path: Path, contents: str | bytes) -> None:
    profile, problems = read_profile(put(tmp_path / "profile.toml", contents), KNOWN)
    assert check_profile(profile.values(), KNOWN, "p") == (profile, ())
    assert all(str(one).isprintable() for one in problems)


# -- writing it -------------------------------------------------------------------------------------------------------


def test_what_is_written_is_what_is_read(file: Path) -> None:
    write_profile(file, FULL)
    assert read_profile(file, KNOWN) == (FULL, ())


@MANY
@given(st.lists(st.text(), max_size=10))
def test_any_text_survives_as_it_was_taken(tmp_path: Path, texts: list[str]) -> None:
    taken, _ = check_profile({"medicines": texts}, KNOWN, "p")
    write_profile(tmp_path / "profile.toml", taken)
    assert read_profile(tmp_path / "profile.toml", KNOWN) == (taken, ())


@pytest.mark.parametrize("text", ["." * 100, '"' * 100, "\\" * 100, "\U0001f9b5" * 100])
def test_the_largest_profile_that_can_be_written_can_be_read(file: Path, text: str) -> None:
    largest = Profile(medicines=tuple(f"{number:02d}{text[2:]}" for number in range(MOST_ENTRIES)))
    write_profile(file, largest)
    assert read_profile(file, KNOWN) == (largest, ())


def test_only_the_person_can_read_it_whatever_the_umask(file: Path) -> None:
    file.parent.mkdir(parents=True, mode=0o755)
    put(file, FULL_TEXT).chmod(0o644)
    before = os.umask(0)
    try:
        write_profile(file, FULL)
    finally:
        os.umask(before)
    assert mode(file) == 0o600
    assert mode(file.parent) == 0o700


def test_a_link_in_its_place_is_replaced_and_what_it_pointed_to_is_left_alone(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("theirs", "utf-8")
    file.parent.mkdir(parents=True)
    file.symlink_to(other)
    write_profile(file, FULL)
    assert other.read_text("utf-8") == "theirs"
    assert not file.is_symlink()
    assert mode(file) == 0o600


def test_a_link_laid_where_the_fresh_file_will_be_is_never_followed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_profile(file, FULL)
    victim = tmp_path / "victim"
    monkeypatch.setattr(os, "urandom", bytes)
    (file.parent / f".profile.{bytes(8).hex()}.tmp").symlink_to(victim)
    with pytest.raises(CrampError, match="nothing was changed"):
        write_profile(file, Profile(tools=("ball",)))
    assert not victim.exists()
    assert read_profile(file, KNOWN) == (FULL, ())


@pytest.mark.parametrize("call", ["replace", "fsync", "open", "write"])
def test_a_failure_at_any_moment_leaves_the_old_profile_and_no_litter(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    write_profile(file, FULL)

    def failing(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if call == "write":
        monkeypatch.setattr(os, "fdopen", failing)
    else:
        monkeypatch.setattr(os, call, failing)
    with pytest.raises(CrampError, match="No space left on device — nothing was changed"):
        write_profile(file, Profile(tools=("ball",)))
    monkeypatch.undo()
    assert read_profile(file, KNOWN) == (FULL, ())
    assert [path.name for path in file.parent.iterdir()] == ["profile.toml"]


def test_an_interrupt_while_writing_leaves_the_old_profile(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_profile(file, FULL)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_profile(file, Profile(tools=("ball",)))
    assert read_profile(file, KNOWN) == (FULL, ())
    assert [path.name for path in file.parent.iterdir()] == ["profile.toml"]


def test_a_file_system_that_cannot_promise_the_name_still_keeps_the_profile(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(22, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    write_profile(file, FULL)
    assert read_profile(file, KNOWN) == (FULL, ())


def test_an_empty_profile_leaves_no_file(file: Path) -> None:
    write_profile(file, FULL)
    write_profile(file, Profile())
    assert not file.exists()
    write_profile(file, Profile())


def test_what_cannot_be_removed_is_said(file: Path) -> None:
    put(file / "inside", "kept")
    with pytest.raises(CrampError, match="cannot be removed: Directory not empty — move it away"):
        remove_profile(file)
    remove_profile(file / "inside" / "profile.toml")


def test_it_lies_in_the_config_folder_and_a_relative_one_does_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert locations.profile_file() == tmp_path / "cramp-cli" / "profile.toml"
    assert locations.overlay_folder() == tmp_path / "cramp-cli" / "knowledge"
    monkeypatch.setenv("XDG_CONFIG_HOME", "here")
    file = locations.profile_file()
    assert file is not None
    assert file.is_absolute()
    assert file.is_relative_to(Path.home())
    assert file.parent.name == "cramp-cli"


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_whoever_has_no_profile_pays_nothing_for_it(file: Path) -> None:
    start = (
        "from cramp_cli.commands.profile import own_profile\nfrom cramp_cli.commands.wiring import open_knowledge\n"
        "own_profile(open_knowledge())"
    )
    modules_after(start)
    assert not {"tomllib", "tomli_w"} & modules_after(start)
    write_profile(locations.profile_file() or file, FULL)
    assert modules_after(start) & {"tomllib", "tomli_w"} == {"tomllib"}


def test_what_a_killed_write_left_is_erased_with_the_profile(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    left, other = file.with_name(".profile.0123456789abcdef.tmp"), file.with_name("profile-of-somebody.tmp")
    for one in (file, left, other):
        one.write_text('conditions = ["pregnant"]\n', "utf-8")
    remove_profile(file)
    assert [one.exists() for one in (file, left, other)] == [False, False, True]
