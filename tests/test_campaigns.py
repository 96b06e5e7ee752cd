"""A seeded thousandth of the long campaigns, in every run; and what a long one rests on is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from campaigns import mutants
from campaigns.mutations import campaign

from cramp_cli.core.countdown import Countdown

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_thirty_damaged_files_bring_nothing_unexpected() -> None:
    report = campaign(30)
    assert report.unexpected == []
    assert report.refused


@pytest.mark.parametrize("group", mutants.GROUPS.values(), ids=mutants.GROUPS)
def test_what_is_changed_and_what_has_to_find_it_are_there(group: mutants.Group) -> None:
    for module in group.modules:
        assert (mutants.ROOT / "cramp_cli" / module).is_file()
    tests = [(mutants.ROOT / "tests" / f"test_{name}.py").read_text("utf-8") for name in group.tests]
    assert all(any(part in text for text in tests) for part in group.too_long)


def explained() -> Iterator[tuple[str, mutants.Change]]:
    for reason in mutants.reasons():
        yield from ((reason.why, one) for one in reason.changes)


@pytest.mark.parametrize(("why", "change"), list(explained()), ids=lambda one: getattr(one, "module", ""))
def test_a_change_that_no_test_finds_is_explained_for_as_long_as_the_line_is_there(
    why: str, change: mutants.Change
) -> None:
    code = (mutants.ROOT / "cramp_cli" / change.module).read_text("utf-8")
    assert change.was in " ".join(code.split())
    assert change.was != change.became
    assert why


def test_what_is_decorated_is_laid_open_to_change_and_does_the_same() -> None:
    source = (mutants.ROOT / "cramp_cli" / "core" / "countdown.py").read_text("utf-8")
    laid_open = mutants.undecorated(source)
    assert "@property" not in laid_open
    assert "@classmethod" in laid_open
    made: dict[str, type[Countdown]] = {"__name__": Countdown.__module__}  # type: ignore[dict-item]
    exec(laid_open, made)  # noqa: S102 - our own code
    assert made["Countdown"].start(30, now=0).pause(5).is_paused
    assert not made["Countdown"].start(30, now=0).is_paused
