"""What every command about the history shares: the store, what it has to tell, and an episode as one line."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cramp_cli.commands.wiring import say
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean, seconds_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cramp_cli.core.ending import Ending
    from cramp_cli.core.episode import Damaged, Episode
    from cramp_cli.core.routine import Routine
    from cramp_cli.core.stage import Stage
    from cramp_cli.guard import Setting
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.recording import Recording
    from cramp_cli.storage.history import History
    from cramp_cli.storage.history_recorder import Recorder

SHOWN_OF_AN_ID = 8
_ENDINGS = {
    "gone": "let go",
    "gone-unchecked": "let go",
    "not-gone": "did not let go",
    "worse": "got worse",
    "limit": "lasted too long",
    "sign": "danger sign",
    "quit": "stopped",
    "interrupted": "cut off",
}


def here_and_now() -> datetime:
    """Return the time on the person's clock."""
    return datetime.now().astimezone()


def open_history() -> History:
    """Return the history, with what waited for it taken in.

    Raises:
        CrampError: there is no folder for it (exit 4), or the one asked for cannot be (exit 2).
    """
    history = history_as_it_is()
    take_in_what_waits(history)
    return history


def take_in_what_waits(history: History) -> None:
    """Take in the episodes that could not be written before; what comes of it is a notice."""
    from cramp_cli.storage.history_recorder import PATIENCE_SECONDS

    history.take_in_what_waits(patience_seconds=PATIENCE_SECONDS)


def history_as_it_is() -> History:
    """Return the history; nothing is made or written by that.

    Raises:
        CrampError: there is no folder for it (exit 4), or the one asked for cannot be (exit 2).
    """
    from cramp_cli.storage.history import History
    from cramp_cli.storage.locations import history_folder

    folder = history_folder()
    if folder is None:
        fix = "set CRAMP_CLI_DATA_DIR to a folder"
        raise CrampError("there is no home folder to keep a history in", fix=fix, code=ExitCode.HISTORY)
    return History(folder)


def so_many(count: int) -> str:
    """Return a number of episodes in words."""
    return "1 episode" if count == 1 else f"{count} episodes"


def tell_notices(history: History) -> None:
    """Say, each on a line, what the person should know though nothing failed."""
    for line in history.notices():
        say(line)


def after_writing(history: History) -> None:
    """Make the backup of the day if it is due, and say what there is to say. A failure here loses nothing."""
    try:
        if history.is_backup_due():
            history.back_up()
    except CrampError as error:
        say(f"No backup was made: {error}")
    tell_notices(history)


def name_damaged(damaged: Iterable[Damaged]) -> bool:
    """Name every damaged record on a line of its own; return whether there was one."""
    lines = [str(one) for one in damaged]
    for line in lines:
        say(f"Left out: {line}")
    if lines:
        say("To save what can be saved: cramp-cli history repair")
    return bool(lines)


def keep(history: History, episode: Episode) -> None:
    """Write an episode; one that is kept nowhere is printed. Raises CrampError as `History.keep` does."""
    from cramp_cli.storage.history import NotKeptError

    try:
        history.keep(episode)
    except NotKeptError as error:
        if error.record is not None:
            give_back(error.record)
        raise


def give_back(record: Mapping[str, Any]) -> None:
    """Print an episode that is kept nowhere on stderr, as one line of JSON that `history import` takes."""
    from json import dumps

    from cramp_cli.storage.history_entries import as_export
    from cramp_cli.terminal.console import Door

    with suppress(CrampError, OSError):  # nobody is left to read it
        say("This is all there is of it. As a file, this one line goes back by cramp-cli history import FILE:")
        Door(sys.stderr).write(dumps(as_export([record])) + "\n")


# -- what relief writes -----------------------------------------------------------------------------------------------


class Log:
    """The history as a run needs it: opened once the first screen was seen, closed after the last word."""

    def __init__(self, *, is_wanted: bool) -> None:
        self._is_wanted = is_wanted
        self._recorder: Recorder | None = None
        self._recording: Recording | None = None
        self._was_given_back = False

    def lead(self, routine: Routine, stage: Stage, setting: Setting) -> Ending:
        """Lead through a run on `stage`, and write it down if that is wanted."""
        from cramp_cli.recording import Recording, relieve_and_keep
        from cramp_cli.session import relieve

        if not self._is_wanted:
            return relieve(routine, stage, setting)
        self._recording = Recording(routine, stage, self._open, here_and_now)
        return relieve_and_keep(routine, self._recording, setting)

    @contextmanager
    def owned_up_to(self) -> Iterator[None]:
        """Let whoever presses Ctrl-C hear the truth about what was saved; whatever ends a run, no record is lost."""
        try:
            yield
        except KeyboardInterrupt:
            self._give_back()
            done = self._recording
            if done is None or not (done.has_written or done.trouble):
                raise
            said = _sentence(done.trouble) or "What was done is in your history."
            raise CrampError(f"Stopped. {said}", code=ExitCode.INTERRUPTED) from None
        except BaseException:
            self._give_back()
            raise

    def close(self, ending: Ending) -> None:
        """Say in one line what became of it, and look after the store.

        Raises:
            CrampError: it is kept nowhere (exit 4); after a red flag that is said, and the exit code stays its own.
        """
        if self._recording is None or self._recorder is None:
            return
        trouble = self._recording.trouble
        if self._give_back() and not ending.is_refusal:
            raise CrampError(trouble, code=ExitCode.HISTORY)
        if trouble:
            say(_sentence(trouble))
        elif ending.has_let_go:
            write("Saved. See: cramp-cli history\n")
        self._look_after_store(has_written=not trouble)

    def _look_after_store(self, *, has_written: bool) -> None:
        history = self._recorder.history if self._recorder else None
        with suppress(Exception):  # whatever it is, the run is over and its exit code stands
            if history is not None and has_written:
                after_writing(history)
            elif history is not None:
                tell_notices(history)

    def _give_back(self) -> bool:
        """Print the episode if it is kept nowhere; return whether that was so."""
        record = self._recorder.record if self._recorder else None
        if record is not None and not self._was_given_back:
            self._was_given_back = True
            give_back(record)
        return record is not None

    def _open(self) -> Callable[[Episode], str]:
        from cramp_cli.storage.history_recorder import Recorder

        self._recorder = Recorder(history_as_it_is)
        return self._recorder.keep


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


# -- an episode as one line -------------------------------------------------------------------------------------------


class Lines:
    """Writes an episode as one line, with the names of this knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._regions: Mapping[str, str] = {one: knowledge.region_name(one) for one in knowledge.words.regions}
        self._remedies: Mapping[str, str] = {one.id: one.name for one in knowledge.remedies.values()}

    def of(self, episode: Episode) -> str:
        """Return when and where it was, how long and how bad, what eased it, how it ended, and its short id."""
        parts = (*self._parts(episode), episode.id[:SHOWN_OF_AN_ID])
        return clean("  ".join(part for part in parts if part))

    def _parts(self, episode: Episode) -> Iterator[str]:
        from cramp_cli.export.tables import eased_by

        yield f"{episode.began.local:%a %Y-%m-%d %H:%M}"
        yield self._place(episode)
        yield seconds_in_words(episode.lasted_seconds) if episode.lasted_seconds is not None else ""
        yield _pain(episode)
        remedy = eased_by(episode)
        yield f"eased by {self._remedies.get(remedy, remedy)}" if remedy else ""
        yield f"after {episode.came_after}" if episode.came_after else ""
        yield _ending(episode)

    def _place(self, episode: Episode) -> str:
        name = self._regions.get(episode.region, episode.region)
        if episode.side == "both":
            return f"{name}, both sides"
        return f"{episode.side} {name}" if episode.side else name


def _pain(episode: Episode) -> str:
    known = [str(one) for one in (episode.pain_before, episode.pain_after) if one is not None]
    if episode.pain_before is None and known:
        return f"pain {known[0]} afterwards"
    return f"pain {' to '.join(known)}" if known else ""


def _ending(episode: Episode) -> str:
    from cramp_cli.core.episode import Origin

    if not episode.ending and episode.ended is None and episode.origin is Origin.RELIEF:
        return "no end noted"
    return _ENDINGS.get(episode.ending, episode.ending)


def write(text: str) -> None:
    """Write results to stdout."""
    from cramp_cli.terminal.console import Door

    Door(sys.stdout).write(text)
