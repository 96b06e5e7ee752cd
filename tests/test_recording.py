"""A run becomes an episode while it goes on: every step with its outcome, and never in the way of relief."""

from __future__ import annotations

import os
import signal
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.people import EASING, LEG, RECHECK, SAME, SELF, Somebody

from cramp_cli.core.episode import Episode, Origin
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.routine import Person, plan_routine
from cramp_cli.guard import Setting
from cramp_cli.recording import Recording, relieve_and_keep
from cramp_cli.session import relieve
from cramp_cli.storage.history import History
from cramp_cli.storage.history_recorder import Recorder
from cramp_cli.terminal.player import Player, Ports

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_cli.core.ending import Ending
    from cramp_cli.core.stage import Stage
    from cramp_cli.knowledge.decoding import Knowledge

NOBODY = 65534
NIGHT = datetime(2026, 11, 22, 3, 10, tzinfo=timezone(timedelta(hours=1)))
WHOLE = (
    *(SAME, EASING, EASING, (LEG, "2"), (SELF, "2"), ("how is it", "g"), ("stay away", "1")),
    *(("knot", "2"), ("feel good", "1"), ("any of this", "2"), ("ease it", "1"), (RECHECK, "2")),
)
"""Same, easing twice, gone with the press; then a walk, warmth, and a clear re-check."""


@dataclass
class Run:
    """A run that was recorded: every state in which the episode was to be written."""

    recording: Recording
    who: Somebody
    ending: Ending | None = None
    states: list[Episode] = field(default_factory=list)

    @property
    def last(self) -> Episode:
        return self.states[-1]

    @property
    def steps(self) -> list[tuple[str, Outcome, int]]:
        return [(one.remedy, one.outcome, one.seconds) for one in self.last.steps]


def record(
    knowledge: Knowledge, region: str, *does: tuple[str, str], person: Person | None = None, since: int | None = 0,
    open_log: Callable[[Run], Callable[[Episode], str]] | None = None,
    behind: Callable[[Player], Stage] = lambda one: one,
) -> Run:  # fmt: skip
    """Play a run with somebody who does what `does` says, and record it."""
    who = Somebody(does)
    routine = plan_routine(knowledge.region(region), person or Person())
    player = Player(routine, Ports(who, who, who, who.clock))
    start = who.clock.now

    def now() -> datetime:
        return NIGHT + timedelta(seconds=who.clock.now - start)

    def opened() -> Callable[[Episode], str]:
        if open_log is not None:
            return open_log(run)

        def keep(episode: Episode) -> str:
            run.states.append(episode)
            return ""

        return keep

    run = Run(Recording(routine, behind(player), opened, now), who)
    setting = Setting(knowledge.since, knowledge.over_limit, 5, since)
    run.ending = relieve_and_keep(routine, run.recording, setting)
    return run


# -- what is written --------------------------------------------------------------------------------------------------


def test_a_whole_run_with_every_step_and_its_outcome(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", *WHOLE, person=Person(side="left", situation="bed"))
    last = run.last
    assert (last.region, last.side, last.situation, last.origin) == ("calf", "left", "bed", Origin.RELIEF)
    outcomes = [outcome for _, outcome, _ in run.steps]
    assert outcomes[:4] == [Outcome.SAME, Outcome.EASING, Outcome.EASING, Outcome.GONE]
    assert outcomes[4:] == [Outcome.UNANSWERED, Outcome.EASING]
    assert [seconds for _, _, seconds in run.steps[:3]] == [30, 30, 30]
    assert last.ending == "gone"
    assert last.ended is not None
    assert last.ended > last.began
    assert last.red_flags == ()
    assert set(last.answers.values()) == {("no",)}
    assert (last.pain_before, last.pain_after, last.came_after, last.notes) == (None, None, "", "")


def test_it_lasted_until_it_let_go_and_not_until_the_end_of_the_run(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", ("hold 1", "g"), ("stay away", "1"))
    assert run.last.lasted_seconds == 5  # to get ready; the key came at once
    assert run.last.ended is not None
    assert (run.last.ended.utc - run.last.began.utc).total_seconds() > 5


def test_the_id_stays_and_each_state_is_further_on(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", *WHOLE)
    assert len({one.id for one in run.states}) == 1
    assert [len(one.steps) for one in run.states] == sorted(len(one.steps) for one in run.states)
    assert run.states[0].steps == ()
    assert all(one.ended is None for one in run.states[:-1])


def test_every_step_is_written_before_the_next_one_begins(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", *WHOLE)
    assert {len(one.steps) for one in run.states} == set(range(len(run.last.steps) + 1))


def test_the_person_sees_the_same_run_recorded_or_not(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", *WHOLE)
    who = Somebody(WHOLE)
    routine = plan_routine(knowledge.region("calf"), Person())
    plain = relieve(
        routine,
        Player(routine, Ports(who, who, who, who.clock)),
        Setting(knowledge.since, knowledge.over_limit, 5, 0),
    )
    assert (run.ending, run.who.seen, run.who.clock.now) == (plain, who.seen, who.clock.now)


@pytest.mark.parametrize(
    ("does", "steps", "ending"),
    [
        ([("hold 1", "q")], [(Outcome.UNANSWERED, 0)], "quit"),
        ([("get ready", "q")], [], "quit"),
        ([("hold 1", "n"), ("hold", "q")], [(Outcome.SKIPPED, 0), (Outcome.UNANSWERED, 0)], "quit"),
        ([("hold 1", "b"), ("hold", "q")], [(Outcome.UNANSWERED, 0)], "quit"),
        ([("hold 1", "w"), ("worse", "2"), ("worse", "2")], [(Outcome.WORSE, 0)], "worse"),
        ([("hold 1", "w"), ("worse", "1")], [(Outcome.WORSE, 0)], "sign"),
        ([SAME, ("get ready", "q")], [(Outcome.SAME, 30)], "quit"),
        ([("how is it", "q")], [(Outcome.UNANSWERED, 30)], "quit"),
        ([("how is it", "w"), ("worse", "x")], [(Outcome.WORSE, 30)], "sign"),
        ([("hold 1", "+"), SAME, ("hold", "q")], [(Outcome.SAME, 40), (Outcome.UNANSWERED, 0)], "quit"),
        ([("hold 1", " "), ("paused", " "), ("hold", "g"), ("walk", "q")], [(Outcome.GONE, 0)], "quit"),
    ],
)  # fmt: skip
def test_how_a_step_and_a_run_end(knowledge: Knowledge, does: Any, steps: Any, ending: str) -> None:  # noqa: ANN401
    run = record(knowledge, "calf", *does)
    found = [(outcome, seconds) for _, outcome, seconds in run.steps]
    assert found == steps
    assert run.last.ending == ending
    assert run.last.ended is not None


def test_what_was_withheld_is_written_as_withheld(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", EASING, EASING, (LEG, "2"), (SELF, "1"), ("hold", "q"))
    assert (Outcome.WITHHELD, 0) in [(outcome, seconds) for _, outcome, seconds in run.steps]
    assert sorted(run.last.answers.values()) == [("no",), ("yes",)]
    assert run.last.red_flags == ()


def test_silence_is_written_as_unanswered(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf")
    assert run.last.ending == "not-gone"
    assert {outcome for _, outcome, _ in run.steps} == {Outcome.UNANSWERED, Outcome.WITHHELD}
    assert run.last.lasted_seconds is None


def test_what_is_gone_is_not_said_to_go_by_the_walk_after_it(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", ("hold 1", "g"), ("walk", "g"), ("stay away", "1"))
    assert [outcome for _, outcome, _ in run.steps] == [Outcome.GONE, Outcome.UNANSWERED]


@pytest.mark.parametrize(
    ("pause", "reacting_seconds"), [([("hold 1", "wait 400")], 1), ([("hold 1", " "), ("paused", "wait 400")], 2)]
)
def test_a_pause_is_no_part_of_what_was_held(
    knowledge: Knowledge, pause: list[tuple[str, str]], reacting_seconds: int
) -> None:
    held = [("hold 1", "wait 1")] * 7
    run = record(knowledge, "calf", *held, *pause, ("paused", " "), ("hold 1", "g"))
    (_, outcome, seconds) = run.steps[0]
    assert (outcome, seconds) == (Outcome.GONE, 7 + reacting_seconds)


def test_the_tool_is_named_where_the_words_are_about_it(knowledge: Knowledge) -> None:
    with_towel = record(knowledge, "calf", SAME, ("hold", "q"), person=Person(side="left", tools=("towel",)))
    variants = {one.variant for one in with_towel.last.steps}
    assert variants <= {"", "towel"}
    without = record(knowledge, "calf", SAME, ("hold", "q"))
    assert {one.variant for one in without.last.steps} == {""}


def test_some_step_of_the_data_is_done_with_a_tool(knowledge: Knowledge) -> None:
    """The knowledge has a first step with a tool, and that tool is what is written."""
    for region in knowledge.words.regions:
        plan = knowledge.region(region).situations[knowledge.region(region).usual_situation]
        tools = tuple(plan.ladder[0].tools) if plan.ladder else ()
        if tools:
            run = record(knowledge, region, ("hold", "q"), person=Person(side="left", tools=tools[:1]))
            assert run.last.steps[0].variant == tools[0]
            return
    pytest.skip("no first step names a tool")


# -- danger and time --------------------------------------------------------------------------------------------------


def test_a_red_flag_that_was_reported_is_written_and_one_not_ruled_out_is_not(knowledge: Knowledge) -> None:
    reported = record(knowledge, "calf", ("hold 1", "x"))
    region = knowledge.region("calf")
    assert reported.last.red_flags == tuple(dict.fromkeys(one.flag.id for one in region.signs if one.flag))
    unsure = record(knowledge, "calf", ("hold 1", "w"), ("worse", "3"), ("worse", "3"))
    assert (unsure.last.ending, unsure.last.red_flags) == ("sign", ())
    assert ("not-sure",) in unsure.last.answers.values()


def test_the_limit_is_a_red_flag_too(knowledge: Knowledge) -> None:
    run = record(knowledge, "calf", ("ten minutes", "1"), since=9 * 60 + 40)
    assert run.last.ending == "limit"
    assert run.last.red_flags == (knowledge.over_limit.id,)


def test_it_began_when_it_began_to_hurt(knowledge: Knowledge) -> None:
    said = record(knowledge, "calf", ("hold 1", "g"), since=300)
    assert said.states[0].began.local == NIGHT - timedelta(minutes=5)
    asked = record(knowledge, "calf", SAME, ("how long", "2"), ("hold", "q"), since=None)
    before = knowledge.since.options[1].seconds
    assert asked.states[0].began.local == NIGHT
    assert asked.last.began.local == NIGHT - timedelta(seconds=before)
    assert asked.last.began.offset_minutes == 60


# -- never in the way -------------------------------------------------------------------------------------------------


def test_nothing_is_opened_before_the_first_screen_was_seen(knowledge: Knowledge) -> None:
    frames_at_opening: list[int] = []

    def open_log(run: Run) -> Callable[[Episode], str]:
        frames_at_opening.append(len(run.who.frames))
        return lambda _episode: ""

    record(knowledge, "calf", ("hold 1", "g"), open_log=open_log)
    assert len(frames_at_opening) == 1
    assert frames_at_opening[0] > 0


@pytest.mark.parametrize(
    "error", [CrampError("no home", fix="make one"), ImportError("no sqlite3"), ValueError("x\n\x1b")]
)
@pytest.mark.parametrize("at_opening", [True, False])
def test_whatever_fails_is_one_line_and_relief_goes_on(
    knowledge: Knowledge, error: Exception, *, at_opening: bool
) -> None:
    def fail(_episode: Episode) -> str:
        raise error

    def open_log(_run: Run) -> Callable[[Episode], str]:
        if at_opening:
            raise error
        return fail

    run = record(knowledge, "calf", *WHOLE, open_log=open_log)
    assert run.ending is not None
    assert run.ending.has_let_go
    assert run.recording.trouble.startswith("not saved: ")
    assert run.recording.trouble.isprintable()
    assert not run.recording.has_written


def test_a_trouble_that_passes_leaves_nothing_behind(knowledge: Knowledge) -> None:
    kept: list[Episode] = []

    def open_log(_run: Run) -> Callable[[Episode], str]:
        def keep(episode: Episode) -> str:
            kept.append(episode)
            return "not saved: in use" if len(kept) < 3 else ""

        return keep

    run = record(knowledge, "calf", *WHOLE, open_log=open_log)
    assert run.recording.trouble == ""
    assert kept[-1].ending == "gone"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_a_folder_that_may_not_be_written_is_one_line_at_the_end(knowledge: Knowledge) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        child = os.fork()
        if child == 0:  # pragma: no cover - in the child
            try:
                os.setuid(NOBODY)
                os._exit(_relieved_without_a_log(knowledge, Path(place) / "d"))
            finally:
                os._exit(99)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        assert list(Path(place).iterdir()) == []


def _relieved_without_a_log(knowledge: Knowledge, folder: Path) -> int:  # pragma: no cover - in the child
    def open_log(_run: Run) -> Callable[[Episode], str]:
        return Recorder(lambda: History(folder, now=lambda: NIGHT.astimezone(UTC))).keep

    run = record(knowledge, "calf", *WHOLE, open_log=open_log)
    has_let_go = run.ending is not None and run.ending.has_let_go
    return 0 if has_let_go and run.recording.trouble.startswith("not saved: ") else 1


class Dying:
    """A stage on which the program is struck at a certain call."""

    def __init__(self, player: Player, at: int, strike: Callable[[], None]) -> None:
        self._player = player
        self._left = at
        self._strike = strike

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a stage has
        if name != "now":
            self._left -= 1
            if self._left < 0:
                self._strike()
        return getattr(self._player, name)


def into(states: list[Episode]) -> Callable[[Run], Callable[[Episode], str]]:
    """What opens a log that keeps every state in a list."""

    def keep(episode: Episode) -> str:
        states.append(episode)
        return ""

    return lambda _run: keep


def raising(error: BaseException) -> Callable[[], None]:
    def strike() -> None:
        raise error

    return strike


def dying(at: int, strike: Callable[[], None]) -> Callable[[Player], Stage]:
    def behind(player: Player) -> Any:  # noqa: ANN401 - it stands in for a stage
        return Dying(player, at, strike)

    return behind


ENDS = [SystemExit(143), KeyboardInterrupt(), CrampError("", code=ExitCode.HANGUP), RuntimeError("a bug")]


@pytest.mark.parametrize("error", ENDS, ids=repr)
@pytest.mark.parametrize("at", [1, 2, 5, 9])
def test_a_run_that_is_cut_off_is_written_as_that(knowledge: Knowledge, error: BaseException, at: int) -> None:
    states: list[Episode] = []
    with pytest.raises(type(error)):
        record(knowledge, "calf", *WHOLE, open_log=into(states), behind=dying(at, raising(error)))
    assert states[-1].ending == "interrupted"
    assert states[-1].ended is not None


@pytest.mark.parametrize("error", ENDS, ids=repr)
def test_what_ends_the_first_step_opens_nothing(knowledge: Knowledge, error: BaseException) -> None:
    states: list[Episode] = []
    with pytest.raises(type(error)):
        record(knowledge, "calf", open_log=into(states), behind=dying(0, raising(error)))
    assert states == []


def calls_of(knowledge: Knowledge) -> int:
    """How many times a whole run turns to its stage."""
    counted: list[Dying] = []

    def behind(player: Player) -> Any:  # noqa: ANN401 - it stands in for a stage
        counted.append(Dying(player, 1000, lambda: None))
        return counted[0]

    record(knowledge, "calf", *WHOLE, behind=behind)
    return 1000 - counted[0]._left


def test_a_kill_at_any_moment_loses_at_most_the_step_under_way(knowledge: Knowledge, tmp_path: Path) -> None:
    whole = record(knowledge, "calf", *WHOLE)
    calls = calls_of(knowledge)
    assert calls > 12
    for at in range(1, calls):
        child = os.fork()
        if child == 0:  # pragma: no cover - killed
            _live_until(at, knowledge, tmp_path / str(at))
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        history = History(tmp_path / str(at))
        (kept,) = history.list().episodes
        assert history.check() == ()
        assert (kept.ended, kept.ending) == (None, "")
        assert kept.steps == whole.last.steps[: len(kept.steps)]
        assert len(kept.steps) >= (tmp_path / f"{at}.steps").read_text("ascii").count("\n")


def _live_until(at: int, knowledge: Knowledge, folder: Path) -> None:  # pragma: no cover - in the child
    """Be relieved until the stage is turned to for the `at`th time, and be killed there."""
    counted = folder.with_suffix(".steps")
    counted.write_text("", "ascii")

    def open_log(_run: Run) -> Callable[[Episode], str]:
        recorder = Recorder(lambda: History(folder, now=lambda: NIGHT.astimezone(UTC)))

        def keep(episode: Episode) -> str:
            trouble = recorder.keep(episode)
            counted.write_text("\n" * len(episode.steps), "ascii")
            return trouble

        return keep

    try:
        strike = dying(at, lambda: os.kill(os.getpid(), signal.SIGKILL))
        record(knowledge, "calf", *WHOLE, open_log=open_log, behind=strike)
    finally:
        os._exit(1)
