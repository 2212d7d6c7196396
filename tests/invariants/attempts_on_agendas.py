"""Attempts on agendas, on what members proposed for them, and on calendar addresses."""

from communes.models import Account, AgendaItem, Body, CalendarFeed, Person, Proposal
from tests.invariants.acts import Change, Insert
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.ground import Ground


def _proposal(g: Ground, body: Body | None = None, person: Person | None = None) -> Proposal:
    return Proposal.objects.create(
        body=body or g.open.body,
        person=person or g.man,
        title="Shade",
        kind="decision",
        proposed_at=g.open.convened_at,
    )


def _feed(g: Ground, body: Body | None) -> CalendarFeed:
    account = Account.objects.order_by("pk")[0]
    return CalendarFeed.objects.create(account=account, body=body, made_at=g.open.convened_at)


def _two(g: Ground) -> list[AgendaItem]:
    return list(g.open.items.order_by("position")[:2])


AGENDAS: list[Attempt] = [
    Attempt(
        "communes_agendaitem_one_level_insert",
        "an item under one of another meeting",
        lambda g: Insert(_two(g)[0], {"parent_id": g.signed.items.all()[0].pk, "position": 900}),
    ),
    Attempt(
        "communes_agendaitem_one_level_update",
        "an item under itself",
        lambda g: Change(_two(g)[0], {"parent_id": _two(g)[0].pk}),
    ),
    Attempt(
        "communes_proposal_circle_insert",
        "a man proposes to the women",
        lambda g: Insert(_proposal(g), {"body_id": g.women.pk}),
    ),
    Attempt(
        "communes_proposal_circle_update",
        "a man's proposal among the women's",
        lambda g: Change(_proposal(g), {"body_id": g.women.pk}),
        lifting("communes_proposal_stays"),
    ),
    Attempt(
        "communes_proposal_stays",
        "another proposal",
        lambda g: Change(_proposal(g), {"title": "x"}),
    ),
    Attempt(
        "proposal_one_fate",
        "taken up and withdrawn",
        lambda g: Change(
            _proposal(g), {"withdrawn_at": g.open.convened_at, "item_id": _two(g)[0].pk}
        ),
    ),
    Attempt(
        "proposal_set_aside_with_reason",
        "set aside without a reason",
        lambda g: Change(_proposal(g), {"set_aside_at": g.open.convened_at}),
    ),
    Attempt(
        "calendar_once_for_body",
        "a second address for a body",
        lambda g: Insert(_feed(g, g.open.body), {}),
    ),
    Attempt(
        "calendar_once_for_all",
        "a second address for all",
        lambda g: Insert(_feed(g, None), {}),
    ),
]
