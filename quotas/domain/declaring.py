"""A candidate declares a component, and an organisation that the charter names nominates.

DOMAIN §2.9: it stands with that candidacy and mandate alone, is erased when they are over, and
never enters a book: no deed here writes an entry.
"""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.models import Body
from communes.problems import Problem, refuse_if
from mandates.models import EndReason, Mandate
from quotas.arithmetic.components import ComponentRule
from quotas.domain.nominating import list_problems
from quotas.domain.ruling import components_of
from quotas.models import Candidacy, Nomination

BATCH = 1000


def choices(body: Body, at: datetime) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each component that has seats in the body: code, name, and who may nominate for it."""
    rule = components_of(body, at)
    if not rule.concerns(body.kind, body.level):
        return []
    language = get_language() or "en"
    return [(one.code, one.name(language), one.organisations) for one in rule.components]


def open_problems(candidacy: Candidacy) -> list[Problem]:
    """Why the candidacy takes no changes any more: it is counted, or its meeting over."""
    return list_problems(candidacy.election.item)


def declare_problems(body: Body, component: str, organisation: str, at: datetime) -> list[Problem]:
    """Why nobody may stand in this body for this component, nominated by this organisation."""
    rule = components_of(body, at)
    if not rule.concerns(body.kind, body.level):
        message = _("%(body)s has no seats for components.") % {"body": body.name}
        return [Problem("components_off", message, {}, "component")]
    if rule.component(component) is None:
        message = _("The charter lists no such component.")
        return [Problem("component_unknown", message, {}, "component")]
    if not rule.may_nominate(component, organisation):
        message = _("For this component the charter names: %(names)s.")
        told = {"names": _organisations(rule, component)}
        return [Problem("organisation_not_named", message % told, {}, "organisation")]
    return []


def declare(
    candidacy: Candidacy, *, component: str, organisation: str, by: Actor, at: datetime
) -> Nomination:
    """Keep what the candidate declares beside the candidacy; said anew, the earlier goes.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        refuse_if(open_problems(candidacy))
        refuse_if(declare_problems(candidacy.election.body, component, organisation, at))
        Nomination.objects.filter(candidacy=candidacy).delete()
        return Nomination.objects.create(
            candidacy=candidacy, component=component, organisation=organisation, declared_at=at
        )


def carry(candidacy: Candidacy, mandate: Mandate) -> None:
    """The component goes with the mandate that came of the candidacy."""
    for row in Nomination.objects.filter(candidacy=candidacy):
        row.mandate = mandate
        row.save(update_fields=["mandate"])


def mandate_ended(mandate: Mandate, at: datetime) -> None:
    """Erase what stood with the mandate; one that a slip granted gives it back to the candidacy."""
    rows = Nomination.objects.filter(mandate=mandate)
    if mandate.end_reason == EndReason.MENDED:
        rows.filter(candidacy__isnull=False).update(mandate=None)
    rows.filter(mandate=mandate).delete()


def erase_spent(at: datetime) -> int:
    """Erase components whose mandate ran out, or whose candidacy led to none."""
    with acting(by=Actor(basis="charter"), at=at):
        ids = list(Nomination.objects.spent(at).order_by("pk").values_list("pk", flat=True)[:BATCH])
        return Nomination.objects.filter(pk__in=ids).delete()[0]


def _organisations(rule: ComponentRule, code: str) -> str:
    found = rule.component(code)
    return ", ".join(found.organisations) if found and found.organisations else "—"
