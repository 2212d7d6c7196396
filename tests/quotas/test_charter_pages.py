"""Drafting a charter in the browser and through the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communes import charter
from communes.domain import chartering
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, CharterDraft
from communes.rewriting import tables_of
from quotas.forms.charters import SectionForm
from quotas.forms.rows import RowsField
from tests.factories import world
from tests.factories.gathering import Gathering, client_of, gathering, post
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering(items=[PlannedItem("Charter", "charter")])


def draft_of(item: AgendaItem, section: str = "quotas") -> str:
    return f"/items/{item.public_id}/charter/draft/?section={section}"


def typed(section: str = "quotas", **changed: Any) -> dict[str, Any]:
    """The form of a section as it is rendered, with some fields typed anew."""
    form = SectionForm(section=section, text=charter.shipped("confederal-2014"), version=0)
    told = {field.name: field.value() for field in form}
    told = {name: value for name, value in told.items() if value is not None and value is not False}
    tables = [name for name, field in form.fields.items() if isinstance(field, RowsField)]
    return {**{name: value for name, value in told.items() if name not in tables}, **changed}


def rows(name: str, *told: dict[str, Any]) -> dict[str, Any]:
    """Rows of a table as its inputs hand them in."""
    cells = {
        f"{name}-{at}-{key}": value for at, row in enumerate(told) for key, value in row.items()
    }
    return {f"{name}-rows": len(told), **cells}


def test_a_section_is_drafted_with_its_differences_in_words(held: Gathering) -> None:
    url = draft_of(held.item())
    shown = held.recorder.get(url)
    assert shown.status_code == 200
    assert "A body of 12 needs 5 women and 5 men, 2 open." in shown.content.decode()
    answer = post(held.recorder, url, **typed(share="45 %", youth_share="1/5"))
    assert answer.status_code == 302, answer.context["form"].errors
    page = held.recorder.get(url).content.decode()
    assert "in 2 points" in page
    assert "45 %" in page
    quotas = tables_of(CharterDraft.objects.get().text)["quotas"]
    assert (quotas["share"], quotas["youth_share"]) == ("9/20", "1/5")


def test_an_error_stands_at_its_field_and_nothing_is_kept(held: Gathering) -> None:
    url = draft_of(held.item())
    for field, value in (("share", "3/5"), ("share", "much"), ("committee_seats", "99")):
        answer = post(held.recorder, url, **typed(**{field: value}))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
    for wrong in ({"en": "\x00Kurd", "seats": "many"}, {"organisations": "Union"}):
        answer = post(held.recorder, url, **typed(), **rows("components", wrong))
        assert "components" in answer.context["form"].errors
    assert not CharterDraft.objects.exists()


def test_components_are_typed_a_row_each(held: Gathering) -> None:
    kurd = {"en": "Kurd", "ku": "Kurd", "organisations": "Union, Society", "seats": 2}
    told = typed(component_seats="fixed") | rows(
        "components", kurd, {}, {"ar": "عرب", "organisations": "Union", "seats": "1"}
    )
    assert post(held.recorder, draft_of(held.item()), **told).status_code == 302
    kept = tables_of(CharterDraft.objects.get().text)["quotas"]["components"]
    assert kept[0] == {
        "code": "kurd", "names": {"en": "Kurd", "ku": "Kurd"},
        "organisations": ["Union", "Society"], "seats": 2, "weight": 0,
    }  # fmt: skip
    assert [(row["names"], row["seats"]) for row in kept[1:]] == [({"ar": "عرب"}, 1)]
    again = held.recorder.get(draft_of(held.item())).content.decode()
    assert 'value="Union, Society"' in again
    assert "3 seats are for components: Kurd 2, عرب 1." in again
    assert post(held.recorder, draft_of(held.item()), **typed(version=1)).status_code == 302
    assert tables_of(CharterDraft.objects.get().text)["quotas"]["components"] == kept
    gone = [{"code": row["code"], **row["names"], "gone": "on"} for row in kept]
    answer = post(
        held.recorder, draft_of(held.item()), **typed(version=2) | rows("components", *gone)
    )
    assert answer.status_code == 302
    assert tables_of(CharterDraft.objects.get().text)["quotas"]["components"] == []


def test_the_example_is_live_and_works_by_its_button_too(held: Gathering) -> None:
    url = draft_of(held.item())
    told = typed(template="women_only", share="1/2", size=9)
    for answer in (
        post(held.recorder, url, preview="yes", **told),
        post(held.recorder, url, preview="yes", htmx="example", **told),
    ):
        assert answer.status_code == 200
        assert "A body of 9 needs 5 women, 4 open." in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert not CharterDraft.objects.exists()


def test_a_template_is_a_beginning(held: Gathering) -> None:
    url = f"/items/{held.item().public_id}/charter/start/"
    assert post(held.recorder, url, start="2023", version=0).status_code == 302
    assert tables_of(CharterDraft.objects.get().text)["quotas"]["template"] == "women_only"
    assert post(held.recorder, url, start="2014", version=0).status_code == 422
    assert post(held.recorder, url, start="1789", version=1).status_code == 404


def test_members_read_the_draft_and_others_do_not_find_it(held: Gathering) -> None:
    url = draft_of(held.item())
    shown = held.member.get(url)
    assert shown.status_code == 200
    assert "Keep in the draft" not in shown.content.decode()
    assert post(held.member, url, **typed(share="45 %")).status_code == 403
    assert held.guest.get(url).status_code == 404
    assert held.recorder.get(draft_of(held.item(), "nothing")).status_code == 404
    for section in charter.sections():
        assert held.recorder.get(draft_of(held.item(), section)).status_code == 200


def test_of_several_communes_the_page_says_that_one_alone_cannot(held: Gathering) -> None:
    post(held.recorder, draft_of(held.item()), **typed(youth_share="20 %"))
    url = f"/items/{held.item().public_id}/charter/"
    told = "one alone cannot change it"
    assert told in held.recorder.get(url).content.decode()
    assert told in held.recorder.get(draft_of(held.item())).content.decode()
    count: dict[str, Any] = {"method": "hands", "votes_for": 20, "against": 0, "abstain": 0}
    assert post(held.recorder, url, **count).status_code == 422


@laid
def alone() -> tuple[AgendaItem, Client]:
    """The only commune's open assembly, and whoever records it."""
    now = timezone.now()
    made = world.settled_town(at=now - timedelta(days=60))
    items = [PlannedItem("Charter", "charter")]
    meeting = world.assembly(made, items, at=now - timedelta(minutes=30))
    return meeting.items.get(), client_of("recorder", made.women[1])


def test_the_only_unit_adopts_and_the_page_shows_what_changes(
    alone: tuple[AgendaItem, Client],
) -> None:
    item, recorder = alone
    post(recorder, draft_of(item), **typed(youth_share="20 %"))
    url = f"/items/{item.public_id}/charter/"
    assert "Seats for youth" in recorder.get(url).content.decode()
    count = {"method": "hands", "votes_for": 20, "against": 0, "abstain": 0}
    told = {"submission": "one-single-key", "text": "A fifth of the seats for youth.", **count}
    answer = recorder.post(url, told)
    assert answer.status_code == 302, (answer.context["form"].errors, answer.context["problems"])
    assert recorder.post(url, told).status_code == 302
    now = chartering.in_force(timezone.now())
    assert (now.version, tables_of(now.text)["quotas"]["youth_share"]) == (2, "1/5")
    assert post(recorder, draft_of(item), **typed(share="45 %")).status_code == 422


def test_the_api_drafts_and_adopts_with_the_same_refusals(
    alone: tuple[AgendaItem, Client],
) -> None:
    item, recorder = alone
    url = f"/api/v1/items/{item.public_id}/charter"

    def send(path: str, **told: Any) -> Any:
        return recorder.post(url + path, told, content_type="application/json")

    count = {"method": "hands", "votes_for": 20, "against": 0, "abstentions": 0}
    assert send("", **count).json()["problems"][0]["code"] == "charter_unchanged"
    told = {"section": "quotas", "version": 0}
    refused = send("/draft", values={"share": "3/5"}, **told)
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (409, "charter_value")
    hostile: dict[str, Any]
    for hostile in (
        {"share": None},
        {"share": "\ud800"},
        {"a\nb": 1},
        {"\x00": []},
        {"components": [[]]},
        {"components": [{"code": {}, "names": {"": None}}]},
        {"youth_share": 10**400},
        {"component_levels": ["\x00<b>"], "deputies": True},
    ):
        assert send("/draft", values=hostile, **told).status_code in (400, 409), hostile
    written = send("/draft", values={"share": "9/20"}, **told).json()
    assert written["changes"] == [
        {"section": "quotas", "parameter": "share", "before": "2/5", "after": "9/20"}
    ]
    assert recorder.get(url + "/draft").json()["version"] == 1
    assert send("", **count).status_code == 201
    assert recorder.get("/api/v1/charter").json()["version"] == 2
