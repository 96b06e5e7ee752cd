"""What may happen to a text file between two savings: something cut out, put in, or said twice."""

from __future__ import annotations

from hypothesis import strategies as st

_SNIPPETS = (
    *("'", '"', "[", "]", "{", "}", ":", ": ", "- ", ", ", "#", "|", ">", "?", "%", "@", "\t", "\n", "\r", "  "),
    *(
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "---\n",
        "...\n",
        '"\\e"',
        '"\\ud800"',
        '"\\UFFFFFFFF"',
        "\0",
        "\x1b",
        "\u202e",
        "é",
    ),
    *(
        "5",
        "-5",
        "0",
        "true",
        "no",
        "30s",
        "1:30",
        "9999999999",
        "same-as: desk",
        "id: shut",
        "[]",
        "{}",
        "chair",
        "shut",
    ),
)


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """Return `text` after one to four accidents: something cut out, put in, or said twice."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 30))
        instead = draw(st.one_of(st.just(""), st.sampled_from(_SNIPPETS), st.just(text[start:end] * 2)))
        text = text[:start] + instead + text[end:]
    return text
