"""What comes next after each hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cramp_cli.core.ladder import Done, Outcome, next_step, second_round
from cramp_cli.core.routine import Person, Routine, Step, plan_routine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_cli.knowledge.decoding import Knowledge


@pytest.fixture(scope="module")
def calf(knowledge: Knowledge) -> Routine:
    return plan_routine(knowledge.region("calf"), Person())


def walked(routine: Routine, outcomes: Sequence[Outcome]) -> list[str]:
    """The ids offered when each step ends with the outcome of its turn, the last one for ever after."""
    done: list[Done] = []
    offered: list[str] = []
    step: Step | None = next_step(routine.steps, done)
    while step is not None:
        offered.append(f"{step.id}/{step.round}")
        done.append(Done(step, outcomes[min(len(done), len(outcomes) - 1)]))
        step = next_step(routine.steps, done)
    return offered


def test_same_every_time_goes_along_the_whole_ladder_with_the_press_last(calf: Routine) -> None:
    assert walked(calf, [Outcome.SAME]) == [f"{step.id}/{step.round}" for step in calf.steps]
    assert walked(calf, [Outcome.SAME])[-1] == "press-calf/1"


def test_no_answer_counts_as_same(calf: Routine) -> None:
    assert walked(calf, [Outcome.UNANSWERED]) == walked(calf, [Outcome.SAME])


def test_easing_is_one_more_block_and_then_the_knot(calf: Routine) -> None:
    assert walked(calf, [Outcome.EASING])[:3] == ["toes-up/1", "toes-up/2", "press-calf/1"]


def test_easing_again_after_a_same_gets_its_block_anew(calf: Routine) -> None:
    offered = walked(calf, [Outcome.EASING, Outcome.SAME, Outcome.EASING, Outcome.SAME])
    assert offered[:4] == ["toes-up/1", "toes-up/2", "toes-up/3", "sole-on-wall/1"]


def test_a_withheld_or_worse_action_is_not_offered_again(calf: Routine) -> None:
    for outcome in (Outcome.WORSE, Outcome.WITHHELD):
        offered = walked(calf, [outcome, Outcome.SAME])
        assert sum(one.startswith("toes-up") for one in offered) == 1


def test_every_step_is_offered_at_most_once_whatever_the_answers(calf: Routine) -> None:
    for first in Outcome:
        for second in Outcome:
            for third in Outcome:
                offered = walked(calf, [first, second, third])
                assert len(offered) == len(set(offered))


def test_a_second_round_leaves_out_what_made_it_worse(calf: Routine) -> None:
    steps = calf.steps
    done = [Done(steps[0], Outcome.WORSE), Done(steps[-1], Outcome.WITHHELD), Done(steps[-2], Outcome.SAME)]
    ids = {step.id for step in second_round(steps, done)}
    assert "toes-up" not in ids
    assert "press-calf" not in ids
    assert "stand-on-it" in ids
