"""Real shells with a person at Tab: what bash, zsh and fish offer for a line that was typed so far."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from cramp_cli.export.completion import SHELLS
from helpers.screens import Program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROMPT = "READY>"
EACH_SHELL = pytest.mark.parametrize("shell", SHELLS)
_LIST, _CLEAR = "\x14", "\x0c"
_FRESH = "\x05\x15\r" + _CLEAR
"""Ends what is typed, gives up the line, and clears the screen."""
_BASH = f"""PS1='{PROMPT} '
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind 'set enable-bracketed-paste off'
bind '"\\C-t": possible-completions'
. SCRIPT
"""
_ZSH = f"""PS1='{PROMPT} '
unsetopt zle_bracketed_paste
LISTMAX=10000
zstyle ':completion:*' verbose no
fpath=(FOLDER $fpath)
autoload -Uz compinit; compinit -u -D
bindkey '^T' list-choices
"""


def needs(tool: str) -> None:
    """Skip the test where a tool is missing, and say so."""
    if shutil.which(tool) is None:
        pytest.skip(f"not run: {tool} is not on PATH")


class Bench:
    """One shell that has read the script of `cramp-cli completion`."""

    def __init__(self, shell: str, script: str, folder: Path) -> None:
        needs(shell)
        self.shell = shell
        self.folder = folder
        self.file = folder / "_cramp-cli"
        self.file.write_text(script, "utf-8")
        self._terminal: Program | None = None

    @property
    def environment(self) -> dict[str, str]:
        """A home of its own, and no settings of the person who runs the tests."""
        home = {"HOME": str(self.folder), "ZDOTDIR": str(self.folder), "INPUTRC": os.devnull, "HISTFILE": os.devnull}
        return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **home}

    def run(self, code: str) -> str:
        """Run lines of the shell, without a terminal and without its own settings; return what they print."""
        bare = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[self.shell]
        line = [self.shell, *bare, "-c", code]
        done = subprocess.run(line, capture_output=True, check=False, env=self.environment, cwd=self.folder)
        assert done.stderr == b""
        return done.stdout.decode("utf-8", "surrogateescape")

    def offers(self, line: str, is_right: Callable[[set[str]], bool]) -> set[str]:
        """Type `line`, ask what there is, and return it; a terminal is watched until it `is_right`, or for long."""
        if self.shell == "fish":
            quoted = line.replace("\\", "\\\\").replace("'", "\\'")
            told = self.run(f". {self.file}; complete -C '{quoted}'")
            return {one.split("\t")[0] for one in told.splitlines()}
        terminal = self.terminal
        terminal.press(_FRESH + line + _LIST)
        try:
            found = _listed(terminal.until(lambda text: _is_typed(text, line) and is_right(_listed(text))))
        except AssertionError:
            found = _listed(terminal.text)
        if not found:
            self._ask_for_one()
        return found

    def _ask_for_one(self) -> None:
        """Ask for a lone word: after an empty list, readline finishes the next one instead of listing it."""
        self.terminal.press(f"{_FRESH}cramp-cli relie{_LIST}")
        self.terminal.see("relief")

    def after_tab(self, line: str, wanted: str) -> str:
        """Type `line` and Tab, and return the screen once `wanted` stands there."""
        self.terminal.press(f"{_FRESH}{line}\t")
        return self.terminal.see(wanted)

    @property
    def terminal(self) -> Program:
        """The shell on a terminal, ready for a line."""
        if self._terminal is None:
            starts = {"bash": "exec bash --norc --noprofile -i", "zsh": "exec zsh -f -i"}
            begin = Program(shell=starts[self.shell], columns=100, rows=60, environment=self.environment)
            begin.until(lambda text: bool(text.strip()))
            lines = (_BASH if self.shell == "bash" else _ZSH).replace("FOLDER", str(self.folder))
            for line in lines.replace("SCRIPT", str(self.file)).splitlines():
                begin.press(line + "\r")
            begin.press(f"{_CLEAR}echo begun\r")
            begin.see("\nbegun", PROMPT)
            self._terminal = begin
        return self._terminal

    def close(self) -> None:
        """End the shell."""
        if self._terminal is not None:
            self._terminal.child.close(force=True)


def _is_typed(text: str, line: str) -> bool:
    return text.startswith(f"{PROMPT} {line}".rstrip())


def _listed(text: str) -> set[str]:
    """The words below the line that was typed."""
    lines = text.splitlines()[1:]
    return {
        word for line in lines if not line.startswith(PROMPT) for word in line.replace("\\ ", "\u00a0").split(" ")
    } - {""}
