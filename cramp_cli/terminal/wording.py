"""Says a routine, an ending and a refusal as lines of text: what `--print`, a pipe and the last screen show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_cli.core.ending import EndKind
from cramp_cli.core.model import Disposition
from cramp_cli.core.text import NOT_REVIEWED, seconds_in_words
from cramp_cli.core.triage import by_urgency
from cramp_cli.terminal.frames import sign_lines, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cramp_cli.core.ending import Ending
    from cramp_cli.core.model import Question, Region, Sign
    from cramp_cli.core.names import NotMuscle
    from cramp_cli.core.routine import Routine, Step


def stop_signs(region: Region, sayings: Mapping[Disposition, str]) -> list[str]:
    """Return the stop signs as complete lines, most urgent first."""
    return [f"{sayings[level]} if: {text}" for level, text in sign_lines(region)]


def routine(plan: Routine, sayings: Mapping[Disposition, str]) -> Iterator[str]:
    """Yield the whole routine as text, stop signs first, gated steps under their questions."""
    yield title(plan)
    yield from stop_signs(plan.region, sayings)
    yield ""
    yield from plan.person_notes
    if plan.advice:
        yield from plan.advice
        yield from _limit(plan.region, sayings)
        return
    if not plan.steps:
        yield "Nothing here is safe to do without advice. Rest it, and ask a doctor or physiotherapist."
    else:
        yield f"Total {seconds_in_words(plan.total_seconds)} if it takes everything. Stop as soon as it lets go."
        yield from _steps(plan.steps)
    yield from left_out(plan)
    if plan.after:
        yield from ("", "When it has let go")
        yield from _steps(plan.after)
    yield from _limit(plan.region, sayings)
    yield from ("", *_recheck(plan.region.recheck, sayings), "")
    yield from notes(plan)
    yield from ("", f"Checked against its sources on {plan.region.checked}. {NOT_REVIEWED}")


def _steps(steps: Iterable[Step]) -> Iterator[str]:
    for number, group in enumerate(_grouped(steps), start=1):
        first = group[0]
        yield ""
        times = f"{len(group)} x " if len(group) > 1 else ""
        rest = f", rest {seconds_in_words(first.rest_seconds)} between" if len(group) > 1 and first.rest_seconds else ""
        yield f"{number}. {first.title} ({times}{seconds_in_words(first.seconds)}{rest}; {first.evidence.words})"
        if first.gate:
            yield "   Only if every answer is no:"
            for question in first.gate:
                yield f"     {question.text} {'; '.join(sign.text for sign in question.signs)}"
        yield f"   {first.instruction}"
        yield from _small_print(first)


def _grouped(steps: Iterable[Step]) -> Iterator[list[Step]]:
    group: list[Step] = []
    for step in steps:
        if group and (group[-1].id, group[-1].side) != (step.id, step.side):
            yield group
            group = []
        group.append(step)
    if group:
        yield group


def _small_print(step: Step) -> Iterator[str]:
    if step.felt_where:
        yield f"   Feel it: {step.felt_where}."
    if step.mistakes:
        yield f"   Avoid: {', '.join(step.mistakes)}."
    if step.never:
        yield f"   Never press: {', '.join(step.never)}."


def left_out(plan: Routine) -> Iterator[str]:
    """Yield what known conditions rule out, each with its reason."""
    for one in plan.withheld:
        yield f"Left out for you: {one.remedy.name}. {' '.join(reason.text for reason in one.because)}"


def _limit(region: Region, sayings: Mapping[Disposition, str]) -> Iterator[str]:
    if region.limit_seconds is not None:
        yield ""
        yield f"Still hard and painful after {seconds_in_words(region.limit_seconds)}? {sayings[Disposition.SAME_DAY]}."
    if region.pace:
        yield from ("", region.pace)


def _recheck(question: Question, sayings: Mapping[Disposition, str]) -> Iterator[str]:
    yield question.text
    for level, signs in by_urgency(question.signs):
        yield f"  {sayings[level]}: {', '.join(sign.text for sign in signs)}."
    yield question.why


def notes(plan: Routine) -> Iterator[str]:
    """Yield the after-care notes with their grade."""
    for note in plan.notes:
        yield f"{note.title}: {note.text} ({note.evidence.words})"


def refusal(entry: NotMuscle) -> Iterator[str]:
    """Yield what to say about something that is no skeletal muscle."""
    yield from entry.text


_FIRST_WORDS = {
    EndKind.GONE: "It let go. Well done.",
    EndKind.GONE_UNCHECKED: "It let go.",
    EndKind.NOT_GONE: "It has not let go yet. Rest it now.",
    EndKind.WORSE: "Stopped, because it got worse. Rest it now.",
    EndKind.QUIT: "Stopped.",
}


def ending(end: Ending, plan: Routine, sayings: Mapping[Disposition, str], *, meanwhile: str) -> Iterator[str]:
    """Yield the last word of a run."""
    if end.is_refusal:
        yield from danger(end.signs, end.disposition, sayings, meanwhile=meanwhile)
        return
    yield _FIRST_WORDS[end.kind]
    if end.disposition is not Disposition.SELF_CARE:
        yield f"{sayings[end.disposition]}."
        yield from _limit(plan.region, sayings)
    if end.kind is not EndKind.GONE:
        yield from ("", *_recheck(plan.region.recheck, sayings))
    if end.kind is not EndKind.QUIT:
        yield from ("", *notes(plan))


def danger(
    signs: Iterable[Sign], disposition: Disposition, sayings: Mapping[Disposition, str], *, meanwhile: str
) -> Iterator[str]:
    """Yield what to do about red flags, the most urgent first."""
    groups = by_urgency(signs)
    yield "STOP." if len(groups) > 1 else f"STOP. {sayings[disposition]}."
    for level, group in groups:
        yield ""
        if len(groups) > 1:
            yield f"{sayings[level]} if it is:"
        for text, advice in _advised(group):
            yield f"  {text}: {advice}"
    yield ""
    yield meanwhile


def _advised(signs: Iterable[Sign]) -> Iterator[tuple[str, str]]:
    texts: dict[str, list[str]] = {}
    for sign in signs:
        if sign.flag is not None:
            texts.setdefault(" ".join(sign.flag.advice), []).append(sign.text)
    for advice, said in texts.items():
        yield ", ".join(said), advice
