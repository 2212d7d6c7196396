"""The call for candidates before the meeting: who announces whom, who accepts, when it closes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communes.domain import rolls
from communes.domain.acting import Actor, Acts, acting
from communes.models import AgendaItem, Body, Person, Stage
from communes.problems import Problem, refuse_if
from mandates.models import Seat
from quotas.domain import nominating
from quotas.models import Candidacy, Election


@dataclass(frozen=True)
class Call:
    """An election to come, as a body's page lists it: its seats, who stands, who was asked."""

    election: Election
    seats: Sequence[Seat]
    stands: Sequence[Candidacy]
    asked: Sequence[Candidacy]


def calls(body: Body, at: datetime) -> list[Call]:
    """Elections of the body's convened and open meetings that are not decided yet."""
    rows = Election.objects.filter(
        item__meeting__body=body,
        item__meeting__closed_at__isnull=True,
        item__meeting__cancelled_at__isnull=True,
        item__finished_at__isnull=True,
    ).select_related("item__meeting__body", "body")
    told = list(rows.order_by("item__meeting__starts_at", "item__position"))
    people = Candidacy.objects.standing().filter(election__in=told).select_related("person")
    stands = list(people.order_by("person__sort_key", "pk"))
    seats = nominating.seats_of_all(told)
    return [
        Call(
            one,
            seats[one.pk],
            [row for row in stands if row.election_id == one.pk and row.accepted_at],
            [row for row in stands if row.election_id == one.pk and not row.accepted_at],
        )
        for one in told
        if seats[one.pk]
    ]


def members(election: Election, at: datetime) -> QuerySet[Person]:
    """Who may announce candidates: the members with a vote of the body that meets."""
    body = election.item.meeting.body
    return rolls.roll(body, election.item.meeting.sitting, at)


def may_announce(person: Person | None, election: Election, at: datetime) -> bool:
    """Any member with a vote, while the meeting lies ahead or goes on."""
    return person is not None and members(election, at).filter(pk=person.pk).exists()


def announce_problems(election: Election, person: Person, at: datetime) -> list[Problem]:
    """Why this person may not be announced as a candidate now."""
    return closed_problems(election, at) + nominating.stand_problems(election, person, at)


def closed_problems(election: Election, at: datetime) -> list[Problem]:
    """Why nobody may be announced any more: nominations are closed, or the list is."""
    until = election.nominations_until
    if election.item.meeting.stage != Stage.CONVENED or until is None or at < until:
        return []
    message = _("Nominations are closed; the meeting itself may still name candidates.")
    return [Problem("nominations_closed", message)]


def announce(election: Election, person: Person, *, by: Actor, at: datetime) -> Candidacy:
    """Announce a candidate; who announces somebody else asks that person to accept.

    Raises `Refused`.
    """
    with acting(by=by, at=at) as acts:
        AgendaItem.objects.select_for_update(of=("self",)).get(pk=election.item_id)
        refuse_if(announce_problems(election, person, at))
        own = by.person is not None and by.person.pk == person.pk
        row = Candidacy.objects.create(
            election=election,
            person=person,
            gender=person.gender,
            accepted_at=at if own else None,
        )
        if not own:
            _ask(row, acts)
    return row


def _ask(row: Candidacy, acts: Acts) -> None:
    item = row.election.item
    figures = {"item": item.title, "body": item.meeting.body.name}
    link = f"/items/{item.key}/election/call/"
    acts.notify_person(
        row.person, "candidate_asked", f"asked:{row.key}", link=link, figures=figures
    )


def accept_problems(candidacy: Candidacy, at: datetime) -> list[Problem]:
    """Why the candidacy cannot be accepted now: it is already, or the person is not eligible."""
    election = candidacy.election
    problems = nominating.eligibility_problems(election, candidacy.person, at)
    if candidacy.accepted_at is not None:
        problems.append(Problem("accepted_already", _("This candidacy is accepted already.")))
    return problems + nominating.list_problems(election.item)


def accept(candidacy: Candidacy, *, by: Actor, at: datetime) -> Candidacy:
    """Accept to stand: by one's own account, or recorded in the room. Raises `Refused`."""
    with acting(by=by, at=at):
        AgendaItem.objects.select_for_update(of=("self",)).get(pk=candidacy.election.item_id)
        row = Candidacy.objects.select_related("person", "election__item__meeting__body").get(
            pk=candidacy.pk
        )
        refuse_if(accept_problems(row, at))
        row.accepted_at = at
        row.save(update_fields=["accepted_at"])
    return row
