"""The page of an election as it stands: seats, candidates, whoever is looked for, the count."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from communes.domain.mending import Slip, strike_problems
from communes.forms.people import LettersForm
from communes.models import AgendaItem, Resolution, Role, Stage
from communes.views.asking import moment, page, posted, refused
from mandates.views import entering
from quotas.domain import (
    declaring,
    electing,
    nominating,
    piling,
    primaries,
    releasing,
    telling,
    womens_seats,
)
from quotas.forms.elections import ComponentForm, NamingForm, TallyForm, name_of
from quotas.forms.papers import PapersFileForm, PapersForm
from quotas.forms.releases import ReleaseForm
from quotas.models import Election, ElectionMethod

PARTS = {"verdict": "quotas/seating_foreseen.html", "found": "quotas/people_found.html"}
"""What htmx may ask for alone, by the id of its place on the page."""


def election_of(request: HttpRequest, public_id: UUID) -> tuple[AgendaItem, Election]:
    """The item and its election, for who runs the meeting; 404 before its seats are chosen."""
    item = entering.item_for(request, public_id, "election")
    election = nominating.of_item(item)
    if election is None:
        raise Http404
    return item, election


def back_to(item: AgendaItem) -> str:
    """The address of the election's page."""
    return reverse("elect", args=[item.public_id])


def slip_of(item: AgendaItem, form: TallyForm) -> Slip | None:
    """The entry that the form is to mend, if one stands."""
    standing = entering.standing(item)
    return Slip(standing, form.cleaned_data["reason"]) if standing is not None else None


def tally_form(
    request: HttpRequest | None, item: AgendaItem, election: Election, *, primary: bool = False
) -> TallyForm:
    """The form of the count; in place of a slip it begins with the votes that were entered.

    A primary is counted by totals or approvals, whatever the vote that follows.
    """
    standing = entering.standing(item)
    rows = nominating.candidates(election)
    ranked = election.method == ElectionMethod.RANKED and not primary
    initial: dict[str, Any] = {}
    if standing is not None and not ranked:
        initial = {name_of(row): row.votes for row in rows}
        initial |= {"abstain": standing.facts.get("abstain", 0), "method": standing.method}
    data = posted(request) if request is not None else None
    mending = standing is not None
    return TallyForm(data, candidates=rows, mending=mending, ranked=ranked, initial=initial)


def naming_form(request: HttpRequest, item: AgendaItem) -> NamingForm:
    """Who in the room could chair or record the item in place of a candidate."""
    at = moment(request)
    roles = nominating.concerned_roles(item, at) or [Role.CHAIR, Role.RECORDER]
    data = request.POST if "role" in request.POST else None
    return NamingForm(data, people=nominating.may_run(item, at), roles=roles)


def shown(
    request: HttpRequest,
    item: AgendaItem,
    election: Election,
    form: TallyForm,
    *,
    naming: NamingForm | None = None,
    papers: PapersForm | PapersFileForm | None = None,
    release: ReleaseForm | None = None,
) -> HttpResponse:
    """The page of the election, or only what was found, or what the count would give."""
    # Long: one line for each part of the page.
    at = moment(request)
    standing = entering.standing(item)
    asked = getattr(getattr(request, "htmx", None), "target", None)
    voting = womens_seats.voting(election, at)
    if voting.first and not voting.none_here and not standing and not form.is_bound:
        form = tally_form(None, item, election, primary=True)
    context: dict[str, Any] = {
        "voting": voting,
        "named_first": primaries.told(voting.primary),
        "item": item,
        "body": item.meeting.body,
        "steps": entering.trail(item),
        "election": election,
        "present": piling.present(election, at),
        "seats": telling.described(nominating.seats_of(election), at),
        "form": form,
        "editing": form.is_bound,
        **_entered(election, standing, at),
        **_before(request, item, election, form),
        **_papers(election, at, papers),
        **_release(election, standing, at, release),
    }
    if standing is None and nominating.concerned_roles(item, at):
        context["naming"] = naming or naming_form(request, item)
    template = PARTS.get(asked or "", "quotas/elect.html")
    return page(request, template, context, form=release or papers or form)


def _release(
    election: Election, standing: Resolution | None, at: datetime, form: ReleaseForm | None
) -> dict[str, Any]:
    """The seats about which the women present may be asked, and who would take them."""
    seats = releasing.may_be_asked(election, at) if _open(election, at) else []
    if not seats:
        return {"release": form}
    able = releasing.successors(election, standing, seats, at) if standing else []
    return {"release": form or ReleaseForm(offered=seats), "successors": able}


def _open(election: Election, at: datetime) -> bool:
    meeting = election.item.meeting
    return meeting.stage == Stage.OPEN and releasing.allowed(election, at)


def _papers(
    election: Election, at: datetime, form: PapersForm | PapersFileForm | None
) -> dict[str, Any]:
    """The pile of ranked papers, the latest line first, and the forms by which it grows."""
    if election.method != ElectionMethod.RANKED:
        return {}
    on_ballot = piling.on_ballot(election)
    numbers = {row.key: number for number, row in enumerate(on_ballot, start=1)}
    lines = list(election.papers.order_by("-pk"))
    typed = form if isinstance(form, PapersForm) else PapersForm(candidates=on_ballot)
    if lines:  # one line after the other; before that, candidates are sought
        typed.fields["ranking"].widget.attrs["autofocus"] = True
    return {
        "on_ballot": list(enumerate(on_ballot, start=1)),
        "pile": piling.pile(election, at),
        "lines": [(line, [numbers[key] for key in line.ranking]) for line in lines],
        "pile_problems": piling.pile_problems(election),
        "papers_form": typed,
        "file_form": form if isinstance(form, PapersFileForm) else PapersFileForm(),
    }


def _entered(election: Election, standing: Resolution | None, at: datetime) -> dict[str, Any]:
    """What was entered, and what mending it would bring about."""
    return {
        "standing": standing,
        "story": telling.story_of(election) if standing else None,
        "consequences": entering.consequences(standing),
        "mend_problems": strike_problems(standing, "…", at) if standing else [],
    }


def _before(
    request: HttpRequest, item: AgendaItem, election: Election, form: TallyForm
) -> dict[str, Any]:
    """Who stands and is looked for, each with what speaks against it, and what the count gives."""
    at = moment(request)
    letters = LettersForm(request.POST if "q" in request.POST else None)
    sought = letters.cleaned_data["q"] if letters.is_valid() else ""
    matches = nominating.found(election, sought, at)
    people = [row.person for row in form.candidates] + [match.person for match in matches]
    told = nominating.eligibility(election, people, at)
    on_ballot = piling.on_ballot(election) if election.method == ElectionMethod.RANKED else []
    numbers = {row.pk: number for number, row in enumerate(on_ballot, start=1)}
    standing_ids = {row.person_id for row in form.candidates}
    return {
        "candidates": [
            (row, told[row.person_id], numbers.get(row.pk))
            for row in sorted(form.candidates, key=lambda row: numbers.get(row.pk, 0))
        ],
        "letters": sought,
        "matches": [(one, told[one.person.pk], one.person.pk in standing_ids) for one in matches],
        "components": declaring.choices(election.body, at),
        "component_form": ComponentForm(offered=declaring.choices(election.body, at)),
        "list_problems": nominating.list_problems(item),
        "foreseen": _foreseen(request, item, election, form),
    }


def _foreseen(
    request: HttpRequest, item: AgendaItem, election: Election, form: TallyForm
) -> dict[str, Any]:
    """What the typed votes, or the papers as they lie, would give, and what speaks against it."""
    at = moment(request)
    told: dict[str, Any] = {"problems": []}
    if not entering.standing(item):
        told = {"problems": electing.entry_problems(item, at)}
    if womens_seats.voting(election, at).first and not entering.standing(item):
        return told
    if form.ranked:
        told["story"] = telling.foreseen(election, None, at)
    elif form.is_bound and not refused(request) and form.is_valid():
        slip = slip_of(item, form)
        told["problems"] = electing.elect_problems(item, form.tally(), at, slip=slip)
        told["story"] = telling.foreseen(election, form.tally(), at)
    return told
