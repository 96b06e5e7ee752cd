"""Judges the files this program reads and keeps: who may read and write them, what they know, and how old that is.

It names files and counts faults, and never prints what a file of the person's own says.
"""

from __future__ import annotations

import os
import stat
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.decoding import Knowledge

Values = dict[str, str | int | bool | None]
OLD_AFTER_DAYS = 730
"""Knowledge that nobody has compared with its sources for so long is called old."""
_DATED = ("regions", "causes", "remedies", "medicines", "myths", "learn")
_FOR_OTHERS_TO_WRITE, _FOR_OTHERS = stat.S_IWGRP | stat.S_IWOTH, stat.S_IRWXG | stat.S_IRWXO


class State(StrEnum):
    """How well a part works here."""

    WORKS = "works"
    LIMITED = "limited"
    """It does without something; relief is not in danger."""
    BROKEN = "broken"


@dataclass(frozen=True)
class Part:
    """What was found out about one part of the program; `values` is the same for a script."""

    id: str
    state: State
    says: str
    fix: str = ""
    values: Values = field(default_factory=dict)


# -- files ------------------------------------------------------------------------------------------------------------


def files() -> Iterator[Part]:
    """Look at every folder and file of the person's own but the history, and its modes."""
    from cramp_cli.knowledge.overlays import paths
    from cramp_cli.storage import locations

    cache, own = locations.cache_folder(), locations.overlay_folder()
    yield judged_file("cache", cache, is_private=False)
    yield judged_file("cache-file", cache / "knowledge.json" if cache else None, is_private=False)
    yield judged_file("config-folder", locations.config_folder(), is_private=True)
    yield judged_file("profile-file", locations.profile_file(), is_private=True)
    state = locations.state_folder()
    yield judged_file("crash-file", state / "crash.txt" if state else None, is_private=True)
    yield judged_file("knowledge-folder", own, is_private=False)
    for path in paths(own) if own else ():
        yield judged_file("own-knowledge", path, is_private=False)


def judged_file(name: str, path: Path | None, *, is_private: bool) -> Part:
    """Judge who may read and write `path`: what is private is for its owner alone, what is not is theirs to write."""
    if path is None:
        return Part(name, State.LIMITED, "no home folder, so nothing is kept", "set HOME")
    name_shown = shown(path)
    values: Values = {"path": name_shown}
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return Part(name, State.WORKS, f"{name_shown}, not there yet", "", {**values, "mode": None})
    except OSError as error:
        return Part(name, State.BROKEN, f"{name_shown}: {error.strerror}", "check who may read it", values)
    mode = stat.S_IMODE(status.st_mode)
    values["mode"] = f"{mode:04o}"
    right = ("700" if stat.S_ISDIR(status.st_mode) else "600") if is_private else "go-w"
    wrong = mode & (_FOR_OTHERS if is_private else _FOR_OTHERS_TO_WRITE)
    if os.name != "nt" and wrong:
        what = "others can read or change it" if is_private else "others can change it"
        return Part(name, State.BROKEN, f"{name_shown}, {mode:04o}: {what}", f"chmod {right} {name_shown}", values)
    if not os.access(path, os.R_OK):
        return Part(name, State.BROKEN, f"{name_shown}, {mode:04o}: cannot be read", f"chmod u+r {name_shown}", values)
    return Part(name, State.WORKS, f"{name_shown}, {mode:04o}", "", values)


def shown(path: Path | str) -> str:
    """Return a path without the name of its owner."""
    home = os.path.expanduser("~").rstrip("/")  # noqa: PTH111 - Path.home fails where there is none
    text = str(path)
    return "~" + text[len(home) :] if home and text.startswith(home + os.sep) else text


# -- knowledge --------------------------------------------------------------------------------------------------------


def known() -> Iterator[Part]:
    """Read all knowledge and the profile from their files, past the cache, and count what is wrong."""
    from datetime import UTC, datetime

    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.knowledge.loading import read_all
    from cramp_cli.knowledge.yaml_nodes import LOADER
    from cramp_cli.storage.locations import data_root, overlay_folder

    has_c = LOADER.__name__.startswith("C")
    says = "the C loader" if has_c else "the pure Python loader: slower after a file changed, and as strict"
    yield Part("yaml", State.WORKS, says, "", {"loader": LOADER.__name__})
    try:
        knowledge = Knowledge(read_all(data_root(), overlay_folder()))
    except (CrampError, OSError) as error:
        faults = str(error).count("\n") + 1
        says = f"the built-in files cannot be used ({faults} faults)"
        yield Part("knowledge", State.BROKEN, says, "install cramp-cli again", {"faults": faults})
        return
    days = [str(one["checked"]) for kind in _DATED for one in knowledge.entries(kind).values() if one.get("checked")]
    yield _faults(knowledge.problems, len(knowledge.entries("regions")), days)
    yield _age(min(days), datetime.now(tz=UTC).date().isoformat())
    yield _profile(knowledge)


def _faults(problems: tuple[Problem, ...], regions: int, days: list[str]) -> Part:
    from cramp_cli import __version__

    files = sorted({shown(problem.path) for problem in problems})
    values: Values = {"version": __version__, "regions": regions, "faults": len(problems), "last_checked": max(days)}
    says = f"version {__version__}, {regions} regions, {len(problems)} faults, last checked on {max(days)}"
    if problems:
        says += f"; left out: {', '.join(files)}"
    fix = "cramp-cli knowledge check" if problems else ""
    return Part("knowledge", State.BROKEN if problems else State.WORKS, says, fix, values)


def _age(oldest: str, today: str) -> Part:
    from datetime import date

    age = (date.fromisoformat(today) - date.fromisoformat(oldest)).days
    says = f"the oldest part was checked against its sources on {oldest}"
    values: Values = {"oldest_checked": oldest, "days": age}
    if age <= OLD_AFTER_DAYS:
        return Part("knowledge-age", State.WORKS, says, "", values)
    return Part("knowledge-age", State.LIMITED, f"{says}, too long ago", "install a newer cramp-cli", values)


def _profile(knowledge: Knowledge) -> Part:
    from cramp_cli.commands.profile import known_ids
    from cramp_cli.storage.locations import profile_file
    from cramp_cli.storage.profile import read_profile

    _, problems = read_profile(profile_file(), known_ids(knowledge))
    places = ", ".join(sorted({f"line {one.line}" for one in problems if one.line}))
    says = f"{len(problems)} faults" + (f", {places}" if places else "")
    state = State.BROKEN if problems else State.WORKS
    return Part("profile", state, says, "cramp-cli profile show" if problems else "", {"faults": len(problems)})
