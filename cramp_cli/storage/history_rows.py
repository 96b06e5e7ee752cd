"""Turns episodes into rows and rows into episodes, and never lets a changed row pass as a good one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cramp_cli.core.episode import Damaged, Episode, Moment, Origin, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.text import clean
from cramp_cli.storage.history_schema import FACTS, STEP, WORDS, hash_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

FACT_COLUMNS = ", ".join((*FACTS, "facts_hash"))
STEP_COLUMNS = ", ".join((*STEP, "hash"))
EPISODE_COLUMNS = ", ".join((*FACTS, "facts_hash", *WORDS, "words_hash"))
_EPISODE_PLACES = ", ".join("?" * (len(FACTS) + len(WORDS) + 2))
_STEP_PLACES = ", ".join("?" * (len(STEP) + 1))
_PUT_EPISODE = f"INSERT INTO episode ({EPISODE_COLUMNS}) VALUES ({_EPISODE_PLACES})"  # noqa: S608 - our own column names
_PUT_STEP = f"INSERT INTO step ({STEP_COLUMNS}) VALUES ({_STEP_PLACES})"  # noqa: S608 - the same
_STEPS_OF = f"SELECT {STEP_COLUMNS} FROM step WHERE episode = ? ORDER BY position"  # noqa: S608 - the same
EPISODES = f"SELECT {EPISODE_COLUMNS} FROM episode"  # noqa: S608 - the same
_MOST_SHOWN = 40


def put(connection: sqlite3.Connection, episode: Episode) -> None:
    """Write the episode as it is now, in place of what was kept of it before."""
    remove(connection, episode.id)
    facts, words = _facts(episode), _words(episode)
    hashed_words = [episode.id, *words]
    connection.execute(_PUT_EPISODE, (*facts, hash_of(facts), *words, hash_of(hashed_words)))
    steps = [_step_row(episode, position) for position in range(len(episode.steps))]
    connection.executemany(_PUT_STEP, [(*row, hash_of(row)) for row in steps])


def remove(connection: sqlite3.Connection, episode_id: str) -> int:
    """Remove an episode with its steps; return how many rows of episodes went."""
    connection.execute("DELETE FROM step WHERE episode = ?", (episode_id,))
    return connection.execute("DELETE FROM episode WHERE id = ?", (episode_id,)).rowcount


def fetch(connection: sqlite3.Connection, episode_id: str) -> Episode | Damaged | None:
    """Return one episode, or what is left of it, or None."""
    row = connection.execute(f"{EPISODES} WHERE id = ?", (episode_id,)).fetchone()
    if row is None:
        return None
    found = read(connection, row)
    return found if found.id == episode_id else Damaged(episode_id, "")


def read(connection: sqlite3.Connection, row: Sequence[Any]) -> Episode | Damaged:
    """Return the episode of a row of `EPISODES`, with its steps."""
    return assembled(row, connection.execute(_STEPS_OF, (row[0],)).fetchall())


def assembled(row: Sequence[Any], steps: Sequence[Sequence[Any]]) -> Episode | Damaged:
    """Return the episode of a row and the rows of its steps, in their order."""
    facts, words = row[: len(FACTS)], row[len(FACTS) + 1 : -1]
    if not is_good(row[: len(FACTS) + 1]) or not is_good((facts[0], *words, row[-1])):
        return damaged(row)
    are_whole = [(step[0], step[1]) for step in steps] == [(facts[0], position) for position in range(facts[-1])]
    if not are_whole or not all(is_good(step) for step in steps):
        return damaged(row)
    try:
        return _episode(dict(zip((*FACTS, *WORDS), (*facts, *words), strict=True)), steps)
    except (ValueError, TypeError, KeyError, AttributeError):
        return damaged(row)


def is_good(row: Sequence[Any]) -> bool:
    """Whether a row is what was written; its last column is the hash of the others."""
    try:
        return bool(row[-1] == hash_of(row[:-1]))
    except (TypeError, ValueError):
        return False


def damaged(row: Sequence[Any]) -> Damaged:
    """Name a damaged row as well as can be; `row` begins with the id and the beginning."""
    return Damaged(*(clean(one)[:_MOST_SHOWN] if isinstance(one, str) else "" for one in row[:2]))


def instant(moment: datetime) -> str:
    """Return an instant as the columns hold it, so that text compares as time does."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def _facts(episode: Episode) -> list[Any]:
    ended = episode.ended
    values = {
        "began": instant(episode.began.utc),
        "began_offset_minutes": episode.began.offset_minutes,
        "ended": instant(ended.utc) if ended else None,
        "ended_offset_minutes": ended.offset_minutes if ended else None,
        "red_flags": json.dumps(episode.red_flags),
        "step_count": len(episode.steps),
    }
    return [values[name] if name in values else getattr(episode, name) for name in FACTS]


def _words(episode: Episode) -> list[str]:
    return [episode.came_after, json.dumps(dict(episode.answers), sort_keys=True), episode.notes]


def _step_row(episode: Episode, position: int) -> list[Any]:
    one = episode.steps[position]
    place = [episode.id, position, episode.region]
    return [*place, one.step, one.remedy, one.variant, one.side, one.seconds, str(one.outcome)]


def _episode(row: dict[str, Any], steps: Iterable[Sequence[Any]]) -> Episode:
    """Build the episode of a good row; whatever is no episode after all raises."""
    del row["step_count"]
    began = _moment(row["began"], row.pop("began_offset_minutes"))
    ended_offset = row.pop("ended_offset_minutes")
    ended = _moment(row["ended"], ended_offset) if row["ended"] else None
    answers = {key: tuple(one) if isinstance(one, list) else one for key, one in json.loads(row["answers"]).items()}
    changed = {
        "began": began,
        "ended": ended,
        "origin": Origin(row["origin"]),
        "answers": answers,
        "red_flags": tuple(json.loads(row["red_flags"])),
        "steps": tuple(_step(step) for step in steps),
    }
    return Episode(**{**row, **changed})


def _moment(text: str, offset_minutes: int) -> Moment:
    return Moment(datetime.fromisoformat(text), offset_minutes)


def _step(row: Sequence[Any]) -> StepTaken:
    _, _, _, step, remedy, variant, side, seconds, outcome, _ = row
    return StepTaken(step, remedy, Outcome(outcome), variant, side, seconds)
