"""A drawing by lot as a meeting holds it: list, mark, seed, mandates, and forgetting."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from communes import guards
from communes.domain import erasing, mending, vouching
from communes.domain.acting import Actor
from communes.models import AgendaItem, BodyParameter, Entry, ListCommitment
from communes.problems import Refused
from mandates.models import EndReason, Mandate, MandateBasis
from quotas.domain import (
    drawing_lots,
    fixing,
    forgetting,
    pooling,
    seating_drawn,
    telling_lots,
)
from quotas.models import Lot, PoolKind, Sortition
from tests.factories import world
from tests.factories.lots import SEED, Lottery, long_ago, lottery
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def lots() -> Lottery:
    return lottery()


@laid
def drawn() -> Lottery:
    made = volunteers(lottery())
    made.fix()
    made.throw()
    return made


def volunteers(lots: Lottery) -> Lottery:
    lots.join([*lots.town.women[3:7], *lots.town.men[3:7]])
    return lots


def test_only_seats_of_administrative_work_are_drawn_for(lots: Lottery) -> None:
    at = timezone.now()
    offices = {seat.office for seat in pooling.drawable(lots.town.body, at)}
    assert offices == {"member", "secretary"}
    chair = world.seat(lots.town.body, "co_chair")
    with pytest.raises(Refused, match="seat_not_drawn"):
        pooling.plan(lots.item, [chair], pool="volunteers", by=SYSTEM, at=at)


def test_who_may_not_hold_the_seat_is_not_put_on_the_list(lots: Lottery) -> None:
    young = world.resident(lots.town.body, "Young", "woman", birth_year=timezone.now().year - 17)
    with pytest.raises(Refused, match="too_young"):
        pooling.join(lots.row, young, by=Actor(young), at=timezone.now())
    person = lots.town.women[5]
    lots.join([person])
    with pytest.raises(Refused, match="listed_already"):
        pooling.join(lots.row, person, by=Actor(person), at=timezone.now())
    pooling.leave(lots.row, person, by=Actor(person), at=timezone.now())
    assert not lots.row.lots.exists()


def test_nobody_volunteers_for_somebody_who_is_not_in_the_room(lots: Lottery) -> None:
    absent = world.resident(lots.town.body, "Absent", "woman")
    with pytest.raises(Refused, match="not_in_the_room"):
        pooling.join(lots.row, absent, by=SYSTEM, at=timezone.now())
    pooling.join(lots.row, lots.town.women[5], by=SYSTEM, at=timezone.now())


def test_the_seed_comes_after_the_list_once_and_is_long(lots: Lottery) -> None:
    volunteers(lots)
    at = timezone.now()
    with pytest.raises(Refused, match="list_not_fixed"):
        drawing_lots.throw(lots.row, SEED, by=SYSTEM, at=at)
    fixed = lots.fix()
    assert fixed.frozen_at is not None
    with pytest.raises(Refused, match="seed_too_early"):
        drawing_lots.throw(lots.row, SEED, by=SYSTEM, at=fixed.frozen_at)
    with pytest.raises(Refused, match="seed_length"):
        lots.throw("1 2 3 4 5 6 1")
    assert len(lots.throw()) == 3
    with pytest.raises(Refused, match="seed_thrown"):
        lots.throw("6 6 6 6 6 6 6 6 6")
    person = lots.town.men[8]
    with pytest.raises(Refused, match="list_fixed"):
        pooling.join(lots.row, person, by=Actor(person), at=timezone.now())


def test_nobody_is_kept_from_a_drawing_who_does_not_say_so(lots: Lottery) -> None:
    absent = world.resident(lots.town.body, "Absent", "woman")
    lots.join([absent])
    with pytest.raises(Refused, match="not_in_the_room"):
        pooling.leave(lots.row, absent, by=SYSTEM, at=timezone.now())
    pooling.leave(lots.row, absent, by=Actor(absent), at=timezone.now())
    pooling.plan(lots.item, lots.seats, pool="members", by=SYSTEM, at=timezone.now())
    with pytest.raises(Refused, match="not_in_the_room"):
        pooling.join(lots.row, absent, by=SYSTEM, at=timezone.now())


def test_dice_typed_in_arabic_digits_are_the_same_seed(lots: Lottery) -> None:
    assert drawing_lots.tidy("  ٤ ٢ ٦\t١ ") == drawing_lots.tidy("4 2 6 1") == "4 2 6 1"


def test_a_volunteer_neither_chairs_nor_records_the_drawing(lots: Lottery) -> None:
    volunteers(lots)
    lots.join([lots.town.men[0]])
    assert {one.code for one in fixing.fix_problems(lots.row, timezone.now())} == {"concerned"}


def test_the_drawn_are_seated_and_the_book_says_how(lots: Lottery) -> None:
    volunteers(lots)
    row = lots.fix()
    assert {one.percent for one in telling_lots.chances(row.terms)} == {38}
    lots.throw()
    resolution = seating_drawn.enter(lots.row, by=SYSTEM, at=timezone.now())
    given = Mandate.objects.filter(resolution=resolution).select_related("seat")
    assert {one.seat.pk for one in given} == {seat.pk for seat in lots.seats}
    assert {one.basis for one in given} == {MandateBasis.RESOLUTION}
    for one in given:
        assert one.seat.reserved_gender in ("", one.gender)
        assert one.person in lots.listed
    kinds = list(Entry.objects.filter(body=lots.town.body).order_by("-number").values_list("kind"))
    told = [kind for (kind,) in kinds if kind.startswith(("sortition", "resolution"))]
    assert told[:3] == ["resolution.entered", "sortition.drawn", "sortition.fixed"]
    assert SEED in telling_lots.sentence(resolution)
    assert given[0].person.name in telling_lots.sentence(resolution)
    with pytest.raises(Refused, match="item_decided"):
        seating_drawn.enter(lots.row, by=SYSTEM, at=timezone.now())


def test_who_declines_is_drawn_for_again_and_each_drawing_replays(
    lots: Lottery, tmp_path: Path
) -> None:
    volunteers(lots)
    lots.fix()
    first = lots.throw()
    gone = first[0]
    again = drawing_lots.give_up(lots.row, gone, by=SYSTEM, at=timezone.now())
    assert again.seed == f"{SEED}/2"
    assert len(again.drawn) == 1
    assert not set(again.drawn) & set(first)
    with pytest.raises(Refused, match="not_drawn"):
        drawing_lots.give_up(lots.row, gone, by=SYSTEM, at=timezone.now())
    for drawing in lots.row.drawings.all():
        files = telling_lots.files(lots.row, drawing.number)
        assert files is not None
        (tmp_path / "people.csv").write_text(files.people)
        (tmp_path / "features.csv").write_text(files.features)
        out = StringIO()
        told = {"people": tmp_path / "people.csv", "features": tmp_path / "features.csv"}
        call_command("draw", size=files.size, seed=files.seed, stdout=out, **told)
        answer = json.loads(out.getvalue())
        assert sorted(int(one) for one in answer["drawn"]) == drawing.drawn
        assert answer["lottery"] == drawing.terms["lottery"]
        assert not any(one.name in files.people for one in lots.listed)


def test_a_seat_stays_empty_rather_than_wrongly_filled(lots: Lottery) -> None:
    lots.join(lots.town.women[3:7])
    lots.fix()
    lots.throw()
    for_men = [seat for seat in lots.seats if seat.reserved_gender == "man"]
    assert for_men
    resolution = seating_drawn.enter(lots.row, by=SYSTEM, at=timezone.now())
    assert resolution.facts["vacant"] == [seat.key for seat in for_men]
    assert {one.figures["seat"] for one in world.awaited(lots.town.body)} >= {
        seat.key for seat in for_men
    }


def test_places_for_the_young_are_drawn_and_the_chances_say_so(lots: Lottery) -> None:
    body, since = lots.row.body, timezone.now() - timedelta(days=9)
    BodyParameter.objects.create(
        body=body, section="quotas", name="youth_share", value="3/5", since=since
    )
    year = timezone.now().year - 20
    young = world.resident(lots.town.body, "Young", "woman", birth_year=year)
    volunteers(lots).join([young])
    row = lots.fix()
    told = {one.words: one.percent for one in telling_lots.chances(row.terms)}
    assert told == {"men": 25, "women": 25, "young women": 100}
    assert "unequal" in telling_lots.chance_sentence(row.terms)
    assert row.lots.get(person=young).number in lots.throw()
    files = telling_lots.files(lots.row, 1)
    assert files is not None
    assert files.people.startswith("id,gender,youth\n")
    assert not telling_lots.remarks(lots.row, 0)


def test_all_members_are_on_the_list_but_who_stays_out() -> None:
    lots = lottery(pool=PoolKind.MEMBERS)
    out = lots.town.men[5]
    lots.join([out])
    row = lots.fix()
    people = {lot.person_id for lot in row.lots.filter(number__isnull=False)}
    town = lots.town
    assert out.pk not in people
    assert {one.pk for one in town.people if one != out} <= people
    assert len(lots.throw()) == len(lots.seats)


def test_a_slip_is_struck_out_and_entered_anew(lots: Lottery) -> None:
    volunteers(lots)
    lots.fix()
    lots.throw()
    first = seating_drawn.enter(lots.row, by=SYSTEM, at=timezone.now())
    gone = first.facts["seated"][0]["number"]
    with pytest.raises(Refused, match="item_decided"):
        drawing_lots.give_up(lots.row, gone, by=SYSTEM, at=timezone.now())
    mending.strike(first, reason="One declined.", by=SYSTEM, at=timezone.now())
    ended = Mandate.objects.filter(resolution=first).values_list("end_reason", flat=True)
    assert set(ended) == {EndReason.MENDED}
    drawing_lots.give_up(lots.row, gone, by=SYSTEM, at=timezone.now())
    second = seating_drawn.enter(lots.row, by=SYSTEM, at=timezone.now())
    assert (second.number, second.revision, second.mends) == (first.number, 1, first)
    assert gone not in [one["number"] for one in second.facts["seated"]]


def test_no_second_item_of_the_meeting_draws_for_the_same_seats_till_it_pleases(
    lots: Lottery,
) -> None:
    volunteers(lots).fix()
    at, by, people = timezone.now(), SYSTEM, lots.town.women[3:9]
    items = [one for one in lots.item.meeting.items.all() if one.pk != lots.item.pk]
    AgendaItem.objects.filter(pk=items[0].pk).update(kind="sortition")
    other = replace(lots, item=AgendaItem.objects.get(pk=items[0].pk))
    pooling.plan(other.item, lots.seats, pool="volunteers", by=by, at=at)
    other.join(people)
    other.fix()  # no seed is known yet
    lots.throw()
    with pytest.raises(Refused, match="seats_drawn"):
        other.throw("1 1 1 1 1 1 1 1")
    assert {one.code for one in fixing.fix_problems(lots.row, at)} == {"list_fixed"}
    assert "seats_drawn" in {
        one.code for one in pooling.plan_problems(other.item, None, lots.seats, at)
    }


def test_the_list_is_erased_in_time_and_the_book_still_verifies() -> None:
    lots = volunteers(long_ago())
    row = lots.fix()
    lots.throw()
    seating_drawn.enter(lots.row, by=SYSTEM, at=lots.now())
    kept = ListCommitment.objects.get(name="sortition", subject=row.public_id)
    assert kept.count == 8
    assert vouching.first_break(lots.town.body) is None
    erasing.erase_due(timezone.now())
    assert not Lot.objects.exists()
    assert vouching.first_break(lots.town.body) is None
    assert telling_lots.files(lots.row, 1) is None
    assert [one.drawn for one in lots.row.drawings.all()]


def test_a_list_from_which_nothing_was_drawn_is_erased_too() -> None:
    volunteers(long_ago())
    assert forgetting.erase_loose(timezone.now()) == 8
    assert not Lot.objects.exists()


def test_a_changed_list_breaks_the_book(lots: Lottery) -> None:
    volunteers(lots)
    row = lots.fix()
    guards.lift(connection)
    try:
        first, second = row.lots.order_by("number")[:2]
        Lot.objects.filter(pk=second.pk).update(number=99)
        assert vouching.first_break(lots.town.body) is not None
        assert first.number == 1
    finally:
        guards.install(connection)


@pytest.mark.parametrize(
    "deed",
    [
        lambda row: row.lots.update(number=F("number") + 100),
        lambda row: row.lots.all().delete(),
        lambda row: Sortition.objects.filter(pk=row.pk).update(mark="0" * 64),
        lambda row: Sortition.objects.filter(pk=row.pk).update(seed="9 9 9 9 9 9 9 9"),
        lambda row: Sortition.objects.filter(pk=row.pk).update(frozen_at=None, mark=""),
        lambda row: row.seats.all().delete(),
        lambda row: row.drawings.update(drawn=[1, 2, 3]),
        lambda row: row.drawings.all().delete(),
        lambda row: row.lots.filter(drawing=1).update(drawing=None),
        lambda row: row.lots.filter(drawing__isnull=True).update(stays_out=True),
    ],
)
def test_the_database_keeps_what_was_fixed_and_drawn(
    drawn: Lottery, deed: Callable[[Sortition], object]
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        deed(drawn.row)


def test_the_database_takes_no_seed_before_the_list_and_nobody_after_it(lots: Lottery) -> None:
    volunteers(lots)
    rows = Sortition.objects.filter(pk=lots.row.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(seed="1 2 3 4 5 6 7 8", seeded_at=timezone.now())
    lots.fix()
    person, now = lots.town.men[8], timezone.now()
    with pytest.raises(DatabaseError), transaction.atomic():
        lots.row.lots.create(person=person, number=99, entered_at=now, erase_on=now.date())
