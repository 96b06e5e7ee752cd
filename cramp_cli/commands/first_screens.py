"""Remembers how a routine looked at its first moment, for a sooner start the next time, and forgets it.

It is forgotten wherever what the person told the program is changed or erased.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cramp_cli.storage import locations
from cramp_cli.terminal import early

if TYPE_CHECKING:
    from cramp_cli.core.profile import Night
    from cramp_cli.terminal.stage import Opened


def remember(stage: Opened, night: Night | None) -> None:
    """Keep the first screen of a run that `cramp-cli relief` began.

    `night` is None where the hour makes no difference.
    """
    from cramp_cli.storage.history_files import Place

    screens, folder, history = stage.first_screens(), locations.cache_folder(), locations.history_folder()
    if sys.argv[1:2] != ["relief"] or folder is None or history is None or screens is None:
        return
    hours = None if night is None else (night.start_minute, night.end_minute)
    watched = [str(one) for one in (locations.data_root(), locations.overlay_folder(), locations.profile_file())]
    early.keep(str(folder / early.FOLDER), sys.argv[1:], screens, hours, watched, str(Place(history).database))


def forget() -> None:
    """Remove every first screen."""
    folder = locations.cache_folder()
    if folder is not None:
        early.forget(str(folder / early.FOLDER))
