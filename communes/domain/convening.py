"""Convening: by the co-chairs with notice, or by members when enough of them demand it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from communes import kinds
from communes.arithmetic.days import clear_days
from communes.domain import numbering, ordering, planning, rolls
from communes.domain.acting import Actor, Acts, acting
from communes.domain.chartering import communes_parameters
from communes.domain.planning import PlannedItem
from communes.models import (
    Basis,
    Body,
    BodyKind,
    Meeting,
    Resolution,
    Sitting,
    Stage,
)
from communes.problems import Problem, refuse_if


@dataclass(frozen=True)
class Invitation:
    """Where and when a meeting is to be held, and what it is to talk about."""

    place: str
    starts_at: datetime
    items: Sequence[PlannedItem] = ()
    sitting: str = Sitting.ASSEMBLY


def notice_needed(body: Body, items: Sequence[PlannedItem], at: datetime) -> int:
    """Clear days of notice: longer for a council whose motions need instruction (DOMAIN §4)."""
    rules = communes_parameters(at, body)
    instructed = body.kind == BodyKind.COUNCIL and any(item.kind == "motion" for item in items)
    return rules.council_notice_days if instructed else rules.notice_days


def days_of_notice(body: Body, starts_at: datetime, at: datetime) -> int:
    """Clear days between now and the meeting, in the body's own time zone."""
    sent: date = rolls.day_of(body, at).date()
    return clear_days(sent, rolls.day_of(body, starts_at).date())


def convene_problems(body: Body, invitation: Invitation, *, at: datetime) -> list[Problem]:
    """Why the meeting may not be convened so."""
    problems = _shape_problems(body, invitation, at)
    needed = notice_needed(body, invitation.items, at)
    return problems + notice_problems(body, invitation.starts_at, needed, at)


def notice_problems(body: Body, starts_at: datetime, needed: int, at: datetime) -> list[Problem]:
    """Why a day to come is too near for notice sent now."""
    given = days_of_notice(body, starts_at, at)
    if starts_at <= at or given >= needed:
        return []
    message = _(
        "The charter asks for %(needed)s clear days of notice; this leaves %(given)s. "
        "Neither the day of sending nor the day of meeting counts."
    )
    figures = {"needed": needed, "given": max(given, 0)}
    return [Problem("notice_short", message % figures, figures, "starts_at")]


def notice_of(meeting: Meeting, at: datetime) -> int:
    """The clear days of notice that a meeting with this agenda needs."""
    codes = meeting.items.values_list("kind", flat=True)
    return notice_needed(meeting.body, [PlannedItem("", code) for code in codes], at)


def convene(
    body: Body,
    invitation: Invitation,
    *,
    by: Actor,
    at: datetime,
    basis: str = Basis.OFFICERS,
    second_of: Meeting | None = None,
) -> Meeting:
    """Convene a meeting of the body with its agenda and tell the body. Raises `Refused`.

    A founding meeting needs no notice: those who found are there.
    """
    with acting(by=by, at=at) as acts:
        refuse_if(second_problems(body, second_of) + _problems(body, invitation, basis, at))
        meeting = Meeting.objects.create(
            body=body,
            sitting=invitation.sitting,
            number=numbering.next_meeting(body),
            basis=basis,
            place=invitation.place.strip(),
            starts_at=invitation.starts_at,
            convened_at=at,
            second_of=second_of,
        )
        planning.let_go(second_of)
        planning.put_on_agenda(meeting, invitation.items, by=by, at=at)
        _tell(acts, meeting, len(invitation.items))
    return meeting


def _problems(body: Body, invitation: Invitation, basis: str, at: datetime) -> list[Problem]:
    if basis == Basis.FOUNDING:
        return _shape_problems(body, invitation, at, founding=True)
    return convene_problems(body, invitation, at=at)


def _tell(acts: Acts, meeting: Meeting, items: int) -> None:
    facts = {
        "meeting": meeting.key,
        "number": meeting.number,
        "basis": str(meeting.basis),
        "sitting": str(meeting.sitting),
        "items": items,
    }
    acts.enter(meeting.body, "meeting.convened", facts)
    announce(acts, meeting, "meeting_convened", f"convened:{meeting.key}")


def announce(acts: Acts, meeting: Meeting, code: str, occasion: str) -> None:
    """Tell the body of a meeting; each member is told by the sweep."""
    figures = {
        "meeting": meeting.key,
        "sitting": str(meeting.sitting),
        "starts_at": meeting.starts_at.isoformat(),
        "place": meeting.place,
        "body": meeting.body.name,
        "zone": meeting.body.time_zone,
    }
    link = f"/meetings/{meeting.key}/"
    acts.notify(meeting.body, code, occasion, link=link, figures=figures)


def second_problems(body: Body, first: Meeting | None) -> list[Problem]:
    """Why there is no second convocation of a meeting: it was held, and could decide."""
    if first is None:
        return []
    problems = []
    if first.body_id != body.pk or first.stage not in (Stage.CLOSED, Stage.SIGNED):
        message = _("A second convocation follows a meeting of this body that was closed.")
        problems.append(Problem("second_of_open", message))
    if Resolution.objects.filter(item__meeting=first).exists():
        message = _("The first meeting decided; it needs no second convocation.")
        problems.append(Problem("second_needless", message))
    if Meeting.objects.filter(second_of=first).exists():
        problems.append(Problem("second_exists", _("It was convened a second time already.")))
    return problems


def cancel_problems(meeting: Meeting) -> list[Problem]:
    """Why a meeting may not be called off: it was opened, or a petition forces it (DOMAIN §5)."""
    problems = []
    if meeting.stage != Stage.CONVENED:
        message = _("Only a meeting not yet opened is called off.")
        problems.append(Problem("meeting_begun", message))
    if meeting.basis == Basis.PETITION:
        message = _("This meeting was convened by petition: it is held, and nobody calls it off.")
        problems.append(Problem("forced_by_petition", message))
    return problems


def cancel(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Call a meeting off before it was opened; the body is told, its business waits again.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        refuse_if(cancel_problems(row))
        row.cancelled_at = at
        row.save(update_fields=["cancelled_at"])
        planning.release(row.items.all())
        meeting.cancelled_at = at
        acts.enter(row.body, "meeting.cancelled", {"meeting": row.key})
        announce(acts, row, "meeting_cancelled", f"cancelled:{row.key}")


def _shape_problems(
    body: Body, invitation: Invitation, at: datetime, *, founding: bool = False
) -> list[Problem]:
    problems = planning.agenda_problems(body, invitation.items)
    if invitation.items and invitation.items[0].sub:
        problems.append(ordering.first_problem())
    if not invitation.place.strip():
        problems.append(Problem("place_missing", _("Say where it is held."), {}, "place"))
    if not founding and invitation.starts_at <= at:
        message = _("The meeting must lie in the future.")
        problems.append(Problem("starts_in_past", message, {}, "starts_at"))
    if invitation.sitting == Sitting.BOARD and any(_for_electors(i) for i in invitation.items):
        message = _("The board settles running business; it elects and recalls nobody.")
        problems.append(Problem("board_elects_nobody", message, {}, "sitting"))
    if body.ended_at is not None:
        problems.append(Problem("body_ended", _("This body has ended.")))
    return problems


def _for_electors(item: PlannedItem) -> bool:
    """Whether all electors decide on business of this kind: an election, a recall."""
    return any(one.code == item.kind and one.voters == "electors" for one in kinds.registered())
