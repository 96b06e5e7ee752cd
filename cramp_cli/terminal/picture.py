"""Draws a step's figure for the routine screen, in the colours of the day or the night, and only once a pose."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.text import Text

from cramp_cli.core.shapes import Role
from cramp_cli.terminal.canvas import can_be_shown, draw

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_cli.core.frame import Picture
    from cramp_cli.core.pose import Figure
    from cramp_cli.terminal.palette import Palette

_KEPT_DRAWINGS = 32


def drawer(
    find: Callable[[str], Figure | None], palette: Palette, encoding: str | None
) -> Callable[[Picture, int, int], list[Text]] | None:
    """Return what draws a picture into so many columns and rows; None where the stream has no braille."""
    if not can_be_shown(encoding):
        return None
    styles = {
        Role.BODY: palette.body,
        Role.FAR: palette.faint,
        Role.MUSCLE: palette.muscle,
        Role.PROP: palette.prop,
        Role.ARROW: palette.arrow,
    }

    @lru_cache(maxsize=_KEPT_DRAWINGS)
    def drawing(picture: Picture, columns: int, rows: int) -> tuple[Text, ...]:
        figure = find(picture.figure)
        if figure is None:
            return ()
        is_mirrored = figure.is_mirrored_for(picture.side)
        shown = draw(figure, picture.progress, columns, rows, is_mirrored=is_mirrored)
        return tuple(Text.assemble(*((text, styles[role] if role else "") for text, role in row)) for row in shown)

    return lambda picture, columns, rows: list(drawing(picture, columns, rows))
