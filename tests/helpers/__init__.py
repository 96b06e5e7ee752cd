"""What several test files need: a virtual clock, a person who presses keys, a record of what was shown."""

from __future__ import annotations
