"""A key that was used opens nothing: only the very form that was answered is answered again."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.domain import voting
from communes.domain.submitting import once
from communes.models import Account, MeetingRole, RollCallVote, Signing
from tests.communes.test_signing_pages import digest, url
from tests.factories.gathering import Gathering, gathering, stale
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    """An open meeting."""
    return gathering()


def used(client: Client) -> str:
    """A key under which the client once did something else."""
    mine, key = Account.objects.get(pk=client.session["_auth_user_id"]), str(uuid4())
    once(mine, key, {"anything": 1}, lambda: {"url": "/"}, at=timezone.now())
    return key


def test_nobody_else_enters_a_vote(held: Gathering) -> None:
    item = held.item()
    ballot = voting.open_vote(item, by=SYSTEM, at=timezone.now())
    told = {"vote": f"{held.town.women[3].key}:against", "submission": used(held.stranger)}
    answer = held.stranger.post(reverse("roll_cast", args=[item.public_id]), told)
    assert answer.status_code == 403
    assert not RollCallVote.objects.filter(ballot=ballot).exists()


def test_nobody_else_names_a_recorder(held: Gathering) -> None:
    person = held.town.men[3]
    told = {"person": person.key, "role": "recorder", "submission": used(held.member)}
    assert held.member.post(url("meeting_roles", held), told).status_code == 403
    assert not MeetingRole.objects.filter(meeting=held.meeting, person=person).exists()


def test_nobody_else_looks_for_people(held: Gathering) -> None:
    told = {"letters": "Woman", "submission": used(held.stranger)}
    assert held.stranger.post(url("room_find", held), told).status_code == 403


def test_nobody_else_signs_for_a_chair(held: Gathering) -> None:
    held.close()
    told = {"do": f"paper:{held.town.women[0].key}", "submission": used(held.stranger)}
    assert stale(held.stranger).post(url("sign", held), told).status_code == 403
    assert not Signing.objects.filter(meeting=held.meeting).exists()


def test_a_used_key_is_no_proof(held: Gathering) -> None:
    held.close()
    chair = held.chairs[0]
    told = {"do": "sign", "seen": digest(chair.get(url("sign", held))), "submission": used(chair)}
    asked = stale(chair).post(url("sign", held), told)
    assert asked.status_code == 422
    assert "proof_password" in asked.content.decode()
    assert not Signing.objects.filter(meeting=held.meeting).exists()


def test_who_may_no_more_gets_the_old_answer_and_no_page(held: Gathering) -> None:
    row = MeetingRole.objects.filter(meeting=held.meeting, role="recorder")
    told = {"person": held.town.men[3].key, "role": "recorder", "submission": str(uuid4())}
    first = held.recorder.post(url("meeting_roles", held), told)
    row.filter(until=None).update(until=timezone.now())
    again = held.recorder.post(url("meeting_roles", held), told)
    assert (first.status_code, again.status_code) == (302, 302)
    for other in ({"role": "witness"}, {"person": held.town.men[4].key}, {"letters": "Woman"}):
        assert held.recorder.post(url("meeting_roles", held), told | other).status_code == 403
    assert held.recorder.post(url("room_find", held), told).status_code == 403
