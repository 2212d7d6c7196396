"""The verdict on each body of a table and on all its seats together, as figures to hand on."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from quotas.arithmetic.composition import (
    Composition,
    CompositionRule,
    Rounding,
    smallest_change,
    together,
    verdict,
)
from quotas.arithmetic.verdicts import Verdict


class TableRule(StrEnum):
    """The rules that a table may be held against: the charters' templates (DOMAIN §6)."""

    BOTH40 = "both40"  # at least 40 % of either, template "2014"
    WOMEN50 = "women50"  # at least 50 % women, template "2023"


@dataclass(frozen=True)
class Judged:
    """One body under one rule; `body` is None for all seats of the table together.

    `needs` is the fewest seats to fill rightly or to change hands, None where the undisclosed
    could turn the verdict.
    """

    body: str | None
    composition: Composition
    verdict: Verdict
    needs: int | None

    def as_json(self) -> dict[str, str | int | float | None]:
        """The figures under their names; the share in percent of all seats, one decimal."""
        have = self.composition
        return {
            "body": self.body,
            "seats": have.seats,
            "women": have.women,
            "men": have.men,
            "other": have.other,
            "undisclosed": have.undisclosed,
            "share_women": float(share(have.women, have.seats)),
            "verdict": self.verdict.value,
            "needs": self.needs,
        }


def rule_of(name: TableRule, rounding: Rounding = Rounding.UP) -> CompositionRule:
    """The rule of that name.

    Raises ValueError for a table of seats under a rule for women alone: the table says how many
    of one gender there may be at most, which such a rule does not ask.
    """
    if name is TableRule.BOTH40:
        return CompositionRule(Fraction(2, 5), Fraction(2, 5), rounding)
    if rounding is Rounding.TABLE:
        raise ValueError("a rule for women alone has no table")
    return CompositionRule(Fraction(1, 2), None, rounding)


def share(part: int, whole: int) -> Decimal:
    """Percent with one decimal, halves up; 0 of nothing."""
    exact = Fraction(part * 100, whole) if whole else Fraction(0)
    ratio = Decimal(exact.numerator) / Decimal(exact.denominator)
    return ratio.quantize(Decimal("0.1"), ROUND_HALF_UP)


def judged(body: str | None, rule: CompositionRule, composition: Composition) -> Judged:
    """The verdict on one body, and the smallest change that would mend it."""
    change = smallest_change(rule, composition)
    needs = None if change is None else change.seats
    return Judged(body, composition, verdict(rule, composition), needs)


def judge_table(
    rule: CompositionRule, bodies: Iterable[tuple[str, Composition]], *, by_body: bool
) -> list[Judged]:
    """A verdict for each body, if bodies are named, and the last for all seats together."""
    rows = list(bodies)
    each = [judged(body, rule, have) for body, have in rows] if by_body else []
    return [*each, judged(None, rule, together(have for _body, have in rows))]
