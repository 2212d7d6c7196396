"""A vote against the instruction: both bodies are told, and the delegate is heard (DOMAIN §5).

The sending body's next agenda gets the item by itself, with a vote to confirm or recall.
"""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from communes.domain import planning
from communes.domain.acting import Actor, Acts, acting
from communes.models import (
    AgendaItem,
    Ballot,
    Body,
    CountsAs,
    OpenPoint,
    Resolution,
    RollCallVote,
)
from communes.periods import holding
from communes.problems import Problem, refuse_if
from mandates.domain import obeying, recalling, sending
from mandates.domain.obeying import Cast
from mandates.domain.petitioning import ground_of
from mandates.models import Hearing, Mandate, RecallItem

BATCH = 100
KIND = "hearing"
DEVIATING = (CountsAs.VOID, CountsAs.AS_INSTRUCTED)


def due(at: datetime) -> QuerySet[Ballot]:
    """Votes decided in which someone voted against the instruction and is not yet to be heard.

    Only by a mandate in force when it was cast: without one nobody can be heard for it.
    """
    heard = Hearing.objects.filter(ballot=OuterRef("ballot"), mandate__person=OuterRef("person"))
    sent = Mandate.objects.filter(
        holding(OuterRef("at")),
        person=OuterRef("person"),
        seat__body=OuterRef("ballot__item__meeting__body"),
        seat__sending_body=OuterRef("stands_for"),
    )
    votes = RollCallVote.objects.filter(~Exists(heard), Exists(sent), counts_as__in=DEVIATING)
    decided = Resolution.objects.standing().filter(ballot=OuterRef("pk"))
    rows = Ballot.objects.filter(Exists(decided), closed_at__lte=at)
    return rows.filter(Exists(votes.filter(ballot=OuterRef("pk")))).order_by("pk")


def sweep(at: datetime) -> int:
    """Open a hearing for each vote against an instruction, once; how many were opened."""
    count = 0
    ballots = list(due(at).select_related("item__meeting__body", "motion_version__motion")[:BATCH])
    for one in obeying.casts(ballots):
        if one.vote.counts_as in DEVIATING and one.mandate is not None:
            with acting(by=Actor(basis="charter", recorded_at=at), at=at) as acts:
                count += _open(acts, one, one.mandate)
    return count


def of_item(item: AgendaItem) -> Hearing | None:
    """What an item is to hear: the mandate, the vote, and for whom it was cast."""
    related = ("mandate__person", "mandate__seat__sending_body", "ballot__item__meeting__body")
    return Hearing.objects.filter(item=item).select_related(*related).first()


def prepare(item: AgendaItem, point: OpenPoint, by: Actor, at: datetime) -> None:
    """Let the item hear the delegate, and be about the recall of the mandate heard or its ground.

    Where that mandate is over meanwhile, the delegate is heard and nothing is left to vote on.
    """
    hearing = Hearing.objects.filter(public_id=point.figures.get("hearing")).first()
    if hearing is None:
        return
    hearing.item = item
    hearing.save(update_fields=["item"])
    ground = ground_of(hearing.mandate)
    if not recalling.plan_problems(item, ground, at):
        recalling.plan(item, ground, by=by, at=at)


def hearable(body: Body, at: datetime) -> QuerySet[Mandate]:
    """Delegates of the body whose mandate it gave, or the one on which theirs rests."""
    rows = Mandate.objects.in_force(at).filter(seat__in=sending.sending(at))
    mine = rows.filter(seat__sending_body=body).exclude(seat__body=body)
    given = set(recalling.recallable(body, at).values_list("pk", flat=True))
    sat = mine.select_related("person", "rests_on", "seat__body", "seat__sending_body")
    found = [row.pk for row in sat if ground_of(row).pk in given]
    return sat.filter(pk__in=found).order_by("seat__body__folded", "seat__number", "pk")


def plan_problems(item: AgendaItem, delegate: Mandate, at: datetime) -> list[Problem]:
    """Why the item cannot hear this delegate: not one of ours, or not recalled by this body."""
    problems = recalling.plan_problems(item, ground_of(delegate), at)
    derived = of_item(item)
    if derived is not None and derived.mandate_id != delegate.pk:
        message = _("What the notice announced stands: another hearing is another item.")
        problems.append(Problem("recall_announced", message, {}, "mandate"))
    if not hearable(item.meeting.body, at).filter(pk=delegate.pk).exists():
        message = _("A body hears the delegates whom it sends to a council.")
        problems.append(Problem("not_our_delegate", message, {}, "mandate"))
    return problems


def plan(item: AgendaItem, delegate: Mandate, *, by: Actor, at: datetime) -> RecallItem:
    """Let an item that somebody put on the agenda hear a delegate, without a vote against the
    instruction behind it; then as with one, the meeting confirms or recalls. Raises `Refused`."""
    with acting(by=by, at=at):
        refuse_if(plan_problems(item, delegate, at))
        return recalling.plan(item, ground_of(delegate), by=by, at=at)


def waiting(mandates: QuerySet[Mandate]) -> QuerySet[Hearing]:
    """Hearings of these mandates on which nobody decided yet."""
    related = ("mandate__seat__sending_body", "ballot__item__meeting__body", "item__meeting__body")
    rows = Hearing.objects.undecided().filter(mandate__in=mandates)
    return rows.select_related(*related).order_by(F("opened_at").desc(), "pk")


def _open(acts: Acts, cast: Cast, mandate: Mandate) -> int:
    hearing, made = Hearing.objects.get_or_create(
        mandate=mandate, ballot=cast.ballot, defaults={"opened_at": acts.at}
    )
    sender = mandate.seat.sending_body
    if not made or sender is None:
        return 0
    title = cast.ballot.item.title
    if ground_of(mandate).in_force(acts.at):
        with override(sender.language):
            words = _("Hear our delegate: %(title)s") % {"title": title}
        occasion = f"{KIND}:{hearing.key}"
        planning.await_agenda(
            sender, kind=KIND, occasion=occasion, title=words, at=acts.at, hearing=hearing.key
        )
    _tell(acts, cast, hearing)
    return 1


def _tell(acts: Acts, cast: Cast, hearing: Hearing) -> None:
    """Both bodies and the delegate; the books name the unit and never who voted how."""
    host, seat = cast.ballot.item.meeting.body, hearing.mandate.seat
    assert seat.sending_body is not None
    sender = seat.sending_body
    facts = {
        "hearing": hearing.key,
        "ballot": cast.ballot.key,
        "sender": sender.key,
        "host": host.key,
        "counts_as": cast.vote.counts_as,
    }
    figures = {"motion": cast.ballot.item.title, "sender": sender.name, "host": host.name}
    occasion, link = f"deviated:{hearing.key}", f"/items/{cast.ballot.item.key}/"
    for body in (sender, host):
        acts.enter(body, "delegate.deviated", facts)
        acts.notify(body, "delegate_deviated", occasion, link=link, figures=figures)
    acts.notify_person(
        hearing.mandate.person, "hearing_awaits", occasion, link="/mandates/", figures=figures
    )
