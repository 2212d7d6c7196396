"""What is written down late: a mandate given back in its last moment, after its term was swept."""

from datetime import timedelta

import pytest

from communes.domain import booking
from mandates.domain import expiring, resigning
from mandates.models import Mandate
from tests.factories import world
from tests.factories.world import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("swept_first", [True, False])
def test_the_book_holds_both_in_the_order_of_writing(swept_first: bool) -> None:
    town = world.settled_town()
    mandate = Mandate.objects.get(seat__body=town.body, person=town.women[0])
    end = mandate.until
    assert end is not None
    last = end - timedelta(microseconds=1)
    if swept_first:
        expiring.expire(end)
    resigning.resign(mandate, by=SYSTEM, at=last)
    expiring.expire(end)
    mandate.refresh_from_db()
    assert (mandate.until, mandate.end_reason) == (last, "resigned")
    kinds = ("mandate.expired", "mandate.ended")
    told = town.body.entries.filter(kind__in=kinds, content__contains=mandate.key)
    expected = list(kinds) if swept_first else ["mandate.ended"]
    assert list(told.order_by("number").values_list("kind", flat=True)) == expected
    assert booking.verify(town.body) is None
