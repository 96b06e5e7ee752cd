"""Namespaces of their own: programs that may mount, or that have no network, where this system lets us make them."""

from __future__ import annotations

import shutil
import subprocess

import pytest


def _is_possible(kind: str) -> bool:
    command = shutil.which("unshare")
    return (
        command is not None
        and subprocess.run([command, kind, "true"], capture_output=True, check=False).returncode == 0
    )


OWN_MOUNTS, NO_NETWORK = ("unshare", "-rm"), ("unshare", "-rn")
"""What to put in front of a command."""
MAY_MOUNT = pytest.mark.skipif(not _is_possible("-rm"), reason="not run: nobody may mount here")
MAY_LEAVE_THE_NETWORK = pytest.mark.skipif(not _is_possible("-rn"), reason="not run: nobody may leave the network here")
