"""Draws numbers large enough to be read from the floor."""

from __future__ import annotations

_ROWS = 5
_SHAPES = {
    "0": ("█▀▀█", "█  █", "█  █", "█  █", "█▄▄█"),
    "1": ("  ▄█", " ▀ █", "   █", "   █", "   █"),
    "2": ("▀▀▀█", "   █", "█▀▀▀", "█   ", "█▄▄▄"),
    "3": ("▀▀▀█", "   █", " ▀▀█", "   █", "▄▄▄█"),
    "4": ("█  █", "█  █", "▀▀▀█", "   █", "   █"),
    "5": ("█▀▀▀", "█   ", "▀▀▀█", "   █", "▄▄▄█"),
    "6": ("█▀▀▀", "█   ", "█▀▀█", "█  █", "█▄▄█"),
    "7": ("▀▀▀█", "   █", "  █ ", "  █ ", "  █ "),
    "8": ("█▀▀█", "█  █", "█▀▀█", "█  █", "█▄▄█"),
    "9": ("█▀▀█", "█  █", "▀▀▀█", "   █", "▄▄▄█"),
    ":": (" ", "▀", " ", "▀", " "),
}


def big(text: str) -> tuple[str, ...]:
    """Return digits and colons as five lines of block characters; anything else is left out."""
    shapes = [_SHAPES[char] for char in text if char in _SHAPES]
    return tuple(" ".join(shape[row] for shape in shapes) for row in range(_ROWS))
