"""A book finds what was changed behind its back: any single value, any row more or less."""

from collections import Counter
from random import Random

import pytest
from django.db import Error, connection, transaction
from django.db.models import Model

from communes import guards
from communes.domain import booking
from communes.models import Entry
from tests.invariants.acts import Insert, Remove
from tests.invariants.ground import Ground
from tests.invariants.tampering import UNSAID, Tampering, broken, columns, tampering, vouched

pytestmark = pytest.mark.django_db

EACH = 45
"""Values changed by each run."""


@pytest.fixture
def unguarded(ground: Ground) -> Ground:
    """The ground without any guard, as for somebody who owns the database."""
    guards.lift(connection)
    return ground


def took(changed: Tampering) -> bool:
    """Whether the table took the value; its types and constraints refuse some."""
    try:
        with transaction.atomic():
            return changed.commit()
    except Error:
        return False


@pytest.mark.parametrize("seed", range(8))
def test_any_single_value_that_was_changed_is_found(seed: int, unguarded: Ground) -> None:
    random = Random(seed)
    choices = [(model, column) for model in vouched() for column in columns(model)]
    done: Counter[str] = Counter()
    while sum(done.values()) < EACH:
        model, column = random.choice(choices)
        changed = tampering(random, model, column)
        with transaction.atomic():
            if took(changed):
                assert broken(), changed
                done[model.__name__] += 1
            transaction.set_rollback(True)
    assert len(done) > 5


@pytest.mark.parametrize("model", list(vouched()))
def test_a_row_less_is_found(model: type[Model], unguarded: Ground) -> None:
    rows = vouched()[model].order_by("pk")
    for place in (0, rows.count() // 2):
        with transaction.atomic():
            assert Remove(rows[place]).sql() == 1
            assert broken(), rows[place]
            transaction.set_rollback(True)


def test_a_row_more_is_found(unguarded: Ground) -> None:
    for model, rows in vouched().items():
        row = rows.order_by("pk")[rows.count() // 2]
        changes = {name: value for name, value in MORE.items() if name in columns(model)}
        with transaction.atomic():
            try:
                with transaction.atomic():
                    Insert(row, changes).sql()
            except Error:
                continue
            assert broken(), row
            transaction.set_rollback(True)


MORE = {"number": 4000, "revision": 9, "mends_id": None, "ballot_id": None}
"""What lets a second row stand beside the first."""


def test_two_entries_that_changed_places_are_found(unguarded: Ground) -> None:
    rows = Entry.objects.filter(body=unguarded.town.body)
    for old, new in ((3, 10_000), (4, 3), (10_000, 4)):
        assert rows.filter(number=old).update(number=new) == 1
    found = booking.verify(unguarded.town.body)
    assert found is not None
    assert (found.number, found.reason) == (3, "previous")


def test_a_book_cut_short_is_found_by_the_hash_on_paper(unguarded: Ground) -> None:
    body = unguarded.other.body
    head = booking.head(body)
    assert head is not None
    rows = Entry.objects.filter(body=body)
    assert rows.filter(number__gt=head.number - 3).delete()[0] == 3
    assert booking.verify(body) is None
    assert booking.verify(body, printed={1: rows.get(number=1).hash}) is None
    for found in (
        booking.verify(body, head=head.hash),
        booking.verify(body, printed={head.number: head.hash}),
    ):
        assert found is not None
        assert found.reason == "missing"


def test_whole_books_hold_with_any_hash_that_was_printed(ground: Ground) -> None:
    assert not broken()
    body = ground.town.body
    for entry in Entry.objects.filter(body=body):
        assert booking.verify(body, head=entry.hash) is None


def test_what_no_book_vouches_for_exists_and_has_a_reason() -> None:
    for model, names in UNSAID.items():
        known = {field.attname for field in model._meta.concrete_fields}
        assert set(names) <= known
        assert all(len(reason) > 10 for reason in names.values())
