"""A number with a check digit: one wrong digit, or two neighbours exchanged, is always noticed.

The digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004): a table alone,
no arithmetic with weights, and no sign beside the ten digits.
"""

from collections.abc import Callable, Collection

TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
SHORTEST = 4
"""Digits before the check digit in a commune of ordinary size."""
CROWDED = 2
"""Numbers grow by a digit when one in so many of them is given: then a slip of two digits, which
the check digit may miss, still seldom hits another member."""


def check_digit(digits: str) -> str:
    """The digit that completes these; of digits that carry one already, "0" says it is right."""
    row = 0
    for digit in digits:
        row = TABLE[row][int(digit)]
    return str(row)


def with_check(digits: str) -> str:
    """The digits with their check digit."""
    return digits + check_digit(digits)


def is_right(number: str) -> bool:
    """Whether a number of ASCII digits carries the right check digit."""
    return len(number) > 1 and check_digit(number) == "0"


def draw(count: int, taken: Collection[str], below: Callable[[int], int]) -> list[str]:
    """So many numbers not yet taken, by lot; `below` draws a whole number below another.

    No number begins with 0: what people read aloud keeps all its digits.
    """
    used, drawn = set(taken), list[str]()
    length = SHORTEST
    while (len(used) + count) * CROWDED > 9 * 10 ** (length - 1):
        length += 1
    while len(drawn) < count:
        number = with_check(str(10 ** (length - 1) + below(9 * 10 ** (length - 1))))
        if number not in used:
            used.add(number)
            drawn.append(number)
    return drawn
