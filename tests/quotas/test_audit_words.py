"""What an audit says beside its verdicts: which rules, who waits, who answers, how fresh it is."""

from datetime import timedelta

import pytest
from django.test import Client

from communes.models import Account, BodyParameter, Charter
from quotas.domain import auditing, dating, judging, offering, trending
from quotas.models import Audit, Course, Finding
from tests.counting import queries
from tests.factories import confederation, world
from tests.factories.calling import Caller
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    return confederation.confederation()


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def audited(made: Confederation, occasion: str = "") -> Audit:
    day = judging.day_of(made.now)
    ordered = auditing.order(
        day, scope=made.home.body, account=None, by=SYSTEM, at=made.now, occasion=occasion
    )
    return auditing.run(ordered, at=made.now)


def test_only_rules_that_some_charter_or_body_asks_for_are_offered(made: Confederation) -> None:
    said = ["composition", "pair", "presence", "women_only"]
    assert offering.offered() == said
    page = client_of(made.accounts["admin"]).get("/audit/").content.decode()
    assert 'value="presence"' in page
    assert 'value="youth"' not in page
    BodyParameter.objects.create(
        body=made.home.body, section="quotas", name="youth_share", value="1/5", since=made.now
    )
    assert offering.offered() == [*said[:3], "youth", said[3]]
    last = Charter.objects.order_by("-version")[0]
    text = last.text.replace("[communes]", '[communes]\npresence_effect = "off"', 1)
    if "presence_effect" in last.text:
        text = last.text.replace('presence_effect = "deliberate"', 'presence_effect = "off"')
    Charter.objects.filter(pk=last.pk).update(until=made.now)
    Charter.objects.create(version=last.version + 1, name="x", text=text, since=made.now)
    assert "presence" in offering.offered()  # on days past it was asked for


def test_who_waits_for_a_seat_and_who_cannot_be_told_have_marks_of_their_own(
    made: Confederation,
) -> None:
    audit = audited(made)
    figures = audit.levels.order_by("pk")[0].figures
    for rule, verdict in (("nominated", "vacant"), ("youth", "undeterminable")):
        Finding.objects.create(
            audit=audit, body=made.home.body, rule=rule, verdict=verdict, figures=figures
        )
    page = client_of(made.accounts["admin"]).get(f"/audit/{audit.key}/map/").content.decode()
    assert "heat-vacant" in page
    assert "1 undeterminable" in page
    assert "none fails" not in page


def test_a_finding_says_who_answers_and_by_when(made: Confederation) -> None:
    audited(made)
    course = Course.objects.filter(body=made.home.body).order_by("pk")[0]
    page = client_of(made.accounts["resident"]).get(f"/findings/{course.key}/").content.decode()
    assert "Who answers, and by when" in page
    assert made.home.women[1].name in page  # the secretary
    assert "at the latest" in page


def test_beside_every_verdict_stands_how_fresh_its_data_is(made: Confederation) -> None:
    audit = audited(made)
    body = made.home.body
    day = dating.last_written([body.pk], judging.instant_of(audit.on))[body.pk]
    client, caller = client_of(made.accounts["admin"]), Caller(made.accounts["admin"])
    for url in (f"/audit/{audit.key}/", f"/audit/{audit.key}/bodies/{body.key}/"):
        assert "last written on" in client.get(url).content.decode()
    assert "last written on" in client.get(f"/bodies/{body.key}/").content.decode()
    rows = caller.get(f"audits/{audit.key}/findings").rows
    told = {one["book_last_written"] for one in rows if one["body"]["id"] == body.key}
    assert told == {day.isoformat()}
    table = client.get(f"/audit/{audit.key}/findings.csv").content.decode()
    assert "book last written" in table
    assert day.isoformat() in table


def test_the_dashboard_finds_an_audit_among_many(made: Confederation) -> None:
    audited(made)
    audited(made, occasion="monthly:2031-01")
    client = client_of(made.accounts["admin"])

    def found(**asked: str) -> int:
        return int(client.get("/audit/", asked).context["former"].paginator.count)

    every = found()
    assert found(asked="charter") == 1
    assert found(asked="people") == every - 1
    assert found(q="zeytun") == every
    assert found(q="nobody is called so") == found(q="!!!") == found(state="running") == 0
    assert found(state="nothing", asked="nothing") == every
    assert "No audit of this sort." in client.get("/audit/?q=nobody").content.decode()
    first = queries(lambda: client.get("/audit/"))
    audited(made)
    assert queries(lambda: client.get("/audit/")) == first


def test_the_months_that_cannot_be_audited_are_told(made: Confederation) -> None:
    past = trending.past(made.home.body, made.now)
    assert len(past.known) + len(past.missing) + len(past.before) == trending.MONTHS
    assert past.before
    begun = made.home.body.founded_at
    assert all(judging.instant_of(day) < begun + timedelta(days=1) for day in past.before)
    audit = audited(made)
    page = client_of(made.accounts["admin"]).get(f"/audit/{audit.key}/trend/").content.decode()
    assert "cannot be" in page
    assert world.charter_in_force(made.now).version >= 1
