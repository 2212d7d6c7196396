"""The charter to read: by pages and by the API."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes import charter, rewriting
from communes.domain import amending, expounding
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Charter
from tests.factories import world
from tests.factories.gathering import client_of
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
API = "/api/v1/charter"


@laid
def made() -> Town:
    """A commune alone that changed its charter twelve days ago."""
    now = timezone.now()
    town = world.settled_town(at=now - timedelta(days=60))
    at = now - timedelta(days=12)
    item = world.assembly(town, [PlannedItem("Charter", "charter")], at=at).items.get()
    values = {"share": "9/20", "youth_share": "1/5"}
    amending.draft(item, section="quotas", values=values, version=0, by=SYSTEM, at=at)
    amending.adopt(item, count=Count(20, 0, 0), text="", by=SYSTEM, at=at)
    return town


@laid
def member(made: Town) -> Client:
    return client_of("member", made.men[3])


def html(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_every_member_reads_the_charter_in_words(member: Client) -> None:
    page = html(member, "/charter/")
    assert "version 2" in page
    assert "At least this share of all seats" in page
    assert "45 %" in page
    assert "default: 40 %" in page
    assert 'id="communes-notice_days"' in page
    assert "The default comes from no source" in page
    assert "in force today" not in page
    rules = page.partition("<pre")[0]
    assert not [
        one for one in ("counted_by", "two_thirds", "share_of_members") if f">{one}" in rules
    ]
    assert Client().get("/charter/").status_code == 302
    assert html(member, "/confederation/").count('href="/charter/"')


def test_it_names_the_resolution_and_links_its_minutes(made: Town, member: Client) -> None:
    row = Charter.objects.get(version=2)
    assert row.resolution is not None
    links = [
        f"/resolutions/{row.resolution.key}/",
        f"/meetings/{row.resolution.item.meeting.key}/minutes/",
    ]
    for url in ("/charter/", "/charter/versions/"):
        page = html(member, url)
        for link in links:
            assert f'href="{link}"' in page, (url, link)
    nobody = html(client_of("guest", None), "/charter/")
    assert "By resolution" in nobody
    assert not [link for link in links if link in nobody]


def test_a_past_day_has_the_version_of_that_day(member: Client) -> None:
    today = timezone.now().date()
    before = (today - timedelta(days=20)).isoformat()
    page = html(member, f"/charter/?on={before}")
    assert "version 1" in page
    assert "not the charter in force today" in page
    assert "45 %" not in page.partition("<pre")[0]
    assert member.get(API, {"on": before}).json()["version"] == 1
    assert "No charter was in force" in html(member, "/charter/?on=1950-01-01")
    assert member.get(API, {"on": "1950-01-01"}).status_code == 404
    for wrong in ("9999-12-31", "0001-01-01", "yesterday", (today + timedelta(days=2)).isoformat()):
        assert member.get(f"/charter/?on={wrong}").status_code == 422, wrong
        assert member.get(API, {"on": wrong}).status_code == 400, wrong


def test_a_search_finds_rules_by_their_words(member: Client) -> None:
    page = html(member, "/charter/?q=NOTİCE")
    assert "Notice of a meeting" in page
    assert "Youth from" not in page
    assert "No rule of the charter has" in html(member, "/charter/?q=%3Cxq%3E")
    assert "<xq>" not in html(member, "/charter/?q=%3Cxq%3E")
    part = member.get("/charter/?q=recall", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="rules")
    assert "<html" not in part.content.decode()
    assert 'id="recall"' in part.content.decode()


def test_any_two_versions_are_compared_in_words(member: Client) -> None:
    page = html(member, "/charter/versions/")
    assert "Version 1" in page
    assert "Version 2" in page
    table = html(member, "/charter/versions/?before=2&after=1").partition("<tbody>")[2]
    assert table.index("45 %") < table.index("40 %")
    assert table.count("<tr>") == 2
    assert "They rule the same" in html(member, "/charter/versions/?before=1&after=1")
    for wrong in ("before=7&after=1", "before=x", "after=%00"):
        assert member.get(f"/charter/versions/?{wrong}").status_code == 422, wrong
    told = member.get(f"{API}/differences").json()
    assert (told["before"], told["after"]) == (1, 2)
    assert told["differences"][0] == {
        "section": "quotas", "parameter": "share", "before": "40 %", "after": "45 %",
        "name": "At least this share of all seats",
    }  # fmt: skip
    assert member.get(f"{API}/differences", {"before": 9}).status_code == 404


def test_the_api_tells_versions_and_every_rule(member: Client) -> None:
    versions = member.get(f"{API}/versions").json()["versions"]
    assert [(one["version"], one["resolution"] is None) for one in versions] == [
        (2, False),
        (1, True),
    ]
    told = member.get(API).json()
    assert len(told["rules"]) == sum(len(charter.asked(one)) for one in charter.sections())
    notice = next(one for one in told["rules"] if one["parameter"] == "notice_days")
    assert (notice["said"], notice["value"], notice["mark"]) == ("3", 3, "borrowed")
    assert Client().get(API).status_code in (401, 403)


def test_the_charter_is_printed_in_every_language(member: Client) -> None:
    for query in ("", "?version=1", "?language=ar", "?language=ckb", "?version=1&language=ku"):
        answer = member.get(f"/charter/charter.pdf{query}")
        assert answer.content.startswith(b"%PDF"), query
    for wrong in ("?version=9", "?version=x", "?language=zz", "?on=1950-01-01"):
        assert member.get(f"/charter/charter.pdf{wrong}").status_code == 404, wrong


def asked(client: Client, url: str) -> int:
    """How many queries the page asks."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_more_versions_ask_no_more_queries(made: Town, member: Client) -> None:
    urls = ("/charter/", "/charter/versions/", f"{API}/versions")
    counts = {url: asked(member, url) for url in urls for _warm in range(2)}
    row = Charter.objects.get(version=2)
    for version in (3, 4):
        since = timezone.now() - timedelta(days=5 - version)
        Charter.objects.filter(until=None).update(until=since)
        text = rewriting.rewritten(row.text, "quotas", {"deputies": version - 2})
        told = {"name": row.name, "text": text, "resolution": row.resolution}
        Charter.objects.create(version=version, since=since, **told)
    assert {url: asked(member, url) for url in urls} == counts


def test_where_a_rule_is_quoted_a_link_leads_to_it(made: Town, member: Client) -> None:
    row = Charter.objects.get(version=2)
    assert row.resolution is not None
    meetings = html(member, f"/bodies/{made.body.key}/meetings/")
    assert 'href="/charter/#communes-assembly_every_days"' in meetings
    assert 'id="communes-assembly_every_days"' in html(member, "/charter/")
    resolution = html(member, f"/resolutions/{row.resolution.key}/")
    assert f'href="/charter/?version={row.resolution.charter.version}"' in resolution
    quoted = {
        found
        for path in (settings.ROOT / "templates").rglob("*.html")
        for found in re.findall(r'charter/quoted.html" with place="([^"]+)"', path.read_text())
    }
    places = {rule.place for part in expounding.parts(row.text) for rule in part.rules}
    assert quoted
    assert quoted <= places
