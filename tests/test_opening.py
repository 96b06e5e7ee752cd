"""Opening the knowledge: nothing is read that was read before, until a file, the folder or the program has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers import caches
from helpers.caches import get, never, plain, put
from helpers.small_knowledge import change

import cramp_cli
from cramp_cli.core.errors import CrampError
from cramp_cli.knowledge import cache, opening
from cramp_cli.knowledge.cache import SHIPPED, Cache, contents, stamps
from cramp_cli.knowledge.loading import RawKnowledge

if TYPE_CHECKING:
    from collections.abc import Callable

root, folder = caches.root, caches.folder


def expanded(raw: RawKnowledge) -> RawKnowledge:
    return RawKnowledge(plain(raw.files), raw.problems)


def test_a_start_with_nothing_changed_reads_no_yaml(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(root / "regions/brow.yaml", "recheck: look-again", "recheck: look")
    first = opening.load(root, Cache(folder))
    monkeypatch.setattr(opening, "read_all", never)
    assert expanded(opening.load(root, Cache(folder))) == first
    assert [str(problem).split(" ")[0] for problem in first.problems] == ["regions/brow.yaml:25:10:"]


def test_a_start_with_nothing_changed_imports_neither_reader_nor_validator(root: Path, folder: Path) -> None:
    opening.load(root, Cache(folder))
    program = (
        "import sys; from pathlib import Path; from cramp_cli.knowledge import cache, opening;"
        "opening.load(Path(sys.argv[1]), cache.Cache(Path(sys.argv[2])));"
        "print({'yaml', 'jsonschema', 'referencing'} & set(sys.modules))"
    )
    source = str(Path(cramp_cli.__file__).parents[1])
    command = [sys.executable, "-c", program, str(root), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": source})
    assert done.stdout == "set()\n"


def touch(root: Path) -> None:
    status = (root / "words.yaml").stat()
    os.utime(root / "words.yaml", ns=(status.st_atime_ns, status.st_mtime_ns + 1))


def grow(root: Path) -> None:
    status = (root / "words.yaml").stat()
    change(root / "words.yaml", "fillers: [my", "fillers: [our, my")
    os.utime(root / "words.yaml", ns=(status.st_atime_ns, status.st_mtime_ns))


def replace(root: Path) -> None:
    status = (root / "words.yaml").stat()
    fresh = root / "fresh"
    fresh.write_bytes((root / "words.yaml").read_bytes())
    os.utime(fresh, ns=(status.st_atime_ns, status.st_mtime_ns))
    fresh.replace(root / "words.yaml")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a later time": touch,
    "another size": grow,
    "another file of the same size and time": replace,
    "a new file": lambda root: (root / "regions" / "lip.yaml").touch(),
    "a file gone": lambda root: (root / "regions" / "brow.yaml").unlink(),
    "a file renamed": lambda root: (root / "regions/brow.yaml").rename(root / "regions/eyebrow.yaml"),
    "a changed schema": lambda root: change(root / "schema/region.json", '"maxItems": 60', '"maxItems": 61'),
}


@pytest.mark.parametrize("make", CHANGES.values(), ids=CHANGES)
def test_any_change_of_a_file_is_read_again(root: Path, folder: Path, make: Callable[[Path], object]) -> None:
    before = stamps(root)
    put(folder, before)
    make(root)
    assert stamps(root) != before
    assert get(folder, stamps(root)) is None


def test_another_version_or_another_folder_reads_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stamps(root)
    root.rename(root.with_name("moved"))
    assert stamps(root.with_name("moved")) != before
    root.with_name("moved").rename(root)
    assert stamps(root) == before
    monkeypatch.setattr(cache, "__version__", "99")
    assert stamps(root) != before


# -- what is packed when the program is built -------------------------------------------------------------------------


def test_the_first_start_of_a_built_program_reads_no_yaml(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = opening.load(root)
    opening.pack(root)
    monkeypatch.setattr(opening, "read_all", never)
    assert expanded(opening.load(root, Cache(folder))) == expected
    (root / SHIPPED).unlink()
    monkeypatch.undo()
    assert expanded(opening.load(root, Cache(folder))) == expected


def test_a_pack_of_other_contents_is_as_good_as_none(root: Path, folder: Path) -> None:
    opening.pack(root)
    before = contents(root)
    change(root / "words.yaml", "fillers: [my", "fillers: [our, my")
    assert contents(root) != before
    assert "our" in opening.load(root, Cache(folder)).files["words"]["fillers"]


def test_where_and_when_the_files_were_put_is_no_change(root: Path) -> None:
    before = contents(root)
    touch(root)
    root.rename(root.with_name("moved"))
    assert contents(root.with_name("moved")) == before


def test_nothing_faulty_is_packed(root: Path) -> None:
    change(root / "regions/brow.yaml", "recheck: look-again", "recheck: look")
    with pytest.raises(CrampError, match=r"regions/brow\.yaml:25:10"):
        opening.pack(root)
    assert not (root / SHIPPED).exists()
