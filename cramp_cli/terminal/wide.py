"""Lays a frame out where there is room for two columns: the figure beside the words, or the words beside the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cramp_cli.terminal import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.frame import Frame
    from cramp_cli.terminal.parts import Look

TIME_COLUMN = 24
GAP = 3
FIGURE_FROM_COLUMNS = 76
_FIGURE_COLUMNS = 40
_LEAST_FIGURE_COLUMNS = 28
_WORDS_COLUMNS = 40


def lay_out(frame: Frame, width: int, height: int, look: Look) -> list[Text]:
    """Return the lines; there may be more of them than `height`."""
    head = [*parts.title(frame, width, look), *parts.signs(frame, width, look), parts.rule(width, look)]
    foot = [parts.rule(width, look), *parts.keys(frame, width, look)]
    room = max(height - len(head) - len(foot), 0)
    body = _with_figure(frame, width, room, look) or _with_time(frame, width, room, look)
    return [*head, *body, *foot]


# -- the figure on the left -------------------------------------------------------------------------------------------


def _with_figure(frame: Frame, width: int, room: int, look: Look) -> list[Text]:
    """Return the body with the figure in it, or nothing where there is none or the words leave no room."""
    if frame.picture is None or look.draw is None or width < FIGURE_FROM_COLUMNS:
        return []
    columns = max(_LEAST_FIGURE_COLUMNS, min(_FIGURE_COLUMNS, width - _WORDS_COLUMNS - GAP))
    words_width = width - columns - GAP
    right = _words_and_time(frame, words_width, room, look)
    if len(right) > room:
        return []
    left = look.draw(frame.picture, columns, room)
    if not left:
        return []
    return [_beside(left, right, row, columns) for row in range(room)]


def _words_and_time(frame: Frame, width: int, room: int, look: Look) -> list[Text]:
    """Return the words with the countdown below them, the details only where they fit."""
    main = [*parts.heading(frame, width, look), *parts.main(frame, width, look)]
    main += parts.labelled(frame.warnings, width, look)
    time = _time_block(frame, width, look)
    words = main
    for details in (frame.details, frame.details[:1]):
        fuller = [*main, *parts.labelled(details, width, look)]
        if len(fuller) + len(time) < room:
            words = fuller
            break
    gap = max(room - len(words) - len(time), 1)
    return [*words, *(Text() for _ in range(gap)), *time]


def _time_block(frame: Frame, width: int, look: Look) -> list[Text]:
    """Return the big digits with the phase, the bar and what comes next beside them."""
    digits = parts.digits(frame, look)
    if not digits:
        return []
    start = max(line.cell_len for line in digits) + GAP
    beside = width - start
    said = [Text(frame.phase, look.palette.strong), parts.bar(frame, beside, look)]
    said += parts.upcoming(frame, beside, look)
    return [_beside(digits, said, row, start - GAP) for row in range(max(len(digits), len(said)))]


# -- the time on the right --------------------------------------------------------------------------------------------


def _with_time(frame: Frame, width: int, room: int, look: Look) -> list[Text]:
    left_width = width - TIME_COLUMN - GAP
    main = [*parts.heading(frame, left_width, look), *parts.main(frame, left_width, look)]
    main += parts.labelled(frame.warnings, left_width, look)
    details = parts.labelled(frame.details, left_width, look)
    left = [*main, *([Text(), *details] if details else [])]
    if len(left) > room:
        left = [*main, *details]
    right = _time_column(frame, room, look)
    return [_beside(left, right, row, left_width) for row in range(max(room, len(left), len(right)))]


def _time_column(frame: Frame, room: int, look: Look) -> list[Text]:
    """Return the time left, with air around it and what comes next below it where there is room for that."""
    if frame.seconds_left is None:
        return []
    phase, digits = Text(frame.phase, look.palette.strong), parts.digits(frame, look)
    bar, upcoming = parts.bar(frame, TIME_COLUMN - 4, look), parts.upcoming(frame, TIME_COLUMN, look)
    airy = [phase, Text(), *digits, Text(), bar, *([Text(), *upcoming] if upcoming else [])]
    tight = [phase, *digits, bar, *upcoming]
    return next((column for column in (airy, tight) if len(column) <= room), [phase, *digits, bar])


def _beside(left: Sequence[Text], right: Sequence[Text], row: int, left_width: int) -> Text:
    line = Text.assemble(left[row]) if row < len(left) else Text()  # its style is not for what comes beside it
    if row < len(right):
        line.pad_right(left_width + GAP - line.cell_len)
        line.append_text(right[row])
    return line
