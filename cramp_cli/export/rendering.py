"""Fills a page of HTML. Every text is escaped, nothing in a page runs, and nothing is fetched from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup


def rendered(template: str, filters: Mapping[str, Callable[[str], Markup]] | None = None, **values: object) -> str:
    """Return the page that `template`, a file of `export/templates/`, makes of `values`."""
    environment = Environment(
        loader=PackageLoader("cramp_cli", "export/templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters or {})
    return environment.get_template(template).render(**values)
