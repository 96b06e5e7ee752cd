"""Decides which words are said at which moment of a run, for somebody who has their eyes closed.

Short sentences, numbers as words, no signs that a speaker would stumble over. What cannot be said is left out here, so
that no text from a file reaches a speaker as anything but words.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.ending import EndKind
from cramp_cli.core.model import Disposition
from cramp_cli.core.triage import by_urgency
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.core.countdown import Countdown
    from cramp_cli.core.ending import Ending
    from cramp_cli.core.model import Question, Region
    from cramp_cli.core.routine import Step

MINUTE = 60
HALFWAY_FROM_SECONDS = 20
"""In a shorter hold halfway is too close to the last three seconds to be worth a word."""
MOST_CHARACTERS = 1500
"""Longer than anything a person would listen to, and short enough for every system's argument list."""


class Cue(StrEnum):
    """A moment worth hearing."""

    STEP = "step"
    START = "start"
    HALFWAY = "halfway"
    THREE = "three"
    TWO = "two"
    ONE = "one"
    END = "end"
    REST = "rest"
    QUESTION = "question"
    """A question that the person may not be looking at."""
    CHOICE = "choice"
    """A harmless question to somebody who has just pressed a key."""
    NOTE = "note"
    ALL_DONE = "all-done"


ONLY_INTO_SILENCE = frozenset({Cue.START, Cue.HALFWAY, Cue.THREE, Cue.TWO, Cue.ONE})
"""What is not worth cutting a sentence short for; it is dropped while one is being said."""
_LAST = {3: Cue.THREE, 2: Cue.TWO, 1: Cue.ONE}


def speaks(*, asked: bool | None, usually: bool = False, is_night: bool = False, is_muted: bool = False) -> bool:
    """Whether to speak: muted never; else as asked for; else as usual, but at night only when asked."""
    if is_muted:
        return False
    return asked if asked is not None else usually and not is_night


# -- moments of a hold ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Marks:
    """The moments of one hold that were cued. Each comes once, whatever was paused, added or taken away since."""

    given: frozenset[Cue] = frozenset()

    def due(self, countdown: Countdown, now: float) -> tuple[Marks, Cue | None]:
        """Return the marks after `now` and what is to be cued now. A moment that was jumped over never comes."""
        cue = _moment(countdown, now)
        if cue is None or cue in self.given:
            return self, None
        return Marks(self.given | {cue}), cue


def _moment(countdown: Countdown, now: float) -> Cue | None:
    shown, total = countdown.shown(now), round(countdown.total_seconds)
    if countdown.is_paused or shown >= total:
        return None
    if total >= HALFWAY_FROM_SECONDS and shown == total // 2:
        return Cue.HALFWAY
    return _LAST.get(shown)


def moment_words(cue: Cue) -> str:
    """Return the word for halfway or one of the last three seconds."""
    return f"{cue.value.capitalize()}."


# -- what is said -----------------------------------------------------------------------------------------------------

_SIGN_WORDS = {
    Disposition.EMERGENCY: "Emergency",
    Disposition.SAME_DAY: "See a doctor today",
    Disposition.DOCTOR: "See a doctor soon",
}


def stop_line(region: Region) -> str:
    """Return the stop signs of a region, most urgent first; empty if it has none."""
    groups = by_urgency(region.signs)
    if not groups:
        return ""
    lines = [f"{_SIGN_WORDS[level]}: {'; '.join(sign.text for sign in signs)}." for level, signs in groups]
    return spoken(f"Stop, and press x, if any of these is you. {' '.join(lines)}")


def step_words(step: Step, *, is_repeat: bool = False) -> str:
    """Return what to do: all that is needed to begin, or only the name of what is done once more."""
    if is_repeat:
        return spoken(f"Once more. {step.title}.")
    return spoken(f"{step.title}. {first_sentence(step.instruction)} {_felt(step)} {_never(step)}")


def step_in_full(step: Step) -> str:
    """Return the whole instruction, for somebody who wants it said again."""
    return spoken(f"{step.title}. {step.instruction} {_felt(step)} {_never(step)}")


def _felt(step: Step) -> str:
    return f"Feel it {step.felt_where}." if step.felt_where else ""


def _never(step: Step) -> str:
    return f"Never press {', '.join(step.never)}." if step.never else ""


def hold_words(seconds: int) -> str:
    """Return what is said as a hold begins."""
    return f"Hold, {seconds_as_words(seconds)}."


def end_words(*, has_rest: bool) -> str:
    """Return what is said at the end of a hold; where a rest follows, the rest says it."""
    return "" if has_rest else "That is enough."


def rest_words(step: Step, upcoming: Step | None) -> str:
    """Return what is said as a rest begins."""
    ask = "Rest. How is it now: gone, easing, same or worse?"
    if upcoming is None:
        return ask
    is_same = (upcoming.id, upcoming.side) == (step.id, step.side)
    return spoken(f"{ask} Next: {'the same again' if is_same else upcoming.title}.")


def question_words(question: Question, checks: Sequence[str]) -> str:
    """Return a question about danger: its heading, ways to find out, its signs and the three keys."""
    signs = " ".join(f"{sign.text}." for sign in question.signs)
    find_out = " ".join(f"To find out: {check}" for check in checks)
    keys = "Press one for yes, two for no, three for not sure."
    whole = spoken(f"{question.text} {signs} {find_out}", most=MOST_CHARACTERS - len(keys) - 1)
    return f"{whole} {keys}"


def choice_words(text: str, options: Sequence[str]) -> str:
    """Return a harmless question with the key for each of its options."""
    keys = ", ".join(f"{number} for {option}" for number, option in enumerate(options, start=1))
    return spoken(f"{text} Press {keys}.")


_ENDINGS = {
    EndKind.GONE: "All done. It let go. Well done.",
    EndKind.GONE_UNCHECKED: "All done. It let go.",
    EndKind.NOT_GONE: "That was everything. Rest it now.",
    EndKind.WORSE: "Stopped, because it got worse. Rest it now.",
    EndKind.SIGN: "Stop.",
    EndKind.LIMIT: "Stop.",
    EndKind.QUIT: "",
}
_TELEPHONE = re.compile(r"[0-9]{3,}", re.ASCII)


def ending_cue(ending: Ending) -> Cue:
    """Return how an ending sounds: only a run that came to its own end is all done."""
    is_done = ending.has_let_go or ending.kind is EndKind.NOT_GONE
    return Cue.ALL_DONE if is_done else Cue.NOTE


def ending_words(ending: Ending, saying: str) -> str:
    """Return the last words of a run; `saying` is what its disposition says to do, a number in it told by digits."""
    if ending.disposition is Disposition.SELF_CARE or not saying:
        return _ENDINGS[ending.kind]
    digits = _TELEPHONE.sub(lambda found: " ".join(found[0]), saying)
    return spoken(f"{_ENDINGS[ending.kind]} {digits}.")


# -- words fit for speech ---------------------------------------------------------------------------------------------

_SENTENCE = re.compile(r".*?[.!?](?=\s|$)", re.DOTALL)
_SPAN = re.compile(r"(?<=[0-9]) ?[-\u2013] ?(?=[0-9])")
_UNITS = ((re.compile(r"(?<=[0-9]) ?min\b"), " minutes"), (re.compile(r"(?<=[0-9]) ?s\b"), " seconds"))
_SIGNS_AS_WORDS = {
    "+": " plus ",
    "&": " and ",
    "%": " percent",
    "/": " or ",
    "=": " equals ",
    "\u00d7": " times ",
    "\u00b0": " degrees ",
    "\u00b7": ", ",
    "\u2013": ", ",
    "\u2014": ", ",
    "(": ", ",
    ")": ", ",
    "\u2026": ".",
    "\u2019": "'",
}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_BEFORE_A_STOP = re.compile(r"[\s,;:]+(?=[.!?])")
_BEFORE_A_COMMA = re.compile(r"\s+(?=[,;:])")
_SAME_STOP = re.compile(r"([.,;:!?])(?:\s*[.,;:])+")


def first_sentence(text: str) -> str:
    """Return the first sentence of `text`, or all of it where none ends."""
    found = _SENTENCE.match(text)
    return found[0] if found else text


def spoken(text: str, *, most: int = MOST_CHARACTERS) -> str:
    """Return `text` as words, commas and stops only, beginning with a word, and no longer than `most` characters."""
    text = _SPAN.sub(" to ", text)
    for unit, word in _UNITS:
        text = unit.sub(word, text)
    text = _NUMBER.sub(lambda found: f" {_number(found[0])} ", text)
    text = "".join(_SIGNS_AS_WORDS.get(char, char if _can_be_said(char) else " ") for char in text)
    text = _BEFORE_A_COMMA.sub("", _BEFORE_A_STOP.sub("", " ".join(text.split())))
    text = _SAME_STOP.sub(r"\1", text).lstrip(" .,;:!?'")
    return text if len(text) <= most else text[:most].rpartition(" ")[0]


def _can_be_said(char: str) -> bool:
    return char.isalpha() or char in " .,;:!?'"


def seconds_as_words(seconds: int) -> str:
    """Return a duration as it is said: `thirty seconds`, `one minute thirty seconds`."""
    minutes, rest = divmod(seconds, MINUTE)
    parts = [_counted(minutes, "minute"), _counted(rest, "second")]
    return " ".join(part for part in parts if part) or "no time"


def _counted(number: int, thing: str) -> str:
    return f"{number_as_words(number)} {thing}{'' if number == 1 else 's'}" if number else ""


def _number(digits: str) -> str:
    whole, _, fraction = digits.partition(".")
    words = number_as_words(int(whole)) if len(whole) <= _MOST_DIGITS else _by_digits(whole)
    return f"{words} point {_by_digits(fraction)}" if fraction else words


_MOST_DIGITS = 6
_HUNDRED, _THOUSAND = 100, 1000
_UP_TO_NINETEEN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _by_digits(digits: str) -> str:
    return " ".join(_UP_TO_NINETEEN[int(digit)] for digit in digits)


def number_as_words(number: int) -> str:
    """Return a number from 0 to 999,999 in words: `thirty`, `ninety five`, `one hundred and eighty`."""
    if number < len(_UP_TO_NINETEEN):
        return _UP_TO_NINETEEN[number]
    if number < _HUNDRED:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f" {_UP_TO_NINETEEN[ones]}" if ones else "")
    size, name, joint = (_HUNDRED, "hundred", " and ") if number < _THOUSAND else (_THOUSAND, "thousand", " ")
    whole, rest = divmod(number, size)
    return f"{number_as_words(whole)} {name}" + (f"{joint}{number_as_words(rest)}" if rest else "")
