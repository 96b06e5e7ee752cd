"""Where the program begins: what can be answered without importing anything is answered here.

The front door is imported under a guard, so that even an early Ctrl-C ends in one line.
"""

from __future__ import annotations

import gc
import os
import sys

OBJECTS_BEFORE_A_COLLECTION = 200_000
"""A start makes many objects and drops few; looking for garbage among them would cost it a twentieth."""


def main() -> None:
    """Say the version, or open the front door."""
    try:
        gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)
        if sys.argv[1:2] == ["relief"]:
            _show_first_screen()
        if sys.argv[1:] != ["--version"] or not _has_said_version():
            from cramp_cli.cli import main as front_door  # noqa: PLC0415 - importing is what may be interrupted

            front_door()
    except KeyboardInterrupt:
        from cramp_cli.terminal.early import before_writing  # noqa: PLC0415 - the same

        before_writing()
        os.write(2, b"Stopped. Nothing was saved.\n")
        os._exit(130)


def _show_first_screen() -> None:
    from cramp_cli.terminal.early import show  # noqa: PLC0415 - the same

    show(sys.argv[1:])


def _has_said_version() -> bool:
    """Say the version; where that fails, the front door knows how to say why."""
    from cramp_cli import VERSION_LINE  # noqa: PLC0415 - the same

    try:
        os.write(1, VERSION_LINE.encode())
    except OSError:
        return False
    return True
