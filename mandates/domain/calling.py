"""A petition that succeeded calls the meeting that votes on the recall (DOMAIN §5 Recall)."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from communes.arithmetic.days import DAY, earliest_meeting, instant_of_local, local_day
from communes.domain import attending, convening, planning
from communes.domain.acting import Actor, acting
from communes.domain.convening import Invitation
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Basis, Meeting, OpenPoint, Resolution, Sitting
from mandates.answers import recall_parameters
from mandates.arithmetic import petitions
from mandates.domain.recalling import KINDS
from mandates.models import Mandate, Petition, RecallItem

KIND = "recall"
EVENING = time(18)
"""The hour of a recall meeting of a body that never met *(ours)*."""


def call_for(petition: Petition, *, by: Actor, at: datetime) -> Meeting | None:
    """Let the recall wait for the agenda, and convene the meeting that votes on it; where the one
    before lacked its quorum, a second time on the same agenda.

    None where it stands on an agenda already, or no meeting can lawfully be convened.
    """
    with acting(by=by, at=at):
        point = _awaited(petition, at)
        if point.item_id is not None:
            return None
        first = _fallen_short(petition, point)
        item = PlannedItem(point.title, KIND, point=point)
        items = planning.same_agenda(first) if first else [item]
        invitation = Invitation(*_where_and_when(petition, items, at), items)
        if convening.convene_problems(petition.body, invitation, at=at):
            return None
        basis = Basis.PETITION
        return convening.convene(
            petition.body, invitation, by=by, at=at, basis=basis, second_of=first
        )


def _awaited(petition: Petition, at: datetime) -> OpenPoint:
    """The recall as it waits for the agenda, locked: it is convened for once."""
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
    rows = OpenPoint.objects.select_for_update(of=("self",))
    return rows.get(occasion=f"recall:{petition.key}")


def _fallen_short(petition: Petition, point: OpenPoint) -> Meeting | None:
    """The forced meeting that could not decide for want of a quorum, if the last one was such: a
    second convocation on the same agenda decides with those who come (DOMAIN §4)."""
    rows = RecallItem.objects.filter(petition=petition).select_related("item__meeting__body")
    last = rows.order_by("-item").first()
    if last is None:
        return None
    meeting = last.item.meeting
    if convening.second_problems(petition.body, meeting) or not attending.fell_short(meeting):
        return None
    OpenPoint.objects.filter(pk=point.pk).update(item=last.item)  # it goes along from there
    return meeting


def sweep(at: datetime) -> int:
    """Convene anew where a meeting forced by petition took no vote; how many were convened.

    A hearing that was passed over waits for the next agenda again.
    """
    planning.release(AgendaItem.objects.filter(point__in=passed_over(at)))
    waiting = OpenPoint.objects.filter(kind=KIND, item__isnull=True, figures__has_key="petition")
    keys = list(waiting.values_list("figures__petition", flat=True))
    rows = Petition.objects.filter(public_id__in=keys).select_related("body", "mandate__seat__body")
    by = Actor(basis="petition", recorded_at=at)
    forced = [row for row in rows.order_by("pk") if row.mandate.in_force(at)]
    return sum(call_for(row, by=by, at=at) is not None for row in forced)


def passed_over(at: datetime) -> QuerySet[OpenPoint]:
    """Recalls and hearings still to be voted on whose meeting closed without a vote, unless a
    later item took their place; recalls forced by petition that were put beyond their day too.
    """
    decided = Resolution.objects.standing().filter(item=OuterRef("item"))
    going = Q(item__meeting__closed_at__isnull=True, item__meeting__cancelled_at__isnull=True)
    later = RecallItem.objects.filter(
        Exists(decided) | going & Q(item__meeting__starts_at__lte=OuterRef("item__point__due")),
        mandate=OuterRef("mandate"),
        item__kind=OuterRef("item__kind"),
        item__gt=OuterRef("item"),
        item__point__isnull=True,
    )
    live = RecallItem.objects.filter(
        ~Exists(later), item=OuterRef("item"), mandate__in=Mandate.objects.in_force(at)
    )
    beyond = Q(item__meeting__starts_at__gt=F("due"), item__meeting__opened_at__isnull=True)
    over = Q(item__meeting__closed_at__lte=at) | beyond & ~Q(item__meeting__basis=Basis.PETITION)
    return OpenPoint.objects.filter(over, Exists(live), ~Exists(decided), kind__in=KINDS)


def title_of(mandate: Mandate) -> str:
    """What the item is called: the seat, not the person."""
    seat = mandate.seat
    told = {"office": seat.get_office_display(), "number": seat.number, "body": seat.body.name}
    return _("Recall: %(office)s %(number)s · %(body)s") % told


def _where_and_when(
    petition: Petition, items: Sequence[PlannedItem], at: datetime
) -> tuple[str, datetime]:
    """Where and at what hour the body met last, half-way through the time there is *(ours)*,
    or as soon after as the notice allows."""
    body, zone = petition.body, ZoneInfo(petition.body.time_zone)
    days = recall_parameters(at, body).convene_days
    half = local_day(petition.succeeded_at or at, zone) + max(days // 2, 1) * DAY
    rows = Meeting.objects.filter(body=body, sitting=Sitting.ASSEMBLY, starts_at__lte=at)
    last = rows.order_by("-starts_at", "-pk").first()
    clock = last.starts_at.astimezone(zone).time() if last else EVENING
    needed = convening.notice_needed(body, items, at)
    lawful = earliest_meeting(local_day(at, zone), needed)
    place = last.place if last else body.name
    return place, instant_of_local(max(half, lawful), clock, zone)
