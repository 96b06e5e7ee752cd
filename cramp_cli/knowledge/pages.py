"""Turns raw entries of every kind into pages, so that one view shows them all and a new kind needs one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cramp_cli.core.model import Disposition, Evidence
from cramp_cli.core.page import Line, Page, Part
from cramp_cli.core.text import sided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cramp_cli.knowledge.decoding import Knowledge

Entry = dict[str, Any]


class Shelf:
    """All entries of one kind, to be searched and read."""

    def __init__(self, kind: str, knowledge: Knowledge) -> None:
        self._kind = kind
        self._knowledge = knowledge
        self.entries: Mapping[str, Entry] = knowledge.entries(kind)

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Every name of every entry, by id."""
        return {one: (_title(entry), *entry.get("names", ())) for one, entry in self.entries.items()}

    def page(self, one: str) -> Page:
        """Return the entry called `one` in full."""
        entry = self.entries[one]
        own = Part("From your own file", _maybe(entry.get("from")))
        parts = tuple(part for part in (own, *_PARTS[self._kind](entry, self._knowledge)) if part.lines)
        cited = dict.fromkeys(source for part in parts for line in part.lines for source in line.sources)
        sources = tuple(self._knowledge.sources[source] for source in cited)
        return Page(one, _title(entry), _summary(entry), parts, entry.get("checked", ""), sources)


def _title(entry: Entry) -> str:
    return str(entry.get("name") or entry.get("says"))


def _summary(entry: Entry) -> str:
    """Return the one sentence that says most: the first statement, or what stands in its place."""
    for key in ("why", "muscles", "text", "what", "truth"):
        value = entry.get(key)
        if value:
            return str(value if isinstance(value, str) else value[0]["text"])
    return ""


def _statements(entries: Iterable[Entry]) -> tuple[Line, ...]:
    return tuple(Line(one["text"], Evidence(one["evidence"]), tuple(one["sources"])) for one in entries)


def _plain(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _maybe(text: str | None) -> tuple[Line, ...]:
    return (Line(text),) if text else ()


def _region_parts(entry: Entry, knowledge: Knowledge) -> Iterator[Part]:
    region = knowledge.region(entry["id"])
    yield Part("Where", _maybe(f"{_capital(entry['muscles'])}."))
    yield Part("Stop signs", tuple(Line(sign.text, None, sign.flag.sources) for sign in region.signs if sign.flag))
    yield Part("What to do", tuple(_step_line(step) for step in entry["steps"]))
    yield Part("Never press", _plain(entry.get("never", ())))
    for name, plan in region.situations.items():
        yield Part(f"Situation: {name}", _plain(sided(line, None) for line in plan.advice))
    yield Part("For some people", _plain(rule.note for rule in region.people))
    yield Part("How long", _maybe(region.pace))
    yield Part("Afterwards", tuple(Line(f"{n.title}: {n.text}", n.evidence, n.sources) for n in region.notes))
    yield Part("Also called", _maybe(", ".join(entry["names"])))


def _step_line(step: Entry) -> Line:
    times = f"{step['times']} x " if step["times"] > 1 else ""
    said = [f"{step['title']} ({times}{step['hold']}). {sided(step['do'], None)}"]
    said += [f"Feel it: {step['felt']}."] if "felt" in step else []
    said += [f"Avoid: {', '.join(step['mistakes'])}."] if step.get("mistakes") else []
    return Line(" ".join(said), Evidence(step["evidence"]), tuple(step["sources"]))


def _remedy_parts(entry: Entry, knowledge: Knowledge) -> Iterator[Part]:
    yield Part("Never offered here", _maybe(entry.get("never-offered")))
    yield Part("Why", (Line(entry["why"], Evidence(entry["evidence"]), tuple(entry["sources"])),))
    yield Part("How", _plain(entry.get("how", ())))
    yield Part("How long", _maybe(entry.get("how-long")))
    yield Part("Article and evidence differ", _maybe(entry.get("differs")))
    yield Part("What is known", _statements(entry.get("known", ())))
    yield Part("Take care", _plain(entry.get("careful", ())))
    yield Part("Not for you if", tuple(_exclusion(one, knowledge) for one in entry["not-if"]))
    yield Part("If it makes things worse", _maybe(entry.get("worse")))


def _exclusion(one: Entry, knowledge: Knowledge) -> Line:
    where = f" ({', '.join(one['regions'])})" if "regions" in one else ""
    return Line(f"{_capital(knowledge.conditions[one['condition']].name)}{where}: {one['because']}")


def _cause_parts(entry: Entry, knowledge: Knowledge) -> Iterator[Part]:
    yield Part("What happens", _statements(entry["what"]))
    yield Part("Article and evidence differ", _maybe(entry.get("differs")))
    for heading, side in (("What speaks for it", "for"), ("What speaks against it", "against")):
        yield Part(heading, tuple(_clue(one) for one in entry["clues"] if one["speaks"] == side))
    yield Part("What to do", _statements(entry["do"]))
    see = entry["see"]
    urgency = knowledge.sayings[Disposition.from_id(see["disposition"])]
    yield Part("Whom to see", _maybe(f"{_capital(see['who'])}. {urgency}."))
    yield Part("What a doctor may test", _plain(entry.get("tests", ())))


def _clue(one: Entry) -> Line:
    size = [f"{one['weight']} clue"] if "weight" in one else []
    text = f"{_capital(one['text'])} ({', '.join([*size, *([one['ratio']] if 'ratio' in one else [])])})"
    return Line(text, Evidence(one["evidence"]), tuple(one["sources"]))


def _medicine_parts(entry: Entry, knowledge: Knowledge) -> Iterator[Part]:
    ratio = f" Ratio: {entry['ratio']}." if "ratio" in entry else ""
    yield Part("What is known", (Line(entry["text"] + ratio, Evidence(entry["evidence"]), tuple(entry["sources"])),))
    yield Part("What to do", _maybe(entry["do"]))
    yield Part("Danger signs", _plain(knowledge.flags[entry["flag"]].self_check) if "flag" in entry else ())
    yield Part("For every medicine", _statements(knowledge.medicine_rule))
    yield Part("Names", _maybe(", ".join(entry["names"])))


def _myth_parts(entry: Entry, _knowledge: Knowledge) -> Iterator[Part]:
    yield Part("What is known", _statements(entry["truth"]))
    yield Part("Instead", _maybe(entry.get("instead")))


def _learn_parts(entry: Entry, _knowledge: Knowledge) -> Iterator[Part]:
    yield Part("", _statements(entry["text"]))


_PARTS: dict[str, Callable[[Entry, Knowledge], Iterator[Part]]] = {
    "regions": _region_parts,
    "causes": _cause_parts,
    "remedies": _remedy_parts,
    "medicines": _medicine_parts,
    "myths": _myth_parts,
    "learn": _learn_parts,
}
