"""`cramp-cli check` and `cramp-cli questions`: danger first, then why it may happen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cramp_cli.commands.wiring import json_text, open_knowledge, standard_input
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.profile import Profile
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from cramp_cli.core.answers import Answers, Given
    from cramp_cli.core.assessment import Assessment
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.terminal.console import Door

app = typer.Typer(add_completion=False, rich_markup_mode=None)
questions_app = typer.Typer(add_completion=False, rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="For a script.")]


@app.command()
def check(
    *,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="WHOM", help='Somebody else, such as "my son".', show_default=False)
    ] = None,
    answers: Annotated[
        str | None, typer.Option(metavar="FILE", help="Answers from a file, or - for stdin.", show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """Rule out danger, then find out why it may happen.

    \b
      cramp-cli check
      cramp-cli check --for "my son"
      cramp-cli check --answers answers.yaml --json
      cramp-cli questions                 every question, for an answers file

    Numbers answer. Enter means don't know, ? why it is asked, b back, q quit.
    """  # noqa: D301 - \b keeps the examples as they are
    if answers is not None:
        raise typer.Exit(from_file(answers, as_json=json))
    if json:
        raise CrampError("--json needs --answers", fix="see: cramp-cli questions", code=ExitCode.USAGE)
    raise typer.Exit(on_terminal(open_knowledge(), {}, for_))


@questions_app.command()
def questions(*, json: Json = False) -> None:
    """Every question of a check, with its id, its kind and its options.

    \b
      cramp-cli questions
      cramp-cli questions --json
    """  # noqa: D301 - the same
    from cramp_cli.core import check_contract
    from cramp_cli.terminal.console import Door
    from cramp_cli.terminal.report import question_lines

    items = check_contract.questions(open_knowledge().basis)
    door = Door(sys.stdout)
    if json:
        door.write(json_text(items))
    else:
        door.lines(question_lines(items["items"]))


# -- from a file ------------------------------------------------------------------------------------------------------


def from_file(name: str, *, as_json: bool) -> ExitCode:
    """Assess the answers in a file alone: no profile, no history, nothing written."""
    from cramp_cli.core.assessment import assess
    from cramp_cli.terminal.console import Door

    knowledge = open_knowledge()
    found = assess(answers_in(name, knowledge), knowledge.basis)
    door = Door(sys.stdout)
    if as_json:
        door.write(_as_json(found, knowledge))
    else:
        door.lines(_report(found, knowledge))
    return ExitCode.DONE


def answers_in(name: str, knowledge: Knowledge) -> Answers:
    """Return the answers in a file, or on stdin for `-`; raises CrampError (exit 3)."""
    from pathlib import Path

    from cramp_cli.knowledge.answers_file import read_answers
    from cramp_cli.knowledge.yaml_nodes import MAX_BYTES

    return read_answers(standard_input(MAX_BYTES) if name == "-" else Path(name), knowledge.basis)


def _as_json(found: Assessment, knowledge: Knowledge) -> str:
    from cramp_cli.core import check_contract
    from cramp_cli.core.advice import advice, tests

    said = advice(found, knowledge.basis, knowledge.sayings, knowledge.meanwhile)
    return json_text(check_contract.assessment(found, said, tests(found)))


def _report(found: Assessment, knowledge: Knowledge, number: str = "") -> Iterator[str | Text]:
    from cramp_cli.terminal.report import report

    return report(found, knowledge.basis, knowledge.sayings_with(number), knowledge.meanwhile)


# -- on a terminal ----------------------------------------------------------------------------------------------------


def on_terminal(knowledge: Knowledge, known: Answers, whom: str | None) -> ExitCode:
    """Hold a check on this terminal; `known` is not asked again.

    Raises:
        CrampError: there is no terminal to ask on (exit 5).
    """
    from cramp_cli.commands.profile import own_profile
    from cramp_cli.core.text import addressed
    from cramp_cli.terminal.console import Door, is_terminal
    from cramp_cli.terminal.keys import standard_input_is_terminal

    if not (is_terminal(sys.stdout) and standard_input_is_terminal()):
        fix = "write the answers into a file and use --answers, see: cramp-cli questions"
        raise CrampError("a check asks questions, and there is no terminal", fix=fix, code=ExitCode.NEEDS_ANSWER)
    mine = Profile() if whom else own_profile(knowledge)
    talk = _Talk(Door(sys.stdout), addressed(whom) if whom else None, mine.emergency_number)
    return _hold(talk, knowledge, known, _from_profile(mine, knowledge))


@dataclass(frozen=True)
class _Talk:
    """Where a check is held, about whom, and whom to call."""

    door: Door
    whom: str | None
    number: str


def _from_profile(mine: Profile, knowledge: Knowledge) -> dict[str, Given]:
    """Return what the profile says; the rest is asked. It never answers a question about danger."""
    from cramp_cli.core.basis import About
    from cramp_cli.core.medicines import named

    interview = knowledge.basis.interview
    known: dict[str, Given] = {}
    if mine.conditions:
        known[interview.about(About.CONDITIONS)] = mine.conditions
    if mine.medicines:
        known[interview.about(About.MEDICINES)] = named(", ".join(mine.medicines), knowledge.basis.medicines)
    return known


def _hold(place: _Talk, knowledge: Knowledge, known: Answers, begun: Answers) -> ExitCode:
    from cramp_cli.consultation import consult
    from cramp_cli.core.assessment import assess
    from cramp_cli.core.conversation import InputEndedError, LeftError
    from cramp_cli.terminal.talk import NotMuscleError, Talk, page
    from cramp_cli.terminal.wording import refusal

    door = place.door
    talk = Talk(door, knowledge.words, knowledge.basis.medicines, place.whom)
    try:
        answers, left = consult(talk, knowledge.basis, known, begun)
    except NotMuscleError as elsewhere:
        door.lines(refusal(elsewhere.entry))
        return ExitCode.REFUSED
    found = assess(answers, knowledge.basis)
    if left is not None and not found.judgement.stops:
        door.lines(["Stopped. Danger was not ruled out." if found.judgement.unanswered else "Stopped."])
    else:
        try:
            page(door, _report(found, knowledge, place.number))
        except LeftError:
            return ExitCode.DONE
    return ExitCode.NEEDS_ANSWER if isinstance(left, InputEndedError) else ExitCode.DONE
