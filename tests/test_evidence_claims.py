"""The shipped knowledge against the evidence, claim by claim: each number with its grade and its source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cramp_cli.core.model import Disposition
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = dict[str, Any]

EVIDENCE: Entry = yaml.safe_load((Path(__file__).parent / "evidence_claims.yaml").read_text("utf-8"))
CLAIMS: list[Entry] = EVIDENCE["claims"] + EVIDENCE["counsel"]
LADDER = ("expert", "weak", "moderate", "strong")
FOLDERS = ("causes", "remedies", "myths", "plans")
NOT_SAID = frozenset({"id", "names", "sources", "checked", "longest", "not-if", "asked-if", "when", "hold", "rest"})
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def files() -> Entry:
    return dict(read_all(data_root()).files)


@pytest.fixture(scope="module")
def entries(files: Entry) -> dict[str, Entry]:
    """Every entry that states facts, as kind/id."""
    found = {f"{kind}/{one}": entry for kind in FOLDERS for one, entry in files[kind].items()}
    found |= {f"medicines/{entry['id']}": entry for entry in files["medicines"]["medicines"]}
    found |= {f"red-flags/{entry['id']}": entry for entry in files["red_flags"]["red-flags"]}
    return found


def statements(node: object, *, is_whole: bool = True) -> Iterator[Entry]:
    """Yield the entry itself and every graded statement inside it."""
    if isinstance(node, dict):
        if is_whole or "evidence" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from statements(one, is_whole=False)


def own_texts(node: object, *, is_whole: bool = True) -> Iterator[str]:
    """Yield the texts of a statement, without those of the graded statements inside it."""
    if isinstance(node, str):
        yield " ".join(node.split())
    elif isinstance(node, list):
        for one in node:
            yield from own_texts(one, is_whole=False)
    elif isinstance(node, dict) and (is_whole or "evidence" not in node):
        for key, value in node.items():
            if key not in NOT_SAID:
                yield from own_texts(value, is_whole=False)


def is_said(words: str, statement: Entry) -> bool:
    whole = re.compile(rf"(?<![\w.]){re.escape(words)}(?!\w|[.,]\d)")
    return any(whole.search(text) for text in own_texts(statement))


def says_all(claim: Entry, statement: Entry) -> bool:
    return all(is_said(words, statement) for words in claim["says"])


def grade_is_at_most(grade: str, limit: str) -> bool:
    if limit == "contrary" or grade == "contrary":
        return grade == limit
    return LADDER.index(grade) <= LADDER.index(limit)


def is_backed(claim: Entry, statement: Entry) -> bool:
    limit, cited = claim.get("grade_at_most"), set(statement.get("sources", ()))
    if limit is not None and not claim["sources"] and cited:
        return False  # the evidence calls it a judgement, so it may not borrow a source
    cites = not claim["sources"] or bool(set(claim["sources"]) & cited)
    return cites and (limit is None or grade_is_at_most(statement.get("evidence", "expert"), limit))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim['entry']}: {claim['says'][0]}")
def test_an_entry_says_the_number_of_the_evidence_with_its_source_and_no_higher_grade(
    entries: dict[str, Entry], claim: Entry
) -> None:
    saying = [one for one in statements(entries[claim["entry"]]) if says_all(claim, one)]
    assert saying, f"{claim['entry']} no longer says {claim['says']}"
    assert any(is_backed(claim, one) for one in saying), [(one.get("evidence"), one.get("sources")) for one in saying]


def test_no_number_stands_in_the_knowledge_that_the_evidence_does_not_give(entries: dict[str, Entry]) -> None:
    for name, entry in entries.items():
        claims = [claim for claim in CLAIMS if claim["entry"] == name]
        for statement in statements(entry):
            carried = [words for claim in claims if says_all(claim, statement) for words in claim["says"]]
            said = {number for text in own_texts(statement) for number in NUMBER.findall(text)}
            assert said <= {number for words in carried for number in NUMBER.findall(words)}, (name, said, carried)


def test_no_fact_without_a_source_is_graded_above_common_practice(entries: dict[str, Entry]) -> None:
    for name, entry in entries.items():
        for statement in statements(entry):
            if not statement.get("sources"):
                assert statement.get("evidence", "expert") == "expert", (name, statement)


def test_there_are_as_many_causes_remedies_flags_and_sources_as_the_evidence_describes(files: Entry) -> None:
    found = {
        "causes": len(files["causes"]),
        "remedies": len(files["remedies"]),
        "red-flags": len({flag["id"] for flag in files["red_flags"]["red-flags"]} & set(EVIDENCE["rows"])),
        "sources": len(files["sources"]["sources"]),
    }
    assert found == EVIDENCE["counts"]


@pytest.mark.parametrize("kind", EVIDENCE["article"])
def test_every_cause_and_remedy_of_the_article_is_told_and_cites_it(entries: dict[str, Entry], kind: str) -> None:
    for one in EVIDENCE["article"][kind]:
        cited = {source for said in statements(entries[f"{kind}/{one}"]) for source in said.get("sources", ())}
        assert "source-article" in cited, one


@pytest.mark.parametrize("medicine", EVIDENCE["medicines"])
def test_a_medicine_is_found_by_the_names_people_type_and_graded_no_higher(
    entries: dict[str, Entry], medicine: str
) -> None:
    entry, expected = entries[f"medicines/{medicine}"], EVIDENCE["medicines"][medicine]
    assert set(expected["names"]) <= set(entry["names"])
    assert grade_is_at_most(entry["evidence"], expected["grade_at_most"])


@pytest.mark.parametrize("flag", EVIDENCE["rows"])
def test_a_danger_forbids_at_least_what_its_row_forbids(entries: dict[str, Entry], flag: str) -> None:
    codes = EVIDENCE["rows"][flag]["forbids"]
    forbidden = {remedy for code in codes for remedy in EVIDENCE["codes"][code]}
    assert forbidden <= set(entries[f"red-flags/{flag}"]["forbids"])


@pytest.mark.parametrize("flag", EVIDENCE["rows"])
def test_a_danger_is_seen_at_least_as_soon_as_its_row_says(entries: dict[str, Entry], flag: str) -> None:
    latest = Disposition.from_id(EVIDENCE["tiers"][EVIDENCE["rows"][flag]["tier"]])
    assert Disposition.from_id(entries[f"red-flags/{flag}"]["disposition"]) >= latest


@pytest.mark.parametrize("remedy", EVIDENCE["contraindications"])
def test_a_remedy_is_withheld_for_every_condition_of_the_table(entries: dict[str, Entry], remedy: str) -> None:
    withheld = {one["condition"] for one in entries[f"remedies/{remedy}"]["not-if"]}
    assert set(EVIDENCE["contraindications"][remedy]) <= withheld


@pytest.mark.parametrize("remedy", EVIDENCE["never_offered"])
def test_a_remedy_that_harms_is_never_offered_and_says_why(entries: dict[str, Entry], remedy: str) -> None:
    assert entries[f"remedies/{remedy}"]["never-offered"]
