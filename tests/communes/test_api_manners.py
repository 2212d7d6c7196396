"""The API's manners: who is asked in, one form for every refusal, pages, keys."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communes.api.sending import LARGEST
from communes.models import Person, Submission
from tests.factories import world
from tests.factories.calling import ROOT, Caller
from tests.factories.world import Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def town() -> Town:
    return world.settled_town(at=timezone.now() - timedelta(days=60))


@laid
def secretary(town: Town) -> Caller:
    return Caller(world.account("secretary", town.women[1]))


def newcomer(**told: object) -> dict[str, object]:
    return {"name": "Berîvan", "gender": "woman", "household_name": "House 9", **told}


def persons(town: Town) -> str:
    return f"communes/{town.body.key}/persons"


def test_nobody_is_answered_without_an_account(town: Town) -> None:
    refused = Caller().get("me")
    assert (refused.status, refused.codes) == (403, ["not_authenticated"])


def test_a_foreign_page_cannot_act_in_somebodys_session(town: Town) -> None:
    caller = Caller(world.account("s", town.women[1]), Client(enforce_csrf_checks=True))
    refused = caller.post(persons(town), newcomer())
    assert (refused.status, refused.codes) == (403, ["permission_denied"])
    assert not Person.objects.filter(name="Berîvan").exists()


def test_what_is_not_in_shape_is_told_at_each_field(town: Town, secretary: Caller) -> None:
    refused = secretary.post(persons(town), {"gender": "?", "birth_year": "x"})
    assert refused.status == 400
    assert set(refused.fields) == {"name", "gender", "birth_year"}
    assert refused.body["problems"][0].keys() == {"code", "message", "field", "figures"}


def test_a_rule_refuses_with_its_figures(town: Town, secretary: Caller) -> None:
    refused = secretary.post(persons(town), newcomer(birth_year=2199))
    assert (refused.status, refused.codes, refused.fields) == (409, ["birth_year"], ["birth_year"])
    assert refused.body["problems"][0]["figures"] == {"year": timezone.now().year}


def test_the_register_is_not_there_for_others(town: Town) -> None:
    resident = Caller(world.account("resident", town.men[3]))
    assert resident.get(persons(town)).status == 404
    assert resident.post(persons(town), newcomer()).status == 404


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"[" * 200_000, 400, "parse_error"),
        (b'{"name": ' + b"9" * 5000 + b"}", 400, "parse_error"),
        (b'{"name": NaN}', 400, "parse_error"),
        (b"\xff\xfe", 400, "parse_error"),
        (b'{"name": "\\ud800", "gender": "woman", "household_name": "x"}', 400, None),
        (b'{"name": "a\\u0000", "gender": "woman", "household_name": "x"}', 400, None),
        (b'"' + b"x" * LARGEST + b'"', 413, "body_too_large"),
        (b"[]", 400, "invalid"),
        (b"null", 400, None),
    ],
    ids=["deep", "huge number", "nan", "no utf-8", "surrogate", "nul", "large", "list", "null"],
)
def test_strange_bodies(
    town: Town, secretary: Caller, sent: bytes, status: int, code: str | None
) -> None:
    refused = secretary.post(persons(town), sent)
    assert refused.status == status
    assert refused.codes == [code] or code is None


def test_where_nothing_is_the_refusal_has_the_same_form(secretary: Caller) -> None:
    missing = secretary.get("nowhere/at/all")
    assert (missing.status, missing.codes) == (404, ["not_found"])
    assert secretary.post("nowhere").codes == ["not_found"]
    assert Caller().get("nowhere").status == 403
    wrong = secretary.post("me")
    assert (wrong.status, wrong.codes) == (405, ["method_not_allowed"])
    options = secretary.client.options(ROOT + "me")
    assert options.status_code == 405


def test_a_form_is_not_json(town: Town, secretary: Caller) -> None:
    response = secretary.client.post(ROOT + persons(town), {"name": "x"})
    assert response.status_code == 415


def test_pages_are_bounded(town: Town, secretary: Caller) -> None:
    first = secretary.get(persons(town), limit=5)
    assert (len(first.rows), first.body["count"]) == (5, 21)
    assert "offset=5" in first.body["next"]
    assert secretary.get(persons(town), limit=10**30, offset=10**30).rows == []


def test_a_key_makes_one_act_of_two(town: Town, secretary: Caller) -> None:
    first = secretary.post(persons(town), newcomer(), key="one-key-1")
    again = secretary.post(persons(town), newcomer(), key="one-key-1")
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert Person.objects.filter(name="Berîvan").count() == 1


def test_without_a_key_two_are_two(town: Town, secretary: Caller) -> None:
    secretary.post(persons(town), newcomer())
    secretary.post(persons(town), newcomer())
    assert Person.objects.filter(name="Berîvan").count() == 2
    assert not Submission.objects.exists()


def test_a_key_with_another_body_or_address_is_refused(town: Town, secretary: Caller) -> None:
    first = secretary.post(persons(town), newcomer(), key="one-key-1")
    other = secretary.post(persons(town), newcomer(name="Leyla"), key="one-key-1")
    person = first.body["person"]["id"]
    elsewhere = secretary.post(f"{persons(town)}/{person}/depart", key="one-key-1")
    assert (other.status, other.codes) == (409, ["key_used_otherwise"])
    assert elsewhere.codes == ["key_used_otherwise"]
    assert not Person.objects.filter(name="Leyla").exists()


def test_a_refusal_keeps_nothing_under_its_key(town: Town, secretary: Caller) -> None:
    assert secretary.post(persons(town), newcomer(birth_year=2199), key="key-key-1").status == 409
    assert secretary.post(persons(town), {}, key="key-key-1").status == 400
    assert secretary.post(persons(town), newcomer(), key="key-key-1").status == 201


def test_a_replay_is_answered_though_the_row_is_gone(town: Town, secretary: Caller) -> None:
    person = secretary.post(persons(town), newcomer()).body["person"]["id"]
    path = f"{persons(town)}/{person}/depart"
    first = secretary.post(path, key="leave-key")
    assert (first.status, secretary.post(path).status) == (200, 404)
    again = secretary.post(path, key="leave-key")
    assert (again.status, again.body) == (200, first.body)


@pytest.mark.parametrize("key", ["short", "x" * 65, "ключ-ключ-ключ"])
def test_a_malformed_key_is_no_key(town: Town, secretary: Caller, key: str) -> None:
    refused = secretary.post(persons(town), newcomer(), key=key)
    assert (refused.status, refused.codes) == (400, ["key_malformed"])


def test_a_key_belongs_to_its_account(town: Town, secretary: Caller) -> None:
    chair = Caller(world.account("chair", town.women[0]))
    assert secretary.post(persons(town), newcomer(), key="same-key").status == 201
    assert chair.post(persons(town), newcomer(name="Leyla"), key="same-key").status == 201
