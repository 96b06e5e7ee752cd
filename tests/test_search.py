"""Looking things up by any name, the beginning of one, or a slip of the finger."""

from __future__ import annotations

import pytest

from cramp_cli.core.search import Hits, search

NAMES = {
    "statin": ("cholesterol tablets", "atorvastatin", "lipitor"),
    "inhaler": ("long-acting inhalers", "salmeterol"),
    "loop": ("water tablets", "furosemide", "lasix"),
}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("statin", ("statin",)),
        ("Lipitor", ("statin",)),
        ("atorva", ("statin",)),
        ("tablets", ("statin", "loop")),
        ("water-tablets", ("loop",)),
    ],
)
def test_a_name_or_its_beginning_finds(typed: str, ids: tuple[str, ...]) -> None:
    assert search(typed, NAMES) == Hits(ids)


def test_a_slip_is_found_and_said_to_be_a_guess() -> None:
    assert search("lasxi", NAMES) == Hits(("loop",), is_guess=True)


def test_nothing_is_found_for_nonsense_and_something_is_suggested_for_little() -> None:
    assert search("zzzzzz", NAMES) == Hits(())
    assert search("la", {"lax": ("laxative", "lax")}) == Hits((), near=("lax",))
