"""No operation of the API breaks an invariant: what is refused is refused there too."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communes.domain import erasing
from communes.models import Attendance, Entry, Resolution, RollCallVote
from mandates.domain import ending
from mandates.models import EndReason
from quotas.domain import nominating
from quotas.models import Audit, Finding
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.invariants.asking import at, caller
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground, of
from tests.invariants.test_pages import opened

pytestmark = pytest.mark.django_db

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
CLOSED = {403, 404}


def notice(**told: Any) -> dict[str, Any]:
    """A meeting in ten days."""
    starts = timezone.now() + 10 * DAY
    items = [{"title": "Water"}]
    return {"place": "Yard", "starts_at": starts.isoformat(), "items": items, **told}


# 1. One person, one vote.


def test_nobody_votes_twice_or_from_elsewhere(ground: Ground) -> None:
    secretary = caller(ground.town.women[1])
    path = f"ballots/{ground.ballot.key}/votes"
    voter, stranger = ground.town.women[0], ground.other.women[0]
    for choice in ("for", "against"):
        secretary.post(path, {"person": voter.key, "choice": choice})
    assert secretary.post(path, {"person": stranger.key, "choice": "for"}).status >= 400
    votes = RollCallVote.objects.filter(ballot=ground.ballot)
    assert votes.filter(person=voter).count() == 1
    assert not votes.filter(person=stranger).exists()


def test_nobody_comes_in_twice(ground: Ground) -> None:
    secretary = caller(ground.town.women[1])
    path = f"meetings/{ground.open.key}/attendance"
    person = ground.town.recorder
    assert secretary.post(path, {"persons": [person.key, person.key]}).status in {201, 400}
    assert secretary.post(path, {"persons": [person.key]}).status in {201, 409}
    assert Attendance.objects.filter(meeting=ground.open, person=person).count() == 1


def test_nobody_else_casts_a_vote(ground: Ground) -> None:
    told = {"person": ground.man.key, "choice": "for"}
    assert caller(ground.man).post(f"ballots/{ground.ballot.key}/votes", told).status == 403


# 2. A pair is never of the wrong genders.


def test_a_woman_is_not_put_up_for_a_mans_seat(ground: Ground) -> None:
    item = opened(ground).items.get()
    secretary = caller(ground.town.women[1])
    path = f"items/{item.key}/election/candidates"
    refused = secretary.post(path, {"person": ground.woman.key})
    assert (refused.status, refused.codes) == (409, ["seat_reserved"])
    election = nominating.of_item(item)
    assert election is not None
    assert not election.candidacies.exists()


# 3. A mandate that is over grants nothing, from the instant it is over.


def test_an_operation_closes_at_the_instant(ground: Ground) -> None:
    chair = ground.chair()
    assert chair.until is not None
    path = f"bodies/{ground.town.body.key}/meetings"
    over = chair.until + 60 * DAY
    for instant, status in ((over - MOMENT, 201), (over, 403)):
        with at(instant):
            assert caller(chair.person).post(path, notice()).status == status


def test_mandates_over_are_no_longer_ones_own(ground: Ground) -> None:
    delegate = ground.delegate()
    assert delegate.until is not None
    for instant, count in ((delegate.until - MOMENT, 1), (delegate.until, 0)):
        with at(instant):
            rows = caller(delegate.person).get("mandates", mine="true").rows
            now = [row for row in rows if row["id"] == delegate.key and row.get("in_force", True)]
            held = [row for row in now if row["until"] is None or _later(row["until"], instant)]
            assert len(held) == count


def _later(told: str, instant: object) -> bool:
    from datetime import datetime

    return datetime.fromisoformat(told) > instant  # type: ignore[operator]


# 6. Acts are events, never edits.


def test_what_was_signed_is_neither_struck_nor_mended(ground: Ground) -> None:
    signed = of(Resolution, item__meeting=ground.signed)
    for person in (ground.town.recorder, ground.town.women[0]):
        program = caller(person)
        for act in ("strike", "mend"):
            told = {"reason": "No.", "votes_for": 1}
            assert program.post(f"resolutions/{signed.key}/{act}", told).status in {403, 404, 409}
        item = ground.item(ground.signed)
        told = {"text": "Never said.", "version": item.text_version}
        assert program.put(f"items/{item.key}/record", told).status in {403, 404, 409}
    assert not signed.effects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_no_row_is_edited_or_deleted(method: str, ground: Ground) -> None:
    program = caller(ground.town.women[0])
    rows = {
        "resolutions": of(Resolution).key,
        "mandates": ground.chair().key,
        "audits": ground.audit.key,
        "motions": ground.motion.motion.key,
    }
    for noun, key in rows.items():
        assert program.send(method, f"{noun}/{key}", {"verdict": "pass"}).status == 405, noun


def test_what_a_program_does_is_entered_with_its_actor(ground: Ground) -> None:
    chair = ground.chair().person
    made = caller(chair).post(f"bodies/{ground.town.body.key}/meetings", notice())
    assert made.status == 201
    entry = Entry.objects.order_by("-pk")[0]
    assert f'"actor":"{chair.key}"' in entry.content
    assert f'"account":"{chair.account.key}"' in entry.content


# 7. A verdict is never a guess.


def test_a_finding_is_read_and_never_written(ground: Ground) -> None:
    auditor = world.auditor(ground.town, ground.town.women[4], TODAY).person
    program = caller(auditor)
    before = list(Finding.objects.order_by("pk").values())
    path = f"audits/{ground.audit.key}/findings"
    assert {row["verdict"] for row in program.get(path).rows} <= {
        "fail",
        "vacant",
        "undeterminable",
    }
    for method in ("post", "put", "patch", "delete"):
        assert program.send(method, path, {"verdict": "pass"}).status == 405
    assert list(Finding.objects.order_by("pk").values()) == before


def test_no_day_is_audited_that_has_not_come(ground: Ground) -> None:
    auditor = world.auditor(ground.town, ground.town.women[4], TODAY).person
    count = Audit.objects.count()
    later = (timezone.now() + 9 * DAY).date().isoformat()
    refused = caller(auditor).post("audits", {"on": later, "scope": ground.town.body.key})
    assert refused.status in {400, 409}
    assert Audit.objects.count() == count


# 8. Only members of the circle take part in its business.


def test_no_operation_shows_a_circles_business_to_others(ground: Ground) -> None:
    meeting, item = ground.womens.key, ground.item(ground.womens).key
    paths = [
        *(f"meetings/{meeting}{part}" for part in ("", "/room", "/attendance", "/minutes")),
        *(f"items/{item}{part}" for part in ("", "/decisions", "/ballots")),
        f"ballots/{ground.womens_ballot.key}",
        f"bodies/{ground.women.key}/book",
    ]
    member = caller(ground.woman)
    assert member.get(paths[0]).status == 200
    for person in (ground.man, ground.other.women[0], None):
        program = caller(person)
        for path in paths:
            assert program.get(path).status in {403, 404, 405}, (person, path)
        if person is not None:
            assert meeting not in {row["id"] for row in program.get("meetings").rows}


def test_no_operation_lets_a_man_into_a_womens_meeting(ground: Ground) -> None:
    secretary = caller(ground.town.women[1])
    path = f"meetings/{ground.womens.key}"
    assert secretary.post(path + "/attendance", {"persons": [ground.man.key]}).status >= 400
    assert secretary.post(path + "/guests", {"name": "Guest"}).status == 409
    named = secretary.post(path + "/roles", {"person": ground.man.key, "role": "chair"})
    assert named.status >= 400
    assert not ground.womens.attendances.exclude(gender="woman").exists()


# 10. Personal lists are kept for their time, and nobody's hand shortens it.


def test_no_operation_deletes_who_came(ground: Ground) -> None:
    signed = ground.signed
    stay = signed.attendances.all()[0]
    secretary = caller(ground.town.recorder)
    for part in ("leave", "strike"):
        assert secretary.post(f"stays/{stay.key}/{part}").status in {403, 404, 409}
    assert secretary.send("delete", f"meetings/{signed.key}/attendance").status == 405
    assert signed.attendances.filter(struck_at__isnull=True).count() == 16


def test_a_book_verifies_when_the_lists_are_gone(ground: Ground) -> None:
    erasing.erase_due(timezone.now())
    reader = caller(ground.old.women[3])
    checked = reader.get(f"bodies/{ground.old.body.key}/book/verification").body
    assert checked["whole"] is True
    path = f"meetings/{ground.old.founding.key}/attendance"
    assert reader.get(path).rows == []


def test_who_came_is_not_for_others(ground: Ground) -> None:
    path = f"meetings/{ground.signed.key}/attendance"
    assert caller(ground.town.women[5]).get(path).status == 200
    assert caller(ground.other.women[0]).get(path).status in CLOSED
    assert caller(None).get(path).status in CLOSED


def test_a_recall_closes_every_operation_at_once(ground: Ground) -> None:
    chair = ground.chair()
    program = caller(chair.person)
    path = f"communes/{ground.town.body.key}/persons"
    assert program.get(path).status == 200
    ending.end(
        chair, reason=EndReason.RECALLED, by=SYSTEM, at=timezone.now(), resolution=chair.resolution
    )
    assert program.get(path).status in CLOSED
