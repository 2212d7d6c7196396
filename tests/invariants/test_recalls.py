"""Recalls and petitions hold the invariants: one signature, no right left, events and no edits."""

from datetime import timedelta

import pytest

from communes import permissions
from communes.domain import booking
from communes.domain.acting import Actor
from communes.models import Entry
from communes.problems import Refused
from mandates.domain import ending, petitioning, signing
from mandates.models import EndReason, Petition, Signature
from tests.factories.world import SYSTEM
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground, of

pytestmark = pytest.mark.django_db

MOMENT = timedelta(microseconds=1)


def refused(act: object) -> list[str]:
    """The codes for which an act is refused."""
    assert callable(act)
    with pytest.raises(Refused) as found:
        act()
    return [one.code for one in found.value.problems]


# 1. One person, one vote: one signature on a petition, given by nobody else.


def test_nobody_signs_twice_or_for_another(ground: Ground) -> None:
    petition = of(Petition, concluded_at__isnull=True)
    by = Actor(ground.town.women[5])
    assert refused(lambda: signing.sign(petition, by=by, at=TODAY)) == ["signed_already"]
    stranger = Actor(ground.other.women[0])
    assert refused(lambda: signing.sign(petition, by=stranger, at=TODAY)) == ["not_on_roll"]
    assert Signature.objects.filter(petition=petition, person=by.person).count() == 1


# 3. A mandate that is over grants nothing, and its petition is over with it.


def test_rights_end_with_the_recall_and_the_petition_with_the_mandate(ground: Ground) -> None:
    chair = ground.chair("man")
    petition = of(Petition, mandate=chair)
    told = {"reason": EndReason.RECALLED, "resolution": chair.resolution}
    ending.end(chair, by=SYSTEM, at=TODAY, **told)  # type: ignore[arg-type]
    body = ground.town.body
    assert permissions.may_convene(chair.person, body, TODAY - MOMENT)
    assert not permissions.may_convene(chair.person, body, TODAY)
    petition.refresh_from_db()
    by = Actor(ground.town.women[4])
    assert refused(lambda: signing.sign(petition, by=by, at=TODAY)) == ["petition_ended"]


# 6. Acts are events: with who, when and on what ground; never edits.


def test_a_petition_is_told_by_the_book_and_its_signatories_are_not(ground: Ground) -> None:
    rows = Entry.objects.filter(body=ground.town.body)
    opened = rows.filter(kind="petition.opened")
    assert opened.count() == 2
    assert all(ground.town.men[5].key in row.content for row in opened)
    after = rows.filter(kind__in=["petition.ended", "petition.opened"])
    assert not [row for row in after if ground.town.women[5].key in row.content]
    assert booking.verify(ground.town.body) is None


def test_a_reply_once_given_stands(ground: Ground) -> None:
    petition = of(Petition, concluded_at__isnull=True)
    by = Actor(petition.mandate.person)
    petitioning.reply(petition, text="Never.", by=by, at=TODAY)
    assert refused(lambda: petitioning.reply(petition, text="Or once.", by=by, at=TODAY)) == [
        "replied"
    ]
