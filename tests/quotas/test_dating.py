"""Since when a finding holds: by day, as one would find who judged every day anew."""

from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client

from communes.models import Body
from mandates.domain import ending
from mandates.models import EndReason, Mandate, OfficeCode
from quotas.domain import auditing, dating, judging
from quotas.models import Audit, Finding
from tests.counting import queries
from tests.factories import confederation, world
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    """A confederation with an auditor of the commune's branch."""
    return confederation.confederation()


def audited(made: Confederation, days_ago: int = 0) -> Audit:
    """An audit of the commune's branch, done."""
    day = judging.day_of(made.now - timedelta(days=days_ago))
    audit = auditing.order(day, scope=made.home.body, account=None, by=SYSTEM, at=made.now)
    return auditing.run(audit, at=made.now)


def resign(mandate: Mandate | None, made: Confederation, days_ago: int) -> None:
    assert mandate is not None
    at = made.now - timedelta(days=days_ago)
    ending.end(mandate, reason=EndReason.RESIGNED, by=SYSTEM, at=at)


def by_every_day(finding: Finding, on: date) -> date:
    """The first day of the unbroken run, by judging each day for itself."""
    day = on
    while True:
        at = judging.instant_of(day - timedelta(days=1))
        existed = Body.objects.existing(at).filter(pk=finding.body_id).exists()
        judged = judging.judge_body(finding.body, at) if existed else []
        verdicts = {one.rule: str(one.verdict) for one in judged}
        if verdicts.get(finding.rule, "pass") == "pass":
            return day
        day -= timedelta(days=1)


def test_it_holds_since_the_day_that_judging_every_day_finds(made: Confederation) -> None:
    chance = Random(7)
    held = Mandate.objects.in_force(made.now).filter(seat__body=made.home.body)
    for mandate in chance.sample(sorted(held, key=lambda one: one.pk), 4):
        if mandate.seat.office != OfficeCode.AUDITOR:
            resign(mandate, made, chance.randrange(1, 12))
    audit = audited(made)
    findings = list(audit.findings.select_related("body"))
    told = dating.held_since(audit, findings)
    assert findings
    for one in findings:
        found = told[one.body_id, one.rule]
        assert found.since == by_every_day(one, audit.on)
        assert found.since <= found.verdict_since <= audit.on
        assert found.surely
        assert found.days(audit.on) == (audit.on - found.since).days + 1


def test_a_past_day_knows_nothing_of_later_ones(made: Confederation) -> None:
    chair = world.seat(made.home.body, OfficeCode.CO_CHAIR, "woman")
    resign(world.holder(chair, made.now), made, 9)
    early, late = audited(made, days_ago=5), audited(made)
    days = []
    for audit in (early, late):
        finding = audit.findings.select_related("body").get(body=made.home.body, rule="pair")
        days.append(dating.held_since(audit, [finding])[made.home.body.pk, "pair"])
    assert days[0] == days[1]
    assert days[0].days(early.on) == days[1].days(late.on) - 5 == 5
    client = Client()
    client.force_login(made.accounts["admin"])
    page = client.get(f"/audit/{late.key}/bodies/{made.home.body.key}/").content.decode()
    assert "for 10 days" in page
    assert "Its book was last written on" in page


def test_what_cannot_be_recomputed_is_dated_by_stored_audits(made: Confederation) -> None:
    """A rule of which only audits tell: back to the first that found it without a break."""
    rows = []
    for days_ago, verdict in ((9, "fail"), (8, ""), (6, "vacant"), (4, "fail"), (2, "fail")):
        audit = audited(made, days_ago)
        if verdict:
            told = {"rule": "component", "verdict": verdict, "change": 1}
            rows.append(Finding.objects.create(audit=audit, body=made.home.body, **told))
    audit = rows[-1].audit
    held = dating.held_since(audit, [rows[-1]])[made.home.body.pk, "component"]
    assert (held.since, held.verdict_since) == (rows[1].audit.on, rows[2].audit.on)
    assert not held.surely


def test_dating_takes_a_constant_number_of_queries(made: Confederation) -> None:
    first = audited(made)
    few = list(first.findings.select_related("body"))
    one = queries(lambda: dating.held_since(first, few[:1]))
    confederation.grow(made)
    second = audited(made)
    more = list(second.findings.select_related("body"))
    assert len(more) > 3
    assert queries(lambda: dating.held_since(second, more)) == one
