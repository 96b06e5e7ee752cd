"""Episodes for tests: one for each number, or any that can be."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from cramp_cli.core.episode import Episode, Moment, Origin, StepTaken
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.model import SIDES
from cramp_cli.storage.history_entries import check_entry, entry_of

NOW = datetime(2026, 11, 22, 3, 10, 5, tzinfo=UTC)
names = st.text(st.characters(codec="ascii", categories=["L", "N"], include_characters="-"), min_size=1, max_size=20)
moments = st.builds(
    Moment,
    st.datetimes(datetime(1900, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - given one here
    st.integers(-1439, 1439),
)
texts = st.text(max_size=60)
optional_pain = st.none() | st.integers(0, 10)
episodes = st.builds(
    Episode,
    id=st.uuids().map(str),
    began=moments,
    region=names,
    origin=st.sampled_from(Origin),
    ended=st.none() | moments,
    side=st.none() | st.sampled_from(SIDES),
    situation=st.just("") | names,
    came_after=texts,
    pain_before=optional_pain,
    pain_after=optional_pain,
    lasted_seconds=st.none() | st.integers(0, 10**6),
    steps=st.lists(
        st.builds(StepTaken, names, names, st.sampled_from(Outcome), names, st.none() | st.sampled_from(SIDES)),
        max_size=4,
    ).map(tuple),
    answers=st.dictionaries(
        names,
        st.lists(texts, max_size=3).map(tuple) | st.integers(-99, 99) | st.floats(-1e6, 1e6, allow_nan=False),
        max_size=4,
    ),
    red_flags=st.lists(names, max_size=3).map(tuple),
    notes=texts,
    ending=st.just("") | names,
)


def episode(number: int, **changes: Any) -> Episode:  # noqa: ANN401 - any part of an episode
    """Return an episode of its own for each number."""
    values: dict[str, Any] = {
        "id": str(uuid.UUID(int=number + (4 << 76))),
        "began": Moment(NOW + timedelta(hours=7 * number), 60),
        "region": ("calf", "foot", "hand")[number % 3],
        "origin": Origin.RELIEF,
        "steps": tuple(step(number + one) for one in range(number % 4)),
        "notes": f"note {number}",
    }
    return Episode(**(values | changes))


def step(number: int) -> StepTaken:
    """Return a step of its own for each number."""
    outcomes = tuple(Outcome)
    return StepTaken(f"step-{number}", ("stretching", "ice")[number % 2], outcomes[number % len(outcomes)], seconds=30)


def kept(one: Episode) -> Episode:
    """Return the episode as a store holds it, its text cleaned."""
    checked, faults = check_entry(entry_of(one))
    assert checked is not None, faults
    return checked
