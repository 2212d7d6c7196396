"""The pages of petitions: who sees what, who may do what, and that each act is one act."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from communes.domain.acting import Actor
from communes.domain.submitting import once
from communes.models import Account, Body, Meeting
from mandates.domain import petitioning, verifying
from mandates.models import Petition, Signature
from tests.factories import petitions, world
from tests.factories.gathering import client_of, post
from tests.factories.world import Town
from tests.grounds import laid
from tests.invariants.asking import at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@dataclass
class Stage:
    """A petition opened yesterday against the woman co-chair, and who looks at it."""

    town: Town
    petition: Petition
    elector: Client
    chair: Client
    stranger: Client
    guest: Client

    def url(self, part: str = "") -> str:
        """A page of the petition."""
        return f"/petitions/{self.petition.key}/{part}"


@laid
def stage() -> Stage:
    now = timezone.now()
    town = world.settled_town(at=now - timedelta(days=100))
    other = world.town("Komîna Rimman", pairs=1, at=now - timedelta(days=50))
    opened = petitions.demand(town=town, at=now - timedelta(days=101))
    return Stage(
        town,
        opened.petition,
        client_of("elector", town.men[4]),
        client_of("chair", town.women[0]),
        client_of("stranger", other.men[0]),
        client_of("guest", None),
    )


def test_the_page_shows_progress_grounds_and_one_button(stage: Stage) -> None:
    page = stage.elector.get(stage.url()).content.decode()
    for told in (petitions.GROUNDS, "of 5 needed, of 21 electors", "Asia/Damascus", "Sign this"):
        assert told in page
    assert "Write your reply" not in page
    assert "Write your reply" in stage.chair.get(stage.url()).content.decode()
    assert "Only electors of" in stage.stranger.get(stage.url()).content.decode()
    assert stage.guest.get(stage.url()).status_code == 403


def test_signing_gives_a_receipt_once_and_shows_it_to_nobody_else(stage: Stage) -> None:
    key = str(uuid4())
    first = post(stage.elector, stage.url("sign/"), submission=key)
    again = post(stage.elector, stage.url("sign/"), submission=key)
    assert first.status_code == again.status_code == 200
    code = first.context["given"][0].code
    assert code in first.content.decode()
    assert code not in again.content.decode()
    assert Signature.objects.count() == 1
    assert "You have signed" in stage.elector.get(stage.url()).content.decode()
    for other in (stage.chair, stage.stranger):
        page = other.get(stage.url()).content.decode()
        assert "Man 4" not in page
        assert "You have signed" not in page
    checked = post(stage.elector, stage.url("receipt/"), code=code).content.decode()
    assert "Your signature counts." in checked
    assert (
        "No signature of yours"
        in post(stage.chair, stage.url("receipt/"), code=code).content.decode()
    )


def test_who_signed_is_found_nowhere(stage: Stage) -> None:
    post(stage.elector, stage.url("sign/"))
    book = f"/bodies/{stage.town.body.key}/book/"
    for client in (stage.chair, stage.stranger, stage.elector):
        assert "Man 4" not in client.get(book).content.decode()
    for path in ("/admin/mandates/signature/", "/admin/mandates/petitionelector/"):
        assert stage.chair.get(path).status_code in (302, 404)


@pytest.mark.parametrize(("who", "told"), [("stranger", "Only electors"), ("elector", "already")])
def test_a_refusal_is_a_page_with_the_reason(stage: Stage, who: str, told: str) -> None:
    post(stage.elector, stage.url("sign/"))
    answer = post(getattr(stage, who), stage.url("sign/"))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Signature.objects.count() == 1


def test_withdrawing_asks_first_and_is_told(stage: Stage) -> None:
    post(stage.elector, stage.url("sign/"))
    assert "Withdraw your signature" in stage.elector.get(stage.url()).content.decode()
    assert post(stage.elector, stage.url("withdraw/")).status_code == 302
    page = stage.elector.get(stage.url()).content.decode()
    assert "You have withdrawn your signature." in page
    assert post(stage.elector, stage.url("withdraw/")).status_code == 422


def test_the_reply_stands_beside_the_grounds(stage: Stage) -> None:
    assert post(stage.elector, stage.url("reply/"), reply="x").status_code == 403
    assert post(stage.chair, stage.url("reply/"), reply=" ").status_code == 422
    hostile = '<script>alert("x")</script>\u202e'
    assert post(stage.chair, stage.url("reply/"), reply=hostile).status_code == 302
    page = stage.elector.get(stage.url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert post(stage.chair, stage.url("reply/"), reply="And more").status_code == 422


def test_opening_one_from_the_mandates_page(stage: Stage) -> None:
    man = world.holder(world.seat(stage.town.body, "co_chair", "man"), timezone.now())
    assert man is not None
    url = f"/mandates/{man.key}/petition/"
    assert url in stage.elector.get(f"/mandates/{man.key}/").content.decode()
    page = stage.elector.get(url).content.decode()
    assert "when 5 of the 21 electors" in page
    assert post(stage.elector, url, grounds=" ").status_code == 422
    answer = post(stage.elector, url, grounds="He sold the pump.")
    made = Petition.objects.get(mandate=man)
    assert answer["Location"] == f"/petitions/{made.key}/"
    assert post(stage.stranger, url, grounds="No.").status_code == 422


def test_a_sheet_is_handed_in_and_confirmed_by_those_drawn(stage: Stage) -> None:
    for person in (*stage.town.women[5:7], *stage.town.men[5:7]):
        world.account(person.key, person)
    found = post(stage.elector, stage.url("sheets/"), do="check", q="Woman 8")
    signer = stage.town.women[8]
    assert signer.key in found.content.decode()
    told: dict[str, Any] = {"lines": 2, "signers": [signer.key], "do": "hand_in"}
    assert post(stage.elector, stage.url("sheets/"), **{**told, "lines": ""}).status_code == 422
    assert post(stage.elector, stage.url("sheets/"), **told).status_code == 302
    sheet = stage.petition.sheets.get()
    assert stage.elector.get(f"/sheets/{sheet.key}/").status_code == 404
    assert signer.name not in stage.elector.get(stage.url()).content.decode()
    for row in sheet.verifications.select_related("person__account"):
        drawn = Client()
        drawn.force_login(row.person.account)
        assert signer.name in drawn.get(f"/sheets/{sheet.key}/").content.decode()
        answer = post(drawn, f"/sheets/{sheet.key}/", genuine=[signer.key])
        assert answer.status_code == 302
    assert Signature.objects.get(person=signer).status == "valid"


def test_a_used_key_shows_no_line_of_a_sheet(stage: Stage) -> None:
    by, day = Actor(stage.town.men[4]), timezone.now()
    signer, key = stage.town.women[7], str(uuid4())
    for person in (*stage.town.women[5:7], *stage.town.men[5:7]):
        world.account(person.key, person)
    row = verifying.hand_in(stage.petition, signers=[signer], lines=2, by=by, at=day)
    mine = Account.objects.get(pk=stage.elector.session["_auth_user_id"])
    once(mine, key, {"anything": 1}, lambda: {"url": "/"}, at=day)
    for part in ("", "decline/"):
        answer = stage.elector.post(f"/sheets/{row.key}/{part}", {"submission": key})
        assert answer.status_code == 404
        assert signer.key not in answer.content.decode()


def test_a_circles_petitions_are_for_its_members(stage: Stage) -> None:
    women = Body.objects.get(affiliations__parent=stage.town.body, affiliations__relation="beside")
    assert stage.chair.get(f"/bodies/{women.key}/petitions/").status_code == 200
    assert stage.elector.get(f"/bodies/{women.key}/petitions/").status_code == 404


def test_another_row_and_an_absent_row_answer_alike(stage: Stage) -> None:
    absent = uuid4()
    for part in ("", "sign/", "receipt/", "sheets/", "reply/"):
        assert stage.elector.get(f"/petitions/{absent}/{part}").status_code == 404
    assert stage.elector.get(f"/sheets/{absent}/").status_code == 404


def test_the_list_asks_a_constant_number_of_queries(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = f"/bodies/{stage.town.body.key}/petitions/"
    stage.elector.get(url)
    with CaptureQueriesContext(connection) as asked:
        stage.elector.get(url)
    now = timezone.now()
    petitions.at_any_age(stage.town, now - 9 * DAY)
    for office, gender in (("co_chair", "man"), ("secretary", "")):
        mandate = world.holder(world.seat(stage.town.body, office, gender), now)
        assert mandate is not None
        by = Actor(stage.town.men[5])
        petitioning.open_petition(mandate, grounds="x", by=by, at=now - DAY)
    with django_assert_num_queries(len(asked)):
        assert stage.elector.get(url).content.decode().count("/petitions/") > 3


def test_five_signatures_by_the_pages_convene_the_meeting(stage: Stage) -> None:
    for person in stage.town.women[3:8]:
        answer = post(client_of(person.key, person), stage.url("sign/"))
        assert answer.status_code == 200
    meeting = Meeting.objects.get(basis="petition")
    page = stage.elector.get(stage.url()).content.decode()
    assert f"/meetings/{meeting.key}/" in page
    assert "succeeded" in page


def test_a_closed_petition_offers_no_button_and_records_what_comes_late(stage: Stage) -> None:
    with at(stage.petition.closes_at):
        late = client_of("late", stage.town.men[6])
        page = late.get(stage.url()).content.decode()
        assert "Sign this petition" not in page
        assert "recorded and does not count" in page
        answer = post(late, stage.url("sign/"), proof_password="olive-tree-42")
        assert "does not count" in answer.content.decode()
    assert Signature.objects.get().status == "late"
