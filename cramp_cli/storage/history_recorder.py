"""Keeps the episode that is going on, and never stands in the way of relief.

Whatever fails is remembered, not raised, and the next write tries again with everything so far. So a trouble that
passes leaves nothing behind, and one that stays is told when the pain is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.text import clean
from cramp_cli.storage.history_entries import entry_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_cli.core.episode import Episode
    from cramp_cli.storage.history import History

PATIENCE_SECONDS = 0.2
"""Nobody in pain waits for a lock; what could not be written is written with the next step."""


class Recorder:
    """Writes one episode as it happens. `open_history` is called with the first write, and again if it failed."""

    def __init__(self, open_history: Callable[[], History]) -> None:
        self._open_history = open_history
        self.history: History | None = None
        """The store, once it could be opened."""
        self.trouble = ""
        """One line, if the last write failed; empty while everything is kept."""
        self.record: dict[str, Any] | None = None
        """The episode, if it is kept nowhere else; the caller shows it to the person."""

    def keep(self, episode: Episode) -> str:
        """Write the episode as it is now; return one line of trouble, or nothing."""
        try:
            self.history = self.history or self._open_history()
            self.history.keep(episode, patience_seconds=PATIENCE_SECONDS)
        except Exception as error:  # noqa: BLE001 - not even a bug may stand between a person and the next hold
            self._fail(error, episode)
        else:
            self.trouble, self.record = "", None
        return self.trouble

    def _fail(self, error: Exception, episode: Episode) -> None:
        # Told by its attribute: the class of the error cannot be imported where it is SQLite that is missing.
        if hasattr(error, "record"):
            self.trouble, self.record = clean(str(error)), error.record
        else:
            self.trouble, self.record = clean(f"not saved: {error}"), entry_of(episode)
