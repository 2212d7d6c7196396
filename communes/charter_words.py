"""What people call the parameters of the ground floor's sections, and whence their defaults come.

Marks as in DOMAIN: "borrowed" from statutes elsewhere, "ours" from no source.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communes.arithmetic.majorities import Majority
from communes.charter import Described

_MAJORITIES: dict[str, str | Promise] = {
    Majority.SIMPLE: _("more for than against"),
    Majority.THREE_FIFTHS: _("60 %"),
    Majority.TWO_THIRDS: _("two thirds"),
    Majority.NINE_TENTHS: _("90 %"),
    Majority.CONSENSUS: _("consensus"),
    Majority.CONSENSUS_OF_MEMBERS: _("all members"),
    Majority.SIMPLE_OF_MEMBERS: _("more than half of all members"),
    # xgettext:no-python-format
    Majority.THREE_FIFTHS_OF_MEMBERS: _("60 % of all members"),
    Majority.TWO_THIRDS_OF_MEMBERS: _("two thirds of all members"),
    # xgettext:no-python-format
    Majority.NINE_TENTHS_OF_MEMBERS: _("90 % of all members"),
}

COMMUNES: dict[str, Described] = {
    "households_least": Described(_("Households of a commune, at least")),
    "households_most": Described(_("Households of a commune, at most")),
    "commune_age": Described(_("Age from which residents vote in the assembly")),
    "election_age": Described(_("Age from which members elect, stand and sign petitions")),
    "youth_from": Described(_("Youth from the age of"), "ours"),
    "youth_until": Described(_("Youth until the age of"), "ours"),
    "committees": Described(_("Committees")),
    "compulsory_committees": Described(_("Committees that every commune has")),
    "assembly_every_days": Described(_("An assembly every … days")),
    "board_every_days": Described(_("A board every … days")),
    "assembly_agenda": Described(_("What the agenda of an assembly begins with"), "ours"),
    "board_agenda": Described(_("What the agenda of a board begins with"), "ours"),
    "notice_days": Described(_("Notice of a meeting, in clear days"), "borrowed"),
    "council_notice_days": Described(_("Notice of a council's session, in clear days"), "ours"),
    "demand_share": Described(_("Share of the members that may convene a meeting"), "ours"),
    "demand_least": Described(_("Of these at least so many members"), "ours"),
    "quorum": Described(
        _("Quorum of an assembly"),
        "",
        {
            "share_of_members": _("a share of the members"),
            "count": _("a number of members"),
            "share_of_households": _("a share of the households represented"),
            "none": _("none"),
        },
    ),
    "quorum_share": Described(_("Quorum: which share"), "ours"),
    "quorum_least": Described(_("Quorum: at least so many"), "ours"),
    "quorum_of_seats": Described(
        _("Quorum of councils and committees: share of the seats"), "ours"
    ),
    "women_presence": Described(_("Women among the members present, at least")),
    "presence_effect": Described(
        _("With fewer women present"),
        "",
        {
            "deliberate": _("the meeting deliberates and does not decide"),
            "warn": _("the meeting is warned"),
            "off": _("nothing happens"),
        },
    ),
    "majority": Described(_("Majority where consensus fails"), "", _MAJORITIES),
    "urgent_majority": Described(_("Majority to take up an urgent item"), "", _MAJORITIES),
    "lists_kept_months": Described(_("Personal lists are kept, in months"), "ours"),
    "confidential_kept_months": Described(_("Confidential words are kept, in months"), "ours"),
}

SPEAKING: dict[str, Described] = {
    "alternates": Described(_("Women and the others speak in turn")),
    "first_time_first": Described(_("Whoever has not spoken comes first")),
    "speech_minutes": Described(_("A speech takes at most, in minutes (0: no limit)"), "ours"),
}

PUBLICATION: dict[str, Described] = {
    "readers": Described(
        _("Signed minutes are for"), "ours", {"members": _("members"), "everyone": _("everyone")}
    ),
    "names": Described(
        _("Everyone reads names as"),
        "ours",
        {
            "full": _("full names"),
            "initials": _("initials"),
            "office": _("offices"),
            "none": _("no names"),
        },
    ),
    "once": Described(
        _("Published once they are"),
        "ours",
        {"signed": _("signed"), "approved": _("approved by the next meeting")},
    ),
    "circles": Described(_("Women's and youth bodies publish to everyone too"), "ours"),
}
