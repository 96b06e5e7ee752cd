"""The page to print: complete, sealed, escaped, readable only by its owner, and one sheet of paper."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import pytest
from helpers.screens import INSTALLED
from test_overlays import built_in, written

from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root

REGIONS = sorted(path.stem for path in (data_root() / "regions").glob("*.yaml"))
VOID = {"meta", "br", "hr", "img", "link", "input", "rect", "path"}
HOSTILE = "<b>&\"'</b>"
PAPERS = {"A4": (594, 841), "Letter": (612, 792)}
ONE_PAGE = r"^Pages:\s+1$"


class Page(HTMLParser):
    """Reads a page strictly: every tag closed in its turn; keeps its texts, tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.pieces: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pieces).split())

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(INSTALLED), "relief", *arguments], capture_output=True, text=True, check=False)


def page_of(*arguments: str) -> str:
    done = run(*arguments, "--html", "-")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page of every region."""
    home = tmp_path_factory.mktemp("pages")
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)}

    def made(region: str) -> str:
        call = [str(INSTALLED), "relief", region, "--html", "-"]
        return subprocess.run(call, capture_output=True, text=True, check=True, env=environment).stdout

    with ThreadPoolExecutor(4) as pool:
        return dict(zip(REGIONS, pool.map(made, REGIONS), strict=True))


EACH_REGION = pytest.mark.parametrize("region", REGIONS)


# -- what stands on it ------------------------------------------------------------------------------------------------


@EACH_REGION
def test_every_stop_sign_instruction_and_gate_question_is_on_it(
    pages: dict[str, str], knowledge: Knowledge, region: str
) -> None:
    text = Page(pages[region]).text
    routine = plan_routine(knowledge.region(region), Person())
    for sign in (*routine.region.signs, *routine.region.recheck.signs):
        assert sign.text in text
    for step in (*routine.steps, *routine.after):
        assert step.instruction in text
        if step.gate:
            assert f"Only if every answer is no: {step.gate[0].text}" in text
        for question in step.gate:
            assert question.text in text
            assert all(sign.text in text for sign in question.signs)
        assert all(spot in text for spot in step.never)
    assert "No clinician has reviewed this knowledge yet" in text


@EACH_REGION
def test_the_stop_signs_stand_above_the_first_instruction(
    pages: dict[str, str], knowledge: Knowledge, region: str
) -> None:
    text = Page(pages[region]).text
    routine = plan_routine(knowledge.region(region), Person())
    if routine.steps:
        assert max(text.index(sign.text) for sign in routine.region.signs) < text.index(routine.steps[0].instruction)


@EACH_REGION
def test_nothing_in_it_runs_and_nothing_is_fetched(pages: dict[str, str], region: str) -> None:
    page = Page(pages[region])
    assert not {"script", "iframe", "object", "embed", "link", "img", "form", "base"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in {"src", "href", "action"}]
    text = pages[region].replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|//|url\(|@import|@font-face|javascript:", text)
    assert "default-src 'none'" in text


@EACH_REGION
@pytest.mark.parametrize("side", ["left", "both"])
def test_every_id_is_given_once_and_every_figure_is_described(region: str, side: str) -> None:
    page = Page(page_of(region, "--side", side))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert set(" ".join(page.values("aria-labelledby")).split()) == set(ids)
    assert page.tags.count("svg") == len(page.values("aria-labelledby"))


def test_both_sides_are_drawn_each_its_own_way() -> None:
    left, right = (page_of("calf", "--side", side).count("<svg") for side in ("left", "right"))
    assert page_of("calf", "--side", "both").count("<svg") > left == right > 0


def test_what_is_left_out_for_the_person_is_said() -> None:
    assert "Left out for you:" in Page(page_of("calf", "--have", "pregnant")).text


# -- texts of somebody's own ------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Knowledge:
    """A region of one's own whose every text tries to be markup, where the program finds it."""
    region = built_in("regions", "calf") | {"name": f"calf {HOSTILE}", "muscles": HOSTILE}
    for step in region["steps"]:
        step.update({"times": int(step["times"]), "title": f"Pull {HOSTILE}", "felt": HOSTILE, "mistakes": [HOSTILE]})
        step["do"] = f"Pull. {HOSTILE}"
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "cramp-cli" / "knowledge"
    folder.mkdir(parents=True, mode=0o700)
    written(tmp_path, "look.yaml", {"regions": [region]})
    written(folder, "mine.yaml", {"regions": [region]})
    raw = read_all(data_root(), folder)
    assert raw.problems == ()
    return Knowledge(raw)


def test_texts_of_ones_own_are_shown_and_never_become_markup(hostile: Knowledge) -> None:
    text = page_of("calf")
    page = Page(text)
    assert "b" not in page.tags
    assert page.text.count(HOSTILE) > len(plan_routine(hostile.region("calf"), Person()).steps)
    assert HOSTILE not in text


# -- the file ---------------------------------------------------------------------------------------------------------


def test_the_file_is_its_owners_and_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "calf.html"
    assert run("calf", "--html", str(target)).returncode == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    target.write_text("mine")
    again = run("calf", "--html", str(target))
    assert again.returncode == 2
    assert again.stderr.startswith("cramp-cli: error: ")
    assert "exists" in again.stderr
    assert target.read_text() == "mine"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to(tmp_path / "elsewhere.html")
    assert run("calf", "--html", str(tmp_path / "link.html")).returncode == 2
    assert not (tmp_path / "elsewhere.html").exists()


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    done = run("calf", "--html", str(tmp_path / "no" / "calf.html"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


# -- on paper ---------------------------------------------------------------------------------------------------------


def printed(folder: Path, name: str, text: str) -> str:
    """What pdfinfo says about a page printed by Chromium."""
    source, target = folder / f"{name}.html", folder / f"{name}.pdf"
    source.write_text(text, "utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer",
         f"--user-data-dir={folder / name}", f"--print-to-pdf={target}", source.as_uri()],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    return subprocess.run(["pdfinfo", str(target)], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("paper", PAPERS)
def test_every_region_is_one_sheet(pages: dict[str, str], tmp_path: Path, paper: str) -> None:
    for tool in ("chromium", "pdfinfo"):
        if shutil.which(tool) is None:
            pytest.skip(f"not run: {tool} is not on PATH")

    def info(region: str) -> str:
        return printed(tmp_path, region, pages[region].replace("@page {", f"@page {{ size: {paper};"))

    some = REGIONS if os.environ.get("CRAMP_CLI_EVERYTHING") else ("calf", "lower-back", "neck-shoulder")
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(some, pool.map(info, some), strict=True))
    wide, _ = PAPERS[paper]
    assert all(re.search(rf"^Page size:\s+{wide}", text, re.MULTILINE) for text in found.values())
    assert not [region for region, text in found.items() if not re.search(ONE_PAGE, text, re.MULTILINE)]
