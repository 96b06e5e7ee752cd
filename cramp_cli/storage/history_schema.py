"""The tables of the history, each step from one schema to the next, and the hash that every row carries.

SQLite notices a broken tree, not a changed letter. So every row holds a hash of its own columns, and whoever reads a
row checks it. The facts of an episode and its words have one each: what is counted can be checked without reading a
word of a note.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

APPLICATION_ID = 0x4352414D
"""`CRAM`: what tells our file from any other database."""
FACTS = (
    *("id", "began", "began_offset_minutes", "ended", "ended_offset_minutes", "region", "side", "situation"),
    *("pain_before", "pain_after", "lasted_seconds", "red_flags", "ending", "origin", "step_count"),
)
"""The columns of `episode` that `facts_hash` covers. Times are UTC, such as 2026-11-22T02:10:05Z."""
WORDS = ("came_after", "answers", "notes")
"""The columns that `words_hash` covers, together with the id. Answers and red flags are JSON."""
STEP = ("episode", "position", "region", "step", "remedy", "variant", "side", "seconds", "outcome")
"""The columns of `step` that `hash` covers."""
_canonical = json.JSONEncoder(separators=(",", ":")).encode
"""JSON without spaces, every character beyond ASCII escaped."""


def hash_of(values: Sequence[Any]) -> bytes:
    """Return the hash that a row of these values carries."""
    return blake2b(_canonical(values).encode(), digest_size=8).digest()


_SCHEMA_1 = (
    """CREATE TABLE episode (
        id TEXT NOT NULL UNIQUE,
        began TEXT NOT NULL,
        began_offset_minutes INTEGER NOT NULL,
        ended TEXT,
        ended_offset_minutes INTEGER,
        region TEXT NOT NULL,
        side TEXT,
        situation TEXT NOT NULL,
        pain_before INTEGER,
        pain_after INTEGER,
        lasted_seconds INTEGER,
        red_flags TEXT NOT NULL,
        ending TEXT NOT NULL,
        origin TEXT NOT NULL,
        step_count INTEGER NOT NULL,
        facts_hash BLOB NOT NULL,
        came_after TEXT NOT NULL,
        answers TEXT NOT NULL,
        notes TEXT NOT NULL,
        words_hash BLOB NOT NULL
    )""",
    """CREATE TABLE step (
        episode TEXT NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        region TEXT NOT NULL,
        step TEXT NOT NULL,
        remedy TEXT NOT NULL,
        variant TEXT NOT NULL,
        side TEXT,
        seconds INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        hash BLOB NOT NULL,
        UNIQUE (episode, position)
    )""",
    "CREATE INDEX episode_by_began ON episode (began, id)",
    "CREATE INDEX episode_by_region ON episode (region, began, id)",
    "CREATE INDEX step_by_region ON step (region)",
)


def _to_schema_1(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for statement in _SCHEMA_1:
        connection.execute(statement)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_to_schema_1,)
"""The step to schema 1, to schema 2 and so on. A step that was ever released never changes; the newest is the head."""
