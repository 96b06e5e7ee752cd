"""The profile: it can only withhold, it is read whatever stands in it, and it is never half written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.accidents import damaged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.commands.wiring import SITUATIONS, TOOLS
from cramp_cli.core.errors import CrampError
from cramp_cli.core.model import Disposition
from cramp_cli.core.profile import (
    KEYS,
    MOST_ENTRIES,
    NO_NIGHT,
    USUAL_NIGHT,
    KnownIds,
    Night,
    Profile,
    check_profile,
    nearest,
    parse_night,
    person_with,
    what_matters,
)
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.storage import locations
from cramp_cli.storage.profile import MOST_BYTES, read_profile, remove_profile, write_profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.knowledge.decoding import Knowledge

CONDITIONS = ("pregnant", "under-16", "unsteady", "blood-thinner", "sickle-cell")
KNOWN = KnownIds(CONDITIONS, TOOLS, SITUATIONS)
FULL = Profile(
    conditions=("pregnant", "unsteady"),
    medicines=("atorvastatin", 'the "blue" one', "β-blocker, 5 µg"),
    tools=("ball", "cold-pack"),
    situation="chair",
    emergency_number="+44 999",
    speaks=True,
    night=Night(23 * 60, 6 * 60 + 30),
    keeps_history=False,
)
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
MANY = settings(
    derandomize=True,
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEWER = settings(MANY, max_examples=40)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "cramp-cli" / "profile.toml"


def checked(**raw: object) -> tuple[Profile, list[str]]:
    """A profile and its faults as `what — fix`, from keys with underscores for hyphens."""
    profile, problems = check_profile({key.replace("_", "-"): value for key, value in raw.items()}, KNOWN, "p")
    return profile, [str(one).removeprefix("p: ") for one in problems]


def put(file: Path, contents: str | bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(contents if isinstance(contents, bytes) else contents.encode("utf-8", "surrogatepass"))
    return file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- which entries count ----------------------------------------------------------------------------------------------


def test_nothing_said_is_an_empty_profile_without_faults() -> None:
    assert checked() == (Profile(), [])
    assert Profile().values() == {}


def test_what_a_profile_says_is_what_it_is_made_of() -> None:
    assert check_profile(FULL.values(), KNOWN, "p") == (FULL, ())
    assert tuple(FULL.values()) == KEYS


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({"conditons": ["pregnant"]}, 'unknown key "conditons" — did you mean "conditions"?'),
        ({"conditions": ["pregnat"]}, 'unknown condition "pregnat" — did you mean "pregnant"?'),
        ({"conditions": ["Blood Thinner"]}, 'unknown condition "Blood Thinner" — did you mean "blood-thinner"?'),
        ({"conditions": ["sick"]}, 'unknown condition "sick" — did you mean "sickle-cell"?'),
        ({"conditions": "pregnant"}, 'conditions: expected a list, got one text — write conditions = ["…", "…"]'),
        ({"conditions": [3]}, "conditions: expected text, got a number — put it in quotes"),
        ({"conditions": [["pregnant"]]}, "conditions: expected text, got a list — put it in quotes"),
        ({"medicines": [" \t"]}, "medicines: an empty text — leave it out"),
        ({"tools": ["bal"]}, 'unknown tool "bal" — did you mean "ball"?'),
        ({"situation": "bath"}, f'unknown situation "bath" — write one of: {", ".join(sorted(SITUATIONS))}'),
        ({"situation": {"a": 1}}, "situation: expected text, got a table — put it in quotes"),
        ({"emergency_number": 999}, "emergency-number: expected text, got a number — put it in quotes"),
        ({"night": True}, "night: expected text, got true or false — put it in quotes"),
        ({"night": "late"}, 'night: "late" is no span of hours — write it as 22:00-07:00, or off'),
    ],
)
def test_a_fault_is_named_with_its_fix_and_costs_only_its_own_entry(raw: dict[str, Any], fault: str) -> None:
    profile, faults = checked(**{"medicines": ["aspirin"], **raw})
    assert faults == [fault]
    assert profile == Profile(medicines=() if "medicines" in raw else ("aspirin",))


def test_the_good_entries_of_a_list_count_and_each_only_once() -> None:
    profile, faults = checked(conditions=["unsteady", "nonsense", "unsteady", "pregnant"])
    assert profile.conditions == ("unsteady", "pregnant")
    assert len(faults) == 1


def test_what_could_steer_a_terminal_is_made_visible() -> None:
    profile, _ = checked(medicines=["\x1b[31mred\u202e", "two\n lines"])
    assert profile.medicines == ("\\x1b[31mred<U+202E>", "two lines")


def test_a_list_too_long_is_one_fault_and_its_beginning_counts() -> None:
    profile, faults = checked(medicines=[f"medicine {number}" for number in range(MOST_ENTRIES + 5)])
    assert len(profile.medicines) == MOST_ENTRIES
    assert faults == [f"medicines: {MOST_ENTRIES + 5} entries — keep at most {MOST_ENTRIES}"]


def test_however_many_keys_are_unknown_the_faults_end() -> None:
    assert len(checked(**{f"key{number}": 1 for number in range(5000)})[1]) == MOST_ENTRIES + 1


@pytest.mark.parametrize("number", ["999", "112", "+44 999", "1-800-555", "12345678901234567890"])
def test_a_telephone_number_is_taken_as_it_is_written(number: str) -> None:
    assert checked(emergency_number=number) == (Profile(emergency_number=number), [])


@pytest.mark.parametrize("number", ["nine", "+-", "123456789012345678901", "999; rm", "٩٩٩", "9\x1b9"])
def test_what_is_no_telephone_number_never_stands_where_help_is_called(number: str) -> None:
    profile, faults = checked(emergency_number=number)
    assert profile.emergency_number == ""
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("text", "night"),
    [
        ("22:00-07:00", USUAL_NIGHT),
        ("7:05 - 8:00", Night(425, 480)),
        ("off", NO_NIGHT),
        ("Off", NO_NIGHT),
        ("24:00-07:00", None),
        ("22:60-07:00", None),
        ("22:00", None),
        ("08:00-08:00", None),
        ("22:00-07:00\n", None),
    ],
)
def test_a_night_is_two_times_or_off(text: str, night: Night | None) -> None:
    assert parse_night(text) == night
    if night is not None:
        assert parse_night(str(night)) == night


def test_a_night_may_go_past_midnight_and_ends_when_it_says() -> None:
    held = [minute for minute in range(24 * 60) if USUAL_NIGHT.includes(minute)]
    assert held == [*range(7 * 60), *range(22 * 60, 24 * 60)]
    assert [minute for minute in range(24 * 60) if Night(60, 120).includes(minute)] == list(range(60, 120))
    assert not any(NO_NIGHT.includes(minute) for minute in range(24 * 60))


def test_a_suggestion_is_the_nearest_word_or_all_of_them() -> None:
    assert nearest("CHAIRR", SITUATIONS) == 'did you mean "chair"?'
    assert nearest("x" * 100_000, ("bed", "car")) == "write one of: bed, car"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes() | st.sampled_from(CONDITIONS),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@MANY
@given(st.dictionaries(st.sampled_from(KEYS) | st.text(), ANYTHING))
def test_whatever_the_values_are_a_profile_holds_only_good_ones(raw: Mapping[str, object]) -> None:
    profile, problems = check_profile(raw, KNOWN, "p")
    assert check_profile(profile.values(), KNOWN, "p") == (profile, ())
    assert set(profile.conditions) <= set(CONDITIONS)
    assert set(profile.tools) <= set(TOOLS)
    assert profile.situation in {None, *SITUATIONS}
    assert all(str(one).isprintable() for one in problems)


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


# -- what it does to a routine ----------------------------------------------------------------------------------------


def profiles(knowledge: Knowledge) -> st.SearchStrategy[Profile]:
    return st.builds(
        Profile,
        conditions=st.lists(st.sampled_from(sorted(knowledge.conditions)), unique=True, max_size=5).map(tuple),
        tools=st.lists(st.sampled_from(TOOLS), unique=True, max_size=3).map(tuple),
        situation=st.none() | st.sampled_from(SITUATIONS),
    )


@FEWER
@given(data=st.data())
def test_a_profile_withholds_exactly_what_the_options_would(knowledge: Knowledge, data: st.DataObject) -> None:
    profile = data.draw(profiles(knowledge))
    for name in knowledge.words.regions:
        region = knowledge.region(name)
        asked = Person(
            situation=profile.situation,
            conditions=tuple(knowledge.conditions[one] for one in profile.conditions),
            tools=profile.tools,
        )
        theirs = plan_routine(region, person_with(Person(), profile, knowledge.conditions))
        assert theirs == plan_routine(region, asked)


@FEWER
@given(data=st.data())
def test_a_profile_never_opens_a_gate_and_its_conditions_never_add_a_step(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    profile = data.draw(profiles(knowledge))
    for name in knowledge.words.regions:
        region = knowledge.region(name)
        routine = plan_routine(region, person_with(Person(), profile, knowledge.conditions))
        bare = plan_routine(region, Person(situation=routine.situation))
        gates = {step.id: step.gate for step in (*bare.steps, *bare.after)}
        for step in (*routine.steps, *routine.after):
            assert step.gate == gates[step.id]
        kept = {step.id for step in routine.steps}
        assert [step.id for step in routine.steps] == [step.id for step in bare.steps if step.id in kept]


def test_what_was_asked_for_comes_before_what_the_profile_says(knowledge: Knowledge) -> None:
    profile = Profile(conditions=("pregnant", "unsteady"), tools=("ball",), situation="chair")
    asked = Person(situation="bed", conditions=(knowledge.conditions["pregnant"],), tools=("towel",))
    person = person_with(asked, profile, knowledge.conditions)
    assert (person.situation, person.tools) == ("bed", ("towel",))
    assert [condition.id for condition in person.conditions] == ["pregnant", "unsteady"]


@pytest.mark.parametrize(
    ("profile", "named"),
    [
        (Profile(), Profile()),
        (Profile(medicines=("atorvastatin",), emergency_number="999", night=NO_NIGHT), Profile()),
        (Profile(conditions=("thyroid-underactive",)), Profile()),
        (Profile(conditions=("thyroid-underactive", "pregnant")), Profile(conditions=("pregnant",))),
        (Profile(situation="bed"), Profile()),
        (Profile(situation="desk", medicines=("x",)), Profile(situation="desk")),
        (Profile(tools=("towel", "strap")), Profile(tools=("towel",))),
    ],
)
def test_only_what_changes_the_routine_is_named(knowledge: Knowledge, profile: Profile, named: Profile) -> None:
    region = knowledge.region("calf")
    found = what_matters(profile, lambda part: plan_routine(region, person_with(Person(), part, knowledge.conditions)))
    assert found == named


def test_where_no_single_entry_decides_all_are_named(knowledge: Knowledge) -> None:
    """Two entries that do the same hide each other; the note is there all the same."""
    routine = plan_routine(knowledge.region("calf"), Person())
    other = plan_routine(knowledge.region("foot"), Person())
    profile = Profile(conditions=("a", "b"), medicines=("x",))
    found = what_matters(profile, lambda part: other if part.conditions else routine)
    assert found == Profile(conditions=("a", "b"))


# -- the emergency number ---------------------------------------------------------------------------------------------


def test_only_the_emergency_names_the_number_and_no_placeholder_is_left(knowledge: Knowledge) -> None:
    own, usual = knowledge.sayings_with("999"), knowledge.sayings
    assert usual[Disposition.EMERGENCY] == "Call your local emergency number now"
    assert own[Disposition.EMERGENCY] == "Call 999 now"
    assert {level for level in Disposition if own[level] != usual[level]} == {Disposition.EMERGENCY}
    assert "{" not in "".join([*own.values(), *usual.values()])
    assert knowledge.sayings_with("") == usual
