"""What is on the screen at one moment, as a value. Equal frames look equal, so only a change is ever drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from cramp_cli.core.model import Disposition

Key = tuple[str, str]
"""A key and what it does, such as ("g", "it let go")."""


@dataclass(frozen=True)
class Picture:
    """A figure at one moment of its movement."""

    figure: str
    """The figure's id."""
    progress: float
    """0 at its start pose, 1 at its end pose."""
    side: str | None = None
    """The side that is treated."""


@dataclass(frozen=True)
class Frame:
    """One moment of a run."""

    title: str
    signs: tuple[tuple[Disposition, str], ...]
    """The stop signs, one line per disposition, most urgent first."""
    heading: str
    text: str
    items: tuple[str, ...] = ()
    """What a question lists, or the options of a choice."""
    warnings: tuple[tuple[str, str], ...] = ()
    """Label and text of what must be seen with the instruction, however small the screen."""
    details: tuple[tuple[str, str], ...] = ()
    """Label and text of what matters less: where it is felt, what not to do."""
    phase: str = ""
    seconds_left: int | None = None
    total_seconds: int = 0
    upcoming: str = ""
    clock: str = ""
    keys: tuple[Key, ...] = ()
    keys_in_short: str = ""
    """The keys that matter most, where there is no room for all."""
    notice: str = ""
    is_question: bool = False
    is_danger: bool = False
    """Whether the question is about danger: 1 yes, 2 no, 3 not sure, and no default."""
    signs_may_shrink: bool = False
    """Whether the stop signs have stood complete on an earlier screen."""
    is_flash: bool = False
    picture: Picture | None = None
