"""Says an assessment as lines of text: what to do now, what fits and why, what may help and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from cramp_cli.core.advice import CAUSES_EXPLAINED, tests, whom_to_see
from cramp_cli.core.assessment import Fit
from cramp_cli.core.model import Disposition
from cramp_cli.core.text import NOT_REVIEWED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cramp_cli.core.assessment import Assessment, Finding
    from cramp_cli.core.basis import Basis
    from cramp_cli.core.routine import Withheld

_SHOWN_CAUSES = 3
_SHOWN_STATEMENTS = (3, 2)
"""How many statements about the first and the second cause are shown; all of them stand on its page."""


def report(found: Assessment, basis: Basis, sayings: Mapping[Disposition, str], meanwhile: str) -> Iterator[str | Text]:
    """Yield everything worth saying, the most urgent first."""
    yield ""
    if found.judgement.stops:
        yield from _danger(found, sayings, meanwhile)
    else:
        yield from _how_soon(found, basis, sayings)
        yield from _why(found, basis)
        yield from _what_to_do(found, basis)
        yield from _remedies(found)
        yield from ("", basis.rules.again)
    yield ""
    yield Text(NOT_REVIEWED, "dim")


def _danger(found: Assessment, sayings: Mapping[Disposition, str], meanwhile: str) -> Iterator[str | Text]:
    """Yield what to do now, what it may be, and why; nothing else matters yet."""
    judgement = found.judgement
    yield Text(f"STOP. {sayings[found.disposition]}.", "bold")
    if judgement.flags:
        yield ""
        yield "It may be:"
    for flag in judgement.flags:
        unsure = " (you were not sure)" if flag in judgement.unsure else ""
        yield f"  {flag.name}{unsure}. {' '.join(flag.advice)}"
    yield from (f"Why: {level.text}" for level in judgement.levels)
    yield ""
    yield meanwhile
    yield from (f"{_capital(medicine.name)}: {medicine.advice}" for medicine in found.medicines)


def _how_soon(found: Assessment, basis: Basis, sayings: Mapping[Disposition, str]) -> Iterator[str | Text]:
    yield Text(f"{sayings[found.disposition]}.", "bold")
    if found.judgement.unanswered:
        yield basis.rules.not_asked
    elif found.disposition is Disposition.SELF_CARE:
        yield basis.rules.fine
    yield from (f"  {level.text}" for level in found.judgement.levels)
    who = whom_to_see(found)
    if who and found.disposition is Disposition.DOCTOR:
        yield f"Whom to see: {who}."


def _why(found: Assessment, basis: Basis) -> Iterator[str | Text]:
    causes = [one for one in found.findings if one.cause is not None]
    yield ""
    yield Text("Why it may happen", "bold cyan")
    if not found.likely:
        yield f"  {basis.rules.nothing}"
    for finding in found.likely[:_SHOWN_CAUSES]:
        yield from _finding(finding)
    less = [one.name for one in causes if one.fit is Fit.LESS][:_SHOWN_CAUSES]
    if less:
        yield f"  {_capital(Fit.LESS.words)}: {'; '.join(less)}."


def _finding(finding: Finding) -> Iterator[str | Text]:
    yield Text.assemble("  ", (_capital(finding.name), "bold"), f": {finding.fit.words}")
    yield f"    For: {'; '.join(finding.speaks_for)}."
    if finding.speaks_against:
        yield f"    Against: {'; '.join(finding.speaks_against)}."


def _what_to_do(found: Assessment, basis: Basis) -> Iterator[str | Text]:
    causes = [one.cause for one in found.likely[:CAUSES_EXPLAINED] if one.cause is not None]
    if causes or found.medicines:
        yield ""
        yield Text("What to do", "bold cyan")
    for cause, count in zip(causes, _SHOWN_STATEMENTS, strict=False):
        for line in cause.advice[:count]:
            grade = f" ({line.evidence.words})" if line.evidence is not None else ""
            yield Text.assemble("  ", line.text, (grade, "dim"))
    yield from (f"  {_capital(medicine.name)}: {medicine.advice}" for medicine in found.medicines)
    yield from (f"  {line}" for line in basis.medicine_rule if found.medicines)
    tested = tests(found)
    if tested and found.disposition is not Disposition.SELF_CARE:
        yield f"  A doctor may test: {', '.join(tested)}."
    if causes:
        yield Text(f"  More, with every source: cramp-cli causes {causes[0].id}", "dim")


def _remedies(found: Assessment) -> Iterator[str | Text]:
    yield ""
    yield Text("What may help", "bold cyan")
    if found.judgement.unanswered:
        yield f"  {found.withheld[0].because[0].text}"
        return
    if found.offered:
        yield f"  {_capital(', '.join(one.name for one in found.offered))}."
    for one in found.withheld:
        reasons = _personal(one)
        if reasons:
            yield f"  Not for you: {one.remedy.name}. {' '.join(reasons)}"
    never = [one.remedy.name for one in found.withheld if one.remedy.never_offered]
    yield f"  Never offered here: {', '.join(never)}."


def _personal(one: Withheld) -> tuple[str, ...]:
    texts = (reason.text for reason in one.because if reason.text != one.remedy.never_offered)
    return () if one.remedy.never_offered else tuple(dict.fromkeys(texts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def question_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[str | Text]:
    """Yield every question of a check, with what an answers file may say to it."""
    for item in items:
        options = ", ".join(option["id"] for option in item["options"]) or item["kind"]
        yield Text.assemble((item["id"], "bold"), f"  {item['text']}")
        yield Text(f"  {item['kind']}: {options}", "dim")
        yield Text(f"  asked {item['asked_when']}", "dim")
