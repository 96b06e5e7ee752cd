"""Texts that try to be more than text, and the commands that take one."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = st.sampled_from(
    [
        *("\x1b[31m", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\x90", "\r", "\n", "\t", "\x08", "\x7f", "\x85"),
        *("\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u2028", "\xad", "\udc80", "\udcff", "\ufffe", "\xa0"),
        *("\U000e0041", "[/]", "[red]", "[link=file:x]", "{side}", "{0}", "%s", "%(a)s", "\\x1b", "$(id)", "`id`"),
        *("'", '"', "--", "-", "=", "calf", "left", "leg", "heart", "lockjaw", "e\u0301", "👩\u200d👧", "ﷺ", "漢字"),
        *("שלום", "12", "٣", "1:30", "2026-11-20", "cramp-cli: error: "),
    ]
)
_CHARACTERS = st.text(st.characters(exclude_characters="\0/"), max_size=30)
HOSTILE = st.lists(_PIECES | _CHARACTERS, min_size=1, max_size=5).map("".join)
"""Anything that may stand in an argument; no slash, so that no file is written where a test has no business."""

_TRICKS = st.sampled_from(
    [
        *("[/]", "[red]x[/red]", "[link=file:///etc/passwd]x[/link]", "{side}", "{other}", "{you}", "{0}", "%s", "'\""),
        *("<script>x</script>", "&amp;", "\\e[31m", "x" * 80, "漢" * 50, "e\u0301" * 40, "ﷺ", "שלום לכם", "STOP."),
        *("1  yes", "=cmd()", ":warning:"),
    ]
)
_PRINTABLE = st.text(st.characters(categories=("L", "M", "N", "P", "S")), min_size=1, max_size=40)
IN_A_FILE = _TRICKS | _PRINTABLE
"""Anything that may stand in a knowledge file."""

_TAKE_A_TEXT = """
    {} | relief {} | relief calf {} | relief calf --side {} | relief calf --have {} | relief calf --situation {}
    relief calf --with {} | relief calf --since {} | relief calf --hold {} | relief calf --ready {} | relief {} --json
    relief calf --{} | help {} | --color {} causes | check --for {} | check --answers {} | check --answers {} --json
    regions {} | causes {} | remedies {} | medicines {} | myths {} | learn {} | learn {} --json | figure {}
    figure neck --side {} | plan {} | plan --cause {} | plan calf --have {} | plan start {} | report {}
    report --from {} | plan start night-stretching --at {} | history {} | history list {} | history list --from {}
    history add {} | history add calf --at {} | history add calf --note {} --after {} | history delete {}
    history add calf --minutes {} | history add calf --pain {} | history import {} | history chart {}
    profile set {} x | profile set conditions {}
    profile set medicines {} | profile set night {} | profile set emergency-number {} | profile unset {} | doctor {}
    knowledge check {} | knowledge new {} | knowledge schema {} | completion {}
"""
_READ_IT = """
    check --answers - | check --answers - --json | plan --answers - | history import - | history add calf --note -
    history list | history list --json | history export | history chart | report | report --markdown - | profile show
"""
COMMANDS = [one.split() for line in f"{_TAKE_A_TEXT}{_READ_IT}".split("\n") for one in line.split("|") if one.strip()]
"""Commands that take a text in the place of `{}`, that read it from stdin, or that show what an earlier one kept."""
