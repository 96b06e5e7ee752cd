"""Packs the checked knowledge when the program is built, so that its first start reads no YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackKnowledge(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the pack into the data folder; a fault in a knowledge file fails the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Pack the knowledge before the files are collected."""
        sys.path.insert(0, self.root)
        from cramp_cli.knowledge.opening import pack  # noqa: PLC0415 - from the tree that is being built

        pack(Path(self.root) / "data")
