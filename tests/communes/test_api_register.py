"""The register through the API: days, searches, files, invitations."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communes.domain import inviting, registering, submitting
from communes.models import Household, Person, Submission
from mandates.models import Mandate, OfficeCode
from tests.factories import world
from tests.factories.calling import Answer, Caller
from tests.factories.world import Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db

HEADER = "household;address;name;gender;birth_year"


@laid
def town() -> Town:
    return world.settled_town(at=timezone.now() - timedelta(days=60))


@laid
def secretary(town: Town) -> Caller:
    return Caller(world.account("secretary", town.women[1]))


def at(town: Town, rest: str) -> str:
    return f"communes/{town.body.key}/{rest}"


def upload(caller: Caller, town: Town, *lines: str, **told: Any) -> Answer:
    content = "\r\n".join([HEADER, *lines]).encode("utf-8-sig")
    file = SimpleUploadedFile("register.csv", content)
    return caller.upload(at(town, "register"), file=file, **told)


def test_a_life_in_the_register(town: Town, secretary: Caller) -> None:
    told = {"name": "Berîvan", "gender": "woman", "birth_year": 1990, "household_name": "House 7"}
    made = secretary.post(at(town, "persons"), told).body
    person = at(town, f"persons/{made['person']['id']}")
    home = made["household"]["id"]
    assert secretary.get(at(town, f"households/{home}")).body["residents"][0]["name"] == "Berîvan"
    corrected = secretary.put(person, {"name": "Bêrîvan", "gender": "woman", "birth_year": 1991})
    assert (corrected.status, corrected.body["birth_year"]) == (200, 1991)
    existing = secretary.get(at(town, "households")).rows[0]["id"]
    moved = secretary.post(person + "/move", {"household": existing})
    assert moved.status == 200, moved.body
    assert moved.body["household"]["id"] == existing
    assert secretary.post(person + "/move", {"household": existing}).codes == ["same_household"]
    day = timezone.now().date().isoformat()
    assert secretary.post(person + "/death", {"on": day}).body["died_on"] == day
    assert secretary.get(person).status == 404


def test_a_household_is_named_or_chosen_and_not_both(town: Town, secretary: Caller) -> None:
    told = {"name": "Berîvan", "gender": "woman"}
    home = Household.objects.order_by("pk")[0]
    assert secretary.post(at(town, "persons"), told).fields == ["household"]
    both = {**told, "household": home.key, "household_name": "House 7"}
    assert secretary.post(at(town, "persons"), both).fields == ["household"]
    unknown = secretary.post(at(town, "persons"), {**told, "household": town.body.key})
    assert (unknown.codes, unknown.fields) == (["unknown"], ["household"])


def test_a_move_to_another_commune(town: Town, secretary: Caller) -> None:
    other = world.settled_town("Komîna Gulan", at=timezone.now() - timedelta(days=50))
    theirs = registering.residence_of(other.men[3], timezone.now())
    person = at(town, f"persons/{town.women[1].key}")
    assert theirs is not None
    told = {"commune": other.body.key, "household": theirs.household.key}
    assert secretary.post(person + "/move", told).fields == ["household"]
    told = {"commune": other.body.key, "household_name": "House of the secretary"}
    assert secretary.post(person + "/move", told).status == 200
    seat = world.seat(town.body, OfficeCode.SECRETARY)
    assert not Mandate.objects.filter(seat=seat).in_force(timezone.now()).exists()
    assert secretary.get(at(town, "persons")).status == 404


def test_namesakes_are_found_in_any_script_and_merged(town: Town, secretary: Caller) -> None:
    ids = []
    for name in ("Şêrîn Elî", "Serin Ali"):
        told = {"name": name, "gender": "woman", "household_name": "Mala Jorîn"}
        ids.append(secretary.post(at(town, "persons"), told).body["person"]["id"])
    found = secretary.post(at(town, "persons/search"), {"letters": "sêrin"})
    assert {row["person"]["id"] for row in found.rows} == set(ids)
    merged = secretary.post(at(town, f"persons/{ids[1]}/merge"), {"into": ids[0]})
    assert merged.body["id"] == ids[0]
    assert len(secretary.post(at(town, "persons/search"), {"letters": "sêrin"}).rows) == 1
    assert secretary.post(at(town, "households/search"), {"letters": "jorin"}).rows == [
        {**secretary.get(at(town, f"persons/{ids[0]}")).body["household"], "residents": 1}
    ]


def test_letters_that_are_none_find_nobody(town: Town, secretary: Caller) -> None:
    assert secretary.post(at(town, "persons/search"), {"letters": "…!"}).rows == []


def test_a_file_is_looked_at_then_entered(town: Town, secretary: Caller) -> None:
    lines = ["12;Kolana 3;Hogir;man;1980", "12;Kolana 3;Zozan;jin;1985", "", "9;;Aram;mêr;2001"]
    plan = upload(secretary, town, *lines, dry_run="true")
    assert (plan.status, plan.body["new"], plan.body["applied"]) == (200, 3, False)
    assert not Person.objects.filter(name="Hogir").exists()
    assert upload(secretary, town, *lines).fields == ["digest"]
    entered = upload(secretary, town, *lines, digest=plan.body["digest"])
    assert (entered.status, entered.body["applied"]) == (200, True)
    assert Person.objects.filter(name__in=["Hogir", "Zozan", "Aram"]).count() == 3
    again = upload(secretary, town, *lines, digest=plan.body["digest"])
    assert (again.status, again.codes) == (409, ["register_moved_on"])


def test_doubtful_rows_are_entered_as_decided(town: Town, secretary: Caller) -> None:
    lines = ["99;;Woman 3 of Komîna Zeytûn;woman;1985"]
    plan = upload(secretary, town, *lines, dry_run="true").body
    row = plan["doubtful"][0]
    assert row["person"]["id"] == town.women[3].key
    told = {"digest": plan["digest"], "decisions": [f"{row['row']['line']}:same"]}
    assert upload(secretary, town, *lines, **told).status == 200
    home = registering.residence_of(town.women[3], timezone.now())
    assert home is not None
    assert home.household.name == "99"


def test_errors_of_a_file_are_named_by_row_and_column(town: Town, secretary: Caller) -> None:
    refused = upload(secretary, town, "12;x;Hogir;man;1980", "12;x;;man;soon", dry_run="true")
    assert (refused.status, set(refused.fields)) == (400, {"file"})
    places = [(one["figures"]["row"], one["figures"]["column"]) for one in refused.body["problems"]]
    assert places == [(3, "name"), (3, "birth_year")]


def test_a_file_sent_twice_under_a_key_is_entered_once(town: Town, secretary: Caller) -> None:
    lines = ["12;Kolana 3;Hogir;man;1980"]
    digest = upload(secretary, town, *lines, dry_run="true").body["digest"]
    path = f"/api/v1/{at(town, 'register')}"
    statuses = []
    for content in (lines[0], lines[0], "13;Kolana 3;Hogir;man;1980"):
        file = SimpleUploadedFile("register.csv", f"{HEADER}\n{content}".encode())
        told = {"file": file, "digest": digest}
        key = {"Idempotency-Key": "one-file-1"}
        statuses.append(secretary.client.post(path, told, headers=key).status_code)
    assert statuses == [200, 200, 409]
    assert Person.objects.filter(name="Hogir").count() == 1


def test_a_code_is_shown_once_and_stored_nowhere(town: Town, secretary: Caller) -> None:
    told = {"people": [town.men[4].key]}
    first = secretary.post(at(town, "invitations"), told, key="invite-1")
    code = first.body["invitations"][0]["code"]
    assert inviting.find(code, timezone.now()) is not None
    again = secretary.post(at(town, "invitations"), told, key="invite-1")
    assert (again.status, again.body["invitations"][0]["code"]) == (201, None)
    assert code not in str(Submission.objects.values_list("answer", flat=True))
    assert secretary.post(at(town, "invitations"), {"people": [town.women[1].key]}).codes == [
        "account_exists"
    ]


def test_answers_are_forgotten_and_their_keys_are_not(town: Town, secretary: Caller) -> None:
    told = {"name": "Berîvan", "gender": "woman", "household_name": "House 7"}
    assert secretary.post(at(town, "persons"), told, key="arrive-1").status == 201
    now = timezone.now()
    assert submitting.forget(now + timedelta(days=6)) == 0
    assert submitting.forget(now + timedelta(days=8)) == 1
    assert submitting.forget(now + timedelta(days=8)) == 0
    assert "Berîvan" not in str(Submission.objects.values_list("answer", flat=True))
    again = secretary.post(at(town, "persons"), told, key="arrive-1")
    assert (again.status, again.codes) == (409, ["answered_long_ago"])
    assert Person.objects.filter(name="Berîvan").count() == 1
