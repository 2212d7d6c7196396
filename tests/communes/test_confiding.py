"""Confidential items: who may make, write and read them, and what the book vouches for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.domain import (
    approving,
    attending,
    booking,
    changing,
    confiding,
    consensus,
    convening,
    drafting,
    erasing,
    keeping,
    planning,
    recording,
    resolving,
    tasking,
)
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import (
    AgendaItem,
    BodyParameter,
    ConfidentialText,
    ListCommitment,
    Meeting,
    Resolution,
    Task,
    What,
)
from communes.papers.minutes import minutes_paper
from communes.problems import Refused
from communes.typesetting import plain
from mandates.domain import ending
from mandates.models import EndReason, Mandate
from tests.factories import confiding as factory
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.confiding import MARKER, Committee, committee, words
from tests.factories.gathering import post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def peace() -> Committee:
    """A committee with one of everything."""
    return committee()


def codes(refused: Any) -> set[str]:
    """The reasons."""
    return {problem.code for problem in refused.value.problems}


def client(peace: Committee, name: str) -> Client:
    """Somebody signed in."""
    made = Client()
    made.force_login(peace.accounts[name])
    return made


def kept(item: AgendaItem) -> dict[str, str]:
    """What stands apart under the item."""
    return dict(ConfidentialText.objects.filter(item=item).values_list("what", "text"))


def test_the_roll_reads_every_word(peace: Committee) -> None:
    found = confiding.read([peace.sealed], peace.members[0], peace.made.now)[peace.sealed.pk]
    told = {(one.what, str(one.subject)) for one in found}
    assert {what for what, _subject in told} == set(What.values)
    assert len(told) == len(found) == ConfidentialText.objects.filter(item=peace.sealed).count()
    assert all(MARKER in one.text and one.holds for one in found)
    assert booking.verify(peace.body) is None


def test_what_stands_in_the_open_is_neutral(peace: Committee) -> None:
    neutral = "Confidential item"
    assert {peace.sealed.title, peace.item.title} == {neutral}
    texts = Resolution.objects.filter(item=peace.sealed).values_list("text", flat=True)
    assert list(texts) == [neutral, neutral]
    assert set(Task.objects.filter(item=peace.sealed).values_list("text", flat=True)) == {neutral}
    assert peace.sealed.checks.get().reasons == []


def test_whoever_leaves_the_committee_reads_no_more(peace: Committee) -> None:
    first, now = peace.members[0], peace.made.now
    assert confiding.may_read(first, peace.signed, now)
    mandate = Mandate.objects.get(seat__body=peace.body, person=first)
    ending.end(mandate, reason=EndReason.RESIGNED, by=SYSTEM, at=now)
    assert not confiding.may_read(first, peace.signed, now)
    assert not confiding.read([peace.sealed], first, now)
    assert not confiding.read([peace.sealed], None, now)


def test_only_a_committee_has_them(peace: Committee) -> None:
    home, council = peace.made.home, peace.made.council
    for body in (home.body, council):
        assert {one.code for one in confiding.problems(body, "decision", attached=False)} == {
            "confidential_committee_only"
        }
    assert peace.made.open_meeting is not None
    meeting, by = peace.made.open_meeting, Actor(home.women[0])
    items = [PlannedItem("x", confidential=True)]
    with pytest.raises(Refused) as refused:
        planning.put_on_agenda(meeting, items, by=by, at=peace.made.now)
    assert codes(refused) == {"confidential_committee_only"}


@pytest.mark.parametrize("kind", ["motion", "election", "task", "approval", "correction"])
def test_business_of_others_is_never_confidential(peace: Committee, kind: str) -> None:
    found = confiding.problems(peace.body, kind, attached=False)
    assert {one.code for one in found} == {"confidential_plain_only"}
    assert confiding.problems(peace.body, "decision", attached=True)


def test_nobody_writes_what_they_may_not_read(peace: Committee) -> None:
    now, item, outsider = peace.made.now, peace.item, Actor(peace.made.home.men[4])
    due = (now + timedelta(days=3)).date()
    deeds: list[Any] = [
        lambda: recording.write(item, text="x", version=1, by=outsider, at=now),
        lambda: resolving.adopt(item, count=Count(2), text="x", by=outsider, at=now),
        lambda: consensus.record_block(item, blocks=1, reasons=["x"], by=outsider, at=now),
        lambda: tasking.give(item, text="x", due=due, person=peace.members[1], by=outsider, at=now),
        lambda: planning.put_on_agenda(
            peace.meeting, [PlannedItem("x", confidential=True)], by=outsider, at=now
        ),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            deed()
        assert codes(refused) == {"confidential_not_on_roll"}
    assert kept(item) == {"title": words("A quarrel"), "record": words("Now")}


def test_what_would_carry_it_outside_is_refused(peace: Committee) -> None:
    now, by = peace.made.now, Actor(peace.members[0])
    guest = peace.made.home.men[5]
    with pytest.raises(Refused) as refused:
        consensus.adjourn(peace.item, to_next=True, by=by, at=now)
    assert codes(refused) == {"adjourn_here_only"}
    due = (now + timedelta(days=3)).date()
    with pytest.raises(Refused) as refused:
        tasking.give(peace.item, text="x", due=due, person=guest, by=by, at=now)
    assert codes(refused) == {"bearer_unfit"}
    problems = changing.aim_problems(peace.item, None, "")
    assert "item_confidential" in {one.code for one in problems}
    problems = approving.correct_problems(peace.signed, peace.sealed, "x")
    assert [one.code for one in problems] == ["item_confidential"]


def test_an_agenda_begun_from_another_leaves_it_out(peace: Committee) -> None:
    assert [one.title for one in drafting.like(peace.meeting)] == ["Tea"]
    assert not any(one.confidential for one in drafting.left_open(peace.body, "assembly"))


def test_a_second_convocation_carries_it_on_unseen(peace: Committee) -> None:
    now, by = peace.made.now, Actor(peace.members[0])
    items = [PlannedItem.like(item) for item in peace.meeting.items.order_by("position")]
    assert not any(MARKER in str(item) for item in items)
    told = Invitation("Yard", now + timedelta(days=9), items)
    again = convening.convene(peace.body, told, by=by, at=now)
    row = again.items.get(confidential=True)
    assert (row.title, kept(row)) == ("Confidential item", {"title": words("A quarrel")})


def test_an_item_taken_off_before_anything_leaves_nothing(peace: Committee) -> None:
    now, by = peace.made.now, Actor(peace.members[0])
    told = Invitation("Yard", now + timedelta(days=9), [PlannedItem("x", confidential=True)])
    meeting = convening.convene(peace.body, told, by=by, at=now)
    item = meeting.items.get()
    planning.remove_item(item, by=by, at=now)
    assert not ConfidentialText.objects.filter(item_id=item.pk).exists()
    with pytest.raises(Refused) as refused:
        planning.remove_item(peace.item, by=by, at=now)
    assert "item_begun" in codes(refused)


def test_two_savers_of_one_text_do_not_overwrite_each_other(peace: Committee) -> None:
    by = Actor(peace.members[1])
    with pytest.raises(Refused) as refused:
        recording.write(peace.item, text="x", version=0, by=by, at=peace.made.now)
    assert refused.value.problems[0].figures["theirs"] == words("Now")


def test_the_minutes_show_number_counts_and_marks(peace: Committee) -> None:
    text = plain(minutes_paper(peace.signed, "en"))
    assert "Confidential item" in text
    assert "1 for, 0 against, 1 abstained" in text
    found = confiding.read([peace.sealed], peace.members[0], peace.made.now)[peace.sealed.pk]
    flat = "".join(text.split())
    named = [one for one in found if one.what != What.REPORT]
    assert all(one.digest in flat for one in named)


def test_a_changed_word_is_told(peace: Committee) -> None:
    from django.db import connection

    from communes import guards

    table = "communes_confidentialtext"
    guards.lift(connection, [one for one in guards.registered() if one.table == table])
    rows = ConfidentialText.objects.filter(item=peace.sealed, what="decision")
    rows.update(text="Something else")
    broken = booking.verify(peace.body)
    assert broken is not None
    assert broken.reason == "list_differs:confidential"
    found = confiding.read([peace.sealed], peace.members[0], peace.made.now)[peace.sealed.pk]
    assert {one.what for one in found if one.holds is False} == {"decision"}
    page = client(peace, "member").get(reverse("minutes", args=[peace.signed.public_id]))
    assert "not what the book vouches for" in page.content.decode()


def test_the_words_go_after_their_time_and_the_book_verifies() -> None:
    old = timezone.now() - timedelta(days=3 * 366)
    home = world.settled_town(pairs=8, at=old)
    members = [home.women[3], home.men[3]]
    body = factory.seated(home, members, old + timedelta(days=20))
    set_months(home.body.pk, body.pk, old)
    meeting, _decision, _task = factory.held(body, members, old + timedelta(days=30))
    item = meeting.items.get(confidential=True)
    assert len(kept(item)) == len(What.values)
    paper = plain(minutes_paper(meeting, "en"))
    erasing.erase_due(timezone.now())
    assert kept(item) == {}
    assert ListCommitment.objects.filter(name="confidential", salt="").exists()
    assert booking.verify(body) is None
    assert plain(minutes_paper(meeting, "en")) == paper


def set_months(*told: Any) -> None:
    """The committee keeps confidential words for a year."""
    _home, body, since = told
    BodyParameter.objects.create(
        body_id=body, section="communes", name="confidential_kept_months", value=12, since=since
    )


def test_before_their_time_they_stay(peace: Committee) -> None:
    day = keeping.confidential_day(peace.body, peace.made.now)
    assert 1800 < (day - peace.made.now.date()).days < 1850
    erasing.erase_due(timezone.now())
    assert len(kept(peace.sealed)) == len(What.values)


def test_it_is_marked_where_it_is_added(peace: Committee) -> None:
    member = client(peace, "member")
    page = member.get(reverse("item", args=[peace.item.public_id])).content.decode()
    assert 'name="confidential"' in page
    url = reverse("meeting_agenda", args=[peace.meeting.public_id])
    told = {"do": "add", "lines": "Another quarrel", "kind": "decision", "confidential": "on"}
    assert post(member, url, **told).status_code == 302
    made = AgendaItem.objects.latest("pk")
    assert (made.title, made.confidential) == ("Confidential item", True)
    assert kept(made) == {"title": "Another quarrel"}


def test_an_assembly_is_not_offered_the_mark(peace: Committee) -> None:
    assert peace.made.open_meeting is not None
    page = client(peace, "secretary").get(reverse("room", args=[peace.made.open_meeting.public_id]))
    assert 'name="confidential"' not in page.content.decode()


def test_it_is_marked_while_a_meeting_is_convened(peace: Committee) -> None:
    member = client(peace, "member")
    url = reverse("convene", args=[peace.body.public_id])
    assert "items-1-confidential" in member.get(url).content.decode()
    day = (peace.made.now + timedelta(days=20)).date().isoformat()
    told = {"do": "convene", "day": day, "clock": "17:00", "place": "Yard", "rows": "1"}
    row = {"items-0-title": "A quarrel", "items-0-kind": "decision", "items-0-confidential": "on"}
    answer = post(member, url, **told, **row)
    assert answer.status_code == 302
    item = Meeting.objects.latest("pk").items.get()
    assert (item.title, kept(item)) == ("Confidential item", {"title": "A quarrel"})


def test_guests_are_asked_to_leave_before_it(peace: Committee) -> None:
    url, member = reverse("item", args=[peace.item.public_id]), client(peace, "member")
    assert "leave before this item" in member.get(url).content.decode()
    attending.check_in_guest(peace.meeting, "Sozdar", by=SYSTEM, at=peace.made.now)
    assert "1 person in the room holds no seat" in member.get(url).content.decode()


def test_the_api_marks_and_reads(peace: Committee) -> None:
    member = Caller(peace.accounts["member"])
    sent = {"items": [{"title": words("By API"), "confidential": True}]}
    made = member.post(f"meetings/{peace.meeting.key}/items", sent)
    assert made.status == 201
    row = made.body["items"][-1]
    assert (row["title"], row["confidential"]) == ("Confidential item", True)
    answer = member.get(f"items/{row['id']}/confidential")
    assert [(one["what"], one["text"]) for one in answer.rows] == [("title", words("By API"))]
    for name in ("boss", "staff", "secretary"):
        outside = Caller(peace.accounts[name])
        assert outside.get(f"items/{row['id']}/confidential").status in (403, 404)
    sent["items"][0]["kind"] = "motion"
    again = member.post(f"meetings/{peace.meeting.key}/items", sent)
    assert (again.status, again.codes) == (409, ["confidential_plain_only"])


def test_a_list_of_items_asks_as_often_for_three(
    peace: Committee, django_assert_max_num_queries: Any
) -> None:
    items = [peace.item]
    with django_assert_max_num_queries(12):
        confiding.read(items, peace.members[0], peace.made.now)
    by = Actor(peace.members[0])
    more = [PlannedItem(str(number), confidential=True) for number in range(2)]
    items += planning.put_on_agenda(peace.meeting, more, by=by, at=peace.made.now)
    with django_assert_max_num_queries(12):
        assert len(confiding.read(items, peace.members[0], peace.made.now)) == 3
