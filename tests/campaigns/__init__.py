"""Long campaigns, run by name before an issue is closed; each test run does a seeded thousandth of them."""

from __future__ import annotations
