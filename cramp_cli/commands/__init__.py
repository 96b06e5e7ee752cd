"""One small file per command group, imported only when that command is called."""

from __future__ import annotations
