"""The ground floor's section of the charter (DOMAIN §3, §4), typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from communes.arithmetic.majorities import Majority
from communes.arithmetic.speaking import Rules
from communes.charter import contradiction
from communes.naming import OFFICE, STEPS
from communes.problems import Problem
from communes.reading import Section

FIELDS = [
    "health",
    "education",
    "economy",
    "services",
    "peace",
    "self_defence",
    "women",
    "youth",
    "ecology",
]

TEMPLATE = ["opening", "minutes", "reports", "proposals", "other"]
"""What an assembly talks about each time, where the charter says nothing else."""
BOARD_TEMPLATE = ["opening", "minutes", "committees", "next_assembly", "other"]
READERS = ("members", "everyone")
MAJORITIES = tuple(Majority)
QUORUMS = ("share_of_members", "count", "share_of_households", "none")


@dataclass(frozen=True)
class CommunesParameters:
    """How communes are shaped and how bodies meet; shares are fractions, times whole days."""

    households_least: int
    households_most: int
    commune_age: int
    election_age: int
    youth_from: int
    youth_until: int
    committees: tuple[str, ...]
    compulsory_committees: tuple[str, ...]
    assembly_every_days: int
    board_every_days: int
    assembly_agenda: tuple[str, ...]
    board_agenda: tuple[str, ...]
    notice_days: int
    council_notice_days: int
    demand_share: Fraction
    demand_least: int
    quorum_kind: str
    quorum_share: Fraction
    quorum_least: int
    quorum_of_seats: Fraction
    women_presence: Fraction
    presence_effect: str
    majority: str
    urgent_majority: str
    lists_kept_months: int
    confidential_kept_months: int


def parse(table: Mapping[str, Any]) -> tuple[CommunesParameters, list[Problem]]:
    """Read the section `communes`; absent parameters take the domain's defaults."""
    read = Section("communes", table)
    # Long: one line a parameter of the charter.
    value = CommunesParameters(
        households_least=read.whole("households_least", 30, 1),
        households_most=read.whole("households_most", 400, 1),
        commune_age=read.whole("commune_age", 16, 0, 120),
        election_age=read.whole("election_age", 18, 0, 120),
        youth_from=read.whole("youth_from", 16, 0, 120),
        youth_until=read.whole("youth_until", 30, 0, 120),
        committees=read.words("committees", FIELDS),
        compulsory_committees=read.words("compulsory_committees", []),
        assembly_every_days=read.whole("assembly_every_days", 14, 1, 366),
        board_every_days=read.whole("board_every_days", 7, 1, 366),
        assembly_agenda=read.words("assembly_agenda", TEMPLATE),
        board_agenda=read.words("board_agenda", BOARD_TEMPLATE),
        notice_days=read.whole("notice_days", 3, 0, 366),
        council_notice_days=read.whole("council_notice_days", 21, 0, 366),
        demand_share=read.share("demand_share", "1/10"),
        demand_least=read.whole("demand_least", 3, 1),
        quorum_kind=read.choice("quorum", "share_of_members", QUORUMS),
        quorum_share=read.share("quorum_share", "1/10"),
        quorum_least=read.whole("quorum_least", 15),
        quorum_of_seats=read.share("quorum_of_seats", "1/2"),
        women_presence=read.share("women_presence", "2/5"),
        presence_effect=read.choice("presence_effect", "deliberate", ("deliberate", "warn", "off")),
        majority=read.choice("majority", "two_thirds", MAJORITIES),
        urgent_majority=read.choice("urgent_majority", "two_thirds", MAJORITIES),
        lists_kept_months=read.whole("lists_kept_months", 12, 1, 1200),
        confidential_kept_months=read.whole("confidential_kept_months", 60, 1, 1200),
    )
    return value, read.finish()


def contradictions(sections: Mapping[str, Any]) -> list[Problem]:
    """What a charter cannot rule at once about communes and ages."""
    rules: CommunesParameters = sections["communes"]
    found = []
    if rules.households_least > rules.households_most:
        message = _("No commune could have so many households at least and so few at most.")
        found.append(contradiction("communes.households_most", message))
    if rules.commune_age > rules.election_age:
        message = _("Electors are members: nobody elects before voting in the assembly.")
        found.append(contradiction("communes.election_age", message))
    if rules.youth_from > rules.youth_until:
        message = _("Nobody would be of the youth: it would end before it begins.")
        found.append(contradiction("communes.youth_until", message))
    if set(rules.compulsory_committees) - set(rules.committees):
        message = _("A committee that every commune has stands in the list of committees too.")
        found.append(contradiction("communes.compulsory_committees", message))
    return found


def parse_speaking(table: Mapping[str, Any]) -> tuple[Rules, list[Problem]]:
    """Read the section `speaking` (DOMAIN §4); the minutes of a speech are *ours*."""
    read = Section("speaking", table)
    value = Rules(
        alternates=read.flag("alternates", True),
        first_time_first=read.flag("first_time_first", True),
        minutes=read.whole("speech_minutes", 3, 0, 240),
    )
    return value, read.finish()


@dataclass(frozen=True)
class PublicationRules:
    """Who may read signed minutes once they are published, and how names are told then.

    `readers`: the members, or everyone; `names`: a step of `naming`, for everyone; `once`: signed,
    or approved by the next meeting; `circles`: whether bodies of a circle publish to everyone.
    """

    readers: str
    names: str
    once: str
    circles: bool


def parse_publication(table: Mapping[str, Any]) -> tuple[PublicationRules, list[Problem]]:
    """Read the section `publication` (DOMAIN §4, minutes); its defaults are *ours*."""
    read = Section("publication", table)
    value = PublicationRules(
        readers=read.choice("readers", "members", READERS),
        names=read.choice("names", OFFICE, STEPS),
        once=read.choice("once", "signed", ("signed", "approved")),
        circles=read.flag("circles", False),
    )
    return value, read.finish()
