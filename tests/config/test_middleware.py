"""Manners towards htmx and caches, the account's language, the policy on every page."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.factories.gathering import gathering, post

API_DOCS = "/api/v1/docs"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/meetings/4/?tab=room"}


@pytest.fixture
def member(client: Client) -> Client:
    """Somebody signed in."""
    account = get_user_model().objects.create_user(username="zozan", password="zozan's own words")
    client.force_login(account)
    return client


@pytest.mark.django_db
def test_a_sign_in_redirect_inside_a_fragment_moves_the_whole_page(client: Client) -> None:
    answer = client.get("/accounts/password/change/", headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fmeetings%2F4%2F%3Ftab%3Droom"


@pytest.mark.django_db
def test_without_htmx_it_stays_a_redirect(client: Client) -> None:
    answer = client.get("/accounts/password/change/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_fragments_and_pages_are_told_apart_by_caches(client: Client) -> None:
    assert "HX-Request" in client.get("/accounts/login/")["Vary"]


@pytest.mark.django_db
def test_what_a_person_sees_stays_out_of_caches(member: Client) -> None:
    kept = member.get("/accounts/password/change/")["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


@pytest.mark.django_db
def test_the_policy_allows_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    for directive in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_no_page_asks_anything_of_the_device_but_the_door_its_camera(client: Client) -> None:
    said = client.get("/accounts/login/")["Permissions-Policy"]
    assert "camera=()" in said
    assert "microphone=()" in said
    assert "self" not in said
    held = gathering(present=4)
    door = reverse("door", args=[held.meeting.public_id])
    code = reverse("check_in_code", args=[held.meeting.public_id])
    for answer in (held.recorder.get(door), post(held.recorder, code, code="x", door="list")):
        assert answer["Permissions-Policy"] == said.replace("camera=()", "camera=(self)")
    room = held.recorder.get(reverse("room", args=[held.meeting.public_id]), follow=True)
    for answer in (room, held.member.get(door)):
        assert answer["Permissions-Policy"] == said


@pytest.mark.django_db
def test_the_api_needs_an_account(client: Client) -> None:
    assert client.get("/api/v1/schema").status_code == 403


@pytest.mark.django_db
def test_the_api_describes_itself(member: Client) -> None:
    assert member.get("/api/v1/schema").status_code == 200
    assert b"<script>" not in member.get(API_DOCS).content


@pytest.mark.django_db
def test_signing_up_is_closed(client: Client) -> None:
    words = {"username": "hogir", "password1": "a long way home", "password2": "a long way home"}
    client.post("/accounts/signup/", words)
    assert not get_user_model().objects.filter(username="hogir").exists()


@pytest.mark.django_db
def test_signing_in_by_name_and_password(client: Client) -> None:
    get_user_model().objects.create_user(username="zozan", password="zozan's own words")
    words = {"login": "zozan", "password": "zozan's own words"}
    answer = client.post("/accounts/login/", words)
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.django_db
def test_an_account_is_answered_in_its_own_language(member: Client) -> None:
    answer = member.post("/i18n/setlang/", {"language": "ckb", "next": "/accounts/login/"})
    assert answer.status_code == 302
    member.cookies.pop("django_language")
    answer = member.get("/accounts/password/change/", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "ckb"
