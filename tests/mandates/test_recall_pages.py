"""A recall in the room: what it is about, the reply, the vote."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import opening
from communes.domain.planning import PlannedItem
from communes.models import Role
from mandates.domain import recalling
from tests.factories import petitions
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    made = gathering(items=[PlannedItem("Recall", "recall")])
    at = timezone.now() - timedelta(minutes=20)
    for person in (made.town.women[-1], made.town.men[-1]):
        opening.name_for(made.meeting, person, Role.CHAIR, by=SYSTEM, at=at, item=made.item())
    return made


def test_the_item_is_planned_heard_and_voted_on(held: Gathering) -> None:
    mandate = petitions.chair(held.town, timezone.now())
    base = f"/items/{held.item().key}/recall/"
    assert held.member.get(base + "plan/").status_code == 403
    assert mandate.key in held.recorder.get(base + "plan/").content.decode()
    assert post(held.recorder, base + "plan/", mandate=mandate.key).status_code == 302
    count: dict[str, Any] = {"method": "hands", "votes_for": 11, "against": 8, "abstain": 1}
    unheard = post(held.recorder, base, **count)
    assert unheard.status_code == 422
    assert "right of reply" in unheard.content.decode()
    assert post(held.recorder, base + "reply/", heard="spoken").status_code == 422
    heard: dict[str, Any] = {"heard": "spoken", "reply": "The pump <b>was</b> broken."}
    assert post(held.recorder, base + "reply/", **heard).status_code == 302
    assert post(held.recorder, base, **count).status_code == 302
    mandate.refresh_from_db()
    assert mandate.end_reason == "recalled"
    page = held.member.get(f"/items/{held.item().key}/").content.decode()
    assert "is recalled as co-chair" in page
    assert "The pump &lt;b&gt;was&lt;/b&gt; broken." in page


def test_rights_end_with_the_next_request(held: Gathering) -> None:
    at = timezone.now()
    convene = reverse("convene", args=[held.body.public_id])
    item = held.item()
    recalling.plan(item, petitions.chair(held.town, at), by=SYSTEM, at=at)
    recalling.record_reply(item, recalling.Reply("absent"), by=SYSTEM, at=at)
    chair = held.chairs[0]
    before = chair.get(convene).status_code
    base = f"/items/{item.key}/recall/"
    count: dict[str, Any] = {"method": "hands", "votes_for": 11, "against": 8, "abstain": 1}
    assert post(held.recorder, base, **count).status_code == 302
    assert (before, chair.get(convene).status_code) == (200, 403)
