"""Reads what the person's own history tells, and never stands in the way: a store that cannot be read tells nothing."""

# A path that may not be looked at makes `Path.exists` fail and `os.path.exists` say no.
# ruff: noqa: PTH110, PTH112
from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cramp_cli.core.learning import Experience
    from cramp_cli.storage.history_files import Place

PATIENCE_SECONDS = 0.2
"""How long to wait for another copy of the program: somebody is in pain."""


def own_experience(region: str) -> Experience | None:
    """Return what eased this person's cramps in `region`, as their history has it; None where there is no history."""
    from cramp_cli.core.errors import CrampError
    from cramp_cli.storage.locations import history_folder

    try:
        folder = history_folder()
    except CrampError:
        return None
    if folder is None or not os.path.isdir(folder):
        return None
    from cramp_cli.storage.history_files import Place

    place = Place(folder)
    return experience_in(place, region) if os.path.exists(place.database) else None


def experience_in(place: Place, region: str) -> Experience:
    """Return what the history in `place` says eased the cramps in `region`; nothing where it cannot be read."""
    from cramp_cli.core.errors import CrampError
    from cramp_cli.core.learning import NO_EXPERIENCE, experience
    from cramp_cli.storage.history_steps import step_counts

    try:
        return experience(step_counts(place, region, patience_seconds=PATIENCE_SECONDS))
    except CrampError:
        return NO_EXPERIENCE
