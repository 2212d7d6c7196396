"""The first page and the account: what waits, in a constant number of queries; notices."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.domain import closing, convening, demanding, signing
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Account, Notice
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AGO = NOW - timedelta(days=340)


@laid
def made() -> Town:
    """A commune whose officers' terms end in 25 days."""
    return world.settled_town(pairs=8, at=AGO)


def signed_in(made: Town, index: int = 0) -> Client:
    """One of the women, signed in; the first is co-chair, the second secretary."""
    client = Client()
    person = made.women[index]
    account = Account.objects.filter(person=person).first()
    client.force_login(account or world.account(f"woman{index}", person))
    return client


def queries(client: Client, url: str = "/") -> int:
    """How many queries the page asks."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def closed(made: Town, days: int) -> Any:
    """An assembly held and closed so many days ago."""
    held = world.assembly(made, at=NOW - timedelta(days=days))
    closing.close(held, by=SYSTEM, at=NOW - timedelta(days=days) + timedelta(hours=2))
    return held


def test_a_stranger_is_welcomed(made: Town, client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert b"I have an invitation code" in page.content
    assert made.body.name not in page.content.decode()


def test_the_very_first_is_led_to_the_founding(client: Client) -> None:
    assert client.get("/")["Location"] == "/begin/"


def test_minutes_wait_until_they_are_signed_as_they_stand(made: Town) -> None:
    held = closed(made, 3)
    chair, other = signed_in(made), signed_in(made, 3)
    assert chair.get("/").context["to_sign"] == [held]
    assert other.get("/").context["to_sign"] == []
    signing.sign(held, person=made.women[0], by=Actor(made.women[0]), at=NOW)
    assert chair.get("/").context["to_sign"] == []
    from communes.domain import recording

    item = held.items.order_by("position")[1]
    recording.write(item, text="A forgotten sentence.", version=0, by=SYSTEM, at=NOW)
    assert chair.get("/").context["to_sign"] == [held]


def test_meetings_to_open_and_to_record(made: Town) -> None:
    today = NOW - timedelta(minutes=10)
    items = [PlannedItem("Pump")]
    due = convening.convene(
        made.body,
        Invitation("School", today, items),
        by=SYSTEM,
        at=NOW - timedelta(days=10),
    )
    convening.convene(
        made.body, Invitation("School", NOW + timedelta(days=9), items), by=SYSTEM, at=NOW
    )
    assert signed_in(made, 1).get("/").context["to_run"] == [due]
    assert signed_in(made, 3).get("/").context["to_run"] == []
    held = world.assembly(made, at=NOW - timedelta(hours=1))
    assert held in signed_in(made, 1).get("/").context["to_run"]


def test_demands_wait_for_those_who_have_not_signed(made: Town) -> None:
    what = Invitation("Tree", NOW + timedelta(days=9), [PlannedItem("Water")])
    request = demanding.demand(
        made.body, what, reason="Dry.", signers=[made.women[3]], by=Actor(made.women[3]), at=NOW
    )
    assert signed_in(made, 4).get("/").context["demands"] == [request]
    assert signed_in(made, 3).get("/").context["demands"] == []


def test_terms_that_end_soon_are_said(made: Town) -> None:
    assert b"your mandate: co-chair" in signed_in(made).get("/").content
    assert b"your mandate" not in signed_in(made, 3).get("/").content


def test_a_circle_stays_among_its_members(made: Town) -> None:
    assembly = made.body.dependants.get(relation="beside").body
    convening.convene(
        assembly,
        Invitation("School", NOW + timedelta(days=9), [PlannedItem("Our own matter")]),
        by=SYSTEM,
        at=NOW,
    )
    man = Client()
    man.force_login(world.account("man", made.men[3]))
    assert assembly not in man.get("/").context["bodies"]
    assert assembly in signed_in(made, 3).get("/").context["bodies"]


def test_queries_stay_as_many(made: Town) -> None:
    client = signed_in(made)

    def grow(days: int) -> None:
        held = world.assembly(made, at=NOW - timedelta(days=days))
        world.decide(held.items.get(position=1), Count(15), held.starts_at)
        signed_half = closed(made, days + 1)
        closed(made, days + 2)
        signing.sign(signed_half, person=made.women[0], by=Actor(made.women[0]), at=NOW)
        what = Invitation("Tree", NOW + timedelta(days=9), [PlannedItem("Water")])
        signer = made.women[3]
        demanding.demand(made.body, what, reason="Dry.", signers=[signer], by=Actor(signer), at=NOW)

    grow(5)
    client.get("/")
    before = queries(client)
    grow(15)
    grow(25)
    assert queries(client) == before


def test_notices_are_read_one_by_one_and_all(made: Town) -> None:
    client = signed_in(made)
    mine = Account.objects.get(person=made.women[0])
    for number in range(3):
        Notice.objects.create(
            account=mine, occasion=f"o{number}", code="account_reset", written_at=NOW
        )
    theirs = Notice.objects.create(
        account=world.account("other", made.women[5]),
        occasion="theirs",
        code="account_reset",
        written_at=NOW,
    )
    first = client.get("/").context["notices"][0][0]
    assert client.post(f"/notices/{first.key}/read/")["Location"] == "/"
    assert len(client.get("/").context["notices"]) == 2
    assert client.post(f"/notices/{theirs.key}/read/").status_code == 404
    assert client.post("/notices/read/", {"back": "account"})["Location"] == "/account/"
    assert client.get("/").context["notices"] == []
    assert len(client.get("/account/").context["sentences"]) == 3
    assert theirs.deliveries.count() == 0


def test_an_account_without_a_person_gets_its_pages(made: Town, client: Client) -> None:
    client.force_login(world.account("machine", None))
    assert client.get("/").status_code == 200
    assert client.get("/account/").status_code == 200


def test_the_language_is_the_accounts(made: Town) -> None:
    client = signed_in(made)
    client.post("/i18n/setlang/", {"language": "ar", "next": "/account/"})
    page = client.get("/account/")
    assert b'dir="rtl"' in page.content
    assert Account.objects.get(person=made.women[0]).language == "ar"
