"""Text rules every layer shares: what may reach a terminal, and how a duration is written.

They live in the core because data, arguments and error messages all need the same two answers.
"""

from __future__ import annotations

import re

NOT_REVIEWED = "No clinician has reviewed this knowledge yet. It is general self-care information."
"""What stands under every page of advice."""
_DURATION = re.compile(r"(?:(?P<m>0|[1-9][0-9]{0,3})m)?(?:(?P<s>0|[1-9][0-9]{0,4})s?)?", re.ASCII)
_LAST_ASCII, _FIRST_PRINTABLE = 0x7F, 0x20
_CLOCK = re.compile(r"(?P<m>0|[1-9][0-9]{0,3}):(?P<s>[0-5][0-9])", re.ASCII)


def clean(text: str, *, keep_newlines: bool = False) -> str:
    """Return `text` with every character that could steer a terminal made visible instead.

    `str.isprintable` is False for control, bidirectional, zero-width and surrogate characters alike, so one rule
    covers them all. Odd spaces become plain ones.
    """
    return "".join(_visible(char, keep_newlines=keep_newlines) for char in text)


def _visible(char: str, *, keep_newlines: bool) -> str:
    if char.isprintable() or (char == "\n" and keep_newlines):
        return char
    if char.isspace() and ord(char) > _LAST_ASCII and char not in "\x85\u2028\u2029":
        return " "
    code = ord(char)
    return f"\\x{code:02x}" if code < _FIRST_PRINTABLE or code == _LAST_ASCII else f"<U+{code:04X}>"


def shortened(text: str, most: int = 1000) -> str:
    """Return `text` with its middle left out where it is longer than `most` characters: who typed it knows the rest."""
    kept = most // 2
    return text if len(text) <= most else f"{text[:kept]} … {text[-kept:]}"


def parse_duration(text: str) -> int | None:
    """Return the seconds of `30`, `30s`, `1m30s`, `5m` or `1:30` (minutes:seconds), or None if it is none of these."""
    found = _CLOCK.fullmatch(text) or _DURATION.fullmatch(text)
    if found is None or not text:
        return None
    return 60 * int(found["m"] or 0) + int(found["s"] or 0)


def seconds_in_words(seconds: int) -> str:
    """Return a duration as a person says it: `45 s`, `1 min 30 s`, `10 min`."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def clock_face(seconds: float) -> str:
    """Return whole seconds as a clock shows them: `0:07`, `12:30`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def sided(text: str, side: str | None) -> str:
    """Put a side into a sentence: `{side}` becomes left, right or nothing, `{other}` the opposite or "other"."""
    opposite = {"left": "right", "right": "left"}
    if side in opposite:
        return text.replace("{side}", side).replace("{other}", opposite[side])
    return text.replace("{side} ", "").replace("{side}", "").replace("{other}", "other")


_FOR_YOU = {"{you}": "you", "{your}": "your", "{are}": "are", "{do}": "do", "{have}": "have"}


def in_person(text: str, whom: str | None) -> str:
    """Return `text` with `{you}`, `{your}`, `{are}`, `{do}` and `{have}` filled in for `whom`, or for the reader."""
    forms = _FOR_YOU
    if whom:
        forms = {"{you}": whom, "{your}": f"{whom}'s", "{are}": "is", "{do}": "does", "{have}": "has"}
    for placeholder, word in forms.items():
        text = text.replace(placeholder, word)
    return text


def addressed(words: str) -> str:
    """Return who is meant the way the program says it: "my son" becomes "your son"."""
    first, _, rest = clean(words).partition(" ")
    return f"your {rest}" if first.casefold() == "my" and rest else clean(words)
