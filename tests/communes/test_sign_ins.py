"""Where one is signed in, and how that ends: for one device, for all others, by a new password."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.utils import timezone

from communes.domain import devices, remembering, signing_in
from communes.models import Account, AccountEvent, Attempt, Browser, SignIn, System
from config.sessions import SessionStore
from tests.counting import queries
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.gathering import post
from tests.factories.world import PASSWORD
from tests.grounds import laid

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
AGENTS = [
    (PHONE, Browser.CHROME, System.ANDROID),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1",
     Browser.SAFARI, System.IOS),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
     Browser.FIREFOX, System.LINUX),
    ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0",
     Browser.EDGE, System.WINDOWS),
    ("Mozilla/5.0 (Linux; Android 13) SamsungBrowser/25.0 Chrome/121.0 Safari/537.36",
     Browser.SAMSUNG, System.ANDROID),
    ("curl/8.5", Browser.OTHER, System.OTHER),
    ("", Browser.OTHER, System.OTHER),
    ("<script>‮" * 2000, Browser.OTHER, System.OTHER),
]  # fmt: skip


@laid
def holder() -> Account:
    return world.account("berivan", None)


def signed_in(agent: str = "", **told: str) -> Client:
    """A device on which the holder signs in by the form."""
    client = Client(headers={"user-agent": agent})
    form = {"login": "berivan", "password": PASSWORD, **told}
    assert client.post("/accounts/login/", form).status_code == 302
    return client


def inside(client: Client) -> bool:
    return bool(client.get("/account/").status_code == 200)


@pytest.mark.parametrize(("agent", "browser", "system"), AGENTS)
def test_devices_are_told_in_two_words(agent: str, browser: Browser, system: System) -> None:
    assert (devices.browser(agent), devices.system(agent)) == (browser, system)
    assert remembering.device(browser, system)


def test_the_list_shows_devices_and_keeps_no_address(holder: Account) -> None:
    here = signed_in(PHONE)
    signed_in("curl/8.5")
    page = here.get("/account/security/").content.decode()
    assert "Chrome, Android phone or tablet" in page
    assert "another browser, another device" in page
    assert "this device" in page
    for row in SignIn.objects.filter(account=holder):
        told = {**row.get_decoded(), **{f.name: getattr(row, f.name) for f in row._meta.fields}}
        assert "127.0.0.1" not in str(told)
        assert "Pixel" not in str(told)
    figures = str(list(AccountEvent.objects.values_list("figures", flat=True)))
    assert "127.0.0.1" not in figures
    assert "Pixel" not in figures


def test_a_sign_in_that_is_ended_is_a_strangers(holder: Account) -> None:
    here, there = signed_in(), signed_in(PHONE)
    row = SignIn.objects.get(account=holder, browser="chrome")
    url = f"/account/sign-ins/{row.key}/end/"
    assert post(here, url, submission="end-that-one").status_code == 302
    assert there.get("/outbox/", headers={"Komin-Waited": "0"}).status_code == 401
    assert not inside(there)
    assert inside(here)
    assert post(here, url, submission="end-that-one").status_code == 302
    assert post(here, url).status_code == 404
    assert AccountEvent.objects.filter(code="sign_in_ended").count() == 1


def test_a_request_under_way_does_not_bring_an_ended_sign_in_back(holder: Account) -> None:
    there = signed_in(PHONE)
    store: Any = SessionStore(there.session.session_key)
    store["more"] = "typed meanwhile"
    SignIn.objects.filter(account=holder).delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not inside(there)


def test_all_others_end_at_a_press(holder: Account) -> None:
    here, others = signed_in(), [signed_in(PHONE), signed_in()]
    assert post(here, "/account/sign-ins/end/").status_code == 302
    assert inside(here)
    assert not any(inside(one) for one in others)


def test_another_persons_sign_in_is_not_there(holder: Account) -> None:
    there = signed_in()
    row = SignIn.objects.get(account=holder)
    stranger = Caller(world.account("stranger", None))
    absent = "00000000-0000-4000-8000-000000000000"
    answers = []
    for key in (row.key, absent):
        assert post(stranger.client, f"/account/sign-ins/{key}/end/").status_code == 404
        answers.append(stranger.post(f"me/sign-ins/{key}/end"))
    assert answers[0] == answers[1]
    assert answers[0].status == 404
    assert inside(there)


def test_the_api_tells_and_ends_too(holder: Account) -> None:
    signed_in(PHONE)
    caller = Caller(holder)
    rows = caller.get("me/sign-ins").rows
    assert [row["this"] for row in rows].count(True) == 1
    phone = next(row for row in rows if row["browser"] == "chrome")
    assert phone["device"] == "Chrome, Android phone or tablet"
    assert caller.post(f"me/sign-ins/{phone['id']}/end").status == 200
    assert caller.get("me/sign-ins").body["count"] == 1
    signed_in()
    assert caller.post("me/sign-ins/end").status == 200
    assert caller.get("me/sign-ins").body["count"] == 1
    assert "sign_ins_ended" in [row["code"] for row in caller.get("me/events").rows]


def test_the_last_day_is_written_once_a_day(holder: Account) -> None:
    client = signed_in()
    long_ago = (timezone.now() - timedelta(days=3)).date()
    session = client.session
    session["komin_device"] = {**session["komin_device"], "seen": long_ago.isoformat()}
    session.save()
    assert SignIn.objects.get(account=holder).seen_on == long_ago
    assert inside(client)
    assert SignIn.objects.get(account=holder).seen_on == timezone.now().date()


def test_a_new_password_ends_every_other_sign_in(holder: Account) -> None:
    here, there = signed_in(), signed_in(PHONE)
    path, new = "/accounts/password/change/", "three-olives-more"
    told = {"old": PASSWORD, "password": new, "again": new}
    for wrong in ({"old": "guess"}, {"again": "other"}, {"password": "12345", "again": "12345"}):
        assert post(here, path, **{**told, **wrong}).status_code == 422
    assert inside(there)
    assert post(here, path, **told)["Location"] == "/account/security/"
    assert inside(here)
    assert not inside(there)
    assert SignIn.objects.filter(account=holder).count() == 1
    assert Account.objects.get().check_password(new)
    assert AccountEvent.objects.filter(code="password_changed").count() == 1


def test_the_old_password_cannot_be_tried_out(holder: Account) -> None:
    caller, new = Caller(holder), "three-olives-more"
    for _time in range(10):
        answer = caller.send("put", "me/password", {"old": "guess", "password": new}, "key-of-it")
        assert answer.codes == ["password_wrong"]
    told = {"old": PASSWORD, "password": new}
    assert caller.put("me/password", told).codes == ["too_many_attempts"]
    Attempt.objects.all().delete()
    assert caller.put("me/password", told).status == 200
    assert caller.get("me").status == 200


def test_what_has_run_out_is_forgotten(holder: Account) -> None:
    signed_in()
    later = timezone.now() + timedelta(days=400)
    assert not signing_in.of(holder, later).exists()
    assert signing_in.forget(later) == 1
    assert remembering.forget(later) == 1


def test_lists_ask_a_constant_number_of_queries(holder: Account) -> None:
    client = signed_in()
    client.get("/account/security/")
    few = queries(lambda: client.get("/account/security/"))
    for _time in range(3):
        signed_in(PHONE)
    assert queries(lambda: client.get("/account/security/")) == few
    assert client.get("/account/security/log/?page=x").status_code == 200
