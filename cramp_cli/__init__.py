"""Relief for a muscle cramp, hold by hold, in the terminal.

Three layers, arrows pointing one way: `core` decides, `knowledge`, `storage` and `terminal` touch the world, and
`cli` with `commands` wires them. `tests/test_architecture.py` proves it.
"""

from __future__ import annotations

__version__ = "0.1.0"
VERSION_LINE = f"cramp-cli {__version__}. No clinician has reviewed this knowledge yet.\n"
