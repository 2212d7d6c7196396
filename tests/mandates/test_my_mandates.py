"""Mandates on pages: one's own sheets, anybody's chain, a body's seats and delegates."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from communes.models import Body
from mandates.domain import binding, ending
from mandates.models import EndReason, Mandate, OfficeCode, Seat
from tests.counting import queries
from tests.factories import confederation, world
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    """A commune with a council above it and a motion on which it instructed."""
    return confederation.confederation()


def as_role(client: Client, made: Confederation, role: str) -> Client:
    """The client, signed in as one of the cast."""
    client.force_login(made.accounts[role])
    return client


def delegate_of(made: Confederation) -> Mandate:
    """The mandate by which the woman co-chair sits in the council."""
    rows = Mandate.objects.in_force(made.now).filter(seat__body=made.council)
    return rows.get(person=made.home.women[0], seat__office=OfficeCode.DELEGATE)


def test_a_delegate_reads_for_whom_until_when_and_what_binds(
    client: Client, made: Confederation
) -> None:
    page = as_role(client, made, "cochair1").get(reverse("my_mandates")).content.decode()
    assert "You speak for Komîna Zeytûn in Meclîsa Taxê until" in page
    assert "You are co-chair of Komîna Zeytûn until" in page
    assert "Bound: <strong>for</strong>" in page
    assert "Shared well 1" in page
    assert "as co-chair of Komîna Zeytûn" in page
    assert "Meclîsa Taxê meets next:" in page


def test_what_was_voted_on_binds_no_more_and_stands_apart(
    client: Client, made: Confederation
) -> None:
    sheet = binding.sheets([delegate_of(made)], made.now)[0]
    titles = [[one.version.motion.title for one in part] for part in (sheet.bound, sheet.voted)]
    assert titles == [["Shared well 1"], ["Shared oven 1"]]
    page = as_role(client, made, "cochair1").get(reverse("my_mandates")).content.decode()
    binds, _fold, over = page.partition("What binds you")[2].partition("1 vote that is over")
    assert "Shared well 1" in binds
    assert "Shared oven 1" not in binds
    assert "Shared oven 1" in over
    card = client.get(reverse("card", args=[delegate_of(made).public_id])).content.decode()
    assert "Shared well 1" in card
    assert "Shared oven 1" not in card


def test_who_holds_nothing_reads_what_will_be_here(client: Client, made: Confederation) -> None:
    page = as_role(client, made, "resident").get(reverse("my_mandates")).content.decode()
    assert "You hold no mandate now" in page


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert client.get(reverse("my_mandates")).status_code == 302


def test_a_motion_without_an_instruction_stands_apart(client: Client, made: Confederation) -> None:
    from communes.domain import moving

    moving.raise_motion(made.council, title="A mill", text="Build.", by=SYSTEM, at=made.now)
    page = as_role(client, made, "cochair1").get(reverse("my_mandates")).content.decode()
    assert "Before the council, without an instruction" in page
    assert "A mill" in page.split("without an instruction")[1]


def test_a_mandate_that_is_over_moves_below(client: Client, made: Confederation) -> None:
    held = delegate_of(made)
    assert held.rests_on is not None
    ending.end(held.rests_on, reason=EndReason.RESIGNED, by=SYSTEM, at=made.now)
    page = as_role(client, made, "cochair1").get(reverse("my_mandates")).content.decode()
    assert "You speak for" not in page
    assert "Past mandates" in page
    assert "resigned" in page


def test_the_number_of_queries_does_not_grow_with_mandates(
    client: Client, made: Confederation
) -> None:
    as_role(client, made, "cochair1")
    before = queries(lambda: client.get(reverse("my_mandates")))
    confederation.grow(made)
    confederation.grow(made)
    assert queries(lambda: client.get(reverse("my_mandates"))) == before


def test_anybody_sees_a_mandate_with_its_chain(client: Client, made: Confederation) -> None:
    held = delegate_of(made)
    page = as_role(client, made, "resident").get(reverse("mandate", args=[held.public_id]))
    told = page.content.decode()
    assert "speaks for Komîna Zeytûn in Meclîsa Taxê" in told
    assert "Resolution" in told
    assert "Instruction" in told
    assert "not opened yet" in told


def test_a_seat_shows_its_life_without_what_was_a_slip(client: Client, made: Confederation) -> None:
    held = delegate_of(made)
    assert held.rests_on is not None
    ending.end(held.rests_on, reason=EndReason.RESIGNED, by=SYSTEM, at=made.now)
    url = reverse("seat", args=[held.seat.public_id])
    told = as_role(client, made, "resident").get(url).content.decode()
    assert "This seat is vacant." in told
    assert "Filled with the co-chair&#x27;s seat of Komîna Zeytûn" in told
    assert held.person.name in told


def test_an_unknown_mandate_or_seat_is_not_there(client: Client, made: Confederation) -> None:
    as_role(client, made, "resident")
    for name in ("mandate", "seat"):
        url = reverse(name, args=["00000000-0000-4000-8000-000000000000"])
        assert client.get(url).status_code == 404


def panel(tag: str, body: Body, made: Confederation, role: str) -> str:
    """A panel of this floor as another page shows it to one of the cast."""
    request = RequestFactory().get("/")
    request.user = made.accounts[role]
    template = Template("{% load delegates %}{% " + tag + " body at %}")
    at = made.now + timedelta(seconds=1)
    return template.render(Context({"request": request, "body": body, "at": at}))


def test_everyone_sees_our_delegates_and_what_binds_them(made: Confederation) -> None:
    told = panel("body_delegates", made.home.body, made, "resident")
    assert "Our delegates" in told
    assert made.home.men[0].name in told
    assert "Bound: <strong>for</strong>" in told


def test_a_vacant_half_says_what_is_done_about_it(made: Confederation) -> None:
    chair = world.holder(world.seat(made.home.body, OfficeCode.CO_CHAIR, "woman"), made.now)
    assert chair is not None
    ending.end(chair, reason=EndReason.RESIGNED, by=SYSTEM, at=made.now)
    told = panel("body_seats", made.home.body, made, "resident")
    assert "vacant" in told
    assert "Its election waits for the next agenda" in told
    assert made.home.men[0].name in told


def test_caretakers_are_marked(made: Confederation) -> None:
    held = world.holder(world.seat(made.home.body, OfficeCode.CO_CHAIR, "woman"), made.now)
    assert held is not None
    assert held.until is not None
    made.now = held.until + timedelta(days=1)
    assert panel("body_seats", made.home.body, made, "resident").count("caretaker since") == 2


def test_what_binds_a_circles_delegates_is_for_its_members(made: Confederation) -> None:
    women = Body.objects.get(circle="women", name__startswith=made.home.body.name)
    host = Body.objects.create(
        kind="council", circle="women", made_of="seats", name="Women's council",
        folded="womens council", time_zone=world.ZONE, founded_at=made.now, level="neighbourhood",
    )  # fmt: skip
    Seat.objects.create(
        body=host, office="delegate", number=1, reserved_gender="woman", sending_body=women,
        since=made.now,
    )  # fmt: skip
    of_women = panel("body_delegates", women, made, "cochair1")
    of_men = panel("body_delegates", women, made, "cochair2")
    assert "for members of the circle alone" in of_men
    assert "for members of the circle alone" not in of_women


@pytest.mark.parametrize("tag", ["body_seats", "body_delegates"])
def test_panels_take_a_constant_number_of_queries(tag: str, made: Confederation) -> None:
    body = made.council if tag == "body_seats" else made.home.body
    before = queries(lambda: panel(tag, body, made, "resident"))
    confederation.grow(made)
    confederation.grow(made)
    assert queries(lambda: panel(tag, body, made, "resident")) == before
