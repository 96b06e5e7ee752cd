"""The answers file: every kind of answer is understood, and every fault is a line with its place and its fix."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from helpers.talking import harmless
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.knowledge.answers_file import read_answers

if TYPE_CHECKING:
    from pathlib import Path

    from cramp_cli.core.answers import Answers, Given
    from cramp_cli.core.basis import Basis
    from cramp_cli.knowledge.decoding import Knowledge


@pytest.fixture(scope="module")
def basis(knowledge: Knowledge) -> Basis:
    return knowledge.basis


def faults(text: str | bytes, basis: Basis) -> list[str]:
    with pytest.raises(CrampError) as failed:
        read_answers(text.encode() if isinstance(text, str) else text, basis, shown_as="my.yaml")
    assert failed.value.code is ExitCode.KNOWLEDGE
    return str(failed.value).split("\n")


UNDERSTOOD: list[tuple[str, Given]] = [
    ("gate-chest: yes", ("yes",)),
    ("gate-chest: no", ("no",)),
    ("gate-chest: not-sure", ("not-sure",)),
    ("gate-chest: true", ("yes",)),
    ("gate-chest: false", ("no",)),
    ('gate-chest: "no"', ("no",)),
    ("gate-chest: ' yes '", ("yes",)),
    ("tetanus: not-sure", ("not-sure",)),
    ("where: calf", ("calf",)),
    ("where: [calf]", ("calf",)),
    ("where: not-sure", ()),
    ("where: dont-know", ()),
    ("where:", ()),
    ("where: []", ()),
    ("age: 67", 67.0),
    ("age: 0", 0.0),
    ("age: 0.5", 0.5),
    ('age: "67"', 67.0),
    ("age: 120", 120.0),
    ("age: 007", 7.0),
    ("age: not-sure", ()),
    ("age:", ()),
    ("when: asleep", ("asleep",)),
    ("when: [asleep, effort]", ("asleep", "effort")),
    ("when: [asleep, asleep]", ("asleep",)),
    ("when: none", ("none",)),
    ("before: [none]", ("none",)),
    ("before: none", ("none",)),
    ("before: [none, cold]", ("cold",)),
    ("before:\n  - cold\n  - alcohol\n", ("cold", "alcohol")),
    ("medicines: none", ("none",)),
    ("medicines: Lipitor 20 mg", ("statin",)),
    ("medicines: lipitor and lasix", ("statin", "loop-diuretic")),
    ("medicines: [lipitor, lasix]", ("statin", "loop-diuretic")),
    ("medicines: [lipitor, 5]", ("statin",)),
    ("medicines: paracetomolol-xyz", ("other",)),
    ("medicines: not-sure", ()),
    ("\ufeffwhere: calf", ("calf",)),
    ("--- # mine\nwhere: calf\r\n", ("calf",)),
    ('{"where": "calf"}', ("calf",)),
    ('{\n\t"gate-chest":\ttrue\n}', ("yes",)),
    ('{"when": ["asleep"]}', ("asleep",)),
]


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD)
def test_every_kind_of_answer_is_understood(basis: Basis, text: str, expected: Given) -> None:
    (given_,) = read_answers(text.encode(), basis).values()
    assert given_ == expected


NUMBER = "write a number from 0 to 120"
INSIDE = "an answer inside an answer"
ONE_TEXT = "write one text, or a list of texts"
EMPTY = "my.yaml:1:1: no answers in it"
A_LINE = "write lines such as gate-breath: no"
DANGER = "write yes, no or not-sure"
FAULTS = [
    ("gate-chest: maybe", 'my.yaml:1:13: unknown answer "maybe"', DANGER),
    ("gate-chest: Yes", 'my.yaml:1:13: unknown answer "Yes"', DANGER),
    ("gate-chest: y", 'my.yaml:1:13: unknown answer "y"', DANGER),
    ("gate-chest: 1", 'my.yaml:1:13: unknown answer "1"', DANGER),
    ("gate-chest:", 'my.yaml:1:12: unknown answer ""', DANGER),
    ("gate-chest: [yes]", f"my.yaml:1:13: {INSIDE}", ONE_TEXT),
    ("gate-chest: {yes: no}", f"my.yaml:1:13: {INSIDE}", ONE_TEXT),
    ("where: {calf: no}", f"my.yaml:1:8: {INSIDE}", ONE_TEXT),
    ("medicines: {lipitor: no}", f"my.yaml:1:12: {INSIDE}", ONE_TEXT),
    ("medicines: [lipitor, [lasix]]", f"my.yaml:1:12: {INSIDE}", ONE_TEXT),
    ("gate-chest: null", "my.yaml:1:13: unknown answer", DANGER),
    ("gate-chst: yes", 'my.yaml:1:1: unknown question "gate-chst"', 'did you mean "gate-chest"?'),
    ("wher: calf", 'my.yaml:1:1: unknown question "wher"', 'did you mean "where"?'),
    ("xyzzy: calf", 'my.yaml:1:1: unknown question "xyzzy"', "cramp-cli questions"),
    ("  where: clf", 'my.yaml:1:10: unknown answer "clf" to where', 'did you mean "calf"?'),
    ("where: Calf", 'my.yaml:1:8: unknown answer "Calf"', 'did you mean "calf"?'),
    ("where: true", 'my.yaml:1:8: unknown answer "yes"', "cramp-cli questions"),
    ("where: [calf, foot]", "my.yaml:1:8: where takes one answer", "keep the one"),
    ("when: [asleep, asleap]", 'my.yaml:1:7: unknown answer "asleap"', 'did you mean "asleep"?'),
    ("eased-by: none", 'my.yaml:1:11: unknown answer "none"', "drinking, nothing, pressing"),
    ("before: [[cold]]", f"my.yaml:1:9: {INSIDE}", ONE_TEXT),
    ("age: old", 'my.yaml:1:6: not a number here: "old"', NUMBER),
    ("age: -1", 'my.yaml:1:6: not a number here: "-1"', NUMBER),
    ("age: 121", 'my.yaml:1:6: not a number here: "121"', NUMBER),
    ("age: 120.5", "my.yaml:1:6: not a number here", NUMBER),
    ("age: 1000000", "my.yaml:1:6: not a number here", NUMBER),
    ("age: 1e3", "my.yaml:1:6: not a number", NUMBER),
    ("age: 0x10", "my.yaml:1:6: not a number", NUMBER),
    ("age: 1.2.3", "my.yaml:1:6: not a number", NUMBER),
    ("age: .nan", "my.yaml:1:6: not a number", NUMBER),
    ("age: true", "my.yaml:1:6: not a number", NUMBER),
    ("age: [67]", "my.yaml:1:6: not a number", NUMBER),
    ("age: \u0663", "my.yaml:1:6: not a number", NUMBER),
    ("age: " + "9" * 5000, "my.yaml:1:6: not a number", NUMBER),
    ("age: " + "9" * 400, "my.yaml:1:6: not a number", NUMBER),
    ("age: 3\nage: 4", 'my.yaml:2:1: duplicate key "age"', "keep one of them"),
    ("---", "my.yaml:2:1: no answers in it", A_LINE),
    *((text, EMPTY, A_LINE) for text in ("", " \n\n", "# nothing", "null", "- calf", "[]", "calf")),
    ("where: calf\n\twhen: asleep", "my.yaml:2:1: tab used for indentation", "spaces"),
    ("where: calf\n---\nage: 4", "my.yaml:2:1: only one document", "remove"),
    ("where: !!str calf", "my.yaml:1:8: tag", "remove"),
    ("where: &a calf", "my.yaml:1:8: anchor", "write the value out"),
    ('where: "calf\\u001b[31m"', "my.yaml:1:8: character U+001B", "remove"),
    ('"whe\\nre": calf', "my.yaml:1:1: unknown question", "where"),
    ("? [where]\n: calf", "my.yaml:1:3: a key must be plain text", "word before the colon"),
    ('{"where": "calf",, }', "my.yaml:1:", ""),
    (b"\xff\xfew\x00", "my.yaml:1:1: the file is UTF-16", "save it as UTF-8"),
    (b"where: \xe9", "my.yaml:1:8: not UTF-8", "save it as UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "fix"), FAULTS, ids=[str(number) for number in range(len(FAULTS))])
def test_a_fault_is_one_line_with_its_place_and_its_fix(basis: Basis, text: str | bytes, said: str, fix: str) -> None:
    (line,) = faults(text, basis)
    assert line.startswith(said)
    assert fix in line.partition(" \u2014 ")[2]
    assert line.isprintable()


def test_every_fault_is_a_line_in_the_order_of_the_file(basis: Basis) -> None:
    lines = faults("wher: calf\ngate-chest: maybe\nwhere: calf\nage: old\nwhen: [asleep, bed]\n", basis)
    assert [line.split(":")[1] for line in lines] == ["1", "2", "4", "5"]


def test_what_was_left_out_stays_open(basis: Basis) -> None:
    assert read_answers(b"{}", basis) == {}


def test_json_and_yaml_mean_the_same(basis: Basis) -> None:
    said: dict[str, Any] = {"gate-chest": False, "where": "calf", "age": 67, "when": ["asleep"], "medicines": ["lasix"]}
    yaml = "gate-chest: no\nwhere: calf\nage: 67\nwhen:\n- asleep\nmedicines: lasix\n"
    assert read_answers(json.dumps(said).encode(), basis) == read_answers(yaml.encode(), basis)
    assert read_answers(json.dumps(said, indent="\t").encode(), basis) == read_answers(yaml.encode(), basis)


def test_a_file_that_cannot_be_read_says_so(basis: Basis, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path):
        with pytest.raises(CrampError) as failed:
            read_answers(path, basis)
        assert failed.value.code is ExitCode.KNOWLEDGE
        assert str(path) in failed.value.what


# -- anything at all --------------------------------------------------------------------------------------------------

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def read_or_refuse(data: bytes, basis: Basis) -> Answers | None:
    try:
        return read_answers(data, basis)
    except CrampError as error:
        refused = error
    assert refused.code is ExitCode.KNOWLEDGE
    assert all(re.match(r"-(:\d+:\d+)?: ", line) and line.isprintable() for line in str(refused).split("\n"))
    return None


@RELAXED
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_bring_anything_but_a_refusal(knowledge: Knowledge, data: bytes) -> None:
    read_or_refuse(data, knowledge.basis)


ANY_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["yes", "calf"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=6,
)


@RELAXED
@given(said=st.data())
def test_no_answer_to_a_real_question_brings_anything_but_a_refusal(knowledge: Knowledge, said: st.DataObject) -> None:
    basis = knowledge.basis
    questions = [*harmless(basis), *(one.id for one in basis.interview.questions)]
    file = said.draw(st.dictionaries(st.sampled_from(questions), ANY_VALUE, min_size=1, max_size=4))
    answers = read_or_refuse(json.dumps(file).encode(), basis)
    assert answers is None or set(answers) == set(file)
