"""What opens an account beside its password: codes from an app, recovery codes, at the door."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communes.domain import pairing, recovering, throttling
from communes.domain.acting import Actor
from communes.models import (
    Account,
    AccountEvent,
    Attempt,
    CodeApp,
    Notice,
    RecoveryCode,
    UsedCode,
)
from communes.problems import Refused
from tests.factories import world
from tests.factories.gathering import post, stale
from tests.factories.world import PASSWORD, SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db
LOGIN, SECOND = "/accounts/login/", "/accounts/second/"


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    """Nobody has mistyped anything yet."""
    cache.clear()


@laid
def holder() -> Account:
    """An account with a password alone."""
    return world.account("berivan", None)


@laid
def app(holder: Account) -> CodeApp:
    """The same with an app that makes codes, set up an hour ago."""
    at = timezone.now() - timedelta(hours=1)
    made = pairing.begin(holder, by=SYSTEM, at=at)
    pairing.confirm(holder, pairing.code_at(made, at), by=SYSTEM, at=at)
    made.refresh_from_db()
    return made


def now_code(app: CodeApp, seconds: int = 0) -> str:
    return pairing.code_at(app, timezone.now() + timedelta(seconds=seconds))


def at_the_door(**told: str) -> tuple[Client, Any]:
    """A stranger who types name and password."""
    client = Client()
    return client, client.post(LOGIN, {"login": "berivan", "password": PASSWORD, **told})


def inside(client: Client) -> bool:
    return bool(client.get("/account/").status_code == 200)


def test_the_password_alone_opens_what_has_nothing_else(holder: Account) -> None:
    client, answer = at_the_door()
    assert answer["Location"] == "/"
    assert inside(client)


def test_an_app_is_set_up_by_a_code_and_asked_for_at_the_door(holder: Account) -> None:
    client = Client()
    client.force_login(holder)
    assert post(client, "/account/codes/", do="begin")["Location"] == "/account/codes/"
    page = client.get("/account/codes/").content.decode()
    made = CodeApp.objects.get(account=holder)
    assert pairing.shown_secret(made) in page
    assert 'class="qr"' in page
    assert pairing.shown_secret(made).replace(" ", "") not in made.sealed_secret
    assert post(client, "/account/codes/", do="confirm", code="000000").status_code == 422
    assert inside(at_the_door()[0])
    code = now_code(made)
    assert post(client, "/account/codes/", do="confirm", code=code)["Location"] == (
        "/account/recovery/"
    )
    assert pairing.shown_secret(made) not in client.get("/account/codes/").content.decode()
    stranger, answer = at_the_door()
    assert answer["Location"] == SECOND
    assert not inside(stranger)
    told = AccountEvent.objects.filter(account=holder).values_list("code", flat=True)
    assert "codes_added" in told
    assert Notice.objects.filter(account=holder, code="account_changed").count() == 1


def test_a_code_opens_once(holder: Account, app: CodeApp) -> None:
    client, _answer = at_the_door()
    code = now_code(app)
    spaced = f"{code[:3]} {code[3:]}"
    assert client.post(SECOND, {"proof_code": spaced})["Location"] == "/"
    assert inside(client)
    again, _answer = at_the_door()
    assert again.post(SECOND, {"proof_code": code}).status_code == 422
    assert not inside(again)
    assert again.post(SECOND, {"proof_code": now_code(app, 30)})["Location"] == "/"
    event = AccountEvent.objects.filter(account=holder, code="signed_in").latest("pk")
    assert event.figures["way"] == "code"


@pytest.mark.parametrize("seconds", [-90, 90, 3600])
def test_codes_of_other_times_open_nothing(app: CodeApp, seconds: int) -> None:
    client, _answer = at_the_door()
    assert client.post(SECOND, {"proof_code": now_code(app, seconds)}).status_code == 422


def test_the_database_knows_a_code_that_was_used(app: CodeApp) -> None:
    UsedCode.objects.create(app=app, step=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        UsedCode.objects.create(app=app, step=7)


def test_codes_cannot_be_tried_out(app: CodeApp) -> None:
    for _time in range(5):
        client, _answer = at_the_door()  # a new sign-in counts on
        assert client.post(SECOND, {"proof_code": "000000"}).status_code == 422
    answer = client.post(SECOND, {"proof_code": now_code(app)})
    assert "Too many wrong attempts" in answer.content.decode()
    assert AccountEvent.objects.filter(code="guesses").count() == 1
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert client.post(SECOND, {"proof_code": now_code(app)})["Location"] == "/"


def test_no_more_than_thirty_codes_a_day_are_looked_at() -> None:
    at, subject = timezone.now(), throttling.subject("proof", "somebody")
    looked_at = 0
    for number in range(400):
        then = at + timedelta(minutes=3) * number
        looked_at += not throttling.attempt(subject, throttling.SOME, then)
    assert looked_at == 30
    tomorrow = at + timedelta(days=1, minutes=1)
    assert not throttling.attempt(subject, throttling.SOME, tomorrow)


def test_names_are_counted_at_the_door_for_all_processes(holder: Account) -> None:
    for _time in range(10):
        assert at_the_door(password="guess")[1].status_code == 200
        cache.clear()  # another process
    client, answer = at_the_door()
    assert answer.status_code == 200
    assert not inside(client)
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert inside(at_the_door()[0])


def test_nobody_passes_by_the_second_step(app: CodeApp) -> None:
    assert Client().get(SECOND)["Location"] == LOGIN
    assert Client().post(SECOND, {"proof_code": now_code(app)})["Location"] == LOGIN
    client, _answer = at_the_door()
    for path in ("/account/", "/search/", "/account/security/", "/account/proof/", "/api/v1/me"):
        assert client.get(path).status_code in (302, 403), path
    assert client.post(SECOND, {"proof_password": PASSWORD}).status_code == 422


@pytest.mark.parametrize("odd", ["\x00", "١٢٣٤٥٦", "x" * 50_000, "‮123456", "[]", "None"])
def test_odd_codes_open_nothing(app: CodeApp, odd: str) -> None:
    client, _answer = at_the_door()
    for name in ("proof_code", "proof_passkey"):
        assert client.post(SECOND, {name: odd}).status_code == 422


def test_recovery_codes_are_shown_once_and_open_once(holder: Account, app: CodeApp) -> None:
    client = Client()
    client.force_login(holder)
    form = {"submission": "sheet-of-codes"}
    first = client.post("/account/recovery/", form).content.decode()
    codes = re.findall(r'<code dir="ltr" class="slip-code">([\w-]+)</code>', first)
    assert len(set(codes)) == 10
    assert "shown once already" in client.post("/account/recovery/", form).content.decode()
    kept = list(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not any(code.replace("-", "") in hashed for code in codes for hashed in kept)
    stranger, _answer = at_the_door()
    typed = codes[3].lower().replace("-", " ")
    assert stranger.post(SECOND, {"proof_code": typed})["Location"] == "/"
    assert inside(stranger)
    again, _answer = at_the_door()
    assert again.post(SECOND, {"proof_code": codes[3]}).status_code == 422
    assert recovering.left(holder) == 9
    sentence = AccountEvent.objects.filter(code="recovery_used").get()
    assert sentence.figures["left"] == 9
    recovering.make(holder, by=SYSTEM, at=timezone.now())
    assert again.post(SECOND, {"proof_code": codes[4]}).status_code == 422


def test_what_opens_the_account_changes_only_with_a_fresh_proof(
    holder: Account, app: CodeApp
) -> None:
    client = Client()
    client.force_login(holder)
    stale(client)
    for path, told in (
        ("/account/codes/", {"do": "remove"}),
        ("/account/recovery/", {}),
        ("/account/passkeys/", {"name": "x"}),
        ("/account/tokens/", {"name": "x", "scope": "read", "days": "9"}),
        ("/accounts/password/change/", {"old": PASSWORD, "password": "x", "again": "x"}),
    ):
        answer = post(client, path, **told)
        assert answer.status_code == 422, path
        assert "Is it still you?" in answer.content.decode(), path
        assert PASSWORD not in answer.content.decode()
    assert post(client, "/account/codes/", do="remove", proof_password=PASSWORD).status_code == 422
    code = now_code(app)
    assert post(client, "/account/codes/", do="remove", proof_code=code).status_code == 302
    assert not CodeApp.objects.exists()
    assert inside(at_the_door()[0])


def test_a_new_factor_ends_every_proof_before_it(holder: Account) -> None:
    elsewhere, here = Client(), Client()
    for client in (elsewhere, here):
        client.force_login(holder)
    post(here, "/account/codes/", do="begin")
    code = now_code(CodeApp.objects.get())
    assert post(here, "/account/codes/", do="confirm", code=code).status_code == 302
    assert post(here, "/account/recovery/").status_code == 200
    assert post(elsewhere, "/account/recovery/").status_code == 422


def test_a_secret_of_another_installation_fits_no_code(
    holder: Account, app: CodeApp, settings: Any
) -> None:
    code = now_code(app)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(Refused):
        pairing.confirm(holder, code, by=SYSTEM, at=timezone.now())
    assert not pairing.take(holder, code, timezone.now())


def test_confirming_codes_is_counted_too(holder: Account) -> None:
    client = Client()
    client.force_login(holder)
    post(client, "/account/codes/", do="begin")
    for _time in range(6):
        post(client, "/account/codes/", do="confirm", code="000000")
    code = now_code(CodeApp.objects.get())
    assert post(client, "/account/codes/", do="confirm", code=code).status_code == 422
    assert Attempt.objects.count() == 5


def test_sweeps_forget_what_is_old(holder: Account, app: CodeApp) -> None:
    at = timezone.now() + timedelta(days=400)
    pairing.begin(world.account("other", None), by=Actor(basis="test"), at=timezone.now())
    assert pairing.forget(at) == 1
    assert CodeApp.objects.get() == app
    assert not UsedCode.objects.exists()
