"""Meetings: convened, opened, run and closed."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from communes import permissions
from communes.api.asking import Ask, chosen, chosen_one, require
from communes.api.filtering import Filter, InstantFilter
from communes.api.planning import items_planned
from communes.api.reaching import body_of, meeting_of, nameable, readable, run_by
from communes.api.resources import acts, reads
from communes.domain import (
    attending,
    closing,
    convening,
    opening,
    planning,
    presenting,
    recognising,
    rescheduling,
)
from communes.domain.attending import Room
from communes.domain.convening import Invitation
from communes.models import Basis, Meeting, MeetingRole, Sitting, Stage
from communes.serializers.fields import HappenedSerializer
from communes.serializers.meetings import (
    ConveneSerializer,
    MeetingRoleSerializer,
    MeetingSerializer,
    MeetingSheetSerializer,
    ReconveneSerializer,
    RoomSerializer,
)
from communes.serializers.naming import NameSerializer, OpenMeetingSerializer
from communes.serializers.people import MatchSerializer
from communes.serializers.references import HandOverSerializer, SearchSerializer

IN_STAGE = {
    Stage.CONVENED: Q(opened_at__isnull=True, cancelled_at__isnull=True),
    Stage.OPEN: Q(opened_at__isnull=False, closed_at__isnull=True, cancelled_at__isnull=True),
    Stage.CLOSED: Q(closed_at__isnull=False, signed_at__isnull=True, cancelled_at__isnull=True),
    Stage.SIGNED: Q(signed_at__isnull=False, cancelled_at__isnull=True),
    Stage.CANCELLED: Q(cancelled_at__isnull=False),
}
"""The search form of `Meeting.stage`; a test holds the two against each other."""


class MeetingFilter(Filter):
    """Meetings of a body, where they stand, and when they begin."""

    body = filters.UUIDFilter(field_name="body__public_id")
    stage = filters.ChoiceFilter(choices=Stage.choices, method="standing")
    sitting = filters.ChoiceFilter(choices=Sitting.choices)
    starts_after = InstantFilter(field_name="starts_at", lookup_expr="gte")
    starts_before = InstantFilter(field_name="starts_at", lookup_expr="lt")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def standing(self, rows: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        """Meetings in one stage."""
        return rows.filter(IN_STAGE[Stage(value)])


@reads(MeetingSerializer, lists=True, filters=MeetingFilter)
def meetings(ask: Ask) -> QuerySet[Meeting]:
    """The meetings that this account may read, the latest first."""
    return readable(ask).select_related("body")


@reads(MeetingSerializer, lists=True, filters=MeetingFilter)
def body_meetings(ask: Ask, body: UUID) -> QuerySet[Meeting]:
    """The meetings of one body, the latest first."""
    return Meeting.objects.filter(body=body_of(ask, body)).select_related("body")


@reads(MeetingSheetSerializer)
def meeting(ask: Ask, meeting: UUID) -> Meeting:
    """One meeting, and who runs it."""
    return meeting_of(ask, meeting)


@acts(MeetingSheetSerializer, takes=ConveneSerializer, status=201)
def convene(ask: Ask, body: UUID) -> Meeting:
    """Convene a meeting of a body with its agenda, and tell the body."""
    row = body_of(ask, body)
    require(permissions.may_convene(ask.me, row, ask.at))
    told = ask.told
    items = items_planned(ask, row)
    invitation = Invitation(told["place"], told["starts_at"], items, told["sitting"])
    return convening.convene(row, invitation, by=ask.by, at=ask.at)


@acts(MeetingSheetSerializer, takes=ReconveneSerializer, status=201)
def convene_again(ask: Ask, meeting: UUID) -> Meeting:
    """Convene a second time on the same agenda; it decides with those who come."""
    first = meeting_of(ask, meeting)
    require(permissions.may_convene(ask.me, first.body, ask.at))
    items = planning.same_agenda(first)
    told = Invitation(ask.told["place"], ask.told["starts_at"], items, first.sitting)
    by, basis = ask.by, Basis.SECOND
    return convening.convene(first.body, told, by=by, at=ask.at, basis=basis, second_of=first)


@acts(MeetingSheetSerializer)
def cancel(ask: Ask, meeting: UUID) -> Meeting:
    """Call a meeting off before it was opened; the body is told."""
    row = run_by(ask, meeting)
    convening.cancel(row, by=ask.by, at=ask.at)
    return row


@acts(MeetingSheetSerializer, takes=ReconveneSerializer)
def change_meeting(ask: Ask, meeting: UUID) -> Meeting:
    """Give a convened meeting another time or place; everyone is told."""
    row, told = run_by(ask, meeting), ask.told
    place, starts_at = told["place"], told["starts_at"]
    rescheduling.change(row, place=place, starts_at=starts_at, by=ask.by, at=ask.at)
    return meeting_of(ask, meeting)


@acts(MeetingSheetSerializer, takes=OpenMeetingSerializer)
def open_meeting(ask: Ask, meeting: UUID) -> Meeting:
    """Open a meeting under its chairs and its recorder, whose rights last until it is signed."""
    row = run_by(ask, meeting)
    people = nameable(ask, row)
    chairs = chosen(people, ask.told["chairs"], "chairs")
    recorder = chosen_one(people, ask.told["recorder"], "recorder")
    opening.open_meeting(row, chairs=chairs, recorder=recorder, by=ask.by, at=ask.then(row))
    return row


@acts(MeetingSheetSerializer, takes=HappenedSerializer)
def close(ask: Ask, meeting: UUID) -> Meeting:
    """Close a meeting: whoever is still in the room leaves now."""
    row = run_by(ask, meeting)
    closing.close(row, by=ask.by, at=ask.then(row))
    return row


@acts(MeetingRoleSerializer, takes=NameSerializer, status=201)
def name(ask: Ask, meeting: UUID) -> MeetingRole:
    """Name a chair, a recorder, a witness or a scrutineer, for the meeting or for one item."""
    row = run_by(ask, meeting)
    person = chosen_one(nameable(ask, row), ask.told["person"], "person")
    item = chosen_one(row.items.all(), ask.told["item"], "item")
    assert person is not None
    role, at = ask.told["role"], ask.then(row)
    return opening.name_for(row, person, role, by=ask.by, at=at, item=item)


@acts(MeetingRoleSerializer, takes=HandOverSerializer, status=201)
def hand_over(ask: Ask, meeting: UUID) -> MeetingRole:
    """Hand the recorder's seat on: whoever had it records no more from now."""
    row = run_by(ask, meeting)
    person = chosen_one(nameable(ask, row), ask.told["person"], "person")
    assert person is not None
    return opening.hand_over(row, person, by=ask.by, at=ask.then(row))


@reads(RoomSerializer)
def room(ask: Ask, meeting: UUID) -> Room:
    """The room as it is now: who counts, quorum, women's presence, whether it may decide."""
    return attending.room(meeting_of(ask, meeting), ask.at)


@reads(MatchSerializer, lists=True, takes=SearchSerializer)
def search_door(ask: Ask, meeting: UUID) -> Sequence[recognising.Match]:
    """Who may be coming in, by a few letters; the best matches, twelve at most."""
    row = run_by(ask, meeting)
    return presenting.at_the_door(row, ask.told["letters"], ask.at).found
