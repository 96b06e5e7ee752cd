"""A whole check with somebody who answers by a script: the lists of danger it begins with, and all that was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.consultation import consult
from helpers.talking import Scripted

if TYPE_CHECKING:
    from cramp_cli.core.basis import Basis

FIRST = "gate-sudden-weakness gate-chest gate-breath gate-cold-limb"
SECOND = "gate-saddle gate-heat gate-urine gate-locked"
THIRD = "gate-tight gate-swollen gate-pop gate-long"
KNOWN: dict[str, Any] = {"where": ("calf",), "age": 67.0, "medicines": ("none",)}


def asked_by(basis: Basis, **says: Any) -> list[str]:  # noqa: ANN401 - whatever a person may reply
    """Return what is asked of somebody who answers so, in order; `_` stands for `-`."""
    who = Scripted({one.replace("_", "-"): said for one, said in says.items()})
    consult(who, basis, {})
    return who.asked
