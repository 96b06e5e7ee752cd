"""Somebody who is checked: scripted, at a desk with a keyboard and paper, or at a real terminal of any size."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pyte

from cramp_cli.core.answers import Answer
from cramp_cli.core.basis import NONE_OF_THESE, Kind
from cramp_cli.core.conversation import LIST_AT_MOST
from cramp_cli.terminal.console import Door
from cramp_cli.terminal.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pytest

    from cramp_cli.core.answers import Given
    from cramp_cli.core.basis import Basis, WhyQuestion
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.triage import GateQuestion
    from cramp_cli.knowledge.decoding import Knowledge

INSTALLED = Path(sys.executable).with_name("cramp-cli")

HOSTILE = ["\x1b[2J\x1b]0;owned\x07", "\u202egnirts", "[bold]x[/]", "\x9b31m", "caf\u0301e\u200b", "a\u2028b"]
"""What somebody might type to steer a terminal."""
Reply = Answer | str | float | tuple[str, ...] | type[Exception]


class Scripted:
    """Answers by question id; no to danger and "don't know" to the rest where nothing is scripted.

    A list of replies is used up in order. A reply may be an exception: going back, leaving, the end of the input.
    `asked` is the log: the ids of a list joined by spaces, `again:` and `looked:` before one with its self-check.
    `at` raises an exception at the n-th screen, from 0.
    """

    def __init__(
        self, says: Mapping[str, Reply | list[Reply]] | None = None, at: Mapping[int, type[Exception]] | None = None
    ) -> None:
        self._says = {one: list(said) if isinstance(said, list) else said for one, said in (says or {}).items()}
        self._at = dict(at or {})
        self.asked: list[str] = []
        self.numbers: list[int] = []

    def ask_gate(self, questions: Sequence[GateQuestion]) -> Mapping[str, Answer]:
        shown = questions[:LIST_AT_MOST]
        self._screen(" ".join(one.id for one in shown))
        return {one.id: Answer(str(self._reply(one.id, Answer.NO))) for one in shown}

    def ask_gate_again(self, question: GateQuestion, checks: Sequence[str]) -> Answer:
        assert checks, f"{question.id}: somebody who is not sure is told how to find out"
        self._screen(f"again: {question.id}")
        return Answer(str(self._reply(question.id, Answer.NO)))

    def ask_flag(self, flag: RedFlag, checks: Sequence[str]) -> Answer:
        self._screen(f"looked: {flag.id}" if checks else flag.id)
        return Answer(str(self._reply(flag.id, Answer.NO)))

    def ask_why(self, question: WhyQuestion, number: int, most: int) -> Given:
        self._screen(question.id)
        self.numbers.append(number)
        assert number <= most
        said = self._reply(question.id, ())
        assert isinstance(said, tuple | float)
        return said

    def _screen(self, what: str) -> None:
        self.asked.append(what)
        failure = self._at.get(len(self.asked) - 1)
        if failure is not None:
            raise failure

    def _reply(self, one: str, otherwise: Reply) -> Any:  # noqa: ANN401 - each caller says what it expects
        said = self._says.get(one, otherwise)
        if isinstance(said, list):
            said = said.pop(0) if said else otherwise
        if isinstance(said, type):
            raise said
        return said


class Desk:
    """A keyboard and paper of a certain size in place of a terminal. What comes between two prompts is a screen.

    What is typed comes from `typed`, line by line, or from `reply`, which is shown the screen. Then the input ends.
    """

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, typed: Iterable[str] = (), *, columns: int = 80, rows: int = 24
    ) -> None:
        self._paper = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        self._typed = list(typed)
        self.rows, self.columns = rows, columns
        self.reply: Callable[[str], str] | None = None
        self.screens: list[str] = []
        self._read = 0
        monkeypatch.setattr(sys, "stdin", self)
        monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((columns, rows)))
        self.door = Door(self._paper)

    @property
    def written(self) -> str:
        buffer = self._paper.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode()

    @property
    def last(self) -> str:
        """What was written since the last line was typed."""
        return self.written[self._read :]

    @property
    def tallest(self) -> int:
        """The most lines between two prompts, long lines counted as the terminal wraps them."""
        return max(sum(max(1, -(-len(line) // self.columns)) for line in one.split("\n")) for one in self.screens)

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        self.screens.append(self.last)
        self._read = len(self.written)
        if self.reply is not None:
            return self.reply(self.screens[-1]) + "\n"
        return self._typed.pop(0) + "\n" if self._typed else ""

    def talk(self, knowledge: Knowledge, whom: str | None = None) -> Talk:
        return Talk(self.door, knowledge.words, knowledge.basis.medicines, whom)


def question(knowledge: Knowledge, one: str) -> WhyQuestion:
    return next(each for each in knowledge.basis.interview.questions if each.id == one)


def why(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, one: str, *typed: str) -> tuple[Any, Desk]:
    """Ask one question about why; return what was understood, and the desk at which it was typed."""
    desk = Desk(monkeypatch, typed)
    return desk.talk(knowledge).ask_why(question(knowledge, one), 1, 12), desk


class ByHand:
    """Types into a `Talk` what an answers file would say, by number."""

    def __init__(self, desk: Desk, talk: Talk, file: Mapping[str, Any]) -> None:
        self._desk = desk
        self._talk = talk
        self._file = file

    def ask_gate(self, questions: Sequence[GateQuestion]) -> Mapping[str, Answer]:
        def numbers(screen: str) -> str:
            shown = questions[: len(re.findall(r"(?m)^ +[0-9]  ", screen))]
            marks = {"yes": "", "not-sure": "?"}
            said = [(number, self._file[one.id]) for number, one in enumerate(shown, start=1)]
            return " ".join(f"{number}{marks[word]}" for number, word in said if word in marks) or "0"

        self._desk.reply = numbers
        return self._talk.ask_gate(questions)

    def ask_gate_again(self, question: GateQuestion, checks: Sequence[str]) -> Answer:
        self._desk.reply = lambda _: DANGER_KEYS[self._file[question.id]]
        return self._talk.ask_gate_again(question, checks)

    def ask_flag(self, flag: RedFlag, checks: Sequence[str]) -> Answer:
        self._desk.reply = lambda _: DANGER_KEYS[self._file[flag.id]]
        return self._talk.ask_flag(flag, checks)

    def ask_why(self, question: WhyQuestion, number: int, most: int) -> Given:
        self._desk.reply = lambda _: self._keys(question)
        return self._talk.ask_why(question, number, most)

    def _keys(self, question: WhyQuestion) -> str:
        said = self._file[question.id]
        if not said or question.kind in {Kind.NUMBER, Kind.TEXT}:
            return str(said or "")
        options = [one.id for one in question.options if one.id != NONE_OF_THESE]
        chosen = said if isinstance(said, list) else [said]
        return ",".join("0" if one == NONE_OF_THESE else str(options.index(one) + 1) for one in chosen)


DANGER_KEYS = {"yes": "1", "no": "2", "not-sure": "3"}


def harmless(basis: Basis) -> dict[str, str]:
    """Return an answers file that says no to every question about danger."""
    return dict.fromkeys([*(one.id for one in basis.danger.gate), *(one.id for one in basis.danger.flags)], "no")


class SmallTerminal:
    """The installed program in a window of a certain size, as a person sees it."""

    def __init__(self, *arguments: str, rows: int = 24, columns: int = 80, **environment: str) -> None:
        self.rows, self.columns = rows, columns
        self._child = pexpect.spawn(
            str(INSTALLED), [*arguments], encoding="utf-8", timeout=20, dimensions=(rows, columns),
            env={**os.environ, **environment},
        )  # fmt: skip
        self.written = ""
        self._child.logfile_read = self

    def write(self, text: str) -> None:
        self.written += text

    def flush(self) -> None:
        """pexpect asks for it."""

    def press(self, keys: str) -> None:
        self._child.send(keys)

    def interrupt(self) -> None:
        self._child.sendintr()

    def prompt(self) -> str | None:
        """Wait for the next prompt; return what stands above it in single spaces, or None when the program is over."""
        if self._child.expect(["\r\n> $", pexpect.EOF]):
            return None
        return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", self._child.before).split())

    def walk(self, replies: Mapping[str, str], otherwise: str) -> list[str]:
        """Answer every prompt by the first words found in it; return the prompts."""
        prompts = []
        while (prompt := self.prompt()) is not None:
            prompts.append(prompt)
            self.press(next((said for words, said in replies.items() if words in prompt), otherwise) + "\r")
        return prompts

    def end(self) -> int:
        self._child.expect(pexpect.EOF)
        self._child.wait()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -self._child.signalstatus)

    @property
    def seen(self) -> str:
        """What stands in the window now."""
        screen = pyte.Screen(self.columns, self.rows)
        pyte.Stream(screen).feed(self.written)
        return "\n".join(line.rstrip() for line in screen.display)
