"""What a check needs of the place it is held on. The terminal is one such place; a test is another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cramp_cli.core.answers import Answer, Given
    from cramp_cli.core.basis import WhyQuestion
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.triage import GateQuestion

LIST_AT_MOST = 4
"""How many danger questions stand on one screen at most."""


class WantsBackError(Exception):
    """The person wants the question before this one again."""


class LeftError(Exception):
    """The person left before the end."""


class InputEndedError(LeftError):
    """Nobody can answer any more."""


class Conversation(Protocol):
    """Where questions are asked, one screen at a time.

    Every method may raise `WantsBackError`, `LeftError` or `InputEndedError`.
    """

    def ask_gate(self, questions: Sequence[GateQuestion]) -> Mapping[str, Answer]:
        """Ask which of the first few of `questions` apply, as many as one screen holds, at most `LIST_AT_MOST`.

        There is no default. Returns an answer for each question that was shown.
        """

    def ask_gate_again(self, question: GateQuestion, checks: Sequence[str]) -> Answer:
        """Ask one gate question of somebody who is not sure, with ways to find out."""

    def ask_flag(self, flag: RedFlag, checks: Sequence[str]) -> Answer:
        """Ask about one red flag; `checks` are ways to find out, shown the second time."""

    def ask_why(self, question: WhyQuestion, number: int, most: int) -> Given:
        """Ask a question about why, the `number`th of at most `most`. An empty tuple is "don't know"."""
