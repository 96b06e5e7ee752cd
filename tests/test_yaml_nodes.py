"""One YAML file becomes values that know their places, or faults a person can find; no file can do worse than that."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml
from helpers.accidents import damaged
from helpers.small_knowledge import read_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.knowledge import yaml_nodes
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PURE = yaml.BaseLoader
LOADERS = {"libyaml": getattr(yaml, "CBaseLoader", PURE), "pure": PURE}
CALF = (data_root() / "regions" / "calf.yaml").read_text("utf-8")
EXAMPLES = {"libyaml": 120, "pure": 40}


def property_of(loader: str) -> settings:
    return settings(
        derandomize=True,
        deadline=None,
        max_examples=EXAMPLES[loader],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.fixture(params=LOADERS)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name = str(request.param)
    monkeypatch.setattr(yaml_nodes, "LOADER", LOADERS[name])
    return name


REFUSED_AS_A_WHOLE = {
    "too large": (b"a" * ((1 << 20) + 1), "file is larger than 1 MiB — split it"),
    "UTF-16, little end first": (b"\xff\xfea\0:\0 \0001\0", "1:1: the file is UTF-16 — save it as UTF-8"),
    "UTF-16, big end first": (b"\xfe\xff\0a\0:\0 \0001", "1:1: the file is UTF-16 — save it as UTF-8"),
    "no UTF-8": (b"a: 1\nb: caf\xe9\n", "2:7: not UTF-8 text — save it as UTF-8"),
    "no UTF-8, after letters of two bytes": ("a: éé".encode() + b"\xff", "1:6: not UTF-8 text — save it as UTF-8"),
    "no UTF-8, after a BOM": (b"\xef\xbb\xbfa: \xff", "1:4: not UTF-8 text — save it as UTF-8"),
    "an encoded surrogate": (b"a: \xed\xa0\x80", "1:4: not UTF-8 text — save it as UTF-8"),
    "nothing": ("", "1:1: expected keys such as id: — write key: value lines"),
    "a comment": ("# later\n", "1:1: expected keys such as id: — write key: value lines"),
    "a text": ("just text\n", "1:1: expected keys such as id: — write key: value lines"),
    "a list": ("# what hurts\n- a\n", "2:1: expected keys such as id: — write key: value lines"),
    "deep brackets": ("[" * 60_000, "1:33: nested deeper than 32 — flatten it"),
    "deep braces": ("a: " + "{a: " * 40, "1:128: nested deeper than 32 — flatten it"),
    "deep dashes": ("- " * 60_000 + "x", "1:65: nested deeper than 32 — flatten it"),
    "too many entries": (f"a: [{'x,' * 300_000}]", "1:99997: too many entries — split the file"),
    "an anchor": ("a: &a [x, x]\nb: [*a, *a]\n", "1:4: anchor &a is not allowed — write the value out"),
    "an anchored key": ("b:\n  &a a: 1\n", "2:3: anchor &a is not allowed — write the value out"),
    "an alias": ("a: 1\nb: *a\n", "2:4: alias *a is not allowed — write the value out"),
    "a merge": ("<<: *a\n", "1:5: alias *a is not allowed — write the value out"),
    "a tag that runs code": (
        "a: !!python/object/apply:os.system [x]\n",
        "1:4: tag tag:yaml.org,2002:python/object/apply:os.system is not allowed — remove it",
    ),
    "a tag PyYAML fails on": ("a: !!timestamp x\n", "1:4: tag tag:yaml.org,2002:timestamp is not allowed — remove it"),
    "a bare tag": ("a: ! x\n", "1:4: tag ! is not allowed — remove it"),
    "%YAML": ("# one\n%YAML 1.1\n---\na: 1\n", "2:1: directives (%) are not allowed — remove the line"),
    "%YAML of the future": ("%YAML 2.0\n---\na: 1\n", "1:1: directives (%) are not allowed — remove the line"),
    "%TAG": ("%TAG ! tag:x,2000:\n---\na: 1\n", "1:1: directives (%) are not allowed — remove the line"),
    "an unknown directive": ("%FOO x\n---\na: 1\n", "1:1: directives (%) are not allowed — remove the line"),
    "two documents": ("a: 1\n---\nb: 2\n", "2:1: only one document per file — remove the --- line"),
    "an empty second document": ("a: 1\n---\n", "2:1: only one document per file — remove the --- line"),
}  # fmt: skip
CONTROLS = {
    "NUL": ("a: x\x00y\n", "1:5: character U+0000 is not allowed — remove it"),
    "ESC": ("a: 1\nname: \x1b[2J\x1b]0;PWN\x07\n", "2:7: character U+001B is not allowed — remove it"),
    "DEL": ("a: \x7f\n", "1:4: character U+007F is not allowed — remove it"),
    "a C1 control": ("name: \x9b31m\n", "1:7: character U+009B is not allowed — remove it"),
    "bidirectional override": ("name: abc\u202edef\n", "1:10: character U+202E is not allowed — remove it"),
    "bidirectional isolate": ("name: \u2066\n", "1:7: character U+2066 is not allowed — remove it"),
    "zero width": ("name: a\u200bb\n", "1:8: character U+200B is not allowed — remove it"),
    "a second BOM": ("\ufeff\ufeffa: 1\n", "1:1: character U+FEFF is not allowed — remove it"),
    "a noncharacter": ("name: \ufffe\n", "1:7: character U+FFFE is not allowed — remove it"),
    "a line break of its own": ("a: b\u2028c\n", "1:5: character U+2028 is not allowed — remove it"),
    "a lone carriage return": ("a: b\rc: d\n", "1:5: character U+000D is not allowed — remove it"),
    "in a comment": ("a: 1 # \x1b\n", "1:8: character U+001B is not allowed — remove it"),
}
ESCAPED = {
    "ESC": ('name: "\\e[31m"\n', "1:7: character U+001B is not allowed — remove it"),
    "NUL": ('name: "\\0"\n', "1:7: character U+0000 is not allowed — remove it"),
    "bidirectional": ('a: 1\nb: ["x", "abc\\u202Edef"]\n', "2:10: character U+202E is not allowed — remove it"),
    "zero width": ('name: "\\u200b"\n', "1:7: character U+200B is not allowed — remove it"),
    "next line": ('name: "\\N"\n', "1:7: character U+0085 is not allowed — remove it"),
    "in a key": ('a: 1\n"\\e[31m": 1\n', "2:1: character U+001B is not allowed — remove it"),
    "list as key": ("[a]: 1\n", "1:1: a key must be plain text — write a word before the colon"),
    "mapping as key": ("a:\n  {b: 1}: 2\n", "2:3: a key must be plain text — write a word before the colon"),
    "same key twice": (
        "calf:\n  hold: 30\n  hold: 40\n",
        '3:3: duplicate key "hold" (first at line 2) — keep one of them',
    ),
    "same key in braces": (
        "{a: 1,\n b: 2,\n a: 3}\n",
        '3:2: duplicate key "a" (first at line 1) — keep one of them',
    ),
}  # fmt: skip
SCALARS = {
    "30": 30, "0": 0, "-5": -5, "999999999": 999999999, "true": True, "false": False,
    "010": "010", "0x1F": "0x1F", "1_000": "1_000", "1e3": "1e3", "+5": "+5", "1.5": "1.5", "9" * 5000: "9" * 5000,
    ".inf": ".inf", ".nan": ".nan", "٣٠": "٣٠", "²": "²", "1:30": "1:30", "0:30": "0:30", "30s": "30s", "30 s ": "30 s",
    "no": "no", "NO": "NO", "off": "off", "y": "y", "True": "True", "null": "null", "~": "~", "": "", "=": "=",
    "<<": "<<", "2026-02-30": "2026-02-30", '"30"': "30", "'30'": "30", '"true"': "true",
    "'a\tb'": "a b", '"a\\tb"': "a b",
    "|\n  30": "30", ">\n  a\n  b\n": "a b", "|\n  a\n\n  b\n": "a b",
    '"a\\nb"': "a b", "caf\u00e9": "caf\u00e9", "a\u00a0b": "a\u00a0b",
}  # fmt: skip


@pytest.mark.parametrize(("contents", "fault"), REFUSED_AS_A_WHOLE.values(), ids=REFUSED_AS_A_WHOLE)
@pytest.mark.usefixtures("loader")
def test_what_we_never_need_is_refused_at_its_place(tmp_path: Path, contents: str | bytes, fault: str) -> None:
    assert read_text(tmp_path, contents) == (None, [fault])


@pytest.mark.parametrize(("contents", "fault"), CONTROLS.values(), ids=CONTROLS)
@pytest.mark.usefixtures("loader")
def test_no_character_that_steers_a_terminal_gets_in(tmp_path: Path, contents: str, fault: str) -> None:
    assert read_text(tmp_path, contents) == (None, [fault])


@pytest.mark.parametrize(("contents", "fault"), ESCAPED.values(), ids=ESCAPED)
@pytest.mark.usefixtures("loader")
def test_what_only_shows_after_parsing_is_refused_too(tmp_path: Path, contents: str, fault: str) -> None:
    assert read_text(tmp_path, contents)[1] == [fault]


@pytest.mark.parametrize(
    ("written", "meant"), SCALARS.items(), ids=[ascii(written)[:30].replace("\\", "/") for written in SCALARS]
)
@pytest.mark.usefixtures("loader")
def test_only_whole_numbers_and_true_and_false_are_more_than_text(tmp_path: Path, written: str, meant: object) -> None:
    value, faults = read_text(tmp_path, f"a: {written}\n")
    assert isinstance(value, dict)
    assert (value["a"], type(value["a"]), faults) == (meant, type(meant), [])


@pytest.mark.parametrize("contents", [b"\xef\xbb\xbfa: 1\n", b"a: 1\r\n", b"---\na: 1\n...\n", b"a: 1", b"? a\n: 1\n"])
@pytest.mark.usefixtures("loader")
def test_a_bom_windows_line_ends_and_document_marks_do_no_harm(tmp_path: Path, contents: bytes) -> None:
    assert read_text(tmp_path, contents) == ({"a": 1}, [])


@pytest.mark.usefixtures("loader")
def test_keys_are_text_and_never_melt_into_one(tmp_path: Path) -> None:
    assert read_text(tmp_path, "1: a\ntrue: b\nno: c\n") == ({"1": "a", "true": "b", "no": "c"}, [])


@pytest.mark.usefixtures("loader")
def test_every_fault_that_does_not_hide_the_rest_is_told_at_once(tmp_path: Path) -> None:
    text = 'a: "\\e"\nb: 1\nb: 2\n[c]: 3\nd: "\\u202e"\nb: 4\n'
    assert [fault.split(" — ")[0] for fault in read_text(tmp_path, text)[1]] == [
        "1:4: character U+001B is not allowed",
        '3:1: duplicate key "b" (first at line 2)',
        "4:1: a key must be plain text",
        "5:4: character U+202E is not allowed",
        '6:1: duplicate key "b" (first at line 2)',
    ]


@pytest.mark.usefixtures("loader")
def test_every_value_and_every_key_knows_its_place(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text("a:\n  - {b: é, c: 'x'}\n  - d:\n", "utf-8")
    document, _ = yaml_nodes.read(file)
    assert document is not None
    assert document.places[("a", 0, "c")] == (2, 15)
    assert document.key_places[("a", 0, "c")] == (2, 12)
    assert document.key_places[("a", 1, "d")] == (3, 5)
    assert document.problem(("a", 0, "nowhere"), "x").line == document.places[("a", 0)][0]
    assert document.problem(("a", 1, "d"), "x", on_key=True).column == 5


def a_folder(path: Path) -> None:
    path.mkdir()
    for number in range(500):
        (path / f"{number}.yaml").touch()


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_loop(path: Path) -> None:
    path.symlink_to(path)


NO_REGULAR_FILE = "my.yaml: not a regular file — name a YAML file"
ODD_FILES = {
    "full folder": (a_folder, NO_REGULAR_FILE),
    "pipe nobody writes to": (os.mkfifo, NO_REGULAR_FILE),
    "endless device": (a_device, NO_REGULAR_FILE),
    "link to itself": (a_loop, "my.yaml: cannot be read: Too many levels of symbolic links — "),
    "link to nothing": (lambda path: path.symlink_to("gone"), "my.yaml: cannot be read: No such file or directory — "),
    "file that is gone": (lambda _path: None, "my.yaml: cannot be read: No such file or directory — "),
}


@pytest.mark.parametrize(("make", "fault"), ODD_FILES.values(), ids=ODD_FILES)
def test_what_is_no_regular_file_is_never_waited_for(tmp_path: Path, make: Callable[[Path], None], fault: str) -> None:
    make(tmp_path / "my.yaml")
    document, problems = yaml_nodes.read(tmp_path / "my.yaml", shown_as="my.yaml")
    assert document is None
    assert [str(problem)[: len(fault)] for problem in problems] == [fault]


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    before = lowest_free_descriptor()
    yaml_nodes.read(tmp_path)
    read_text(tmp_path, "a: 1")
    assert lowest_free_descriptor() == before


def lowest_free_descriptor() -> int:
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    return free


def test_a_file_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "\x1b[2Jx.yaml"
    file.write_text("just text", "utf-8")
    assert [problem.path for problem in yaml_nodes.read(file)[1]] == [f"{tmp_path}/\\x1b[2Jx.yaml"]


def assert_honest(folder: Path, contents: bytes) -> None:
    """Reading raises nothing, blames places that exist, and lets through only what is safe to show."""
    file = folder / "my.yaml"
    file.write_bytes(contents)
    document, problems = yaml_nodes.read(file)
    lines = contents.decode("utf-8-sig", "replace").split("\n")
    for one in problems:
        assert str(one).isprintable()
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
    if document is not None:
        assert all(char.isprintable() or char in "\n\u00a0" for text in texts_in(document.value) for char in text)


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(part)
    if isinstance(value, str):
        yield value


def test_no_bytes_at_all_can_do_harm(loader: str, tmp_path: Path) -> None:
    @property_of(loader)
    @given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
    def holds(contents: bytes) -> None:
        assert_honest(tmp_path, contents)

    holds()


def test_no_accident_to_a_good_file_can_do_harm(loader: str, tmp_path: Path) -> None:
    @property_of(loader)
    @given(damaged(CALF))
    def holds(contents: str) -> None:
        assert_honest(tmp_path, contents.encode())

    holds()


def test_text_in_quotes_comes_back_as_it_was(loader: str, tmp_path: Path) -> None:
    printable = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=40)

    @property_of(loader)
    @given(st.dictionaries(printable, printable, min_size=1))
    def holds(texts: dict[str, str]) -> None:
        written = yaml.safe_dump(texts, default_style='"', allow_unicode=True)
        assert read_text(tmp_path, written) == (texts, [])

    holds()
