"""Seats given by resolution, alternates and their calls, resignations."""

from uuid import UUID

from django.db.models import QuerySet

from communes.api.asking import Ask, chosen, chosen_one, found, require
from communes.api.deciding import entry_of
from communes.api.reaching import entered
from communes.api.resources import acts, reads
from communes.domain import rolls
from communes.models import Person, Resolution, Sitting
from communes.serializers.deciding import ResolutionSheetSerializer
from mandates import permissions
from mandates.domain import appointing, binding, qualifying, resigning, succeeding
from mandates.domain.appointing import Appointment
from mandates.models import Alternate, Mandate, Seat
from mandates.serializers import MandateSerializer
from mandates.serializers.granting import AlternateSerializer, AppointSerializer


@acts(ResolutionSheetSerializer, takes=AppointSerializer, status=201)
def appoint(ask: Ask, item: UUID) -> Resolution:
    """Enter a decision that gives a seat, or names its alternates."""
    row, told = entered(ask, item, "appointment"), ask.told
    body = row.meeting.body
    seats = Seat.objects.filter(pk__in=[one.pk for one in appointing.seats_of(body, ask.at)])
    seat = chosen_one(seats.select_related("body", "sending_body"), told["seat"], "seat")
    assert seat is not None
    people: QuerySet[Person] = rolls.roll(qualifying.home_of(body), Sitting.ASSEMBLY, ask.at)
    wanted = Appointment(
        seat=seat,
        person=chosen_one(people, told["person"], "person"),
        kind=told["kind"],
        limits=told["limits"],
        alternates=chosen(people, told["alternates"], "alternates"),
    )
    return appointing.appoint(row, wanted=wanted, **entry_of(ask, row))


@acts(MandateSerializer)
def resign(ask: Ask, mandate: UUID) -> Mandate:
    """Give one's own mandate back, with all that rests on it."""
    rows = binding.with_seats(Mandate.objects.all()).select_related("seat__follows", "rests_on")
    row = found(rows, mandate)
    require(permissions.may_resign(ask.me, row))
    resigning.resign(row, by=ask.by, at=ask.at)
    return found(rows, mandate)


@reads(AlternateSerializer, lists=True)
def calls(ask: Ask) -> QuerySet[Alternate]:
    """The seats for which who asks is or was an alternate, and the calls to them."""
    rows = Alternate.objects.filter(person=ask.me) if ask.me else Alternate.objects.none()
    return _shown(rows).order_by("-since", "-pk")


@acts(MandateSerializer, status=201)
def accept_call(ask: Ask, alternate: UUID) -> Mandate:
    """Take the vacant seat for the rest of its term; an officer enters it from paper."""
    row = found(_shown(permissions.answerable(ask.me, ask.at)), alternate)
    return succeeding.accept(row, by=ask.by, at=ask.at)


@acts(AlternateSerializer)
def decline_call(ask: Ask, alternate: UUID) -> Alternate:
    """Leave the vacant seat to whoever comes next."""
    row = found(_shown(permissions.answerable(ask.me, ask.at)), alternate)
    succeeding.decline(row, by=ask.by, at=ask.at)
    return found(_shown(Alternate.objects.all()), alternate)


def _shown(rows: QuerySet[Alternate]) -> QuerySet[Alternate]:
    related = ("person", "seat__body", "seat__sending_body", "seat__follows")
    return rows.select_related(*related)
