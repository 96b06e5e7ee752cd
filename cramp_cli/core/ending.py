"""How a run can end, as a value: what is said last, and whether a red flag ended it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from cramp_cli.core.model import Disposition, Sign


class EndKind(Enum):
    """Why the run is over."""

    GONE = auto()
    """It let go, and the re-check is clear."""
    GONE_UNCHECKED = auto()
    """It let go; the re-check was not answered."""
    NOT_GONE = auto()
    """The ladder is used up and it has not let go."""
    WORSE = auto()
    """It got worse, and every sign was answered no."""
    LIMIT = auto()
    """It lasted too long, and the person stopped."""
    SIGN = auto()
    """A red flag was reported, or could not be ruled out."""
    QUIT = auto()
    """The person stopped."""


@dataclass(frozen=True)
class Ending:
    """The last word of a run."""

    kind: EndKind
    disposition: Disposition
    signs: tuple[Sign, ...] = ()
    """The signs that stopped it, if any."""
    eased_by: str | None = None
    """The remedy that was being done when it let go."""

    @property
    def has_let_go(self) -> bool:
        """Whether the cramp is gone."""
        return self.kind in {EndKind.GONE, EndKind.GONE_UNCHECKED}

    @property
    def is_refusal(self) -> bool:
        """Whether a red flag ended it (exit code 10)."""
        return self.kind in {EndKind.SIGN, EndKind.LIMIT}
