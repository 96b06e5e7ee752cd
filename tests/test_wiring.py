"""What every command needs: a file is written as its form asks for it, on every system, and never over another one."""

from __future__ import annotations

import _pyio  # type: ignore[import-not-found] # the reader and writer in plain Python, which asks os.linesep
import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from cramp_cli.commands.wiring import write_file
from cramp_cli.core.errors import CrampError, ExitCode

LINE_ENDS = {"a calendar or a table": "one\r\ntwo\r\n", "a page or a script's values": "one\ntwo\n"}


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let text files end their lines as they do on Windows, where a bare open() turns each LF into CR LF."""

    def opened(path: Path, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - those of open()
        return _pyio.open(str(path), *arguments, **options)

    monkeypatch.setattr(os, "linesep", "\r\n")
    monkeypatch.setattr(Path, "open", opened)


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("form", LINE_ENDS)
def test_a_file_has_the_line_ends_of_its_form_on_windows_too(tmp_path: Path, form: str) -> None:
    write_file(str(tmp_path / "file"), LINE_ENDS[form])
    assert (tmp_path / "file").read_bytes() == LINE_ENDS[form].encode()


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("form", LINE_ENDS)
def test_stdout_has_them_too(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", _pyio.TextIOWrapper(written, encoding="utf-8"))
    write_file("-", LINE_ENDS[form])
    assert written.getvalue() == LINE_ENDS[form].encode()


def test_another_file_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(CrampError, match="exists") as raised:
        write_file(str(tmp_path / "file"), "yours")
    assert raised.value.code is ExitCode.USAGE
    assert (tmp_path / "file").read_text("utf-8") == "mine"
