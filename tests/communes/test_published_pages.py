"""The pages on which everyone reads published minutes, and the one that publishes them."""

import json
import re
from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communes.domain import publishing
from communes.domain.acting import Actor
from communes.domain.counting import Count
from communes.models import Attempt, Publication
from communes.papers.gathering import entry_of
from tests.communes.test_publishing import held, publish, signed
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM

pytestmark = pytest.mark.django_db

__all__ = ["held"]
ABSENT = "00000000-0000-4000-8000-000000000000"
FILES = ("published_pdf", "published_text", "published_json")


def url(name: str, held: Gathering) -> str:
    return reverse(name, args=[held.meeting.public_id])


@pytest.fixture
def open_to_all(held: Gathering) -> Gathering:
    """Minutes published to everyone, names by initials."""
    world.publishes(held.body)
    publish(held, "John Smith")
    return held


def same_as_absent(path: str, name: str) -> bool:
    """Whether the address answers exactly as one of what was never there."""
    found, absent = Client().get(path), Client().get(reverse(name, args=[ABSENT]))
    return found.status_code == absent.status_code == 404 and bare(found) == bare(absent)


def bare(answer: Any) -> str:
    """The page but for its tokens and its own address."""
    told = re.sub(r"[0-9A-Za-z]{64}", "", answer.content.decode())
    return told.replace(answer.request["PATH_INFO"], "")


def test_what_is_not_published_to_everyone_is_not_there(held: Gathering) -> None:
    publish(held)
    for name in ("published_minutes", *FILES):
        assert same_as_absent(url(name, held), name), name
    body = reverse("published_body", args=[held.body.public_id])
    assert same_as_absent(body, "published_body")
    for name in ("published", "published_check"):
        assert Client().get(reverse(name)).status_code == 404
    assert "Read published minutes" not in Client().get("/").content.decode()


def test_everyone_reads_them_without_an_account(open_to_all: Gathering) -> None:
    held, stranger = open_to_all, Client()
    assert "Read published minutes" in stranger.get("/").content.decode()
    assert held.body.name in stranger.get(reverse("published")).content.decode()
    listed = stranger.get(reverse("published_body", args=[held.body.public_id])).content.decode()
    assert url("published_minutes", held) in listed
    page = stranger.get(url("published_minutes", held))
    told = page.content.decode()
    assert "W. 4. o. K. Z. asks" in told
    entry = entry_of(held.meeting)
    assert entry
    assert entry.hash[-4:] in told
    for person in held.town.people:
        assert person.name not in told
        assert person.key not in told
    assert page["X-Robots-Tag"] == "noindex, noarchive"
    assert page["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", FILES)
def test_the_files_tell_no_more_than_the_page(open_to_all: Gathering, name: str) -> None:
    answer = Client().get(url(name, open_to_all), {"language": "en"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["X-Robots-Tag"] == "noindex, noarchive"
    for person in open_to_all.town.people:
        assert person.name.encode() not in answer.content
        assert person.key.encode() not in answer.content
    assert Client().get(url(name, open_to_all), {"language": "xx"}).status_code == 404
    private = open_to_all.member.get(url(name, open_to_all))["Cache-Control"]
    assert "no-store" in private
    assert "public" not in private


def test_the_file_for_programs_bears_the_mark_and_no_salt(open_to_all: Gathering) -> None:
    told = json.loads(Client().get(url("published_json", open_to_all)).content)
    entry = entry_of(open_to_all.meeting)
    assert entry
    assert told["entry"] == {"number": entry.number, "hash": entry.hash}
    assert told["format"] == "komin-public-minutes-1"
    assert "salt" not in told


def test_a_search_finds_words_and_no_names(open_to_all: Gathering) -> None:
    where = reverse("published_body", args=[open_to_all.body.public_id])
    link = url("published_minutes", open_to_all)
    number = str(open_to_all.meeting.number)
    for words in ("pump", "PÛMP water", number):
        assert link in Client().get(where, {"q": words}).content.decode(), words
    for words in ("Woman 4", "John Smith", "zzz", "9" * 30, "\x00"):
        found = Client().get(where, {"q": words})
        assert found.status_code == 200
        assert (link in found.content.decode()) == (words == "\x00"), words
    assert "Nothing was found" in Client().get(reverse("published"), {"q": "zz"}).content.decode()


def test_a_stranger_checks_print_and_code(open_to_all: Gathering) -> None:
    where = reverse("published_check")
    content = Client().get(url("published_pdf", open_to_all)).content
    sent = {"file": SimpleUploadedFile("m.pdf", content)}
    assert "It was issued by this book." in Client().post(where, sent).content.decode()
    sent = {"file": SimpleUploadedFile("m.pdf", content + b" ")}
    assert "No such paper was issued here." in Client().post(where, sent).content.decode()
    entry = entry_of(open_to_all.meeting)
    assert entry
    told = Client().post(where, {"code": entry.hash}).content.decode()
    assert "It is what the book holds." in told
    assert url("published_minutes", open_to_all) in told
    own = open_to_all.member.get(url("minutes_pdf", open_to_all)).content
    sent = {"file": SimpleUploadedFile("m.pdf", own)}
    assert "It was issued by this book." in Client().post(where, sent).content.decode()
    assert Client().post(where).status_code == 422


def test_a_machine_does_not_try_all_codes(open_to_all: Gathering) -> None:
    where = reverse("published_check")
    entry = entry_of(open_to_all.meeting)
    assert entry
    machine = Client(REMOTE_ADDR="10.0.0.8")
    assert machine.post(where, {"code": "a" * 64}).status_code == 200
    assert machine.post(where, {"code": entry.hash}).status_code == 200  # is not counted
    Attempt.objects.bulk_create(
        Attempt(subject=row.subject, at=row.at) for row in Attempt.objects.all() for _ in range(59)
    )
    shut = machine.post(where, {"code": entry.hash})
    assert shut.status_code == 422
    assert "Wait five minutes" in shut.content.decode()
    told = Client().post(where, {"code": entry.hash}).content.decode()
    assert "It is what the book holds." in told


def test_lists_ask_a_constant_number_of_queries(open_to_all: Gathering) -> None:
    pages = [reverse("published"), reverse("published_body", args=[open_to_all.body.public_id])]

    def queries(path: str) -> int:
        Client().get(path)
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(path).status_code == 200
        return len(asked)

    before = [queries(path) for path in pages]
    at = timezone.now()
    for _time in range(2):
        meeting = world.assembly(open_to_all.town, at=at)
        world.closed_and_signed(meeting, [open_to_all.town.women[0], open_to_all.town.men[0]], at)
        publishing.publish(meeting, by=SYSTEM, at=at)
    assert Publication.objects.count() == 3
    assert [queries(path) for path in pages] == before


def test_chairs_and_secretary_publish_and_withdraw(held: Gathering) -> None:
    world.publishes(held.body)
    where = url("publish_minutes", held)
    for client in (held.member, held.stranger, held.guest):
        assert client.get(where).status_code == 403
        assert post(client, where, do="publish").status_code == 403
    for client in (held.recorder, *held.chairs):
        assert client.get(where).status_code == 200
    looked = post(held.recorder, where, do="look", words="John Smith")
    assert looked.status_code == 200
    assert "J. S. from Bristol" in looked.content.decode()
    assert not Publication.objects.exists()
    key = {"submission": "a" * 20}
    for _time in range(2):
        done = post(held.recorder, where, do="publish", words="John Smith\n", **key)
        assert done.status_code == 302
    made = Publication.objects.get()
    assert "John Smith" in made.words
    assert post(held.recorder, where, do="publish").status_code == 422
    assert post(held.recorder, where, do="withdraw", reason="").status_code == 422
    assert "withdrawn" not in held.chairs[0].get(where).content.decode()
    assert post(held.chairs[0], where, do="withdraw", reason="A name.").status_code == 302
    assert "A name." in held.chairs[0].get(where).content.decode()
    assert same_as_absent(url("published_minutes", held), "published_minutes")


def test_unsigned_minutes_have_no_such_page() -> None:
    made = gathering()
    assert made.recorder.get(url("publish_minutes", made)).status_code == 404
    assert made.chairs[0].get(url("minutes", made)).status_code == 200


def test_hostile_text_is_shown_as_text() -> None:
    made = gathering()
    text = "<script>alert(1)</script> <b hx-get='/x'>&amp; {{ x }} \u202e"
    world.decide(made.item(), Count(15, 5), timezone.now(), text)
    signed(made)
    world.publishes(made.body)
    publish(made, "<script>", "(", "\\1")
    told = Client().get(url("published_minutes", made)).content.decode()
    assert "<script>alert" not in told
    assert "hx-get='/x'" not in told
    assert "&lt;" in told


def test_the_api_publishes_reads_and_withdraws(held: Gathering) -> None:
    world.publishes(held.body)
    base, kind = f"/api/v1/meetings/{held.meeting.key}", "application/json"
    assert held.member.get(f"{base}/publication").json()["publications"] == []
    assert held.member.get(f"{base}/minutes/public").status_code == 404
    assert held.member.post(f"{base}/publication", {}, kind).status_code == 403
    assert held.recorder.post(f"{base}/publication", {"words": ["Şêrîn"]}, kind).status_code == 201
    twice = held.recorder.post(f"{base}/publication", {}, kind)
    assert (twice.status_code, twice.json()["problems"][0]["code"]) == (409, "published_already")
    told = held.stranger.get(f"{base}/minutes/public?language=en").json()
    assert told["names"] == "initials"
    assert held.member.get(f"{base}/publication").json()["open"] is True
    ended = held.recorder.post(f"{base}/publication/withdraw", {"reason": "A name."}, kind)
    assert ended.json()["publications"][0]["withdrawn"]["reason"] == "A name."
    assert held.member.get(f"{base}/minutes/public").status_code == 404


def test_the_api_checks_prints(held: Gathering) -> None:
    where, kind = "/api/v1/minutes/verification", "application/json"
    entry = entry_of(held.meeting)
    assert entry
    told = held.member.post(where, {"code": entry.hash}, kind).json()
    assert (told["verdict"], told["holds"], told["meeting"]) == ("same", True, held.meeting.key)
    pdf = held.member.get(url("minutes_pdf", held)).content
    told = held.member.post(where, {"pdf": b64encode(pdf).decode()}, kind).json()
    assert told["verdict"] == "same"
    told = held.member.post(where, {"pdf": b64encode(pdf + b" ").decode()}, kind).json()
    assert (told["verdict"], told["holds"]) == ("differs", False)
    assert held.member.post(where, {"pdf": "%%%"}, kind).status_code == 400
    assert held.member.post(where, {}, kind).status_code == 400
    assert held.guest.post(where, {"code": "x"}, kind).status_code == 403


def test_the_api_tells_who_was_told(held: Gathering) -> None:
    publishing.publish(held.meeting, by=Actor(held.town.women[0]), at=timezone.now())
    base = f"/api/v1/meetings/{held.meeting.key}"
    assert held.member.get(f"{base}/told").status_code == 403
    rows = held.recorder.get(f"{base}/told").json()["results"]
    assert len(rows) == len(held.town.people) + 1
    assert any(row["account"] for row in rows)
    told = held.recorder.get(f"{base}/notices").json()
    assert "minutes_published" in [one["code"] for one in told["notices"]]
    assert told["without_account"] == sum(not row["account"] for row in rows)
