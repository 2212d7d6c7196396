"""Roll calls: opened on an item, answered by name, closed with the verdict."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.domain import tallying, voting
from communes.forms.picking import persons
from communes.models import AgendaItem, Ballot, Person
from communes.views.asking import actor, perform
from communes.views.reaching import item_run_by
from communes.views.receiving import happened
from communes.views.room import room_page


@login_required
@require_POST
def roll_open(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin to call the roll."""
    item = item_run_by(request, public_id)

    def begin() -> str:
        voting.open_vote(item, by=actor(request), at=happened(request, item.meeting))
        return _here(item)

    done = perform(request, begin, said=_("The roll is called: enter what each one answers."))
    return done or room_page(request, item.meeting, item)


@login_required
@require_POST
def roll_cast(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter what one person answered; another answer while the roll is open replaces it."""
    item = item_run_by(request, public_id)
    key, _colon, choice = request.POST.get("vote", "").partition(":")
    found = persons(Person.objects.all(), [key])

    def cast() -> str:
        ballot = _open(item)
        if ballot is None or not found:
            raise Http404
        known = ballot.votes.filter(person=found[0]).exists()
        deed = voting.retake if known else voting.cast
        deed(
            ballot,
            person=found[0],
            choice=choice,
            by=actor(request),
            at=happened(request, item.meeting),
        )
        return f"{_here(item)}#roll-call"

    return perform(request, cast, part=f"{key}:{choice}") or room_page(request, item.meeting, item)


@login_required
@require_POST
def roll_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close the roll call and enter what it decides."""
    item = item_run_by(request, public_id)

    def close() -> str:
        ballot = _open(item)
        if ballot is None:
            raise Http404
        text = request.POST.get("text", "")[:20_000].replace("\x00", "")
        tallying.decide_by_roll_call(
            ballot, text=text, by=actor(request), at=happened(request, item.meeting)
        )
        return _here(item)

    done = perform(request, close, said=_("The decision is entered."))
    return done or room_page(request, item.meeting, item)


@login_required
@require_POST
def roll_drop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End a roll call without a decision: it was a slip, or the meeting changed its mind."""
    item = item_run_by(request, public_id)

    def drop() -> str:
        ballot = _open(item)
        if ballot is None:
            raise Http404
        voting.close_vote(ballot, by=actor(request), at=happened(request, item.meeting))
        return _here(item)

    done = perform(request, drop, said=_("The roll call ended without a decision."))
    return done or room_page(request, item.meeting, item)


def _open(item: AgendaItem) -> Ballot | None:
    return item.ballots.filter(closed_at__isnull=True).select_related("item__meeting__body").first()


def _here(item: AgendaItem) -> str:
    return reverse("item", args=[item.public_id])
