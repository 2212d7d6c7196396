"""The call for candidates: who stands in an election to come, standing oneself, accepting."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communes.models import AgendaItem
from communes.views.asking import (
    actor,
    found_or_404,
    me,
    moment,
    only_again,
    page,
    perform,
    require,
)
from mandates.permissions import may_enter, readable_items
from mandates.views import entering
from quotas.domain import announcing, nominating, telling, womens_seats
from quotas.domain.womens_seats import Voting
from quotas.forms.elections import WithdrawForm
from quotas.models import Candidacy, Election


@login_required
@require_safe
def call(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which seats are to be filled when, who stands, and whether the reader may."""
    return _shown(request, *_called(request, public_id))


@login_required
@require_POST
def announce(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stand oneself."""
    item, election = _called(request, public_id)
    at = moment(request)
    person = me(request)
    require(announcing.may_announce(person, election, at) or only_again(request))
    assert person is not None

    def stand() -> str:
        announcing.announce(election, person, by=actor(request), at=at)
        return _back(item)

    answer = perform(request, stand, said=_("You stand."))
    return answer or _shown(request, item, election)


@login_required
@require_POST
def accept_candidacy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept to stand; in the room whoever runs the meeting records it."""
    return _answered(request, public_id, announcing.accept, said=_("The candidacy is accepted."))


@login_required
@require_POST
def step_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stand no more, or decline to."""
    return _answered(request, public_id, nominating.withdraw, said=_("Taken off the list."))


def _answered(
    request: HttpRequest, public_id: UUID, deed: Callable[..., object], *, said: str
) -> HttpResponse:
    """Do to a candidacy what its holder, or whoever runs the meeting, asks for."""
    item, election = _called(request, public_id)
    row = _candidacy(request, item, election)

    def act() -> str:
        deed(row, by=actor(request), at=moment(request))
        return _after(request, item)

    return perform(request, act, said=said) or _shown(request, item, election)


def _called(request: HttpRequest, public_id: UUID) -> tuple[AgendaItem, Election]:
    """The election of an item that the reader may read; 404 before its seats are chosen."""
    rows = readable_items(me(request), moment(request)).filter(kind="election")
    item = found_or_404(rows, public_id)
    election = nominating.of_item(item)
    if election is None:
        raise Http404
    return item, election


def _candidacy(request: HttpRequest, item: AgendaItem, election: Election) -> Candidacy:
    """The candidacy handed in: one's own, or of a meeting that one runs; 404 for any other."""
    form = WithdrawForm(request.POST)
    rows = election.candidacies.select_related("person", "election__item__meeting__body")
    if not may_enter(me(request), item, moment(request)):
        rows = rows.filter(person=me(request))
    if not form.is_valid():
        raise Http404
    return found_or_404(rows, form.cleaned_data["candidacy"])


def _shown(request: HttpRequest, item: AgendaItem, election: Election) -> HttpResponse:
    at, person = moment(request), me(request)
    member = announcing.may_announce(person, election, at)
    rows = nominating.candidates(election)
    own = next((row for row in rows if person is not None and row.person_id == person.pk), None)
    hindered = announcing.announce_problems(election, person, at) if member and person else []
    context = {
        "item": item,
        "body": item.meeting.body,
        "steps": entering.trail(item),
        "election": election,
        "seats": telling.described(nominating.seats_of(election), at),
        "stands": [row for row in rows if row.accepted_at],
        "asked": [row for row in rows if not row.accepted_at],
        "voting": Voting(womens_seats.way(election, at)),
        "own": own,
        "member": member,
        "hindered": hindered,
        "list_problems": nominating.list_problems(item),
        "runs": may_enter(person, item, at),
    }
    return page(request, "quotas/call.html", context)


def _back(item: AgendaItem) -> str:
    return reverse("call", args=[item.public_id])


def _after(request: HttpRequest, item: AgendaItem) -> str:
    """Back to where it was said: the room's page of the election, or the call."""
    at_count = request.POST.get("from") == "count"
    return reverse("elect", args=[item.public_id]) if at_count else _back(item)
