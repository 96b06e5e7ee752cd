"""How fast the program is, beside a bare Python and beside termdown: `python -m benchmarks`. It is no test."""

from __future__ import annotations
