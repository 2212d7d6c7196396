"""The page of a drawing by lot as it stands: the list, the chances, the seed, who was drawn."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from communes.domain.mending import strike_problems
from communes.forms.people import LettersForm
from communes.models import AgendaItem, Person, Role
from communes.views.asking import found_or_404, me, moment, page
from mandates.permissions import may_enter, readable_items
from mandates.views import entering
from quotas.domain import drawing_lots, fixing, pooling, seating_drawn, telling, telling_lots
from quotas.domain.lot_runners import may_run, roles_to_name
from quotas.forms.elections import NamingForm
from quotas.forms.lots import SeedForm, StrikeForm
from quotas.models import PoolKind, Sortition


def read_by(request: HttpRequest, public_id: UUID) -> tuple[AgendaItem, Sortition]:
    """The item and its drawing, for who may read the meeting; 404 before its seats are chosen."""
    rows = readable_items(me(request), moment(request)).filter(kind="sortition")
    item = found_or_404(rows, public_id)
    return item, _sortition(item)


def run_by(request: HttpRequest, public_id: UUID) -> tuple[AgendaItem, Sortition]:
    """The same for who runs the meeting."""
    item = entering.item_for(request, public_id, "sortition")
    return item, _sortition(item)


def _sortition(item: AgendaItem) -> Sortition:
    sortition = pooling.of_item(item)
    if sortition is None:
        raise Http404
    return sortition


def back_to(item: AgendaItem) -> str:
    """The address of the drawing's page."""
    return reverse("sortition", args=[item.public_id])


def naming_form(request: HttpRequest, item: AgendaItem) -> NamingForm:
    """Who in the room could chair or record the item in place of a volunteer."""
    at = moment(request)
    roles = roles_to_name(item, at) or [Role.CHAIR, Role.RECORDER]
    data = request.POST if "role" in request.POST else None
    return NamingForm(data, people=may_run(item, at), roles=roles)


def shown(
    request: HttpRequest,
    item: AgendaItem,
    sortition: Sortition,
    *,
    seed: SeedForm | None = None,
    strike: StrikeForm | None = None,
    naming: NamingForm | None = None,
) -> HttpResponse:
    """The page, or only who was found."""
    # Long: one line for each part of the page.
    at, person = moment(request), me(request)
    runs = may_enter(person, item, at)
    context: dict[str, Any] = {
        "item": item,
        "body": item.meeting.body,
        "steps": entering.trail(item),
        "sortition": sortition,
        "runs": runs,
        "seats": telling.described(pooling.seats_of(sortition), at),
        "list_problems": pooling.list_problems(item, sortition),
        "links": _links(item, sortition),
        **_list(sortition, person, runs, at),
        **_own(sortition, person, at),
        **_drawn(sortition),
        **_result(item, sortition, at, strike),
    }
    if runs:
        context |= _running(request, item, sortition, seed)
        if roles_to_name(item, at) and not sortition.seed:
            context["naming"] = naming or naming_form(request, item)
    asked = getattr(getattr(request, "htmx", None), "target", None)
    template = "quotas/lots_found.html" if asked == "found" else "quotas/sortition.html"
    return page(request, template, context, form=seed or strike or naming)


def _links(item: AgendaItem, sortition: Sortition) -> list[dict[str, Any]]:
    """The four steps, and where the drawing stands."""
    done = [
        sortition.frozen_at is not None,
        sortition.seeded_at is not None,
        entering.standing(item) is not None,
    ]
    states = ["done" if one else "open" for one in done]
    if not all(done):
        states[done.index(False)] = "now"
    words = [
        (_("Fix the list"), _("everyone on it has a number")),
        (_("Throw the seed"), _("dice, before everyone’s eyes")),
        (_("Enter the result"), _("the mandates begin")),
    ]
    return [
        {"word": word, "text": text, "state": state}
        for (word, text), state in zip(words, states, strict=True)
    ]


def _own(sortition: Sortition, person: Person | None, at: datetime) -> dict[str, Any]:
    """What the reader may do about the own name, and which number it has."""
    if person is None or not pooling.may_join(person, sortition, at):
        return {"member": False}
    row = sortition.lots.filter(person=person).first()
    hindered = [] if row else pooling.join_problems(sortition, person, at)
    return {"member": True, "own": row, "hindered": hindered}


def _drawn(sortition: Sortition) -> dict[str, Any]:
    """The chances once the list is fixed, and every drawing."""
    if sortition.frozen_at is None:
        return {}
    return {
        "chances": telling_lots.chances(sortition.terms),
        "chance_sentence": telling_lots.chance_sentence(sortition.terms),
        "rounds": telling_lots.rounds(sortition),
        "files": sortition.lots.filter(number__isnull=False).exists(),
    }


def _result(
    item: AgendaItem, sortition: Sortition, at: datetime, strike: StrikeForm | None
) -> dict[str, Any]:
    """Who sits where by what was drawn, what stays empty, and what was entered."""
    if sortition.seeded_at is None:
        return {}
    standing = entering.standing(item)
    seated, empty = seating_drawn.seating(sortition)
    return {
        "seated": [
            (seat, row, row is not None and not standing and item.meeting.stage == "open")
            for seat, row in [*seated, *((seat, None) for seat in empty)]
        ],
        "remarks": telling_lots.remarks(sortition, len(empty)),
        "standing": standing,
        "sentence": telling_lots.sentence(standing) if standing else "",
        "consequences": entering.consequences(standing),
        "mend_problems": strike_problems(standing, "…", at) if standing else [],
        "strike": strike or StrikeForm(),
    }


def _running(
    request: HttpRequest, item: AgendaItem, sortition: Sortition, seed: SeedForm | None
) -> dict[str, Any]:
    """What only who runs the meeting sees: the names, whoever is looked for, what is next."""
    at = moment(request)
    if sortition.seeded_at is not None:
        standing = entering.standing(item)
        problems = [] if standing else seating_drawn.enter_problems(sortition, at)
        return {"enter_problems": problems}
    if sortition.frozen_at is not None:
        return {
            "seed_form": seed or SeedForm(),
            "seed_problems": drawing_lots.seed_problems(sortition, "0" * 10, at),
        }
    letters = LettersForm(request.POST if "q" in request.POST else None)
    sought = letters.cleaned_data["q"] if letters.is_valid() else ""
    matches = pooling.found(sortition, sought, at)
    told = pooling.eligibility(sortition, [one.person for one in matches], at)
    known = set(sortition.lots.values_list("person_id", flat=True))
    return {
        "letters": sought,
        "matches": [(one, told[one.person.pk], one.person.pk in known) for one in matches],
        "fix_problems": fixing.fix_problems(sortition, at),
    }


def _list(sortition: Sortition, person: Person | None, runs: bool, at: datetime) -> dict[str, Any]:
    """How many are on the list; volunteers by name, for members and who runs the meeting."""
    named = sortition.pool == PoolKind.VOLUNTEERS
    named = named and (runs or pooling.may_join(person, sortition, at))
    if sortition.frozen_at is not None:
        rows = sortition.lots.filter(number__isnull=False).select_related("person")
        people = sum(one["people"] for one in sortition.terms["kinds"])
        return {"listed": list(rows.order_by("number")) if named else [], "people": people}
    found = fixing.listed(sortition, at)
    return {
        "listed": found.people if named else [],
        "kept_out": found.kept_out,
        "people": len(found.people),
    }
