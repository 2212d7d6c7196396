"""The kinds of business that this floor brings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import entries, kinds
from communes.kinds import Kind
from communes.models import AgendaItem, Body, BodyKind, Resolution


def register() -> None:
    """Register the kinds of this floor, and the words of its entries."""
    _kinds()
    entries.register("joining.asked", gettext_lazy("A body asked to join."))
    entries.register("relation.ended", gettext_lazy("A relation to another body ended."))


def _kinds() -> None:
    # Long: a table of what is registered.
    from councils.domain import joining

    kinds.register(
        Kind(
            "joining",
            gettext_lazy("joining or founding a council"),
            entry="join_council",
            may_be_urgent=False,
            undo=joining.undo,
            consequences=_consequences,
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
            undo=joining.undo,
            consequences=_consequences,
            sentence=_acceptance,
            offered=lambda body: body.kind == BodyKind.COUNCIL,
        )
    )


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


def _acceptance(resolution: Resolution) -> str:
    unit = Body.objects.filter(public_id=resolution.facts.get("unit")).first()
    if not resolution.adopted:
        return _("%(body)s was not accepted.") % {"body": unit or "—"}
    return _("%(body)s was accepted; its delegates sit at once.") % {"body": unit or "—"}


def _consequences(resolution: Resolution) -> list[str]:
    if not resolution.adopted:
        return []
    told = [_("The body no longer belongs to the council, and its delegates' mandates end.")]
    if resolution.item.kind == "joining" and not resolution.facts.get("host"):
        told.append(_("The council that it founded ends, if nobody else belongs to it."))
    return told
