"""Reads what the person's own history tells, and never stands in the way: a store that cannot be read tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cramp_cli.core.learning import Experience
    from cramp_cli.storage.history import History

PATIENCE_SECONDS = 0.2
"""How long to wait for another copy of the program: somebody is in pain."""


def own_experience(region: str) -> Experience:
    """Return what eased this person's cramps in `region`, as their history has it; nothing where there is none yet."""
    from cramp_cli.core.errors import CrampError
    from cramp_cli.core.learning import NO_EXPERIENCE
    from cramp_cli.storage.locations import history_folder

    try:
        folder = history_folder()
    except CrampError:
        return NO_EXPERIENCE
    if folder is None or not folder.is_dir():
        return NO_EXPERIENCE
    from cramp_cli.storage.history import History

    return experience_from(History(folder), region)


def experience_from(history: History | None, region: str) -> Experience:
    """Return what eased this person's cramps in `region`; nothing where there is no history, or it cannot be read."""
    from cramp_cli.core.errors import CrampError
    from cramp_cli.core.learning import NO_EXPERIENCE, experience
    from cramp_cli.storage.history_tallies import step_counts

    if history is None:
        return NO_EXPERIENCE
    try:
        return experience(step_counts(history, region, patience_seconds=PATIENCE_SECONDS))
    except CrampError:
        return NO_EXPERIENCE
