"""What a profile may hold: a fault costs its own entry alone, and whatever counts is good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from helpers.profiles import CONDITIONS, FULL, KNOWN, MANY
from hypothesis import given
from hypothesis import strategies as st

from cramp_cli.commands.wiring import SITUATIONS, TOOLS
from cramp_cli.core.profile import (
    KEYS,
    MOST_ENTRIES,
    NO_NIGHT,
    USUAL_NIGHT,
    Night,
    Profile,
    check_profile,
    nearest,
    parse_night,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def checked(**raw: object) -> tuple[Profile, list[str]]:
    """A profile and its faults as `what — fix`, from keys with underscores for hyphens."""
    profile, problems = check_profile({key.replace("_", "-"): value for key, value in raw.items()}, KNOWN, "p")
    return profile, [str(one).removeprefix("p: ") for one in problems]


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
