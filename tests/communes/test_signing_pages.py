"""Closing, signing, printing; the book that vouches for the paper."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communes import guards
from communes.domain import booking, mending, opening, recording, voting
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Entry, Role, Signing, Stage
from tests.counting import queries
from tests.factories import world
from tests.factories.gathering import Gathering, client_of, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    """A meeting with a record, a mended decision and another, still open."""
    made = gathering()
    at = timezone.now() - timedelta(minutes=10)
    recording.write(made.item(), text="Şêrîn asks who pays.", version=0, by=SYSTEM, at=at)
    first = world.decide(made.item(), Count(14, 6), at, "The pump is mended.")
    mending.mend(
        first, count=Count(15, 5), text="", reason="One hand more.", by=SYSTEM, at=timezone.now()
    )
    world.decide(made.item(2), Count(5, 15), at, "Oil is bought.")
    return made


def url(name: str, held: Gathering) -> str:
    return reverse(name, args=[held.meeting.public_id])


def text(response: Any) -> str:
    return str(response.content.decode())


def digest(response: Any) -> str:
    """The mark of the text that the page asks to be signed."""
    found = re.search(r'name="seen" value="(\w+)"', text(response))
    assert found
    return found[1]


def sign_all(held: Gathering) -> None:
    """Both chairs read and sign."""
    for chair in held.chairs:
        seen = digest(chair.get(url("sign", held)))
        assert post(chair, url("sign", held), do="sign", seen=seen).status_code == 302
    held.meeting.refresh_from_db()


def test_closing_lists_what_is_unfinished(held: Gathering) -> None:
    page = text(held.recorder.get(url("meeting_close", held)))
    assert "2 items have no record" in page
    assert "no decision" not in page.replace("discussion, no decision", "")
    assert held.member.get(url("meeting_close", held)).status_code == 403
    for _time in range(2):
        answer = held.recorder.post(url("meeting_close", held), {"submission": "closed-once"})
        assert answer["Location"] == url("sign", held)
    held.meeting.refresh_from_db()
    assert held.meeting.stage == Stage.CLOSED
    assert post(held.recorder, url("meeting_close", held)).status_code == 422


def test_an_open_roll_call_keeps_the_meeting_open() -> None:
    held = gathering()
    voting.open_vote(held.item(), by=SYSTEM, at=timezone.now())
    page = post(held.recorder, url("meeting_close", held))
    assert page.status_code == 422
    assert "is still open" in text(page)


def test_two_chairs_sign_and_the_minutes_are_immutable(held: Gathering) -> None:
    held.close()
    assert held.member.get(url("sign", held)).status_code == 403
    assert post(held.recorder, url("sign", held), do="sign").status_code == 403
    assert "0 of 2" in text(held.recorder.get(url("sign", held)))
    seen = digest(held.chairs[0].get(url("sign", held)))
    told = {"do": "sign", "seen": seen, "submission": "signed-once"}
    for _time in range(2):
        assert held.chairs[0].post(url("sign", held), told).status_code == 302
    assert "1 of 2" in text(held.recorder.get(url("sign", held)))
    sign_once_more = post(held.chairs[0], url("sign", held), do="sign", seen=seen)
    assert sign_once_more.status_code == 422
    told = {"do": "sign", "seen": digest(held.chairs[1].get(url("sign", held)))}
    told["submission"] = "the-last-one"
    for _time in range(2):
        assert held.chairs[1].post(url("sign", held), told).status_code == 302
    held.meeting.refresh_from_db()
    assert held.meeting.stage == Stage.SIGNED
    write = reverse("item_text", args=[held.item().public_id])
    assert post(held.recorder, write, text="Changed", version="1").status_code == 403
    assert held.chairs[0].get(url("sign", held)).status_code == 200


def test_nobody_signs_what_they_have_not_read(held: Gathering) -> None:
    held.close()
    seen = digest(held.chairs[0].get(url("sign", held)))
    recording.write(held.item(), text="Another.", version=1, by=SYSTEM, at=timezone.now())
    page = post(held.chairs[0], url("sign", held), do="sign", seen=seen)
    assert page.status_code == 422
    assert "The minutes changed since you opened them." in text(page)


def test_a_refusal_has_a_reason_and_two_witnesses(held: Gathering) -> None:
    held.close()
    refuse = {"do": "refuse", "seen": digest(held.chairs[1].get(url("sign", held)))}
    assert post(held.chairs[1], url("sign", held), **refuse, reason=" ").status_code == 422
    answer = post(held.chairs[1], url("sign", held), **refuse, reason="The count is wrong.")
    assert answer.status_code == 302
    seen = digest(held.chairs[0].get(url("sign", held)))
    post(held.chairs[0], url("sign", held), do="sign", seen=seen)
    assert "2 more witnesses are needed." in text(held.recorder.get(url("sign", held)))
    for number in (6, 7):
        person = held.town.women[number]
        named = {"person": person.key, "role": "witness:meeting"}
        assert post(held.recorder, url("meeting_roles", held), **named).status_code == 302
    for number in (6, 7):
        witness = client_of(f"witness{number}", held.town.women[number])
        seen = digest(witness.get(url("sign", held)))
        post(witness, url("sign", held), do="sign", seen=seen)
    held.meeting.refresh_from_db()
    answers = sorted(Signing.objects.values_list("verdict", flat=True))
    assert "witness" in answers
    assert "The count is wrong." in text(held.stranger.get(url("minutes", held)))


def test_the_minutes_are_printed_as_a_draft_and_signed(held: Gathering) -> None:
    draft = text(held.stranger.get(url("minutes", held)))
    assert "Draft, not signed." in draft
    assert "15 for, 5 against" in draft
    assert "One hand more." in draft
    assert "20 members with a vote, 10 of them women" in draft
    held.close()
    sign_all(held)
    signed = text(held.stranger.get(url("minutes", held)))
    assert "not signed" not in signed
    entry = Entry.objects.filter(body=held.body, kind="minutes.signed").latest("number")
    groups = " ".join(entry.hash[start : start + 4] for start in range(0, 64, 4))
    assert groups in signed
    assert "signed on" in signed
    assert 'class="qr"' in signed


def test_minutes_of_a_meeting_not_yet_opened_are_not_there(held: Gathering) -> None:
    meeting = planned(held)
    assert held.recorder.get(reverse("minutes", args=[meeting.public_id])).status_code == 404


def test_the_book_is_read_and_checked(held: Gathering) -> None:
    book = reverse("book", args=[held.body.public_id])
    page = text(held.stranger.get(book))
    assert "Resolution 4, mended: adopted." in page
    entries = Entry.objects.filter(body=held.body).count()
    assert f"{entries} entries, checked just now." in text(held.stranger.get(f"{book}?check=now"))
    only = held.stranger.get(f"{book}?kind=resolution")
    assert {one["row"].kind.split(".")[0] for one in only.context["rows"]} == {"resolution"}
    for strange in ("?kind=x&page=999", "?entry=²&hash=x", "?entry=99999999999", "?page=-1"):
        assert held.stranger.get(book + strange).status_code == 200


def test_a_printed_mark_is_held_against_the_book(held: Gathering) -> None:
    entry = booking.head(held.body)
    assert entry
    book = reverse("book", args=[held.body.public_id])
    agrees = f"{book}?entry={entry.number}&hash={entry.hash[:32]}"
    assert "bears the printed mark" in text(held.stranger.get(agrees))
    differs = f"{book}?entry={entry.number}&hash={'0' * 32}"
    assert "bears another mark" in text(held.stranger.get(differs))
    short = f"{book}?entry={entry.number}&hash={entry.hash[:4]}"
    assert "bears another mark" in text(held.stranger.get(short))


def test_a_broken_book_is_named(held: Gathering) -> None:
    row = Entry.objects.filter(body=held.body).order_by("number")[2]
    guards.lift(connection)
    Entry.objects.filter(pk=row.pk).update(content=row.content.replace('"number":3', '"number":4'))
    guards.install(connection)
    page = text(held.stranger.get(reverse("book", args=[held.body.public_id]) + "?check=now"))
    assert "The book is broken" in page
    assert f"First at entry {row.number}" in page


@pytest.mark.parametrize("name", ["minutes", "sign"])
def test_queries_do_not_grow_with_the_decisions(name: str) -> None:
    few = gathering(items=[PlannedItem("One"), PlannedItem("Two"), PlannedItem("Three")])
    world.decide(few.item(), Count(14, 6), timezone.now())
    one = queries(lambda: few.recorder.get(url(name, few)))
    for position in (2, 3):
        world.decide(few.item(position), Count(14, 6), timezone.now())
    assert queries(lambda: few.recorder.get(url(name, few))) == one


def test_who_chaired_one_item_countersigns(held: Gathering) -> None:
    extra = held.town.women[4]
    opening.name_for(
        held.meeting, extra, Role.CHAIR, by=SYSTEM, at=timezone.now(), item=held.item(2)
    )
    held.close()
    assert "0 of 3" in text(held.recorder.get(url("sign", held)))
    assert client_of("extra", extra).get(url("sign", held)).status_code == 200
