"""The voice, proved with a stand-in speaker on PATH: what it is told, when it is stopped, and that nothing is left."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest
from helpers import speaker
from helpers.speaker import DEAF, DIES, LEADS, SPEAKS, TALKS_LONG, StandIn

from cramp_cli.terminal import voice as voice_module
from cramp_cli.terminal.voice import DROPPED, NONE_FOUND, Voice, find_speakers

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

HOSTILE = [
    "-w /tmp/stolen",
    "--help",
    "; touch pwned",
    "$(touch pwned) `touch pwned`",
    "'\" && touch pwned #",
    "| tee pwned\n-v de\n",
    "nul \0 and surrogate \udc80 and \x1b[31m",
    "%s %n {} [[slnc 5000]] <break time='9s'/>",
]

stand_in = speaker.stand_in


@pytest.fixture
def voices() -> Iterator[list[Voice]]:
    made: list[Voice] = []
    yield made
    for voice in made:
        voice.close()


def opened(voices: list[Voice], **how: float) -> Voice:
    clock = how.get("jumps_by")
    voice = Voice(find_speakers()) if clock is None else Voice(find_speakers(), _Jumping(clock))
    voices.append(voice)
    return voice


class _Jumping:
    """A clock that is that much later every time somebody looks."""

    def __init__(self, by: float) -> None:
        self.now, self.by = 0.0, by

    def __call__(self) -> float:
        self.now += self.by
        return self.now


@pytest.mark.parametrize(
    ("name", "before_the_text"),
    [
        ("spd-say", ["--wait", "--language", "en", "--"]),
        ("espeak-ng", ["-v", "en", "--"]),
        ("espeak", ["-v", "en", "--"]),
        ("say", ["-f", "-"]),
    ],
)
def test_each_speaker_gets_the_text_as_one_argument_or_as_its_input(
    stand_in: StandIn, voices: list[Voice], name: str, before_the_text: list[str]
) -> None:
    stand_in.put(name)
    opened(voices).say("Pull your toes up.")
    assert stand_in.heard(1) == ["Pull your toes up."]
    by_input = name == "say"
    assert stand_in.calls[0]["arguments"] == [*before_the_text, *([] if by_input else ["Pull your toes up."])]


def test_on_windows_a_fixed_script_reads_the_text_from_its_input(stand_in: StandIn) -> None:
    stand_in.put("powershell")
    (speaker,) = find_speakers(is_windows=True)
    assert "hostile" not in " ".join(speaker.command("hostile"))
    assert speaker.reads_input


@pytest.mark.parametrize("name", ["spd-say", "espeak-ng", "espeak", "say"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_ever_text(
    stand_in: StandIn, voices: list[Voice], tmp_path: Path, name: str, text: str
) -> None:
    stand_in.put(name)
    opened(voices).say(text)
    (said,) = stand_in.heard(1)
    call = stand_in.calls[0]
    assert said == "".join(char if char.isprintable() else " " for char in text)
    assert call["input"] or call["arguments"][-2:] == ["--", said]
    assert not list(tmp_path.glob("**/pwned"))


def test_the_first_speaker_found_is_used_and_a_relative_entry_of_path_never(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in.put("espeak").put("spd-say")
    assert [one.name for one in find_speakers()] == ["spd-say", "espeak"]
    (tmp_path / "espeak-ng").write_text("#!/bin/sh\n")
    (tmp_path / "espeak-ng").chmod(0o755)
    for path in (".", "", "speakers"):
        monkeypatch.setenv("PATH", path)
        assert find_speakers() == ()


def test_a_missing_speaker_is_told_once(stand_in: StandIn, voices: list[Voice]) -> None:
    voice = opened(voices)
    voice.say("Rest.")
    assert [voice.trouble(), voice.trouble()] == [NONE_FOUND, ""]
    assert not voice.is_speaking
    assert stand_in.calls == []


def test_a_new_sentence_stops_the_old_one(stand_in: StandIn, voices: list[Voice]) -> None:
    stand_in.put("espeak-ng", TALKS_LONG)
    voice = opened(voices)
    voice.say("Rest.")
    stand_in.heard(1)
    voice.say("Next.")
    stand_in.heard(2)
    assert voice.is_speaking
    assert stand_in.falls_silent(but=1)


def test_a_count_is_dropped_while_a_sentence_is_said_and_said_into_silence(
    stand_in: StandIn, voices: list[Voice]
) -> None:
    stand_in.put("espeak-ng", TALKS_LONG)
    voice = opened(voices)
    voice.say("Three.", only_into_silence=True)
    stand_in.heard(1)
    voice.say("Two.", only_into_silence=True)
    voice.say("Rest.")
    assert stand_in.heard(2) == ["Three.", "Rest."]


def test_silence_is_at_once_and_says_whether_it_cut_something(stand_in: StandIn, voices: list[Voice]) -> None:
    stand_in.put("espeak-ng", TALKS_LONG)
    voice = opened(voices)
    assert not voice.hush()
    voice.say("A long story.")
    stand_in.heard(1)
    assert voice.hush()
    assert not voice.is_speaking
    voice.close()
    assert not stand_in.alive


def test_a_speaker_that_speaks_elsewhere_is_told_to_stop(stand_in: StandIn, voices: list[Voice]) -> None:
    stand_in.put("spd-say", TALKS_LONG)
    voice = opened(voices)
    voice.say("A long story.")
    stand_in.heard(1)
    voice.hush()
    assert stand_in.heard(2)[1] == "--stop"


@pytest.mark.parametrize("does", [TALKS_LONG, DEAF, LEADS])
def test_whatever_a_speaker_does_it_ends_with_what_it_started(
    stand_in: StandIn, voices: list[Voice], does: str
) -> None:
    stand_in.put("espeak-ng", does)
    voice = opened(voices)
    voice.say("A long story.")
    stand_in.heard(1)
    assert stand_in.calls[0]["session"] == stand_in.calls[0]["pid"]
    voice.close()
    assert stand_in.falls_silent()


def test_a_speaker_that_has_ended_is_reaped_at_the_next_look(stand_in: StandIn, voices: list[Voice]) -> None:
    stand_in.put("espeak-ng", SPEAKS)
    voice = opened(voices)
    voice.say("Rest.")
    stand_in.heard(1)
    until = time.monotonic() + 5
    while voice.is_speaking and time.monotonic() < until:
        time.sleep(0.01)
    assert not stand_in.alive


def test_a_speaker_that_dies_leaves_its_sentence_to_the_next(stand_in: StandIn, voices: list[Voice]) -> None:
    stand_in.put("spd-say", DIES).put("espeak-ng", TALKS_LONG)
    voice = opened(voices)
    voice.say("Stop signs.")
    until = time.monotonic() + 5
    while len(stand_in.calls) < 2 and time.monotonic() < until:
        assert voice.trouble() == ""
        time.sleep(0.01)
    assert [(call["name"], call["arguments"][-1]) for call in stand_in.calls] == [
        ("spd-say", "Stop signs."),
        ("espeak-ng", "Stop signs."),
    ]
    assert voice.speaker is not None
    assert voice.speaker.name == "espeak-ng"


def test_the_last_speaker_that_dies_is_told_once_and_never_called_again(stand_in: StandIn, voices: list[Voice]) -> None:
    stand_in.put("espeak-ng", DIES)
    voice = opened(voices)
    voice.say("Rest.")
    told = ""
    until = time.monotonic() + 5
    while not told and time.monotonic() < until:
        told = voice.trouble()
        time.sleep(0.01)
    assert told == DROPPED.format(name="espeak-ng")
    voice.say("Next.")
    assert voice.trouble() == ""
    assert len(stand_in.calls) == 1


def test_a_speaker_that_hangs_is_ended_and_dropped(stand_in: StandIn, voices: list[Voice]) -> None:
    stand_in.put("espeak-ng", DEAF)
    voice = opened(voices, jumps_by=9.0)
    voice.say("Rest.")
    assert voice.trouble() == DROPPED.format(name="espeak-ng")
    voice.say("Next.")
    voice.close()
    assert stand_in.falls_silent()


def test_a_file_that_is_no_program_is_dropped(stand_in: StandIn, voices: list[Voice]) -> None:
    (stand_in.folder / "espeak-ng").write_bytes(b"\x7fELF rubbish")
    (stand_in.folder / "espeak-ng").chmod(0o755)
    voice = opened(voices)
    voice.say("Rest.")
    assert voice.trouble() == DROPPED.format(name="espeak-ng")


def test_speaking_starts_no_thread_and_waits_for_nobody(stand_in: StandIn, voices: list[Voice]) -> None:
    """Whoever waited for the long story would not come to the end of this."""
    stand_in.put("espeak-ng", TALKS_LONG)
    voice = opened(voices)
    before = threading.active_count()
    voice.say("A long story.")
    stand_in.heard(1)
    for _ in range(20):
        voice.say("Three.", only_into_silence=True)
    assert threading.active_count() == before
    voice.hush()
    assert len(stand_in.heard(1)) == 1


def test_a_signal_while_a_speaker_is_being_started_leaves_none_behind(
    stand_in: StandIn, voices: list[Voice], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in.put("espeak-ng", TALKS_LONG)
    voice, start = opened(voices), voice_module._run

    def interrupted(command: list[str], text: str | None = None) -> subprocess.Popen[bytes]:
        process = start(command, text)
        signal.raise_signal(signal.SIGTERM)
        return process

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(143)

    monkeypatch.setattr(voice_module, "_run", interrupted)
    before = signal.signal(signal.SIGTERM, end)
    try:
        with pytest.raises(SystemExit):
            voice.say("A long story.")
    finally:
        signal.signal(signal.SIGTERM, before)
    stand_in.heard(1)
    voice.close()
    assert not stand_in.alive
