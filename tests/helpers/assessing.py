"""What somebody says, written as in an answers file, and what it comes to with everything the program knows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cramp_cli.core.assessment import Assessment, assess
from cramp_cli.knowledge.answers_file import read_answers
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from cramp_cli.core.answers import Answers
    from cramp_cli.core.basis import Basis


@cache
def everything_known() -> Knowledge:
    return Knowledge(read_all(data_root()))


def basis() -> Basis:
    return everything_known().basis


def answers(said: str) -> Answers:
    """Return what somebody says, written as in an answers file; every danger question they do not speak of is a no."""
    danger = basis().danger
    denied = dict.fromkeys([*(gate.id for gate in danger.gate), *(flag.id for flag in danger.flags)], ("no",))
    return {**denied, **read_answers(f"{{{said}}}".encode(), basis())}


def check(said: str) -> Assessment:
    return assess(answers(said), basis())
