"""Quotas across the genders, for a count outside: who has which trait, how many seats each keeps.

The traits stand in further columns of the table of genders, a heading each: youth, component.
"""

import re
from collections.abc import Iterable

from quotas.arithmetic.traits import Quota
from quotas.sheet_file import read_sheet

OWN = {"candidate", "gender"}
ASKED = re.compile(r"(?P<trait>[^=:]+)=(?P<value>[^=:]+):(?P<least>[0-9]{1,4})")


def read_traits(data: bytes) -> dict[int, dict[str, str]]:
    """The further columns of a table that `read_genders` found sound, blank cells left out."""
    found: dict[int, dict[str, str]] = {}
    for _line, cells in read_sheet(data, ("candidate", "gender")).rows:
        traits = {name: text for name, text in cells.items() if name and name not in OWN and text}
        found[int(cells["candidate"])] = traits
    return found


def read_quotas(asked: Iterable[str]) -> tuple[Quota, ...]:
    """What is asked as "youth=yes:2". Raises ValueError for anything else."""
    quotas = []
    for text in asked:
        told = ASKED.fullmatch(text.strip())
        if told is None:
            raise ValueError(f"{text[:60]}: as youth=yes:2")
        quotas.append(Quota(told["trait"].casefold(), told["value"], int(told["least"])))
    return tuple(quotas)
