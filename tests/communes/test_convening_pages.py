"""Convening on pages: the notice counted, rows composed, a real agenda of 65 items."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import closing, planning
from communes.forms.lines import lines_of
from communes.models import Meeting, OpenPoint, Stage
from tests.counting import queries
from tests.factories.gathering import Gathering, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

REAL = Path(__file__).parent.parent / "data" / "real_agendas.json"


@laid
def held() -> Gathering:
    return gathering()


def url_of(held: Gathering) -> str:
    return reverse("convene", args=[held.body.public_id])


def filled(titles: list[str], *, days: int = 7, **more: Any) -> dict[str, Any]:
    """A form as somebody fills it in."""
    told: dict[str, Any] = {
        "sitting": "assembly",
        "day": (timezone.now() + timedelta(days=days)).date().isoformat(),
        "clock": "18:00",
        "place": "School yard",
        "rows": str(len(titles)),
        "do": "convene",
    }
    for at, title in enumerate(titles):
        told |= {f"items-{at}-title": title, f"items-{at}-kind": "decision"}
    return {**told, **more}


def real_titles() -> list[str]:
    """The longest real agenda."""
    meetings = json.loads(REAL.read_text())["meetings"]
    return [item["name"] for item in max(meetings, key=lambda one: len(one["items"]))["items"]]


def test_the_form_proposes_day_and_place_and_what_waits(held: Gathering) -> None:
    planning.await_agenda(
        held.body, kind="decision", occasion="road:1", title="The road", at=timezone.now()
    )
    page = held.chairs[0].get(url_of(held))
    assert page.status_code == 200
    assert page.context["form"]["place"].value() == "School yard"
    assert page.context["notice"]["given"] >= 3
    assert page.context["rows"].rows[0].kind == "approval"
    assert page.context["rows"].rows[1].title == "The road"
    assert b"The charter asks for 3" in page.content


@pytest.mark.parametrize(("who", "status"), [("member", 403), ("stranger", 403), ("guest", 403)])
def test_only_officers_convene(held: Gathering, who: str, status: int) -> None:
    client = getattr(held, who)
    before = Meeting.objects.count()
    assert client.get(url_of(held)).status_code == status
    assert post(client, url_of(held), **filled(["Well"])).status_code == status
    assert Meeting.objects.count() == before


def test_a_meeting_is_convened_once_however_often_it_is_sent(held: Gathering) -> None:
    before = Meeting.objects.count()
    told = filled(["Well", "", "Road"], submission="the-same-key")
    told |= {"items-0-minutes": "20", "items-2-women": "on"}
    first = held.recorder.post(url_of(held), told)
    again = held.recorder.post(url_of(held), told)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert Meeting.objects.count() == before + 1
    made = Meeting.objects.order_by("-pk")[0]
    rows = made.items.values_list("position", "title", "planned_minutes", "concerns_women")
    assert list(rows) == [(1, "Well", 20, False), (2, "Road", None, True)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": ""}, "This field is required."),
        ({"day": "2999-01-01"}, "Check the year."),
        ({"clock": "25:00"}, "Enter a valid time."),
        ({"place": " "}, "This field is required."),
        ({"items-0-kind": "nonsense"}, "Select a valid choice."),
        ({"items-0-minutes": "-3"}, "greater than or equal to 0"),
        ({"items-0-title": "x" * 301}, "at most 300 characters"),
        ({"place": "Yard\x00"}, "Null characters are not allowed."),
    ],
)
def test_bad_input_changes_nothing_and_says_why(
    held: Gathering, wrong: dict[str, Any], said: str
) -> None:
    before = Meeting.objects.count()
    page = post(held.recorder, url_of(held), **filled(["Well"], **wrong))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert Meeting.objects.count() == before


def test_a_notice_too_short_is_refused_with_its_figures(held: Gathering) -> None:
    page = post(held.recorder, url_of(held), **filled(["Well"], days=2))
    assert page.status_code == 422
    assert "The charter asks for 3 clear days of notice; this leaves 1." in page.content.decode()
    assert 'value="Well"' in page.content.decode()


def test_rows_are_added_moved_and_dropped_without_convening(held: Gathering) -> None:
    before = Meeting.objects.count()
    titles = ["One", "Two", "Three"]
    page = post(held.recorder, url_of(held), **filled(titles, do="up:2"))
    assert [row.title for row in page.context["rows"].rows][:3] == ["One", "Three", "Two"]
    page = post(held.recorder, url_of(held), **filled(titles, do="drop:0"))
    assert [row.title for row in page.context["rows"].rows][:2] == ["Two", "Three"]
    page = post(held.recorder, url_of(held), **filled(titles, do="more"))
    assert len(page.context["rows"].rows) == 8
    page = post(held.recorder, url_of(held), **filled(titles, do="copy"))
    assert page.context["rows"].rows[3].title == "Water pump"
    assert page.status_code == 200
    assert Meeting.objects.count() == before


@pytest.mark.parametrize("strange", ["up:x", "down:99", "drop:-1", "nonsense", "up:", "drop:²"])
def test_strange_buttons_do_nothing(held: Gathering, strange: str) -> None:
    page = post(held.recorder, url_of(held), **filled(["One"], do=strange, rows="²"))
    assert page.status_code == 200


def test_a_real_agenda_of_65_items_is_pasted_and_convened(held: Gathering) -> None:
    titles = real_titles()
    assert len(titles) == 65
    pasted = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    page = post(held.recorder, url_of(held), **filled([], do="paste", lines=pasted))
    rows = [row.title for row in page.context["rows"].rows if row.title]
    assert rows == [title[:300] for title in titles]
    sent = post(held.recorder, url_of(held), **filled(rows))
    assert sent.status_code == 302
    made = Meeting.objects.order_by("-pk")[0]
    assert list(made.items.values_list("title", flat=True)) == rows
    assert held.recorder.get(sent["Location"]).status_code == 200


def test_numbers_and_bullets_of_a_pasted_list_are_left_out() -> None:
    text = "1. Well\n\n • Road \n12)  School\n3\tMill\n٤. Bakery\n2026 budget\n- Fuel"
    expected = ["Well", "Road", "School", "Mill", "Bakery", "2026 budget", "Fuel"]
    assert lines_of(text) == expected


def test_what_waits_is_taken_up_by_its_row(held: Gathering) -> None:
    planning.await_agenda(
        held.body, kind="decision", occasion="road:1", title="The road", at=timezone.now()
    )
    point = OpenPoint.objects.get(occasion="road:1")
    post(held.recorder, url_of(held), **{**filled(["The road"]), "items-0-point": point.key})
    made = Meeting.objects.order_by("-pk")[0]
    point.refresh_from_db()
    assert point.item == made.items.get()


def test_the_fragment_of_the_rows_is_the_page(held: Gathering) -> None:
    told = filled(["One"], do="more", submission="key-of-this-page")
    whole = held.recorder.post(url_of(held), told)
    part = held.recorder.post(
        url_of(held), told, headers={"HX-Request": "true", "HX-Target": "agenda-rows"}
    )
    assert part.context["rows"].rows == whole.context["rows"].rows


def test_queries_do_not_grow_with_the_agenda(held: Gathering) -> None:
    short, long = planned(held), planned(held, items=[planning.PlannedItem(f"{n}") for n in "abc"])
    one = reverse("meeting", args=[short.public_id])
    three = reverse("meeting", args=[long.public_id])
    assert queries(lambda: held.recorder.get(one)) == queries(lambda: held.recorder.get(three))


def test_a_second_convocation_keeps_the_agenda_and_needs_no_quorum() -> None:
    held = gathering(present=4)
    closing.close(held.meeting, by=SYSTEM, at=timezone.now())
    page = held.chairs[0].get(reverse("meeting", args=[held.meeting.public_id]))
    assert "Convene a second time" in page.content.decode()
    url = reverse("second", args=[held.meeting.public_id])
    assert held.member.get(url).status_code == 403
    told = {name: filled([])[name] for name in ("day", "clock", "place")}
    told["submission"] = "second-convocation"
    assert held.chairs[0].post(url, told).status_code == 302
    assert held.chairs[0].post(url, told).status_code == 302
    second = Meeting.objects.get(second_of=held.meeting)
    assert second.items.count() == held.meeting.items.count()
    assert (
        "decides with those who come"
        in held.member.get(reverse("meeting", args=[second.public_id])).content.decode()
    )
    assert post(held.chairs[0], url, **told | {"submission": "another-key"}).status_code == 422


def test_no_second_convocation_after_a_meeting_with_quorum(held: Gathering) -> None:
    held.close()
    page = held.chairs[0].get(reverse("meeting", args=[held.meeting.public_id]))
    assert "Convene a second time" not in page.content.decode()


def test_notice_and_sheet_are_printed(held: Gathering) -> None:
    meeting = planned(held)
    notice = held.stranger.get(reverse("meeting_notice", args=[meeting.public_id]))
    assert "Water pump" in notice.content.decode()
    sheet = reverse("meeting_sheet", args=[meeting.public_id])
    assert "Woman 3" in held.recorder.get(sheet).content.decode()
    assert held.member.get(sheet).status_code == 403


def test_a_meeting_is_called_off_once_and_only_before_it_opened(held: Gathering) -> None:
    meeting = planned(held)
    url = reverse("meeting_cancel", args=[meeting.public_id])
    assert post(held.member, url).status_code == 403
    for _time in range(2):
        assert held.recorder.post(url, {"submission": "one-key-only"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.stage == Stage.CANCELLED
    assert post(held.recorder, url).status_code == 403
    open_one = reverse("meeting_cancel", args=[held.meeting.public_id])
    assert post(held.recorder, open_one).status_code == 422
