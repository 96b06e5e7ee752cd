"""Writes the report as one page of HTML to print and hand over: at most two sheets, of A4 or of Letter.

Every text is escaped by the template, nothing in the page runs, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from cramp_cli.export.charts import charts
from cramp_cli.export.rendering import rendered

if TYPE_CHECKING:
    from cramp_cli.core.chart import Chart
    from cramp_cli.core.report_words import Paper

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: \([A-Z][a-z]{2}\))?", re.ASCII)


def page(paper: Paper) -> str:
    """Return the report as HTML."""
    return rendered("report.html", {"dated": _dated}, paper=paper, drawn=_drawn)


def _dated(text: str) -> Markup:
    """Return `text`, escaped, with no line break inside a date: a day read as another month would mislead."""
    return Markup(_DAY.sub(r'<span class="day">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped here


def _drawn(chart: Chart) -> list[tuple[str, Markup]]:
    """Return each drawing with its heading, marked as safe: its shapes are numbers, its texts were escaped there."""
    return [(heading, Markup(svg)) for heading, svg in charts(chart)]  # noqa: S704 - see above
