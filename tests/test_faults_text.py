"""No encoding and no character, in a file, a file's name or an argument, reaches the terminal as more than text.

Cases carry the item (H3) of the list of faults that this program promises to survive; a plus is another of its kind.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from helpers.own_files import faults, own_folder, template, written
from helpers.running import Done, run

NOT_ALLOWED = "is not allowed — remove it"
NO_UTF8 = "not UTF-8 text — save it as UTF-8"
UTF16 = "the file is UTF-16 — save it as UTF-8"
ODD_FILES: dict[str, tuple[str | bytes, str]] = {
    "H3.47 UTF-16": ("\ufeffa: 1\n".encode("utf-16-le"), f"1:1: {UTF16}"),
    "H3.47+ UTF-16, big end first": ("\ufeffa: 1\n".encode("utf-16-be"), f"1:1: {UTF16}"),
    "H3.47+ UTF-32": ("\ufeffa: 1\n".encode("utf-32-le"), f"1:1: {UTF16}"),
    "H3.47+ UTF-16 without a mark": ("a: 1\n".encode("utf-16-le"), f"1:2: character U+0000 {NOT_ALLOWED}"),
    "H3.47+ Latin-1": ("name: Krämpfe\n".encode("latin-1"), f"1:9: {NO_UTF8}"),
    "H3.47+ Windows": ("name: Kr\u201empfe\n".encode("cp1252"), f"1:9: {NO_UTF8}"),
    "H3.47+ too long a form of a slash": (b"name: \xc0\xaf\n", f"1:7: {NO_UTF8}"),
    "H3.47+ half a letter": (b"name: caf\xc3", f"1:10: {NO_UTF8}"),
    "H3.47+ beyond Unicode": (b"name: \xf4\x90\x80\x80\n", f"1:7: {NO_UTF8}"),
    "H3.49 NUL": (b"a: x\x00y\n", f"1:5: character U+0000 {NOT_ALLOWED}"),
    "H3.50 ESC": (b"name: \x1b[2J\x1b]0;PWN\x07\n", f"1:7: character U+001B {NOT_ALLOWED}"),
    "H3.50+ in a comment": (b"a: 1 # \x1b[8m\n", f"1:8: character U+001B {NOT_ALLOWED}"),
    "H3.50+ bell": (b"a: \x07\n", f"1:4: character U+0007 {NOT_ALLOWED}"),
    "H3.50+ backspaces": (b"a: safe\x08\x08\x08\x08\n", f"1:8: character U+0008 {NOT_ALLOWED}"),
    "H3.50+ line rewritten": (b"a: safe\rb: 1\n", f"1:8: character U+000D {NOT_ALLOWED}"),
    "H3.52 C1": (b"name: \xc2\x9b31m\n", f"1:7: character U+009B {NOT_ALLOWED}"),
    "H3.52+ next line": (b"name: \xc2\x85\n", f"1:7: character U+0085 {NOT_ALLOWED}"),
    "H3.53+ bidi as it stands": ("name: abc\u202edef\n", f"1:10: character U+202E {NOT_ALLOWED}"),
    "H3.53+ a mark of direction": ("name: \u200fabc\n", f"1:7: character U+200F {NOT_ALLOWED}"),
    "H3.53+ a letter of nobody's": ("name: \ue000\n", f"1:7: character U+E000 {NOT_ALLOWED}"),
    "H3.53+ a tag nobody sees": ("name: \U000e0041\n", f"1:7: character U+E0041 {NOT_ALLOWED}"),
    "H3.53+ soft hyphen": ("name: a\u00adb\n", f"1:8: character U+00AD {NOT_ALLOWED}"),
    "H3.53+ paragraph": ("name: a\u2029b\n", f"1:8: character U+2029 {NOT_ALLOWED}"),
    "H3.53+ a second mark of order": ("\ufeff\ufeffa: 1\n", f"1:1: character U+FEFF {NOT_ALLOWED}"),
}  # fmt: skip
ESCAPED = {
    "H3.53 bidi": (r"abc\u202Edef", "U+202E"),
    "H3.53 isolate": (r"\u2066", "U+2066"),
    "H3.53 zero width": (r"\u200b", "U+200B"),
    "H3.50+ escape": (r"\e[31m", "U+001B"),
    "H3.50+ bell": (r"\a", "U+0007"),
    "H3.52+ C1": (r"\x9b31m", "U+009B"),
    "H3.49+ NUL": (r"\0", "U+0000"),
    "H3.53+ the last of all": (r"\U0010FFFF", "U+10FFFF"),
}
HOSTILE_WORDS = {
    "H3.56 colour": "\x1b[31mcalf",
    "H3.56 two lines": "ca\nlf",
    "H3.56 markup": "[/]",
    "H3.56+ a link": "[link=file:///etc/passwd]calf[/link]",
    "H3.56+ title": "\x1b]0;PWN\x07",
    "H3.56+ C1": "\x9b31mcalf",
    "H3.56+ bidi": "\u202eflac",
    "H3.56+ line rewritten": "nothing\rSTOP",
    "H3.56+ not Unicode": "\udcff\udcfe",
    "H3.56+ a placeholder": "{side} %s %n ${HOME} `id`",
    "H3.56+ a path": "../../etc/passwd",
    "H3.56+ endless": "calf" * 25_000,
    "H3.56+ endless words": " ".join(f"calf qw{number}" for number in range(9_000)),
    "H3.56+ a family": "👩\u200d👩\u200d👧",
    "H3.56+ an error of its own": "x\ncramp-cli: error: call 555-1234",
}


def assert_clean(done: Done) -> None:
    """Whatever was written is text, in lines."""
    for text in (done.out, done.err):
        assert all(char.isprintable() or char == "\n" for char in text), repr(text)


@pytest.mark.parametrize(("contents", "fault"), ODD_FILES.values(), ids=ODD_FILES)
def test_a_file_in_another_encoding_or_with_hidden_signs_is_refused_by_name(contents: str | bytes, fault: str) -> None:
    assert faults(written(contents)) == [fault]


@pytest.mark.parametrize(("escape", "named"), ESCAPED.values(), ids=ESCAPED)
def test_a_sign_that_an_escape_makes_is_refused_too(escape: str, named: str) -> None:
    (fault,) = faults(written(template("name: eyelid ", f'name: "{escape}" ')))
    assert fault == f"6:11: character {named} {NOT_ALLOWED}"


def test_half_a_letter_by_an_escape_is_refused() -> None:  # H3.53 \ud800
    (fault,) = faults(written(template("name: eyelid ", r'name: "\ud800" ')))
    assert "no such escape in double quotes" in fault


def test_a_mark_of_byte_order_does_no_harm() -> None:  # H3.46
    assert faults(written(b"\xef\xbb\xbfregions: []\n")) == []


def test_the_name_of_a_file_is_only_shown() -> None:  # H3.55
    names = ["\x1b[2Jx.yaml", "a\nb.yaml", "\u202elmay.x.yaml", "[red]x.yaml", "\udcff.yaml"]
    files = [own_folder() / name for name in names]
    for file in files:
        file.write_bytes(b"just text\n")
        assert len(faults(file)) == 1
    for arguments in (["knowledge", "check"], ["relief", "calf"], ["knowledge", "paths"], ["doctor", "--mute"]):
        done = run(*arguments)
        assert_clean(done)
        assert len(done.err.splitlines()) in {0, len(names)}
    assert run("relief", "calf").code == 0
    assert json.loads(run("doctor", "--mute", "--json").out)["items"]


@pytest.mark.parametrize("word", HOSTILE_WORDS.values(), ids=HOSTILE_WORDS)
def test_a_word_is_shown_as_what_it_is_on_one_line(word: str) -> None:
    done = run("relief", word)
    assert done.code == 2
    assert_clean(done)
    (line,) = done.lines
    assert line.startswith('cramp-cli: error: "')
    assert "is no muscle known here — " in line
    assert len(line) < 1200


# -- in the other files that somebody may hand us ---------------------------------------------------------------------


def assert_refused(done: Done, code: int) -> None:
    assert done.code == code
    assert done.out == ""
    assert done.lines
    assert all(line.startswith("cramp-cli: error: ") for line in done.lines)
    assert_clean(done)


@pytest.mark.parametrize("contents", [contents for contents, _ in ODD_FILES.values()], ids=ODD_FILES)
def test_answers_in_any_such_form_are_refused(tmp_path: Path, contents: str | bytes) -> None:
    file = tmp_path / "answers.yaml"
    file.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    assert_refused(run("check", "--answers", str(file)), 3)
    assert_refused(run("check", "--answers", "-", stdin=file.read_bytes()), 3)
    assert_refused(run("plan", "calf", "--answers", str(file)), 3)


PROFILES = {
    "ESC": 'medicines = ["\\u001b[31mred"]\n',
    "two lines": 'medicines = ["one\\ntwo"]\n',
    "bidi": 'medicines = ["\\u202Eder"]\n',
    "a key": '"\\u001b[2J" = "x"\n',
    "a number to call": 'emergency-number = "\\u001b[8m999"\n',
    "raw ESC": 'medicines = ["\x1b[31m"]\n',
    "UTF-16": "\ufefftools = []\n".encode("utf-16-le").decode("latin-1"),
}


@pytest.mark.parametrize("contents", PROFILES.values(), ids=PROFILES)
def test_a_profile_shows_nothing_raw_and_keeps_nobody_from_relief(contents: str) -> None:
    file = Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli" / "profile.toml"
    file.parent.mkdir(parents=True)
    file.write_bytes(contents.encode("latin-1"))
    for arguments in (
        ("profile", "show"),
        ("profile", "show", "--json"),
        ("relief", "calf"),
        ("report",),
        ("doctor", "--mute"),
    ):
        done = run(*arguments)
        assert done.code in {0, 1, 3}
        assert_clean(done)
    assert run("relief", "calf").code == 0


def exported(**change: object) -> bytes:
    """Return an export of one episode, with something else in it."""
    episode = {"id": "0a0a0a0a-0000-4000-8000-000000000000", "began": "2026-11-20T23:40:00+00:00", "region": "calf"}
    return json.dumps({"schema": "cramp-cli/history/1", "items": [{**episode, **change}]}).encode()


READINGS = (
    ("history", "list"),
    ("history", "chart"),
    ("history", "chart", "--plain"),
    ("report", "--from", "2026-11-01"),
    ("history", "list", "--json"),
    ("history", "export"),
    ("report", "--json", "-"),
)


KEYS = ("notes", "came_after", "region", "situation", "ending", "side", "id", "began")
TEXTS = ("\x1b[31mred", "one\ntwo\nthree", "\u202eder", "\ud800", "[/]", "x" * 9000)


def test_a_history_taken_in_shows_nothing_raw_wherever_it_is_read() -> None:
    taken = 0
    for number, (key, text) in enumerate((key, text) for key in KEYS for text in TEXTS):
        one = {"id": f"0a0a0a0a-0000-4000-8000-{number:012}", key: text}
        done = run("history", "import", "-", stdin=exported(**one))
        assert_clean(done)
        assert done.code in {0, 3}
        taken += done.code == 0
    assert taken > len(TEXTS)
    for arguments in READINGS:
        done = run(*arguments)
        assert done.code == 0
        assert_clean(done)
    assert run("history", "list").out.count("\n") == taken
