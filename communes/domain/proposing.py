"""Members propose items until the notice goes out (DOMAIN §4); those who convene answer them."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes import kinds
from communes.domain import rolls
from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Body, Person, Proposal
from communes.problems import Problem, refuse_if

LONGEST_TITLE = 300
LONGEST = 4000
PLAIN = ("decision", "discussion", "report")
MOST_WAITING = 20
"""Proposals of one member that may wait in one body at once: nobody floods an agenda."""


def kinds_for(body: Body) -> list[kinds.Kind]:
    """The kinds of business that a member may propose: those that need nothing prepared."""
    return [one for one in kinds.offered_to(body) if one.code in PLAIN]


def propose_problems(
    body: Body, person: Person, *, title: str, text: str, kind: str
) -> list[Problem]:
    """Why this item may not be proposed."""
    problems = []
    if not title.strip():
        message = _("Say in a few words what it is about.")
        problems.append(Problem("title_missing", message, {}, "title"))
    if len(title.strip()) > LONGEST_TITLE or len(text.strip()) > LONGEST:
        problems.append(Problem("proposal_too_long", _("This is too long.")))
    if kind not in {one.code for one in kinds_for(body)}:
        message = _("Business of this kind is prepared by those who convene.")
        problems.append(Problem("kind_not_proposed", message, {"kind": kind}, "kind"))
    if body.ended_at is not None:
        problems.append(Problem("body_ended", _("This body has ended.")))
    if not rolls.in_circle(person, body):
        message = _("Only members of the circle take part in its business.")
        problems.append(Problem("circle", message))
    mine = Proposal.objects.waiting().filter(body=body, person=person).count()
    if mine >= MOST_WAITING:
        message = _("%(count)s of your proposals wait already.") % {"count": mine}
        problems.append(Problem("proposals_many", message, {"count": mine}))
    return problems


def propose(
    body: Body, *, person: Person, title: str, text: str, kind: str, by: Actor, at: datetime
) -> Proposal:
    """Propose an item for the next agenda of the body. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(propose_problems(body, person, title=title, text=text, kind=kind))
        told = {"title": title.strip(), "text": text.strip(), "kind": kind}
        return Proposal.objects.create(body=body, person=person, proposed_at=at, **told)


def waiting_problems(proposal: Proposal) -> list[Problem]:
    """Why a proposal can no longer be answered or withdrawn: it was already."""
    if proposal.item_id:
        return [Problem("proposal_taken", _("It already stands on an agenda."))]
    if proposal.withdrawn_at:
        return [Problem("proposal_withdrawn", _("It was withdrawn."))]
    if proposal.set_aside_at:
        return [Problem("proposal_set_aside", _("It was set aside."))]
    return []


def withdraw(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Take one's own proposal back while nobody has answered it. Raises `Refused`."""
    with acting(by=by, at=at):
        row = _locked(proposal)
        refuse_if(waiting_problems(row))
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])


def set_aside(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Answer a proposal with a reason instead of an item; its proposer is told. Raises `Refused`.

    Nobody decides in secret what a body does not talk about: the book knows that it happened.
    """
    with acting(by=by, at=at) as acts:
        row = _locked(proposal)
        problems = waiting_problems(row)
        if not reason.strip():
            message = _("Say why it is set aside.")
            problems.append(Problem("reason_missing", message, {}, "reason"))
        refuse_if(problems)
        row.set_aside_at, row.reason = at, reason.strip()[:LONGEST]
        row.save(update_fields=["set_aside_at", "reason"])
        acts.enter(row.body, "proposal.set_aside", {"proposal": row.key})
        figures = {"title": row.title, "reason": row.reason, "body": row.body.name}
        _tell(row, "proposal_set_aside", figures, by=by, at=at)


def take_up(proposal: Proposal, item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """A proposal stands on an agenda as this item; its proposer is told. Raises `Refused`."""
    with acting(by=by, at=at):
        row = _locked(proposal)
        refuse_if(waiting_problems(row))
        row.item = item
        row.save(update_fields=["item"])
        figures = {"title": row.title, "body": row.body.name}
        _tell(row, "proposal_taken", figures, by=by, at=at)


def _tell(
    proposal: Proposal, code: str, figures: dict[str, str], *, by: Actor, at: datetime
) -> None:
    if proposal.item is not None:
        link, occasion = f"/meetings/{proposal.item.meeting.key}/", proposal.item.key
    else:
        link, occasion = f"/bodies/{proposal.body.key}/proposals/", proposal.key
    with acting(by=by, at=at) as acts:
        acts.notify_person(proposal.person, code, f"{code}:{occasion}", figures=figures, link=link)


def _locked(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("body", "person")
    return rows.get(pk=proposal.pk)
