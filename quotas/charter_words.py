"""What people call the parameters of the section on quotas."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communes.charter import Described, Tables, Word, named_row

_KINDS: dict[str, Word] = {
    "commune": _("communes"),
    "committee": _("committees"),
    "council": _("councils"),
    "womens_assembly": _("women's assemblies"),
    "institution": _("institutions"),
    "organisation": _("organisations"),
    "working_group": _("working groups"),
    "congress": _("congresses"),
}


def _levels(tables: Tables) -> Mapping[str, Word]:
    """The levels as the charter itself names them."""
    rows = tables.get("councils", {}).get("levels", [])
    return {str(row.get("code", "")): named_row(row) for row in rows}


def _component(row: Mapping[str, Any]) -> str:
    """A component, who may nominate for it, and its figures."""
    seats, weight = row.get("seats", 0), row.get("weight", 0)
    told = [", ".join(map(str, row.get("organisations", []))) or say("nobody may nominate")]
    if seats:
        told.append(ngettext("%(n)s seat", "%(n)s seats", seats) % {"n": seats})
    if weight:
        told.append(say("weight %(n)s") % {"n": weight})
    return f"{named_row(row)} ({'; '.join(told)})"


QUOTAS: dict[str, Described] = {
    "template": Described(
        _("Seats are reserved for"),
        "",
        {"symmetric": _("women and men alike"), "women_only": _("women alone")},
        about=_("Seats of co-chairs are a pair by a rule of their own."),
    ),
    "share": Described(
        _("At least this share of all seats"),
        about=_("Of all seats, empty ones too. With women and men alike each has this share."),
        zero=_("off"),
    ),
    "rounding": Described(
        _("Shares that are no whole seat are rounded"),
        "",
        {
            "up": _("up; where that is impossible, down"),
            "table": _("by the table of the Norwegian law of 2024"),
            "nearest_below_half": _("to the nearest, below half down"),
            "down": _("down"),
        },
        # xgettext:no-python-format
        about=_("So 40 % of 12 seats are 5, rounded up."),
    ),
    "deputies": Described(
        _("Deputies of a commune's co-chairs"), about=_("0 to 2; they stand in for the co-chairs.")
    ),
    "committee_seats": Described(
        _("Seats of a committee, where nothing else is decided"),
        "ours",
        about=_("Two of them are its co-chairs."),
    ),
    "youth_share": Described(
        _("Seats for youth, a share of all seats (0: off)"),
        about=_("They lie across those of women and men: a young woman fills one of each."),
        zero=_("off"),
    ),
    "component_seats": Described(
        _("Seats for components"),
        "",
        {
            "off": _("off"),
            "fixed": _("fixed numbers"),
            "equal": _("as many for each, whatever the size of any"),
            "proportional": _("in proportion, none below a least number"),
        },
        about=_(
            "Communities with reserved places. Who holds such a seat says so for this seat "
            "alone; there is no register."
        ),
    ),
    "components": Described(
        _("Components, and who may nominate for them"),
        about=_(
            "Communities with reserved places, and the organisations that may nominate for each."
        ),
        row=_component,
        cells=("organisations", "seats", "weight"),
    ),
    "component_share": Described(
        _("Seats that components share out, of all seats"),
        "ours",
        about=_("Where each has as many, or all are in proportion; rounded down."),
        zero=_("off"),
    ),
    "component_floor": Described(
        _("Least number of seats of each component"),
        "ours",
        about=_("Where seats are in proportion."),
    ),
    "component_kinds": Described(
        _("Kinds of bodies that have such seats"),
        "ours",
        about=_("All other bodies have no such seats."),
        choices=_KINDS,
        closed=True,
    ),
    "component_levels": Described(
        _("Levels that have such seats (none: all)"),
        "ours",
        about=_("Where none is ticked, bodies of every level have them."),
        known=_levels,
        closed=True,
    ),
    "nominated_share": Described(
        _("Seats filled by nomination and not by territory, a share of all (0: off)"),
        about=_("Components and organisations fill them; units send delegates for the rest."),
        zero=_("off"),
    ),
    "nominated_levels": Described(
        _("Levels whose councils have such seats"),
        about=_("Where none is ticked, no council has them."),
        known=_levels,
        closed=True,
    ),
    "tie": Described(
        _("Equal votes between candidates are settled by"),
        "borrowed",
        {
            "woman_first_then_lot": _("a woman before a man; same gender: the lot"),
            "lot": _("the lot"),
            "new_ballot": _(
                "a new ballot: the places stay open (the lot in ranked counts, and where youth "
                "or component seats are sought at once)"
            ),
        },
        about=_("A lot is drawn from a seed that is recorded, so that anyone can draw it again."),
    ),
    "audit_rhythm": Described(
        _("The whole tree is audited without being asked"),
        "",
        {"off": _("never"), "monthly": _("every month"), "quarterly": _("every three months")},
        about=_("Auditors may audit at any time besides."),
    ),
    "audit_day": Described(
        _("Day of the month from which that audit is made"),
        "ours",
        about=_("Each body that fell below its quotas since the audit before is told."),
    ),
    "unfilled_seats": Described(
        _("A seat kept for women that nobody fills"),
        "",
        {
            "vacant": _("stays vacant and is advertised again"),
            "women_release": _("the same, unless the women present open it"),
        },
        about=_("Only seats that a quota keeps: the co-chairs' stay as they are."),
    ),
    "womens_co_chair": Described(
        _("The woman among the co-chairs is elected by"),
        "",
        {
            "all": _("all"),
            "women": _("the women alone"),
            "womens_primary": _("a primary of the women, then all"),
        },
        about=_("In a primary the women present first name whom all may then choose among."),
    ),
    "primary_names": Described(
        _("How many the women's primary names for the seat (equal votes: all of them)"),
        "ours",
        about=_("Where a primary of the women comes first."),
    ),
}
