"""Two sweeps at once: each member is told once, each letter leaves once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from communes.domain import booking, mailing, noticing
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Delivery, Entry, MailAddress, Notice
from tests.factories import world
from tests.factories.world import NOW, Town
from tests.mailing import MailServer, mail_server
from tests.races.racing import Outcome, race, unlocked

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(days=40)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as found:
        yield found


@pytest.fixture
def town() -> Town:
    """A commune with a meeting convened, and one member who gets letters."""
    made = world.settled_town(pairs=8)
    account = world.account("aram", made.men[3])
    MailAddress.objects.create(
        account=account, address="aram@example.org", entered_at=NOW, confirmed_at=NOW
    )
    invitation = Invitation("Yard", LATER + timedelta(days=9), [PlannedItem("Well")])
    convene(made.body, invitation, by=Actor(made.women[0]), at=LATER)
    return made


def handed_twice() -> Outcome:
    """Two workers hand out the same notice."""

    def hand() -> int:
        return noticing.hand_out(LATER)

    return race(hand, hand, before="UPDATE .communes_notice")


def test_two_sweeps_hand_out_a_notice_once(town: Town) -> None:
    outcome = handed_twice()
    assert (outcome.met, outcome.failures) == (False, [])
    assert sorted(str(answer) for answer in outcome.answers) == ["0", "1"]
    assert Delivery.objects.count() == 2
    assert Entry.objects.filter(kind="notice.sent").count() == 1
    assert booking.verify(town.body) is None


def test_without_the_lock_the_notice_is_entered_twice(town: Town) -> None:
    with unlocked(Notice):
        outcome = handed_twice()
    assert outcome.met
    assert Delivery.objects.count() == 2  # that the database forbids by itself
    assert Entry.objects.filter(kind="notice.sent").count() == 2


def sent_twice() -> Outcome:
    """Two workers send what is due."""
    noticing.hand_out(LATER)

    def send() -> int:
        return mailing.send(LATER)

    return race(send, send, before="UPDATE .communes_delivery")


def test_two_sweeps_send_a_letter_once(town: Town, server: MailServer) -> None:
    outcome = sent_twice()
    assert outcome.failures == []
    assert outcome.met  # both wanted it; the database gave it to one
    assert sorted(str(answer) for answer in outcome.answers) == ["0", "1"]
    assert len(server.letters) == 1


def test_who_takes_a_letter_without_asking_sends_it_twice(
    town: Town, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = QuerySet.update

    def taken(rows: Any, **values: Any) -> int:
        return update(rows, **values) or 1

    monkeypatch.setattr(QuerySet, "update", taken)
    assert sent_twice().met
    assert len(server.letters) == 2
