"""Names the colours of the routine screen by what they mean: one palette for the day, one for the night.

No state is told by colour alone, so every colour may be missing. Only the sixteen colours that every terminal maps to
its own light or dark background are used; the text itself keeps the terminal's own colour by day.
"""

from __future__ import annotations

from cramp_cli.core.model import Disposition
from cramp_cli.core.values import dataclass


@dataclass(frozen=True)
class Palette:
    """Style names by meaning."""

    text: str
    strong: str
    faint: str
    emergency: str
    same_day: str
    question: str
    notice: str
    time: str
    flash: str
    body: str
    muscle: str
    prop: str
    arrow: str

    def sign(self, level: Disposition) -> str:
        """Return the style of a stop sign's label."""
        return {Disposition.EMERGENCY: self.emergency, Disposition.SAME_DAY: self.same_day}.get(level, self.strong)


DAY = Palette(
    text="",
    strong="bold",
    faint="dim",
    emergency="bold white on red",
    same_day="bold black on yellow",
    question="bold yellow",
    notice="bold magenta",
    time="bold cyan",
    flash="reverse",
    body="",
    muscle="bold red",
    prop="dim",
    arrow="bold cyan",
)
NIGHT = Palette(
    text="red",
    strong="bold red",
    faint="dim red",
    emergency="bold red reverse",
    same_day="bold red underline",
    question="bold red",
    notice="bold red",
    time="red",
    flash="red reverse",
    body="dim red",
    muscle="bold red",
    prop="dim red",
    arrow="red",
)
"""Red light spares eyes that are used to the dark."""
