"""A region of 600 communes and 600,000 residents: how long it takes, and whether it is lawful."""

import time
from datetime import date
from random import Random

import pytest
from django.db import connection, transaction

from communes import guards
from communes.domain import booking
from communes.models import Body, Person
from config.seeding import region
from config.seeding.region import Extent
from config.seeding.story import Planted
from tests.config.test_region import SMALL
from tests.config.test_seed import fingerprint, found_by_audit

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 3, 10)
SAMPLE = 300
"""Books that are verified link by link, drawn by lot; all of them are in the small region."""


def told(extent: Extent) -> list[Planted]:
    """The region, with what it says about its progress."""
    began = time.perf_counter()

    def say(sentence: str) -> None:
        if "communes" in sentence or "council" in sentence:
            print(f"  {time.perf_counter() - began:6.1f} s {sentence.strip()}")

    planted = region.tell(seed=7, until=UNTIL, password="olive-42", say=say, extent=extent)
    print(f"\n{Body.objects.count()} bodies, {Person.objects.count()} persons")
    print(f"in {time.perf_counter() - began:.0f} s")
    return planted


def test_the_same_number_gives_the_same_region() -> None:
    prints = []
    for _time in range(2):
        with transaction.atomic():
            told(SMALL)
            prints.append(fingerprint())
            transaction.set_rollback(True)
    assert prints[0] == prints[1]


def test_a_whole_region() -> None:
    planted = told(Extent())
    assert not guards.missing(connection)
    assert found_by_audit(UNTIL) == {(one.subject, one.rule, one.verdict) for one in planted}
    bodies = list(Body.objects.order_by("pk"))
    drawn = Random(7).sample(bodies, SAMPLE)
    assert not [broken for body in drawn if (broken := booking.verify(body))]
    assert Person.objects.count() > 400_000
