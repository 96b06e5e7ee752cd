"""A frozen value of ours behaves as the standard library's, which is the one the type checker sees."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
from test_architecture import FILES, PACKAGE, imports_of

from cramp_cli.core.values import dataclass as ours

if TYPE_CHECKING:
    from pathlib import Path

Define = Callable[..., Any]


def defined(define: Define) -> type[Any]:
    @define(frozen=True)
    class Stretch:
        """A value with every kind of field."""

        name: str
        hold_seconds: int
        side: str | None = None
        words: list[str] = dataclasses.field(default_factory=list)
        noted: str = dataclasses.field(default="", repr=False)

        @cached_property
        def longest(self) -> int:
            return self.hold_seconds * 2

    return Stretch


STANDARD, OURS = defined(dataclasses.dataclass), defined(ours)
BOTH = pytest.mark.parametrize("kind", [STANDARD, OURS], ids=["standard", "ours"])
WELL_MADE: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    (("calf", 30), {}),
    (("calf", 30, "left"), {}),
    (("calf",), {"hold_seconds": 30, "words": ["a"]}),
    ((), {"hold_seconds": 30, "name": "calf", "noted": "n"}),
    (("calf", 30, "left", ["a"], "n"), {}),
)
ILL_MADE: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((), {}),
    (("calf",), {}),
    (("calf", 30, None, [], "", "one too many"), {}),
    (("calf", 30), {"name": "twice"}),
    (("calf", 30), {"unknown": 1}),
    (("calf",), {"unknown": 1}),
)


@pytest.mark.parametrize(("given", "named"), WELL_MADE)
def test_it_holds_and_shows_what_the_standard_one_holds_and_shows(
    given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    standard, value = STANDARD(*given, **named), OURS(*given, **named)
    assert dataclasses.asdict(value) == dataclasses.asdict(standard)
    assert repr(value) == repr(standard)
    assert [one.name for one in dataclasses.fields(value)] == [one.name for one in dataclasses.fields(standard)]
    assert value.__match_args__ == standard.__match_args__


@BOTH
@pytest.mark.parametrize(("given", "named"), ILL_MADE)
def test_what_does_not_fit_is_refused(kind: type[Any], given: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        kind(*given, **named)


@BOTH
def test_equal_is_what_holds_the_same_and_is_of_the_same_kind(kind: type[Any]) -> None:
    @ours(frozen=True)
    class Alike:
        name: str
        hold_seconds: int

    assert kind("calf", 30) == kind("calf", 30)
    assert kind("calf", 30) != kind("calf", 31)
    assert kind("calf", 30) != ("calf", 30, None, [], "")
    assert Alike("calf", 30) != kind("calf", 30)


@BOTH
def test_what_was_worked_out_once_makes_no_difference(kind: type[Any]) -> None:
    one, other = kind("calf", 30), kind("calf", 30)
    assert one.longest == 60
    assert one == other


@BOTH
def test_it_is_a_key_if_all_it_holds_is_one(kind: type[Any]) -> None:
    assert len({kind("calf", 30, "left", ()), kind("calf", 30, "left", ()), kind("jaw", 30, "left", ())}) == 2
    with pytest.raises(TypeError):
        hash(kind("calf", 30, words=["a"]))


@BOTH
@pytest.mark.parametrize("name", ["name", "words", "unheard_of"])
def test_nothing_of_it_can_be_changed(kind: type[Any], name: str) -> None:
    value = kind("calf", 30)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, "changed")
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(value, name)
    assert value == kind("calf", 30)


@BOTH
def test_another_is_made_from_it(kind: type[Any]) -> None:
    assert dataclasses.replace(kind("calf", 30), side="left") == kind("calf", 30, "left")
    assert copy.deepcopy(kind("calf", 30)) == kind("calf", 30)


@BOTH
def test_what_is_made_anew_for_each_is_shared_by_none(kind: type[Any]) -> None:
    assert kind("calf", 30).words is not kind("calf", 30).words


@ours(frozen=True, order=True)
class Day:
    """A value that has an order, and looks at what it was given."""

    year: int
    day: int = 1

    def __post_init__(self) -> None:
        if self.day < 1:
            raise ValueError("no such day")

    def __repr__(self) -> str:
        return f"{self.year}/{self.day}"


@ours(frozen=True)
class NamedDay(Day):
    """A value that holds more than another."""

    name: str = ""


def test_an_order_goes_field_by_field_and_only_within_a_kind() -> None:
    assert sorted([Day(2026, 2), Day(2025, 9), Day(2026)]) == [Day(2025, 9), Day(2026), Day(2026, 2)]
    assert Day(2026) <= Day(2026) < Day(2027)
    assert Day(2027) >= Day(2027) > Day(2026)
    with pytest.raises(TypeError):
        Day(2026) < (2026, 1)  # type: ignore[operator]  # noqa: B015 - that it fails is the point
    with pytest.raises(TypeError):
        OURS("calf", 30) < OURS("jaw", 30)  # noqa: B015 - the same


def test_a_class_may_look_at_what_it_is_given_and_say_itself_how_it_is_shown() -> None:
    with pytest.raises(ValueError, match="no such day"):
        Day(2026, 0)
    assert repr(Day(2026)) == "2026/1"


def test_a_value_may_hold_more_than_another() -> None:
    assert NamedDay(2026, 2, "Candlemas") == NamedDay(2026, 2, name="Candlemas")
    assert NamedDay(2026, 1) != Day(2026, 1)
    assert pickle.loads(pickle.dumps(NamedDay(2026, 2))) == NamedDay(2026, 2)  # noqa: S301 - of our own making


def test_what_may_change_is_no_value() -> None:
    with pytest.raises(TypeError, match="standard library"):
        ours(frozen=False)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_every_value_of_the_house_is_one_of_these(file: Path) -> None:
    assert "dataclasses.dataclass" not in imports_of(file, with_type_checking=False)


def test_a_class_without_a_docstring_costs_no_more_than_one_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect, "signature", lambda _: pytest.fail("it was inspected"))

    @ours(frozen=True)
    class Short:
        name: str

    assert Short.__doc__ == "Short"
