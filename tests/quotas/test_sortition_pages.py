"""The pages of a drawing by lot, and the same by the API."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.models import Account, Attendance
from mandates.models import Mandate
from quotas.domain import pooling, seating_drawn
from quotas.models import PoolKind
from tests.counting import queries
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, gathering, post, stale
from tests.factories.lots import ITEMS, SEED, Lottery, lottery
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering(items=ITEMS)


@laid
def lots(held: Gathering) -> Lottery:
    return lottery(held)


def url(lots: Lottery, name: str = "sortition") -> str:
    return reverse(name, args=[lots.item.public_id])


def text(client: Client, lots: Lottery) -> str:
    answer = client.get(url(lots))
    assert answer.status_code == 200
    return str(answer.content.decode())


def filled(lots: Lottery) -> Lottery:
    lots.join([*lots.town.women[3:6], *lots.town.men[4:7]])
    return lots


def test_the_secretary_plans_it(held: Gathering) -> None:
    lots = lottery(held)
    seats = [seat.key for seat in lots.seats]
    answer = post(held.recorder, url(lots, "plan_sortition"), seats=seats[:2], pool="members")
    assert answer.status_code == 302
    assert lots.row.pool == PoolKind.MEMBERS
    assert pooling.seats_of(lots.row) == lots.seats[:2]
    chair = world.seat(lots.town.body, "co_chair").key
    for wrong, pool in (([chair], "members"), ([], "members"), (seats, "x")):
        answer = post(held.recorder, url(lots, "plan_sortition"), seats=wrong, pool=pool)
        assert answer.status_code == 422
    assert post(held.member, url(lots, "plan_sortition"), seats=seats).status_code == 403
    assert post(held.stranger, url(lots, "plan_sortition"), seats=seats).status_code in {403, 404}


def test_a_member_comes_and_goes(held: Gathering, lots: Lottery) -> None:
    body = held.member.get(reverse("body", args=[held.body.public_id])).content.decode()
    assert url(lots) in body
    assert "Put me on the list" in text(held.member, lots)
    assert post(held.member, url(lots, "volunteer")).status_code == 302
    assert lots.row.lots.get().person == held.town.men[3]
    assert post(held.member, url(lots, "volunteer")).status_code == 422
    assert "Take me off the list" in text(held.member, lots)
    assert post(held.member, url(lots, "volunteer_no_more")).status_code == 302
    assert not lots.row.lots.exists()
    assert post(held.member, url(lots, "volunteer_no_more")).status_code == 422
    assert post(held.stranger, url(lots, "volunteer")).status_code in {403, 404}
    assert post(held.guest, url(lots, "volunteer")).status_code in {403, 404}


def test_the_recorder_puts_people_in_the_room_down(held: Gathering, lots: Lottery) -> None:
    person = held.town.women[4]
    put = url(lots, "put_on_list")
    found = post(held.recorder, put, q=person.name, htmx="found")
    assert f"{person.name} volunteers" in found.content.decode()
    assert post(held.recorder, put, person=person.key).status_code == 302
    assert lots.row.lots.get().person == person
    assert post(held.recorder, put, person=person.key, off="yes").status_code == 302
    assert not lots.row.lots.exists()
    assert post(held.member, put, person=person.key).status_code == 403
    assert post(held.recorder, put, person="x\x00").status_code == 404
    assert post(held.recorder, put, person=held.item().key).status_code == 404


def test_the_whole_way_on_the_pages(held: Gathering, lots: Lottery) -> None:
    filled(lots)
    early = post(held.recorder, url(lots, "throw_seed"), seed=SEED)
    assert early.status_code == 422
    assert "Fix the list first" in early.content.decode()
    for name in ("fix_list", "throw_seed", "give_up_place", "enter_drawn", "strike_drawn"):
        for client in (held.member, held.stranger):
            answer = post(client, url(lots, name), seed=SEED, number=1, reason="x")
            assert answer.status_code == 403, name
    assert post(held.recorder, url(lots, "fix_list")).status_code == 302
    told = text(held.recorder, lots)
    assert "Everyone has the same chance: 3 of 6 are drawn." in told
    assert "Throw the dice" in told
    assert "Your number is" not in text(held.member, lots)
    assert post(held.recorder, url(lots, "throw_seed"), seed="1 2").status_code == 422
    key = {"submission": "one-and-the-same-key", "seed": SEED}
    for _time in range(2):
        assert held.recorder.post(url(lots, "throw_seed"), key).status_code == 302
    gone = lots.row.drawings.get().drawn[0]
    assert post(held.recorder, url(lots, "give_up_place"), number=gone).status_code == 302
    assert post(held.recorder, url(lots, "give_up_place"), number=gone).status_code == 422
    assert post(held.recorder, url(lots, "give_up_place"), number="x").status_code == 404
    assert post(held.recorder, url(lots, "enter_drawn")).status_code == 302
    resolution = lots.item.resolutions.get()
    assert Mandate.objects.filter(resolution=resolution).count() == 3
    told = text(held.member, lots)
    assert f"Drawn by lot from 6 people with the seed {SEED}" in told
    assert f"Number {gone} declined" in told
    item = held.recorder.get(reverse("item", args=[lots.item.public_id])).content.decode()
    assert "Drawn by lot from 6 people" in item
    assert post(held.recorder, url(lots, "strike_drawn"), reason="").status_code == 422
    assert post(held.recorder, url(lots, "strike_drawn"), reason="Slip.").status_code == 302
    assert not lots.item.resolutions.standing().exists()


def test_the_minutes_tell_it_on_page_and_paper_and_to_programs(
    held: Gathering, lots: Lottery
) -> None:
    filled(lots).fix()
    lots.throw()
    seating_drawn.enter(lots.row, by=SYSTEM, at=timezone.now())
    held.close()
    minutes = reverse("minutes", args=[held.meeting.public_id])
    assert f"with the seed {SEED}" in held.member.get(minutes).content.decode()
    member = Caller(Account.objects.get(username="member"))
    told = member.get(f"meetings/{held.meeting.key}/minutes")
    assert all(f'"{one}"' in json.dumps(told.body) for one in (SEED, lots.row.mark))
    paper = reverse("minutes_pdf", args=[held.meeting.public_id])
    assert held.member.get(paper).content.startswith(b"%PDF")


def test_the_result_is_entered_with_a_fresh_proof_only(held: Gathering, lots: Lottery) -> None:
    filled(lots).fix()
    lots.throw()
    answer = post(stale(held.recorder), url(lots, "enter_drawn"))
    assert not lots.item.resolutions.exists()
    assert answer.status_code in {200, 302, 403, 422}


def test_the_files_hold_numbers_and_no_names(held: Gathering, lots: Lottery) -> None:
    filled(lots).fix()
    lots.throw()
    people = held.member.get(url(lots, "lot_people"))
    rows = people.content.decode().splitlines()
    assert rows[0] == "id,gender"
    assert [row.split(",")[0] for row in rows[1:]] == [str(one) for one in range(1, 7)]
    assert held.member.get(url(lots, "lot_features")).status_code == 200
    for wrong in ("0", "2", "x", "-1", "9" * 30, "²"):
        answer = held.member.get(url(lots, "lot_people"), {"drawing": wrong})
        assert answer.status_code == 404, wrong
    assert held.guest.get(url(lots, "lot_people")).status_code in {403, 404}


def test_other_communes_read_that_lots_are_drawn_and_no_list_of_names(
    held: Gathering, lots: Lottery
) -> None:
    filled(lots)
    name = held.town.women[3].name
    assert name in text(held.member, lots)
    assert name not in text(held.stranger, lots)
    stranger = Caller(Account.objects.get(username="stranger"))
    assert not stranger.get(f"items/{lots.item.key}/sortition/list").rows


def test_of_all_members_only_the_drawn_are_named_to_others(held: Gathering) -> None:
    lots = lottery(held, pool=PoolKind.MEMBERS)
    lots.join([held.town.men[6]])
    assert held.town.men[6].name not in text(held.member, lots)
    lots.fix()
    lots.throw()
    drawn = {row.person.name for row in seating_drawn.holding(lots.row)}
    told = text(held.member, lots)
    named = {one.name for one in held.town.people if f">{one.name}<" in told}
    assert all(name in told for name in drawn)
    assert named - drawn <= {held.town.men[3].name}


def test_a_volunteer_who_would_record_is_replaced(held: Gathering, lots: Lottery) -> None:
    filled(lots)
    lots.join([held.town.women[1]])
    told = held.chairs[0].get(url(lots)).content.decode()
    assert "neither chairs nor records" in told
    refused = post(held.chairs[0], url(lots, "fix_list"))
    assert refused.status_code == 422
    named, who = url(lots, "name_for_drawing"), held.town.women[8].key
    assert post(held.chairs[0], named, role="recorder", person=who).status_code == 302
    assert post(held.chairs[0], url(lots, "fix_list")).status_code == 302


def test_the_page_asks_as_often_for_three_as_for_one(held: Gathering, lots: Lottery) -> None:
    lots.join([lots.town.women[3]])
    text(held.recorder, lots)
    one = queries(lambda: text(held.recorder, lots))
    lots.join(lots.town.women[4:6])
    assert queries(lambda: text(held.recorder, lots)) == one
    lots.fix()
    lots.throw()
    few = queries(lambda: text(held.recorder, lots))
    assert few <= one + 12


def test_by_the_api_the_same(held: Gathering) -> None:
    lots = lottery(held)
    recorder, member = (
        Caller(Account.objects.get(username=name)) for name in ("recorder", "member")
    )
    path = f"items/{lots.item.key}/sortition"
    seats: list[Any] = recorder.get(f"bodies/{lots.town.body.key}/drawable").rows
    assert {one["id"] for one in seats} >= {seat.key for seat in lots.seats}
    plan = {"seats": [seat.key for seat in lots.seats]}
    assert recorder.post(f"{path}/plan", plan).status == 200
    assert member.post(f"{path}/plan", plan).status == 403
    assert member.post(f"{path}/own").status == 201
    assert member.post(f"{path}/own").codes == ["listed_already"]
    assert member.send("delete", f"{path}/own").status == 200
    for person in [*lots.town.women[3:6], *lots.town.men[4:7]]:
        assert recorder.post(f"{path}/list", {"person": person.key}).status == 201
    gone = lots.town.men[6].key
    assert recorder.post(f"{path}/list/take-off", {"person": gone}).body["people"] == 5
    assert recorder.post(f"{path}/seed", {"seed": SEED}).codes == ["list_not_fixed"]
    fixed = recorder.post(f"{path}/fix")
    assert (fixed.status, fixed.body["people"], len(fixed.body["mark"])) == (200, 5, 64)
    drawn = recorder.post(f"{path}/seed", {"seed": SEED})
    assert (drawn.status, len(drawn.body["drawn"])) == (201, 3)
    assert recorder.post(f"{path}/seed", {"seed": SEED}).codes == ["seed_thrown"]
    number = drawn.body["drawn"][0]
    assert recorder.post(f"{path}/decline", {"number": number}).body["seed"] == f"{SEED}/2"
    assert recorder.post(f"{path}/decline", {"number": number}).codes == ["not_drawn"]
    files = member.get(f"{path}/files", drawing=2)
    assert (files.body["size"], files.body["seed"]) == (1, f"{SEED}/2")
    assert member.get(f"{path}/files", drawing=3).status == 404
    entered = recorder.post(path)
    assert entered.status == 201
    assert recorder.post(path).codes == ["item_decided"]
    told = member.get(path).body
    assert [one["person"] is not None for one in told["seated"]].count(True) == 3
    assert len(member.get(f"{path}/list").rows) == 5


def test_who_left_the_room_is_not_put_down(held: Gathering, lots: Lottery) -> None:
    person = held.town.women[4]
    stay = Attendance.objects.get(meeting=lots.item.meeting, person=person)
    Attendance.objects.filter(pk=stay.pk).update(left_at=timezone.now())
    refused = post(held.recorder, url(lots, "put_on_list"), person=person.key)
    assert refused.status_code == 422
    assert "is not in the room" in refused.content.decode()
    assert not lots.row.lots.exists()
