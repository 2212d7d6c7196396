"""Elections on pages: seats, candidates with reasons, the count, the story, a mended count."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from communes.domain import closing, signing
from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Body, Person, Resolution, Role
from mandates.models import EndReason, Mandate, OfficeCode, Seat
from quotas.domain import nominating, retracting
from quotas.models import Candidacy, Election
from tests.counting import queries
from tests.factories import world
from tests.factories.confederation import Confederation, confederation
from tests.factories.world import NOW, SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    """A commune whose assembly is open and about to elect its woman co-chair."""
    return confederation()


def election_of(made: Confederation, *seats: Seat) -> Election:
    """The election of the open assembly, about these seats, with nobody standing."""
    item = item_of(made)
    election = nominating.plan(item, seats, by=SYSTEM, at=made.now)
    election.candidacies.all().delete()
    return election


def item_of(made: Confederation) -> AgendaItem:
    """The election on the agenda of the open assembly."""
    assert made.open_meeting is not None
    return made.open_meeting.items.get(kind="election")


def chair(made: Confederation, gender: str = "woman") -> Seat:
    """A co-chair's seat of the commune."""
    return world.seat(made.home.body, OfficeCode.CO_CHAIR, gender)


def stand(election: Election, *people: Person) -> list[Candidacy]:
    """Let them stand."""
    at = election.item.meeting.opened_at or NOW
    return [nominating.stand(election, one, by=SYSTEM, at=at) for one in people]


def as_role(client: Client, made: Confederation, role: str) -> Client:
    """The client, signed in as one of the cast."""
    client.force_login(made.accounts[role])
    return client


def url_of(made: Confederation, name: str = "elect") -> str:
    """The address of one of the election's pages."""
    return reverse(name, args=[item_of(made).public_id])


def votes(rows: list[Candidacy], *counts: int, **more: str) -> dict[str, str]:
    """A count as the form hands it in."""
    told = {f"votes-{row.key}": str(one) for row, one in zip(rows, counts, strict=True)}
    return {**told, "method": "hands", **more}


def test_a_meeting_elects_and_the_result_reads_as_a_story(
    client: Client, made: Confederation
) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[3], made.home.women[4])
    page = as_role(client, made, "secretary").get(url_of(made)).content.decode()
    assert made.home.women[3].name in page
    answer = client.post(url_of(made), votes(rows, 9, 12, abstain="2"))
    assert answer["Location"] == url_of(made, "election_result")
    held = Mandate.objects.in_force(made.now + timedelta(minutes=1)).get(seat=chair(made))
    assert held.person == made.home.women[4]
    told = as_role(client, made, "resident").get(answer["Location"]).content.decode()
    assert told.index(made.home.women[4].name) < told.index(made.home.women[3].name)
    assert "12 votes" in told
    assert "2 abstained." in told


def test_a_displacement_is_told_with_its_rule(client: Client, made: Confederation) -> None:
    committee = Body.objects.get(kind="committee")
    seats = list(Seat.objects.filter(body=committee, office=OfficeCode.CO_CHAIR))
    people = [made.home.women[6], made.home.women[7], made.home.men[6]]
    rows = stand(election_of(made, *seats), *people)
    as_role(client, made, "secretary").post(url_of(made), votes(rows, 9, 8, 3))
    told = client.get(url_of(made, "election_result")).content.decode()
    assert (
        f"By votes alone {people[1].name} (8) would sit. The seat is reserved for a man, "
        f"so {people[2].name} (3) does."
    ) in told


def test_a_seat_nobody_may_hold_stays_empty(client: Client, made: Confederation) -> None:
    committee = Body.objects.get(kind="committee")
    seats = list(Seat.objects.filter(body=committee, office=OfficeCode.CO_CHAIR))
    rows = stand(election_of(made, *seats), made.home.women[6], made.home.women[7])
    as_role(client, made, "secretary").post(url_of(made), votes(rows, 9, 8))
    told = client.get(url_of(made, "election_result")).content.decode()
    assert "nobody who may hold it was elected: it stays empty." in told
    assert "elected anew" in told
    (point,) = world.awaited(made.home.body)
    assert point.figures == {"seat": next(one.key for one in seats if one.reserved_gender == "man")}
    resolution = Resolution.objects.get(item=item_of(made))
    retracting.undo(resolution, SYSTEM, made.now)
    assert not world.awaited(made.home.body)


def test_what_a_count_gives_is_foreseen_and_nothing_is_done(
    client: Client, made: Confederation
) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[3], made.home.women[4])
    headers = {"HX-Request": "true", "HX-Target": "verdict"}
    as_role(client, made, "secretary")
    form = votes(rows, 9, 12, preview="yes")
    part = client.post(url_of(made), form, headers=headers).content.decode().strip()
    assert part.startswith('<div id="verdict"')
    assert "What this count gives" in part
    assert part in client.post(url_of(made), form).content.decode()
    assert not item_of(made).resolutions.exists()


def test_members_are_found_and_put_up_or_told_why_not(client: Client, made: Confederation) -> None:
    election = election_of(made, chair(made))
    as_role(client, made, "secretary")
    found = client.post(url_of(made, "candidates"), {"q": "Man 4"}).content.decode()
    assert "This seat is reserved for a woman." in found
    found = client.post(url_of(made, "candidates"), {"q": "Woman 4"}).content.decode()
    assert f"Put up {made.home.women[4].name}" in found
    put_up = {"person": made.home.women[4].key}
    assert client.post(url_of(made, "candidates"), put_up).status_code == 302
    refused = client.post(url_of(made, "candidates"), {"person": made.home.men[4].key})
    assert refused.status_code == 422
    assert "This seat is reserved for a woman." in refused.content.decode()
    assert [row.person for row in election.candidacies.all()] == [made.home.women[4]]


def test_somebody_from_elsewhere_is_not_there(client: Client, made: Confederation) -> None:
    election_of(made, chair(made))
    other = world.resident(world.town("Far", pairs=1, at=made.now).body, "Far", "woman")
    as_role(client, made, "secretary")
    for person in (other.key, str(uuid4())):
        assert client.post(url_of(made, "candidates"), {"person": person}).status_code == 404
    assert client.post(url_of(made, "candidates"), {"person": "x"}).status_code == 404


def test_a_candidate_is_taken_off(client: Client, made: Confederation) -> None:
    (row,) = stand(election_of(made, chair(made)), made.home.women[3])
    as_role(client, made, "secretary").post(url_of(made, "withdraw"), {"candidacy": row.key})
    assert not Candidacy.objects.filter(pk=row.pk).exists()
    again = client.post(url_of(made, "withdraw"), {"candidacy": row.key})
    assert again.status_code == 404


def test_a_candidate_does_not_run_the_item_and_another_is_named(
    client: Client, made: Confederation
) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[0], made.home.women[4])
    page = as_role(client, made, "secretary").get(url_of(made)).content.decode()
    assert "Who runs this item" in page
    assert "is concerned by this item" in page
    assert client.post(url_of(made), votes(rows, 9, 12)).status_code == 422
    named = {"role": "chair", "person": made.home.men[0].key}
    assert client.post(url_of(made, "name_for_election"), named).status_code == 302
    assert item_of(made).roles.get(role=Role.CHAIR).person == made.home.men[0]
    assert client.post(url_of(made), votes(rows, 9, 12)).status_code == 302


def test_a_candidate_is_not_named_to_run_it(client: Client, made: Confederation) -> None:
    stand(election_of(made, chair(made)), made.home.women[0])
    as_role(client, made, "secretary")
    for person in (made.home.women[0].key, "x", ""):
        answer = client.post(url_of(made, "name_for_election"), {"role": "chair", "person": person})
        assert answer.status_code == 422
    assert not item_of(made).roles.exists()


def test_a_count_entered_by_a_slip_is_mended_after_closing(
    client: Client, made: Confederation
) -> None:
    before = world.holder(chair(made), made.now)
    assert before is not None
    rows = stand(election_of(made, chair(made)), made.home.women[3], made.home.women[4])
    as_role(client, made, "secretary").post(url_of(made), votes(rows, 9, 12))
    assert made.open_meeting is not None
    closing.close(made.open_meeting, by=SYSTEM, at=made.now)
    page = client.get(url_of(made)).content.decode()
    assert "The count was entered by a slip" in page
    assert f"The mandate of {made.home.women[4].name}" in page
    assert client.post(url_of(made), votes(rows, 12, 9)).status_code == 422
    mended = votes(rows, 12, 9, reason="Two piles were exchanged.")
    assert client.post(url_of(made), mended).status_code == 302
    now = made.now + timedelta(minutes=1)
    held = Mandate.objects.in_force(now).get(seat=chair(made))
    assert held.person == made.home.women[3]
    ended = Mandate.objects.get(person=made.home.women[4], seat=chair(made))
    assert ended.end_reason == EndReason.MENDED
    assert not world.awaited(made.home.body)
    numbers = Resolution.objects.filter(item=item_of(made)).values_list("number", "revision")
    assert len({number for number, _revision in numbers}) == 1
    assert sorted(revision for _number, revision in numbers) == [0, 1]


def test_a_slip_that_seated_someone_gives_the_seat_back(
    client: Client, made: Confederation
) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[3])
    as_role(client, made, "secretary").post(url_of(made), votes(rows, 9))
    client.post(url_of(made), votes(rows, 0, abstain="20", reason="Nobody voted for her."))
    held = Mandate.objects.in_force(made.now + timedelta(minutes=1)).get(seat=chair(made))
    assert (held.person, held.basis) == (made.home.women[0], "carried_over")
    sits = Mandate.objects.in_force(made.now + timedelta(minutes=1)).filter(
        person=made.home.women[0], seat__body=made.council
    )
    assert sits.exists()


def test_mended_twice_the_seat_still_goes_back(client: Client, made: Confederation) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[3], made.home.women[4])
    as_role(client, made, "secretary").post(url_of(made), votes(rows, 9, 12))
    client.post(url_of(made), votes(rows, 12, 9, reason="Exchanged."))
    client.post(url_of(made), votes(rows, 0, 0, abstain="20", reason="Nobody at all."))
    held = Mandate.objects.in_force(made.now + timedelta(minutes=1)).get(seat=chair(made))
    assert held.person == made.home.women[0]
    story = client.get(reverse("seat", args=[held.seat.public_id])).content.decode()
    assert story.count("another was elected") == 1


def test_signed_minutes_are_not_mended(client: Client, made: Confederation) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[3])
    as_role(client, made, "secretary").post(url_of(made), votes(rows, 9))
    meeting = made.open_meeting
    assert meeting is not None
    closing.close(meeting, by=SYSTEM, at=made.now)
    for person in (made.home.women[0], made.home.men[0]):
        signing.sign(meeting, person=person, by=Actor(person), at=made.now)
    assert client.post(url_of(made), votes(rows, 8, reason="Late")).status_code == 403


@pytest.mark.parametrize(
    ("counts", "said"),
    [(("99", "1"), "votes were entered"), (("-1", "1"), "greater than"), (("x", "1"), "whole")],
)
def test_a_count_that_cannot_be_changes_nothing(
    client: Client, made: Confederation, counts: tuple[str, str], said: str
) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[3], made.home.women[4])
    form = {f"votes-{row.key}": one for row, one in zip(rows, counts, strict=True)}
    page = as_role(client, made, "secretary").post(url_of(made), {**form, "method": "hands"})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not item_of(made).resolutions.exists()


def test_handed_in_twice_it_is_one_act(client: Client, made: Confederation) -> None:
    rows = stand(election_of(made, chair(made)), made.home.women[3])
    form = votes(rows, 9, submission=str(uuid4()))
    as_role(client, made, "secretary")
    answers = [client.post(url_of(made), form) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert item_of(made).resolutions.count() == 1


@pytest.mark.parametrize("role", ["resident", "delegate", "admin"])
def test_who_does_not_run_the_meeting_changes_nothing(
    client: Client, made: Confederation, role: str
) -> None:
    (row,) = stand(election_of(made, chair(made)), made.home.women[3])
    made.accounts[role].is_staff = made.accounts[role].is_superuser = True
    made.accounts[role].save()
    as_role(client, made, role)
    assert client.get(url_of(made)).status_code == 403
    for name in ("elect", "plan_election", "candidates", "withdraw", "name_for_election"):
        assert client.post(url_of(made, name), {"candidacy": row.key}).status_code == 403
    assert Candidacy.objects.filter(pk=row.pk).exists()


def test_another_seat_is_chosen(client: Client, made: Confederation) -> None:
    election_of(made, chair(made))
    as_role(client, made, "secretary")
    page = client.get(url_of(made, "plan_election")).content.decode()
    assert f"held by {made.home.women[0].name} until" in page
    other = chair(made, "man")
    assert client.post(url_of(made, "plan_election"), {"seats": [other.key]}).status_code == 302
    election = nominating.of_item(item_of(made))
    assert election is not None
    assert nominating.seats_of(election) == [other]
    auditor = world.seat(made.home.body, OfficeCode.AUDITOR)
    mixed = client.post(url_of(made, "plan_election"), {"seats": [other.key, auditor.key]})
    assert mixed.status_code == 422
    assert "One election fills seats of one office in one body." in mixed.content.decode()


def test_a_circles_election_is_not_there_for_others(client: Client, made: Confederation) -> None:
    women = Body.objects.get(circle="women", name__startswith=made.home.body.name)
    seat = Seat.objects.filter(body=women).order_by("pk")[0]
    from communes.domain.convening import Invitation, convene

    at = made.now - timedelta(hours=2)
    meeting = convene(
        women,
        Invitation("Hall", at, [PlannedItem("Co-chair", "election")]),
        by=SYSTEM,
        at=at - timedelta(days=9),
    )
    world.opened(meeting, made.home.women[:1], made.home.women[1], made.home.women, at)
    item = meeting.items.get()
    nominating.plan(item, [seat], by=SYSTEM, at=at)
    for name in ("elect", "election_result", "plan_election"):
        url = reverse(name, args=[item.public_id])
        assert as_role(client, made, "cochair2").get(url).status_code == 404
        assert as_role(client, made, "secretary").get(url).status_code == 200


def test_the_number_of_queries_does_not_grow_with_candidates(
    client: Client, made: Confederation
) -> None:
    election = election_of(made, chair(made))
    stand(election, made.home.women[3])
    as_role(client, made, "secretary")
    before = queries(lambda: client.get(url_of(made)))
    stand(election, made.home.women[4], made.home.women[6])
    assert queries(lambda: client.get(url_of(made))) == before
