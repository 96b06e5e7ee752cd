"""What Tab offers: in real shells, understood by the program, and never a command in disguise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main
from helpers.shells import EACH_SHELL, Bench
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.cli import app
from cramp_cli.commands.completion import names
from cramp_cli.commands.tree import _WORDS, SETTINGS, as_typed, tree_of
from cramp_cli.core.command_tree import ANYTHING, FILES, Argument, Command, Option
from cramp_cli.core.names import Unknown, find
from cramp_cli.core.profile import KEYS
from cramp_cli.core.search import search
from cramp_cli.export.completion import SHELLS, Names, can_be_typed, quoted, script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cramp_cli.knowledge.decoding import Knowledge

TREE = tree_of(typer.main.get_command(app))
SIDES = {"left", "right", "both"}


@pytest.fixture(scope="module")
def benches(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Bench]]:
    begun: dict[str, Bench] = {}

    def bench(shell: str) -> Bench:
        if shell not in begun:
            text = script(shell, as_typed(TREE), dict(names(knowledge)), knowledge.words.sides, "0")
            begun[shell] = Bench(shell, text, tmp_path_factory.mktemp(shell))
        return begun[shell]

    yield bench
    for one in begun.values():
        one.close()


# -- in real shells ---------------------------------------------------------------------------------------------------

OFFERED: list[tuple[str, set[str], set[str]]] = [
    ("re", {"relief", "remedies", "report", "regions"}, {"check"}),
    ("history ", {"list", "add", "chart", "delete"}, {"calf", "relief"}),
    ("relief ", {"calf", "foot", "lower-back", *SIDES}, {"charley", "--side"}),
    ("relief ca", {"calf", "calves"}, {"foot", "left"}),
    ("relief char", {"charley"}, {"horse"}),
    ("relief charley ", {"horse", "horses"}, {"calf"}),
    ("relief left ho", set(), {"horse"}),
    ("relief left calf ", {"cramp", "muscle"}, SIDES | {"foot"}),
    ("relief thi", {"thigh", "thighs"}, {"calf"}),
    ("relief chest", set(), {"chest"}),
    ("relief --si", {"--side", "--situation"}, {"--json"}),
    ("relief --side ", SIDES, {"calf"}),
    ("relief calf --with to", {"towel"}, {"toes"}),
    ("relief --have preg", {"pregnant"}, set()),
    ("relief --have pregnant --situation b", {"bed"}, {"biceps"}),
    ("report hams", {"hamstring"}, set()),
    ("plan ", {"done", "calf"}, {"horse"}),
    ("plan start night", {"night-stretching"}, {"calf"}),
    ("plan --cause sho", {"shoes"}, set()),
    ("history add --at 23:40 calf --pain 7 r", {"right"}, {"relief"}),
    ('history add --at "yesterday 23:40" hams', {"hamstring"}, set()),
    ("figure wall-c", {"wall-calf-stretch"}, set()),
    ("figure --side ", {"left", "right"}, {"both"}),
    ("causes sho", {"shoes"}, set()),
    ("remedies magn", {"magnesium"}, set()),
    ("medicines atorv", {"atorvastatin"}, set()),
    ("myths ban", {"banana", "bananas"}, set()),
    ("learn dry", {"dry", "dry-needling"}, set()),
    ("profile set ", {"conditions", "night"}, {"pregnant"}),
    ("profile set conditions pregnant uns", {"unsteady"}, set()),
    ("profile set voice ", {"on", "off"}, set()),
    ("profile unset conditions n", {"night"}, set()),
    ("knowledge schema ov", {"overlay"}, set()),
    ("completion ", {"bash", "zsh", "fish"}, set()),
    ("doctor ", {"--json", "--mute"}, set()),
    ("--color ", {"auto", "always", "never"}, set()),
    ("relief --since 5", set(), {"side"}),
]


@EACH_SHELL
@pytest.mark.parametrize(("line", "some", "none"), OFFERED, ids=[line for line, _, _ in OFFERED])
def test_a_shell_offers(line: str, some: set[str], none: set[str], shell: str, benches: Callable[[str], Bench]) -> None:
    found = benches(shell).offers(f"cramp-cli {line}", lambda found: some <= found)
    assert some <= found
    assert not none & found


@EACH_SHELL
@pytest.mark.parametrize("option", ["--side=le", "--situation=cha"])
def test_a_value_may_be_glued_to_its_option(option: str, shell: str, benches: Callable[[str], Bench]) -> None:
    name, _, begun = option.partition("=")
    found = benches(shell).offers(f"cramp-cli relief {option}", bool)
    assert {one.removeprefix(f"{name}=") for one in found} == {"le": {"left"}, "cha": {"chair"}}[begun]


@EACH_SHELL
def test_files_are_offered_where_a_file_is_wanted(shell: str, benches: Callable[[str], Bench]) -> None:
    bench = benches(shell)
    (bench.folder / "mine.yaml").touch()
    begun = f"{bench.folder}/mi"
    for line in (f"relief --html {begun}", f"knowledge check {begun}", f"check --answers {begun}"):
        assert {Path(one).name for one in bench.offers(f"cramp-cli {line}", bool)} == {"mine.yaml"}


@EACH_SHELL
@pytest.mark.parametrize("begun", ['"lower ba', "'lower ba", "lower\\ ba"])
def test_a_name_of_two_words_may_be_quoted(begun: str, shell: str, benches: Callable[[str], Bench]) -> None:
    found = benches(shell).offers(f"cramp-cli relief {begun}", lambda found: "back" in " ".join(found))
    assert {"lower", "back"} <= set(" ".join(found).replace("\u00a0", " ").split())


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(
    ("typed", "becomes"),
    [("hist", "cramp-cli history"), ("relief 'lower leg b", "'lower leg back"), ("medicines atorv", "atorvastatin")],
)
def test_tab_finishes_the_word(typed: str, becomes: str, shell: str, benches: Callable[[str], Bench]) -> None:
    assert becomes in benches(shell).after_tab(f"cramp-cli {typed}", becomes)


def test_bash_knows_whom_to_ask(benches: Callable[[str], Bench]) -> None:
    bench = benches("bash")
    assert bench.run(f". {bench.file}; complete -p cramp-cli") == "complete -F _cramp_cli cramp-cli\n"


def test_bash_with_other_word_breaks_gives_the_whole_option(benches: Callable[[str], Bench]) -> None:
    bench = benches("bash")
    typed = "COMP_WORDBREAKS=' '; COMP_WORDS=(cramp-cli relief --side=le); COMP_CWORD=2"
    assert bench.run(f'. {bench.file}; {typed}; _cramp_cli; echo "${{COMPREPLY[@]}}"') == "--side=left\n"


def test_zsh_takes_it_from_a_file_or_from_a_line(benches: Callable[[str], Bench]) -> None:
    bench = benches("zsh")
    begin = "autoload -Uz compinit; compinit -u -D"
    assert bench.run(f"{begin}; . {bench.file}; echo ${{_comps[cramp-cli]}}") == "_cramp-cli\n"
    assert bench.run(f"fpath=({bench.folder} $fpath); {begin}; echo ${{_comps[cramp-cli]}}") == "_cramp-cli\n"


# -- the tables -------------------------------------------------------------------------------------------------------


def test_whoever_adds_a_command_says_what_tab_offers_for_its_words() -> None:
    with_words = {" ".join(command.path) for command in TREE.all_commands() if command.arguments}
    assert with_words == set(_WORDS), "a line in _WORDS of commands/tree.py says what Tab offers"


def test_whoever_adds_a_setting_says_what_tab_offers_for_it() -> None:
    assert set(SETTINGS) == set(KEYS)


def test_every_list_that_is_wanted_is_there(knowledge: Knowledge) -> None:
    commands = list(as_typed(TREE).all_commands())
    wanted = {option.kind for command in commands for option in command.options}
    wanted |= {argument.kind for command in commands for argument in command.arguments}
    assert wanted - {"", ANYTHING, FILES} == set(dict(names(knowledge)))


def test_what_is_offered_for_a_place_is_understood(knowledge: Knowledge) -> None:
    places = dict(names(knowledge))["places"]
    for name in (*places.usual, *places.other):
        assert not isinstance(find(name, knowledge.words), Unknown), name


@pytest.mark.parametrize("kind", ["causes", "remedies", "medicines", "myths", "learn", "figures", "plans"])
def test_what_is_offered_to_be_read_is_found(kind: str, knowledge: Knowledge) -> None:
    entries = knowledge.entries(kind)
    called = {one: tuple(entry.get("names", ())) for one, entry in entries.items()}
    offered = dict(names(knowledge))[kind]
    for name in (*offered.usual, *offered.other):
        assert search(name, called).ids, name
        assert not search(name, called).is_guess, name


def test_an_inner_organ_is_not_suggested(knowledge: Knowledge) -> None:
    offered = set(dict(names(knowledge))["places"].other)
    assert not offered & {word for entry in knowledge.words.not_muscle for word in entry.words}


# -- never a command in disguise --------------------------------------------------------------------------------------

HOSTILE = (
    "$(touch canary)", "`touch canary`", "';touch canary;'", '";touch canary;"', "\\';touch canary;\\'",
    "x\ntouch canary\n", "(touch canary)", "\u2019;touch canary;\u2019", "!touch canary", "a|touch canary",
    "a&touch canary", "a<canary", "a>canary", "-rf", "--version", "*", "~", "{a,b}", "a'b", "\x1b[2J", "@NAMES@",
    "a\u202eb", "#", "$HOME", "%n", "^x^y", "a=b", "a:b", "[a]", "a\\", "",
)  # fmt: skip
PLAIN = ("knee pit", "पिंडली", "wade", "muscle-2")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_a_shell_could_misread_is_not_offered(name: str) -> None:
    assert not can_be_typed(name)


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_name_is_offered_in_any_language(name: str) -> None:
    assert can_be_typed(name)


@EACH_SHELL
def test_hostile_names_and_texts_run_nothing(shell: str, tmp_path: Path) -> None:
    says = " ".join(HOSTILE)
    options = tuple(Option((f"--a{n}",), text, "X", "places") for n, text in enumerate(HOSTILE))
    relief = Command(("relief",), says, says, options, (Argument("WHERE", says, "places"),))
    found = {"places": Names((*HOSTILE, *PLAIN), HOSTILE)}
    bench = Bench(
        shell, script(shell, Command((), says, says, (), (), (relief,)), found, HOSTILE, says.split()[0]), tmp_path
    )
    try:
        assert bench.offers("cramp-cli ", lambda found: "relief" in found) >= {"relief"}
        places = bench.offers("cramp-cli relief ", lambda found: "wade" in found)
        assert {"wade", "muscle-2"} <= places
        assert not set(HOSTILE) & places
        assert "--a0" in bench.offers("cramp-cli relief --a", lambda found: "--a0" in found)
        assert "wade" in bench.offers("cramp-cli relief --a0 '$(touch canary)' wa", lambda found: "wade" in found)
        assert "--a1" in bench.offers("cramp-cli relief '$(touch canary)' --a", lambda found: "--a1" in found)
    finally:
        bench.close()
    assert not (tmp_path / "canary").exists()


SAYABLE = st.text(st.characters(exclude_categories=["Cs", "Co", "Cn"], exclude_characters="\0"), max_size=30)


@EACH_SHELL
@settings(max_examples=10, deadline=None)
@given(texts=st.lists(SAYABLE | st.sampled_from(HOSTILE), min_size=10, max_size=60))
def test_a_quoted_text_is_one_word_with_the_same_letters(
    shell: str, texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    bench = Bench(shell, "", tmp_path_factory.mktemp("quoted"))
    odd = "setopt rc_quotes 2>/dev/null\n" if shell == "zsh" else ""
    bench.file.write_text(
        f"{odd}printf '%s\\0' {' '.join(quoted(text, shell) for text in texts)}\n", "utf-8", newline=""
    )
    assert bench.run(f". {bench.file}").split("\0")[:-1] == [text.replace("\u2019", "'") for text in texts]


@settings(max_examples=200)
@given(SAYABLE)
def test_what_may_be_offered_needs_no_quotes_anywhere(name: str) -> None:
    if can_be_typed(name):
        assert not set(name) & set("$`\"'\\|&;<>(){}[]*?!~#%^=@:\n\t\r")
        assert not any(word.startswith("-") for word in name.split())


# -- the command ------------------------------------------------------------------------------------------------------


@EACH_SHELL
def test_the_first_lines_say_where_to_keep_it_and_when_to_make_it_again(shell: str, knowledge: Knowledge) -> None:
    head = script(shell, as_typed(TREE), dict(names(knowledge)), (), "9.9").split("\n\n")[0]
    assert "9.9" in head
    assert f"cramp-cli completion {shell} > " in head
    assert "again after an update" in head


def test_there_is_a_script_for_each_shell_that_is_promised() -> None:
    assert SHELLS == ("bash", "zsh", "fish")
