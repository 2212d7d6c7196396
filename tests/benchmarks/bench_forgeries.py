"""1,000 forgeries of books, minutes, resolutions and kept lists: how many are found."""

import time
from collections import Counter
from random import Random

import pytest
from django.db import connection, transaction

from communes import guards
from tests.invariants.forging import Forgery, forge, found, printed, state
from tests.invariants.ground import lay

NUMBER = 1000
SEED = 2014


@pytest.mark.django_db
def test_forgeries() -> None:
    """Every second one with all hashes written anew; each held against the printed heads."""
    lay()
    guards.lift(connection)
    random, paper, before = Random(SEED), printed(), state()
    done: Counter[str] = Counter()
    missed: list[Forgery] = []
    began = time.monotonic()
    assert not found(paper)
    while sum(done.values()) < NUMBER:
        with transaction.atomic():
            made = forge(random, before, agreed=sum(done.values()) % 2 == 1)
            if made is not None:
                done[made.way] += 1
                missed += [] if found(paper) else [made]
            transaction.set_rollback(True)
    took = time.monotonic() - began
    print(f"\n{NUMBER} forgeries on {connection.vendor}, seed {SEED}: {dict(done)}")
    print(f"found {NUMBER - len(missed)} in {took:.0f} s; missed {len(missed)}")
    assert not missed, missed[:10]
