"""What people call the parameters of the sections on mandates and on recall."""

from itertools import combinations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from communes.charter import Described, Word

OFFICES: dict[str, Word] = {
    "co_chair": _("co-chair"),
    "deputy": _("deputy"),
    "secretary": _("secretary"),
    "member": _("member"),
    "delegate": _("delegate"),
    "spoke": _("spoke"),
    "auditor": _("auditor"),
}
_PAIRS: dict[str, Word] = {
    pair: format_lazy("{} + {}", OFFICES[one], OFFICES[other])
    for one, other in combinations(OFFICES, 2)
    for pair in (f"{one}+{other}", f"{other}+{one}")
}
"""Every two offices that a charter may keep apart, in either order."""

MANDATES: dict[str, Described] = {
    "pair": Described(
        _("Co-chairs are a woman and a man"),
        about=_(
            "One office, two seats. A women’s body is chaired by two women; half a pair "
            "may be vacant, never filled wrongly."
        ),
    ),
    "term_months_commune": Described(
        _("Term in a commune, in months"),
        about=_("A mandate is over from that instant on, by itself."),
    ),
    "term_months_council": Described(
        _("Term in a council, in months"),
        about=_("Delegates sent by their office sit as long as they hold it."),
    ),
    "term_limit_council": Described(
        _("Terms in an elected council, at most (0: no limit)"),
        about=_("Checked when somebody is nominated, with the reason."),
        zero=_("no limit"),
    ),
    "caretaker_days": Described(
        _("Officers take care after their term, in days"),
        "ours",
        about=_(
            "When a term ends without an election: they convene, record and keep running "
            "business, and cast no vote above."
        ),
        zero=_("off"),
    ),
    "delegates_per_body": Described(
        _("Delegates whom each body sends upward"),
        about=_("The co-chairs, a woman and a man, unless others are elected."),
    ),
    "deviation": Described(
        _("A vote against the instruction"),
        "",
        {"void": _("counts on neither side"), "as_instructed": _("counts as instructed")},
        about=_("It is recorded as it was cast, and both bodies are told."),
    ),
    "appointed": Described(
        _("Seats that a plain resolution may fill too"),
        "ours",
        about=_("All others are filled by an election."),
        choices=OFFICES,
        closed=True,
    ),
    "runners_up": Described(
        _("Runners-up stand in for the elected"),
        "ours",
        about=_(
            "Those with the most votes first; a meeting may choose otherwise when it plans "
            "an election."
        ),
    ),
    "alternate_days": Described(
        _("An alternate who is called answers within, in days"),
        "ours",
        about=_("Then the next one is called."),
    ),
    "co_chair_vacancy": Described(
        _("When one co-chair is gone"),
        "",
        {
            "by_election": _("by-election for the same gender"),
            "deputy": _("the deputy of that gender"),
            "anew": _("the pair anew"),
        },
        about=_("Where no alternate takes the seat."),
    ),
    "rotation": Described(
        _("Seats that go round"),
        about=_("Whoever held such a seat last lets somebody else have it first."),
        choices=OFFICES,
        closed=True,
    ),
    "incompatible": Described(
        _("Seats that nobody holds together"),
        "ours",
        about=_("Each pair of seats ticked here is kept apart."),
        choices=_PAIRS,
        closed=True,
    ),
    "incompatible_ends": Described(
        _("The older of two such seats ends"),
        "ours",
        about=_("Otherwise the newer one is not granted."),
    ),
    "report_days": Described(
        _("Delegates report within, in days"),
        "ours",
        about=_(
            "After a session; reports that are late are listed at the next meeting of "
            "those who sent them."
        ),
    ),
}

RECALL: dict[str, Described] = {
    "share": Described(
        _("Share of the electors that forces a vote on recall"),
        "borrowed",
        about=_("Of the electors on the day the petition opens."),
    ),
    "days": Described(
        _("Time to gather signatures, in days"),
        "borrowed",
        about=_("A signature received later is recorded and not counted."),
    ),
    "after_days": Described(
        _("Not before the mandate has lasted, in days"),
        "borrowed",
        about=_("So that whoever was just elected can begin."),
    ),
    "pause_months": Described(
        _("Not again for the same mandate within, in months"),
        "borrowed",
        about=_("So that the same question is not put again at once."),
    ),
    "convene_days": Described(
        _("The recall meeting is held within, in days"),
        about=_("Counted from the signature with which the petition succeeded."),
    ),
    "verifiers": Described(
        _("Electors who confirm a paper sheet"),
        about=_("Drawn by lot from the electors, never officers."),
    ),
    "confirm_days": Described(
        _("Time to confirm a paper sheet, in days"),
        about=_("Counted from when the sheet was handed in; it may end after the petition closed."),
    ),
}
