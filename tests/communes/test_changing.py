"""A later resolution changes an earlier one: chosen at the item, carried out, undone by a slip."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import booking, changing, mending
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Aim, Entry, Resolution, ResolutionEffect, Shelf
from communes.problems import Refused
from tests.counting import queries
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

ITEMS = [PlannedItem(title) for title in ("Fee", "Another fee", "No fee", "Well", "Report")]


@laid
def held() -> Gathering:
    return gathering(items=ITEMS)


@laid
def fee(held: Gathering) -> Resolution:
    """The earlier resolution."""
    return world.decide(held.item(1), Count(18, 2), timezone.now(), "The fee is 500.")


def change(
    held: Gathering, target: Resolution, effect: str, *, item: int = 2, yes: int = 18
) -> Resolution:
    """A later decision that is to do this to the earlier one."""
    at = timezone.now()
    changing.aim(held.item(item), target=target, effect=effect, by=SYSTEM, at=at)
    return world.decide(held.item(item), Count(yes, 20 - yes), timezone.now(), "The fee changes.")


def on(shelf: str) -> set[str]:
    return {row.text for row in Resolution.objects.on_shelf(shelf)}


@pytest.mark.parametrize("effect", ["amended", "superseded", "repealed"])
def test_an_adopted_decision_changes_the_earlier_one(
    held: Gathering, fee: Resolution, effect: str
) -> None:
    later = change(held, fee, effect)
    row = ResolutionEffect.objects.get()
    assert (row.resolution, row.effect, row.by_resolution) == (fee, effect, later)
    assert ("The fee is 500." in on("in_force")) is (effect == "amended")
    assert on(effect) == {"The fee is 500."}
    entry = Entry.objects.filter(body=held.body).latest("number")
    assert entry.kind == "resolution.changed"
    assert booking.verify(held.body) is None


def test_a_rejected_decision_changes_nothing(held: Gathering, fee: Resolution) -> None:
    change(held, fee, "repealed", yes=3)
    assert not ResolutionEffect.objects.exists()
    assert "The fee is 500." in on("in_force")
    assert booking.verify(held.body) is None


def test_a_slip_undoes_what_it_did_and_its_mending_does_it_anew(
    held: Gathering, fee: Resolution
) -> None:
    later = change(held, fee, "repealed")
    with pytest.raises(Refused, match="already_changed"):
        mending.strike(fee, reason="Slip.", by=SYSTEM, at=timezone.now())
    lost = mending.mend(
        later, count=Count(2, 18), text="", reason="Turned round.", by=SYSTEM, at=timezone.now()
    )
    assert fee in Resolution.objects.in_force()
    won = mending.mend(
        lost, count=Count(19, 1), text="", reason="It was right.", by=SYSTEM, at=timezone.now()
    )
    assert fee not in Resolution.objects.in_force()
    assert ResolutionEffect.objects.holding().get(resolution=fee).by_resolution == won
    mending.strike(won, reason="Anew.", by=SYSTEM, at=timezone.now())
    assert fee in Resolution.objects.in_force()
    assert booking.verify(held.body) is None


def test_what_is_no_longer_in_force_is_not_changed_again(held: Gathering, fee: Resolution) -> None:
    at = timezone.now()
    changing.aim(held.item(3), target=fee, effect="amended", by=SYSTEM, at=at)
    change(held, fee, "repealed")
    with pytest.raises(Refused, match="resolution_not_in_force"):
        world.decide(held.item(3), Count(20), timezone.now(), "Too late.")
    changing.drop_aim(held.item(3), by=SYSTEM, at=at)
    world.decide(held.item(3), Count(20), timezone.now(), "Without it.")
    refused = [problem.code for problem in changing.aim_problems(held.item(4), fee, "amended")]
    assert refused == ["resolution_not_in_force"]


def test_only_the_bodys_own_standing_resolutions_are_changed(
    held: Gathering, fee: Resolution
) -> None:
    rejected = world.decide(held.item(4), Count(1, 19), timezone.now(), "No well.")
    world.settled_town("Komîna Hejîr", at=timezone.now() - timedelta(days=30))
    elsewhere = Resolution.objects.filter(body__name="Komîna Hejîr").first()
    at = timezone.now()
    for target in (rejected, elsewhere, None):
        with pytest.raises(Refused, match=r"resolution_(missing|not_in_force)"):
            changing.aim(held.item(2), target=target, effect="amended", by=SYSTEM, at=at)
    for effect in ("", "struck", "void"):
        with pytest.raises(Refused, match="effect_missing"):
            changing.aim(held.item(2), target=fee, effect=effect, by=SYSTEM, at=timezone.now())
    with pytest.raises(Refused, match="item_decided"):
        changing.aim(held.item(4), target=fee, effect="amended", by=SYSTEM, at=timezone.now())
    assert not Aim.objects.exists()


def test_the_page_chooses_and_the_record_tells(held: Gathering, fee: Resolution) -> None:
    item = held.item(2)
    url = reverse("item_aim", args=[item.public_id])
    assert held.member.get(url).status_code == 403
    assert held.guest.get(url).status_code == 403
    asked = held.recorder.get(url + "?q=fee")
    assert "The fee is 500." in asked.content.decode()
    assert post(held.recorder, url, effect="repealed", resolution="nonsense").status_code == 422
    assert post(held.recorder, url, effect="", resolution=fee.key).status_code == 422
    assert not Aim.objects.exists()
    told = {"effect": "repealed", "resolution": fee.key, "submission": "only-once"}
    for _time in range(2):
        assert held.recorder.post(url, told).status_code == 302
    assert Aim.objects.get().resolution == fee
    room = held.recorder.get(reverse("item", args=[item.public_id])).content.decode()
    assert "If adopted:" in room
    assert post(held.recorder, url, do="drop").status_code == 302
    assert not Aim.objects.exists()
    assert held.recorder.post(url, {**told, "submission": "again-once"}).status_code == 302
    count: dict[str, Any] = {"votes_for": 18, "against": 2, "abstain": 0}
    decide = reverse("decide", args=[item.public_id])
    assert post(held.recorder, decide, method="hands", text="No fee.", **count).status_code == 302
    later = Resolution.objects.get(item=item)
    seen = held.stranger.get(reverse("resolution", args=[fee.public_id])).content.decode()
    assert f"repealed by resolution {later.number}" in seen
    assert "It is no longer in force." in seen
    seen = held.stranger.get(reverse("resolution", args=[later.public_id])).content.decode()
    assert "What it changes" in seen
    for address in (
        reverse("item", args=[item.public_id]),
        reverse("minutes", args=[held.meeting.public_id]),
    ):
        assert f"resolution {fee.number}" in held.stranger.get(address).content.decode()


def test_the_register_keeps_each_on_its_shelf(held: Gathering, fee: Resolution) -> None:
    url = reverse("resolutions", args=[held.body.public_id])
    first = queries(lambda: held.stranger.get(url + "?shelf=all"))
    change(held, fee, "superseded")
    change(held, Resolution.objects.get(text="The fee changes."), "amended", item=3)
    assert queries(lambda: held.stranger.get(url + "?shelf=all")) == first

    def found(shelf: str) -> list[str]:
        page = held.stranger.get(f"{url}?shelf={shelf}").context["page"]
        return [row.item.title for row in page if row.item.meeting_id == held.meeting.pk]

    assert found("in_force") == ["No fee", "Another fee"]
    assert found("") == ["No fee", "Another fee"]
    assert found("amended") == ["Another fee"]
    assert found("superseded") == ["Fee"]
    assert found("repealed") == []
    assert found("adopted") == ["No fee", "Another fee", "Fee"]
    assert set(Shelf.values) >= {"in_force", "amended", "superseded", "repealed"}
    hits = held.stranger.get(reverse("search") + "?q=fee").content.decode()
    assert "by resolution" in hits


def test_the_api_aims_and_filters(held: Gathering, fee: Resolution) -> None:
    item = held.item(2)
    address = f"/api/v1/items/{item.key}/aim"
    sent = {"effect": "amended", "resolution": fee.key}
    keyed: dict[str, Any] = {"headers": {"Idempotency-Key": "a" * 12}}
    keyed["content_type"] = "application/json"
    answer = held.recorder.put(address, sent, **keyed)
    assert answer.status_code == 200, answer.content
    assert answer.json()["aim"] == {**sent, "number": fee.number}
    assert held.member.put(address, sent, **keyed).status_code == 403
    world.decide(item, Count(18, 2), timezone.now() + timedelta(seconds=1), "Amended fee.")
    rows = held.stranger.get("/api/v1/resolutions?shelf=amended").json()["results"]
    assert [row["text"] for row in rows] == ["The fee is 500."]
    assert rows[0]["effects"][0]["effect"] == "amended"
    late = held.recorder.delete(address, headers={"Idempotency-Key": "c" * 12})
    assert late.status_code == 409
