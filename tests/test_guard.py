"""Between the run and harm: worse, the stop signs, the gates and the re-check, each answered in every way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers.people import EASING, LEG, RECHECK, SELF, play

from cramp_cli.core.ending import EndKind
from cramp_cli.core.model import Disposition

if TYPE_CHECKING:
    from cramp_cli.knowledge.decoding import Knowledge


def test_worse_with_every_sign_denied_ends_with_after_care_and_whom_to_call(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", ("hold 1", "w"), ("worse", "2"), ("worse", "2"))
    assert run.holds == ["Pull your toes up"]
    assert (run.ending.kind, run.ending.disposition) == (EndKind.WORSE, Disposition.DOCTOR)
    assert not run.ending.is_refusal


@pytest.mark.parametrize(
    ("keys", "disposition"),
    [
        pytest.param(["1"], Disposition.EMERGENCY, id="an emergency sign"),
        pytest.param(["2", "1"], Disposition.SAME_DAY, id="a same-day sign"),
        pytest.param(["3", "3"], Disposition.EMERGENCY, id="not sure about an emergency sign, twice"),
        pytest.param(["3", "2", "2"], Disposition.DOCTOR, id="not sure, looked, then a clear no"),
        pytest.param(["2", "3", "3"], Disposition.SAME_DAY, id="not sure about a same-day sign, twice"),
        pytest.param([], Disposition.EMERGENCY, id="no answer at all"),
        pytest.param(["2"], Disposition.SAME_DAY, id="no answer to the second list"),
    ],
)
def test_worse_stops_unless_every_sign_is_denied(
    knowledge: Knowledge, keys: list[str], disposition: Disposition
) -> None:
    run = play(knowledge, "calf", ("hold 1", "w"), *[("worse", key) for key in keys])
    denied = keys == ["3", "2", "2"]
    assert run.ending.kind is (EndKind.WORSE if denied else EndKind.SIGN)
    assert run.ending.disposition is disposition
    assert run.holds == ["Pull your toes up"]


@pytest.mark.parametrize("moment", ["get ready", "hold 1", "how is it", "true of that leg", "stay away"])
def test_x_stops_everything_at_any_moment(knowledge: Knowledge, moment: str) -> None:
    before = [("hold 1", "g")] if moment == "stay away" else [EASING, EASING] if moment == "true of that leg" else []
    run = play(knowledge, "calf", *before, (moment, "x"))
    assert run.ending.kind is EndKind.SIGN
    assert run.ending.disposition is Disposition.EMERGENCY
    assert run.ending.is_refusal
    assert not run.who.left_undone


WORSE_FROM_COLD = [
    ("hold 1", "g"), ("stay away", "1"), ("knot", "2"), ("feel good", "2"), ("any of this", "2"),
    ("hold: cool", "w"), ("worse", "2"), ("worse", "2"),
]  # fmt: skip


def test_cold_that_makes_it_worse_leads_to_warmth_behind_its_own_gate(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", *WORSE_FROM_COLD, ("any of this true?", "2"), (RECHECK, "2"))
    assert run.holds[-2:] == ["Cool the calf", "Warm the calf"]
    assert run.ending.kind is EndKind.GONE


@pytest.mark.parametrize("key", ["1", " "])
def test_cold_that_makes_it_worse_does_not_open_the_gate_of_warmth(knowledge: Knowledge, key: str) -> None:
    run = play(knowledge, "calf", *WORSE_FROM_COLD, ("any of this true?", key), (RECHECK, "2"))
    assert "Cool the calf" in run.holds
    assert "Warm the calf" not in run.holds


@pytest.mark.parametrize(
    ("key", "kind"),
    [("1", EndKind.SIGN), ("2", EndKind.GONE), ("3", EndKind.SIGN), ("", EndKind.GONE_UNCHECKED)],
)
def test_the_re_check_is_a_question_about_red_flags(knowledge: Knowledge, key: str, kind: EndKind) -> None:
    checks = [(RECHECK, key)] * (2 if key == "3" else 1) if key else []
    run = play(knowledge, "calf", ("hold 1", "g"), ("stay away", "1"), ("knot", "2"), ("feel good", "3"), *checks)
    assert run.ending.kind is kind


OPENED, WITHHELD, STOPPED = "opened", "withheld", "stopped"


@pytest.mark.parametrize(
    ("leg", "person", "expected"),
    [
        pytest.param(["2"], ["2"], OPENED, id="two clear noes"),
        pytest.param(["1"], [], STOPPED, id="a red flag answered yes"),
        pytest.param(["3", "3"], [], STOPPED, id="a red flag not sure twice"),
        pytest.param(["3", "2"], ["2"], OPENED, id="not sure, then a no after the self-check"),
        pytest.param(["3", "1"], [], STOPPED, id="not sure, then a yes"),
        pytest.param([], [], WITHHELD, id="a red flag not answered"),
        pytest.param(["2"], ["1"], WITHHELD, id="a caution answered yes"),
        pytest.param(["2"], ["3", "3"], WITHHELD, id="a caution not sure twice"),
        pytest.param(["2"], ["3", "2"], OPENED, id="a caution not sure, then a no"),
        pytest.param(["2"], [], WITHHELD, id="a caution not answered"),
        pytest.param(["no\r"], ["no\r"], OPENED, id="the full word"),
        pytest.param(["n\r"], [], WITHHELD, id="a prefix is no answer"),
        pytest.param(["\r"], [], WITHHELD, id="Enter is no answer"),
        pytest.param([" "], [], WITHHELD, id="space is no answer"),
        pytest.param(["g"], [], WITHHELD, id="a player's key is no answer"),
        pytest.param(["end"], [], WITHHELD, id="the input ended"),
    ],
)
def test_only_a_clear_no_opens_the_gate(knowledge: Knowledge, leg: list[str], person: list[str], expected: str) -> None:
    answers = [(LEG, key) for key in leg] + [(SELF, key) for key in person]
    run = play(knowledge, "calf", EASING, EASING, *answers)
    assert ("Press the sorest spot" in run.holds) is (expected == OPENED)
    assert (run.ending.kind is EndKind.SIGN) is (expected == STOPPED)


@pytest.mark.parametrize("early", ["2", "1", "\r", "no\r"])
def test_a_key_typed_before_the_question_appeared_is_thrown_away(knowledge: Knowledge, early: str) -> None:
    run = play(knowledge, "calf", EASING, ("how is it", "e" + early))
    assert "Press the sorest spot" not in run.holds
    assert run.ending.kind is EndKind.NOT_GONE


def test_a_key_held_down_from_before_never_opens_a_gate(knowledge: Knowledge) -> None:
    held = [("how is it", "2"), ("how is it", "2"), (LEG, "fast 2"), (LEG, "fast 2")]
    run = play(knowledge, "calf", *held)
    assert "Press the sorest spot" not in run.holds
    patient = play(knowledge, "calf", *held, (LEG, "2"), (SELF, "2"))
    assert "Press the sorest spot" in patient.holds


@pytest.mark.parametrize(("key", "kind"), [("1", EndKind.SIGN), ("3", EndKind.SIGN), ("", EndKind.SIGN), ("2", None)])
def test_a_word_that_may_be_tetanus_shows_nothing_before_a_clear_no(
    knowledge: Knowledge, key: str, kind: EndKind | None
) -> None:
    first = knowledge.words.ask_first[0].question
    run = play(knowledge, "jaw", *([("true", key)] * (2 if key == "3" else 1) if key else []), first=first)
    assert run.seen[0] == first.text
    if kind is None:
        assert run.holds
    else:
        assert (run.ending.kind, run.holds) == (kind, [])
        assert run.ending.disposition >= Disposition.SAME_DAY


def test_a_gate_is_asked_once_a_run(knowledge: Knowledge) -> None:
    run = play(
        knowledge,
        "calf",
        EASING,
        EASING,
        (LEG, "2"),
        (SELF, "2"),
        ("how is it", "g"),
        ("stay away", "1"),
        ("knot", "1"),
    )
    assert run.holds.count("Press the sorest spot") == 2
    assert run.seen.count(LEG) == 1
