"""A petition that succeeded calls the meeting that votes on the recall (DOMAIN §5 Recall)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from communes.arithmetic.days import DAY, earliest_meeting, instant_of_local, local_day
from communes.domain import convening, planning
from communes.domain.acting import Actor
from communes.domain.chartering import communes_parameters
from communes.domain.convening import Invitation
from communes.domain.planning import PlannedItem
from communes.models import Basis, Body, Meeting, OpenPoint, Sitting
from mandates.answers import recall_parameters
from mandates.arithmetic import petitions
from mandates.models import Mandate, Petition

KIND = "recall"
EVENING = time(18)
"""The hour of a recall meeting of a body that never met *(ours)*."""


def call_for(petition: Petition, *, by: Actor, at: datetime) -> Meeting | None:
    """Let the recall wait for the agenda, and convene the meeting that votes on it.

    None where it stands on an agenda already, or no meeting can lawfully be convened.
    """
    body, mandate = petition.body, petition.mandate
    rules, zone = recall_parameters(at, body), ZoneInfo(body.time_zone)
    planning.await_agenda(
        body,
        kind=KIND,
        occasion=f"recall:{petition.key}",
        title=title_of(mandate),
        at=at,
        due=petitions.deadline(petition.succeeded_at or at, rules.convene_days, zone),
        mandate=mandate.key,
        petition=petition.key,
    )
    point = OpenPoint.objects.get(occasion=f"recall:{petition.key}")
    if point.item_id is not None:
        return None
    item = PlannedItem(point.title, KIND, point=point)
    invitation = Invitation(*_where_and_when(body, rules.convene_days, at), [item])
    if convening.convene_problems(body, invitation, at=at):
        return None
    return convening.convene(body, invitation, by=by, at=at, basis=Basis.PETITION)


def sweep(at: datetime) -> int:
    """Convene anew where a meeting forced by petition was called off; how many were convened."""
    waiting = OpenPoint.objects.filter(kind=KIND, item__isnull=True, figures__has_key="petition")
    keys = list(waiting.values_list("figures__petition", flat=True))
    rows = Petition.objects.filter(public_id__in=keys).select_related("body", "mandate__seat__body")
    by = Actor(basis="petition", recorded_at=at)
    forced = [row for row in rows.order_by("pk") if row.mandate.in_force(at)]
    return sum(call_for(row, by=by, at=at) is not None for row in forced)


def title_of(mandate: Mandate) -> str:
    """What the item is called: the seat, not the person."""
    seat = mandate.seat
    told = {"office": seat.get_office_display(), "number": seat.number, "body": seat.body.name}
    return _("Recall: %(office)s %(number)s · %(body)s") % told


def _where_and_when(body: Body, within: int, at: datetime) -> tuple[str, datetime]:
    """Where and at what hour the body met last, half-way through the time there is *(ours)*."""
    zone = ZoneInfo(body.time_zone)
    rows = Meeting.objects.filter(body=body, sitting=Sitting.ASSEMBLY, starts_at__lte=at)
    last = rows.order_by("-starts_at", "-pk").first()
    clock = last.starts_at.astimezone(zone).time() if last else EVENING
    today = local_day(at, zone)
    lawful = earliest_meeting(today, communes_parameters(at, body).notice_days)
    day = max(today + max(within // 2, 1) * DAY, lawful)
    return (last.place if last else body.name), instant_of_local(day, clock, zone)
