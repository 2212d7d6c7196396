"""A delegate reads the mandate on a phone; an auditor audits without JavaScript."""

import csv
import io
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.domain.planning import PlannedItem
from communes.models import Resolution
from mandates.models import Instruction, Mandate, OfficeCode
from quotas.domain import judging, nominating
from quotas.models import Audit
from tests.browser import Checked, SignedIn
from tests.factories import world
from tests.factories.confederation import Confederation, confederation
from tests.factories.world import SYSTEM

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def sent(made: Confederation) -> Resolution:
    """The assembly that elects the account `delegate` in place of a co-chair."""
    at = made.now - timedelta(days=10)
    meeting = world.assembly(made.home, [PlannedItem("Our delegate", "election")], at=at)
    item = meeting.items.get()
    place = world.seat(made.council, OfficeCode.DELEGATE, "man")
    nominating.plan(item, [place], by=SYSTEM, at=at)
    return world.elect_one(item, made.home.men[2], 15, at)


@pytest.mark.smoke
@pytest.mark.parametrize("width", [360])
@pytest.mark.usefixtures("width")
def test_a_delegate_reads_the_mandate_on_a_phone(
    page: Page, live_server: LiveServer, axe: Checked, sign_in: SignedIn
) -> None:
    made = confederation()
    elected = sent(made)
    rows = Instruction.objects.select_related("resolution__item", "motion_version__motion")
    given = rows.filter(stance="for").earliest("pk")
    assert given.resolution is not None
    sign_in(page, made.accounts["delegate"])
    page.goto(f"{live_server.url}/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="My mandates").click()

    sheet = page.locator("section.sheet")
    expect(sheet).to_have_count(1)
    expect(sheet.locator("h2")).to_contain_text("You speak for Komîna Zeytûn in Meclîsa Taxê until")
    until = Mandate.objects.get(resolution=elected).until
    assert until is not None
    expect(sheet.locator("h2")).to_contain_text(str(until.year))
    expect(sheet.locator("dl.facts")).to_contain_text("delegate")
    expect(sheet.locator("dl.facts").get_by_role("link", name="Meclîsa Taxê")).to_be_visible()
    question = sheet.locator("li.question", has_text=given.motion_version.motion.title).first
    expect(question).to_contain_text("Bound: for")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    question.locator("p").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text(given.resolution.item.title)
    page.go_back()
    sheet.locator("dl.facts div", has_text="Given by").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("Our delegate")


def test_an_auditor_audits_the_branch_without_javascript(
    browser: Browser, live_server: LiveServer, sign_in: SignedIn
) -> None:
    made = confederation()
    yesterday = judging.day_of(made.now) - timedelta(days=1)
    with browser.new_context(java_script_enabled=False, accept_downloads=True) as context:
        page = context.new_page()
        sign_in(page, made.accounts["admin"])
        page.goto(f"{live_server.url}/")
        page.get_by_role("link", name="Audit", exact=True).click()
        page.get_by_label("As of").fill(yesterday.isoformat())
        page.get_by_role("button", name="Audit this branch").click()
        audit = Audit.objects.order_by("-pk")[0]
        assert audit.on == yesterday
        expect(page.locator("#progress strong")).to_have_text(str(failing(audit)))

        page.locator("select[name=verdict]").select_option("vacant")
        page.get_by_role("button", name="Show these").click()
        vacant = audit.findings.filter(verdict="vacant")
        assert vacant.exists()
        expect(page.locator("#findings ul.list > li")).to_have_count(vacant.count())

        with page.expect_download() as download:
            page.get_by_role("link", name="CSV", exact=True).click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) == 1 + vacant.count()

        first = page.locator("#findings ul.list > li a").first
        name = first.inner_text()
        first.click()
        expect(page.locator("h1")).to_have_text(name)
        expect(page.locator("#seats")).to_contain_text("vacant")


def failing(audit: Audit) -> int:
    """How many bodies the first sentence of an audit names."""
    return audit.findings.filter(verdict="fail").values("body").distinct().count()
