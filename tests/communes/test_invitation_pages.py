"""Invitations on paper: codes shown once, exchanged once, counted when wrong."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from communes.domain import inviting
from communes.models import Account, Invitation, Person
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
AGO = timezone.now() - timedelta(days=40)
PASSWORD = "three-olives-more"


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    """Nobody has mistyped anything yet."""
    cache.clear()


@laid
def made() -> Town:
    """A commune with officers."""
    return world.settled_town(pairs=8, at=AGO)


@pytest.fixture
def keeper(made: Town, client: Client) -> Client:
    """The secretary, signed in."""
    client.force_login(world.account("secretary", made.women[1]))
    return client


def printed(client: Client, made: Town, people: list[Person], **more: str) -> Any:
    """Print slips for these people."""
    told = {"people": [person.key for person in people], "submission": "key-of-a-form", **more}
    return client.post(f"/communes/{made.body.key}/invitations/print/", told)


def code_for(person: Person) -> str:
    """A code, fresh from the printer."""
    return inviting.invite([person], by=SYSTEM, at=timezone.now())[0].code


def test_codes_are_shown_once(made: Town, keeper: Client) -> None:
    first = printed(keeper, made, made.men[2:5])
    codes = [slip["code"] for slip in first.context["slips"]]
    assert first.status_code == 200
    assert len(codes) == 3
    assert all(inviting.find(code, timezone.now()) for code in codes)
    again = printed(keeper, made, made.men[2:5])
    assert again.status_code == 200
    assert again.context["slips"] == []
    assert Invitation.objects.count() == 3


def test_a_new_slip_makes_the_earlier_one_worthless(made: Town, keeper: Client) -> None:
    first = printed(keeper, made, [made.men[2]]).context["slips"][0]["code"]
    printed(keeper, made, [made.men[2]], submission="another-form")
    assert inviting.find(first, timezone.now()) is None


def test_everyone_shown_at_a_press(made: Town, keeper: Client) -> None:
    shown = [person.key for person in made.men[2:6]]
    told = {"all": "yes", "shown": shown, "submission": "key-of-a-form"}
    response = keeper.post(f"/communes/{made.body.key}/invitations/print/", told)
    assert len(response.context["slips"]) == 4


def test_who_has_an_account_or_lives_elsewhere_gets_none(made: Town, keeper: Client) -> None:
    other = world.settled_town("Komîna Gulan", pairs=8, at=AGO)
    for person in (made.women[1], other.men[3]):
        assert printed(keeper, made, [made.men[2], person]).status_code == 422
    assert printed(keeper, made, []).status_code == 422
    odd = {"people": ["nonsense", "\x00"], "submission": "key-of-a-form"}
    url = f"/communes/{made.body.key}/invitations/print/"
    assert keeper.post(url, odd).status_code == 422
    assert not Invitation.objects.exists()


def test_only_who_may_invite_sees_the_page(made: Town, client: Client) -> None:
    client.force_login(world.account("resident", made.men[5]))
    assert client.get(f"/communes/{made.body.key}/invitations/").status_code == 404
    assert printed(client, made, [made.men[2]]).status_code == 404
    assert not Invitation.objects.exists()


def test_a_code_becomes_an_account(made: Town) -> None:
    stranger = Client()
    code = code_for(made.men[2])
    page = stranger.post("/invitation/", {"code": code.lower().replace("-", " ")})
    assert page.status_code == 200
    assert made.men[2].name in page.content.decode()
    told = {"code": code, "username": "aram", "password": PASSWORD, "again": PASSWORD}
    assert stranger.post("/invitation/", told)["Location"] == "/"
    assert stranger.get("/").context["person"] == made.men[2]
    account = Account.objects.get(username="aram")
    assert account.check_password(PASSWORD)
    assert Client().post("/invitation/", told).status_code == 422
    assert Account.objects.filter(person=made.men[2]).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"again": "something-else"}, "again"),
        ({"password": "12345678", "again": "12345678"}, "password"),
        ({"password": "short", "again": "short"}, "password"),
        ({"username": "with space"}, "username"),
        ({"username": "SECRETARY"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "a\x00b"}, "username"),
        ({"username": "x" * 151}, "username"),
    ],
)
def test_bad_credentials_are_named_at_their_field(
    made: Town, wrong: dict[str, str], field: str
) -> None:
    world.account("secretary", made.women[1])
    told = {"code": code_for(made.men[2]), "username": "aram", "password": PASSWORD}
    told = {**told, "again": PASSWORD, **wrong}
    response = Client().post("/invitation/", told)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Account.objects.filter(person=made.men[2]).exists()


def test_a_reset_code_sets_a_new_password(made: Town) -> None:
    account = world.account("aram", made.men[2])
    before = Client()
    before.force_login(account)
    code = inviting.reset(account, by=SYSTEM, at=timezone.now()).code
    told = {"code": code, "password": PASSWORD, "again": PASSWORD}
    after = Client()
    assert after.post("/invitation/", told).status_code == 302
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert before.get("/account/").status_code == 302
    notices = [text for _notice, text in after.get("/account/").context["sentences"]]
    assert "Someone asked for a new password for your account. Was it you?" in notices


@pytest.mark.parametrize("state", ["used", "withdrawn", "old", "closed", "unknown"])
def test_a_code_that_is_over_opens_nothing(made: Town, state: str) -> None:
    code = code_for(made.men[2])
    now = timezone.now()
    stamp = {
        "used": {"used_at": now},
        "withdrawn": {"withdrawn_at": now},
        "old": {"expires_at": now},
    }
    Invitation.objects.update(**stamp.get(state, {}))
    if state == "closed":
        Person.objects.filter(pk=made.men[2].pk).update(died_on=now.date())
    typed = "AAAA-BBBB-CCCC" if state == "unknown" else code
    told = {"code": typed, "username": "aram", "password": PASSWORD, "again": PASSWORD}
    response = Client().post("/invitation/", told)
    assert response.status_code == 422
    assert "code" in response.context["form"].errors
    assert not Account.objects.filter(username="aram").exists()


def test_wrong_codes_from_one_address_are_counted(made: Town) -> None:
    stranger = Client()
    for _time in range(60):
        assert stranger.post("/invitation/", {"code": "AAAABBBBCCCC"}).status_code == 422
    page = stranger.post("/invitation/", {"code": code_for(made.men[2])})
    assert page.status_code == 422
    assert "Wait five minutes" in page.content.decode()
    elsewhere = Client(REMOTE_ADDR="10.0.0.7")
    assert elsewhere.post("/invitation/", {"code": code_for(made.men[2])}).status_code == 200
