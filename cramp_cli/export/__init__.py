"""What leaves the program as a file of its own."""

from __future__ import annotations
