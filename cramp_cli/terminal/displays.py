"""Shows frames: as one panel kept up to date, or as appended lines for screen readers and tiny windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.text import clean
from cramp_cli.terminal import early
from cramp_cli.terminal.console import screen_size
from cramp_cli.terminal.frames import SIGN_LABELS
from cramp_cli.terminal.screen import Screen, block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cramp_cli.core.frame import Frame
    from cramp_cli.terminal.console import Door
    from cramp_cli.terminal.parts import Look

HEARTBEAT_SECONDS = 10


class PanelDisplay:
    """One quiet screen. In a window too small for it, it becomes appended lines until the window grows again."""

    def __init__(self, door: Door, size: Callable[[], tuple[int, int]] = screen_size, look: Look | None = None) -> None:
        self._door = door
        self._size = size
        self._look = look
        self._screen = Screen(door)
        self._lines = LineDisplay(door)
        self._frame: Frame | None = None
        self.first: tuple[Frame, tuple[int, int]] | None = None
        """The first frame, and the size it was drawn for, if nothing else had been written before."""

    def show(self, frame: Frame) -> None:
        """Draw `frame`."""
        size = self._size()
        if self._frame is None and early.is_untouched():
            self.first = (frame, size)
        self._frame = frame
        lines = self._laid_out(frame, size, self._look)
        if lines is None:
            self._screen.give_way(size)
            self._lines.show(frame)
            return
        self._lines = LineDisplay(self._door)
        self._screen.paint(lines, size)

    def _laid_out(self, frame: Frame, size: tuple[int, int], look: Look | None) -> list[str] | None:
        from cramp_cli.terminal import panel  # noqa: PLC0415 - Rich is loaded only where a panel is drawn

        lines = panel.lay_out(frame, *size, look)
        if lines is None:
            return None
        return [self._door.ansi(line, size[0])[0] if line.plain else "" for line in lines]

    def first_screen(self, look: Look) -> str | None:
        """Return what drew the first frame, as it is in `look`; None if it is no screen to begin with."""
        if self.first is None or self.first[0].is_question:
            return None
        lines = self._laid_out(*self.first, look)
        return None if lines is None else block(lines)

    def say(self, text: str) -> None:
        """Show `text` in the present frame's place for notices."""
        if self._frame is not None:
            from dataclasses import replace  # noqa: PLC0415 - needed here only

            self.show(replace(self._frame, notice=clean(text)))

    def repeat(self) -> None:
        """Draw the whole block anew."""
        if self._frame is not None:
            self._screen.erase()
            self.show(self._frame)

    def leave(self) -> None:
        """Show the cursor below what stands on the screen."""
        self._screen.leave()

    def close(self) -> None:
        """Take the panel away, so that the last word stands in its place."""
        self._screen.erase()


class LineDisplay:
    """Appended lines only: no cursor motion, no carriage return, no colour needed, a heartbeat every ten seconds."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._last: Frame | None = None
        self._introduced = False

    def show(self, frame: Frame) -> None:
        """Append what `frame` brings that the last one did not."""
        last, self._last = self._last, frame
        if not self._introduced:
            self._introduced = True
            self._door.lines([frame.title, *(f"{SIGN_LABELS[level]} {text}" for level, text in frame.signs), ""])
        is_new = last is None or (last.heading, last.text, last.items) != (frame.heading, frame.text, frame.items)
        self._door.lines(_announcement(frame) if last is None or is_new else _news(last, frame))

    def say(self, text: str) -> None:
        """Append `text`."""
        self._door.lines([clean(text)])

    def repeat(self) -> None:
        """Say the present frame once more."""
        if self._last is not None:
            self._door.lines(_announcement(self._last))

    def leave(self) -> None:
        """Nothing has to be put right."""

    def close(self) -> None:
        """Leave one empty line before the last word."""
        self._door.lines([""])


def _announcement(frame: Frame) -> list[str]:
    lines = ["", frame.heading, *([frame.text] if frame.text else [])]
    lines += [f"- {item}" if not item[:1].isdigit() else item for item in frame.items]
    lines += [f"{label}: {text}" for label, text in (*frame.warnings, *frame.details)]
    if frame.is_danger:
        lines.append("1 yes, 2 no, 3 not sure")
    keys = ", ".join(f"{key} {meaning}" for key, meaning in frame.keys)
    return [*lines, _phase_line(frame), *([frame.notice] if frame.notice else []), f"Keys: {keys}"]


def _news(last: Frame, frame: Frame) -> Iterator[str]:
    """Yield what changed between two frames of the same step."""
    if last.phase != frame.phase:
        yield _phase_line(frame)
    if frame.notice and frame.notice != last.notice:
        yield frame.notice
    if frame.warnings != last.warnings:
        yield from (f"{label}: {text}" for label, text in frame.warnings)
    if last.phase == frame.phase and _is_heartbeat(last, frame):
        yield f"{frame.seconds_left} seconds left"


def _phase_line(frame: Frame) -> str:
    left = f", {frame.seconds_left} seconds" if frame.seconds_left is not None else ""
    upcoming = f". Next: {frame.upcoming}" if frame.upcoming else ""
    return f"{frame.phase[:1].upper()}{frame.phase[1:]}{left}{upcoming}."


def _is_heartbeat(last: Frame, frame: Frame) -> bool:
    left = frame.seconds_left
    return (
        left is not None
        and left != last.seconds_left
        and 0 < left < frame.total_seconds
        and left % HEARTBEAT_SECONDS == 0
    )
