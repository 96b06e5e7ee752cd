"""Holds a check on a terminal: danger by number and without a default, the rest by number, name or beginning.

Lines that are only ever added, never more than a screen at once, so that it works in the dark, in a window of
40 columns and with a screen reader alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cramp_cli.core.basis import NONE_OF_THESE, About, Kind
from cramp_cli.core.conversation import LIST_AT_MOST, WantsBackError
from cramp_cli.core.medicines import OTHER, named
from cramp_cli.core.model import Answer
from cramp_cli.core.names import AskFirst, Found, NotMuscle, find, split_side
from cramp_cli.core.search import search
from cramp_cli.core.text import clean, in_person
from cramp_cli.terminal.console import line_width, screen_size
from cramp_cli.terminal.keys import throw_away_typed
from cramp_cli.terminal.prompts import MORE, key_line, matching, read_line, screenfuls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cramp_cli.core.answers import Given
    from cramp_cli.core.basis import Medicine, WhyQuestion
    from cramp_cli.core.model import RedFlag
    from cramp_cli.core.names import Words
    from cramp_cli.core.triage import GateQuestion
    from cramp_cli.terminal.console import Door

_YES_NO_NOT_SURE = {
    "1": Answer.YES, "yes": Answer.YES, "2": Answer.NO, "no": Answer.NO,
    "3": Answer.NOT_SURE, "not sure": Answer.NOT_SURE, "not-sure": Answer.NOT_SURE,
}  # fmt: skip
_GATE_KEYS = "Numbers, several · 0 none of these · ? why, not sure · b back · q quit"
_NOT_SURE_HELP = "Not sure of one? Type its number with a question mark, such as 2?"
_FLAG_KEYS = "1 yes · 2 no · 3 not sure · ? why · b back · q quit"
_DIGITS_ALONE = 9
"""Up to so many options, digits need nothing between them."""


class NotMuscleError(Exception):
    """The place that was named is no skeletal muscle."""

    def __init__(self, entry: NotMuscle) -> None:
        super().__init__(entry.id)
        self.entry = entry


class Talk:
    """A conversation on lines (see `cramp_cli.core.conversation.Conversation`)."""

    def __init__(self, door: Door, words: Words, medicines: Mapping[str, Medicine], whom: str | None = None) -> None:
        self._door = door
        self._words = words
        self._medicines = medicines
        self._whom = whom

    # -- danger -----------------------------------------------------------------------------------------------------

    def ask_gate(self, questions: Sequence[GateQuestion]) -> Mapping[str, Answer]:
        """Ask which of the first few apply. Only digits answer, and 0 has to be typed."""
        heading = f"Which of these does {self._whom} have now?" if self._whom else "Which of these do you have now?"
        shown = questions[
            : len(screenfuls(self._door, heading, [one.text for one in questions[:LIST_AT_MOST]], _GATE_KEYS)[0])
        ]
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
        heading = "Any of these?" if len(lines) > 1 else "Is this so?"
        self._say("", Text(heading, "bold"), *(f"  {line}" for line in lines))
        self._say(*(f"  To find out: {line}" for line in checks))
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
        texts = [one.text for one in question.options if one.id != NONE_OF_THESE]
        keys = _keys(question, len(texts), has_more=False)
        pages = screenfuls(self._door, heading, texts, keys)
        keys = _keys(question, len(texts), has_more=len(pages) > 1)
        shown = 0
        self._say("", Text(heading, "bold"))
        self._say(*pages[0])
        while True:
            self._say(key_line(keys))
            typed = self._line()
            if typed == MORE:
                shown += 1
                self._say(*pages[shown % len(pages)])
            elif typed == "?":
                self._say(question.why)
            elif not typed:
                return ()
            else:
                given = self._understood(typed, question, texts)
                if given is not None:
                    return given

    def _understood(self, typed: str, question: WhyQuestion, texts: Sequence[str]) -> Given | None:
        """Return the answer that `typed` is, or None after saying why it is none."""
        if question.kind is Kind.NUMBER:
            return self._number(typed)
        if question.kind is Kind.TEXT:
            return self._medicine_classes(typed)
        if question.kind is Kind.MANY and typed in {"0", NONE_OF_THESE}:
            return (NONE_OF_THESE,)
        chosen: list[str] = []
        for part in _parts(typed, question, len(texts)):
            one = self._option(part, question, texts)
            if one is None:
                self._say(f'"{clean(part)}" is none of these.')
                return None
            chosen.append(one)
        return tuple(dict.fromkeys(chosen))

    def _option(self, part: str, question: WhyQuestion, texts: Sequence[str]) -> str | None:
        index = matching(part, texts)
        options = [one for one in question.options if one.id != NONE_OF_THESE]
        if index is not None:
            return options[index].id
        if question.about is About.REGIONS:
            meaning = find(split_side(part, self._words)[0], self._words)
            if isinstance(meaning, NotMuscle):
                raise NotMuscleError(meaning)
            return meaning.region if isinstance(meaning, Found | AskFirst) else None
        hits = search(part, {one.id: (one.text,) for one in options})
        return hits.ids[0] if len(hits.ids) == 1 else None

    def _number(self, typed: str) -> float | None:
        if typed.isascii() and typed.replace(".", "", 1).isdigit():
            return float(typed)
        self._say("Type a number, or Enter if you do not know.")
        return None

    def _medicine_classes(self, typed: str) -> tuple[str, ...]:
        found = named(typed, self._medicines)
        known = [self._medicines[one].name for one in found if one in self._medicines]
        if known:
            self._say(f"Understood: {'; '.join(known)}.")
        elif found == (OTHER,):
            self._say("None of these is known to cause cramps.")
        return found

    # -- lines ------------------------------------------------------------------------------------------------------

    def _line(self) -> str:
        typed = read_line(self._door)
        if typed.casefold() in {"b", "back"}:
            raise WantsBackError
        return typed

    def _say(self, *lines: str | Text) -> None:
        self._door.lines(lines)


def page(door: Door, lines: Iterable[str | Text]) -> None:
    """Show lines a screen at a time. Enter goes on; q, which raises LeftError, leaves."""
    width, rows = line_width(), max(4, screen_size()[1] - 1)
    finished = [part for line in lines for part in door.ansi(line, width)]
    for start in range(0, len(finished), rows - 1):
        if start:
            door.lines([key_line("Enter for more · q quit")])
            read_line(door)
        door.write("".join(f"{line}\n" for line in finished[start : start + rows - 1]))


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
        is_unsure = compact[place + 1 : place + 2] == "?"
        answers[int(char) - 1] = Answer.NOT_SURE if is_unsure else Answer.YES
    return answers if compact else None


def _keys(question: WhyQuestion, count: int, *, has_more: bool) -> str:
    how = {
        Kind.NUMBER: "A number",
        Kind.TEXT: "Names, with commas between · 0 none",
        Kind.MANY: f"1-{count}, several · 0 none of these",
        Kind.ONE: f"1-{count} or a name",
        Kind.YES_NO: "1 yes · 2 no",
    }[question.kind]
    more = f" · {MORE} more" if has_more else ""
    return f"{how}{more} · Enter don't know · ? why · b back · q quit"


def _parts(typed: str, question: WhyQuestion, count: int) -> list[str]:
    """Return the single answers in what was typed: split at commas, at spaces between numbers, or digit by digit."""
    if question.kind is not Kind.MANY:
        return [typed]
    tokens = typed.replace(",", " ").split()
    if all(token.isascii() and token.isdigit() for token in tokens):
        return [digit for token in tokens for digit in token] if count <= _DIGITS_ALONE else tokens
    return [part.strip() for part in typed.split(",") if part.strip()]
