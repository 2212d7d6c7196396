"""500 electors, 5,000 attempts on one petition by 50 clients at the threshold, in two minutes.

Every attempt is one submission under a key of its own, with its own connection: electors sign,
sign again, withdraw; strangers try. The count must be exact and nobody counted twice.
"""

import threading
import time
from collections import Counter
from random import Random
from uuid import uuid4

import pytest
from django.db import connections

from communes.domain import submitting
from communes.domain.acting import Actor
from communes.models import Account, Basis, Meeting, Person
from communes.problems import Refused
from mandates.domain import concluding, signing
from mandates.models import Petition, Signature
from tests.factories import petitions, world

ELECTORS, ATTEMPTS, CLIENTS = 500, 5_000, 50
SEED = 2014


def attempt(
    petition: Petition, person: Person, account: Account, withdraws: bool, what: Counter[str]
) -> float:
    """One attempt; how many seconds it took."""
    at = petition.opened_at + petitions.AFTER / 10
    by = Actor(person, account)
    began = time.perf_counter()

    def deed() -> dict[str, bool]:
        (signing.withdraw if withdraws else signing.sign)(petition, by=by, at=at)
        return {}

    try:
        submitting.once(account, str(uuid4()), {}, deed, at=at)
        what["withdrawn" if withdraws else "signed"] += 1
    except Refused as refused:
        what[refused.problems[0].code] += 1
    return time.perf_counter() - began


@pytest.mark.django_db(transaction=True)
def test_fifty_clients_at_the_threshold() -> None:
    """The threshold of 100 is reached once, by exactly 100 signatures that stand."""
    town = world.settled_town(pairs=(ELECTORS - 1) // 2)
    world.resident(town.body, "The last", "woman")
    people = [*town.people, *world.town("Komîna Gulan", pairs=2).people]
    pairs = [(one, world.account(one.key, one)) for one in people]
    made = petitions.demand(town=town)
    petition, random = made.petition, Random(SEED)
    took: list[float] = []
    what: Counter[str] = Counter()
    plan = [(random.choice(pairs), random.random() < 0.1) for _ in range(ATTEMPTS)]

    def client(number: int) -> None:
        for (person, account), withdraws in plan[number::CLIENTS]:
            took.append(attempt(petition, person, account, withdraws, what))
        connections.close_all()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    began = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    whole = time.perf_counter() - began
    _report(petition, took, what, whole)


def _report(petition: Petition, took: list[float], what: Counter[str], whole: float) -> None:
    petition.refresh_from_db()
    counted = concluding.counted(petition)
    valid = Signature.objects.filter(petition=petition, status="valid")
    p95 = sorted(took)[int(len(took) * 0.95)] * 1000
    print(f"\n{len(took)} attempts by {CLIENTS} clients in {whole:.1f} s, p95 {p95:.0f} ms")
    print(f"{petition.roll_size} electors, threshold {petition.threshold}: {dict(what)}")
    assert len(took) == ATTEMPTS
    assert counted == petition.threshold == petition.tally["counted"]
    assert valid.count() == valid.values("person").distinct().count() == what["signed"]
    assert counted == what["signed"] - what["withdrawn"]
    assert Meeting.objects.filter(basis=Basis.PETITION).count() == 1
