"""The notice reaches every member, in the program and by e-mail, each once, whatever fails."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import addressing, convening, mailing, noticing, rescheduling
from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.models import (
    Account,
    Affiliation,
    Channel,
    Delivery,
    Entry,
    MailAddress,
    Meeting,
    Relation,
)
from communes.models.notices import UNCERTAIN
from communes.problems import Refused
from config.sweeping import sweep
from tests.communes.test_convening_pages import filled
from tests.counting import queries
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, client_of, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.mailing import MailServer, mail_server

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ITEMS = [PlannedItem("Ava gundê", planned_minutes=20), PlannedItem("Pump", sub=True)]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as found:
        yield found


@laid
def held() -> Gathering:
    return gathering()


def address_of(account: Account, name: str) -> str:
    """A confirmed address."""
    MailAddress.objects.create(
        account=account, address=f"{name}@example.org", entered_at=NOW, confirmed_at=NOW
    )
    return f"{name}@example.org"


def member(held: Gathering) -> Account:
    return held.town.men[3].account


def letters() -> Any:
    return Delivery.objects.filter(channel=Channel.MAIL)


def test_each_member_is_told_once_however_often_the_sweep_comes(
    held: Gathering, server: MailServer
) -> None:
    address = address_of(member(held), "aram")
    meeting = planned(held, items=ITEMS)
    for minutes in (0, 0, 1, 600):
        sweep(NOW + timedelta(minutes=minutes))
    letter, earlier = server.sent_to(address)[::-1][:2]
    assert len(server.sent_to(address)) == 2  # of the open assembly, convened earlier, and of this
    text = letter.get_content()
    assert earlier["Message-ID"] != letter["Message-ID"]
    assert f"https://komin.example/meetings/{meeting.key}/" in text
    assert re.search(r"1  \d\d:\d\d  Ava gundê", text)
    assert "1.1" in text
    assert "It ends about" in text
    assert "Asia/Damascus" in text
    page = held.member.get("/")
    assert any("is convened for" in said for _notice, said in page.context["notices"])
    assert letters().filter(sent_at__isnull=False).count() == 2


def test_letters_speak_the_readers_language(held: Gathering, server: MailServer) -> None:
    reader = member(held)
    reader.language = "ar"
    reader.save()
    address = address_of(reader, "aram")
    planned(held)
    sweep(NOW)
    subject = server.sent_to(address)[0]["Subject"]
    assert re.search("[\u0600-\u06ff]", subject + server.sent_to(address)[0].get_content())


def test_a_change_and_a_cancellation_tell_everyone(held: Gathering, server: MailServer) -> None:
    address = address_of(member(held), "aram")
    meeting = planned(held)
    sweep(NOW)
    before = len(server.sent_to(address))
    later = meeting.starts_at + timedelta(days=2)
    rescheduling.change(meeting, place="Under the tree", starts_at=later, by=SYSTEM, at=NOW)
    sweep(NOW)
    convening.cancel(Meeting.objects.get(pk=meeting.pk), by=SYSTEM, at=NOW)
    sweep(NOW)
    subjects = [letter["Subject"] for letter in server.sent_to(address)[before:]]
    assert [subject.split(":")[0].strip() for subject in subjects] == ["Changed", "Called off"]
    assert "Under the tree" in server.sent_to(address)[before].get_content()


def test_a_server_that_fails_is_tried_later_and_keeps_no_page_waiting(
    held: Gathering, server: MailServer, settings: Any
) -> None:
    address = address_of(member(held), "aram")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nobody listens there
    url = reverse("convene", args=[held.body.public_id])
    assert post(held.recorder, url, **filled(["Well"])).status_code == 302
    sweep(timezone.now())
    waiting = letters().filter(sent_at__isnull=True)
    assert waiting.exists()
    first = waiting.order_by("-attempts")[0]
    assert (first.attempts, first.failure) == (1, "ConnectionRefusedError")
    settings.EMAIL_PORT = port
    sweep(timezone.now())  # not yet due again, the others are
    sweep(timezone.now() + timedelta(minutes=5))
    assert not waiting.exists()
    assert len(server.sent_to(address)) == letters().count()


def test_a_letter_of_which_nobody_knows_whether_it_left_goes_again_and_says_so(
    held: Gathering, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address_of(member(held), "aram")
    planned(held)
    save = Delivery.save
    noticing.hand_out(NOW)

    def stops(row: Delivery, *args: Any, **kwargs: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(Delivery, "save", stops)
    with pytest.raises(SystemExit):
        mailing.send(NOW)
    monkeypatch.setattr(Delivery, "save", save)
    [(_to, first)] = server.letters
    row = letters().get(failure=UNCERTAIN)
    assert (row.sent_at, row.attempts) == (None, 0)
    page = held.recorder.get(reverse("meeting_told", args=[row.notice.figures["meeting"]]))
    assert "uncertain" in page.content.decode()
    mailing.send(NOW + mailing.LEASE)
    name, said = first["Message-ID"], "may have reached you before"
    copies = [one for one in server.sent_to(address) if one["Message-ID"] == name]
    assert [said in one.get_content() for one in copies] == [False, True]
    row.refresh_from_db()
    assert (row.failure, row.sent_at) == ("", NOW + mailing.LEASE)


@pytest.mark.parametrize("known", [False, True])
def test_it_is_uncertain_only_once_it_was_handed_over(
    held: Gathering, server: MailServer, settings: Any, known: bool
) -> None:
    address_of(member(held), "aram")
    planned(held)
    noticing.hand_out(NOW)
    letters().update(failure=UNCERTAIN if known else "")
    settings.EMAIL_PORT = 1  # nobody listens there
    mailing.send(NOW)
    tried = letters().get(attempts=1)
    assert (tried.failure == UNCERTAIN) == known


@pytest.mark.parametrize(("answer", "waits"), [("550 nobody", False), ("450 later", True)])
def test_a_refused_address_is_given_up_and_a_busy_one_tried_again(
    held: Gathering, server: MailServer, answer: str, waits: bool
) -> None:
    server.answers[address_of(member(held), "aram")] = answer
    other = address_of(held.town.women[0].account, "zozan")
    planned(held)
    sweep(NOW)
    row = letters().filter(account=member(held))[0]
    assert (row.next_at is not None, row.sent_at) == (waits, None)
    assert server.sent_to(other)


def test_two_sweeps_at_once_send_one_letter(held: Gathering, server: MailServer) -> None:
    address = address_of(member(held), "aram")
    planned(held)
    noticing.hand_out(NOW)
    pk = letters().order_by("pk")[0].pk
    Delivery.objects.filter(pk=pk).update(next_at=NOW + mailing.LEASE)  # another has taken it
    mailing.send(NOW)
    assert len(server.sent_to(address)) == letters().count() - 1
    mailing.send(NOW + mailing.LEASE)  # and never came back
    assert len(server.sent_to(address)) == letters().count()


def test_a_circle_is_told_alone(held: Gathering, server: MailServer) -> None:
    hers = Affiliation.objects.get(parent=held.body, relation=Relation.BESIDE).body
    woman = world.account("woman", held.town.women[4])
    addresses = address_of(woman, "woman"), address_of(member(held), "aram")
    invitation = convening.Invitation("Hall", NOW + timedelta(days=9), [PlannedItem("Ours")])
    convening.convene(hers, invitation, by=SYSTEM, at=NOW)
    sweep(NOW)
    told = [[one for one in server.sent_to(to) if "Ours" in one.get_content()] for to in addresses]
    assert [len(one) for one in told] == [1, 0]


def test_who_was_told_is_shown_to_officers_and_counted_in_the_book(
    held: Gathering, server: MailServer
) -> None:
    address_of(member(held), "aram")
    meeting = planned(held)
    sweep(NOW)
    url = reverse("meeting_told", args=[meeting.public_id])
    page = held.recorder.get(url).content.decode()
    assert "by e-mail" in page
    assert "no account" in page
    assert "aram@example.org" not in page
    assert held.member.get(url).status_code == 403
    entries = Entry.objects.filter(kind="notice.sent")
    facts = [json.loads(entry.content)["facts"] for entry in entries]
    mine = next(one for one in facts if one["meeting"] == meeting.key)
    assert (mine["accounts"], mine["letters"]) == (4, 1)
    assert member(held).person.key not in str(facts)  # type: ignore[union-attr]
    one = queries(lambda: held.recorder.get(url))
    for number, person in enumerate(held.town.women[4:8]):
        address_of(world.account(f"w{number}", person), f"w{number}")
    planned(held)
    sweep(NOW)
    assert queries(lambda: held.recorder.get(url)) == one


def test_an_address_is_confirmed_by_the_letter_it_was_sent(
    held: Gathering, server: MailServer
) -> None:
    url = reverse("mail_address")
    assert post(held.member, url, address="not an address").status_code == 422
    assert post(held.member, url, address="Aram@Example.org").status_code == 302
    planned(held)
    sweep(timezone.now())
    sent = server.sent_to("Aram@Example.org")
    assert len(sent) == 1  # no notice goes to an address that nobody confirmed
    link = re.search(r"https://komin.example(/\S+)", sent[0].get_content())
    assert link is not None
    assert "ram" not in link[1].lower().replace("param", "")
    held_row = MailAddress.objects.get()
    assert held.recorder.get(link[1]).status_code == 200
    assert post(held.recorder, link[1]).status_code == 422  # another's link confirms nothing
    held.member.get(link[1])
    assert MailAddress.objects.get().confirmed_at is None  # a mail program that looks confirms not
    assert post(held.member, link[1]).status_code == 302
    held_row.refresh_from_db()
    assert held_row.confirmed_at is not None
    assert post(held.member, url, address="other@example.org").status_code == 302
    assert post(held.member, link[1]).status_code == 422  # the old link is worth nothing now
    assert post(held.member, url, do="remove").status_code == 302
    assert not MailAddress.objects.exists()


def test_nobody_is_pestered_with_confirmations(held: Gathering) -> None:
    mine, by = member(held), Actor(account=member(held))
    for number in range(addressing.MOST_LETTERS):
        addressing.enter(mine, f"a{number}@example.org", by=by, at=NOW)
    with pytest.raises(Refused, match="address_too_often"):
        addressing.enter(mine, "b@example.org", by=by, at=NOW)
    addressing.enter(mine, "b@example.org", by=by, at=NOW + timedelta(days=1, minutes=1))
    old = MailAddress.objects.get()
    later = old.entered_at + addressing.VALID_FOR + timedelta(seconds=1)
    assert addressing.confirm_problems(mine, addressing.token(old.key), later)
    for secret in ("", "x", old.key, f"{old.key}:x", addressing.token("x")):
        assert addressing.confirm_problems(mine, secret, NOW)


def test_moving_a_meeting_keeps_the_notice_of_the_charter(held: Gathering) -> None:
    meeting = planned(held)
    url = reverse("meeting_change", args=[meeting.public_id])
    day = (NOW + timedelta(days=2)).date().isoformat()
    told: dict[str, Any] = {"day": day, "clock": "18:00", "place": "Yard"}
    assert post(held.recorder, url, **told).status_code == 422
    assert post(held.member, url, **told).status_code == 403
    later = meeting.starts_at + timedelta(minutes=1)
    tomorrow = meeting.starts_at - timedelta(days=1)
    rescheduling.change(meeting, place="Hall", starts_at=later, by=SYSTEM, at=tomorrow)
    with pytest.raises(Refused, match="nothing_changed"):
        rescheduling.change(meeting, place="Hall", starts_at=later, by=SYSTEM, at=tomorrow)
    with pytest.raises(Refused, match="meeting_begun"):
        rescheduling.change(held.meeting, place="x", starts_at=later, by=SYSTEM, at=NOW)
    moved = Meeting.objects.get(pk=meeting.pk)
    assert (moved.revision, moved.place, moved.starts_at) == (1, "Hall", later)


def test_a_program_enters_and_moves_as_a_person_does(held: Gathering) -> None:
    caller, recorder = Caller(member(held)), Caller(held.town.women[1].account)
    assert caller.send("put", "me/address", {"address": "x"}).status == 400
    made = caller.send("put", "me/address", {"address": "a@example.org"})
    assert made.body == {"address": "a@example.org", "confirmed": False}
    wrong = caller.send("post", "me/address/confirm", {"secret": "x"})
    assert (wrong.status, wrong.codes) == (409, ["link_invalid"])
    secret = addressing.token(MailAddress.objects.get().key)
    assert caller.send("post", "me/address/confirm", {"secret": secret}).body["confirmed"]
    assert caller.send("delete", "me/address").body["address"] == ""
    meeting = planned(held)
    told = {"place": "Hall", "starts_at": (NOW + timedelta(days=20)).isoformat()}
    assert caller.send("post", f"meetings/{meeting.key}/change", told).status == 403
    moved = recorder.send("post", f"meetings/{meeting.key}/change", told)
    assert (moved.status, moved.body["place"]) == (200, "Hall")


def test_what_is_over_is_no_news(held: Gathering, server: MailServer) -> None:
    address = address_of(member(held), "aram")
    meeting = planned(held)
    sweep(meeting.starts_at + timedelta(days=2))
    sweep(meeting.starts_at + timedelta(days=3))
    assert server.sent_to(address) == []
    assert not Delivery.objects.filter(notice__body__isnull=False).exists()


def test_who_was_told_is_forgotten_after_the_charters_time(held: Gathering) -> None:
    planned(held)
    sweep(NOW)
    assert noticing.forget(NOW + timedelta(days=300)) == 0
    told = Delivery.objects.filter(notice__body__isnull=False)
    assert told.exists()
    noticing.forget(NOW + timedelta(days=400))
    assert not told.exists()
    assert Entry.objects.filter(kind="notice.sent").exists()


def test_the_pause_grows_and_stays_bearable() -> None:
    pauses = [mailing.pause(attempts) for attempts in range(40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == mailing.LONGEST_PAUSE


def test_notices_are_read_by_each_member_alone(held: Gathering) -> None:
    planned(held)
    sweep(NOW)
    other = client_of("other", held.town.men[4])
    sweep(NOW)
    first = held.member.get("/").context["notices"][0][0]
    assert held.member.post(f"/notices/{first.key}/read/").status_code == 302
    assert first not in [one for one, _said in held.member.get("/").context["notices"]]
    assert first in [one for one, _said in held.recorder.get("/").context["notices"]]
    assert other.post(f"/notices/{first.key}/read/").status_code == 404  # came after it was sent
