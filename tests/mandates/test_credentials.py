"""A card is checked by its signature alone, and told forged, foreign, over or ended apart."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communes.pictures import squares
from mandates import papers
from mandates.arithmetic import tokens
from mandates.domain import binding, crediting, resigning
from mandates.models import Mandate
from tests.factories.gathering import Gathering, client_of, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

NOW = timezone.now()
DAY = timedelta(days=1)


@laid
def held() -> Gathering:
    return gathering()


def chair(held: Gathering) -> Mandate:
    rows = binding.with_seats(Mandate.objects.all())
    return rows.get(seat__office="co_chair", person=held.town.women[0])


def code_of(mandate: Mandate) -> str:
    return crediting.code_of(binding.sheets([mandate], NOW)[0], NOW)


def signed(facts: Mapping[str, Any], key: Ed25519PrivateKey | None = None) -> str:
    """A code as another program would make it."""
    own = key or crediting.own_key()
    packed = tokens.pack(facts)
    public = own.public_key().public_bytes_raw()
    return tokens.code(public, own.sign(tokens.to_sign(packed)), packed)


def facts(**changes: object) -> dict[str, Any]:
    told = {"mandate": "x", "name": "Zozan", "office": "delegate", "body": "Meclîs", "for": None}
    days = {"since": (NOW - DAY).isoformat(), "until": (NOW + DAY).isoformat()}
    return {**told, **days, "day": NOW.isoformat(), "bound": [], **changes}


def test_a_card_holds_and_is_looked_up(held: Gathering) -> None:
    found = crediting.check(code_of(chair(held)), NOW)
    assert (found.verdict, found.in_books) == ("valid", True)
    assert found.facts["name"] == held.town.women[0].name
    assert found.instant("day") == NOW


def test_case_spaces_and_hyphens_do_not_matter(held: Gathering) -> None:
    code = code_of(chair(held)).lower()
    parted = "-".join(code[start : start + 7] for start in range(0, len(code), 7))
    assert crediting.check(f"  {parted}\n", NOW).holds


def test_on_paper_the_code_stands_in_groups_that_a_line_holds(held: Gathering) -> None:
    sheet = binding.sheets([chair(held)], NOW)[0]
    mark = papers.card_paper(sheet, "en", NOW).mark
    assert mark is not None
    assert max(len(word) for word in mark.code.split()) == papers.GROUP
    assert (mark.code.replace(" ", ""), crediting.check(mark.code, NOW).holds) == (mark.qr, True)


def test_a_mandate_that_ended_is_told_where_the_books_are(held: Gathering) -> None:
    mandate = chair(held)
    code = code_of(mandate)
    resigning.resign(mandate, by=SYSTEM, at=NOW)
    assert crediting.check(code, NOW + DAY).verdict == "ended"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "valid"),
        ({"until": NOW.isoformat()}, "expired"),
        ({"until": (NOW + timedelta(microseconds=1)).isoformat()}, "valid"),
        ({"since": (NOW + timedelta(microseconds=1)).isoformat()}, "not_yet"),
        ({"name": 7}, "unreadable"),
    ],
)
def test_without_the_books_the_code_alone_tells(changes: dict[str, object], verdict: str) -> None:
    found = crediting.check(signed(facts(**changes)), NOW)
    assert (found.verdict, found.in_books) == (verdict, False)


@pytest.mark.django_db
def test_another_installations_card_needs_its_key() -> None:
    other = Ed25519PrivateKey.generate()
    code = signed(facts(), other)
    assert crediting.check(code, NOW).verdict == "unknown_key"
    public = other.public_key().public_bytes_raw()
    assert crediting.check(code, NOW, [public]).verdict == "valid"


@pytest.mark.django_db
@given(st.data())
def test_any_changed_byte_is_found(data: st.DataObject) -> None:
    code = signed(facts()).removeprefix(tokens.PREFIX)
    whole = bytearray(base64.b32decode(code + "=" * (-len(code) % 8)))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    forged = tokens.PREFIX + base64.b32encode(bytes(whole)).decode().rstrip("=")
    wanted = "unknown_key" if place < tokens.KEY else "forged"
    assert crediting.check(forged, NOW).verdict == wanted


@given(st.text(max_size=200) | st.text("KOMIN1:ABCDEF234567 -", max_size=200))
def test_no_text_makes_it_stumble(text: str) -> None:
    found = tokens.read(tokens.PREFIX + text)
    assert found is None or tokens.facts(found.packed) is None or found.key


def test_the_longest_card_fits_a_picture(held: Gathering) -> None:
    many = [["ê" * crediting.LONGEST, 99, "report_first"]] * crediting.MOST
    long = dict.fromkeys(("name", "body", "for"), "ş" * crediting.LONGEST)
    code = signed(facts(bound=many, **long))
    assert len(code) < tokens.LONGEST
    assert squares(code).side > 0


def test_the_holder_and_the_officers_print_it(held: Gathering) -> None:
    url = f"/mandates/{chair(held).key}/card/"
    for client in (held.chairs[0], held.recorder):
        assert client.get(url).status_code == 200
        assert client.get(url.replace("card/", "card.pdf")).content.startswith(b"%PDF")
    assert held.member.get(url).status_code == held.stranger.get(url).status_code == 403
    resigning.resign(chair(held), by=SYSTEM, at=NOW)
    assert held.chairs[0].get(url).status_code == 403


def test_the_page_takes_a_code_and_keeps_it_out_of_the_address(held: Gathering) -> None:
    code = code_of(chair(held))
    page = post(held.stranger, "/credentials/", code=code)
    assert page.status_code == 200
    assert "It holds" in page.content.decode()
    assert code not in page.content.decode()
    forged = post(held.stranger, "/credentials/", code=code[:-9] + "AAAAAAAAA")
    assert "Forged" in forged.content.decode()
    assert "no code" in post(held.member, "/credentials/", code="x").content.decode()
    assert post(held.member, "/credentials/", code="").status_code == 422


def test_the_key_leaves_as_a_file(held: Gathering) -> None:
    pem = held.member.get("/credentials/key.pem").content.decode()
    assert crediting.public_of(pem) == crediting.own_public()
    assert crediting.public_of("nothing") is None


def test_the_command_tells(held: Gathering, tmp_path: Path) -> None:
    out = StringIO()
    call_command("verify_credential", code_of(chair(held)), stdout=out)
    assert "VALID" in out.getvalue()
    assert "checked in the books" in out.getvalue()
    other = Ed25519PrivateKey.generate()
    with pytest.raises(CommandError, match="UNKNOWN KEY"):
        call_command("verify_credential", signed(facts(), other))
    out = StringIO()
    call_command("verify_credential", "--export", stdout=out)
    file = tmp_path / "key.pem"
    file.write_text(out.getvalue().partition("fingerprint")[0])
    out = StringIO()
    call_command("verify_credential", signed(facts()), "--key", str(file), stdout=out)
    assert "not in the books here" in out.getvalue()


def test_the_api_gives_and_checks(held: Gathering) -> None:
    path = f"/api/v1/mandates/{chair(held).key}/credential"
    assert held.member.get(path).status_code == 403
    code = held.chairs[0].get(path).json()["code"]
    body = json.dumps({"code": code})
    told = held.stranger.post("/api/v1/credentials/check", body, content_type="application/json")
    assert (told.status_code, told.json()["verdict"]) == (200, "valid")
    printed = held.chairs[0].get(f"{path}/print?language=ar").json()
    assert base64.b64decode(printed["pdf"]).startswith(b"%PDF")
    assert client_of("nobody", None).get("/api/v1/credentials/key").status_code == 200
