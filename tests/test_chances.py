"""The chance of so many hits is the sum it stands for, however many tries there were."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from cramp_cli.core import chances
from cramp_cli.core.chances import at_least


def exactly(hits: int, tries: int, part: int, whole: int) -> float:
    """The same sum, slowly and without rounding."""
    share = Fraction(part, whole)
    return float(sum(comb(tries, one) * share**one * (1 - share) ** (tries - one) for one in range(hits, tries + 1)))


@pytest.mark.parametrize(("part", "whole"), [(1, 2), (1, 7), (3, 24), (23, 24)])
@pytest.mark.parametrize("tries", [0, 1, 2, 10, 57, 300])
def test_it_is_the_exact_sum(tries: int, part: int, whole: int) -> None:
    for hits in {0, 1, tries // 9, tries // 2, tries * part // whole, tries - 1, tries} - {-1}:
        assert at_least(hits, tries, part, whole) == pytest.approx(exactly(hits, tries, part, whole), rel=1e-9)


def test_nothing_is_summed_that_changes_no_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    terms: list[float] = []

    def halved(one: float) -> float:
        terms.append(one)
        return 0.5 ** len(terms)

    monkeypatch.setattr(chances, "exp", halved)
    at_least(15_000, 100_000, 1, 7)
    assert len(terms) < 100
