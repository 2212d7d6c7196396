"""The chain of a mandate, from the resolution that gave it to its end, on pages and by programs."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from communes.models import Ballot, Resolution
from mandates.domain import binding, ending
from mandates.models import EndReason, Mandate
from tests.counting import queries
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import SYSTEM, Town
from tests.invariants.asking import at as clock
from tests.mandates.test_hearing import SWEPT, decided, deviated
from tests.mandates.test_instructing import question

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def voted() -> tuple[Town, Mandate, Ballot]:
    """A delegate who voted in the council, and the vote; it was decided."""
    first, _second, ballot = deviated("for", "against", "for", "against")
    decided(ballot)
    rows = Mandate.objects.filter(seat__body=ballot.item.meeting.body, person=first.women[0])
    return first, rows.select_related("rests_on", "seat__body").get(), ballot


def shown(mandate: Mandate, at: datetime) -> str:
    """The page of the mandate, as its holder sees it."""
    client = Client()
    account = mandate.person.account if hasattr(mandate.person, "account") else None
    with clock(at):
        client.force_login(account or world.account("holder", mandate.person))
        return client.get(f"/mandates/{mandate.key}/").content.decode()


def asked(mandate: Mandate, at: datetime) -> list[str]:
    """The motions that are the mandate's at the instant."""
    row = binding.with_seats(Mandate.objects.filter(pk=mandate.pk)).get()
    return [one.version.motion.title for one in binding.sheets([row], at)[0].questions]


def test_what_is_asked_after_it_ended_is_not_the_mandates() -> None:
    _town, mandate, ballot = voted()
    assert mandate.until is not None
    later = question(ballot.item.meeting.body)
    later.motion.title = "A bakery"
    later.motion.save()
    assert sorted(asked(mandate, SWEPT)) == ["A bakery", "Shared well"]
    assert asked(mandate, mandate.until) == ["Shared well"]
    page = shown(mandate, mandate.until)
    assert "A bakery" not in page
    assert "What bound this delegate" in page
    assert f"{mandate.person.name} spoke for" in page


def test_each_step_leads_to_its_minutes_and_the_term_to_its_end() -> None:
    _town, mandate, ballot = voted()
    assert mandate.until is not None
    assert mandate.rests_on is not None
    given = mandate.rests_on.resolution
    assert given is not None
    page = shown(mandate, SWEPT)
    for one in (given, Resolution.objects.get(ballot=ballot)):
        assert f"/resolutions/{one.key}/" in page
    assert f"/mandates/{mandate.rests_on.key}/" in page
    assert "the term ran out" not in page
    assert "the term ran out" in shown(mandate, mandate.until)


def test_a_recall_of_the_ground_stands_at_the_end_of_the_chain() -> None:
    _town, mandate, _ballot = voted()
    ground = mandate.rests_on
    assert ground is not None
    taken = Resolution.objects.filter(body=ground.seat.body).latest("pk")
    reason = EndReason.RECALLED
    ending.end(ground, reason=reason, by=SYSTEM, at=SWEPT, resolution=taken)
    mandate.refresh_from_db()
    page = shown(mandate, SWEPT + DAY)
    assert "the mandate it rested on ended" in page
    assert f"/resolutions/{taken.key}/" in page
    caller = Caller(world.account("reader", _town.men[5]))
    told = caller.get(f"mandates/{ground.key}").body
    assert told["mandate"]["ended_by"] == taken.key


def test_a_program_reads_a_seats_life() -> None:
    town, mandate, _ballot = voted()
    reader = Caller(world.account("reader", town.men[5]))
    path = f"seats/{mandate.seat.key}"
    life = reader.get(path).body["life"]
    assert [one["mandate"]["person"]["id"] for one in life if one["mandate"]] == [
        mandate.person.key
    ]
    one = queries(lambda: reader.get(path))
    ending.end(mandate, reason=EndReason.RESIGNED, by=SYSTEM, at=SWEPT)
    assert queries(lambda: reader.get(path)) == one
    assert reader.get(f"seats/{mandate.key}").status == 404
