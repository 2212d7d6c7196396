"""Map, trend and comparison by the API: what the pages tell, to those to whom they tell it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from communes.models import Account
from quotas.domain import auditing, comparing, judging, mapping
from quotas.models import Audit, Finding
from tests.counting import queries
from tests.factories import confederation
from tests.factories.calling import Caller
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db
PARTS = ["map", "map/levels", "trend", "comparison", "comparison/fell", "comparison/mended"]


@laid
def made() -> Confederation:
    """A confederation with an auditor of the commune's branch."""
    return confederation.confederation()


def audited(made: Confederation, days_ago: int = 0) -> Audit:
    day = judging.day_of(made.now - timedelta(days=days_ago))
    audit = auditing.order(day, scope=made.home.body, account=None, by=SYSTEM, at=made.now)
    return auditing.run(audit, at=made.now)


def test_they_tell_what_the_pages_tell(made: Confederation) -> None:
    earlier, later = audited(made, 3), audited(made)
    figures = later.levels.order_by("pk")[0].figures
    told = {"verdict": "fail", "change": 1, "figures": figures}
    Finding.objects.create(audit=later, body=made.home.body, rule="nominated", **told)
    caller, path = Caller(made.accounts["admin"]), f"audits/{later.key}/"
    ground = mapping.ground(later)
    rows = caller.get(path + "map").rows
    assert len(rows) == len(ground.branches(made.home.body.pk)) > 0
    levels = caller.get(path + "map/levels").rows
    assert sum(one["bodies"] for one in levels) == later.bodies
    assert failing(levels) == later.findings.filter(verdict="fail").count()
    assert caller.get(path + "map", below=rows[0]["body"]["id"]).rows == []
    compared = comparing.compare(later, earlier)
    sheet = caller.get(path + "comparison", other=earlier.key).body
    assert (sheet["fell"], sheet["mended"]) == (compared.fell.count(), compared.mended.count())
    assert (sheet["earlier"]["id"], sheet["later"]["id"]) == (earlier.key, later.key)
    fell = caller.get(path + "comparison/fell", other=earlier.key).rows
    assert "nominated" in {one["rule"] for one in fell}
    nearest = comparing.nearest(later, comparing.others(later))
    assert nearest is not None
    assert caller.get(path + "comparison").body["earlier"]["id"] == nearest.key
    days = {day["on"] for one in caller.get(path + "trend").rows for day in one["days"]}
    assert {earlier.on.isoformat(), later.on.isoformat()} <= days
    assert caller.post(path + "past").body["ordered"] >= 1
    assert caller.post(path + "past").body["ordered"] == 0


def failing(rows: list[dict[str, Any]]) -> int:
    return sum(found["failing"] for one in rows for found in one["found"])


def test_to_others_and_outside_the_branch_nothing_is_there(made: Confederation) -> None:
    audit = audited(made)
    staff = Account.objects.create(username="machine-room", is_staff=True, is_superuser=True)
    for account in (made.accounts["secretary"], made.accounts["resident"], staff):
        for part in PARTS:
            assert Caller(account).get(f"audits/{audit.key}/{part}").status == 404, part
        assert Caller(account).post(f"audits/{audit.key}/past").status == 404
    caller = Caller(made.accounts["admin"])
    for below in (made.council.key, str(uuid4())):
        assert caller.get(f"audits/{audit.key}/map", below=below).status == 404
        assert caller.get(f"audits/{audit.key}/comparison", other=below).status == 404
    assert caller.get(f"audits/{audit.key}/map", below="x").status == 400


def test_they_ask_a_constant_number_of_queries(made: Confederation) -> None:
    caller = Caller(made.accounts["admin"])
    audited(made, 3)
    first = audited(made)
    before = [queries(lambda p=p: caller.get(f"audits/{first.key}/{p}")) for p in PARTS]  # type: ignore[misc]
    confederation.grow(made)
    second = audited(made)
    after = [queries(lambda p=p: caller.get(f"audits/{second.key}/{p}")) for p in PARTS]  # type: ignore[misc]
    assert after == before
