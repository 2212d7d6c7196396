"""Whatever a forger changes is found, even where all hashes were written anew."""

from collections import Counter
from random import Random

import pytest
from django.db import connection, transaction

from communes import guards
from communes.domain import booking
from communes.models import Body, Entry
from tests.invariants.forging import WAYS, agree, forge, found, printed, state
from tests.invariants.ground import Ground

pytestmark = pytest.mark.django_db

NUMBER = 40


@pytest.fixture
def unguarded(ground: Ground) -> Ground:
    """The ground without any guard, as for somebody who owns the database."""
    guards.lift(connection)
    return ground


@pytest.mark.parametrize("agreed", [False, True])
def test_every_forgery_is_found(agreed: bool, unguarded: Ground) -> None:
    random, paper, before = Random(7), printed(), state()
    done: Counter[str] = Counter()
    while sum(done.values()) < NUMBER:
        with transaction.atomic():
            made = forge(random, before, agreed=agreed)
            if made is not None:
                assert found(paper), made
                done[made.way] += 1
            transaction.set_rollback(True)
    assert set(done) == set(WAYS)


def test_nothing_is_found_where_nothing_was_forged(unguarded: Ground) -> None:
    paper, before = printed(), state()
    agree()
    assert state() == before
    assert not found(paper)


def test_without_paper_a_book_that_was_written_anew_would_pass(unguarded: Ground) -> None:
    body, paper = unguarded.town.body, printed()
    entry = Entry.objects.filter(body=body, kind="meeting.opened").order_by("number")[0]
    content = entry.content.replace('"kind":"meeting.opened"', '"kind":"meeting.named"')
    Entry.objects.filter(pk=entry.pk).update(content=content, kind="meeting.named")
    agree()
    assert not any(booking.verify(one) for one in Body.objects.all())
    assert found(paper)
