"""Who signed is erased after the charter's time; counts stay, and the book verifies."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communes.domain import booking, erasing, submitting
from communes.models import ListCommitment, Submission
from communes.problems import Refused
from mandates.domain import concluding
from mandates.models import PetitionElector, Signature
from tests.factories.gathering import client_of, post
from tests.factories.petitions import Demand, demand
from tests.invariants.asking import at as clock

pytestmark = pytest.mark.django_db

OLD = datetime(timezone.now().year - 3, 3, 10, 15, tzinfo=UTC)
DAY = timedelta(days=1)


def lapsed(at: datetime) -> Demand:
    """A petition that two signed in time, one late."""
    made = demand(at=at)
    made.sign(*made.signers[:2])
    made.sign(made.signers[2], at=made.petition.closes_at)
    concluding.sweep(made.petition.closes_at + DAY)
    return made


def test_lists_of_petitions_go_after_their_time_and_the_book_verifies() -> None:
    made = lapsed(OLD)
    before = concluding.funnel(made.fresh(), timezone.now())
    assert (before.received, before.counted, before.late) == (3, 2, 1)
    erasing.erase_due(timezone.now())
    assert not Signature.objects.exists()
    assert not PetitionElector.objects.exists()
    assert concluding.funnel(made.fresh(), timezone.now()) == before
    told = ListCommitment.objects.filter(name__startswith="petition")
    assert sorted(told.values_list("name", "count", "salt")) == [
        ("petition_roll", 21, ""),
        ("petition_signatures", 2, ""),
    ]
    assert booking.verify(made.town.body) is None


def test_no_form_that_was_handed_in_tells_who_signed() -> None:
    made = demand(at=OLD)
    with clock(made.opened + DAY):
        signer = client_of("signer", made.signers[0])
        assert post(signer, f"/petitions/{made.petition.key}/sign/").status_code == 200
        assert post(signer, f"/petitions/{made.petition.key}/withdraw/").status_code == 302
    submitting.forget(timezone.now())
    rows = Submission.objects.filter(account__person=made.signers[0])
    assert list(rows.values_list("digest", "answer")) == [("", {"done": True})] * 2


def test_they_stay_for_a_year_after_the_last_that_could_count() -> None:
    made = lapsed(OLD)
    day = made.petition.erase_on
    assert day >= (made.petition.closes_at + 365 * DAY).date()
    erasing.erase_due(datetime(day.year, day.month, day.day, tzinfo=UTC) - DAY)
    assert Signature.objects.count() == 3
    assert PetitionElector.objects.count() == 21


def test_the_database_keeps_them_until_then() -> None:
    now = timezone.now().replace(microsecond=0)
    made = lapsed(now - 170 * DAY)
    for model in (Signature, PetitionElector):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()
    assert made.fresh().concluded_at


def test_what_comes_when_the_lists_are_gone_is_refused() -> None:
    made = lapsed(OLD)
    late = datetime.combine(made.petition.erase_on, datetime.min.time(), UTC)
    with pytest.raises(Refused) as found:
        made.sign(made.signers[5], at=late)
    assert [one.code for one in found.value.problems] == ["petition_erased"]
