"""Reads an answers file: a YAML or JSON mapping of question id to answer, every fault with its place.

Only what is unknown is a fault. What was left out stays open, and open danger questions are never harmless.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cramp_cli.core.answers import Answer
from cramp_cli.core.basis import NONE_OF_THESE, About, Kind
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.medicines import named
from cramp_cli.knowledge import yaml_nodes
from cramp_cli.knowledge.suggesting import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cramp_cli.core.answers import Answers, Given
    from cramp_cli.core.basis import Basis, WhyQuestion
    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.yaml_nodes import Document

_DONT_KNOW = frozenset({Answer.NOT_SURE.value, "dont-know", ""})


def read_answers(source: Path | bytes, basis: Basis, *, shown_as: str | None = None) -> Answers:
    """Return the answers in a file, or in bytes read from elsewhere.

    Raises:
        CrampError: the file has faults; every one of them is a line of the message (exit 3).
    """
    if isinstance(source, bytes):
        document, problems = yaml_nodes.parse(source, shown_as or "-")
    else:
        document, problems = yaml_nodes.read(source, shown_as=shown_as)
    answers: dict[str, Given] = {}
    if document is not None and not problems:
        problems = tuple(_taken(document, basis, answers))
    if document is None and problems and problems[0].what.startswith("expected keys"):
        problems = (replace(problems[0], what="no answers in it", fix="write lines such as gate-breath: no"),)
    if problems:
        raise CrampError(*map(str, sorted(problems)), code=ExitCode.KNOWLEDGE)
    return answers


def _taken(document: Document, basis: Basis, answers: dict[str, Given]) -> Iterator[Problem]:
    """Put every good answer into `answers`; yield a problem for each of the others."""
    why = {one.id: one for one in basis.interview.questions}
    danger = {*(one.id for one in basis.danger.gate), *(one.id for one in basis.danger.flags)}
    value: Any = document.value
    for question, said in value.items():
        try:
            if question in danger:
                answers[question] = (_danger(said),)
            elif question in why:
                answers[question] = _given(said, why[question], basis)
            else:
                fix = suggestion(question, [*why, *danger], see="see: cramp-cli questions")
                yield document.problem((question,), f'unknown question "{question}"', fix, on_key=True)
        except _WrongAnswerError as wrong:
            yield document.problem((question,), wrong.what, wrong.fix)


class _WrongAnswerError(Exception):
    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


def _danger(said: object) -> str:
    word = _word(said)
    if word not in set(Answer):
        raise _WrongAnswerError(f'unknown answer "{word}"', "write yes, no or not-sure")
    return word


def _word(said: object) -> str:
    if isinstance(said, dict | list):
        raise _WrongAnswerError("an answer inside an answer", "write one text, or a list of texts")
    if isinstance(said, bool):
        return Answer.YES.value if said else Answer.NO.value
    return str(said).strip()


def _given(said: object, question: WhyQuestion, basis: Basis) -> Given:
    if isinstance(said, str) and said.strip() in _DONT_KNOW:
        return ()
    if question.kind is Kind.NUMBER:
        return _number(said, question)
    if question.kind is Kind.TEXT:
        return _text(said, question, basis)
    return _options(said, question)


def _number(said: object, question: WhyQuestion) -> float:
    if not isinstance(said, bool) and isinstance(said, str | int):
        text = str(said)
        if (
            text.replace(".", "", 1).isascii()
            and text.replace(".", "", 1).isdigit()
            and float(text) <= question.at_most
        ):
            return float(text)
    raise _WrongAnswerError(f'not a number here: "{said}"', f"write a number from 0 to {question.at_most:g}")


def _text(said: object, question: WhyQuestion, basis: Basis) -> Given:
    text = ", ".join(_word(one) for one in said) if isinstance(said, list) else _word(said)
    return named(text, basis.medicines) if question.about is About.MEDICINES else (text,)


def _options(said: object, question: WhyQuestion) -> tuple[str, ...]:
    words = [_word(one) for one in said] if isinstance(said, list) else [_word(said)]
    options = {option.id for option in question.options} or {Answer.YES.value, Answer.NO.value}
    for word in words:
        if word not in options:
            fix = suggestion(word, options, see="see: cramp-cli questions")
            raise _WrongAnswerError(f'unknown answer "{word}" to {question.id}', fix)
    if question.kind is not Kind.MANY and len(words) > 1:
        raise _WrongAnswerError(f"{question.id} takes one answer", "keep the one that fits best")
    chosen = [word for word in words if word != NONE_OF_THESE or len(words) == 1]
    return tuple(dict.fromkeys(chosen))
