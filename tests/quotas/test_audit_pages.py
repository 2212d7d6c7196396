"""Audits on pages: for auditors alone, as of any day, as findings and as a table."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communes.models import Account, Body
from mandates.domain import ending
from mandates.models import EndReason, OfficeCode
from quotas.domain import judging
from quotas.models import Audit, Finding
from quotas.views import branches
from tests.factories import world
from tests.factories.confederation import Confederation, confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    """A confederation with an auditor of the commune's branch."""
    return confederation()


def client_of(account: Account) -> Client:
    """A browser in which the account is signed in."""
    client = Client()
    client.force_login(account)
    return client


def order(made: Confederation, day: str | None = None) -> Audit:
    """Order an audit on the page; the newest audit."""
    on = day or judging.day_of(timezone.now()).isoformat()
    told = {"scope": made.home.body.key, "on": on}
    answer = client_of(made.accounts["admin"]).post("/audit/", told)
    assert answer.status_code == 302
    return Audit.objects.order_by("-pk")[0]


def test_an_auditor_orders_an_audit_and_reads_it(made: Confederation) -> None:
    audit = order(made)
    assert audit.state == "done"
    html = client_of(made.accounts["admin"]).get(f"/audit/{audit.key}/").content.decode()
    assert "bodies fail" in html or "bod" in html
    for finding in audit.findings.all():
        assert str(finding.body.public_id) in html


def test_of_a_large_branch_only_councils_are_drawn_and_all_that_fail_are_counted(
    made: Confederation, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = made.council
    audit = world.audited(scope, timezone.now())
    Finding.objects.create(audit=audit, body=made.home.body, rule="components", verdict="fail")
    [whole] = branches.tree_of(audit)
    monkeypatch.setattr(branches, "DEEP", 0)
    [large] = branches.tree_of(audit)
    assert large["note"] == whole["note"] == "1 fails below"
    assert len(large["children"]) < len(whole["children"])


def test_nobody_else_audits_staff_included(made: Confederation) -> None:
    audit = order(made)
    staff = Account.objects.create(username="machine-room", is_staff=True, is_superuser=True)
    for account in (made.accounts["secretary"], staff):
        assert client_of(account).get("/audit/").status_code == 403
        assert client_of(account).get(f"/audit/{audit.key}/").status_code == 404
        assert client_of(account).get(f"/audit/{audit.key}/findings.csv").status_code == 404


def test_a_mandate_that_is_over_opens_no_audit(made: Confederation) -> None:
    audit = order(made)
    now = timezone.now()
    seat = world.seat(made.home.body, OfficeCode.AUDITOR)
    mandate = world.holder(seat, now)
    assert mandate is not None
    ending.end(mandate, reason=EndReason.RESIGNED, by=SYSTEM, at=now)
    assert client_of(made.accounts["admin"]).get("/audit/").status_code == 403
    assert client_of(made.accounts["admin"]).get(f"/audit/{audit.key}/").status_code == 404


def test_a_day_to_come_is_refused_at_the_field(made: Confederation) -> None:
    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    before = Audit.objects.count()
    told = {"scope": made.home.body.key, "on": day}
    answer = client_of(made.accounts["admin"]).post("/audit/", told)
    assert answer.status_code == 422
    assert "not come yet" in answer.content.decode()
    assert Audit.objects.count() == before


def test_findings_are_filtered_and_ordered_by_how_easily_they_mend(made: Confederation) -> None:
    audit = order(made)
    client = client_of(made.accounts["admin"])
    changes = [one.change for one in client.get(f"/audit/{audit.key}/").context["findings"]]
    assert changes == sorted(changes)
    only = client.get(f"/audit/{audit.key}/", {"verdict": "fail", "rule": "pair"})
    assert {(one.verdict, one.rule) for one in only.context["findings"]} <= {("fail", "pair")}
    none = client.get(f"/audit/{audit.key}/", {"q": "no such body"}).content.decode()
    assert "No finding of this sort" in none


def test_the_table_holds_every_finding_and_no_formula(made: Confederation) -> None:
    body = Body.objects.filter(kind="committee")[0]
    Body.objects.filter(pk=body.pk).update(name="=cmd()")
    audit = order(made)
    text = client_of(made.accounts["admin"]).get(f"/audit/{audit.key}/findings.csv").content
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert len(rows) == 1 + Finding.objects.filter(audit=audit).count()
    assert any("'=cmd()" in row for row in rows)
