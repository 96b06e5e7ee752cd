"""Where the program begins: it imports the front door under a guard, so that even an early Ctrl-C ends in one line."""

from __future__ import annotations

import os


def main() -> None:
    """Open the front door."""
    try:
        from cramp_cli.cli import main as front_door  # noqa: PLC0415 - importing is what may be interrupted

        front_door()
    except KeyboardInterrupt:
        os.write(2, b"Stopped. Nothing was saved.\n")
        os._exit(130)
