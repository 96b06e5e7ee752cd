"""Decides what counts as an answer to a question about danger: 1, 2, 3 or the full word, and nothing else.

No default, no prefix, no Enter, no player's key. A wrong key costs nothing but itself.
"""

from __future__ import annotations

from dataclasses import replace

from cramp_cli.core.answers import Answer
from cramp_cli.core.hold import Signal
from cramp_cli.core.values import dataclass

_DIGITS = {"1": Answer.YES, "2": Answer.NO, "3": Answer.NOT_SURE}
_WORDS = {"yes": Answer.YES, "no": Answer.NO, "not sure": Answer.NOT_SURE, "not-sure": Answer.NOT_SURE}
_SIGNALS = {"q": Signal.QUIT, "x": Signal.SIGN}
_LETTERS = frozenset("".join(_WORDS)) - frozenset(" -")
"""The only letters that can be part of an answer; none of them is a key that stops the run."""
_LONGEST_WORD = 12


@dataclass(frozen=True)
class DangerPrompt:
    """What has been typed so far under a question about danger."""

    typed: str = ""
    shows_why: bool = False
    hint: str = ""

    def press(self, key: str) -> tuple[DangerPrompt, Answer | Signal | None]:
        """Return the prompt after `key`, and the answer or signal that it completes, if any."""
        key = key.lower()
        if key in _DIGITS or key in _SIGNALS:
            return self, _DIGITS.get(key) or _SIGNALS[key]
        if not self.typed and key == "?":
            return replace(self, shows_why=not self.shows_why), None
        if key in {"\r", "\n"}:
            return self._enter()
        if key in {"\x7f", "\b"}:
            return replace(self, typed=self.typed[:-1]), None
        is_part = len(key) == 1 and (key in _LETTERS or (key in " -" and self.typed))
        if is_part and len(self.typed) < _LONGEST_WORD:
            return replace(self, typed=self.typed + key, hint=""), None
        return self, None

    def _enter(self) -> tuple[DangerPrompt, Answer | None]:
        word = " ".join(self.typed.split())
        if word in _WORDS:
            return self, _WORDS[word]
        hint = f'"{word}" is no answer: type 1, 2 or 3, or yes, no, not sure in full' if word else ""
        return replace(self, typed="", hint=hint), None
