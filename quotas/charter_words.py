"""What people call the parameters of the section on quotas."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communes.charter import Described

SECTIONS: dict[str, str | Promise] = {
    "communes": _("communes and meetings"),
    "speaking": _("speaking"),
    "publication": _("publication"),
    "mandates": _("mandates"),
    "recall": _("recall"),
    "quotas": _("quotas"),
    "councils": _("levels"),
}
"""What people call the sections of a charter, for whoever drafts one."""

QUOTAS: dict[str, Described] = {
    "template": Described(
        _("Seats are reserved for"),
        "",
        {"symmetric": _("women and men alike"), "women_only": _("women alone")},
    ),
    "share": Described(_("At least this share of all seats")),
    "rounding": Described(
        _("Shares that are no whole seat are rounded"),
        "",
        {
            "up": _("up; where that is impossible, down"),
            "table": _("by the table of the Norwegian law of 2024"),
            "nearest_below_half": _("to the nearest, below half down"),
            "down": _("down"),
        },
    ),
    "deputies": Described(_("Deputies of a commune's co-chairs")),
    "committee_seats": Described(_("Seats of a committee, where nothing else is decided"), "ours"),
    "youth_share": Described(_("Seats for youth, a share of all seats (0: off)")),
    "component_seats": Described(
        _("Seats for components"),
        "",
        {
            "off": _("off"),
            "fixed": _("fixed numbers"),
            "equal": _("as many for each, whatever the size of any"),
            "proportional": _("in proportion, none below a least number"),
        },
    ),
    "components": Described(_("Components, and who may nominate for them")),
    "component_share": Described(_("Seats that components share out, of all seats"), "ours"),
    "component_floor": Described(_("Least number of seats of each component"), "ours"),
    "component_kinds": Described(_("Kinds of bodies that have such seats"), "ours"),
    "component_levels": Described(_("Levels that have such seats (none: all)"), "ours"),
    "nominated_share": Described(
        _("Seats filled by nomination and not by territory, a share of all (0: off)")
    ),
    "nominated_levels": Described(_("Levels whose councils have such seats")),
    "tie": Described(
        _("Equal votes between candidates are settled by"),
        "borrowed",
        {
            "woman_first_then_lot": _("a woman before a man; same gender: the lot"),
            "lot": _("the lot"),
            "new_ballot": _("a new ballot: the places stay open (ranked papers: the lot)"),
        },
    ),
    "audit_rhythm": Described(
        _("The whole tree is audited without being asked"),
        "",
        {"off": _("never"), "monthly": _("every month"), "quarterly": _("every three months")},
    ),
    "audit_day": Described(_("Day of the month from which that audit is made"), "ours"),
}
