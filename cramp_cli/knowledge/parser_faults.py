"""Says in our words, and at the place to mend, what the YAML parser stumbled over.

The two parsers PyYAML has differ in wording, and both point at where they gave up: for a quote or a bracket without
its partner that may be the end of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import MarkedYAMLError
    from yaml._yaml import Mark as LibyamlMark
    from yaml.error import Mark as PureMark

    Mark = LibyamlMark | PureMark

DIRECTIVE = ("directives (%) are not allowed", "remove the line")
_IN_OUR_WORDS = (
    ("mapping values", "a colon where no key can stand", "put the text in quotes, or look at the lines above"),
    ("start any token", "a text cannot begin with this character", "put the text in quotes"),
    ("expected key", "this does not go on from the lines above", "look at the indentation and the quotes"),
    ("<block end>", "this does not go on from the lines above", "look at the indentation and the quotes"),
    ("expected ','", "a comma is missing before this", "add it, or put the text in quotes"),
    ("escape", "no such escape in double quotes", "use single quotes, or write \\\\ for a backslash"),
    ("hex", "no such escape in double quotes", "use single quotes, or write \\\\ for a backslash"),
)


class FaultError(Exception):
    """The one fault for which reading a file stops."""

    def __init__(self, line: int, column: int, what: str, fix: str = "") -> None:
        super().__init__(what)
        self.line, self.column, self.what, self.fix = line, column, what, fix


def place_of(mark: Mark | None) -> tuple[int, int]:
    """Return the line and column of a parser's mark, both counted from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def line_and_column(before: str) -> tuple[int, int]:
    """Return the place right after the text `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def translated(error: MarkedYAMLError, text: str) -> FaultError:
    """Return the fault that a parser's error stands for."""
    lines = text.split("\n")
    line, column = _inside(error.problem_mark or error.context_mark, lines)
    here = lines[line - 1]
    if here.startswith("%"):
        return FaultError(line, 1, *DIRECTIVE)
    if here[: column + 1].strip(" ").startswith("\t"):
        return FaultError(line, here.index("\t") + 1, "tab used for indentation", "use spaces")
    if here.startswith("\t", column - 1):
        return FaultError(line, column, "tab where a space belongs", "use spaces")
    if _is_open(error, "\n".join((here[column - 1 :], *lines[line:]))):
        return FaultError(*_opening(error, lines), "opened here and never closed", "close it")
    return FaultError(line, column, *_in_our_words(error.problem or "no reason given"))


def _in_our_words(said: str) -> tuple[str, str]:
    known = (row[1:] for row in _IN_OUR_WORDS if row[0] in said)
    return next(known, (f"not readable as YAML: {said}", "look at the indentation, colons, commas and quotes"))


def _is_open(error: MarkedYAMLError, rest: str) -> bool:
    """Tell a quote or bracket without its partner from other trouble inside one; `rest` begins at the trouble."""
    said, context = error.problem or "", error.context or ""
    if "quoted" in context:
        return "end of stream" in said or "unexpected document" in said
    return "flow" in context and not _closes(rest, "]" if "sequence" in context else "}")


def _opening(error: MarkedYAMLError, lines: list[str]) -> tuple[int, int]:
    """Return where the quote or bracket stands; after an empty bracket the parser names what follows it instead."""
    line, column = _inside(error.context_mark, lines)
    if "quoted" in (error.context or ""):
        return line, column
    before = "\n".join((*lines[: line - 1], lines[line - 1][:column]))
    return line_and_column(before[: max(before.rfind("["), before.rfind("{"))])


def _inside(mark: Mark | None, lines: list[str]) -> tuple[int, int]:
    """Return the place of `mark`; libyaml puts the end of a file that lacks its last line break one line too low."""
    line, column = place_of(mark)
    return (line, column) if line <= len(lines) else (len(lines), len(lines[-1]) + 1)


def _closes(rest: str, closer: str) -> bool:
    """Return whether the first bracket of `rest` that closes more than `rest` opens is `closer`."""
    depth = 0
    for char in rest:
        depth += (char in "[{") - (char in "]}")
        if depth < 0:
            return char == closer
    return False
