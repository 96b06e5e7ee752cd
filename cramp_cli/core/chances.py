"""The little arithmetic behind every "more often": exact, and with nothing assumed beforehand.

A few counts look like a pattern sooner than they are one. What is said to a person must pass one of these first.
"""

from __future__ import annotations

from math import exp, fsum, lgamma, log

from cramp_cli.core.values import dataclass


@dataclass(frozen=True)
class Tally:
    """How often something was tried, with an answer, and how often it eased the cramp."""

    eased: int = 0
    tried: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.eased + other.eased, self.tried + other.tried)

    @property
    def share(self) -> float:
        """What part of the tries eased it, counted as if one more had eased it and one more had not."""
        return (self.eased + 1) / (self.tried + 2)


UNTRIED = Tally()
_TOO_SMALL_TO_COUNT = 1e-25
"""A term so small beside the first one changes no digit of the sum."""


def chance_that_better(one: Tally, other: Tally) -> float:
    """Return the chance that `one` eases more often than `other`, every share held equally likely beforehand.

    The sum is exact: https://www.evanmiller.org/bayesian-ab-testing.html#binary_ab_derivation
    """
    a, b = other.eased + 1, other.tried - other.eased + 1
    c, d = one.eased + 1, one.tried - one.eased + 1
    total = sum(exp(_log_beta(a + i, b + d) - log(d + i) - _log_beta(1 + i, d) - _log_beta(a, b)) for i in range(c))
    return min(1.0, total)


def chance_below_half(one: Tally) -> float:
    """Return the chance that it eases less than half of the time, every share held equally likely beforehand."""
    return at_least(one.eased + 1, one.tried + 1, 1, 2)


def at_least(hits: int, tries: int, part: int, whole: int) -> float:
    """Return the chance of `hits` or more in `tries` that each hit with a chance of `part` in `whole`.

    It is summed over logarithms: the numbers of ways grow beyond every number that is quick to write.
    """
    hit, miss = log(part / whole), log(1 - part / whole)
    ways = lgamma(tries + 1)
    terms: list[float] = []
    for one in range(max(0, hits), tries + 1):
        terms.append(exp(ways - lgamma(one + 1) - lgamma(tries - one + 1) + one * hit + (tries - one) * miss))
        if one * whole > tries * part and terms[-1] <= _TOO_SMALL_TO_COUNT * terms[0]:
            break  # beyond the most likely number they only shrink
    return min(1.0, fsum(terms))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
