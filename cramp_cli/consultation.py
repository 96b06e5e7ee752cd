"""Holds a check: danger first, then why. The use case behind `check`, told what it needs as arguments.

It decides the order of things and when there is nothing left to ask. What is dangerous is judged in `core.triage`,
which question comes next in `core.interview`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.answers import Answer
from cramp_cli.core.basis import NONE_OF_THESE
from cramp_cli.core.conversation import LeftError, WantsBackError
from cramp_cli.core.interview import next_question
from cramp_cli.core.medicines import OTHER
from cramp_cli.core.model import Disposition
from cramp_cli.core.triage import judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.answers import Answers, Given
    from cramp_cli.core.basis import Basis
    from cramp_cli.core.conversation import Conversation
    from cramp_cli.core.triage import GateQuestion


def consult(
    conversation: Conversation, basis: Basis, known: Answers, begun: Answers | None = None
) -> tuple[Answers, LeftError | None]:
    """Ask until nothing more can change the advice, or danger decides.

    `known` is what is there already and is not asked again; `begun` is part of an answer, and the rest of it is asked.
    Neither ever holds an answer about danger. Returns all answers, and how the person left before the end, if they did.
    """
    check = _Check(conversation, basis, known, begun or {})
    try:
        while check.ask_next():
            pass
    except LeftError as left:
        return check.answers, left
    return check.answers, None


class _Check:
    """One check, with the answers so far and the way back."""

    def __init__(self, conversation: Conversation, basis: Basis, known: Answers, begun: Answers) -> None:
        self._conversation = conversation
        self._basis = basis
        self._known = frozenset(known)
        self._begun = begun
        self.answers: dict[str, Given] = {**known, **begun}
        self._asked: list[tuple[str, ...]] = []

    def ask_next(self) -> bool:
        """Ask whatever comes next, or the question before it. Returns whether anything was left to ask."""
        try:
            return self._ask()
        except WantsBackError:
            for question in self._asked.pop() if self._asked else ():
                del self.answers[question]
                self.answers.update({one: said for one, said in self._begun.items() if one == question})
            return True

    def _ask(self) -> bool:
        judgement = judge(self.answers, self._basis.danger)
        if judgement.disposition is Disposition.EMERGENCY:
            return False
        gate = [one for one in self._basis.danger.gate if one.id in judgement.unanswered]
        if gate:
            self._gate(gate)
        elif judgement.unanswered:
            self._row(judgement.unanswered[0])
        elif judgement.is_final:
            return False
        else:
            return self._why()
        return True

    def _keep(self, said: Mapping[str, Answer]) -> None:
        self.answers.update({question: (answer.value,) for question, answer in said.items()})

    def _gate(self, questions: list[GateQuestion]) -> None:
        """Ask a list, then whatever was not sure once more. What was said is kept before anything else is asked."""
        said = self._conversation.ask_gate(questions)
        self._keep(said)
        self._asked.append(tuple(said))
        for one in questions:
            if said.get(one.id) is Answer.NOT_SURE and not self._is_emergency():
                checks = tuple(dict.fromkeys(line for flag in one.flags for line in flag.self_check))
                self._keep({one.id: self._conversation.ask_gate_again(one, checks)})

    def _is_emergency(self) -> bool:
        """Whether a yes has made it one; not sure alone is asked once more."""
        affirmed = {one: said for one, said in self.answers.items() if said != (Answer.NOT_SURE.value,)}
        return judge(affirmed, self._basis.danger).disposition is Disposition.EMERGENCY

    def _row(self, one: str) -> None:
        flag = next(flag for flag in self._basis.danger.flags if flag.id == one)
        answer = self._conversation.ask_flag(flag, ())
        self._keep({one: answer})
        self._asked.append((one,))
        if answer is Answer.NOT_SURE:
            self._keep({one: self._conversation.ask_flag(flag, flag.self_check)})

    def _why(self) -> bool:
        asked = {one for turn in self._asked for one in turn}
        complete = {one: said for one, said in self.answers.items() if one not in self._begun or one in asked}
        question = next_question(complete, self._basis, self._known)
        if question is None:
            return False
        number = sum(one.id in asked for one in self._basis.interview.questions) + 1
        said = self._conversation.ask_why(question, number, self._basis.interview.most)
        self.answers[question.id] = _together(self._begun.get(question.id, ()), said)
        self._asked.append((question.id,))
        return True


def _together(begun: Given, said: Given) -> Given:
    """Return both parts of an answer; "none of these" adds nothing to what was known."""
    if not isinstance(begun, tuple) or not isinstance(said, tuple) or not begun:
        return said
    both = dict.fromkeys([*begun, *said])
    return tuple(one for one in both if one not in {NONE_OF_THESE, OTHER}) or tuple(both)
