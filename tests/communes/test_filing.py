"""Papers that were issued: known by their digest when what they show is erased since."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes import guards
from communes.domain import booking, filing
from communes.models import Entry, IssuedPaper, Meeting, Person, Resolution
from communes.papers.filing import issued_minutes, issued_resolutions, issued_sheet
from communes.papers.verifying import check_file
from tests.communes.test_publishing import held, publish
from tests.factories import world
from tests.factories.gathering import Gathering

pytestmark = pytest.mark.django_db

__all__ = ["held"]


def erase(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(name="", folded="", sort_key="")


def test_minutes_printed_before_a_name_was_erased_are_still_of_this_book(
    held: Gathering, tmp_path: Path
) -> None:
    _paper, content = issued_minutes(held.meeting, "en", timezone.now())
    assert check_file(content, Meeting.objects.all()).verdict == "same"
    erase(held.town.women[0])
    found = check_file(content, Meeting.objects.all())
    assert (found.verdict, found.holds) == ("issued", True)
    assert found.paper
    assert found.paper.language == "en"
    path = tmp_path / "m.pdf"
    path.write_bytes(content)
    call_command("verify_minutes", str(path))
    path.write_bytes(content[:-1] + b" ")
    with pytest.raises(CommandError, match="NOT what the book holds"):
        call_command("verify_minutes", str(path))


def test_row_and_entry_hold_digest_and_figures_only(held: Gathering) -> None:
    _paper, content = issued_minutes(held.meeting, "ar", timezone.now())
    issued_minutes(held.meeting, "ar", timezone.now())
    row = IssuedPaper.objects.get(kind="minutes")
    assert (row.language, row.digest) == ("ar", filing.digest_of(content))
    entry = Entry.objects.get(kind="paper.issued")
    assert row.digest in entry.content
    for person in held.town.people:
        assert person.name not in entry.content
        assert person.key not in entry.content
    assert booking.verify(held.body) is None


def test_drafts_and_picked_lists_are_not_kept(held: Gathering) -> None:
    other = world.assembly(held.town, at=timezone.now())
    issued_minutes(other, "en", timezone.now())
    rows = Resolution.objects.filter(body=held.body)
    issued_resolutions(held.body, rows, "en", timezone.now(), whole=False)
    assert not IssuedPaper.objects.exists()
    issued_resolutions(held.body, rows, "en", timezone.now(), whole=True)
    assert IssuedPaper.objects.get().kind == "resolutions"


def test_a_sheet_and_a_list_verify_after_people_left_the_roll(held: Gathering) -> None:
    at = timezone.now()
    meeting = world.assembly(held.town, at=at)
    sheet = issued_sheet(meeting, "en", at)[1]
    listed = issued_resolutions(held.body, Resolution.objects.all(), "en", at, whole=True)[1]
    erase(held.town.men[4])
    for content in (sheet, listed):
        assert check_file(content, Meeting.objects.all()).verdict == "issued"
        assert check_file(content, Meeting.objects.none()).verdict == "unissued"
        assert check_file(content + b" ", Meeting.objects.all()).verdict == "unissued"
    assert check_file(b"%PDF-1.7", Meeting.objects.all()).verdict == "unknown"


def test_a_forged_row_makes_no_paper_genuine(held: Gathering) -> None:
    _paper, content = issued_minutes(held.meeting, "en", timezone.now())
    forged = content + b" "
    row = IssuedPaper.objects.get()
    row.pk, row.public_id = None, held.meeting.public_id
    row.digest = filing.digest_of(forged)
    row.save(force_insert=True)
    assert check_file(forged, Meeting.objects.all()).verdict == "broken"
    guards.lift(connection)
    row.delete()
    IssuedPaper.objects.update(language="ku")
    assert booking.verify(held.body) is not None


def test_the_page_tells_who_may_read_that_it_was_issued(held: Gathering) -> None:
    url = reverse("minutes_pdf", args=[held.meeting.public_id], query={"language": "en"})
    content = held.member.get(url).content
    erase(held.town.women[0])
    sent = {"file": SimpleUploadedFile("m.pdf", content)}
    told = held.stranger.post(reverse("verify_minutes"), sent).content.decode()
    assert "It was issued by this book." in told
    assert "Minutes · issued on" in told


def test_a_print_by_a_stranger_adds_one_entry_however_often(held: Gathering) -> None:
    world.publishes(held.body)
    publish(held)
    url = reverse("published_pdf", args=[held.meeting.public_id], query={"language": "en"})
    stranger = Client()
    assert stranger.get(url).content == stranger.get(url).content
    assert Entry.objects.filter(kind="paper.issued").count() == 1
    assert IssuedPaper.objects.get().kind == "public"
