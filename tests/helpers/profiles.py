"""Profiles for tests: what may stand in one, one that says something under every key, and how often to try any."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from cramp_cli.commands.wiring import SITUATIONS, TOOLS
from cramp_cli.core.profile import KnownIds, Night, Profile

CONDITIONS = ("pregnant", "under-16", "unsteady", "blood-thinner", "sickle-cell")
KNOWN = KnownIds(CONDITIONS, TOOLS, SITUATIONS)
FULL = Profile(
    conditions=("pregnant", "unsteady"),
    medicines=("atorvastatin", 'the "blue" one', "β-blocker, 5 µg"),
    tools=("ball", "cold-pack"),
    situation="chair",
    emergency_number="+44 999",
    speaks=True,
    night=Night(23 * 60, 6 * 60 + 30),
    keeps_history=False,
)
MANY = settings(
    derandomize=True,
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
