"""`cramp-cli doctor`: says which ways of being seen and heard work here, and whether the files are in order.

It plays every cue, so that the person can tell what they hear. Files and knowledge are looked at in `health`, the
history in `health_history`.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.health import Part, State, Values, files, known, shown
from cramp_cli.commands.health_history import kept
from cramp_cli.core.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cramp_cli.core.announcing import Cue
    from cramp_cli.terminal.console import Door
    from cramp_cli.terminal.sound import Sound
    from cramp_cli.terminal.voice import Speaker, Voice

SCHEMA = "cramp-cli/doctor/1"
_LONGEST_WORDS_SECONDS = 15.0
_BETWEEN_SECONDS = 0.6
_LOOK_SECONDS = 0.05
_DOTS = "\u28ff\u2836"

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def doctor(
    *,
    mute: Annotated[bool, typer.Option("--mute", help="Play nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For a script; no bell.")] = False,
) -> None:
    """Check what works here: sound, voice, terminal, files, history, knowledge.

    \b
      cramp-cli doctor                    plays every cue, so listen
      cramp-cli doctor --mute
      cramp-cli doctor --mute --json

    Exit 0 if nothing is broken, 1 otherwise. Nothing private is printed.
    """  # noqa: D301 - \b keeps the examples as they are
    from cramp_cli.terminal.console import Door

    door = Door(sys.stdout)
    parts = [*_heard(door, plays=not mute, rings=not (mute or json)), *_seen(), *files(), *kept(), *known()]
    if json:
        _write_json(door, parts)
    else:
        door.lines(_lines(parts))
    is_broken = any(one.state is State.BROKEN for one in parts)
    raise typer.Exit(ExitCode.FAILED if is_broken else ExitCode.DONE)


def _lines(parts: Iterable[Part]) -> Iterator[str]:
    from cramp_cli.core.text import clean

    for one in parts:
        yield f"{one.state:<8} {clean(one.id)}: {clean(one.says)}"
        if one.fix:
            yield f"         To mend it: {clean(one.fix)}"


def _write_json(door: Door, parts: Iterable[Part]) -> None:
    from cramp_cli import __version__
    from cramp_cli.commands.wiring import json_text

    door.write(json_text({"schema": SCHEMA, "version": __version__, "items": [asdict(one) for one in parts]}))
    door.write("\n")


# -- what can be heard ------------------------------------------------------------------------------------------------


def _heard(door: Door, *, plays: bool, rings: bool) -> Iterator[Part]:
    from cramp_cli.terminal.console import is_terminal
    from cramp_cli.terminal.signals import orderly
    from cramp_cli.terminal.sound import BELLS, NO_BELLS, Sound
    from cramp_cli.terminal.voice import Voice, find_speakers

    has_bell = is_terminal(sys.stdout)
    bells = BELLS if rings and has_bell else NO_BELLS
    found = find_speakers()
    voice = Voice(found)
    with orderly(lambda: None, lambda: None), closing(Sound(door, bells, voice)) as sound:
        if plays and (bells or found):
            _play(door if rings else None, sound, bells, has_voice=bool(found))
        yield _bell(has_bell=has_bell, rang=bool(bells))
        yield _voice(found, voice, has_spoken=plays)


def _play(door: Door | None, sound: Sound, bells: Mapping[Cue, int], *, has_voice: bool) -> None:
    """Play every cue, one after the other, naming it first where there is a door."""
    import time

    from cramp_cli.core.announcing import Cue, hold_words, moment_words

    words = {Cue.START: hold_words(30), Cue.END: "Rest.", Cue.QUESTION: "A question.", Cue.ALL_DONE: "All done."}
    for cue in (Cue.START, Cue.HALFWAY, Cue.THREE, Cue.TWO, Cue.ONE, Cue.END, Cue.QUESTION, Cue.ALL_DONE):
        said = words.get(cue) or moment_words(cue)
        rings = {0: "no bell", 1: "one bell", 2: "two bells"}[bells.get(cue, 0)]
        if door is not None:
            door.lines([f"listen   {cue}: {rings}" + (f', "{said}"' if has_voice else "")])
        until = time.monotonic() + _LONGEST_WORDS_SECONDS
        sound.hear(cue, said)
        while sound.is_busy and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)
        if door is not None and cue in bells:
            time.sleep(_BETWEEN_SECONDS)


def _bell(*, has_bell: bool, rang: bool) -> Part:
    if not has_bell:
        return Part("bell", State.LIMITED, "no terminal to ring in", "run cramp-cli doctor in a terminal window")
    heard = "One bell ends a hold or calls you to a question, two say that all is done; the screen flashes as well."
    fix = "heard nothing? Switch the bell on in the terminal's settings; in tmux: set -g bell-action any"
    return Part("bell", State.WORKS, heard, fix if rang else "", {"rang": rang})


def _voice(found: tuple[Speaker, ...], voice: Voice, *, has_spoken: bool) -> Part:
    if not found:
        fix = "install espeak-ng or speech-dispatcher; macOS and Windows bring a speaker along"
        return Part("voice", State.LIMITED, "no speaker was found on PATH", fix, {"speaker": None, "path": None})
    used = voice.speaker
    if used is None:
        fix = f"try it yourself: {shown(found[0].path)}"
        return Part("voice", State.BROKEN, "every speaker found here fails or hangs", fix, {"speaker": None})
    others = ", ".join(one.name for one in found if one != used)
    says = f"{used.name}, {shown(used.path)}" + (f" (also here: {others})" if others else "")
    fix = "heard nothing? It ended without an error: look at the volume and the system's sound output"
    values: Values = {"speaker": used.name, "path": shown(used.path), "spoke": has_spoken}
    return Part("voice", State.WORKS, says, fix if has_spoken else "", values)


# -- what can be seen -------------------------------------------------------------------------------------------------


def _seen() -> Iterator[Part]:
    from cramp_cli.terminal.console import is_terminal, screen_size, wants_colour, wants_plain
    from cramp_cli.terminal.keys import standard_input_is_terminal

    columns, rows = screen_size()
    name = os.environ.get("TERM", "")
    has_both = is_terminal(sys.stdout) and standard_input_is_terminal()
    says = f"TERM={name or '(not set)'}, {columns}x{rows}, " + ("a terminal" if has_both else "no terminal")
    fix = "" if has_both else "run it in a terminal window; in a pipe a routine is printed, and nobody is asked"
    values: Values = {"term": name, "columns": columns, "rows": rows, "is_terminal": has_both}
    yield Part("terminal", State.WORKS if has_both else State.LIMITED, says, fix, values)
    moves, colours = not wants_plain(), wants_colour(sys.stdout)
    fix = (
        ""
        if moves
        else "appended lines are used; if that was not wished for, set TERM=xterm-256color, unset ACCESSIBLE"
    )
    says = "one quiet screen" if moves else "the cursor is not moved"
    yield Part("cursor", State.WORKS if moves else State.LIMITED, says, fix, {"moves": moves})
    says = "in colour" if colours else "without colour; nothing is said by colour alone"
    yield Part("colour", State.WORKS, says, "", {"colour": colours})
    yield _letters()


def _letters() -> Part:
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    try:
        _DOTS.encode(encoding)
    except (UnicodeError, LookupError):
        fix = "set LANG=C.UTF-8, or another name that ends in UTF-8"
        return Part("letters", State.LIMITED, f"{encoding}: plain signs, no figures", fix, {"braille": False})
    says = f"{encoding}; two blocks of dots should stand here: {_DOTS}"
    return Part("letters", State.WORKS, says, "", {"encoding": encoding, "braille": True})
