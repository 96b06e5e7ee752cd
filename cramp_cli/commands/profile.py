"""`cramp-cli profile`: what the program knows about the person, said once and kept in one file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.wiring import SITUATIONS, TOOLS, json_text, known, open_knowledge, say
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.profile import KEYS, LISTS, USUAL_NIGHT, KnownIds, Profile, check_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cramp_cli.knowledge.decoding import Knowledge

SCHEMA = "cramp-cli/profile/1"
NOTHING = "nothing"
_CHANGES = {
    "conditions": "Relief leaves out what these rule out, as with --have.",
    "medicines": "Kept for finding out why it happens. Relief does not use them.",
    "tools": "Relief uses these where --with is not given.",
    "situation": "Where relief thinks you are, unless --situation says so.",
    "emergency-number": "Advice in an emergency begins: {emergency}.",
    "voice": "Whether relief speaks by day, unless --voice or --no-voice says otherwise.",
    "night": f"When relief is dim and quiet. Nothing means {USUAL_NIGHT}.",
    "history": "Whether relief writes down what was done. Off writes nothing; what is there stays.",
}
_UNCHANGED = "Whatever stands here, every question about danger is asked each time."
_MEND = "mend the file in an editor, or empty it: cramp-cli profile unset --all"

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.callback()
def profile() -> None:
    """Say once what is true of you, so that relief leaves out what is not for you.

    \b
      cramp-cli profile show
      cramp-cli profile set conditions pregnant unsteady
      cramp-cli profile set medicines "atorvastatin, ramipril"
      cramp-cli profile set emergency-number 999
      cramp-cli profile set night 23:00-06:30
      cramp-cli profile unset conditions

    It stays in one file on this machine. It can only leave things out: danger is asked about each time.
    """  # noqa: D301 - \b keeps the examples as they are


@app.command()
def show(*, json: Annotated[bool, typer.Option("--json", help="For a script.")] = False) -> None:
    """Show every setting with what it changes, and the file it is kept in.

    \b
      cramp-cli profile show
      cramp-cli profile show --json
    """  # noqa: D301 - the same
    from cramp_cli.core.text import clean
    from cramp_cli.terminal.console import Door

    knowledge = open_knowledge()
    file = _file()
    mine = _sound(file, knowledge)
    door = Door(sys.stdout)
    if json:
        door.write(_json(mine, file))
        return
    door.lines(_page(mine, knowledge))
    door.write(f"\nKept in {clean(str(file))}{'' if file.is_file() else ' (not there yet)'}\n")


@app.command("set")
def set_(
    key: Annotated[str, typer.Argument(help=f"One of: {', '.join(KEYS)}.", show_default=False)],
    values: Annotated[list[str], typer.Argument(help="Its values; a comma parts two.", show_default=False)],
) -> None:
    """Give one setting a new value, in the place of the old one. Comments in the file are not kept.

    \b
      cramp-cli profile set conditions pregnant unsteady
      cramp-cli profile set medicines "atorvastatin, ramipril"
      cramp-cli profile set tools ball towel
      cramp-cli profile set situation chair
      cramp-cli profile set emergency-number 999
      cramp-cli profile set night off
    """  # noqa: D301 - the same
    from cramp_cli.commands import first_screens
    from cramp_cli.storage.profile import write_profile

    knowledge = open_knowledge()
    new = _value(known(key, KEYS, what="key"), values)
    file = _file()
    before = _sound(file, knowledge)
    mine, problems = check_profile({**before.values(), key: new}, known_ids(knowledge), "")
    if problems:
        raise CrampError(*(f"{one.what} — {one.fix}" for one in problems), code=ExitCode.USAGE)
    write_profile(file, mine)
    first_screens.forget()
    _tell([key], mine, knowledge)


@app.command()
def unset(
    keys: Annotated[list[str] | None, typer.Argument(help=f"Of: {', '.join(KEYS)}.", show_default=False)] = None,
    *,
    all_: Annotated[bool, typer.Option("--all", help="Remove the whole profile, whatever is wrong with it.")] = False,
) -> None:
    """Empty settings.

    \b
      cramp-cli profile unset conditions night
      cramp-cli profile unset --all
    """  # noqa: D301 - the same
    from cramp_cli.commands import first_screens
    from cramp_cli.storage.profile import remove_profile, write_profile
    from cramp_cli.terminal.console import Door

    if all_ == bool(keys):
        raise CrampError("nothing to empty" if not keys else "both keys and --all", fix=_which(), code=ExitCode.USAGE)
    file = _file()
    if not keys:
        remove_profile(file)
        first_screens.forget()
        Door(sys.stdout).write("Your profile is empty.\n")
        return
    named = tuple(dict.fromkeys(known(key, KEYS, what="key") for key in keys))
    knowledge = open_knowledge()
    kept = {key: value for key, value in _sound(file, knowledge).values().items() if key not in named}
    mine, _ = check_profile(kept, known_ids(knowledge), "")
    write_profile(file, mine)
    first_screens.forget()
    _tell(named, mine, knowledge)


def _which() -> str:
    return f"name keys ({', '.join(KEYS)}), or write --all"


# -- reading it -------------------------------------------------------------------------------------------------------


def known_ids(knowledge: Knowledge) -> KnownIds:
    """Return the ids a profile may name."""
    return KnownIds(conditions=knowledge.conditions, tools=TOOLS, situations=SITUATIONS)


def own_profile(knowledge: Knowledge) -> Profile:
    """Return the person's profile for a command that goes on whatever is wrong with it.

    Faults are one line on stderr; the good entries count.
    """
    from cramp_cli.storage.locations import profile_file
    from cramp_cli.storage.profile import read_profile

    mine, problems = read_profile(profile_file(), known_ids(knowledge))
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        say(f"Your profile has faults: {problems[0].what}{more}. See: cramp-cli profile show")
    return mine


def note_on(part: Profile, knowledge: Knowledge) -> Iterator[str]:
    """Yield one line that names `part`, the entries of a profile that changed a routine; none if there are none."""
    from cramp_cli.terminal.frames import SITUATIONS as PLACES

    words = [knowledge.conditions[one].name for one in part.conditions]
    words += [PLACES[part.situation]] if part.situation else []
    words += [one.replace("-", " ") for one in part.tools]
    if words:
        yield f"From your profile: {', '.join(words)}."


def _file() -> Path:
    from cramp_cli.storage.locations import profile_file

    file = profile_file()
    if file is None:
        raise CrampError("there is no home folder to keep a profile in", fix="set XDG_CONFIG_HOME")
    return file


def _sound(file: Path, knowledge: Knowledge) -> Profile:
    """Return the profile in `file`; raises CrampError (exit 3) with a line for every fault."""
    from cramp_cli.storage.profile import read_profile

    mine, problems = read_profile(file, known_ids(knowledge))
    if problems:
        raise CrampError(*map(str, problems), _MEND, code=ExitCode.KNOWLEDGE)
    return mine


def _value(key: str, values: Sequence[str]) -> list[str] | str:
    """Return what was typed after a key: a list where the key holds several values, else one text."""
    parts = [part.strip() for part in ",".join(values).split(",")]
    value = [part for part in parts if part] if key in LISTS else " ".join(values).strip()
    if not value:
        raise CrampError(f"no value for {key}", fix=f"to empty it: cramp-cli profile unset {key}", code=ExitCode.USAGE)
    return value


# -- telling it -------------------------------------------------------------------------------------------------------


def _tell(keys: Sequence[str], mine: Profile, knowledge: Knowledge) -> None:
    from cramp_cli.terminal.console import Door

    Door(sys.stdout).write("".join(f"{key}: {_in_words(key, mine, knowledge)}\n" for key in keys))


def _page(mine: Profile, knowledge: Knowledge) -> Iterator[str]:
    from cramp_cli.core.model import Disposition

    emergency = knowledge.sayings_with(mine.emergency_number)[Disposition.EMERGENCY]
    for key in KEYS:
        yield f"{key}: {_in_words(key, mine, knowledge)}"
        yield f"  {_CHANGES[key].format(emergency=emergency)}"
    yield ""
    yield _UNCHANGED


def _in_words(key: str, mine: Profile, knowledge: Knowledge) -> str:
    value = mine.values().get(key, NOTHING)
    if isinstance(value, str):
        return value
    return ", ".join(_named(one, knowledge) if key == "conditions" else one for one in value)


def _named(condition: str, knowledge: Knowledge) -> str:
    name = knowledge.conditions[condition].name
    return name if name == condition else f"{name} ({condition})"


def _json(mine: Profile, file: Path) -> str:
    values = mine.values()
    every = {key.replace("-", "_"): values.get(key, [] if key in LISTS else None) for key in KEYS}
    return json_text({"schema": SCHEMA, "path": str(file), **every})
