"""The rules refuse what breaks invariants 6, 7, 8 and 10."""

import json
from datetime import timedelta

import pytest

from communes import permissions
from communes.domain import attending, erasing, mending, moving, opening, signing, voting
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.demanding import demand
from communes.domain.planning import PlannedItem
from communes.models import (
    Attendance,
    Entry,
    Person,
    Resolution,
    ResolutionEffect,
    Role,
    RollCallVote,
)
from mandates.domain import ending
from mandates.models import EndReason
from quotas.arithmetic.composition import Composition, verdict
from quotas.domain import auditing, establishing, nominating
from quotas.models import Finding
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.invariants.days import MET, TODAY
from tests.invariants.ground import Ground, of
from tests.invariants.refusing import codes

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOW = {"by": SYSTEM, "at": TODAY}
THEN = {"by": SYSTEM, "at": MET}


# 6. Acts are events with actor, basis, place and both instants; never edits.


def test_a_slip_is_a_new_event(ground: Ground) -> None:
    old = of(Resolution, item__meeting=ground.closed, mends__isnull=True, item__kind="decision")
    new = of(Resolution, mends=old)
    assert (old.votes_for, new.votes_for) == (12, 13)
    assert of(ResolutionEffect, resolution=old).effect == "struck"
    kinds = Entry.objects.filter(body=old.body).values_list("kind", flat=True)
    assert [*kinds].count("resolution.struck") == 1


def test_what_was_signed_is_not_mended(ground: Ground) -> None:
    signed = of(Resolution, item__meeting=ground.signed)
    assert codes(mending.strike, signed, reason="No.", **NOW) == {"minutes_signed"}


def test_every_entry_says_who_where_when_and_on_what_ground(ground: Ground) -> None:
    for entry in Entry.objects.select_related("body"):
        content = json.loads(entry.content)
        assert content["actor"] or content["account"] or content["basis"], content
        assert content["book"] == entry.body.key
        assert content["happened_at"] <= content["recorded_at"], content


def test_nobody_acts_without_a_name_or_a_ground() -> None:
    with pytest.raises(ValueError, match="nobody acts"):
        Actor()


def test_what_ended_stays_ended(ground: Ground) -> None:
    chair = ground.chair()
    ending.end(chair, reason=EndReason.RECALLED, by=SYSTEM, at=TODAY, resolution=chair.resolution)
    assert ending.end(chair, reason=EndReason.RESIGNED, by=SYSTEM, at=TODAY + DAY) == []
    chair.refresh_from_db()
    assert (chair.end_reason, chair.until) == ("recalled", TODAY)


# 7. A verdict is pass, fail, vacant or undeterminable, and never a guess.


def test_a_verdict_is_one_of_four_and_never_a_guess(ground: Ground) -> None:
    rule = establishing.parameters(TODAY).composition
    held = {
        "pass": Composition(women=2, men=2, other=1),
        "fail": Composition(women=1, men=4),
        "vacant": Composition(women=1, men=2, vacant_women=1, vacant_open=1),
        "undeterminable": Composition(women=1, men=2, undisclosed=2),
    }
    assert {name: str(verdict(rule, one)) for name, one in held.items()} == {
        name: name for name in held
    }


def test_an_audit_once_made_stays_as_it_was(ground: Ground) -> None:
    found = Finding.objects.filter(audit=ground.audit).order_by("pk")
    before = list(found.values())
    ending.end(ground.chair("man"), reason=EndReason.RESIGNED, by=SYSTEM, at=MET)
    auditing.run(ground.audit, at=TODAY)
    assert before
    assert list(found.values()) == before


# 8. Only members of the circle take part in its business.


def test_no_man_takes_part_in_a_womens_meeting(ground: Ground) -> None:
    man, meeting = ground.man, ground.womens
    assert codes(attending.check_in, meeting, [man], **THEN) == {"circle"}
    assert codes(attending.check_in_guest, meeting, "Guest", **THEN) == {"circle"}
    assert codes(opening.name_for, meeting, man, Role.CHAIR, **THEN) == {"circle"}
    assert "not_on_roll" in codes(nominating.stand, ground.womens_election, man, **THEN)
    vote = {"person": man, "choice": "for"}
    assert codes(voting.cast, ground.womens_ballot, **vote, **THEN) == {"not_in_room"}


def test_no_man_brings_business_before_women(ground: Ground) -> None:
    man, women = ground.man, ground.women
    text = {"title": "Mine", "text": "All."}
    assert codes(moving.raise_motion, women, **text, by=Actor(man), at=MET) == {"circle"}
    where = Invitation("Yard", TODAY + 9 * DAY, [PlannedItem("Mine")])
    asked = codes(demand, women, where, reason="x", signers=[man], **NOW)
    assert asked == {"signer_not_member"}
    assert "not_a_chair" in codes(signing.sign, ground.womens, person=man, **NOW)


def test_nobody_outside_reads_of_it_an_administrator_included(ground: Ground) -> None:
    staff = world.account("root", None)
    staff.is_staff = staff.is_superuser = True
    staff.save()
    for person in (permissions.person_of(staff), ground.man, ground.other.women[0]):
        assert not permissions.may_read_meetings(person, ground.women, TODAY)
        assert ground.womens not in permissions.readable_meetings(person, TODAY)
        assert not permissions.may_run(person, ground.womens, TODAY)
        assert not permissions.may_see_people(person, ground.womens, TODAY)
    assert permissions.may_read_meetings(ground.woman, ground.women, TODAY)


# 10. Personal lists are kept apart from the books, and for the charter's time only.


def test_no_name_stands_in_a_book(ground: Ground) -> None:
    names = set(Person.objects.values_list("name", flat=True))
    for content in Entry.objects.values_list("content", flat=True):
        assert not [name for name in names if name in content]


def test_who_came_and_who_voted_how_stands_in_no_book(ground: Ground) -> None:
    town, old = ground.town, ground.old
    ordinary = [*town.men[5:7], town.women[5], *old.men[1:3], old.women[3]]
    assert Attendance.objects.filter(person__in=ordinary, meeting=ground.signed).count() == 3
    assert RollCallVote.objects.filter(person__in=ordinary).count() == 3
    told = Entry.objects.filter(kind__in=["minutes.signed", "resolution.entered"])
    for content in told.values_list("content", flat=True):
        assert not [person for person in ordinary if person.key in content]


def test_a_list_not_due_is_not_erased(ground: Ground) -> None:
    kept = Attendance.objects.filter(meeting=ground.signed).count()
    erasing.erase_due(TODAY + 4000 * DAY)
    assert Attendance.objects.filter(meeting=ground.signed).count() == kept > 0
