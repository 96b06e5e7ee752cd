"""The machine contract of a check: its questions and what the answers come to, as the plain values `--json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.answers import Answer
from cramp_cli.core.contract import withheld
from cramp_cli.core.text import in_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_cli.core.answers import Match, When
    from cramp_cli.core.assessment import Assessment, Finding
    from cramp_cli.core.basis import Basis, WhyQuestion
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.triage import GateQuestion

ASSESSMENT_SCHEMA = "cramp-cli/assessment/1"
QUESTIONS_SCHEMA = "cramp-cli/questions/1"
_DECIMALS = 2


def assessment(found: Assessment, advice: Iterable[str], tests: Iterable[str]) -> dict[str, Any]:
    """Return `found` in the shape of `cramp-cli/assessment/1`. Points are rounded natural logarithms."""
    judgement = found.judgement
    return {
        "schema": ASSESSMENT_SCHEMA,
        "disposition": found.disposition.id,
        "red_flags": [flag.id for flag in judgement.flags],
        "not_sure": [flag.id for flag in judgement.unsure],
        "because": [{"id": level.id, "text": level.text} for level in judgement.levels],
        "causes": [_finding(one) for one in found.findings],
        "remedies": {
            "offered": [remedy.id for remedy in found.offered],
            "withheld": [withheld(one) for one in found.withheld],
        },
        "advice": list(advice),
        "tests": list(tests),
        "unanswered": list(judgement.unanswered),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "id": one.id,
        "fit": one.fit.value,
        "points": round(one.points, _DECIMALS),
        "for": list(one.speaks_for),
        "against": list(one.speaks_against),
    }


# -- the questions ----------------------------------------------------------------------------------------------------


def questions(basis: Basis) -> dict[str, Any]:
    """Return every question of a check in the shape of `cramp-cli/questions/1`, in the order of asking."""
    items = [
        *(_gate(one) for one in basis.danger.gate),
        *(_row(one) for one in basis.danger.flags if one.ask),
        *(_why(one) for one in basis.interview.questions),
    ]
    return {"schema": QUESTIONS_SCHEMA, "items": items}


_DANGER_OPTIONS = [{"id": one.value, "text": one.value.replace("-", " ")} for one in Answer]


def _gate(one: GateQuestion) -> dict[str, Any]:
    return _danger(one.id, f"{one.text}?", one.why, "always, before everything else")


def _row(flag: RedFlag) -> dict[str, Any]:
    opened = f"when {said(flag.asked_if)}" if flag.asked_if is not None else "when its gate question is not denied"
    return _danger(flag.id, f"Any of these? {' '.join(flag.ask)}", f"It may be {flag.name}.", opened)


def _danger(one: str, text: str, why: str, asked_when: str) -> dict[str, Any]:
    return {
        "id": one,
        "text": text,
        "why": why,
        "kind": "yes-no",
        "options": _DANGER_OPTIONS,
        "danger": True,
        "asked_when": asked_when,
    }


def _why(one: WhyQuestion) -> dict[str, Any]:
    asked_when = "when it can still change the advice"
    return {
        "id": one.id,
        "text": in_person(one.text, None),
        "why": one.why,
        "kind": one.kind.value,
        "options": [{"id": option.id, "text": option.text} for option in one.options],
        "danger": False,
        "asked_when": f"{asked_when}, and {said(one.ask_if)}" if one.ask_if is not None else asked_when,
    }


def said(when: When) -> str:
    """Return a condition on answers as a person reads it."""
    parts = [_match(match) for match in when.all]
    if when.any:
        parts.append(" or ".join(_match(match) for match in when.any))
    parts += [f"not ({_match(match)})" for match in when.unless]
    return " and ".join(f"({part})" if " or " in part and len(parts) > 1 else part for part in parts)


def _match(match: Match) -> str:
    return f"{match.question} {' and '.join(_bounds(match))}"


def _bounds(match: Match) -> Iterator[str]:
    if match.options:
        yield f"is {' or '.join(match.options)}"
    if match.at_least is not None:
        yield f"is at least {match.at_least:g}"
    if match.below is not None:
        yield f"is below {match.below:g}"
