"""The one door to the terminal: nothing else in the program writes to stdout or stderr.

Text arrives clean (`core.text.clean`) and never as markup. What the terminal cannot show is replaced, so that a danger
message is never lost to an encoding, a width of zero or a missing colour.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from typing import TYPE_CHECKING, TextIO

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.terminal import early

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

NARROWEST, WIDEST, USUAL = 20, 100, 80
USUAL_ROWS = 24
_SILLY_DIGITS = 7
_STEERED_OUR_WAY = b"\x1b["
"""How the terminals begin that understand what is written here; some old ones have their own ways."""
_MOST_KEPT = 500
_INDENT = re.compile(r" *(?:[0-9]+  )?")
"""What further lines of the same text stand under: its spaces, and the number of a choice."""
_PLAIN_GLYPHS = str.maketrans(
    {
        "·": "-",
        "─": "-",
        "\u2014": "-",
        "\u2013": "-",
        "…": "...",
        "█": "#",
        "▀": "#",
        "▄": "#",
        "\u2019": "'",
        "•": "*",
    }
)


def prepare_streams() -> None:
    """Make both streams replace what they cannot encode instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end of `stream`; False for a closed or missing one."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def wants_plain() -> bool:
    """Whether the environment asks for appended lines only: a dumb terminal, or `ACCESSIBLE=1`."""
    return not _can_move_the_cursor() or os.environ.get("ACCESSIBLE", "") not in {"", "0"}


def _can_move_the_cursor() -> bool:
    if os.environ.get("TERM", "") in {"", "dumb", "unknown"}:
        return False
    try:
        import curses  # noqa: PLC0415 - only a terminal asks, and not every system has it
    except ImportError:
        return True
    try:
        curses.setupterm(fd=1)
    except curses.error:
        return False
    return (curses.tigetstr("cuu") or b"").startswith(_STEERED_OUR_WAY)


def wants_colour(stream: TextIO | None) -> bool:
    """Whether to colour: `NO_COLOR` beats `FORCE_COLOR` beats a dumb terminal beats what the stream is."""
    if os.environ.get("NO_COLOR") or os.environ.get("ACCESSIBLE", "") not in {"", "0"}:
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return os.environ.get("TERM", "dumb") not in {"", "dumb", "unknown"} and is_terminal(stream)


def line_width() -> int:
    """Return the width for lines of text, between 20 and 100 whatever the environment claims."""
    claimed = os.environ.get("COLUMNS", "")
    if claimed.isascii() and claimed.isdigit() and len(claimed) < _SILLY_DIGITS and int(claimed) > 0:
        return max(NARROWEST, min(int(claimed), WIDEST))
    return max(NARROWEST, min(screen_size()[0], WIDEST))


def screen_size() -> tuple[int, int]:
    """Return the columns and rows of the real screen; 80x24 where nobody knows."""
    for descriptor in (1, 2, 0):
        try:
            size = os.get_terminal_size(descriptor)
        except (OSError, ValueError):
            continue
        if size.columns > 0 and size.lines > 0:
            return size.columns, size.lines
    return USUAL, USUAL_ROWS


class Door:
    """Writes to one stream. Whoever holds a door need not know whether it is a terminal, a pipe or a file."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.is_unicode = "utf" in (getattr(stream, "encoding", None) or "").lower()
        self.has_colour = wants_colour(stream)
        self._consoles: dict[int, Console] = {}
        self._coloured: dict[tuple[object, ...], str] = {}
        """Lines with their colours, by what they are made of: of a screen that is kept up to date few ever change."""

    def write(self, text: str) -> None:
        """Write `text` as it is (cleaned by its maker), and flush it. A stream that was closed swallows it.

        Raises:
            CrampError: the reader or the terminal went away (exit 141 or 129, nothing left to say), or the disk is full
                (exit 1).
        """
        if self._stream is None or self._stream.closed:
            return
        early.before_writing()
        try:
            self._stream.write(text if self.is_unicode else text.translate(_PLAIN_GLYPHS))
            self._stream.flush()
        except BrokenPipeError:
            raise CrampError("", code=ExitCode.BROKEN_PIPE) from None
        except OSError as error:
            if error.errno != errno.EIO:
                what = f"the output cannot be written: {error.strerror}"
                raise CrampError(what, fix="send it somewhere else") from None
            raise CrampError("", code=ExitCode.HANGUP) from None

    def lines(self, lines: Iterable[Text | str]) -> None:
        """Write lines wrapped to the width of the terminal."""
        self.write("".join(line + "\n" for one in lines for line in self.ansi(one, line_width())))

    def ansi(self, text: Text | str, width: int) -> list[str]:
        """Return `text` wrapped to `width` as finished lines, with colours if this door has them."""
        from rich.text import Text  # noqa: PLC0415 - the hot path may need no styled text

        styled = Text(text) if isinstance(text, str) else text
        console = self._console(width)
        if styled.cell_len <= width and "\n" not in styled.plain:
            return [self._finished(console, styled.copy())]
        found = _INDENT.match(styled.plain)
        first = found[0] if found else ""
        wrapped = styled[len(first) :].wrap(console, width - len(first), overflow="fold") if styled.plain else [styled]
        starts = [first, *(" " * len(first) for _ in wrapped)]
        return [start + self._finished(console, line) for start, line in zip(starts, wrapped, strict=False)]

    def _finished(self, console: Console, line: Text) -> str:
        line.rstrip()
        if not self.has_colour:
            return line.plain
        made_of = (line.plain, line.style, *line.spans)
        if made_of not in self._coloured:
            if len(self._coloured) >= _MOST_KEPT:
                self._coloured.clear()
            self._coloured[made_of] = _with_colours(line, console)
        return self._coloured[made_of]

    def _console(self, width: int) -> Console:
        if width not in self._consoles:
            self._consoles[width] = self._new_console(width)
        return self._consoles[width]

    def _new_console(self, width: int) -> Console:
        from rich.console import Console  # noqa: PLC0415 - the same

        return Console(
            file=self._stream,
            width=width,
            height=USUAL_ROWS,  # not told, Rich takes LINES from the environment, and stumbles over what is no number
            color_system="auto" if self.has_colour else None,
            force_terminal=self.has_colour,
            markup=False,
            emoji=False,
            highlight=False,
        )


def _with_colours(line: Text, console: Console) -> str:
    from rich.console import COLOR_SYSTEMS  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    system = COLOR_SYSTEMS.get(console.color_system or "")
    parts = Text().append_text(line).render(console)
    return "".join(style.render(text, color_system=system) if style else text for text, style, _ in parts)
