"""Holds a check: danger first, then why. The use case behind `check`, told what it needs as arguments.

It decides the order of things and when there is nothing left to ask. What is dangerous is judged in `core.triage`,
which question comes next in `core.interview`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.conversation import LeftError, WantsBackError
from cramp_cli.core.interview import next_question
from cramp_cli.core.model import Answer, Disposition
from cramp_cli.core.triage import judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.answers import Answers, Given
    from cramp_cli.core.basis import Basis
    from cramp_cli.core.conversation import Conversation
    from cramp_cli.core.triage import GateQuestion


def consult(conversation: Conversation, basis: Basis, known: Answers) -> tuple[Answers, LeftError | None]:
    """Ask until nothing more can change the advice, or danger decides.

    `known` is what is there already and is not asked again; it never holds an answer about danger. Returns all answers,
    and how the person left before the end, if they did.
    """
    check = _Check(conversation, basis, known)
    try:
        while check.ask_next():
            pass
    except LeftError as left:
        return check.answers, left
    return check.answers, None


class _Check:
    """One check, with the answers so far and the way back."""

    def __init__(self, conversation: Conversation, basis: Basis, known: Answers) -> None:
        self._conversation = conversation
        self._basis = basis
        self._known = frozenset(known)
        self.answers: dict[str, Given] = dict(known)
        self._asked: list[tuple[str, ...]] = []

    def ask_next(self) -> bool:
        """Ask whatever comes next, or the question before it. Returns whether anything was left to ask."""
        try:
            return self._ask()
        except WantsBackError:
            for question in self._asked.pop() if self._asked else ():
                del self.answers[question]
            return True

    def _ask(self) -> bool:
        judgement = judge(self.answers, self._basis.danger)
        if judgement.disposition is Disposition.EMERGENCY:
            return False
        gate = [one for one in self._basis.danger.gate if one.id in judgement.unanswered]
        if gate:
            self._keep(self._gate(gate))
        elif judgement.unanswered:
            self._keep(self._row(judgement.unanswered[0]))
        elif judgement.stops:
            return False
        else:
            return self._why()
        return True

    def _keep(self, said: Mapping[str, Answer]) -> None:
        self.answers.update({question: (answer.value,) for question, answer in said.items()})
        self._asked.append(tuple(said))

    def _gate(self, questions: list[GateQuestion]) -> Mapping[str, Answer]:
        said = dict(self._conversation.ask_gate(questions))
        affirmed = {one: (answer.value,) for one, answer in said.items() if answer is Answer.YES}
        is_urgent = judge({**self.answers, **affirmed}, self._basis.danger).disposition is Disposition.EMERGENCY
        for one in questions:
            if said.get(one.id) is Answer.NOT_SURE and not is_urgent:
                checks = tuple(dict.fromkeys(line for flag in one.flags for line in flag.self_check))
                said[one.id] = self._conversation.ask_gate_again(one, checks)
        return said

    def _row(self, one: str) -> Mapping[str, Answer]:
        flag = next(flag for flag in self._basis.danger.flags if flag.id == one)
        answer = self._conversation.ask_flag(flag, ())
        if answer is Answer.NOT_SURE:
            answer = self._conversation.ask_flag(flag, flag.self_check)
        return {one: answer}

    def _why(self) -> bool:
        question = next_question(self.answers, self._basis, self._known)
        if question is None:
            return False
        questions = self._basis.interview.questions
        asked = sum(one.id in self.answers and one.id not in self._known for one in questions)
        said = self._conversation.ask_why(question, asked + 1, self._basis.interview.most)
        self.answers[question.id] = said
        self._asked.append((question.id,))
        return True
