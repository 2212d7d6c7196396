"""What people call the parameters of the sections on mandates and on recall."""

from django.utils.translation import gettext_lazy as _

from communes.charter import Described

MANDATES: dict[str, Described] = {
    "pair": Described(_("Co-chairs are a woman and a man")),
    "term_months_commune": Described(_("Term in a commune, in months")),
    "term_months_council": Described(_("Term in a council, in months")),
    "term_limit_council": Described(_("Terms in an elected council, at most (0: no limit)")),
    "caretaker_days": Described(_("Officers take care after their term, in days"), "ours"),
    "delegates_per_body": Described(_("Delegates whom each body sends upward")),
    "deviation": Described(
        _("A vote against the instruction"),
        "",
        {"void": _("counts on neither side"), "as_instructed": _("counts as instructed")},
    ),
    "appointed": Described(_("Seats that a plain resolution may fill too"), "ours"),
    "alternate_days": Described(_("An alternate who is called answers within, in days"), "ours"),
    "co_chair_vacancy": Described(
        _("When one co-chair is gone"),
        "",
        {
            "by_election": _("by-election for the same gender"),
            "deputy": _("the deputy of that gender"),
            "anew": _("the pair anew"),
        },
    ),
    "rotation": Described(_("Seats that go round")),
    "incompatible": Described(_("Seats that nobody holds together, as auditor+co_chair"), "ours"),
    "incompatible_ends": Described(_("The older of two such seats ends"), "ours"),
    "report_days": Described(_("Delegates report within, in days"), "ours"),
}

RECALL: dict[str, Described] = {
    "share": Described(_("Share of the electors that forces a vote on recall"), "borrowed"),
    "days": Described(_("Time to gather signatures, in days"), "borrowed"),
    "after_days": Described(_("Not before the mandate has lasted, in days"), "borrowed"),
    "pause_months": Described(_("Not again for the same mandate within, in months"), "borrowed"),
    "convene_days": Described(_("The recall meeting is held within, in days")),
    "verifiers": Described(_("Electors who confirm a paper sheet")),
    "confirm_days": Described(_("Time to confirm a paper sheet, in days")),
}
