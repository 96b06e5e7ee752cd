"""Turns checked raw values into the core's frozen values, one region at a time, because a start needs only one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.model import (
    AnswerExclusion,
    Condition,
    Disposition,
    Evidence,
    Exclusion,
    Note,
    PersonRule,
    Place,
    Question,
    RedFlag,
    Region,
    Remedy,
    Sign,
    SinceOption,
    SinceQuestion,
    SituationPlan,
    Source,
    StepDefinition,
)
from cramp_cli.core.names import Ambiguous, AskFirst, NotMuscle, Words
from cramp_cli.knowledge.durations import seconds
from cramp_cli.knowledge.matching import match, when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_cli.core.basis import Basis
    from cramp_cli.core.errors import Problem
    from cramp_cli.knowledge.loading import RawKnowledge

Entry = dict[str, Any]


class Knowledge:
    """Everything the data folder says, as values."""

    def __init__(self, raw: RawKnowledge) -> None:
        self._files = raw.files
        self.problems: tuple[Problem, ...] = raw.problems

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source by id."""
        return {
            entry["id"]: Source(entry["id"], entry["kind"], entry["cite"], entry["confidence"], entry.get("url", ""))
            for entry in self._files["sources"]["sources"]
        }

    @cached_property
    def flags(self) -> Mapping[str, RedFlag]:
        """Every red flag by id."""
        return {entry["id"]: _flag(entry) for entry in self._files["red_flags"]["red-flags"]}

    def entries(self, kind: str) -> Mapping[str, Entry]:
        """Return every entry of a kind (regions, causes, remedies, medicines, myths, learn) by id, as it was read."""
        found: Mapping[str, Any] = self._files[kind]
        if kind not in found:
            return found
        return {entry["id"]: {"checked": found["checked"], **entry} for entry in found[kind]}

    @property
    def medicine_rule(self) -> list[Entry]:
        """What holds for every medicine."""
        return list(self._files["medicines"]["rule"])

    @property
    def meanwhile(self) -> str:
        """What not to do until help is there, whatever the red flag."""
        return str(self._files["red_flags"]["meanwhile"])

    @property
    def over_limit(self) -> RedFlag:
        """The red flag of a cramp that has passed its region's limit."""
        return self.flags[self._files["red_flags"]["over-limit"]]

    @cached_property
    def sayings(self) -> Mapping[Disposition, str]:
        """What each disposition says to do."""
        return self.sayings_with("")

    def sayings_with(self, number: str) -> Mapping[Disposition, str]:
        """Return what each disposition says to do, naming a person's own emergency `number` if they gave one."""
        raw = self._files["red_flags"]
        whom = number or raw["emergency-number"]
        return {Disposition.from_id(one["id"]): one["say"].replace("{number}", whom) for one in raw["dispositions"]}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every gate and re-check question by id."""
        return {entry["id"]: self._question(entry) for entry in self._files["questions"]["questions"]}

    @cached_property
    def since(self) -> SinceQuestion:
        """The question that sets the clock."""
        entry = self._files["questions"]["since"]
        options = tuple(SinceOption(one["text"], seconds(one["seconds"])) for one in entry["options"])
        return SinceQuestion(entry["text"], options, entry["why"])

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """Every condition by id."""
        return {entry["id"]: _condition(entry) for entry in self._files["conditions"]["conditions"]}

    @cached_property
    def remedies(self) -> Mapping[str, Remedy]:
        """Every remedy by id."""
        return {name: _remedy(entry) for name, entry in self._files["remedies"].items()}

    @cached_property
    def basis(self) -> Basis:
        """What a check rests on."""
        from cramp_cli.knowledge.assessing import basis_of  # noqa: PLC0415 - only a check needs it

        return basis_of(self._files, self.flags, self.remedies, self.conditions)

    @cached_property
    def words(self) -> Words:
        """How what a person types finds a region."""
        raw = self._files["words"]
        regions = self._files["regions"]
        return Words(
            regions={one: (entry["name"], one, *entry["names"]) for one, entry in self._files["names"].items()},
            fillers=frozenset(raw["fillers"]),
            sides={word: side for side, words in raw["sides"].items() for word in words},
            ambiguous=tuple(_ambiguous(entry, regions) for entry in raw["ambiguous"]),
            ask_first=tuple(self._ask_first(entry) for entry in raw["ask-first"] if entry["region"] in regions),
            not_muscle=tuple(_not_muscle(entry) for entry in raw["not-muscle"]),
        )

    def region_name(self, region: str) -> str:
        """Return what a region is called in a sentence."""
        return str(self._files["names"][region]["name"])

    def region(self, region: str) -> Region:
        """Return one region; raises CrampError (exit 3) when its file was left out for its faults."""
        entry = self._files["regions"].get(region)
        if entry is None:
            raise CrampError(
                f'the file of region "{region}" has faults',
                fix="see: cramp-cli knowledge check",
                code=ExitCode.KNOWLEDGE,
            )
        steps = {step["id"]: self._step(step, tuple(entry.get("never", ()))) for step in entry["steps"]}
        notes = (*entry.get("aftercare", ()), *self._files["aftercare"]["notes"])
        return Region(
            id=region,
            name=entry["name"],
            muscles=entry["muscles"],
            checked=entry["checked"],
            has_sides=entry["sides"],
            limit_seconds=seconds(entry["limit"]) if "limit" in entry else None,
            pace=entry.get("pace", ""),
            usual_situation=entry["usual-situation"],
            signs=tuple(Sign(self.flags[sign["flag"]], sign["text"]) for sign in entry["stop-signs"]),
            situations={name: _plan(entry["situations"], name, steps) for name in entry["situations"]},
            people=tuple(_person_rule(rule) for rule in entry.get("people", ())),
            notes=tuple(_note(note) for note in notes),
            recheck=self.questions[entry["recheck"]],
            hints={word: hint["text"] for hint in entry.get("hints", ()) for word in hint["words"]},
            from_file=entry.get("from", ""),
        )

    def _step(self, entry: Entry, never: tuple[str, ...]) -> StepDefinition:
        remedy = self.remedies[entry["remedy"]]
        shortest, longest = (seconds(value) for value in entry["range"])
        return StepDefinition(
            id=entry["id"],
            remedy=remedy,
            title=entry["title"],
            instruction=entry["do"],
            felt_where=entry.get("felt", ""),
            mistakes=tuple(entry.get("mistakes", ())),
            hold_seconds=seconds(entry["hold"]),
            short_hold_seconds=seconds(entry.get("short-hold", entry["hold"])),
            shortest_seconds=shortest,
            longest_seconds=longest,
            rest_seconds=seconds(entry["rest"]),
            times=entry["times"],
            stance=entry["stance"],
            tools=entry.get("with", {}),
            gate=tuple(self.questions[one] for one in entry.get("gate", ())),
            never=never if remedy.place is Place.KNOT else (),
            evidence=Evidence(entry["evidence"]),
            sources=tuple(entry["sources"]),
            figure=entry.get("figure"),
            figures=entry.get("figure-with", {}),
        )

    def _question(self, entry: Entry) -> Question:
        return Question(
            id=entry["id"],
            text=entry["text"],
            signs=tuple(
                Sign(self.flags[item["flag"]] if "flag" in item else None, item["text"]) for item in entry["items"]
            ),
            why=entry["why"],
            on_yes=entry.get("on-yes", ""),
            self_check=tuple(entry.get("self-check", ())),
        )

    def _ask_first(self, entry: Entry) -> AskFirst:
        question = self._question({**entry, "id": f"before-{entry['region']}"})
        return AskFirst(frozenset(entry["words"]), entry["region"], question)


def _flag(entry: Entry) -> RedFlag:
    return RedFlag(
        id=entry["id"],
        name=entry["name"],
        disposition=Disposition.from_id(entry["disposition"]),
        not_sure=Disposition.from_id(entry["not-sure"]),
        advice=tuple(entry["advice"]),
        self_check=tuple(entry["self-check"]),
        sources=tuple(entry["sources"]),
        ask=tuple(entry.get("ask", ())),
        asked_if=when(entry["asked-if"]) if "asked-if" in entry else None,
        forbids=tuple(entry.get("forbids", ())),
        is_cause=entry.get("is-cause", True),
    )


def _condition(entry: Entry) -> Condition:
    return Condition(
        id=entry["id"],
        name=entry["name"],
        note=entry.get("note", ""),
        holds_are_short=entry.get("short-holds", False),
        avoids=entry.get("avoid"),
        uses=entry.get("use"),
        no_tools=entry.get("no-tools", False),
        shown_by=match(entry["shown-by"]) if "shown-by" in entry else None,
    )


def _remedy(entry: Entry) -> Remedy:
    return Remedy(
        id=entry["id"],
        name=entry["name"],
        place=Place(entry["place"]),
        gated=entry["gated"],
        offer=str(entry.get("offer", entry["name"])),
        why=entry["why"],
        differs=entry.get("differs", ""),
        checked=entry["checked"],
        not_if=tuple(
            Exclusion(one["condition"], one["because"], tuple(one.get("regions", ()))) for one in entry["not-if"]
        ),
        if_worse=entry.get("if-worse"),
        never_offered=entry.get("never-offered", ""),
        not_when=tuple(AnswerExclusion(match(one), one["because"]) for one in entry.get("not-when", ())),
        offer_when=when(entry["offer-when"]) if "offer-when" in entry else None,
    )


def _plan(situations: Entry, name: str, steps: Mapping[str, StepDefinition]) -> SituationPlan:
    entry = situations[situations[name].get("same-as", name)]
    return SituationPlan(
        ladder=tuple(steps[one] for one in entry.get("ladder", ())),
        after=tuple(steps[one] for one in entry.get("after", ())),
        advice=tuple(entry.get("now", ())),
    )


def _person_rule(entry: Entry) -> PersonRule:
    return PersonRule(entry["condition"], entry["note"], tuple(entry.get("avoid", ())), entry.get("use"))


def _note(entry: Entry) -> Note:
    return Note(entry["id"], entry["title"], entry["text"], Evidence(entry["evidence"]), tuple(entry["sources"]))


def _ambiguous(entry: Entry, regions: Entry) -> Ambiguous:
    choices = tuple(one for one in entry["regions"] if one in regions)
    return Ambiguous(frozenset(entry["words"]), entry["ask"], choices, entry.get("elsewhere"))


def _not_muscle(entry: Entry) -> NotMuscle:
    return NotMuscle(
        id=entry["id"],
        name=entry["name"],
        words=frozenset(entry["words"]),
        disposition=Disposition.from_id(entry["disposition"]),
        text=tuple(entry["text"]),
    )
