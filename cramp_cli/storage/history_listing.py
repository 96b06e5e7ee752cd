"""Lists a span of the history, the newest episodes first. A row that is not what was written is named, never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.episode import Damaged, Episode
from cramp_cli.core.values import dataclass
from cramp_cli.storage import history_rows as rows

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


@dataclass(frozen=True)
class Span:
    """Which episodes are meant. The times are aware; `until` itself is not in it."""

    since: datetime | None = None
    until: datetime | None = None
    region: str | None = None

    def condition(self) -> tuple[str, list[str]]:
        """Return the span as SQL, with its values."""
        parts = [("region = ?", self.region)]
        parts += [("began >= ?", rows.instant(self.since) if self.since else None)]
        parts += [("began < ?", rows.instant(self.until) if self.until else None)]
        given = [(text, value) for text, value in parts if value is not None]
        return " AND ".join(text for text, _ in given) or "1", [value for _, value in given]

    def holds(self, episode: Episode) -> bool:
        """Whether an episode is in it, whatever an index said."""
        began = rows.instant(episode.began.utc)
        is_late_enough = self.since is None or began >= rows.instant(self.since)
        is_early_enough = self.until is None or began < rows.instant(self.until)
        return is_late_enough and is_early_enough and self.region in {None, episode.region}


EVERYTHING = Span()


@dataclass(frozen=True)
class Listing:
    """Some episodes, the newest first, and the records among them that cannot be shown."""

    episodes: tuple[Episode, ...] = ()
    damaged: tuple[Damaged, ...] = ()


def listing(connection: sqlite3.Connection, span: Span, limit: int | None, skip: int) -> Listing:
    """Return the episodes of a span."""
    condition, values = span.condition()
    query = f"{rows.EPISODES} WHERE {condition} ORDER BY began DESC, id DESC LIMIT ? OFFSET ?"
    selected = connection.execute(query, (*values, -1 if limit is None else limit, skip)).fetchall()
    good: dict[str, Episode] = {}
    bad: list[Damaged] = []
    for row in selected:
        found = rows.read(connection, row)
        if isinstance(found, Episode) and found.id not in good and span.holds(found):
            good[found.id] = found
        else:
            bad.append(found if isinstance(found, Damaged) else rows.damaged(row))
    return Listing(tuple(good.values()), tuple(bad))


def count(connection: sqlite3.Connection, span: Span) -> int:
    """Return how many episodes there are in a span, damaged ones included."""
    condition, values = span.condition()
    (number,) = connection.execute(f"SELECT count(*) FROM episode WHERE {condition}", values).fetchone()  # noqa: S608
    return int(number)
