"""Where things live on this machine."""

from __future__ import annotations
