"""Keeps the episode that is going on, and never stands in the way of relief.

Whatever fails is remembered, not raised, and the next write tries again with everything so far. So a trouble that
passes leaves nothing behind, and one that stays is told when the pain is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.text import clean
from cramp_cli.storage.history import NotKeptError
from cramp_cli.storage.history_entries import entry_of

if TYPE_CHECKING:
    from cramp_cli.core.episode import Episode, StepTaken
    from cramp_cli.storage.history import History

PATIENCE_SECONDS = 0.2
"""Nobody in pain waits for a lock; what could not be written is written with the next step."""


class Recorder:
    """Writes one episode as it happens. Without a history it keeps nothing, and that is no trouble."""

    def __init__(self, history: History | None) -> None:
        self._history = history
        self.episode: Episode | None = None
        self.trouble = ""
        """One line, if the last write failed; empty while everything is kept."""
        self.record: dict[str, Any] | None = None
        """The episode, if it is kept nowhere else; the caller shows it to the person."""

    def begin(self, episode: Episode) -> None:
        """Start recording."""
        self._keep(episode)

    def add_step(self, step: StepTaken) -> None:
        """Note a step that was just done, with its outcome."""
        if self.episode is not None:
            self._keep(self.episode.with_step(step))

    def finish(self, episode: Episode) -> None:
        """Note the episode as it ended: `episode` of this recorder with the end and the answers filled in."""
        self._keep(episode)

    def _keep(self, episode: Episode) -> None:
        self.episode = episode
        if self._history is None:
            return
        try:
            self._history.keep(episode, patience_seconds=PATIENCE_SECONDS)
        except NotKeptError as error:
            self.trouble, self.record = clean(str(error)), error.record
        except Exception as error:  # noqa: BLE001 - not even a bug may stand between a person and the next hold
            self.trouble, self.record = clean(f"not saved: {error}"), entry_of(episode)
        else:
            self.trouble, self.record = "", None
