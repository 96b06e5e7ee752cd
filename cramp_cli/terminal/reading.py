"""Shows pages of the knowledge: one in full with its grades and sources, or many in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cramp_cli.core.text import NOT_REVIEWED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_cli.core.page import Line, Page

_INDENT = "  "


def in_full(page: Page) -> Iterator[Text]:
    """Yield the lines of one page."""
    yield Text(page.title[:1].upper() + page.title[1:], "bold")
    for part in page.parts:
        yield Text()
        if part.heading:
            yield Text(part.heading, "bold cyan")
        for line in part.lines:
            yield _line(line)
    if page.sources:
        yield Text()
        yield Text("Sources", "bold cyan")
        for source in page.sources:
            yield Text.assemble(
                _INDENT, (source.id, "bold"), f": {source.cite}", (f" {source.url}" if source.url else "")
            )
    yield Text()
    checked = f"Checked against its sources on {page.checked}. " if page.checked else ""
    yield Text(f"{checked}{NOT_REVIEWED}", "dim")


def _line(line: Line) -> Text:
    said = Text.assemble(_INDENT, line.text)
    grade = line.evidence.words if line.evidence is not None else ""
    notes = "; ".join(note for note in (grade, ", ".join(line.sources)) if note)
    if notes:
        said.append(f" ({notes})", "dim")
    return said


def as_list(pages: Iterable[Page], command: str) -> Iterator[Text]:
    """Yield a line or two for each page, and how to read one in full."""
    for page in pages:
        yield Text.assemble((page.id, "bold"), f"  {page.title}" if page.title != page.id else "")
        if page.summary:
            yield Text(f"{_INDENT}{page.summary}", "dim")
    yield Text()
    yield Text(f"One in full: cramp-cli {command} NAME")
