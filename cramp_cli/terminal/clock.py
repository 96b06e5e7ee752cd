"""The clock of a run."""

from __future__ import annotations

import time


def moment() -> float:
    """Return seconds of a clock that never runs backwards and, where the system has one, counts sleep too."""
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_clock is None else time.clock_gettime(boot_clock)
