"""Says what an assessment means for the person, as sentences in the order in which they matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.model import Disposition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cramp_cli.core.assessment import Assessment
    from cramp_cli.core.basis import Basis

CAUSES_EXPLAINED = 2
"""How many causes are explained at once; more would be a lecture."""


def advice(found: Assessment, basis: Basis, sayings: Mapping[Disposition, str], meanwhile: str) -> Iterator[str]:
    """Yield what to do, the most urgent first."""
    yield f"{sayings[found.disposition]}."
    yield from dict.fromkeys(line for flag in found.judgement.flags for line in flag.advice)
    if found.judgement.flags:
        yield meanwhile
    yield from (level.text for level in found.judgement.levels)
    yield from _about_medicines(found, basis)
    if found.judgement.stops:
        return
    for finding in found.likely[:CAUSES_EXPLAINED]:
        yield from (line.text for line in finding.cause.advice) if finding.cause else ()
    if not found.likely:
        yield basis.rules.nothing
    if found.disposition is Disposition.SELF_CARE:
        yield basis.rules.fine
    yield basis.rules.again


def whom_to_see(found: Assessment) -> str:
    """Return who can help with what fits best; empty where nobody has to."""
    wanted = (one.cause for one in found.likely if one.cause is not None and one.cause.see > Disposition.SELF_CARE)
    return next((cause.see_who for cause in wanted), "")


def tests(found: Assessment) -> tuple[str, ...]:
    """Return what a doctor may test for the causes that fit."""
    likely = (one.cause for one in found.likely[:CAUSES_EXPLAINED] if one.cause is not None)
    return tuple(dict.fromkeys(test for cause in likely for test in cause.tests))


def _about_medicines(found: Assessment, basis: Basis) -> Iterator[str]:
    if found.medicines:
        yield from basis.medicine_rule
    yield from (f"{medicine.name}: {medicine.advice}" for medicine in found.medicines)
