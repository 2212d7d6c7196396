"""A fresh proof before what weighs most: asked for, taken, and nothing typed is lost."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from communes.models import Attempt, Signing
from tests.communes.test_signing_pages import digest, url
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, gathering, post, stale
from tests.factories.world import PASSWORD
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    """A closed meeting, to be signed by its chairs."""
    made = gathering()
    made.close()
    return made


def signings(held: Gathering) -> QuerySet[Signing]:
    """What was answered for the meeting."""
    return Signing.objects.filter(meeting=held.meeting)


def fields(response: Any) -> dict[str, str]:
    """What the question carries along."""
    form = re.search(r"<main.*?<form.*?</form>", response.content.decode(), re.DOTALL)
    assert form
    inputs = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in inputs}


def test_a_fresh_sign_in_is_asked_nothing(held: Gathering) -> None:
    chair = held.chairs[0]
    seen = digest(chair.get(url("sign", held)))
    assert post(chair, url("sign", held), do="sign", seen=seen).status_code == 302
    assert signings(held).count() == 1


def test_what_was_typed_comes_back_and_is_signed_with_a_proof(held: Gathering) -> None:
    chair = stale(held.chairs[0])
    seen = digest(chair.get(url("sign", held)))
    why = 'Two <b>lines</b> & "quotes"\r\nand ‮more'
    asked = post(chair, url("sign", held), do="refuse", seen=seen, reason=why, submission="k" * 20)
    assert asked.status_code == 422
    assert not signings(held).exists()
    kept = fields(asked)
    assert kept["reason"] == why
    assert kept["submission"] == "k" * 20
    wrong = chair.post(url("sign", held), {**kept, "proof_password": "guess"})
    assert wrong.status_code == 422
    assert fields(wrong)["reason"] == why
    assert not signings(held).exists()
    done = chair.post(url("sign", held), {**kept, "proof_password": PASSWORD})
    assert done.status_code == 302
    assert signings(held).get().reason == why
    again = chair.post(url("sign", held), kept)
    assert again.status_code == 302
    assert signings(held).count() == 1
    assert not Attempt.objects.exists()


def test_a_proof_holds_for_some_minutes(held: Gathering) -> None:
    seen = digest(held.chairs[0].get(url("sign", held)))
    for ago, status in ((timedelta(minutes=14, seconds=50), 302), (timedelta(minutes=15), 422)):
        chair = held.chairs[0 if status == 302 else 1]
        answer = post(stale(chair, ago), url("sign", held), do="sign", seen=seen)
        assert answer.status_code == status, ago
    ahead = stale(held.chairs[1], -timedelta(hours=1))
    assert post(ahead, url("sign", held), do="sign", seen=seen).status_code == 422


def test_who_may_not_is_asked_for_no_proof(held: Gathering) -> None:
    answer = post(stale(held.member), url("sign", held), do="sign", seen="")
    assert answer.status_code == 403


def test_guesses_are_counted(held: Gathering) -> None:
    chair = stale(held.chairs[0])
    told = {"do": "sign", "seen": "x", "submission": "k" * 20}
    for _time in range(10):
        chair.post(url("sign", held), {**told, "proof_password": "guess"})
    refused = chair.post(url("sign", held), {**told, "proof_password": PASSWORD})
    assert refused.status_code == 422
    assert "Too many wrong attempts" in refused.content.decode()
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=5))
    assert chair.post(url("sign", held), {**told, "proof_password": PASSWORD}).status_code == 422
    assert not Attempt.objects.exists()  # taken; the signature itself was of another text


def test_an_entry_of_the_outbox_stays_with_its_reason(held: Gathering) -> None:
    chair = stale(held.chairs[0])
    answer = post(chair, url("sign", held), waited=5000, do="sign", seen="x")
    assert answer.status_code == 422
    assert "fresh proof" in answer.json()["problems"][0]["message"]
    assert answer.json()["refused"]


def test_a_part_of_a_page_gives_way_to_the_question(held: Gathering) -> None:
    answer = post(stale(held.chairs[0]), url("sign", held), htmx="part", do="sign", seen="x")
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == answer["HX-Reselect"] == "#main"


def test_the_api_says_what_is_needed_and_takes_it(held: Gathering) -> None:
    caller = Caller(client=stale(held.chairs[0]))
    path = f"meetings/{held.meeting.key}/signatures"
    body = {"verdict": "signed", "seen": caller.get(path).body["digest"]}
    asked = caller.post(path, body, key="key-of-signing")
    assert (asked.status, asked.codes) == (403, ["proof_needed"])
    assert asked.body["problems"][0]["figures"]["ways"] == ["password"]
    assert caller.post("me/proof", {"proof_password": "guess"}).codes == ["proof_wrong"]
    assert caller.post("me/proof", {"proof_password": PASSWORD}).status == 200
    assert caller.post(path, body, key="key-of-signing").status == 200
    stale(held.chairs[0])
    assert caller.post(path, body, key="key-of-signing").status == 200


@pytest.mark.parametrize(
    "odd", ["\x00", "x" * 100_000, "null", "[" * 5000, '{"id": 1}', "‮", '"text"']
)
def test_no_proof_however_odd_breaks_anything(held: Gathering, odd: str) -> None:
    chair = stale(held.chairs[0])
    for name in ("proof_password", "proof_code", "proof_passkey"):
        Attempt.objects.all().delete()
        answer = chair.post(url("sign", held), {"do": "sign", "submission": "k" * 20, name: odd})
        assert answer.status_code == 422
        assert chair.post("/account/proof/", {name: odd}).status_code == 422


@pytest.mark.parametrize(
    "away", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1"]
)
def test_the_proof_by_itself_leads_back_and_never_elsewhere(held: Gathering, away: str) -> None:
    chair = stale(held.chairs[0])
    assert chair.get("/account/proof/").status_code == 200
    told = {"proof_password": PASSWORD, "next": away}
    assert chair.post("/account/proof/", told)["Location"] == "/account/"
    assert chair.post("/account/proof/", {**told, "next": "/search/"})["Location"] == "/search/"
    assert Client().get("/account/proof/").status_code == 302
