"""Printed minutes held against the book: by the file, by the code; and what differs."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communes import guards
from communes.domain import signing
from communes.domain.acting import Actor
from communes.domain.counting import Count
from communes.models import Meeting, Person, Resolution
from communes.papers.gathering import entry_of
from communes.papers.minutes import minutes_paper
from communes.papers.verifying import check_code, check_file
from communes.typesetting import pdf
from tests.communes.test_approving import next_item, point, resolved
from tests.factories import world
from tests.factories.gathering import Gathering, gathering
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    """An assembly with a decision, closed and signed."""
    made = gathering()
    world.decide(made.item(), Count(15, 5), timezone.now(), "The pump is mended.")
    made.close()
    for chair in (made.town.women[0], made.town.men[0]):
        signing.sign(made.meeting, person=chair, by=Actor(chair), at=timezone.now())
    made.meeting.refresh_from_db()
    return made


def test_a_file_is_what_the_book_holds_in_each_language(held: Gathering, tmp_path: Path) -> None:
    for language in ("en", "ar", "ku", "ckb"):
        path = tmp_path / f"{language}.pdf"
        path.write_bytes(pdf(minutes_paper(held.meeting, language)))
        out = StringIO()
        call_command("verify_minutes", str(path), stdout=out)
        assert "It is what the book holds." in out.getvalue()


def test_every_byte_that_is_flipped_is_found(held: Gathering) -> None:
    content = pdf(minutes_paper(held.meeting, "en"))
    for place in range(7, len(content), len(content) // 25):
        flipped = bytearray(content)
        flipped[place] ^= 1
        assert not check_file(bytes(flipped), Meeting.objects.all()).holds
    assert not check_file(content + b"\n", Meeting.objects.all()).holds
    assert not check_file(content[:-20], Meeting.objects.all()).holds


def test_what_differs_is_named(held: Gathering, tmp_path: Path) -> None:
    content = pdf(minutes_paper(held.meeting, "en"))
    Person.objects.filter(pk=held.town.women[0].pk).update(name="")
    found = check_file(content, Meeting.objects.all())
    assert found.verdict == "differs"
    assert any(held.town.women[0].name in line for line in found.differences)
    assert not any("pump" in line for line in found.differences)
    path = tmp_path / "m.pdf"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"It is NOT what the book holds\."):
        call_command("verify_minutes", str(path))
    entry = entry_of(held.meeting)
    assert entry
    assert check_code(entry.hash, Meeting.objects.all()).verdict == "same"


def test_paper_printed_before_its_approval_stays_good(held: Gathering) -> None:
    content = pdf(minutes_paper(held.meeting, "en"))
    resolved(next_item(held, point(held, "approval")))
    assert check_file(content, Meeting.objects.all()).verdict == "earlier"
    now = pdf(minutes_paper(held.meeting, "en"))
    assert check_file(now, Meeting.objects.all()).verdict == "same"


def test_a_book_that_was_tampered_with_vouches_for_nothing(held: Gathering) -> None:
    content = pdf(minutes_paper(held.meeting, "en"))
    guards.lift(connection)
    Resolution.objects.filter(text="The pump is mended.").update(text="The pump is sold.")
    found = check_file(content, Meeting.objects.all())
    assert found.verdict == "broken"
    assert found.broken


def test_the_code_is_found_as_it_is_printed(held: Gathering) -> None:
    mark = minutes_paper(held.meeting, "en").mark
    assert mark
    everyone = Meeting.objects.all()
    for code in (
        mark.code,
        mark.code.upper(),
        mark.qr,
        f"{mark.words} {mark.code}",
        mark.code[:24],
    ):
        assert check_code(code, everyone).meeting == held.meeting, code
    for code in ("", "abcd", "\x00", mark.code[:-1] + ("0" if mark.code[-1] != "0" else "1")):
        assert check_code(code, everyone).verdict == "unknown", code
    assert check_code(mark.code, Meeting.objects.none()).verdict == "unknown"


def test_files_of_strangers_do_no_harm(held: Gathering) -> None:
    key = f"komin-minutes {held.meeting.key} en".encode()
    for content in (b"", b"%PDF-1.7", key, b"%PDF-1.7 " + key + b" 1 0 obj <</Length 9e99>>" * 50):
        assert not check_file(content, Meeting.objects.all()).holds


def test_the_page_checks_a_file_and_a_code(held: Gathering) -> None:
    url = reverse("verify_minutes")
    content = pdf(minutes_paper(held.meeting, "en"))
    assert held.guest.get(url).status_code == 403
    assert held.member.get(url).status_code == 200
    assert held.member.post(url).status_code == 422
    sent = {"file": SimpleUploadedFile("m.pdf", content)}
    assert "It is what the book holds." in held.member.post(url, sent).content.decode()
    sent = {"file": SimpleUploadedFile("m.pdf", content[:-1])}
    assert "It is not what the book holds." in held.member.post(url, sent).content.decode()
    mark = minutes_paper(held.meeting, "en").mark
    assert mark
    assert "It is what" in held.stranger.post(url, {"code": mark.code}).content.decode()


def test_the_command_wants_one_of_the_two(tmp_path: Path) -> None:
    for given in ([], ["x.pdf", "--code", "abcd"], [str(tmp_path / "none.pdf")]):
        with pytest.raises(CommandError):
            call_command("verify_minutes", *given)
