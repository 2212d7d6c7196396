"""A region in small: likenesses are lawful, each with people of its own, and audited as planted."""

from datetime import date

import pytest
from django.db import connection

from communes import guards
from communes.domain import booking
from communes.folding import fold
from communes.models import Body, BodyKind, Commune, Household, Person, Residence, Slip
from config.seeding import region
from config.seeding.models_of_region import MODELS
from config.seeding.region import Extent
from mandates.models import Mandate
from tests.config.test_seed import found_by_audit

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 3, 10)
SMALL = Extent(communes=14, homes=34, to_neighbourhood=4, to_district=3)


def test_a_region_is_lawful_but_for_what_was_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(guards, "lift")  # every guard stays in force throughout
    planted = region.tell(
        seed=7, until=UNTIL, password="olive-42", say=lambda _said: None, extent=SMALL
    )
    assert not guards.missing(connection)
    assert Commune.objects.count() == SMALL.communes
    assert found_by_audit(UNTIL) == {(one.subject, one.rule, one.verdict) for one in planted}
    assert {one.verdict for one in planted} == {"fail", "vacant"}
    assert not [broken for body in Body.objects.all() if (broken := booking.verify(body))]
    assert all(body.folded == fold(body.name) for body in Body.objects.all())
    councils = Body.objects.filter(kind=BodyKind.COUNCIL).values_list("level", flat=True)
    assert sorted(councils) == ["district", *["neighbourhood"] * 4]
    likenesses_have_people_of_their_own()


def likenesses_have_people_of_their_own() -> None:
    model, *others = Body.objects.filter(kind="commune").exclude(name="Komîna Zeytûn")
    living = {
        body.pk: set(Residence.objects.filter(commune=body.pk).values_list("person", flat=True))
        for body in (model, *others)
    }
    assert sum(map(len, living.values())) == len(set().union(*living.values()))
    alike = [body for body in others if len(living[body.pk]) == len(living[model.pk])]
    assert alike
    names = [
        set(Person.objects.filter(pk__in=living[body.pk]).values_list("name", flat=True))
        for body in (model, alike[0])
    ]
    assert len(names[0] & names[1]) < len(names[0]) / 10
    assert not Mandate.objects.filter(person__isnull=True).exists()
    assert Slip.objects.count() == Slip.objects.values("digest").distinct().count()
    assert not Household.objects.filter(residences__isnull=True).exists()
    assert {one.name for one in MODELS} < set(Body.objects.values_list("name", flat=True))
