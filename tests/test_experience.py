"""What the person's own history does to the routine they are shown, from the command to the screen."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
from helpers.sufferers import write_down

from cramp_cli.commands import profile, relief
from cramp_cli.commands.planning import How, Wish
from cramp_cli.core.episode import StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.profile import Profile
from cramp_cli.storage.history import History
from cramp_cli.storage.locations import history_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    Shown = Callable[[], str]

EASED = [("ice", Outcome.EASING)] * 5 + [("ice", Outcome.SAME), ("heat", Outcome.EASING)] + [("heat", Outcome.SAME)] * 3
TOLD = "ice eased it 5 of 6 times, heat 1 of 4"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Return what `relief calf --print` shows."""

    def text() -> str:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "utf-8"))
        relief.run("calf", Wish(), How(as_text=True))
        sys.stdout.seek(0)
        return " ".join(sys.stdout.read().split())

    return text


def live_through(cramps: list[tuple[str, Outcome]]) -> None:
    folder = history_folder()
    assert folder is not None
    for number, (remedy, outcome) in enumerate(cramps):
        write_down(History(folder), number, StepTaken("x", remedy, outcome))


def test_what_eased_it_more_often_is_offered_first_and_says_so_in_counts(shown: Shown) -> None:
    before = shown()
    live_through(EASED)
    after = shown()
    assert before.index("Warm the calf") < before.index("Cool the calf")
    assert after.index("Cool the calf") < after.index("Warm the calf")
    assert TOLD not in before
    assert TOLD in after


def test_five_answers_change_nothing(shown: Shown) -> None:
    before = shown()
    live_through(EASED[:5])
    assert shown() == before


def test_who_wants_no_history_is_not_read_either(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shown()
    live_through(EASED)
    monkeypatch.setattr(profile, "own_profile", lambda _knowledge: Profile(keeps_history=False))
    assert shown() == before
