"""The ground floor's own kinds of business, and its sweeps."""

from django.utils.translation import gettext_lazy as _

from communes import kinds, sweeps
from communes.kinds import Kind


def register() -> None:
    """Register the kinds and sweeps of this floor."""
    from communes.domain import erasing, noticing

    kinds.register(Kind("decision", _("decision")))
    kinds.register(Kind("discussion", _("discussion, no decision"), decides=False))
    kinds.register(Kind("report", _("report, no decision"), decides=False))
    kinds.register(Kind("motion", _("decision on a motion")))
    sweeps.register("deliver notices", noticing.deliver)
    sweeps.register("erase lists", erasing.erase_due)
    sweeps.register("clear uploads", erasing.clear_uploads)
