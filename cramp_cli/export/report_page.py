"""Writes the report as one page of HTML to print and hand over: at most two sheets, of A4 or of Letter.

Every text is escaped by the template, nothing in the page runs, and nothing is fetched from anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

if TYPE_CHECKING:
    from cramp_cli.core.report_words import Paper


def page(paper: Paper) -> str:
    """Return the report as HTML."""
    environment = Environment(
        loader=PackageLoader("cramp_cli", "export/templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(paper=paper)
