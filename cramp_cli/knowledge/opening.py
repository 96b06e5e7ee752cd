"""Opens the knowledge for an ordinary start: from the cache, from what was packed at build time, or from the YAML.

Which of them is only a question of time. A pack counts if nothing has changed since it was made, and on any doubt
everything is read and checked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.errors import CrampError, ExitCode, Problem
from cramp_cli.knowledge.cache import SHIPPED, Cache, contents, stamps
from cramp_cli.knowledge.loading import FOLDERS, RawKnowledge, read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def load(root: Path, cache: Cache | None = None, overlay: Path | None = None) -> RawKnowledge:
    """Return the knowledge under `root` with the files of `overlay` laid over it, as `read_all` does, and keep it.

    Raises:
        CrampError: as `read_all` does.
    """
    key = _key(root, overlay) if cache else None
    if cache is None or key is None:
        return read_all(root, overlay)

    def again() -> Mapping[str, Any]:
        return read_all(root, overlay).files

    kept = cache.get(key, again)
    if kept is not None:
        return RawKnowledge(kept.files, tuple(Problem(*fields) for fields in kept.problems))
    raw = _shipped(root, again) if key[1] is None else None
    raw = raw or read_all(root, overlay)
    cache.put(key, raw.files, [_fields(problem) for problem in raw.problems], by_entry=FOLDERS)
    return raw


def _shipped(root: Path, again: Callable[[], Mapping[str, Any]]) -> RawKnowledge | None:
    """Return what was packed when the program was built, if it was packed from the very files that are there."""
    if not (root / SHIPPED).is_file():
        return None
    kept = Cache(root, SHIPPED).get(contents(root), again)
    return RawKnowledge(kept.files, tuple(Problem(*fields) for fields in kept.problems)) if kept else None


def pack(root: Path) -> None:
    """Put the knowledge under `root` into a pack beside it, for the first start of a program that is being built.

    Raises:
        CrampError: a file has a fault (exit 3); nothing faulty is shipped.
    """
    raw = read_all(root)
    if raw.problems:
        raise CrampError("\n".join(str(problem) for problem in raw.problems), code=ExitCode.KNOWLEDGE)
    Cache(root, SHIPPED).put(contents(root), raw.files, [], by_entry=FOLDERS)


def _key(root: Path, overlay: Path | None) -> list[Any] | None:
    try:
        return [stamps(root), stamps(overlay) if overlay is not None and overlay.is_dir() else None]
    except OSError:
        return None


def _fields(problem: Problem) -> list[str | int]:
    return [problem.path, problem.line, problem.column, problem.what, problem.fix]
