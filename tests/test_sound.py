"""What is heard in a whole run: bells by count, words at their moment, and silence when it is wanted."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from helpers.people import EASING, LEG, RECHECK, SELF, Somebody, play

from cramp_cli.core.announcing import Cue
from cramp_cli.core.ending import Ending, EndKind
from cramp_cli.core.model import Disposition
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.terminal.console import Door
from cramp_cli.terminal.frames import POSES
from cramp_cli.terminal.player import LAST_WORD_SECONDS, Player, Ports
from cramp_cli.terminal.sound import BELLS, NIGHT_BELLS, NO_BELLS, Sound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.knowledge.decoding import Knowledge

COUNTED = (Cue.HALFWAY, Cue.THREE, Cue.TWO, Cue.ONE)


@pytest.mark.parametrize(
    ("bells", "rung"),
    [
        (BELLS, {Cue.END: 1, Cue.QUESTION: 1, Cue.ALL_DONE: 2}),
        (NIGHT_BELLS, {Cue.END: 1, Cue.QUESTION: 1}),
        (NO_BELLS, {}),
    ],
    ids=["by day", "at night", "muted"],
)
def test_the_bell_tells_moments_apart_by_count(bells: Mapping[Cue, int], rung: dict[Cue, int]) -> None:
    for cue in Cue:
        paper, slept = io.StringIO(), list[float]()
        Sound(Door(paper), bells, sleep=slept.append).hear(cue, "words")
        assert paper.getvalue() == "\a" * rung.get(cue, 0)
        assert len(slept) == max(0, rung.get(cue, 0) - 1)


def heard(knowledge: Knowledge, *does: tuple[str, str], ready: int = 5) -> list[tuple[Cue, str]]:
    return play(knowledge, "calf", *does, ready=ready).who.heard


def test_one_step_from_its_words_to_the_next(knowledge: Knowledge) -> None:
    run = heard(knowledge, ("get ready: push", "q"))
    assert [cue for cue, _ in run[:8]] == [Cue.STEP, Cue.START, *COUNTED, Cue.END, Cue.REST]
    assert run[1] == (Cue.START, "Hold, thirty seconds.")
    assert run[2:6] == [(cue, f"{cue.capitalize()}.") for cue in COUNTED]
    assert run[7][1].endswith("Next: the same again.")


def test_the_stop_line_comes_before_the_first_step_and_once(knowledge: Knowledge) -> None:
    for ready in (0, 5):
        run = heard(knowledge, ready=ready)
        assert run[0][0] is Cue.STEP
        assert run[0][1].startswith("Stop, and press x, if any of these is you.")
        assert sum("if any of these is you" in words for _, words in run) == 1


def test_a_repeat_is_said_in_few_words(knowledge: Knowledge) -> None:
    steps = [words for cue, words in heard(knowledge) if cue is Cue.STEP]
    assert steps[1] == "Once more. Pull your toes up."
    assert steps[3].startswith("Push your sole into the wall. Lie with your sole flat")


def test_every_moment_comes_at_its_second(knowledge: Knowledge) -> None:
    who = play(knowledge, "calf", ("rest", "q")).who
    at = {cue: round(when - 1000.0, 3) for when, cue in who.heard_at}
    assert at == {
        Cue.STEP: 0, Cue.START: 5, Cue.HALFWAY: 20, Cue.THREE: 32, Cue.TWO: 33, Cue.ONE: 34, Cue.END: 35, Cue.REST: 35,
    }  # fmt: skip


@pytest.mark.parametrize(
    "keys",
    [["+"], ["-"], ["+", "+", "-"], [" ", " "], [" ", "wait 300", " "], ["wait 300", " "], ["y", "+", "y", "-"]],
)
def test_pauses_changes_and_absences_repeat_nothing(knowledge: Knowledge, keys: list[str]) -> None:
    does = [
        ("paused" if before == " " or "wait" in before else "", key)
        for before, key in zip(["", *keys], keys, strict=False)
    ]
    run = heard(knowledge, *[(words or ": pull", key) for words, key in does], ("rest", "q"), ready=0)
    for cue in (*COUNTED, Cue.START, Cue.END):
        assert [one for one, _ in run].count(cue) <= 1
    assert [cue for cue, _ in run if cue in COUNTED[1:]] == list(COUNTED[1:])


@pytest.mark.parametrize("key", ["n", "g", "w", "q", "x", "b"])
def test_a_hold_that_is_left_falls_silent_and_rings_no_end(knowledge: Knowledge, key: str) -> None:
    who = play(knowledge, "calf", ("hold 1", key), *[("", "q")] * 3).who
    assert who.hushed[0] == 2
    assert Cue.END not in [cue for cue, _ in who.heard[2:3]]


def test_a_pause_cuts_the_sentence_and_going_on_begins_it_anew(knowledge: Knowledge) -> None:
    who = Somebody([("hold 1", " "), ("paused", " "), ("hold 1", "q")], is_slow_to_hear=True)
    played(knowledge, who)
    first = who.heard[0]
    assert who.heard == [first, (Cue.START, "Hold, thirty seconds."), first]


def test_a_pause_in_silence_says_nothing_more(knowledge: Knowledge) -> None:
    assert len(heard(knowledge, ("hold 1", " "), ("paused", " "), ("hold 1", "q"))) == 2


def test_stop_signs_that_were_cut_short_are_said_with_the_next_step(knowledge: Knowledge) -> None:
    who = Somebody([("hold 1", "n"), ("hold 2", "q")], is_slow_to_hear=True)
    played(knowledge, who)
    steps = [words for cue, words in who.heard if cue is Cue.STEP]
    assert len(steps) == 2
    assert all(words.startswith("Stop, and press x") for words in steps)


def played(knowledge: Knowledge, who: Somebody) -> None:
    from cramp_cli.guard import Setting
    from cramp_cli.session import relieve

    routine = plan_routine(knowledge.region("calf"), Person())
    relieve(
        routine, Player(routine, Ports(who, who, who, who.clock)), Setting(knowledge.since, knowledge.over_limit, 0, 0)
    )


def test_again_says_the_whole_instruction(knowledge: Knowledge) -> None:
    run = heard(knowledge, ("hold 2", "r"), ("hold 2", "q"))
    cue, words = run[-1]
    assert cue is Cue.STEP
    assert "Take your toes in your hand." in words


def test_back_says_the_step_again(knowledge: Knowledge) -> None:
    steps = [words for cue, words in heard(knowledge, ("hold 1", "b"), ("hold 1", "q")) if cue is Cue.STEP]
    assert len(steps) == 2
    assert all("Pull your toes up. Straighten" in words for words in steps)


def test_a_question_about_danger_is_said_with_its_keys(knowledge: Knowledge) -> None:
    run = heard(knowledge, EASING, EASING, (LEG, "3"), (LEG, "2"), (SELF, "2"), ("press", "q"))
    asked = [words for cue, words in run if cue is Cue.QUESTION and words.startswith(LEG)]
    assert len(asked) == 2
    assert all(words.endswith("Press one for yes, two for no, three for not sure.") for words in asked)
    assert "To find out:" in asked[1]


def test_who_just_pressed_a_key_needs_no_bell_for_a_harmless_question(knowledge: Knowledge) -> None:
    pressed = heard(knowledge, ("hold 1", "g"), ("ready: walk", "n"), ("hold: walk", "n"), ("stay away", "q"))
    assert pressed[-1] == (Cue.CHOICE, "Does it stay away? Press one for yes, it stays away, two for no, it is back.")
    waited = heard(knowledge, ("hold 1", "g"), ("stay away", "q"))
    assert waited[-1][0] is Cue.QUESTION


def test_the_limit_is_never_passed_in_silence(knowledge: Knowledge) -> None:
    run = play(knowledge, "calf", since=590).who.heard
    limit = next(number for number, (_, words) in enumerate(run) if "stop here" in words)
    assert run[limit][0] is Cue.QUESTION
    assert NIGHT_BELLS[Cue.QUESTION] == 1


def test_a_step_that_is_left_out_is_said(knowledge: Knowledge) -> None:
    run = heard(knowledge, EASING, EASING, (LEG, "2"), (SELF, "1"), ("hold", "q"))
    assert any(cue is Cue.NOTE and words.startswith("Left out: Press the sorest spot.") for cue, words in run)


def test_after_care_without_a_rest_says_that_it_is_enough(knowledge: Knowledge) -> None:
    run = heard(knowledge, ("hold 1", "g"), ("stay away", "q"))
    assert (Cue.END, "That is enough.") in run


def test_a_whole_good_run_is_all_done_once(knowledge: Knowledge) -> None:
    does = [("hold 1", "g"), ("stay away", "1"), ("knot", "2"), ("feel good", "3"), (RECHECK, "2")]
    who = play(knowledge, "calf", *does).who
    routine = plan_routine(knowledge.region("calf"), Person())
    Player(routine, Ports(who, who, who, who.clock)).finish(Ending(EndKind.GONE, Disposition.SELF_CARE))
    assert who.heard[-1] == (Cue.ALL_DONE, "All done. It let go. Well done.")
    assert who.seen.count("cue: all-done") == 1


class Talker(Somebody):
    """Somebody whose speaker takes a minute for every sentence."""

    @property
    def is_busy(self) -> bool:
        return True


@pytest.mark.parametrize("does", [[], [("", "q")]])
def test_the_last_words_are_shown_and_any_key_ends_them(knowledge: Knowledge, does: list[tuple[str, str]]) -> None:
    who = Talker(does)
    played(knowledge, who) if does else None
    began = who.clock.now
    routine = plan_routine(knowledge.region("calf"), Person())
    player = Player(routine, Ports(who, who, who, who.clock))
    player.finish(Ending(EndKind.SIGN, Disposition.EMERGENCY), "Call 112 now")
    assert "say: Stop. Call one one two now." in who.seen
    assert who.clock.now - began <= LAST_WORD_SECONDS + 0.25


class Troubled(Somebody):
    """Somebody whose speaker has just died."""

    told = False

    def trouble(self) -> str:
        told, self.told = self.told, True
        return "" if told else "No voice any more."


def test_trouble_with_the_voice_is_shown_for_a_while_and_once(knowledge: Knowledge) -> None:
    who = Troubled([("rest", "q")])
    played(knowledge, who)
    notices = [frame.notice for frame in who.frames]
    assert notices[0] == "No voice any more."
    assert 2 <= notices.count("No voice any more.") < 12 + POSES, "the figure moves meanwhile"
    assert notices[-1] == ""
