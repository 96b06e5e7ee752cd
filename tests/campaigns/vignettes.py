"""Scores the program on its own clinical vignettes, as published symptom-checker studies do (Semigran 2015).

Run it with: cd tests && python -m campaigns.vignettes
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cramp_cli.core.assessment import assess
from cramp_cli.core.model import Disposition
from cramp_cli.knowledge import yaml_nodes
from cramp_cli.knowledge.answers_file import read_answers
from cramp_cli.knowledge.decoding import Knowledge
from cramp_cli.knowledge.loading import read_all
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cramp_cli.core.answers import Answers
    from cramp_cli.core.basis import Basis

FOLDER = Path(__file__).parent.parent / "vignettes"
FIRST_CAUSES = 3
SEMIGRAN = {"exact": 57, "first": 34, "top three": 51, "self-care kept": 33}
"""Per cent, median of 23 published checkers on general vignettes; one topic is easier to cover."""


@dataclass(frozen=True)
class Vignette:
    """One story with the answers an honest reader would tick, and what a clinician would accept."""

    id: str
    story: str
    answers: Answers
    disposition: Disposition
    causes: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What the program said about one vignette."""

    vignette: Vignette
    disposition: Disposition
    causes: tuple[str, ...]
    offered: frozenset[str]

    @property
    def rank(self) -> int | None:
        """The place of the first acceptable cause, from 1."""
        return next((place for place, one in enumerate(self.causes, 1) if one in self.vignette.causes), None)

    @property
    def is_missed(self) -> bool:
        """Whether somebody who had to be seen today was told something milder."""
        wanted = self.vignette.disposition
        return wanted >= Disposition.SAME_DAY and self.disposition < wanted

    @property
    def forbidden(self) -> frozenset[str]:
        """Remedies that were offered and must not be."""
        return self.offered & frozenset(self.vignette.never)


def read_vignettes(basis: Basis) -> list[Vignette]:
    """Return every vignette of the folder. A danger question that a story does not raise is answered no."""
    return [one for path in sorted(FOLDER.glob("*.yaml")) for one in _read(path, basis)]


def _read(path: Path, basis: Basis) -> Iterable[Vignette]:
    document, problems = yaml_nodes.read(path)
    assert document is not None, problems
    assert not problems, problems
    value: Any = document.value
    for entry in value["vignettes"]:
        denied = dict.fromkeys([*(one.id for one in basis.danger.gate), *(one.id for one in basis.danger.flags)], "no")
        said = {**denied, **entry.get("danger", {}), **entry["answers"]}
        expect = entry["expect"]
        yield Vignette(
            entry["id"],
            entry["story"],
            read_answers(_as_yaml(said).encode(), basis, shown_as=entry["id"]),
            Disposition.from_id(expect["disposition"]),
            tuple(expect["causes"]),
            tuple(expect.get("never", ())),
        )


def _as_yaml(said: dict[str, Any]) -> str:
    from json import dumps

    return dumps(said)


def score(vignettes: Sequence[Vignette], basis: Basis) -> list[Result]:
    """Return what the program says about each vignette."""
    found = ((one, assess(one.answers, basis)) for one in vignettes)
    return [
        Result(one, said.disposition, tuple(cause.id for cause in said.findings), frozenset(r.id for r in said.offered))
        for one, said in found
    ]


def interval(part: int, whole: int) -> str:
    """Return a share in per cent with its Wilson 95 % interval: small sets say little."""
    if not whole:
        return "none"
    z, share = 1.96, part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    reach = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{part}/{whole} = {100 * share:.0f} % ({100 * (middle - reach):.0f} to {100 * (middle + reach):.0f})"


def table(results: Sequence[Result]) -> Iterable[str]:
    """Yield the lines of the score table."""
    exact = [one for one in results if one.disposition is one.vignette.disposition]
    urgent = [one for one in results if one.vignette.disposition >= Disposition.SAME_DAY]
    mild = [one for one in results if one.vignette.disposition is Disposition.SELF_CARE]
    kept = [one for one in mild if one.disposition is Disposition.SELF_CARE]
    over = sum(one.disposition > one.vignette.disposition for one in results)
    under = sum(one.disposition < one.vignette.disposition for one in results)
    count = len(results)
    yield f"{count} vignettes of our own; no clinician has reviewed them"
    yield f"emergency and same-day recognised   {interval(sum(not one.is_missed for one in urgent), len(urgent))}"
    yield f"disposition exact, four levels      {interval(len(exact), count)}   published 57 %"
    yield f"self-care kept as self-care         {interval(len(kept), len(mild))}   published 33 %"
    first = sum(one.rank == 1 for one in results)
    yield f"acceptable cause first              {interval(first, count)}   published 34 %"
    in_three = sum(one.rank is not None and one.rank <= FIRST_CAUSES for one in results)
    yield f"acceptable cause in the first three {interval(in_three, count)}   published 51 %"
    yield f"forbidden remedies offered          {sum(len(one.forbidden) for one in results)}"
    yield f"too cautious {over}, not cautious enough {under}"
    levels = Counter((one.vignette.disposition.id, one.disposition.id) for one in results)
    for (wanted, said), number in sorted(levels.items()):
        yield f"  wanted {wanted:10} said {said:10} {number}"
    for name, level in (("always emergency", Disposition.EMERGENCY), ("always self-care", Disposition.SELF_CARE)):
        same = sum(one.vignette.disposition is level for one in results)
        yield f"dummy, {name}: exact {interval(same, count)}"


def misses(results: Iterable[Result]) -> Iterable[str]:
    """Yield what went wrong, one line a fault."""
    for one in results:
        wanted = one.vignette
        if one.disposition is not wanted.disposition:
            yield f"{wanted.id}: said {one.disposition.id}, wanted {wanted.disposition.id}"
        if one.rank is None or one.rank > FIRST_CAUSES:
            yield f"{wanted.id}: causes {', '.join(one.causes[:4]) or 'none'}, wanted {' or '.join(wanted.causes)}"
        if one.forbidden:
            yield f"{wanted.id}: offered {', '.join(sorted(one.forbidden))}"


def main() -> None:
    """Print the table and every miss."""
    basis = Knowledge(read_all(data_root())).basis
    results = score(read_vignettes(basis), basis)
    sys.stdout.write("\n".join([*table(results), "", *misses(results)]) + "\n")


if __name__ == "__main__":
    main()
