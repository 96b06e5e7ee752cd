"""What may be answered to the questions about danger, and what a sign asks for by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.model import Disposition

if TYPE_CHECKING:
    from cramp_cli.core.answers import Given
    from cramp_cli.core.basis import Basis
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.triage import Danger

    Said = dict[str, Given]

NO, NOT_SURE, YES = ("no",), ("not-sure",), ("yes",)
REPLIES = (NO, NOT_SURE, YES)


@pytest.fixture(scope="module")
def danger(basis: Basis) -> Danger:
    return basis.danger


def all_denied(danger: Danger) -> Said:
    return {gate.id: NO for gate in danger.gate}


def least(flag: RedFlag, reply: Given | None) -> Disposition:
    """What a sign asks for by itself."""
    if reply == YES:
        return flag.disposition
    return flag.not_sure if reply == NOT_SURE else Disposition.SELF_CARE
