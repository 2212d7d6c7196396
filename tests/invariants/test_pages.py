"""No page breaks an invariant: what is refused is refused there too, and changes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.arithmetic.chains import groups_of_four
from communes.domain import erasing, opening
from communes.domain.planning import PlannedItem
from communes.models import (
    Attendance,
    Entry,
    Meeting,
    Resolution,
    Role,
    RollCallVote,
)
from mandates.domain import ending
from mandates.models import EndReason, Mandate, OfficeCode
from quotas.domain import nominating
from quotas.models import Audit, Finding
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.invariants.asking import at, browser
from tests.invariants.days import MET, TODAY
from tests.invariants.ground import Ground, of

pytestmark = pytest.mark.django_db

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
REFUSED = {403, 404, 405, 422}


def opened(ground: Ground) -> Meeting:
    """An election of the man co-chair, in a meeting that the secretary records."""
    ending.end(ground.chair("man"), reason=EndReason.RESIGNED, by=SYSTEM, at=MET)
    held = world.assembly(ground.town, [PlannedItem("Chair", "election")], at=TODAY)
    opening.name_for(held, ground.town.women[1], Role.RECORDER, by=SYSTEM, at=TODAY)
    seat = world.seat(ground.town.body, OfficeCode.CO_CHAIR, "man")
    nominating.plan(held.items.get(), [seat], by=SYSTEM, at=TODAY)
    return held


# 1. One person, one vote.


def test_a_second_answer_replaces_the_first(ground: Ground) -> None:
    secretary, item = browser(ground.town.women[1]), ground.ballot.item
    voter = ground.town.women[0]
    for choice in ("against", "for", "against"):
        answer = secretary.post(f"/items/{item.key}/roll/cast/", {"vote": f"{voter.key}:{choice}"})
        assert answer.status_code == 302
    votes = RollCallVote.objects.filter(ballot=ground.ballot, person=voter)
    assert votes.get().choice == "against"


def test_a_name_from_elsewhere_has_no_vote(ground: Ground) -> None:
    secretary, item = browser(ground.town.women[1]), ground.ballot.item
    stranger = ground.other.women[0]
    answer = secretary.post(f"/items/{item.key}/roll/cast/", {"vote": f"{stranger.key}:for"})
    assert answer.status_code == 422
    assert not RollCallVote.objects.filter(person=stranger).exists()


def test_a_name_tapped_twice_comes_in_once(ground: Ground) -> None:
    secretary = browser(ground.town.women[1])
    page = f"/meetings/{ground.open.key}/room/in/"
    person = ground.town.recorder
    first = secretary.post(page, {"person": person.key})
    second = secretary.post(page, {"person": person.key})
    assert (first.status_code, second.status_code) == (302, 422)
    assert Attendance.objects.filter(meeting=ground.open, person=person).count() == 1


def test_nobody_else_casts_a_vote(ground: Ground) -> None:
    item = ground.ballot.item
    vote = {"vote": f"{ground.man.key}:for"}
    assert browser(ground.man).post(f"/items/{item.key}/roll/cast/", vote).status_code == 403


# 2. A pair is never of the wrong genders.


def test_a_woman_is_not_put_up_for_a_mans_seat(ground: Ground) -> None:
    item = opened(ground).items.get()
    secretary = browser(ground.town.women[1])
    page = f"/items/{item.key}/election/candidates/"
    assert secretary.post(page, {"person": ground.woman.key}).status_code == 422
    assert secretary.post(page, {"person": ground.man.key}).status_code == 302
    election = nominating.of_item(item)
    assert election is not None
    assert [one.person for one in election.candidacies.all()] == [ground.man]


# 3. A mandate that is over grants nothing, from the instant it is over.


def test_a_page_closes_at_the_instant(ground: Ground) -> None:
    chair = ground.chair()
    assert chair.until is not None
    client = browser(chair.person)
    page = f"/bodies/{ground.town.body.key}/convene/"
    over = chair.until + 60 * DAY
    for instant, status in ((over - MOMENT, 200), (over, 403)):
        with at(instant):
            client.force_login(chair.person.account)
            assert client.get(page).status_code == status
            assert client.post(page, {}).status_code == (422 if status == 200 else 403)


def test_a_recall_closes_every_page_at_once(ground: Ground) -> None:
    chair = ground.chair()
    client = browser(chair.person)
    pages = [
        f"/bodies/{ground.town.body.key}/convene/",
        f"/communes/{ground.town.body.key}/register/",
        f"/communes/{ground.town.body.key}/invitations/",
    ]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    ending.end(
        chair, reason=EndReason.RECALLED, by=SYSTEM, at=timezone.now(), resolution=chair.resolution
    )
    assert {client.get(page).status_code for page in pages} <= {403, 404}


# 6. Acts are events, never edits.


def test_a_signed_decision_is_not_mended(ground: Ground) -> None:
    signed = of(Resolution, item__meeting=ground.signed)
    secretary = browser(ground.town.women[1])
    form = {"mend-reason": "No.", "do": "strike"}
    answer = secretary.post(f"/items/{signed.item.key}/mend/", form)
    assert answer.status_code in REFUSED
    assert not signed.effects.exists()


def test_a_signed_record_is_not_rewritten(ground: Ground) -> None:
    item = ground.item(ground.signed)
    for person in (ground.town.recorder, ground.town.women[1]):
        form = {"text": "Never said.", "version": item.text_version}
        answer = browser(person).post(f"/items/{item.key}/text/", form)
        assert answer.status_code in REFUSED
    item.refresh_from_db()
    assert item.text == ""


def test_what_a_page_does_is_entered_with_its_actor(ground: Ground) -> None:
    where = {"day": (TODAY + 9 * DAY).date(), "clock": "18:00", "place": "Yard"}
    rows = {"sitting": "assembly", "items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0}
    form = {**where, **rows, "items-0-title": "Water", "items-0-kind": "decision"}
    page = f"/bodies/{ground.town.body.key}/convene/"
    before = Entry.objects.count()
    chair = ground.chair().person
    assert browser(chair).post(page, form).status_code == 302
    entry = Entry.objects.order_by("-pk")[0]
    assert Entry.objects.count() == before + 1
    assert f'"actor":"{chair.key}"' in entry.content
    assert f'"account":"{chair.account.key}"' in entry.content


# 7. A verdict is never a guess.


def test_no_page_takes_a_verdict(ground: Ground) -> None:
    auditor = browser(ground.town.women[1])
    before = list(Finding.objects.order_by("pk").values())
    for page in (f"/audit/{ground.audit.key}/", f"/audit/{ground.audit.key}/findings.csv"):
        assert auditor.post(page, {"verdict": "pass"}).status_code in REFUSED
    assert list(Finding.objects.order_by("pk").values()) == before


def test_no_page_audits_a_day_that_has_not_come(ground: Ground) -> None:
    world.auditor(ground.town, ground.town.women[4], TODAY)
    client = browser(ground.town.women[4])
    count = Audit.objects.count()
    answer = client.post("/audit/", {"on": (timezone.now() + 9 * DAY).date().isoformat()})
    assert answer.status_code == 422
    assert Audit.objects.count() == count


# 8. Only members of the circle take part in its business.


def test_no_page_shows_a_circles_business_to_others(ground: Ground) -> None:
    meeting, item = ground.womens, ground.item(ground.womens)
    pages = [
        *(f"/meetings/{meeting.key}/{part}" for part in ("", "room/", "minutes/", "sheet/")),
        *(f"/bodies/{ground.women.key}/{part}/" for part in ("meetings", "book", "resolutions")),
        f"/items/{item.key}/",
        f"/bodies/{ground.women.key}/convene/",
    ]
    member = browser(ground.woman)
    assert {member.get(page).status_code for page in pages} & {200}
    for person in (ground.man, ground.other.women[0], None):
        client = browser(person)
        for page in pages:
            assert client.get(page).status_code in {403, 404}, (person, page)
    other = browser(ground.man)
    for page in ("/", f"/bodies/{ground.women.key}/", "/search/?q=Clini", "/confederation/"):
        assert "Clinic" not in other.get(page, follow=True).content.decode(), page


def test_no_page_lets_a_man_into_a_womens_meeting(ground: Ground) -> None:
    secretary, key = browser(ground.town.women[1]), ground.womens.key
    answer = secretary.post(f"/meetings/{key}/room/in/", {"person": ground.man.key})
    assert answer.status_code in REFUSED
    guest = secretary.post(f"/meetings/{key}/room/guest/", {"name": "Guest"})
    assert guest.status_code == 422
    assert not ground.womens.attendances.exclude(gender="woman").exists()


# 10. Personal lists go, and the pages stand.


def test_minutes_are_shown_whole_when_the_lists_are_gone(ground: Ground) -> None:
    erasing.erase_due(timezone.now())
    signed = ground.old.founding
    assert not signed.attendances.exists()
    page = browser(ground.old.women[3]).get(f"/meetings/{signed.key}/minutes/")
    assert page.status_code == 200
    told = page.content.decode()
    assert "16 members with a vote, 8 of them women" in told
    entry = of(Entry, body=ground.old.body, kind="minutes.signed")
    assert groups_of_four(entry.hash)[:19] in told
    assert ground.old.men[5].name not in told


def test_no_page_deletes_who_came(ground: Ground) -> None:
    signed = ground.town.founding
    kept = signed.attendances.count()
    stay = signed.attendances.all()[0]
    secretary = browser(ground.town.women[1])
    for form in ({"slip": stay.key}, {"left": stay.key}):
        answer = secretary.post(f"/meetings/{signed.key}/room/out/", form)
        assert answer.status_code in REFUSED
    assert signed.attendances.filter(struck_at__isnull=True).count() == kept
    assert Mandate.objects.exists()
