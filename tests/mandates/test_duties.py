"""What waits for a delegate, a petition's subject and a verifier on the first page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from communes.domain import closing, convening
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.planning import PlannedItem
from communes.models import Person
from mandates.domain import declaring, duties, petitioning
from mandates.models import Mandate
from tests.counting import queries
from tests.factories import world
from tests.factories.petitions import Demand
from tests.factories.world import SYSTEM
from tests.invariants.asking import at as clock
from tests.mandates.test_declaring import DECLARED, amended, mandate_of
from tests.mandates.test_instructing import SESSION
from tests.mandates.test_reporting import LATE, filed, followed, held
from tests.mandates.test_sheets import confirm, hand_in, made, verifiers

__all__ = ["made"]
pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def first_page(person: Person, name: str) -> str:
    client = Client()
    client.force_login(world.account(name, person))
    return client.get("/").content.decode()


def test_reports_wait_until_they_are_filed() -> None:
    first, _second, meeting = held()
    delegate = first.women[0]
    (due,) = duties.of(delegate, LATE).reports
    assert (due.session, due.state(LATE)) == (meeting, "overdue")
    assert not duties.of(first.women[5], LATE)
    with clock(LATE):
        assert "Overdue since" in first_page(delegate, "delegate")
    filed(first.body, meeting, LATE)
    assert not duties.of(delegate, LATE).reports


def test_who_comes_later_does_not_owe_what_was_left_open() -> None:
    first, _second, meeting = held()
    before = Mandate.objects.get(seat__body=meeting.body, person=first.women[0])
    after = LATE + HOUR
    new = followed(before, first.women[5], LATE)
    assert not duties.of(new.person, after).reports
    with clock(after):
        client = Client()
        client.force_login(world.account("newcomer", new.person))
        sheet = client.get(reverse("my_mandates")).content.decode()
    assert "It was left by those who sat there before you." in sheet


def test_an_amended_text_is_declared_once() -> None:
    first, _second, version = amended()
    (one,) = duties.of(first.women[0], DECLARED).declaring
    assert (one.version, one.mandate) == (version, mandate_of(first, version))
    with clock(DECLARED):
        assert "within your instruction" in first_page(first.women[0], "delegate")
    declaring.declare(one.mandate, version, "within", by=SYSTEM, at=DECLARED)
    assert not duties.of(first.women[0], DECLARED).declaring
    assert duties.of(first.men[0], DECLARED).declaring


def test_a_petition_waits_for_the_reply_of_whom_it_concerns(made: Demand) -> None:
    subject, at = made.petition.mandate.person, made.opened + HOUR
    assert duties.of(subject, at).replies == [made.petition]
    assert not duties.of(made.town.women[8], at).replies
    assert not duties.of(subject, made.petition.closes_at).replies
    petitioning.reply(made.petition, text="I did.", by=Actor(subject), at=at)
    assert not duties.of(subject, at).replies


def test_a_sheet_waits_for_those_on_whom_the_lot_fell(made: Demand) -> None:
    sheet, at = hand_in(made, made.town.women[7]), made.opened + timedelta(days=1, hours=1)
    drawn = verifiers(sheet)
    for person in made.town.people:
        found = [row.sheet for row in duties.of(person, at).verifications]
        assert found == ([sheet] if person in drawn else [])
    assert not duties.of(drawn[0], sheet.confirm_by).verifications
    confirm(made, sheet, timedelta(days=2))
    assert not duties.of(drawn[0], at).verifications


def test_duties_take_as_many_queries_for_one_session_as_for_three() -> None:
    first, _second, meeting = held()
    delegates = [first.women[0], first.men[0]]
    few = queries(lambda: duties.of(delegates[0], LATE))
    for days in (2, 3):
        at = SESSION + timedelta(days=days)
        invitation = Invitation("Hall", at, [PlannedItem("Tea", "discussion")])
        further = convening.convene(meeting.body, invitation, by=SYSTEM, at=SESSION - timedelta(9))
        world.opened(further, delegates, delegates[0], delegates, at)
        closing.close(further, by=SYSTEM, at=at)
    assert len(duties.of(delegates[0], LATE).reports) == 3
    assert queries(lambda: duties.of(delegates[0], LATE)) == few
