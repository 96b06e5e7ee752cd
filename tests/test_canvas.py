"""The canvas: never outside its room, the same room at every moment, and what matters seen at every size."""

from __future__ import annotations

import pytest
from helpers.figures import IDS, figures
from hypothesis import given, settings
from hypothesis import strategies as st

from cramp_cli.core.shapes import Role
from cramp_cli.terminal.canvas import Row, can_be_shown, draw, styled

SIZES = [(40, 16), (28, 11), (20, 8), (60, 20)]


def width(row: Row) -> int:
    return sum(len(text) for text, _ in row)


def cells(rows: tuple[Row, ...]) -> dict[tuple[int, int], Role]:
    """The role of every drawn cell by column and row."""
    found: dict[tuple[int, int], Role] = {}
    for down, row in enumerate(rows):
        across = 0
        for text, role in row:
            for _ in text:
                if role is not None:
                    found[across, down] = role
                across += 1
    return found


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.sampled_from(IDS), st.floats(0, 1), st.integers(1, 90), st.integers(1, 30), st.booleans())
def test_nothing_is_drawn_outside(one: str, moment: float, columns: int, rows: int, is_mirrored: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    drawn = draw(figures()[one], moment, columns, rows, is_mirrored=is_mirrored)
    assert len(drawn) <= rows
    assert all(width(row) <= columns for row in drawn)
    text = "".join(text for row in drawn for text, _ in row)
    assert all(char == " " or 0x2801 <= ord(char) <= 0x28FF for char in text)


@pytest.mark.parametrize("one", IDS)
@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_body_muscle_and_arrow_are_seen_at_every_size(one: str, columns: int, rows: int) -> None:
    figure = figures()[one]
    roles = set(cells(draw(figure, 1, columns, rows)).values())
    assert Role.BODY in roles
    assert (Role.MUSCLE in roles) == bool(figure.works or figure.marks)
    assert (Role.ARROW in roles) == bool(figure.arrows)


@pytest.mark.parametrize("one", IDS)
def test_the_picture_keeps_its_size_while_it_moves(one: str) -> None:
    figure = figures()[one]
    assert len({len(draw(figure, moment, 40, 16)) for moment in (0, 0.3, 0.7, 1)}) == 1


@pytest.mark.parametrize("one", IDS)
def test_the_floor_does_not_move(one: str) -> None:
    figure = figures()[one]
    places = [
        {at for at, role in cells(draw(figure, moment, 40, 16)).items() if role is Role.PROP} for moment in (0, 1)
    ]
    lowest = max((down for _, down in places[0]), default=0)
    if any(prop.kind == "floor" for prop in figure.props):
        assert {at for at in places[1] if at[1] == lowest}


def test_the_other_side_is_the_mirror_image() -> None:
    figure = figures()["heel-to-bottom"]
    shown, turned = (cells(draw(figure, 1, 40, 16, is_mirrored=side)) for side in (False, True))

    def middle(found: dict[tuple[int, int], Role]) -> float:
        across = [at[0] for at, role in found.items() if role is Role.ARROW]
        return sum(across) / len(across)

    assert middle(shown) < 20 < middle(turned)
    assert len(shown) == pytest.approx(len(turned), rel=0.15)


def test_the_near_limb_is_told_from_the_far_one() -> None:
    roles = cells(draw(figures()["wall-calf-stretch"], 1, 28, 11)).values()
    assert {Role.BODY, Role.FAR} <= set(roles)


STRETCH = """\
                      ⢸⡤
                 ⢠⣶⣶⡄ ⢸⠔
                 ⢸⣿⠛⠃⢨⣽⠔
                ⢠⣿⣿⡄ ⣼⢻⠞
      ⢀⣀       ⢠⣿⣿⡜⢿⣾⡏⢸⢊
       ⠈⠉⡻⠷⠄  ⢠⣿⣿⡏  ⠉ ⢸⢋
             ⣠⣿⣿⠟⣤⣀   ⢸⣁
            ⣴⣿⡟⠁⠉⠛⢿⣷⡄ ⢸⡡
          ⣤⣾⡿⠋    ⣼⡿⠁ ⢸⡠
        ⣠⣾⠟⠉     ⢠⡿⠁  ⢸⡴
    ⣀⣀⣀⣾⣿⣷⣶⣄⣀⣀⣀⣀⣰⣾⣷⣶⣦⣀⣸⠔
"""


def test_one_figure_looks_as_it_did_when_somebody_last_looked() -> None:
    rows = draw(figures()["wall-calf-stretch"], 1, 28, 11)
    assert ["".join(text for text, _ in row) for row in rows] == STRETCH.splitlines()


ENCODINGS = [("utf-8", True), ("UTF-8", True), ("ascii", False), ("latin-1", False), ("x", False), (None, False)]


@pytest.mark.parametrize(("encoding", "can"), ENCODINGS)
def test_braille_is_drawn_only_where_the_stream_has_it(encoding: str | None, can: bool) -> None:  # noqa: FBT001 - a table
    assert can_be_shown(encoding) is can


def test_a_row_in_the_usual_colours_keeps_its_dots() -> None:
    row = (("⣿⣿", Role.BODY), (" ", None), ("⡇", Role.MUSCLE))
    text = styled(row)
    assert text.plain == "⣿⣿ ⡇"
    assert "red" in str(text.spans[-1].style)
