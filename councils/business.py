"""The kinds of business that this floor brings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import entries, kinds
from communes.kinds import Kind
from communes.models import AgendaItem, Body, BodyKind, Resolution


def register() -> None:
    """Register the kinds of this floor."""
    kinds.register(
        Kind(
            "joining",
            gettext_lazy("joining or founding a council"),
            entry="join_council",
            may_be_urgent=False,
            sentence=_joining,
            offered=_may_join,
        )
    )
    kinds.register(
        Kind(
            "acceptance",
            gettext_lazy("acceptance of a body that asked to join"),
            entry="accept_unit",
            may_be_urgent=False,
            unfinished=_nobody_waits,
            offered=lambda body: body.kind == BodyKind.COUNCIL,
        )
    )
    entries.register("joining.asked", gettext_lazy("A body asked to join."))


def _may_join(body: Body) -> bool:
    return body.kind in (BodyKind.COMMUNE, BodyKind.COUNCIL, BodyKind.WOMENS_ASSEMBLY)


def _nobody_waits(item: AgendaItem) -> bool:
    from councils.domain import joining

    return joining.of_item(item) is None and not item.resolutions.exists()


def _joining(resolution: Resolution) -> str:
    facts = resolution.facts
    if not resolution.adopted:
        return _("Joining was not decided.")
    if facts.get("host"):
        host = Body.objects.filter(public_id=facts["host"]).first()
        return _("Decided to join %(host)s.") % {"host": host or "—"}
    return _("Decided to found and to join %(host)s.") % {"host": facts.get("name", "")}
