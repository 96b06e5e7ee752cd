"""Reads what may be learned from a history, and when a doctor should look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.frequency import ChangeRule
from cramp_cli.core.learning import Interchangeable, Rule, Sayings
from cramp_cli.core.model import Disposition, Evidence
from cramp_cli.core.noticing import CareRule, Measure, PatternRule, PatternWords, Rules, Threshold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.knowledge.decoding import Knowledge

_FILE = "noticing"


def interchangeable(knowledge: Knowledge) -> Interchangeable:
    """Return what can stand for one another, and how an order among it is found."""
    file = knowledge.entries(_FILE)
    groups, rule = file["interchangeable"], file["learning"]
    return Interchangeable(
        remedies=tuple(tuple(group) for group in groups["remedies"]),
        tools=tuple(tuple(group) for group in groups["tools"]),
        variants_of=frozenset(groups["variants-of"]),
        rule=Rule(rule["answered-at-least"], rule["each-at-least"], float(rule["sure"])),
        says=Sayings(**file["learning-says"]),
    )


def noticing_rules(knowledge: Knowledge) -> Rules:
    """Return when counts are a pattern, and when a doctor should look."""
    file: Mapping[str, Any] = knowledge.entries(_FILE)
    pattern, care = file["patterns"], file["care"]
    says = {key.replace("-", "_"): text for key, text in file["patterns-say"].items()}
    return Rules(
        pattern=PatternRule(
            episodes_at_least=pattern["cramps-at-least"],
            sure=float(pattern["sure"]),
            hours_together=pattern["hours-together"],
            weeks_compared=pattern["weeks-compared"],
            change=_change_rule(file["change"]),
        ),
        says=PatternWords(**says),
        care=CareRule(
            care["weeks-at-least"], care["weeks-at-most"], care["answered-at-least"], tuple(care["eased-at-most"])
        ),
        thresholds=tuple(_threshold(entry) for entry in file["doctor"]),
    )


def _change_rule(entry: Mapping[str, Any]) -> ChangeRule:
    return ChangeRule(entry["days-at-least"], entry["cramps-at-least"], float(entry["sure"]), entry["weeks-before"])


def _threshold(entry: Mapping[str, Any]) -> Threshold:
    return Threshold(
        id=entry["id"],
        measure=Measure(entry["measure"]),
        at_least=entry["at-least"],
        text=entry["text"],
        disposition=Disposition.from_id(entry["disposition"]),
        evidence=Evidence(entry["evidence"]),
        sources=tuple(entry["sources"]),
    )
