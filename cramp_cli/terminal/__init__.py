"""Everything a person sees, hears or types."""

from __future__ import annotations
