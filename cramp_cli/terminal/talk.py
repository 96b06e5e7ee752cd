"""Holds a check on a terminal: danger by number and without a default, the rest by number, name or beginning.

Lines that are only ever added, never more than a screen at once, so that it works in the dark, in a window of
40 columns and with a screen reader alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cramp_cli.core.answers import Answer
from cramp_cli.core.basis import NONE_OF_THESE, About, Kind
from cramp_cli.core.conversation import LIST_AT_MOST, WantsBackError
from cramp_cli.core.names import Ambiguous, NotMuscle
from cramp_cli.core.text import in_person
from cramp_cli.core.understanding import Language, Understood, options_of, understand
from cramp_cli.terminal.console import line_width, screen_size
from cramp_cli.terminal.keys import throw_away_typed
from cramp_cli.terminal.prompts import MORE, key_line, pick, read_line, screenfuls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cramp_cli.core.answers import Given
    from cramp_cli.core.basis import Medicine, WhyQuestion
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.names import Words
    from cramp_cli.core.triage import GateQuestion
    from cramp_cli.core.understanding import Understanding
    from cramp_cli.terminal.console import Door

_YES_NO_NOT_SURE = {
    "1": Answer.YES, "yes": Answer.YES, "2": Answer.NO, "no": Answer.NO,
    "3": Answer.NOT_SURE, "not sure": Answer.NOT_SURE, "not-sure": Answer.NOT_SURE,
}  # fmt: skip
_GATE_KEYS = "Numbers, several · 0 none of these · ? why, not sure · b back · q quit"
_NOT_SURE_HELP = "Not sure of one? Type its number with a question mark, such as 2?"
_FLAG_KEYS = "1 yes · 2 no · 3 not sure · ? why · b back · q quit"


class NotMuscleError(Exception):
    """The place that was named is no skeletal muscle."""

    def __init__(self, entry: NotMuscle) -> None:
        super().__init__(entry.id)
        self.entry = entry


class Talk:
    """A conversation on lines (see `cramp_cli.core.conversation.Conversation`)."""

    def __init__(self, door: Door, words: Words, medicines: Mapping[str, Medicine], whom: str | None = None) -> None:
        self._door = door
        self._language = Language(words, medicines)
        self._whom = whom

    # -- danger -----------------------------------------------------------------------------------------------------

    def ask_gate(self, questions: Sequence[GateQuestion]) -> Mapping[str, Answer]:
        """Ask which of the first few apply. Only digits answer, and 0 has to be typed."""
        heading = f"Which of these does {self._whom} have now?" if self._whom else "Which of these do you have now?"
        pages, _ = screenfuls(self._door, heading, [one.text for one in questions[:LIST_AT_MOST]], _GATE_KEYS)
        shown = questions[: len(pages[0])]
        self._say("", Text(heading, "bold"))
        self._say(*(f"{number:>3}  {one.text}" for number, one in enumerate(shown, start=1)))
        while True:
            self._say(key_line(_GATE_KEYS))
            typed = self._danger_line()
            if typed == "?":
                self._say(*(f"{number:>3}  {one.why}" for number, one in enumerate(shown, start=1)), _NOT_SURE_HELP)
                continue
            answers = _gate_answers(typed, len(shown))
            if answers is not None:
                return {one.id: answer for one, answer in zip(shown, answers, strict=True)}
            self._say(f"Type the numbers that apply, from 1 to {len(shown)}, or 0 for none of these.")

    def ask_gate_again(self, question: GateQuestion, checks: Sequence[str]) -> Answer:
        """Ask one gate question once more, with ways to find out."""
        return self._yes_no([question.text], question.why, checks)

    def ask_flag(self, flag: RedFlag, checks: Sequence[str]) -> Answer:
        """Ask about one red flag."""
        return self._yes_no(flag.ask, f"It could be this: {flag.name}.", checks)

    def _yes_no(self, lines: Sequence[str], why: str, checks: Sequence[str]) -> Answer:
        heading = Text("Any of these?" if len(lines) > 1 else "Is this so?", "bold")
        self._say("")
        page(self._door, [*(f"  To find out: {line}" for line in checks), heading, *(f"  {line}" for line in lines)], 4)
        while True:
            self._say(key_line(_FLAG_KEYS))
            typed = self._danger_line().casefold()
            if typed in _YES_NO_NOT_SURE:
                return _YES_NO_NOT_SURE[typed]
            self._say(why if typed == "?" else "Type 1, 2 or 3, or yes, no, not sure in full.")

    def _danger_line(self) -> str:
        throw_away_typed()
        return self._line()

    # -- why --------------------------------------------------------------------------------------------------------

    def ask_why(self, question: WhyQuestion, number: int, most: int) -> Given:
        """Ask a question about why, until something is understood. Enter alone is "don't know"."""
        heading = f"{in_person(question.text, self._whom)} ({number} of at most {most})"
        texts = [one.text for one in options_of(question)]
        pages, keys = screenfuls(self._door, heading, texts, _keys(question, len(texts)))
        shown = 0
        self._say("", Text(heading, "bold"), *pages[0])
        while True:
            self._say(key_line(keys))
            typed = self._line(is_place=question.about is About.REGIONS)
            if typed == MORE and len(pages) > 1:
                shown += 1
                self._say(*pages[shown % len(pages)])
            elif typed == "?":
                self._say(question.why)
            elif not typed:
                return ()
            else:
                given = self._heard(understand(typed, question, self._language))
                if given is not None:
                    return given

    def _heard(self, meaning: Understanding) -> Given | None:
        """Return the answer, or None after saying why there is none yet."""
        if isinstance(meaning, NotMuscle):
            raise NotMuscleError(meaning)
        if isinstance(meaning, Ambiguous):
            return (self._which(meaning),)
        if meaning.note:
            self._say(meaning.note)
        return meaning.given if isinstance(meaning, Understood) else None

    def _which(self, meaning: Ambiguous) -> str:
        """Ask which of several places a word means."""
        words = self._language.words
        elsewhere = [words.elsewhere(meaning.elsewhere)] if meaning.elsewhere else []
        names = [words.regions[region][0] for region in meaning.regions] + [one.name for one in elsewhere]
        while True:
            self._say("")
            chosen = pick(self._door, meaning.ask, names, f"1-{len(names)} or a name · b back · q quit", reserved="b")
            if chosen == "b":
                raise WantsBackError
            if chosen == len(meaning.regions):
                raise NotMuscleError(elsewhere[0])
            if isinstance(chosen, int):
                return meaning.regions[chosen]

    # -- lines ------------------------------------------------------------------------------------------------------

    def _line(self, *, is_place: bool = False) -> str:
        """Return what was typed; `b` and, except where it is a place, `back` lead back."""
        typed = read_line(self._door)
        if typed.casefold() == "b" or (typed.casefold() == "back" and not is_place):
            raise WantsBackError
        return typed

    def _say(self, *lines: str | Text) -> None:
        self._door.lines(lines)


def page(door: Door, lines: Iterable[str | Text], kept_rows: int = 2) -> None:
    """Show lines a screen at a time, `kept_rows` left for what is asked below. Enter goes on; q raises LeftError."""
    width, room = line_width(), max(3, screen_size()[1] - kept_rows)
    finished = [part for line in lines for part in door.ansi(line, width)]
    for start in range(0, len(finished), room):
        if start:
            door.lines([key_line("Enter for more · q quit")])
            read_line(door)
        door.write("".join(f"{line}\n" for line in finished[start : start + room]))


def _gate_answers(typed: str, count: int) -> list[Answer] | None:
    """Return an answer for each question: `0`, or digits that apply, each with `?` behind it where not sure."""
    compact = "".join(typed.replace(",", " ").split())
    if compact == "0":
        return [Answer.NO] * count
    answers = [Answer.NO] * count
    for place, char in enumerate(compact):
        if char == "?" and place and compact[place - 1] != "?":
            continue
        if not char.isascii() or not char.isdigit() or not 1 <= int(char) <= count:
            return None
        is_unsure = compact[place + 1 : place + 2] == "?" and answers[int(char) - 1] is not Answer.YES
        answers[int(char) - 1] = Answer.NOT_SURE if is_unsure else Answer.YES
    return answers if compact else None


def _keys(question: WhyQuestion, count: int) -> str:
    none = " · 0 none of these" if any(one.id == NONE_OF_THESE for one in question.options) else ""
    how = {
        Kind.NUMBER: "A number",
        Kind.TEXT: "Names, with commas between · 0 none",
        Kind.MANY: f"1-{count}, several{none}",
        Kind.ONE: f"1-{count} or a name",
        Kind.YES_NO: "1 yes · 2 no",
    }[question.kind]
    return f"{how} · Enter don't know · ? why · b back · q quit"
