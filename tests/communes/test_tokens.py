"""Tokens: made once with a fresh proof, limited, ended; resets by two officers."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communes.domain import inviting, noticing, pairing, resetting, tokening
from communes.domain.acting import Actor
from communes.domain.tokening import Terms
from communes.models import (
    Account,
    AccountEvent,
    ApiToken,
    CodeApp,
    Delivery,
    MailAddress,
    ResetRequest,
    SignIn,
)
from tests.factories import world
from tests.factories.calling import ROOT, Answer, Caller, answer
from tests.factories.gathering import Gathering, gathering, post, stale
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    made = gathering()
    made.close()
    return made


@laid
def town() -> Town:
    return world.settled_town(pairs=8, at=timezone.now() - timedelta(days=40))


def bear(text: str, path: str, body: Any = None) -> Answer:
    """What a program gets that bears the token."""
    headers, client = {"Authorization": f"Bearer {text}"}, Client(enforce_csrf_checks=True)
    if body is None:
        return answer(client.get(ROOT + path, headers=headers))
    return answer(client.post(ROOT + path, body, content_type="application/json", headers=headers))


def made_for(account: Account, scope: str = "read", **more: Any) -> str:
    terms = Terms("Program", scope, more.pop("days", 90), **more)
    return tokening.make(account, terms, by=Actor(account=account), at=timezone.now()).text


def test_a_token_is_shown_once_and_reads(held: Gathering) -> None:
    form = {
        "name": "Wall <b>board</b>",
        "scope": "read",
        "days": "30",
        "submission": "the-first-token",
    }
    first = held.member.post("/account/tokens/", form)
    text = first.context["made"]
    assert text.startswith("komin_")
    assert "&lt;b&gt;board" in first.content.decode()
    again = held.member.post("/account/tokens/", form)
    assert text not in again.content.decode()
    assert "shown once already" in again.content.decode()
    row = ApiToken.objects.get()
    assert text not in (row.token_hash, row.name)
    assert bear(text, "me").body["username"] == "member"
    row.refresh_from_db()
    assert row.used_on == timezone.now().date()
    refused = bear(text, "me/language", {"language": "ku"})
    assert (refused.status, refused.codes) == (405, ["method_not_allowed"])
    assert bear(text, "notices/read", {}).codes == ["token_reads_only"]


def test_a_token_that_ended_is_refused(held: Gathering) -> None:
    account = Account.objects.get(username="member")
    text = made_for(account, "write")
    assert bear(text, "notices/read", {}).status == 200
    row = ApiToken.objects.get()
    assert post(held.stranger, f"/account/tokens/{row.key}/revoke/").status_code == 404
    assert post(held.member, f"/account/tokens/{row.key}/revoke/").status_code == 302
    refused = bear(text, "me")
    assert (refused.status, refused.codes) == (401, ["token_refused"])
    short = made_for(account)
    ApiToken.objects.filter(revoked_at=None).update(
        made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now()
    )
    assert bear(short, "me").status == 401
    third = made_for(account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert bear(third, "me").status == 401


@pytest.mark.parametrize("odd", ["", "x" * 9000, "komin_", "a b c", "%00", "null", "é"])
def test_odd_tokens_are_refused(odd: str) -> None:
    assert bear(odd, "me").status in (401, 403)
    headers = {"Authorization": "Basic " + odd}
    assert Client().get(ROOT + "me", headers=headers).status_code == 403


def test_only_a_token_made_for_it_signs(held: Gathering) -> None:
    account = Account.objects.get(username="chair1")
    path = f"meetings/{held.meeting.key}/signatures"
    plain, proving = made_for(account, "write"), made_for(account, "write", proves=True)
    told = {"verdict": "signed", "seen": bear(plain, path).body["digest"]}
    refused = bear(plain, path, told)
    assert (refused.status, refused.codes) == (403, ["proof_needed"])
    assert bear(proving, path, told).status == 200


def test_no_token_changes_what_opens_the_account(held: Gathering) -> None:
    account = Account.objects.get(username="member")
    text = made_for(account, "write", proves=True)
    row, token = SignIn.objects.get(account=account), ApiToken.objects.get()
    for path in (
        "me/proof", "me/tokens", "me/codes", "me/codes/confirm", "me/recovery", "me/reset/stop",
        "me/sign-ins/end", f"me/sign-ins/{row.key}/end", f"me/tokens/{token.key}/revoke",
    ):  # fmt: skip
        refused = bear(text, path, {})
        assert (refused.status, refused.codes) == (403, ["token_not_here"]), path
    assert bear(text, "me/tokens").status == 200


def test_terms_that_make_no_token(held: Gathering) -> None:
    caller = Caller(client=held.member)
    told = {"name": "x", "scope": "read", "days": 30}
    for wrong, status in (
        ({"days": 0}, 400),
        ({"days": 367}, 400),
        ({"scope": "all"}, 400),
        ({"name": ""}, 400),
        ({"proves": True}, 409),
    ):
        assert caller.post("me/tokens", {**told, **wrong}).status == status, wrong
        form = {name: str(value) for name, value in {**told, **wrong}.items()}
        assert post(held.member, "/account/tokens/", **form).status_code == 422
    assert not ApiToken.objects.exists()
    first = caller.post("me/tokens", told, key="one-token")
    assert first.status == 201
    assert caller.post("me/tokens", told, key="one-token").body["text"] is None
    stale(held.member)
    assert caller.post("me/tokens", told).codes == ["proof_needed"]
    assert ApiToken.objects.count() == 1


def test_the_database_forbids_a_reading_token_that_proves(held: Gathering) -> None:
    made_for(Account.objects.get(username="member"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.update(proves=True)


@laid
def officers(town: Town) -> dict[str, Client]:
    made = {}
    for name, person in (
        ("secretary", town.women[1]),
        ("cochair1", town.women[0]),
        ("resident", town.men[4]),
    ):
        client = Client()
        client.force_login(world.account(name, person))
        made[name] = client
    return made


@laid
def lost(town: Town) -> Account:
    """An account with codes, a token, an address for letters, and a device signed in."""
    at = timezone.now() - timedelta(hours=1)
    account = world.account("lost", town.men[5])
    app = pairing.begin(account, by=SYSTEM, at=at)
    pairing.confirm(account, pairing.code_at(app, at), by=SYSTEM, at=at)
    made_for(account)
    MailAddress.objects.create(
        account=account, address="a@b.example", entered_at=at, confirmed_at=at
    )
    Client().force_login(account)
    return account


def reset_url(town: Town, account: Account) -> str:
    assert account.person is not None
    return f"/communes/{town.body.key}/register/{account.person.key}/reset/"


def test_two_officers_give_a_new_way_in(
    town: Town, officers: dict[str, Client], lost: Account
) -> None:
    url = reset_url(town, lost)
    first, second = officers["secretary"], officers["cochair1"]
    assert post(officers["resident"], url, do="ask").status_code == 404
    assert post(first, url, do="ask").status_code == 302
    assert post(first, url, do="ask").status_code == 422
    assert post(first, url, do="agree").status_code == 422
    sent = Delivery.objects.filter(account=lost, channel="mail", notice__code="account_changed")
    noticing.deliver(timezone.now())
    before = sent.count()
    assert before
    told = AccountEvent.objects.filter(account=lost, code="reset_asked").get()
    assert town.women[1].name in told.figures["officer"]
    form = {"do": "agree", "submission": "agreed-once"}
    slip = second.post(url, form).context["slips"][0]
    assert second.post(url, form).context["slips"] == []
    noticing.deliver(timezone.now())
    assert sent.count() > before
    stranger = Client()
    new = "three-olives-more"
    answer = stranger.post("/invitation/", {"code": slip["code"], "password": new, "again": new})
    assert answer["Location"] == "/"
    assert stranger.get("/account/").status_code == 200
    assert not CodeApp.objects.exists()
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert SignIn.objects.filter(account=lost).count() == 1
    assert AccountEvent.objects.filter(account=lost, code="password_reset").exists()


def test_the_holder_stops_it_while_still_signed_in(
    town: Town, officers: dict[str, Client], lost: Account
) -> None:
    holder = Client()
    holder.force_login(lost)
    url = reset_url(town, lost)
    post(officers["secretary"], url, do="ask")
    slip = post(officers["cochair1"], url, do="agree").context["slips"][0]
    assert "/account/reset/stop/" in holder.get("/account/security/").content.decode()
    assert post(holder, "/account/reset/stop/").status_code == 302
    assert inviting.find(slip["code"], timezone.now()) is None
    assert "/account/reset/stop/" not in holder.get("/account/security/").content.decode()
    assert post(holder, "/account/reset/stop/").status_code == 422
    assert CodeApp.objects.exists()


def test_a_reset_needs_fresh_proofs_and_waits_a_week(
    town: Town, officers: dict[str, Client], lost: Account
) -> None:
    url, first = reset_url(town, lost), officers["secretary"]
    assert "Is it still you?" in post(stale(first), url, do="ask").content.decode()
    secretary = Account.objects.get(username="secretary")
    long_ago = timezone.now() - timedelta(days=8)
    by = Actor(secretary.person, secretary)
    row = resetting.ask(lost, town.body, by=by, at=long_ago)
    assert post(officers["cochair1"], url, do="agree").status_code == 422
    row.refresh_from_db()
    assert row.agreed_at is None
    assert post(officers["cochair1"], url, do="ask").status_code == 302


def test_nobody_resets_their_own(town: Town, officers: dict[str, Client]) -> None:
    own = reset_url(town, Account.objects.get(username="cochair1"))
    assert post(officers["cochair1"], own, do="ask").status_code == 422
    post(officers["secretary"], own, do="ask")
    assert post(officers["cochair1"], own, do="agree").status_code == 422
    assert ResetRequest.objects.get().agreed_at is None


def test_the_database_wants_two_other_officers(town: Town, lost: Account) -> None:
    one, at = world.account("one", town.women[0]), timezone.now()
    told = {"account": lost, "commune": town.body, "asked_by": one, "asked_at": at}
    for more in ({"agreed_by": one, "agreed_at": at}, {"asked_by": lost}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResetRequest.objects.create(**{**told, **more})
    ResetRequest.objects.create(**told)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResetRequest.objects.create(**told)


def test_the_api_resets_by_two_officers_too(
    town: Town, officers: dict[str, Client], lost: Account
) -> None:
    assert lost.person is not None
    path = f"communes/{town.body.key}/persons/{lost.person.key}/reset"
    first, second = (Caller(client=officers[name]) for name in ("secretary", "cochair1"))
    assert Caller(client=officers["resident"]).post(path).status == 404
    assert first.post(path).body == {"state": "asked", "code": None}
    assert first.post(path).codes == ["reset_needs_two"]
    agreed = second.post(path, key="agree-once").body
    assert inviting.find(agreed["code"], timezone.now()) is not None
    assert second.post(path, key="agree-once").body["code"] is None
