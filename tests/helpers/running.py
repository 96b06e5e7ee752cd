"""The whole program inside this process, for the many cases in which only what it says matters."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from cramp_cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Done:
    """What a run came to."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What was said on stderr, line by line."""
        return self.err.splitlines()


class _Stream(io.TextIOWrapper):
    """A stream to nowhere that keeps what was written, also after it was closed or taken apart."""

    def __init__(self, encoding: str, contents: bytes = b"") -> None:
        self._bytes = io.BytesIO(contents)
        super().__init__(self._bytes, encoding=encoding, newline="\n")

    @property
    def written(self) -> str:
        self.flush()
        return self._bytes.getvalue().decode(self.encoding)


def run(*arguments: str, stdin: bytes = b"", encoding: str = "utf-8", opened: IO[bytes] | None = None) -> Done:
    """Run the program with `arguments` as a script would: no terminal, `stdin` or what is `opened` on its input."""
    out, err = _Stream(encoding), _Stream(encoding)
    given = _Stream("utf-8", stdin) if opened is None else io.TextIOWrapper(opened)
    with _instead(given, out, err, ["cramp-cli", *arguments]):
        try:
            cli.main()
        except SystemExit as ended:
            return Done(int(ended.code or 0), out.written, err.written)
        finally:
            given.detach()
    raise AssertionError("main came back")


@contextmanager
def _instead(stdin: io.TextIOWrapper, out: io.TextIOWrapper, err: io.TextIOWrapper, argv: list[str]) -> Iterator[None]:
    before = sys.stdin, sys.stdout, sys.stderr, sys.argv
    mask = os.umask(0o022)
    try:
        sys.stdin, sys.stdout, sys.stderr, sys.argv = stdin, out, err, argv
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr, sys.argv = before
        os.umask(mask)


NOBODY = 65_534


def everybody_may_enter(folder: Path) -> bool:
    """Whether somebody who is not root can get to what is in a folder."""
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))


def run_as_nobody(*arguments: str) -> Done:
    """Run the program in a child that is not root; it may only read what everybody may.

    What it imports on the way has to be here already, for an interpreter may stand where only root can go.
    """
    run(*arguments)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - in the child
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            done = run(*arguments)
            os.write(writer, json.dumps([done.code, done.out, done.err]).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return Done(*json.loads(said))
