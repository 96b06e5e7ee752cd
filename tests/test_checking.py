"""A file of the wrong shape is told so in words that mend it: what stands there, what belongs there, where."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from helpers.small_knowledge import BROW, EYELID, FILES, write_knowledge

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.knowledge import yaml_nodes
from cramp_cli.knowledge.checking import SchemaSet
from cramp_cli.knowledge.suggesting import suggestion
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS = SchemaSet(data_root() / "schema")
DURATION = "write a duration such as 30, 30s, 1m30s or 1:30"
KEYS = (
    "write one of: aftercare, checked, hints, id, limit, muscles, name, names, never, pace, people, recheck, "
    "… (17 in all)"
)
RANGE = "write the shortest and the longest safe hold, such as [10s, 60s]"
SHORT = "write a short text, at most 110 characters"


def faults(folder: Path, text: str, kind: str = "region") -> list[str]:
    file = folder / "my.yaml"
    file.write_text(text, "utf-8")
    document, problems = yaml_nodes.read(file, shown_as="my.yaml")
    assert document is not None
    assert not problems
    return [str(problem).removeprefix("my.yaml:") for problem in sorted(SCHEMAS.faults(document, kind))]


def changed(old: str, new: str, text: str = EYELID) -> str:
    assert old in text
    return text.replace(old, new, 1)


SHAPES = {
    "unknown key": ("limit: 5m", "limitt: 5m", '6:1: unknown key "limitt" — did you mean "limit"?'),
    "unknown key, other case": ("limit: 5m", "Limit: 5m", '6:1: unknown key "Limit" — did you mean "limit"?'),
    "unknown key like no other": ("people:", "zzz:", f'55:1: unknown key "zzz" — {KEYS}'),
    "unknown key in a step": ("    times: 2", "    times: 2\n    tims: 2",
        '22:5: unknown key "tims" — did you mean "times"?'),
    "unknown key in braces": ("hangs}", "hangs, flg: x}", '10:56: unknown key "flg" — did you mean "flag"?'),
    "unknown situation": ("  desk: {", "  dsk: {", '52:3: unknown key "dsk" — did you mean "desk"?'),
    "unknown tool": ("    hold: 20s", "    with: {towl: Use it.}\n    hold: 20s",
        '17:12: unknown key "towl" — did you mean "towel"?'),
    "merge key": ("people:\n", "<<: x\npeople:\n", f'55:1: unknown key "<<" — {KEYS}'),
    "number as key": ("people:\n", "1: x\npeople:\n", f'55:1: unknown key "1" — {KEYS}'),
    "long key": ("people:\n", f"{'y' * 90}: x\npeople:\n", f'55:1: unknown key "{"y" * 40}…" — {KEYS}'),
    "text cut by a comma": ("text: one side of the face hangs", "text: one side, both sides",
        '10:38: "both sides" was cut off by a comma — put the whole text in quotes'),
    "missing at the top": ("recheck: look-again\n", "", '1:1: "eyelid" needs "recheck" — add a line recheck: …'),
    "missing in a step": ("    rest: 5s\n", "", '13:5: "shut" needs "rest" — add a line rest: …'),
    "missing without an id": ("flag: drooping, ", "",
        '10:5: an entry of "stop-signs" needs "flag" — add a line flag: …'),
    "missing id": ("id: eyelid\n", "", '1:1: the file needs "id" — add a line id: …'),
    "not one of a few": ("evidence: strong", "evidence: strng",
        '23:15: "strng" is not known here — did you mean "strong"?'),
    "not one of a few, other case": ("stance: sitting", "stance: Sitting",
        '33:13: "Sitting" is not known here — did you mean "sitting"?'),
    "not one of a few, nothing near": ("stance: sitting", "stance: 5",
        "33:13: 5 is not known here — write one of: any, lying, sitting, standing"),
    "list where a word belongs": ("stance: sitting", "stance: [sitting]",
        "33:13: a list of 1 is not known here — write one of: any, lying, sitting, standing"),
    "text where a list belongs": ("names: [eyelid, eyelids, lid]", "names: eyelid",
        '8:8: found "eyelid" — write a list of words'),
    "nothing where a list belongs": ("names: [eyelid, eyelids, lid]", "names:",
        '8:7: found "" — write a list of words'),
    "empty list": ("names: [eyelid, eyelids, lid]", "names: []",
        "8:8: found an empty list — write a list of words, at least 1"),
    "list where text belongs": ("name: eyelid", "name: [eyelid]", f"2:7: found a list of 1 — {SHORT}"),
    "keys where text belongs": ("name: eyelid", "name: {a: b}", f"2:7: found the keys a — {SHORT}"),
    "nothing where text belongs": ("name: eyelid", "name:", f'2:6: found "" — {SHORT}'),
    "number where text belongs": ("name: eyelid", "name: 30", f"2:7: found 30 — {SHORT}, in quotes"),
    "truth where text belongs": ("name: eyelid", "name: true", f"2:7: found true — {SHORT}, in quotes"),
    "text too long": ("name: eyelid", f"name: {'x' * 111}",
        f'2:7: found "{"x" * 40}…" — {SHORT}'),
    "word where keys belong": ("steps:\n", "steps:\n  - shut\n", '13:5: found "shut" — write keys and values'),
    "nothing where keys belong": ("  desk: {same-as: chair}", "  desk: {}",
        "52:9: found no keys — write either ladder: and after:, or now:, or same-as:"),
    "two plans in one": ("{same-as: chair}", "{same-as: chair, now: [Stop.]}",
        "52:9: found the keys same-as, now — write either ladder: and after:, or now:, or same-as:"),
    "the same entry twice": ("ladder: [shut, press-lid]", "ladder: [shut, shut]",
        "50:13: the same entry stands twice — keep one of them"),
    "a range of one": ("range: [10s, 30s]", "range: [10s]",
        f"19:12: found a list of 1 — {RANGE}, at least 2"),
    "too many times": ("times: 2", "times: 11", "21:12: found 11 — write a whole number from 1 to 10"),
    "not once": ("times: 2", "times: 0", "21:12: found 0 — write a whole number from 1 to 10"),
    "quoted number": ("times: 2", 'times: "2"',
        '21:12: found "2" — write a whole number from 1 to 10, without quotes'),
    "foreign digits": ("times: 2", "times: ٣", '21:12: found "٣" — write a whole number from 1 to 10'),
    "octal number": ("times: 2", "times: 02", '21:12: found "02" — write a whole number from 1 to 10'),
    "quoted truth": ("sides: true", 'sides: "true"', '5:8: not true or false: "true" — write it without quotes'),
    "number as truth": ("sides: true", "sides: 1", "5:8: not true or false: 1 — write true or false"),
    "capitals in an id": ("id: eyelid", "id: Eyelid",
        '1:5: found "Eyelid" — write an id in small letters, digits and hyphens, such as lower-back'),
    "number as id": ("flag: drooping", "flag: 5",
        "10:12: found 5 — write an id in small letters, digits and hyphens, such as lower-back, in quotes"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), SHAPES.values(), ids=SHAPES)
def test_a_wrong_shape_is_told_in_words_that_mend_it(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert faults(tmp_path, changed(old, new)) == [fault]


def test_a_letter_of_another_alphabet_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path, changed("limit: 5m", "limit: 5m\nsid\u0435s: true"))[0] == (
        '7:1: unknown key "sid\u0435s" (it holds U+0435) — did you mean "sides"?'
    )


@pytest.mark.parametrize("word", ["no", "NO", "off", "y", "True", "~"])
def test_only_true_and_false_are_true_and_false(tmp_path: Path, word: str) -> None:
    fault = f'5:8: not true or false: "{word}" — write true or false'
    assert faults(tmp_path, changed("sides: true", f"sides: {word}")) == [fault]


@pytest.mark.parametrize("written", ["30", "0", "30s", "1m30s", "5m", "1:30", "0:30", '"30"', "'1:30'"])
def test_these_are_durations(tmp_path: Path, written: str) -> None:
    assert faults(tmp_path, changed("hold: 20s", f"hold: {written}")) == []


@pytest.mark.parametrize(
    "written",
    [
        *("010", "-5", "+5", "1.5", "1_000", "1e3", "0x1F", ".inf", ".nan", "٣٠", "1:60"),
        *("30 s", "30sec", "half", "", "9" * 41),
    ],
)
def test_these_are_no_durations(tmp_path: Path, written: str) -> None:
    shown = "-5" if written == "-5" else f'"{written[:40]}…"' if len(written) > 40 else f'"{written}"'
    place = "17:11" if written else "17:10"
    assert faults(tmp_path, changed("hold: 20s", f"hold: {written}")) == [f"{place}: found {shown} — {DURATION}"]


@pytest.mark.parametrize("written", ["2026-02-30", "2026-2-3", "03/02/2026", "20261122", "2026-W01-1", "today", ""])
def test_a_date_is_a_day_of_the_calendar(tmp_path: Path, written: str) -> None:
    shown = written if written.isdecimal() else f'"{written}"'
    place = "4:10" if written else "4:9"
    assert faults(tmp_path, changed("checked: 2026-11-22", f"checked: {written}")) == [
        f"{place}: not a calendar date: {shown} — use YYYY-MM-DD"
    ]


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = changed("times: 2", "times: x", changed("limit: 5m", "limitt: 5m", changed("sides: true", "sides: yes")))
    assert faults(tmp_path, text) == [
        '5:8: not true or false: "yes" — write true or false',
        '6:1: unknown key "limitt" — did you mean "limit"?',
        '21:12: found "x" — write a whole number from 1 to 10',
    ]


def test_each_fault_is_told_once(tmp_path: Path) -> None:
    told = faults(tmp_path, changed("    do: Close your {side} eye gently.\n    hold: 20s\n", ""))
    assert told == ['13:5: "shut" needs "do" — add a line do: …', '13:5: "shut" needs "hold" — add a line hold: …']


@pytest.mark.parametrize(
    ("text", "kind"),
    [(EYELID, "region"), (BROW, "region"), *((FILES[f"{kind}.yaml"], kind) for kind in ("words", "questions"))],
)
def test_a_good_file_has_no_faults(tmp_path: Path, text: str, kind: str) -> None:
    assert faults(tmp_path, text, kind) == []


@pytest.mark.parametrize(
    ("word", "known", "fix"),
    [
        ("secnds", ["seconds", "rest"], 'did you mean "seconds"?'),
        ("SECONDS", ["seconds", "rest"], 'did you mean "seconds"?'),
        ("zzz", ["b", "a"], "write one of: a, b"),
        ("zzz", [f"w{number:02}" for number in range(13)],
         f"write one of: {', '.join(f'w{number:02}' for number in range(12))}, … (13 in all)"),
        ("zzz", [], ""),
        ("x" * 1_000_000, ["a"], "write one of: a"),
    ],
)  # fmt: skip
def test_a_suggestion_is_the_nearest_word_or_a_short_list(word: str, known: list[str], fix: str) -> None:
    assert suggestion(word, known) == fix


def test_where_the_list_is_long_one_is_sent_to_it() -> None:
    assert suggestion("zzz", [f"w{number:02}" for number in range(13)], see="see: there") == "see: there"
    assert suggestion("zzz", ["b", "a"], see="see: there") == "write one of: a, b"
    assert suggestion("w0", ["w00", "a"], see="see: there") == 'did you mean "w00"?'


def test_schemas_that_are_gone_or_broken_are_an_error_of_the_knowledge(tmp_path: Path) -> None:
    schema = write_knowledge(tmp_path / "data") / "schema"
    (schema / "region.json").write_text("{", "utf-8")
    with pytest.raises(CrampError, match="cannot be read") as broken:
        SchemaSet(schema)
    shutil.rmtree(schema)
    with pytest.raises(CrampError, match="cannot be read") as gone:
        SchemaSet(schema)
    assert {broken.value.code, gone.value.code} == {ExitCode.KNOWLEDGE}
