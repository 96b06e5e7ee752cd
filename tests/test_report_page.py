"""The forms of the page for the doctor: whole in itself, readable aloud, on two sheets, never a diagnosis."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from helpers.reports import HOSTILE, cramp, everything, facts, names_of, written

from cramp_cli.core.report_contract import contract
from cramp_cli.core.report_tables import MOST_ROWS
from cramp_cli.export.report_page import page
from cramp_cli.export.report_text import lines, markdown

if TYPE_CHECKING:
    from pathlib import Path

    from cramp_cli.core.report_facts import Names, Report
    from cramp_cli.core.report_words import Paper
    from cramp_cli.knowledge.decoding import Knowledge


@pytest.fixture
def names(knowledge: Knowledge) -> Names:
    return names_of(knowledge)


@pytest.mark.parametrize("form", [lambda one: "\n".join(lines(one)), markdown, page])
def test_report_wording(names: Names, form: Any) -> None:  # noqa: ANN401 - a function
    """H-15: the header says what it is not, and no other word claims to know what the person has."""
    said = form(written(everything(names))).replace("\\", "")
    assert said.casefold().count("diagnos") == 1
    for needed in ("It is no diagnosis.", "No clinician has reviewed the program's", "Written by the person"):
        assert needed in said.replace("&#39;", "'")
    for word in ("you have", "suffers", "% chance", "probability"):
        assert word not in said.casefold()


def test_the_header_stands_before_everything_else(names: Names) -> None:
    found = written(everything(names))
    assert list(lines(found))[1] == found.about


class Tags(HTMLParser):
    """Every tag with its attributes, and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(found: Paper) -> Tags:
    tags = Tags()
    tags.feed(page(found))
    return tags


def test_what_was_typed_appears_as_text(names: Names) -> None:
    markup = "<script>alert(1)</script>"
    one = cramp(1, notes=markup, came_after='"><img src=x>', region="<b>", side=None)
    tags = parsed(written(facts(names, one)))
    assert markup in tags.text
    assert not [tag for tag, _ in tags.tags if tag in {"script", "img", "iframe", "link", "a", "form", "b", "object"}]


def test_the_page_is_whole_in_itself_and_its_tables_can_be_read_aloud(names: Names) -> None:
    tags = parsed(written(everything(names)))
    assert ("html", {"lang": "en"}) in tags.tags
    assert {attributes.get("scope") for tag, attributes in tags.tags if tag == "th"} == {"col", "row"}
    for _, attributes in tags.tags:
        assert not {"src", "href", "onclick", "onload"} & set(attributes)
    assert "url(" not in page(written(everything(names)))


def test_every_drawing_says_in_words_what_it_shows(names: Names) -> None:
    drawings = [attributes for tag, attributes in parsed(written(everything(names))).tags if tag == "svg"]
    said = [str(one["aria-label"]) for one in drawings]
    assert [one["role"] for one in drawings] == ["img"] * 3
    assert said[0].startswith("28 cramps on 28 days up to 2026-11-22.")
    assert "In the week from: " in said[0]
    assert said[1].startswith("Time of day: 00-03 0; 03-06 28; ")
    assert said[2] == "Where: back of the thigh 28; right 28"


def test_the_drawings_come_after_the_danger(names: Names) -> None:
    found = page(written(everything(names)))
    assert found.index('id="danger"') < found.index("<svg") < found.index("<table")


def test_nothing_logged_has_no_drawing_and_no_alarm(names: Names) -> None:
    found = page(written(facts(names)))
    assert "<svg" not in found
    assert '<section id="danger" class="calm">' in found
    assert 'class="calm"' not in page(written(everything(names)))


def test_what_a_person_typed_is_no_markdown(names: Names) -> None:
    said = markdown(written(facts(names, cramp(1, notes=HOSTILE[:44], came_after="# big | wide"))))
    assert r"\<script\>" in said
    assert r"\# big \| wide" in said
    rows = [line for line in said.splitlines() if line.startswith("| 2026")]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [9]


def test_a_script_gets_every_fact_and_null_for_what_nobody_knows(names: Names) -> None:
    report = facts(names, cramp(1, pain_before=None))
    found = json.loads(json.dumps(contract(report, written(report))))
    assert found["schema"] == "cramp-cli/report/1"
    assert found["episodes"][0]["pain_before"] is None
    assert found["trend"] == {"change": "too-little", "before": None, "since": None}
    assert {"danger", "episodes", "trend", "tried", "medicines", "conditions", "gaps", "questions"} <= set(found)


# -- on paper ---------------------------------------------------------------------------------------------------------

LONGEST = {
    "as many rows as fit": (MOST_ROWS, 60),
    "sixty in a month": (60, 30),
    "a hundred in half a year": (100, 200),
    "a thousand in ten years": (1000, 3600),
}


def pages_of(folder: Path, html: str, size: str) -> int:
    (folder / "r.html").write_text(html.replace("@page {", f"@page {{ size: {size};", 1), "utf-8")
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    subprocess.run(
        [str(browser), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={folder / 'p'}", f"--print-to-pdf={folder / 'r.pdf'}", (folder / "r.html").as_uri()],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    info = subprocess.run(["pdfinfo", str(folder / "r.pdf")], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", info)[0])


@pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("pdfinfo")), reason="not run: no chromium or no pdfinfo here"
)
@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("length", LONGEST if os.environ.get("CRAMP_CLI_EVERYTHING") else list(LONGEST)[:2])
def test_the_fullest_page_fits_two_sheets(names: Names, tmp_path: Path, length: str, size: str) -> None:
    """The two most ordinary lengths; every length with CRAMP_CLI_EVERYTHING=1."""
    report: Report = everything(names, *LONGEST[length])
    assert pages_of(tmp_path, page(written(report)), size) <= 2
