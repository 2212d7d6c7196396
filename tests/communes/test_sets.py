"""Rows poured in sets are the rows that objects would have been; keys are found among many."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.chains import NotCanonicalError, canonical
from communes.models import Body, Notice, OpenPoint
from communes.randomness import drawing_from, new_public_id, new_public_ids
from communes.sets import MANY, among, key_of, pour
from tests.factories import world
from tests.factories.world import NOW, Town
from tests.grounds import laid

TEXTS = ["plain", "", "ê ş ı", "سەرۆک", "%s %% {} '\" \\ \n \t", "; DROP TABLE x", "𐎠", "\x7f"]


@laid
def town() -> Town:
    return world.settled_town(pairs=8)


def seen(model: type[Model]) -> list[dict[str, Any]]:
    """The rows without what each has for itself."""
    drawn = {"id", "public_id"}
    rows: Sequence[dict[str, Any]] = list(model._default_manager.order_by("pk").values())
    return [{name: value for name, value in row.items() if name not in drawn} for row in rows]


@pytest.mark.django_db
def test_poured_or_made_one_by_one_they_are_the_same(town: Town) -> None:
    Notice.objects.all().delete()
    rows = [
        {"body_id": town.body.pk, "occasion": f"{text[:9]}{place}", "figures": {"told": [text, 1]}}
        for place, text in enumerate(TEXTS)
    ]
    same = {"code": "x", "written_at": datetime(2026, 3, 1, 1, 2, 3, 456789, UTC)}
    Notice.objects.bulk_create(Notice(**row, **same) for row in rows)
    made = seen(Notice)
    assert len(made) == len(TEXTS)
    Notice.objects.all().delete()
    pour(Notice, rows, same)
    assert seen(Notice) == made
    assert {row.public_id.version for row in Notice.objects.all()} == {4}
    assert Notice.objects.values("public_id").distinct().count() == len(TEXTS)


@pytest.mark.django_db
def test_what_is_there_is_left_out_only_when_told(town: Town) -> None:
    same = {"body_id": town.body.pk, "kind": "election", "opened_at": NOW}
    before = OpenPoint.objects.count()
    told = [{"occasion": f"seat {n}", "title": f"{n}", "figures": {}} for n in range(3)]
    pour(OpenPoint, told[:2], same, once=True)
    pour(OpenPoint, [*told, *told], same, once=True)
    pour(OpenPoint, [], same)
    assert OpenPoint.objects.count() == before + 3
    with pytest.raises(IntegrityError):
        pour(OpenPoint, told[:1], same)


def poured(row: dict[str, Any]) -> None:
    """The row, and whether all it points at is there."""
    with transaction.atomic():
        pour(Notice, [row], {"code": "x"}, once=True)
        connection.check_constraints()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"body_id": None}, {"body_id": 0}, {"written_at": None}, {"figures": None}]
)
def test_no_other_constraint_is_passed_over(town: Town, wrong: dict[str, Any]) -> None:
    row = {"body_id": town.body.pk, "occasion": "o", "figures": {}, "written_at": NOW}
    with pytest.raises(DatabaseError):
        poured({**row, **wrong})
    poured(row)


@pytest.mark.django_db
def test_keys_among_many_and_as_text(town: Town) -> None:
    keys = list(Body.objects.values_list("pk", flat=True))
    assert {one.pk for one in Body.objects.filter(among("pk", [*keys, 0, 2**40]))} == set(keys)
    assert not Body.objects.filter(among("pk", [])).exists()
    assert Body.objects.exclude(among("pk", keys[:1])).count() == len(keys) - 1
    for body in Body.objects.annotate(told=key_of("public_id")):
        assert body.told == body.key  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_of_very_many_keys_close_together_the_same_are_found(town: Town) -> None:
    keys = list(Body.objects.values_list("pk", flat=True))
    for left_out in ([], keys[:1], keys[1:], keys):
        told = set(range(-MANY, max(keys) + MANY)) - set(left_out)
        rows = Body.objects.filter(among("pk", told))
        assert {one.pk for one in rows} == set(keys) - set(left_out)
        assert {one.pk for one in Body.objects.exclude(among("pk", told))} == set(left_out)
    apart = {*keys, *range(10**6, 10**9, 10**6)}
    assert {one.pk for one in Body.objects.filter(among("pk", apart))} == set(keys)


def test_ids_drawn_at_once_are_those_drawn_one_by_one() -> None:
    with drawing_from(Random(7).randbytes):
        at_once = new_public_ids(50)
    with drawing_from(Random(7).randbytes):
        assert at_once == [new_public_id().hex for _ in range(50)]
    assert new_public_ids(0) == []


STRAY = [1.5, (1,), b"x", 2**53, -(2**53), {1: 2}, datetime(2026, 1, 1, tzinfo=UTC)]
RIGHT = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and objects of these."""
    return st.recursive(
        leaves, lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=8
    )


@given(nested(RIGHT))
def test_what_may_stand_in_a_book_reads_back_the_same(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(nested(RIGHT), st.sampled_from(STRAY), st.lists(st.booleans(), max_size=4))
def test_one_stray_value_however_deep_keeps_all_out(
    value: Any, stray: Any, way: list[bool]
) -> None:
    told = stray
    for listed in way:
        told = [value, told] if listed else {"a": value, "b": told}
    with pytest.raises(NotCanonicalError):
        canonical(told)
