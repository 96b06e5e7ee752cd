"""`cramp-cli history chart`: when and where it cramps, as a drawing or in sentences, and what stands out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cramp_cli.commands.history_span import FROM, TO, span_of
from cramp_cli.commands.history_store import here_and_now, open_history, tell_notices
from cramp_cli.commands.wiring import json_text, open_knowledge, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cramp_cli.core.chart import Chart
    from cramp_cli.core.tallies import Tallies
    from cramp_cli.knowledge.decoding import Knowledge

NOTHING = "Nothing is written down here yet."


def chart(
    where: Annotated[list[str] | None, typer.Argument(help="Only this muscle.", show_default=False)] = None,
    *,
    from_: FROM = None,
    to: TO = None,
    plain: Annotated[bool, typer.Option("--plain", help="In sentences, for screen readers.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The counts for a script.")] = False,
) -> None:
    """When and where it cramps: a calendar, the hours, the muscles, week by week.

    \b
      cramp-cli history chart
      cramp-cli history chart calf
      cramp-cli history chart --from 2026-09-01 --plain

    What came by chance is not called a pattern. A day before the first entry stays empty.
    """  # noqa: D301 - \b keeps the examples as they are
    from cramp_cli.commands.profile import own_profile
    from cramp_cli.core.profile import USUAL_NIGHT
    from cramp_cli.knowledge.noticing import noticing_rules
    from cramp_cli.storage.history_tallies import tallies
    from cramp_cli.terminal.console import Door

    knowledge = open_knowledge()
    history = open_history()
    span = span_of(from_, to, _region(where, knowledge) if where else None)
    today = here_and_now().date()
    night = own_profile(knowledge).night or USUAL_NIGHT
    counts = tallies(history, span, night, eased_since=noticing_rules(knowledge).care.since(today))
    showing = _Showing(knowledge, counts, today, is_until_now=span.until is None)
    if json:
        Door(sys.stdout).write(showing.for_a_script())
    else:
        Door(sys.stdout).lines(showing.lines(is_plain=plain))
    if counts.damaged:
        say(f"Left out: {counts.damaged} damaged. To save what can be saved: cramp-cli history repair")
    tell_notices(history)


def _region(where: list[str], knowledge: Knowledge) -> str:
    """Return the region that the words mean.

    Raises:
        CrampError: it is no muscle known here (exit 2), or could be several and nobody can be asked (exit 5).
        typer.Exit: it is no skeletal muscle, and was sent the right way (exit 10).
    """
    from cramp_cli.commands.finding import heard, resolve
    from cramp_cli.commands.relief import refuse
    from cramp_cli.core.names import NotMuscle, split_side

    words, _ = split_side(" ".join(where), knowledge.words)
    meaning = resolve(words, knowledge, can_ask=False)
    if isinstance(meaning, NotMuscle):
        raise typer.Exit(refuse(meaning, knowledge))
    region = knowledge.region(meaning.region)
    for line in heard(words, meaning, region):
        say(line)
    return region.id


class _Showing:
    """One chart in the form that was asked for."""

    def __init__(self, knowledge: Knowledge, counts: Tallies, today: date, *, is_until_now: bool) -> None:
        from cramp_cli.knowledge.noticing import noticing_rules

        self._knowledge = knowledge
        self._rules = noticing_rules(knowledge)
        self._counts = counts
        self._is_until_now = is_until_now
        self._today = today if is_until_now else _last_day(counts, today)

    def lines(self, *, is_plain: bool) -> Iterator[str]:
        from cramp_cli.core.noticing import patterns
        from cramp_cli.core.text import NOT_REVIEWED
        from cramp_cli.terminal import chart as drawing
        from cramp_cli.terminal.console import line_width, wants_plain

        width = line_width()
        picture = self._picture(drawing.weeks_that_fit(width))
        if picture is None:
            yield NOTHING
            return
        is_said = is_plain or wants_plain()
        yield from drawing.said(picture) if is_said else drawing.drawn(picture, width, has_blocks=_shows_blocks())
        yield ""
        yield from patterns(self._counts, self._rules.pattern, self._rules.says, self._today, self._word)
        yield from self._calm_line()
        yield NOT_REVIEWED

    def _calm_line(self) -> Iterator[str]:
        from cramp_cli.core.noticing import notices

        found = notices(self._counts, self._rules, self._today) if self._is_until_now else ()
        if found:
            yield ""
            yield f"{found[0].text} ({found[0].threshold.evidence.words})"

    def _picture(self, weeks: int) -> Chart | None:
        from cramp_cli.core.chart import chart as laid_out

        return laid_out(self._counts, self._today, weeks, self._word)

    def _word(self, one: str) -> str:
        return self._knowledge.region_name(one) if one in self._knowledge.words.regions else one

    def for_a_script(self) -> str:
        from cramp_cli.core.noticing import notices, trend

        counts, found = self._counts, trend(self._counts, self._rules.pattern, self._today)
        reached = notices(counts, self._rules, self._today) if self._is_until_now else ()
        value: dict[str, Any] = {
            "schema": "cramp-cli/chart/1",
            "count": counts.count,
            "by_day": counts.by_day,
            "by_night": counts.by_night,
            "by_hour": counts.by_hour,
            "by_weekday": counts.by_weekday,
            "by_region": counts.by_region,
            "by_side": counts.by_side,
            "by_came_after": counts.by_came_after,
            "trend": found.change if found else "too-little",
            "notices": [{"id": one.threshold.id, "text": one.text} for one in reached],
            "damaged": counts.damaged,
        }
        return json_text(value)


def _last_day(counts: Tallies, today: date) -> date:
    from datetime import date as day

    return min(today, day.fromisoformat(max(counts.by_day))) if counts.by_day else today


def _shows_blocks() -> bool:
    return "utf" in (getattr(sys.stdout, "encoding", None) or "").lower()
