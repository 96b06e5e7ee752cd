"""Reads the tree of commands off the framework, and says what each word and value of it can be chosen from.

A new command appears by itself. What Tab offers for its words is a line in `_WORDS`, and for the value of an option a
line in `_VALUES`; without one it offers nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cramp_cli.commands.table import COMMANDS
from cramp_cli.core.command_tree import ANYTHING, FILES, Argument, Command, Option
from cramp_cli.core.profile import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERYWHERE = (
    Option(("--help", "-h"), "Show this page, examples first."),
    Option(("--color",), "auto, always or never.", "WHEN", "colours"),
)
"""What every command takes."""
_READING = ("regions", "causes", "remedies", "medicines", "myths", "learn")
_WORDS = {
    **dict.fromkeys(("relief", "report", "history list", "history add", "history chart", "plan propose"), "places"),
    **dict.fromkeys(("knowledge check", "history import", "history export", "history restore"), FILES),
    **{kind: kind for kind in _READING},
    "figure": "figures",
    "plan start": "plans",
    "profile unset": "settings",
    "knowledge new": "templates",
    "knowledge schema": "schemas",
    "completion": "shells",
    "profile set": ANYTHING,
    "history delete": ANYTHING,
}
_VALUES = {
    "--side": "sides",
    "--situation": "situations",
    "--have": "conditions",
    "--with": "tools",
    "--cause": "causes",
    "figure --side": "one-side",
}
SETTINGS = {
    "conditions": "conditions",
    "tools": "tools",
    "situation": "situations",
    "medicines": "medicines",
    "emergency-number": ANYTHING,
    "voice": "switches",
    "night": "switches",
    "history": "switches",
}
"""What a setting of the profile can be chosen from."""


def tree_of(program: Any, path: tuple[str, ...] = ()) -> Command:  # noqa: ANN401 - Typer's command type is private
    """Return `program`, the framework's own command, with everything below it."""
    below = getattr(program, "commands", {})
    options = (_option(one, path) for one in program.params if one.param_type_name == "option")
    return Command(
        path,
        _summary(program, path),
        program.help or "",
        options=(*options, *EVERYWHERE),
        arguments=tuple(_argument(one, path) for one in program.params if one.param_type_name == "argument"),
        commands=tuple(tree_of(below[name], (*path, name)) for name in list(below)),
    )


def _summary(program: Any, path: tuple[str, ...]) -> str:  # noqa: ANN401 - the same
    """Return what the list of commands says of it, or the first paragraph of its help."""
    if len(path) == 1 and path[0] in COMMANDS:
        return COMMANDS[path[0]].summary
    return " ".join((program.help or "").split("\n\n")[0].split())


def _option(one: Any, path: tuple[str, ...]) -> Option:  # noqa: ANN401 - the same
    names = (*one.opts, *one.secondary_opts)
    if one.is_flag:
        return Option(names, one.help or "")
    value = one.metavar or _letters(one.name)
    usual = FILES if value == "FILE" or _is_path(one) else ANYTHING
    kind = _VALUES.get(" ".join((*path, names[0])), _VALUES.get(names[0], usual))
    return Option(names, one.help or "", "FILE" if kind == FILES else value, kind)


def _argument(one: Any, path: tuple[str, ...]) -> Argument:  # noqa: ANN401 - the same
    several = "..." if one.nargs < 0 else ""
    usage = f"{one.metavar or _letters(one.name)}{several}"
    kind = _WORDS.get(" ".join(path), ANYTHING)
    return Argument(usage if one.required else f"[{usage}]", one.help or "", kind, is_list=kind == "settings")


def _letters(name: str) -> str:
    return name.strip("_").replace("_", "-").upper()


def _is_path(one: Any) -> bool:  # noqa: ANN401 - the same
    return "Path" in type(one.type).__name__


# -- as it is typed ---------------------------------------------------------------------------------------------------


def as_typed(program: Command) -> Command:
    """Return the tree as a person types it: `plan calf` without `propose`, a setting's own values after its name."""
    return replace(program, commands=tuple(_as_typed(one) for one in program.commands))


def _as_typed(command: Command) -> Command:
    if command.path == ("plan",):
        first = command.called("plan", "propose")
        return replace(command, options=first.options, arguments=first.arguments)
    if command.path == ("profile",):
        return replace(command, commands=tuple(_with_settings(one) for one in command.commands))
    return command


def _with_settings(command: Command) -> Command:
    if command.name != "set":
        return command
    return replace(command, commands=tuple(_settings(command)))


def _settings(command: Command) -> Iterator[Command]:
    for name, kind in SETTINGS.items():
        values = Argument("VALUE...", "", kind, is_list=name in LISTS)
        yield Command((*command.path, name), "", "", command.options, (values,))
