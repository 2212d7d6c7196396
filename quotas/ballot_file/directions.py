"""What a BLT file says in a comment about how it is to be counted: seats kept, tie rule, seed.

Other programs read over it. So a file that was exported gives the same result by itself.
"""

import re
from dataclasses import dataclass

from quotas.arithmetic.tie_rules import TieRule

LINE = re.compile(r"^#\s*komin:(?P<said>.*)$", re.MULTILINE)
WORD = re.compile(r"(?P<name>[a-z-]+)=(?P<value>\S+)")
NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Directions:
    """How many seats are kept for women, men and youth, the seed, and what settles a tie."""

    women: int
    men: int
    seed: str
    ties: TieRule = TieRule.WOMAN_FIRST
    youth: int = 0

    @property
    def line(self) -> str:
        """The comment."""
        seed = f" seed={self.seed}" if self.seed else ""
        ties = f" ties={self.ties}" if self.ties is not TieRule.WOMAN_FIRST else ""
        youth = f" reserve-youth={self.youth}" if self.youth else ""
        return f"# komin: reserve-women={self.women} reserve-men={self.men}{youth}{ties}{seed}"


def read_directions(text: str) -> Directions | None:
    """What the file says of itself, None where it says nothing or no whole numbers."""
    found = LINE.search(text)
    if found is None:
        return None
    told = {one["name"]: one["value"] for one in WORD.finditer(found["said"])}
    women, men = told.get("reserve-women", ""), told.get("reserve-men", "")
    youth = told.get("reserve-youth", "0")
    known = [rule for rule in TieRule if rule == told.get("ties", TieRule.WOMAN_FIRST)]
    if not known or any(not NUMBER.fullmatch(one) for one in (women, men, youth)):
        return None
    return Directions(int(women), int(men), told.get("seed", ""), known[0], int(youth))
