"""Writes the report as plain lines and as Markdown. What a person typed can become neither a heading nor a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_cli.core.report_tables import Table
    from cramp_cli.core.report_words import Paper, Section

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def lines(paper: Paper) -> Iterator[str]:
    """Yield the report as lines for a terminal or a pipe."""
    yield from (paper.title, paper.about, "", *paper.lead, *paper.noticed)
    for section in paper.sections:
        yield from ("", section.title.upper())
        yield from (f"  {clean(line)}" for line in _in_lines(section))


def _in_lines(section: Section) -> Iterator[str]:
    yield from section.lines
    if section.table is not None:
        yield from (_row(section.table, row) for row in section.table.rows)


def _row(table: Table, row: tuple[str, ...]) -> str:
    named = ", ".join(cell for cell in row[: table.named_by] if cell)
    rest = zip(table.columns[table.named_by :], row[table.named_by :], strict=True)
    return "; ".join([named, *(f"{column.lower()} {cell}" for column, cell in rest if cell not in {"", "0"})])


def markdown(paper: Paper) -> str:
    """Return the report as Markdown."""
    return "\n".join([*_markdown(paper), ""])


def _markdown(paper: Paper) -> Iterator[str]:
    yield from (f"# {_escaped(paper.title)}", "", f"*{_escaped(paper.about)}*", "")
    yield from ("Name: ____________________ Date of birth: ____________", "")
    yield from (f"{_escaped(line)}  " for line in (*paper.lead, *paper.noticed))
    for section in paper.sections:
        yield from ("", f"## {_escaped(section.title)}", "")
        yield from (f"- {_escaped(line)}" for line in section.lines)
        if section.table is not None:
            yield from (["", *_table(section.table)] if section.lines else _table(section.table))


def _table(table: Table) -> Iterator[str]:
    yield _cells(table.columns)
    yield _cells("---" for _ in table.columns)
    yield from (_cells(map(_escaped, row)) for row in table.rows)


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    return _MEANS_SOMETHING.sub(r"\\\1", clean(text))
