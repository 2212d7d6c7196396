"""Importing a register by pages: looked at first, entered whole or not at all, once."""

import re
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from communes.models import Person, RegisterUpload, Residence
from tests.factories import world
from tests.factories.world import Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
AGO = timezone.now() - timedelta(days=40)
HEAD = "household,address,name,gender,birth_year\n"


@laid
def made() -> Town:
    """A commune with officers."""
    return world.settled_town(pairs=8, at=AGO)


@pytest.fixture
def keeper(made: Town, client: Client) -> Client:
    """The secretary, signed in."""
    client.force_login(world.account("secretary", made.women[1]))
    return client


def upload(client: Client, made: Town, rows: str, head: str = HEAD) -> Any:
    """Hand a file in, as a spreadsheet writes it: with a byte order mark."""
    data = (head + rows).encode("utf-8-sig")
    file = SimpleUploadedFile("register.csv", data, "text/csv")
    return client.post(f"/communes/{made.body.key}/register/import/", {"file": file})


def digest(client: Client, preview: str) -> str:
    """The digest that a preview carries."""
    found = re.search(r'name="digest" value="(\w+)"', client.get(preview).content.decode())
    assert found
    return found[1]


def test_a_preview_writes_nothing_and_an_import_all_of_it(made: Town, keeper: Client) -> None:
    before = Person.objects.count()
    preview = upload(keeper, made, "7,East,Zozan,f,1990\n7,East,Aram,m,1988\n")["Location"]
    page = keeper.get(preview)
    assert page.status_code == 200
    assert [row.name for row in page.context["new"]] == ["Zozan", "Aram"]
    assert Person.objects.count() == before
    told = {"digest": digest(keeper, preview), "submission": "key-of-a-form"}
    first = keeper.post(preview, told)
    again = keeper.post(preview, told)
    assert first["Location"] == again["Location"]
    assert Person.objects.count() == before + 2
    assert not RegisterUpload.objects.exists()
    result = keeper.get(first["Location"])
    assert (result.context["new"], result.context["left_out"]) == (2, 0)


def test_errors_are_named_by_row_and_column_and_nothing_is_kept(made: Town, keeper: Client) -> None:
    response = upload(keeper, made, "7,East,Zozan,f,1990\n7,East,Aram,who,19x\n")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Row 3, column gender" in page
    assert "Row 3, column birth_year" in page
    assert not RegisterUpload.objects.exists()


def test_a_file_handed_in_twice_is_kept_once(made: Town, keeper: Client) -> None:
    url = f"/communes/{made.body.key}/register/import/"
    places = [
        keeper.post(
            url,
            {
                "file": SimpleUploadedFile("register.csv", (HEAD + row).encode()),
                "submission": "key-of-a-form",
            },
        )["Location"]
        for row in ("7,,Zozan,f,1990", "7,,Zozan,f,1990", "7,,Aram,m,1990")
    ]
    assert places[0] == places[1] != places[2]
    assert RegisterUpload.objects.count() == 2


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04zip", b"name\nZozan\n"])
def test_what_is_no_register_is_refused(made: Town, keeper: Client, data: bytes) -> None:
    file = SimpleUploadedFile("register.csv", data)
    url = f"/communes/{made.body.key}/register/import/"
    assert keeper.post(url, {"file": file}).status_code == 422
    assert keeper.post(url, {}).status_code == 422
    assert not RegisterUpload.objects.exists()


def test_doubtful_rows_are_asked_about(made: Town, keeper: Client) -> None:
    names = [person.name for person in made.men[2:5]]
    rows = "".join(f"New house,,{name},m,1985\n" for name in names)
    preview = upload(keeper, made, f"{rows}9,,Zozan,f,1990\n9,,Zozan,f,1990\n")["Location"]
    page = keeper.get(preview)
    assert len(page.context["decisions"].asked()) == 3
    assert len(page.context["decisions"].asked_twice()) == 1
    before = Person.objects.count()
    told = {"digest": digest(keeper, preview), "row-2": "same", "row-3": "new"}
    assert keeper.post(preview, told).status_code == 302
    assert Person.objects.count() == before + 2
    moved = Residence.objects.get(person=made.men[2], until__isnull=True)
    stayed = Residence.objects.get(person=made.men[4], until__isnull=True)
    assert (moved.household.name, stayed.household.name) == ("New house", f"House of {names[2]}")


def test_an_odd_answer_is_refused(made: Town, keeper: Client) -> None:
    preview = upload(keeper, made, f"Elsewhere,,{made.men[2].name},m,1985\n")["Location"]
    told = {"digest": digest(keeper, preview), "row-2": "delete"}
    assert keeper.post(preview, told).status_code == 422
    assert Residence.objects.filter(household__name="Elsewhere").count() == 0


@pytest.mark.parametrize("stale", [True, False])
def test_the_register_must_be_as_it_was_shown(made: Town, keeper: Client, stale: bool) -> None:
    preview = upload(keeper, made, "7,East,Zozan,f,1990\n")["Location"]
    shown = digest(keeper, preview) if stale else ""
    world.resident(made.body, "Somebody else", "man", at=timezone.now() - timedelta(hours=1))
    response = keeper.post(preview, {"digest": shown})
    assert response.status_code == 422
    assert "The register changed since the preview" in response.content.decode()
    assert not Person.objects.filter(name="Zozan").exists()
    assert keeper.post(preview, {"digest": digest(keeper, preview)}).status_code == 302


def test_a_corrected_gender_says_what_it_ends(made: Town, keeper: Client) -> None:
    chair = made.women[0]
    preview = upload(keeper, made, f"House of {chair.name},,{chair.name},m,1985\n")["Location"]
    assert "The mandate ends: co-chair" in keeper.get(preview).content.decode()


def test_a_file_is_its_uploaders_alone(made: Town, keeper: Client) -> None:
    preview = upload(keeper, made, "7,East,Zozan,f,1990\n")["Location"]
    other = Client()
    other.force_login(world.account("chair", made.women[0]))
    assert other.get(preview).status_code == 302
    assert other.post(preview, {"digest": "x"}).status_code == 302
    resident = Client()
    resident.force_login(world.account("resident", made.men[5]))
    assert resident.get(preview).status_code == 404
    assert upload(resident, made, "7,East,Zozan,f,1990\n").status_code == 404
    assert not Person.objects.filter(name="Zozan").exists()


def test_five_thousand_rows_in_seconds(made: Town, keeper: Client) -> None:
    rows = "".join(
        f"House {n // 5},Street {n // 5},Person {n},{'fm'[n % 2]},{1940 + n % 80}\n"
        for n in range(5000)
    )
    began = monotonic()
    preview = upload(keeper, made, rows)["Location"]
    page = keeper.get(preview)
    assert len(page.content) < 60_000
    assert page.context["new_more"] == 4950
    assert keeper.post(preview, {"digest": digest(keeper, preview)}).status_code == 302
    assert monotonic() - began < 30
    assert Residence.objects.filter(commune=made.body.pk).count() == 5000 + 17


def test_many_doubtful_rows_are_decided_together(made: Town, keeper: Client) -> None:
    rows = "".join(f"H{n},,Person {n},f,1980\n" for n in range(120))
    preview = upload(keeper, made, rows)["Location"]
    keeper.post(preview, {"digest": digest(keeper, preview)})
    preview = upload(keeper, made, rows.replace("H", "K"))["Location"]
    page = keeper.get(preview)
    assert len(page.context["decisions"].asked()) == 100
    told = {"digest": digest(keeper, preview), "others": "same"}
    keeper.post(preview, told)
    moved = Residence.objects.filter(household__name__startswith="K", until__isnull=True)
    assert moved.count() == 20
