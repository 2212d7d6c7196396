"""What people call the parameters of the section on levels and on how councils count."""

from django.utils.translation import gettext_lazy as _

from communes.charter import Described

COUNCILS: dict[str, Described] = {
    "levels": Described(
        _("Levels, from the communes upward"),
        about=_(
            "The first is that of the communes. Names, order and number may change; a level "
            "that bodies hold stays."
        ),
        ranked=True,
    ),
    "counted_by": Described(
        _("In a council's roll call each body that sends delegates has"),
        "",
        {
            "unit": _("one vote"),
            "banded": _("1 to 8 votes, by the number of its members"),
            "votes": _("as many votes as delegates (ours)"),
        },
        about=_("All ways are always shown side by side; this one decides."),
    ),
}
