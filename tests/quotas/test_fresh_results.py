"""A result of an election and an audit need a fresh proof; what was typed is not lost."""

import pytest
from django.test import Client
from django.utils import timezone

from communes.models import CodeApp, Passkey, Resolution
from quotas.domain import auditing, judging
from quotas.models import Audit
from tests.communes.test_proving import fields
from tests.factories.calling import Caller
from tests.factories.confederation import Confederation, confederation
from tests.factories.gathering import stale
from tests.factories.world import PASSWORD, SYSTEM
from tests.grounds import laid
from tests.quotas.test_election_pages import chair, election_of, item_of, stand, url_of, votes

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    """A commune whose assembly is open and about to elect its woman co-chair."""
    return confederation()


def old(made: Confederation, role: str) -> Client:
    """A browser in which one of the cast signed in a while ago."""
    client, account = Client(), made.accounts[role]
    Passkey.objects.filter(account=account).delete()
    CodeApp.objects.filter(account=account).delete()
    client.force_login(account)
    return stale(client)


def test_a_result_is_entered_with_a_proof_and_the_votes_typed_come_back(
    made: Confederation,
) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[3], made.home.women[4])
    client, told = old(made, "secretary"), votes(rows, 9, 12, abstain="2")
    assert client.post(url_of(made), {**told, "preview": "yes"}).status_code == 200
    asked = client.post(url_of(made), {**told, "submission": "k" * 20})
    assert asked.status_code == 422
    assert not Resolution.objects.filter(item=item_of(made)).exists()
    kept = fields(asked)
    assert {name: kept[name] for name in told} == told
    assert client.post(url_of(made), {**kept, "proof_password": PASSWORD}).status_code == 302
    assert Resolution.objects.get(item=item_of(made)).facts["abstain"] == 2


def test_whoever_may_not_enter_it_is_asked_for_no_proof(made: Confederation) -> None:
    election_of(made, chair(made))
    assert old(made, "resident").post(url_of(made), {}).status_code == 403


def test_the_api_asks_as_well(made: Confederation) -> None:
    (row,) = stand(election_of(made, chair(made)), made.home.women[3])
    caller = Caller(client=old(made, "secretary"))
    told = {"votes": [{"candidacy": row.key, "votes": 9}]}
    assert caller.post(f"items/{item_of(made).key}/election", told).codes == ["proof_needed"]
    on = judging.day_of(timezone.now()).isoformat()
    auditor = Caller(client=old(made, "admin"))
    wanted = {"scope": made.home.body.key, "on": on}
    before = Audit.objects.count()
    assert auditor.post("audits", wanted).codes == ["proof_needed"]
    assert Audit.objects.count() == before


def test_an_audit_is_stored_with_a_proof(made: Confederation) -> None:
    client = old(made, "admin")
    told = {"scope": made.home.body.key, "on": judging.day_of(timezone.now()).isoformat()}
    before = Audit.objects.count()
    asked = client.post("/audit/", told)
    assert (asked.status_code, Audit.objects.count()) == (422, before)
    kept = fields(asked)
    assert {name: kept[name] for name in told} == told
    assert client.post("/audit/", {**kept, "proof_password": PASSWORD}).status_code == 302
    assert Audit.objects.count() == before + 1


def test_audits_of_the_past_need_one_as_well(made: Confederation) -> None:
    at = timezone.now()
    row = auditing.order(judging.day_of(at), scope=made.home.body, account=None, by=SYSTEM, at=at)
    auditing.run(row, at=at)
    before, url = Audit.objects.count(), f"/audit/{row.key}/past/"
    assert Caller(client=old(made, "admin")).post(f"audits/{row.key}/past").codes == [
        "proof_needed"
    ]
    client = old(made, "admin")
    asked = client.post(url)
    assert (asked.status_code, Audit.objects.count()) == (422, before)
    answer = client.post(url, {**fields(asked), "proof_password": PASSWORD})
    assert answer.status_code == 302
    assert Audit.objects.count() > before
