"""The texts a person reads: short sentences, plain words, nothing claimed beyond its grade."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from cramp_cli.core.ending import Ending, EndKind
from cramp_cli.core.model import Disposition
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root
from cramp_cli.terminal import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.knowledge.decoding import Knowledge

MOST_WORDS = 20
NOT_READ_ALOUD = {"cite", "used-for", "url", "words", "names", "id", "sources", "doi", "pmid", "fillers"}
FORBIDDEN_ANYWHERE = ("diagnos", "guarantee", "stop taking")
FORBIDDEN_IN_A_ROUTINE = ("%", "cure", "quinine", "tonic water", "magnesium")
ROUTINE_FILES = ("regions", "questions", "aftercare", "conditions")


def texts(value: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - whatever stands in a file
    if key in NOT_READ_ALOUD:
        return
    if isinstance(value, dict):
        for name, one in value.items():
            yield from texts(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, key)
    elif isinstance(value, str):
        yield value


FILES = read_all(data_root()).files
ALL_TEXTS = sorted({text for file in FILES.values() for text in texts(file)})
ROUTINE_TEXTS = sorted({text for name in ROUTINE_FILES for text in texts(FILES[name])})


def test_no_sentence_is_longer_than_twenty_words() -> None:
    for text in ALL_TEXTS:
        for sentence in re.split(r"[.!?:;]\s+|[.!?]$", text):
            assert len(sentence.split()) <= MOST_WORDS, sentence


def test_no_forbidden_word_is_used() -> None:
    for text in ALL_TEXTS:
        assert not [word for word in FORBIDDEN_ANYWHERE if word in text.casefold()], text
    for text in ROUTINE_TEXTS:
        assert not [word for word in FORBIDDEN_IN_A_ROUTINE if word in text.casefold()], text


def test_the_printed_routine_says_when_it_was_checked_and_that_nobody_reviewed_it(knowledge: Knowledge) -> None:
    for region in knowledge.words.regions:
        text = "\n".join(wording.routine(plan_routine(knowledge.region(region), Person()), knowledge.sayings))
        assert re.search(r"Checked against its sources on \d{4}-\d{2}-\d{2}", text)
        assert "No clinician has reviewed" in text


def test_the_printed_routine_puts_the_stop_signs_first_and_gates_in_their_place(knowledge: Knowledge) -> None:
    lines = list(wording.routine(plan_routine(knowledge.region("calf"), Person()), knowledge.sayings))
    assert lines[1].startswith("Call your local emergency number now if:")
    press = next(index for index, line in enumerate(lines) if "Press the sorest spot" in line)
    assert lines[press + 1].strip() == "Only if every answer is no:"


def test_a_printed_routine_names_what_is_left_out(knowledge: Knowledge) -> None:
    person = Person(conditions=(knowledge.conditions["blood-thinner"],))
    text = "\n".join(wording.routine(plan_routine(knowledge.region("calf"), person), knowledge.sayings))
    assert "Left out for you: pressing the sorest spot." in text
    assert "Press the sorest spot (" not in text


def test_nothing_safe_left_says_so(knowledge: Knowledge) -> None:
    person = Person(conditions=(knowledge.conditions["recent-injury"],))
    text = "\n".join(wording.routine(plan_routine(knowledge.region("calf"), person), knowledge.sayings))
    assert "Nothing here is safe to do without advice." in text


@pytest.mark.parametrize("disposition", [Disposition.SAME_DAY, Disposition.EMERGENCY])
def test_a_stop_says_first_what_to_do(knowledge: Knowledge, disposition: Disposition) -> None:
    signs = tuple(sign for sign in knowledge.region("calf").signs if sign.flag and sign.flag.disposition is disposition)
    lines = list(wording.danger(signs, disposition, knowledge.sayings, meanwhile=knowledge.meanwhile))
    assert lines[0] == f"STOP. {knowledge.sayings[disposition]}."
    assert lines[-1] == knowledge.meanwhile
    assert all(any(sign.text in line for line in lines) for sign in signs)


def test_a_stop_about_several_signs_says_what_each_needs_worst_first(knowledge: Knowledge) -> None:
    lines = list(wording.danger(knowledge.region("calf").signs, Disposition.EMERGENCY, knowledge.sayings, meanwhile=""))
    now = lines.index("Call your local emergency number now if it is:")
    today = lines.index("Be seen by a doctor today if it is:")
    assert now < today


@pytest.mark.parametrize("kind", list(EndKind))
def test_every_ending_has_its_last_word(knowledge: Knowledge, kind: EndKind) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    signs = routine.region.signs if kind in {EndKind.SIGN, EndKind.LIMIT} else ()
    end = Ending(kind, Disposition.DOCTOR if kind is EndKind.WORSE else Disposition.SELF_CARE, signs)
    lines = list(wording.ending(end, routine, knowledge.sayings, meanwhile=knowledge.meanwhile))
    assert lines[0]
    assert "STOP" in lines[0] or not end.is_refusal


def test_the_articles_story_and_its_advice_are_told(knowledge: Knowledge) -> None:
    routine = plan_routine(knowledge.region("calf"), Person())
    text = " ".join(wording.notes(routine))
    assert "Change the exercise." in text
    assert "worries you, happens often, or does not go away" in text
