"""The record on pages: saved by button or as it is typed; two savers lose nothing."""

from typing import Any

import pytest
from django.urls import reverse

from communes.domain import recording
from communes.models import AgendaItem
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering()


def url(held: Gathering, name: str = "item_text") -> str:
    return reverse(name, args=[held.item().public_id])


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_record_is_saved_by_its_button(held: Gathering) -> None:
    told = {"text": "Şêrîn asks.\r\nHogir answers.", "version": "0"}
    answer = post(held.recorder, url(held), **told)
    assert answer["Location"] == reverse("item", args=[held.item().public_id])
    assert held.item().text == "Şêrîn asks.\nHogir answers."
    assert held.item().text_version == 1
    assert "Şêrîn asks." in text(held.recorder.get(answer["Location"]))
    again = held.recorder.post(url(held), {**told, "submission": "sent-again-1"})
    assert again.status_code == 302
    assert held.item().text_version == 1


def test_typing_is_saved_and_only_its_state_comes_back(held: Gathering) -> None:
    told = {"text": "One", "version": "0", "submission": "typing-01"}
    saved = post(held.recorder, url(held), waited=0, **told)
    assert saved.status_code == 200
    assert saved.json() == {"received": "typing-01", "version": 1}
    post(held.recorder, url(held), waited=0, text="One two", version="1")
    assert held.item().text == "One two"


@pytest.mark.parametrize("waited", [None, 0])
def test_the_later_saver_sees_both_versions_and_loses_nothing(
    held: Gathering, waited: int | None
) -> None:
    recording.write(held.item(), text="Theirs", version=0, by=SYSTEM, at=held.meeting.starts_at)
    late = post(held.chairs[0], url(held), waited=waited, text="Mine", version="0")
    assert late.status_code == 422
    assert "Theirs" in text(late)
    assert waited is not None or "Mine" in text(late)
    assert held.item().text == "Theirs"
    again = post(held.chairs[0], url(held), waited=0, text="Mine still", version="0")
    assert (again.status_code, held.item().text) == (422, "Theirs")
    both = post(
        held.chairs[0], url(held), waited=waited, text="Theirs, mine", version="0", over="1"
    )
    assert both.status_code in (200, 302)
    assert held.item().text == "Theirs, mine"


def test_a_third_saver_meanwhile_is_shown_too(held: Gathering) -> None:
    for version, words in enumerate(("First", "Second")):
        recording.write(
            held.item(), text=words, version=version, by=SYSTEM, at=held.meeting.starts_at
        )
    page = post(held.recorder, url(held), text="Mine", version="0", over="1")
    assert page.status_code == 422
    assert "Second" in text(page)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "x" * 100_001, "version": "0"},
        {"text": "a\x00b", "version": "0"},
        {"text": "x", "version": "-1"},
        {"text": "x", "version": "²"},
        {"text": "x"},
    ],
)
@pytest.mark.parametrize("waited", [None, 0])
def test_what_cannot_be_stored_is_refused_and_kept_in_the_form(
    held: Gathering, wrong: dict[str, str], waited: int | None
) -> None:
    page = post(held.recorder, url(held), waited=waited, **wrong)
    assert page.status_code == 422
    assert held.item().text == ""
    if waited is None:
        assert wrong["text"].replace("\x00", "") in text(page).replace("\x00", "")


def test_a_long_record_with_markup_is_shown_as_text(held: Gathering) -> None:
    hostile = "<img src=x onerror=alert(1)> hx-get='/x' \u202e" + "y" * 99_000
    assert post(held.recorder, url(held), text=hostile, version="0").status_code == 302
    page = text(held.member.get(reverse("item", args=[held.item().public_id])))
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_others_do_not_write(held: Gathering) -> None:
    for client in (held.member, held.stranger, held.guest):
        assert post(client, url(held), text="x", version="0").status_code == 403
        assert post(client, url(held, "item_finish")).status_code == 403
    assert held.item().text == ""


def test_the_meeting_goes_on_to_the_next_item_and_back(held: Gathering) -> None:
    answer = post(held.recorder, url(held, "item_finish"), do="finish")
    assert answer["Location"] == reverse("item", args=[held.item(2).public_id])
    assert held.item().finished_at is not None
    room = held.recorder.get(reverse("room", args=[held.meeting.public_id]))
    assert room["Location"] == answer["Location"]
    back = post(held.recorder, url(held, "item_finish"), do="reopen")
    assert back["Location"] == reverse("item", args=[held.item().public_id])
    assert AgendaItem.objects.get(pk=held.item().pk).finished_at is None


def test_the_record_is_mended_after_closing_and_not_finished(held: Gathering) -> None:
    held.close()
    assert post(held.recorder, url(held), text="Later", version="0").status_code == 302
    page = post(held.recorder, url(held, "item_finish"), do="finish")
    assert page.status_code == 422
    assert "The meeting is not open." in text(page)
