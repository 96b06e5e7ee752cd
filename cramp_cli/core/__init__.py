"""Values and decisions. Nothing here knows a clock, a file, a terminal or a third-party library."""

from __future__ import annotations
