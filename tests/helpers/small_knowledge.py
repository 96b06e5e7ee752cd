"""A whole knowledge folder in miniature, so that a test can see every line that it breaks.

Nothing in it is real: two regions, four remedies and words that no Python file has ever heard of.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from cramp_cli.knowledge import yaml_nodes
from cramp_cli.storage.locations import data_root

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cramp_cli.core.errors import Problem

EYELID = """\
id: eyelid
name: eyelid
muscles: the ring of muscle round the eye
checked: 2026-11-22
sides: true
limit: 5m
usual-situation: chair
names: [eyelid, eyelids, lid]
stop-signs:
  - {flag: drooping, text: one side of the face hangs}
never: [the eyeball]
steps:
  - id: shut
    remedy: closing
    title: Close your eyes
    do: Close your {side} eye gently.
    hold: 20s
    short-hold: 10s
    range: [10s, 30s]
    rest: 5s
    times: 2
    stance: any
    evidence: strong
    sources: [seen-one]
  - id: press-lid
    remedy: stroking
    title: Stroke the lid
    do: Stroke the {side} lid with one finger.
    hold: 1:00
    range: [60, 1m30s]
    rest: 0
    times: 1
    stance: sitting
    gate: [before-stroking]
    evidence: expert
    sources: []
  - id: look-about
    remedy: looking
    title: Look about
    do: Look left, then right.
    hold: 30
    range: [10, 60]
    rest: 0
    times: 1
    stance: any
    evidence: weak
    sources: [seen-one, heard-one]
situations:
  chair:
    ladder: [shut, press-lid]
    after: [look-about]
  desk: {same-as: chair}
  car:
    now: [Stop the car.]
people:
  - {condition: contact-lens, note: Take it out first.}
aftercare:
  - id: rest-it
    title: Rest it
    text: Look into the distance.
    evidence: expert
    sources: []
recheck: look-again
"""

BROW = """\
id: brow
name: brow
muscles: the muscle above the eye
checked: 2026-11-22
sides: false
pace: It may take a day.
usual-situation: bed
names: [brow, brows]
stop-signs:
  - {flag: lasting, text: for days}
steps:
  - id: frown
    remedy: closing
    title: Frown, then let go
    do: Frown. Let go.
    hold: 10
    range: [5, 20]
    rest: 5
    times: 1
    stance: any
    evidence: expert
    sources: []
situations:
  bed: {ladder: [frown]}
recheck: look-again
"""

_RED_FLAGS = """\
red-flags:
  - id: drooping
    name: a drooping face
    disposition: emergency
    not-sure: same-day
    advice: [Call for help now.]
    self-check: [Smile into a mirror.]
    sources: [seen-one]
  - id: lasting
    name: a twitch that lasts
    disposition: doctor
    not-sure: doctor
    advice: [See somebody.]
    self-check: []
    sources: []
over-limit: lasting
dispositions:
  - {id: emergency, say: Call}
  - {id: same-day, say: Today}
  - {id: doctor, say: Soon}
  - {id: self-care, say: Fine}
meanwhile: Leave it alone.
emergency-number: somebody
"""

_QUESTIONS = """\
questions:
  - id: before-stroking
    text: Is any of this true?
    items:
      - {flag: drooping, text: the face hangs}
      - {text: the skin is sore}
    why: Stroking sore skin harms.
    on-yes: Not on sore skin.
    sources: [seen-one]
  - id: look-again
    text: Look once more. Is any of this there?
    items:
      - {flag: lasting, text: still twitching}
    why: It may come back.
    sources: []
gate:
  - {id: gate-droop, text: One side of the face hangs, raises: [drooping], why: It matters.}
since:
  text: How long has it been?
  options:
    - {text: just now, seconds: 0}
    - {text: a while, seconds: 3m}
  why: The clock decides.
"""

_WORDS = """\
fillers: [my, the]
sides: {left: [left], right: [right], both: [both]}
ambiguous:
  - words: [face]
    ask: Where in the face?
    regions: [eyelid, brow]
    elsewhere: eyeball
ask-first:
  - words: [hanging lid]
    region: eyelid
    text: Is any of this true?
    items:
      - {flag: drooping, text: the mouth hangs too}
    why: It may be no cramp.
not-muscle:
  - id: eyeball
    name: eye
    words: [eye, eyes]
    disposition: same-day
    text: [See an eye doctor today.]
"""

_REMEDY = """\
id: {id}
name: {id}
place: {place}
longest: 2m
gated: {gated}
why: It is known to help.
evidence: expert
sources: []
checked: 2026-11-22
not-if:
  - {{condition: contact-lens, because: A lens may scratch., regions: [eyelid]}}
"""

FILES = {
    "sources.yaml": """\
sources:
  - {id: seen-one, kind: trial, cite: A trial., confidence: seen}
  - {id: heard-one, kind: textbook, cite: A book., confidence: memory}
""",
    "red_flags.yaml": _RED_FLAGS,
    "questions.yaml": _QUESTIONS,
    "conditions.yaml": """\
conditions:
  - {id: contact-lens, name: wears a contact lens}
  - {id: unsteady, name: unsteady, short-holds: true, avoid: standing, use: chair, no-tools: true}
""",
    "words.yaml": _WORDS,
    "assessment.yaml": """\
weights: {slight: "0.2", weak: "0.5", moderate: "1.0", strong: "1.5"}
cap: "3.0"
fits: {well: "2.0", partly: "0.75"}
danger-first: Danger first.
not-asked: Not asked yet.
nothing: Nothing stands out.
fine: All is well.
again: Look again.
levels:
  - id: mornings
    any: [{question: when, answer: mornings}]
    disposition: doctor
    text: It comes in the morning.
    evidence: expert
    sources: []
""",
    "interview.yaml": """\
most: 2
questions:
  - id: when
    text: When does it come?
    why: It tells causes apart.
    kind: one
    options:
      - {id: mornings, text: in the morning}
      - {id: evenings, text: in the evening}
""",
    "medicines.yaml": """\
checked: 2026-11-22
rule:
  - {text: Ask first., evidence: expert, sources: []}
medicines:
  - id: drops
    name: eye drops
    names: [dropsol]
    text: Nobody knows.
    do: Ask.
    evidence: expert
    sources: []
""",
    "noticing.yaml": """\
interchangeable: {remedies: [], tools: [[ball, roller]], variants-of: [closing]}
learning: {answered-at-least: 6, each-at-least: 3, sure: "0.95"}
learning-says:
  counts: "{name} eased it {eased} of {tried} times"
  another: "{name} {eased} of {tried}"
  untried: "{name} was not tried yet"
  clear: "{counts}."
  turn: "{counts}. {first} has its turn."
patterns: {cramps-at-least: 10, sure: "0.95", hours-together: 3, weeks-compared: 4}
patterns-say:
  too-little: "Too little data to say: {count} of {needed}."
  hours: "From {start} to {end}: {part} of {count}."
  no-hours: No hour stands out.
  weekday: "On a {day}: {part} of {count}."
  no-weekday: No weekday stands out.
  region: "Mostly {name}: {part} of {count}."
  side: "Mostly {side}: left {left}, right {right}."
  no-side: "Left {left}, right {right}."
  came-after: "After {name}: {part} of {count}."
  more: "More: {lately}, before {before}."
  fewer: "Fewer: {lately}, before {before}."
  as-before: "As before: {lately}, before {before}."
  too-early: Too early to say.
change: {days-at-least: 7, cramps-at-least: 6, sure: "0.95", weeks-before: 4}
care: {weeks-at-least: 2, weeks-at-most: 12, answered-at-least: 6, eased-at-most: [1, 4]}
doctor:
  - id: nights
    measure: nights-of-a-week
    at-least: 2
    text: "{nth} night this week."
    disposition: doctor
    evidence: expert
    sources: [heard-one]
""",
    "aftercare.yaml": """\
notes:
  - id: drink
    title: Drink
    text: Drink when you are thirsty.
    evidence: expert
    sources: [heard-one]
""",
    "report.yaml": """\
checked: 2026-11-22
questions:
  - {id: again, when: always, ask: When shall I come back?, evidence: expert, sources: []}
""",
    "remedies/closing.yaml": _REMEDY.format(id="closing", place="opening", gated="false"),
    "remedies/blinking.yaml": _REMEDY.format(id="blinking", place="later", gated="false"),
    "remedies/stroking.yaml": _REMEDY.format(id="stroking", place="knot", gated="true"),
    "remedies/looking.yaml": _REMEDY.format(id="looking", place="after", gated="false") + "if-worse: closing\n",
    "regions/eyelid.yaml": EYELID,
    "regions/brow.yaml": BROW,
}
"""Every file of the folder by its path."""


def write_knowledge(root: Path, **changed: str) -> Path:
    """Write the small knowledge into a new folder `root`, with the real schemas, and return the folder."""
    shutil.copytree(data_root() / "schema", root / "schema")
    for name, text in {**FILES, **changed}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def read_text(folder: Path, contents: str | bytes) -> tuple[object, list[str]]:
    """Return the value of a file that holds `contents`, and its faults as `line:column: what — fix`."""
    file = folder / "my.yaml"
    file.write_bytes(contents.encode() if isinstance(contents, str) else contents)
    document, problems = yaml_nodes.read(file, shown_as="my.yaml")
    return document and document.value, [str(one).removeprefix("my.yaml:").strip() for one in problems]


def change(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file by `new`, and fail when there is none."""
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def said(problems: Iterable[Problem]) -> list[str]:
    """Return problems as they are shown, each without the folder its file is in."""
    return [str(problem).rsplit("/", 1)[-1] for problem in problems]
