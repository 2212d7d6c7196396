"""The meetings of a circle are told to nobody else, not with its mandates either."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Body, Person
from mandates.domain import granting, placing
from mandates.domain.granting import Ground
from mandates.domain.placing import SeatTerms
from mandates.models import Mandate, OfficeCode
from tests.factories.gathering import Gathering, gathering
from tests.factories.world import SYSTEM
from tests.invariants.asking import browser, caller

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def speaker(held: Gathering, women: Body) -> Mandate:
    """Who speaks for the women's assembly."""
    terms = [SeatTerms(OfficeCode.CO_CHAIR, "woman"), SeatTerms(OfficeCode.CO_CHAIR, "woman")]
    since = timezone.now() - 5 * DAY
    seat = placing.place(women, terms, by=SYSTEM, at=since)[0]
    known = Mandate.objects.filter(resolution__isnull=False).select_related("resolution").first()
    assert known is not None
    ground = Ground(basis="election", resolution=known.resolution)
    return granting.grant(seat, held.town.women[3], ground=ground, by=SYSTEM, at=since)


def test_a_mandate_of_a_circle_tells_its_next_meeting_to_members_alone() -> None:
    held = gathering()
    women = Body.objects.get(kind="womens_assembly", affiliations__parent=held.body)
    row, now = speaker(held, women), timezone.now()
    told = Invitation("Secret house", now + 6 * DAY, [PlannedItem("Violence at no. 4")])
    meeting = convene(women, told, by=SYSTEM, at=now)

    def seen(person: Person) -> tuple[str | None, bool]:
        answer = caller(person).get(f"mandates/{row.key}")
        html = browser(person).get(f"/mandates/{row.key}/").content.decode()
        assert answer.status == 200
        return (answer.body["session"] or {}).get("id"), meeting.key in html

    assert seen(held.town.men[4]) == (None, False)
    assert seen(held.town.women[4])[0] == meeting.key
