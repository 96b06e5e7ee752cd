"""Writing a run down is never in the way of relief, and whatever ends the run, what was done until then is kept."""

from __future__ import annotations

import os
import signal
import tempfile
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.recorded import NIGHT, WHOLE, Run, record

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.storage.history import History
from cramp_cli.storage.history_recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_cli.core.episode import Episode
    from cramp_cli.core.stage import Stage
    from cramp_cli.knowledge.decoding import Knowledge
    from cramp_cli.terminal.player import Player

NOBODY = 65534


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
