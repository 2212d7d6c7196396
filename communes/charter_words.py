"""What people call the parameters of the ground floor's sections, and whence their defaults come.

Marks as in DOMAIN: "borrowed" from statutes elsewhere, "ours" from no source.
"""

from django.utils.translation import gettext_lazy as _

from communes.arithmetic.majorities import Majority
from communes.charter import Described, Word

FIELDS: dict[str, Word] = {
    "health": _("health"),
    "education": _("education"),
    "economy": _("economy"),
    "services": _("services"),
    "peace": _("peace and reconciliation"),
    "self_defence": _("self-defence"),
    "women": _("women"),
    "youth": _("youth"),
    "ecology": _("ecology"),
}
"""Fields of work that the program can word in every language."""

AGENDA: dict[str, Word] = {
    "opening": _("Opening, and who chairs and records"),
    "minutes": _("Approval of the last minutes"),
    "reports": _("Reports of the committees and of our delegates"),
    "committees": _("Reports of the committees"),
    "proposals": _("What members propose"),
    "next_assembly": _("The next assembly: day, place and agenda"),
    "other": _("Any other business"),
}
"""Items of an agenda that the program can word in every language."""

_MAJORITIES: dict[str, Word] = {
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
    "households_least": Described(
        _("Households of a commune, at least"),
        about=_(
            "A smaller commune is flagged, and a merger proposed; it may still meet and decide."
        ),
    ),
    "households_most": Described(
        _("Households of a commune, at most"),
        about=_(
            "A larger commune is flagged, and a division proposed; it may still meet and decide."
        ),
    ),
    "commune_age": Described(
        _("Age from which residents vote in the assembly"),
        about=_("Reached on 31 December of the year, unless a date of birth was given."),
    ),
    "election_age": Described(
        _("Age from which members elect, stand and sign petitions"),
        about=_("Younger members vote in the assembly, but not in elections."),
    ),
    "youth_from": Described(
        _("Youth from the age of"),
        "ours",
        about=_("Who counts as youth for seats that are kept for youth, and for youth bodies."),
    ),
    "youth_until": Described(
        _("Youth until the age of"), "ours", about=_("Who is older counts as youth no more.")
    ),
    "committees": Described(
        _("Committees"),
        about=_("Fields of work for which a commune may form a committee."),
        choices=FIELDS,
    ),
    "compulsory_committees": Described(
        _("Committees that every commune has"),
        about=_("Fields of work for which each commune has to form one."),
        choices=FIELDS,
    ),
    "assembly_every_days": Described(
        _("An assembly every … days"),
        about=_(
            "How often the assembly of a commune ought to meet; the page says when it is late."
        ),
    ),
    "board_every_days": Described(
        _("A board every … days"), about=_("How often the board of a commune ought to meet.")
    ),
    "assembly_agenda": Described(
        _("What the agenda of an assembly begins with"),
        "ours",
        about=_("Whoever convenes may change it."),
        choices=AGENDA,
    ),
    "board_agenda": Described(
        _("What the agenda of a board begins with"),
        "ours",
        about=_("Whoever convenes may change it."),
        choices=AGENDA,
    ),
    "notice_days": Described(
        _("Notice of a meeting, in clear days"),
        "borrowed",
        about=_("Neither the day of sending nor the day of the meeting counts."),
    ),
    "council_notice_days": Described(
        _("Notice of a council's session, in clear days"),
        "ours",
        about=_("So long where motions need instructions of those who send the delegates."),
    ),
    "demand_share": Described(
        _("Share of the members that may convene a meeting"),
        "ours",
        about=_("So a body without officers can always meet."),
    ),
    "demand_least": Described(
        _("Of these at least so many members"),
        "ours",
        about=_("In a small body the share alone would be too few."),
    ),
    "quorum": Described(
        _("Quorum of an assembly"),
        "",
        {
            "share_of_members": _("a share of the members"),
            "count": _("a number of members"),
            "share_of_households": _("a share of the households represented"),
            "none": _("none"),
        },
        about=_(
            "How many must be there for the meeting to decide; a second convocation "
            "decides with those who come."
        ),
    ),
    "quorum_share": Described(
        _("Quorum: which share"),
        "ours",
        about=_("Where the quorum is a share: of the members, or of the households."),
    ),
    "quorum_least": Described(
        _("Quorum: at least so many"), "ours", about=_("The quorum is never below this number.")
    ),
    "quorum_of_seats": Described(
        _("Quorum of councils and committees: share of the seats"),
        "ours",
        about=_("Of the seats that somebody holds; empty ones do not count."),
    ),
    "women_presence": Described(
        _("Women among the members present, at least"),
        about=_("A share of the members in the room, taken again at every decision."),
    ),
    "presence_effect": Described(
        _("With fewer women present"),
        "",
        {
            "deliberate": _("the meeting deliberates and does not decide"),
            "warn": _("the meeting is warned"),
            "off": _("nothing happens"),
        },
        about=_("The women present may release the rule for one item."),
    ),
    "majority": Described(
        _("Majority where consensus fails"),
        "",
        _MAJORITIES,
        about=_("Of the votes for and against together, where it does not say “of all members”."),
    ),
    "urgent_majority": Described(
        _("Majority to take up an urgent item"),
        "",
        _MAJORITIES,
        about=_(
            "For what is not on the agenda. Recall, elections, the charter, joining, "
            "leaving and division are never urgent."
        ),
    ),
    "lists_kept_months": Described(
        _("Personal lists are kept, in months"),
        "ours",
        about=_("Who came, who voted how: erased after this time. The books still verify."),
    ),
    "confidential_kept_months": Described(
        _("Confidential words are kept, in months"),
        "ours",
        about=_("The text of confidential items: erased after this time. The books still verify."),
    ),
}

SPEAKING: dict[str, Described] = {
    "alternates": Described(
        _("Women and the others speak in turn"),
        about=_("When the women’s list is empty, the women are asked whether the debate goes on."),
    ),
    "first_time_first": Described(
        _("Whoever has not spoken comes first"),
        about=_("Before those who spoke on this item already."),
    ),
    "speech_minutes": Described(
        _("A speech takes at most, in minutes (0: no limit)"),
        "ours",
        about=_("Shown while somebody speaks; the program cuts nobody off."),
        zero=_("no limit"),
    ),
}

PUBLICATION: dict[str, Described] = {
    "readers": Described(
        _("Signed minutes are for"),
        "ours",
        {"members": _("members"), "everyone": _("everyone")},
        about=_("Everyone means without an account."),
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
        about=_("The members always read full names."),
    ),
    "once": Described(
        _("Published once they are"),
        "ours",
        {"signed": _("signed"), "approved": _("approved by the next meeting")},
        about=_("Nothing is published before."),
    ),
    "circles": Described(
        _("Women's and youth bodies publish to everyone too"),
        "ours",
        about=_("Otherwise to their members alone."),
    ),
}
