"""No file that somebody hands us can crash, hang or steer the program, and every slip in one is shown where it is.

Each case is named by its item in the list of faults that this program promises to survive (H1 hostile files, H2 honest
mistakes); those with a plus are others of the same kind. They go through the commands, as a person would meet them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers.own_files import faults, own_folder, template, written
from helpers.running import run

from cramp_cli.core.errors import MOST_FAULTS
from cramp_cli.knowledge import overlays

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = "write one of: myths, plans, regions, remedies"
TOO_DEEP = "nested deeper than 32 — flatten it"
BOMB = "a: &a [l,l,l,l,l,l,l,l,l]\n" + "".join(
    f"{key}: &{key} [{','.join(['*' + before] * 9)}]\n" for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, tuple[str | bytes, list[str]]] = {
    "H1.1 anchor": ("a: &a [x,x]\nb: [*a,*a]\n", ["1:4: anchor &a is not allowed — write the value out"]),
    "H1.2 alias bomb": (BOMB, ["1:4: anchor &a is not allowed — write the value out"]),
    "H1.2+ merge keys": ("a: {<<: [*a,*a]}\n", ["1:10: alias *a is not allowed — write the value out"]),
    "H1.2+ itself": ("&a a: *a\n", ["1:1: anchor &a is not allowed — write the value out"]),
    "H1.4 brackets": ("[" * 60_000, [f"1:33: {TOO_DEEP}"]),
    "H1.4+ braces": ("{a: " * 60_000, [f"1:129: {TOO_DEEP}"]),
    "H1.4+ question marks": ("? " * 60_000, [f"1:65: {TOO_DEEP}"]),
    "H1.5 dashes": ("- " * 60_000 + "x", [f"1:65: {TOO_DEEP}"]),
    "H1.5+ ever deeper lines": (
        "".join(f"{' ' * depth}a:\n" for depth in range(1000)), [f"33:33: {TOO_DEEP}"]),
    "H1.7 code": (
        'a: !!python/object/apply:os.system ["touch pwned"]\n',
        ["1:4: tag tag:yaml.org,2002:python/object/apply:os.system is not allowed — remove it"]),
    "H1.8 timestamp tag": (
        "a: !!timestamp x\n", ["1:4: tag tag:yaml.org,2002:timestamp is not allowed — remove it"]),
    "H1.8+ bool tag": ("a: !!bool x\n", ["1:4: tag tag:yaml.org,2002:bool is not allowed — remove it"]),
    "H1.8+ binary tag": ("a: !!binary /w==\n", ["1:4: tag tag:yaml.org,2002:binary is not allowed — remove it"]),
    "H1.8+ own tag": ("a: !env HOME\n", ["1:4: tag !env is not allowed — remove it"]),
    "H1.8+ tag in full": ("a: !<x:y> z\n", ["1:4: tag x:y is not allowed — remove it"]),
    "H1.10 endless number": (
        template("hold: 15s", f"hold: {'9' * 5000}"),
        [f'22:15: found "{"9" * 40}…" — write a duration such as 30, 30s, 1m30s or 1:30']),
    "H1.11 too large": (b"a" * 2_000_000, [": file is larger than 1 MiB — split it"]),
    "H1.16 too many entries": ("a: [" + "x," * 300_000 + "]", ["1:99997: too many entries — split the file"]),
    "H1.16+ a comma a million times": ("[" + "," * 1_000_000, ["1:1: opened here and never closed — close it"]),
    "H1.16+ nothing, at length": ("\n" * 1_000_000, ["1:1: expected keys such as id: — write key: value lines"]),
    "H2.17 tab": ("muscles:\n\tcalf: 1\n", ["2:1: tab used for indentation — use spaces"]),
    "H2.19 open quote": ("name: 'Calf\n", ["1:7: opened here and never closed — close it"]),
    "H2.20 open bracket": ("steps: [a, b\n", ["1:8: opened here and never closed — close it"]),
    "H2.22 same key twice": (
        "myths: []\nregions: []\nmyths: []\n", ['3:1: duplicate key "myths" (first at line 1) — keep one of them']),
    "H2.23 slip in a key": (
        template("    hold: 15s", "    secnds: 15s\n        hold: 15s"), ['22:9: unknown key "secnds"']),
    "H2.23 near miss": (template("hold: 15s", "hodl: 15s"), [
        '16:9: "soft-close" needs "hold" — add a line hold: …', '22:9: unknown key "hodl" — did you mean "hold"?']),
    "H2.25 another alphabet": (template("felt:", "f\u0435lt:"), [
        '20:9: unknown key "f\u0435lt" (it holds U+0435) — did you mean "felt"?']),
    "H2.32 keys are text": ("1: a\ntrue: b\n", [f'1:1: unknown key "1" — {KEYS}', f'2:1: unknown key "true" — {KEYS}']),
    "H2.34 just text": ("just text\n", ["1:1: expected keys such as id: — write key: value lines"]),
    "H2.34 a list": ("- a\n", ["1:1: expected keys such as id: — write key: value lines"]),
    "H2.34+ empty": ("", ["1:1: expected keys such as id: — write key: value lines"]),
    "H2.34+ null": ("~\n", ["1:1: expected keys such as id: — write key: value lines"]),
    "H2.35 two documents": ("a: 1\n---\nb: 2\n", ["2:1: only one document per file — remove the --- line"]),
    "H2.37 missing key": (
        template("        do: Close your {side} eye softly. Breathe out slowly.", "        #"),
        ['16:9: "soft-close" needs "do" — add a line do: …']),
    "H2.37+ nothing in it": (
        "regions: [{}]\n", ['1:11: an entry of "regions" needs "checked" — add a line checked: …']),
    "H2.38 text for a list": ("regions: calf\n", ['1:10: found "calf" — write a list of regions']),
    "H2.38+ a list for keys": ("regions: [[[]]]\n", ["1:11: found a list of 1 — write keys and values"]),
    "H2.38+ null in a list": ("regions: [null]\n", ['1:11: found "null" — write keys and values']),
    "H2.38+ nothing": ("regions:\n", ['1:9: found "" — write a list of regions']),
    "H2.38+ number for text": (
        template("name: eyelid ", "name: 5 "),
        ["6:11: found 5 — write a short text, at most 110 characters, in quotes"]),
    "H2.38+ path for an id": (template("id: soft-close", "id: ../../x"), ["16:13: found"]),
    "H2.40 no danger signs": (
        "danger_signs: []\n", ["1:1: an overlay cannot remove or weaken a danger sign — leave this key out"]),
    "H2.40+ no red flags": (
        "red-flags: []\n", ["1:1: an overlay cannot remove or weaken a danger sign — leave this key out"]),
    "H2.40+ other questions": (
        "questions: []\n", ["1:1: an overlay cannot remove or weaken a danger sign — leave this key out"]),
}  # fmt: skip
"""What stands in a file, and how each fault told of it begins after the path; only the first is named of many."""

NOT_TRUE = ["no", "off", "y", "NO", "yes", "True", "1", "~", "[]", '"true"', ""]
NO_HOLDS = [
    *("010", "0x1F", "1_000", "1e3", "+5", ".inf", ".nan", "٣٠", "-5", "0", '"30 s "', "30sec", "1.5", "1:60", "½"),
    *("15S", "2026-01-01", "null", "[20]", "{a: 1}", "1:30"),
]
NO_DAYS = [
    *("2026-02-30", "2026-2-3", "03/02/2026", "20261122", "today", "0000-01-01", "2026-11-22T00:00:00", "2026-W47-7"),
    "2026-11-2٢",
]
GOOD = [
    *(("hold: 15s", f"hold: {value}") for value in ("20", "20s", "0:20", '"20"', "0m20s")),
    *(("checked: 2026-11-22", f"checked: {value}") for value in ("2026-02-28", '"2026-02-28"')),
    *(("name: eyelid ", f"name: {value} ") for value in ("=", "<<", "no", "null", "~", "it's", '"[/nope]"', '"a\\tb"')),
    ("name: eyelid ", 'name: "[link=file:///etc/passwd]x" '),
    ("name: eyelid ", "name: |\n      a\n      b\n "),
]
"""What other readers take for something else, and what we take for what it says."""


@pytest.mark.parametrize(("contents", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_a_fault_is_told_at_its_place_with_its_fix(contents: str | bytes, expected: list[str]) -> None:
    found = faults(written(contents))
    assert found
    for line, begins in zip(found, expected, strict=False):
        assert line.startswith(begins.removeprefix(": "))
    assert len(found) == len(expected) or len(expected) == 1
    assert not Path("pwned").exists()


@pytest.mark.parametrize("value", NOT_TRUE)
def test_true_and_false_are_the_only_truths(value: str) -> None:  # H2.26
    (fault,) = faults(written(template("sides: true", f"sides: {value}")))
    assert fault.startswith("9:1")
    assert "not true or false" in fault
    assert fault.endswith(("write true or false", "write it without quotes"))


@pytest.mark.parametrize("value", NO_HOLDS)
def test_a_duration_has_one_meaning_or_none(value: str) -> None:  # H2.28
    (fault,) = faults(written(template("hold: 15s", f"hold: {value}")))
    assert fault.startswith("22:15: ")


@pytest.mark.parametrize("value", NO_DAYS)
def test_a_day_is_one_of_the_calendar_written_one_way(value: str) -> None:  # H2.29
    (fault,) = faults(written(template("checked: 2026-11-22", f"checked: {value}")))
    assert fault.startswith("8:14: not a calendar date: ")


def test_what_is_written_rightly_is_taken_as_it_stands() -> None:  # H2.28, H2.29, H2.31
    begins, _, region = template().partition("regions:\n")
    many = begins + "regions:\n"
    for number, (old, new) in enumerate(GOOD):
        one = region.replace(old, new, 1).replace("id: eyelid", f"id: eyelid-{number}")
        many += one.replace("[eyelid, eyelids, eye twitch]", f"[word-{number}]")
    assert faults(written(many)) == []


# -- odd files --------------------------------------------------------------------------------------------------------


def link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def secret(path: Path) -> None:
    hidden = path.with_name("shadow")
    hidden.write_text("root:$6$canary:19000:0:99999:7:::\n", "utf-8")
    path.symlink_to(hidden)


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "H1.13 endless device": (link_to("/dev/zero"), "not a regular file — name a YAML file"),
    "H1.13 secret": (secret, '1:1: unknown key "root…" — write one of: myths'),
    "H1.13 loop": (link_to("my.cramp.yaml"), "cannot be read: Too many levels of symbolic links — check"),
    "H1.13+ link to nothing": (link_to("gone"), "cannot be read: No such file or directory — check"),
    "H1.13+ folder": (Path.mkdir, "not a regular file — name a YAML file"),
    "H1.13+ terminal": (link_to("/dev/tty"), "cannot be read"),
}


@pytest.mark.parametrize(("make", "fault"), ODD.values(), ids=ODD)
def test_what_is_no_file_of_text_is_named_and_shows_nothing_of_what_it_holds(
    make: Callable[[Path], None], fault: str
) -> None:
    file = own_folder() / "my.cramp.yaml"
    make(file)
    found = faults(file)
    assert [line[: len(fault)] for line in found] in ([fault], ["not a regular file — name a YAML file"])
    assert "canary" not in str(found)


# -- relief goes on ---------------------------------------------------------------------------------------------------


def test_not_one_of_them_stands_in_the_way_of_relief() -> None:
    """All of them at once: each is one line that names it, and relief and the danger in it are those of every day."""
    usual, screening = run("relief", "calf"), run("questions", "--json")
    files = [written(contents, f"{number:03}.yaml") for number, (contents, _) in enumerate(HOSTILE.values())]
    for number, (make, _) in enumerate(ODD.values()):
        make(own_folder() / f"odd-{number}.yaml")
    named = {str(file) for file in files} | {str(own_folder() / f"odd-{number}.yaml") for number in range(len(ODD))}
    done = run("relief", "calf")
    assert (done.code, done.out) == (0, usual.out)
    assert {line.split(" has faults and is left out. See: ")[0] for line in done.lines} == named
    assert len(done.lines) == len(named)
    assert run("questions", "--json").out == screening.out


def test_more_files_than_anybody_writes_are_refused_together() -> None:  # H1.14
    for number in range(300):
        written("x: 1\n", f"{number}.cramp.yaml")
    checked = run("knowledge", "check")
    assert checked.code == 3
    assert checked.lines == [
        f"cramp-cli: error: {own_folder()}: more than 200 overlay files — put several entries in one file"
    ]
    relieved = run("relief", "calf")
    assert (relieved.code, len(relieved.lines)) == (0, 1)
    assert str(own_folder()) in relieved.err


def test_the_same_id_in_two_files_names_both() -> None:  # H2.41
    first, second = (written(template(), name) for name in ("one.yaml", "two.yaml"))
    (line,) = run("knowledge", "check").lines
    assert str(second) in line.split(": id ")[0]
    assert f'id "eyelid" stands in {first} too' in line


def test_a_file_that_vanishes_while_it_is_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:  # H2.44
    there = written(template())
    gone = there.with_name("gone.yaml")
    monkeypatch.setattr(overlays, "paths", lambda _folder: [gone, there])
    done = run("relief", "eyelid")
    assert done.code == 0
    assert done.lines == [f"{gone} has faults and is left out. See: cramp-cli knowledge check"]


def test_more_than_anybody_writes_is_refused_together_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlays, "MOST_BYTES", 100)
    for number in range(2):
        written(f"# {'x' * 60}\n", f"{number}.yaml")
    assert run("knowledge", "check").lines == [
        f"cramp-cli: error: {own_folder()}: more than 5 MiB of overlay files — keep what you need"
    ]


@pytest.mark.parametrize(
    "contents",
    ["regions: [" + "{}," * 24_000 + "]", "regions: [" + '"\\e",' * 24_000 + "]", "a: 1\n" * 24_000],
    ids=["faulty entries", "faulty characters", "the same key"],
)
def test_a_flood_of_faults_is_told_in_part(contents: str) -> None:
    file = written(contents)
    found = faults(file)
    assert found[0] == f"more than {MOST_FAULTS} faults — mend these first"
    assert len(found) <= 2 * MOST_FAULTS + 2


def test_a_name_as_long_as_the_file_is_shown_by_both_its_ends() -> None:
    (fault,) = faults(written(f"a: !{'x' * 1_000_000} 1\n"))
    assert len(fault) < 1100
    assert fault.endswith("is not allowed — remove it")


HUNGRY = {
    "H1.2 alias bomb": BOMB,
    "H1.4 brackets": "[" * 1_000_000,
    "H1.16 entries": "a: [" + "x," * 300_000 + "]",
    "H1.11 one text": f'a: "{"x" * 1_000_000}"',
}


def test_no_file_takes_more_memory_than_there_is(tmp_path: Path) -> None:
    """In a process of its own with 150 MB, which a crash in C would end too: each file is read, one after the other."""
    files = []
    for number, contents in enumerate(HUNGRY.values()):
        (tmp_path / f"{number}.yaml").write_text(contents, "utf-8")
        files.append(str(tmp_path / f"{number}.yaml"))
    most = 150 << 20
    done = subprocess.run(
        [sys.executable, "-m", "cramp_cli", "knowledge", "check", *files], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (most, most)), timeout=60,
    )  # fmt: skip
    assert done.returncode == 3
    assert {line.split(":")[2].strip() for line in done.stderr.splitlines()} == set(files)
