"""The mandates floor's section of the charter (DOMAIN §5 and the pair of §6), typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from communes.problems import Problem
from communes.reading import Section
from mandates.arithmetic.limits import pairs_of

OFFICES = ("co_chair", "deputy", "secretary", "member", "delegate", "spoke", "auditor")
APPOINTED = ["deputy", "secretary", "member", "spoke"]
"""Offices that a meeting may also fill by a plain resolution *(ours)*."""
MOST_CARETAKER_DAYS = 366
VACANCY = ("by_election", "deputy", "anew")
"""What is done when one co-chair is gone and no alternate takes the seat."""


@dataclass(frozen=True)
class MandatesParameters:
    """Terms in months; caretaking, warnings and the time for a report in days."""

    pair: bool
    term_months_commune: int
    term_months_council: int
    term_limit_council: int
    caretaker_days: int
    delegates_per_body: int
    deviation: str
    appointed: tuple[str, ...]
    runners_up: bool
    alternate_days: int
    co_chair_vacancy: str
    rotation: tuple[str, ...]
    incompatible: tuple[tuple[str, str], ...]
    incompatible_ends: bool
    report_days: int
    warn_days: tuple[int, ...]


def parse(table: Mapping[str, Any]) -> tuple[MandatesParameters, list[Problem]]:
    """Read the section `mandates`; absent parameters take the domain's defaults."""
    # Long: one line a parameter of the charter.
    read = Section("mandates", table)
    value = MandatesParameters(
        pair=read.flag("pair", True),
        term_months_commune=read.whole("term_months_commune", 12, 1, 240),
        term_months_council=read.whole("term_months_council", 24, 1, 240),
        term_limit_council=read.whole("term_limit_council", 2, 0, 100),
        caretaker_days=read.whole("caretaker_days", 60, 0, MOST_CARETAKER_DAYS),
        delegates_per_body=read.whole("delegates_per_body", 2, 1, 50),
        deviation=read.choice("deviation", "void", ("void", "as_instructed")),
        appointed=read.words("appointed", APPOINTED, OFFICES),
        runners_up=read.flag("runners_up", False),
        alternate_days=read.whole("alternate_days", 7, 1, 366),
        co_chair_vacancy=read.choice("co_chair_vacancy", "by_election", VACANCY),
        rotation=read.words("rotation", ["spoke", "delegate"], OFFICES),
        incompatible=_apart(read),
        incompatible_ends=read.flag("incompatible_ends", False),
        report_days=read.whole("report_days", 14, 1, 366),
        warn_days=(30, 7),
    )
    return value, read.finish()


@dataclass(frozen=True)
class RecallParameters:
    """What electors need to force the vote on a recall; times in local days, the pause in months.

    `verifiers` is how many confirm a paper sheet; each drawn by lot.
    """

    share: Fraction
    days: int
    after_days: int
    pause_months: int
    convene_days: int
    verifiers: int
    confirm_days: int


def parse_recall(table: Mapping[str, Any]) -> tuple[RecallParameters, list[Problem]]:
    """Read the section `recall` (DOMAIN §5 Recall)."""
    read = Section("recall", table)
    value = RecallParameters(
        share=read.share("share", "1/5"),
        days=read.whole("days", 60, 1, 366),
        after_days=read.whole("after_days", 90, 0, 1_000),
        pause_months=read.whole("pause_months", 6, 0, 120),
        convene_days=read.whole("convene_days", 14, 1, 366),
        verifiers=read.whole("verifiers", 2, 1, 9),
        confirm_days=read.whole("confirm_days", 7, 1, 60),
    )
    return value, read.finish()


def _apart(read: Section) -> tuple[tuple[str, str], ...]:
    """Offices that nobody holds together, each pair written as `"auditor+co_chair"`."""
    words = read.words("incompatible", [])
    pairs = pairs_of(words, OFFICES)
    if pairs is None:
        place, allowed = "mandates.incompatible", " + ".join(OFFICES)
        told = {"place": place, "value": ", ".join(words), "allowed": allowed}
        message = _("“%(place)s” is %(value)s; allowed: %(allowed)s.") % told
        read.problems.append(Problem("charter_value", message, told, "text"))
    return tuple(pairs or ())
