"""Petitions by programs: the same refusals as on pages, and a receipt that is kept nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.models import Submission
from mandates.models import Signature
from tests.factories import petitions, world
from tests.factories.calling import Caller
from tests.factories.petitions import Demand
from tests.grounds import laid

pytestmark = pytest.mark.django_db

KEY = "a-key-of-a-client"


@laid
def made() -> Demand:
    now = timezone.now()
    town = world.settled_town(at=now - timedelta(days=130))
    return petitions.demand(town=town, at=now - timedelta(days=101))


def caller(made: Demand, number: int) -> Caller:
    """A program signed in for an elector."""
    person = made.signers[number]
    return Caller(world.account(person.key, person))


def test_a_replayed_signature_is_one_and_its_code_is_not_told_again(made: Demand) -> None:
    path, program = f"petitions/{made.petition.key}/signature", caller(made, 0)
    first, again = program.post(path, key=KEY), program.post(path, key=KEY)
    assert (first.status, again.status) == (201, 201)
    assert first.body["code"]
    assert again.body["code"] is None
    assert first.body["code"] not in str(list(Submission.objects.values()))
    repeated = program.post(path)
    assert (repeated.status, repeated.codes) == (409, ["signed_already"])
    assert Signature.objects.count() == 1


def test_a_signature_is_read_withdrawn_and_checked_by_its_signatory_alone(made: Demand) -> None:
    base = f"petitions/{made.petition.key}"
    one, other = caller(made, 0), caller(made, 1)
    code = one.post(f"{base}/signature").body["code"]
    assert one.get(f"{base}/signature").body["status"] == "valid"
    assert other.get(f"{base}/signature").status == 404
    assert one.post(f"{base}/receipt/check", {"code": code}).status == 200
    assert other.post(f"{base}/receipt/check", {"code": code}).status == 404
    assert one.send("delete", f"{base}/signature").body["withdrawn_at"]
    funnel = other.get(base).body["funnel"]
    assert (funnel["received"], funnel["withdrawn"], funnel["counted"]) == (1, 1, 0)


def test_foreign_and_under_age_signatures_are_refused_with_the_reason(made: Demand) -> None:
    path = f"petitions/{made.petition.key}/signature"
    stranger = world.town("Komîna Gulan", pairs=1, at=timezone.now()).men[0]
    young = world.resident(made.town.body, "Young", "man", birth_year=timezone.now().year - 17)
    for person in (stranger, young):
        refused = Caller(world.account(person.key, person)).post(path)
        assert refused.status == 409
        assert refused.codes[0] in ("not_on_roll", "below_election_age")
    assert not Signature.objects.exists()


def test_no_operation_lists_who_signed(made: Demand) -> None:
    base = f"petitions/{made.petition.key}"
    caller(made, 0).post(f"{base}/signature")
    name, key = made.signers[0].name, made.signers[0].key
    other = caller(made, 1)
    for path in (base, f"{base}/sheets", f"bodies/{made.town.body.key}/petitions"):
        told = str(other.get(path).body)
        assert name not in told
        assert key not in told
