"""A commune is founded by a meeting of its residents that elects its officers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from communes import charter as texts
from communes.domain import chartering, convening, opening, registering
from communes.domain import founding as communes_founding
from communes.domain.acting import Actor, acting
from communes.domain.convening import Invitation
from communes.domain.planning import PlannedItem
from communes.domain.registering import Home, Particulars
from communes.models import Account, Basis, Body, BodyKind, Meeting, Person, Role
from communes.problems import Problem, refuse_if
from mandates.models import OfficeCode, Seat
from quotas.domain import establishing, nominating
from quotas.domain.establishing import BodyTerms


@dataclass(frozen=True)
class Founded:
    """A commune just founded: its body, its founding meeting and the recorder."""

    commune: Body
    meeting: Meeting
    recorder: Person


@dataclass(frozen=True)
class Gathering:
    """Where and when those who found the commune meet."""

    place: str
    starts_at: datetime


def found_commune(
    terms: BodyTerms,
    gathering: Gathering,
    *,
    recorder: Particulars,
    home: Home,
    by: Actor,
    at: datetime,
) -> Founded:
    """Found a commune with a founding meeting whose agenda elects its officers.

    The recorder is its first resident, and keeps the register until officers are elected.
    Raises `Refused`.
    """
    with acting(by=by, at=at):
        refuse_if(registering.particulars_problems(recorder, on=at.date()))
        commune = establishing.establish_commune(terms, by=by, at=at)
        person = registering.arrive(commune, particulars=recorder, home=home, by=by, at=at).person
        meeting = found_meeting(commune, gathering, by=by, at=at)
        opening.name_for(meeting, person, Role.RECORDER, by=by, at=at)
    return Founded(commune, meeting, person)


def founding_of() -> QuerySet[Meeting]:
    """Founding meetings of communes that are still to be held or signed."""
    rows = Meeting.objects.filter(basis=Basis.FOUNDING, body__kind=BodyKind.COMMUNE)
    return rows.filter(signed_at__isnull=True, cancelled_at__isnull=True)


def found_meeting(body: Body, gathering: Gathering, *, by: Actor, at: datetime) -> Meeting:
    """Convene the founding meeting of a body; its agenda elects each office by its own item."""
    with acting(by=by, at=at):
        seats = Seat.objects.filter(body=body).in_force(at).exclude(office=OfficeCode.AUDITOR)
        chosen = [seat for seat in seats.order_by("pk") if seat.follows_id is None]
        with override(body.language):
            items = [PlannedItem(_("Opening and founding"))]
            items += [PlannedItem(election_title(seat), kind="election") for seat in chosen]
        invitation = Invitation(gathering.place, gathering.starts_at, items)
        meeting = convening.convene(body, invitation, by=by, at=at, basis=Basis.FOUNDING)
        planned = meeting.items.filter(kind="election").order_by("position")
        for item, seat in zip(planned, chosen, strict=True):
            nominating.plan(item, [seat], by=by, at=at)
    return meeting


def election_title(seat: Seat) -> str:
    """The title of an agenda item that fills the seat, in the active language."""
    office = seat.get_office_display()
    if not seat.reserved_gender:
        return _("Election: %(office)s") % {"office": office}
    whom = seat.get_reserved_gender_display()
    return _("Election: %(office)s (%(whom)s)") % {"office": office, "whom": whom}


def begin_problems() -> list[Problem]:
    """Why the first-run page may not open: someone has already begun."""
    if communes_founding.begun():
        return [Problem("already_begun", _("This installation is already in use. Sign in."))]
    return []


def begin(
    terms: BodyTerms,
    gathering: Gathering,
    *,
    charter: str,
    recorder: Particulars,
    home: Home,
    account: Account,
    at: datetime,
) -> Founded:
    """Begin an empty installation: charter, first commune, founding meeting, recorder's account.

    `account` is unsaved, with its password set. Raises `Refused`.
    """
    by = Actor(basis="founding", recorded_at=at)
    with acting(by=by, at=at):
        refuse_if(begin_problems())
        text = texts.shipped(charter)
        chartering.put_in_force(text, name=charter, by=by, at=at)
        founded = found_commune(terms, gathering, recorder=recorder, home=home, by=by, at=at)
        account.person = founded.recorder
        account.save()
    return founded
