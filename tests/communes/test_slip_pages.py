"""Slips are printed by those who keep the register, and a lost one is replaced."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import issuing
from communes.domain.acting import Actor
from communes.models import Entry, MemberNumber, Person, Slip
from communes.papers.slips import slips_of, slips_paper
from communes.pictures import squares
from communes.typesetting import pdf, plain
from tests.counting import queries
from tests.factories.gathering import Gathering, gathering, post
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering(present=2)


def person(held: Gathering) -> Person:
    return held.town.women[5]


def test_the_paper_has_names_and_numbers_and_its_codes_say_nothing(held: Gathering) -> None:
    at = timezone.now()
    slips = slips_of(held.body, Person.objects.all(), at)
    paper = slips_paper(held.body, slips, "ar")
    text = plain(paper)
    member = MemberNumber.objects.get(person=person(held))
    assert f"{member.number[:-1]}-{member.number[-1]} {person(held).name}" in text
    codes = [row["qr"] for block in paper.blocks for row in block.get("rows", [])]
    assert len(codes) == len(set(codes)) == len(slips)
    assert all(len(code) == 30 and code.isdecimal() for code in codes)
    assert not any(code in text for code in codes)
    assert squares(codes[0]).side <= 21 + 8  # the coarsest there is: cheap cameras read it
    assert pdf(paper) == pdf(paper)


def test_printing_changes_nothing_and_knows_person_and_household(held: Gathering) -> None:
    url = reverse("slips_pdf", args=[held.body.public_id])
    before = list(Slip.objects.values_list("public_id", flat=True))
    home = person(held).residences.get().household
    for asked in ({}, {"person": person(held).key}, {"home": home.key}):
        answer = held.recorder.get(url, asked)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
    assert list(Slip.objects.values_list("public_id", flat=True)) == before
    for asked in ({"person": "nonsense"}, {"person": held.body.key}, {"home": "\x00"}):
        assert held.recorder.get(url, asked).status_code == 404


def test_a_lost_slip_is_replaced_once_however_often_it_is_asked(held: Gathering) -> None:
    url = reverse("replace_slip", args=[held.body.public_id, person(held).public_id])
    old = Slip.objects.get(member__person=person(held))
    for _time in range(2):
        answer = post(held.recorder, url, submission="12345678")
        assert answer.status_code == 302
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert Slip.objects.filter(member__person=person(held)).count() == 2
    assert Entry.objects.filter(kind="slip.replaced").count() == 1
    page = held.recorder.get(answer["Location"]).content.decode()
    assert str(old.member) in page


def test_an_old_register_gets_its_numbers_from_the_page(held: Gathering) -> None:
    Slip.objects.all().delete()
    MemberNumber.objects.all().delete()
    page = reverse("slips", args=[held.body.public_id])
    assert "no number and no slip yet" in held.recorder.get(page).content.decode()
    url = reverse("give_numbers", args=[held.body.public_id])
    assert post(held.recorder, url).status_code == 302
    assert "Everyone in the register has" in held.recorder.get(page).content.decode()
    assert MemberNumber.objects.filter(commune=held.body.pk).count() > 20


def test_only_those_who_keep_the_register_print_and_replace(held: Gathering) -> None:
    pages = [reverse(name, args=[held.body.public_id]) for name in ("slips", "slips_pdf")]
    replace = reverse("replace_slip", args=[held.body.public_id, person(held).public_id])
    give = reverse("give_numbers", args=[held.body.public_id])
    for client in (held.member, held.stranger, held.guest):
        assert [client.get(page).status_code for page in pages] == [404, 404]
        assert post(client, replace).status_code == post(client, give).status_code == 404


def test_the_paper_costs_the_same_for_three_and_for_all(held: Gathering) -> None:
    at = timezone.now()
    few = Person.objects.filter(pk__in=[one.pk for one in held.town.women[:3]])
    asked = queries(lambda: slips_paper(held.body, slips_of(held.body, few, at), "en"))
    everyone = Person.objects.all()
    assert queries(lambda: slips_paper(held.body, slips_of(held.body, everyone, at), "en")) == asked


def test_a_slip_of_another_machine_is_printed_without_a_code(
    held: Gathering, settings: object
) -> None:
    settings.SECRET_KEY = "another machine's"  # type: ignore[attr-defined]
    paper = slips_paper(held.body, slips_of(held.body, Person.objects.all(), timezone.now()), "en")
    row = paper.blocks[-1]["rows"][0]
    assert row["qr"] == ""
    assert "issue another slip" in row["told"]
    assert pdf(paper).startswith(b"%PDF")
    new = issuing.replace(held.body, person(held), by=Actor(held.town.women[1]), at=timezone.now())
    assert issuing.code_of(new)
