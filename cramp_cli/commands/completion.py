"""`cramp-cli completion`: what Tab offers, as a script for the person's shell. It prints, and edits no file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.wiring import SITUATIONS, TOOLS, known, open_knowledge
from cramp_cli.core.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.export.completion import Names
    from cramp_cli.knowledge.decoding import Knowledge

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_ON_SHELVES = ("regions", "causes", "remedies", "medicines", "myths", "learn", "plans", "figures")


@app.command()
def completion(
    context: typer.Context,
    shell: Annotated[str, typer.Argument(help="bash, zsh or fish.", show_default=False)],
) -> None:
    """Print a script that lets Tab complete commands, options and names.

    \b
      cramp-cli completion bash > ~/.local/share/bash-completion/completions/cramp-cli
      cramp-cli completion zsh > ~/.zfunc/_cramp-cli
      cramp-cli completion fish > ~/.config/fish/completions/cramp-cli.fish

    Make the folder first; the script's first lines say what else your shell needs.

    It holds the names that are known now, those of your own files too, and nothing of your history or profile. A Tab
    starts no program, so make the script again after an update or a change of your own files.
    """  # noqa: D301 - \b keeps the examples as they are
    from cramp_cli import __version__
    from cramp_cli.commands.tree import as_typed, tree_of
    from cramp_cli.export.completion import SHELLS, script
    from cramp_cli.terminal.console import Door

    known(shell, SHELLS, what="shell")
    knowledge = open_knowledge()
    program = as_typed(tree_of(context.find_root().command))
    Door(sys.stdout).write(script(shell, program, dict(names(knowledge)), knowledge.words.sides, __version__))


def names(knowledge: Knowledge) -> Iterator[tuple[str, Names]]:
    """Yield each kind of word or value with what it can be chosen from."""
    from cramp_cli.core.profile import KEYS
    from cramp_cli.export.completion import SHELLS, Names
    from cramp_cli.storage.locations import data_root

    yield "places", _places(knowledge)
    for kind in _ON_SHELVES:
        yield kind, _entries(kind, knowledge)
    fixed = {
        "sides": SIDES,
        "one-side": SIDES[:2],
        "situations": SITUATIONS,
        "tools": TOOLS,
        "conditions": tuple(knowledge.conditions),
        "settings": KEYS,
        "switches": ("on", "off"),
        "colours": ("auto", "always", "never"),
        "templates": tuple(sorted(path.stem for path in (data_root() / "templates").glob("*.yaml"))),
        "schemas": tuple(sorted(path.stem for path in (data_root() / "schema").glob("*.json"))),
        "shells": SHELLS,
    }
    yield from ((kind, Names(tuple(found))) for kind, found in fixed.items())


def _places(knowledge: Knowledge) -> Names:
    """Return every word that finds a muscle or asks which; what is no muscle is not suggested."""
    from cramp_cli.core.names import normalise
    from cramp_cli.export.completion import Names

    known = knowledge.words
    names = [name for called in known.regions.values() for name in called]
    asked = {word for choice in known.ambiguous for word in choice.words}
    guarded = {word for choice in known.ask_first for word in choice.words}
    return Names(tuple(known.regions), tuple(map(normalise, (*names, *sorted(asked | guarded)))))


def _entries(kind: str, knowledge: Knowledge) -> Names:
    from cramp_cli.core.names import normalise
    from cramp_cli.export.completion import Names

    entries = knowledge.entries(kind)
    return Names(tuple(entries), tuple(normalise(name) for one in entries.values() for name in one.get("names", ())))
