"""A petition from its opening to its success, by the people whom it takes, each with an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.models import Meeting, Person
from mandates.models import Petition
from tests.browser import Checked, SignedIn
from tests.factories import world
from tests.factories.petitions import GROUNDS, chair
from tests.factories.world import PASSWORD, Town
from tests.invariants.asking import account_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REPLY = "The pump was broken; the book shows it."
NEEDED, ELECTORS = 5, 21


class Crowd:
    """The browser, handed from one to the next; each proves anew who they are."""

    def __init__(self, page: Page, address: str, sign_in: SignedIn) -> None:
        self.page, self.address, self.sign_in = page, address, sign_in

    def comes(self, person: Person, path: str) -> Page:
        """This person sits down at the device and opens a page."""
        self.sign_in(self.page, account_of(person))
        self.page.goto(f"{self.address}{path}")
        return self.page

    def proves(self) -> None:
        """It is still they."""
        expect(self.page.get_by_role("heading", name="Is it still you?")).to_be_visible()
        self.page.locator("input[name=proof_password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Go on").click()

    def signs(self, person: Person, petition: str) -> str:
        """Read, sign, prove; the code of the receipt."""
        page = self.comes(person, petition)
        page.get_by_role("link", name="Sign this petition").click()
        expect(page.locator("main")).to_contain_text(GROUNDS)
        page.get_by_role("button", name="Sign", exact=True).click()
        self.proves()
        expect(page.locator("main")).to_contain_text("Your signature is received and counts.")
        return page.locator(".receipt-code bdi").inner_text()

    def counts(self, *, received: int, withdrawn: int, counted: int) -> None:
        """What the funnel shows of signatures."""
        told = self.page.locator("aside dl.facts").first.locator("dd")
        expect(told.nth(0)).to_have_text(str(received))
        expect(told.nth(4)).to_have_text(str(withdrawn))
        expect(told.nth(5)).to_have_text(str(counted))


@pytest.fixture
def town(settings: Any) -> Town:
    """A commune whose co-chair has been in office long enough; no proof lasts."""
    settings.PROOF_MINUTES = 0
    return world.settled_town(at=timezone.now() - timedelta(days=120))


def test_a_petition_opens_is_answered_signed_and_calls_the_meeting(
    page: Page,
    live_server: LiveServer,
    axe: Checked,
    sign_in: SignedIn,
    town: Town,
) -> None:
    crowd = Crowd(page, live_server.url, sign_in)
    petition = opened(crowd, town)
    replied(crowd, town, petition)
    first = crowd.signs(town.women[4], petition)
    checked_and_withdrawn(crowd, petition, first)
    for person in town.women[5 : 5 + NEEDED]:
        crowd.signs(person, petition)
        crowd.page.get_by_role("link", name="Back to the petition").click()
    crowd.counts(received=NEEDED + 1, withdrawn=1, counted=NEEDED)
    expect(page.locator("#progress")).to_contain_text(
        f"{NEEDED} signatures of {NEEDED} needed, of {ELECTORS} electors"
    )
    axe(page)
    meeting = Meeting.objects.get(basis="petition")
    page.locator(f"main a[href='/meetings/{meeting.key}/']").click()
    item = meeting.items.get(kind="recall")
    expect(page.locator("main")).to_contain_text(item.title.split(" · ")[-1])
    assert Petition.objects.get().succeeded_at is not None


def opened(crowd: Crowd, town: Town) -> str:
    """An elector opens it on the page of the mandate; the address of the petition."""
    page = crowd.comes(town.men[3], f"/mandates/{chair(town, timezone.now()).key}/")
    page.get_by_role("link", name="Open a petition for a recall").click()
    page.get_by_label("Grounds").fill(GROUNDS)
    page.get_by_text("Open the petition", exact=True).click()
    page.get_by_role("button", name="Yes, open it now").click()
    sentence = f"0 signatures of {NEEDED} needed, of {ELECTORS} electors"
    expect(page.locator("#progress")).to_contain_text(sentence)
    return f"/petitions/{Petition.objects.get().key}/"


def replied(crowd: Crowd, town: Town, petition: str) -> None:
    """Whom it concerns replies, beside the grounds."""
    page = crowd.comes(town.women[0], petition)
    page.get_by_role("link", name="Write your reply").click()
    page.get_by_label("Your reply").fill(REPLY)
    page.get_by_role("button", name="Put it beside the grounds").click()
    expect(page.locator("main")).to_contain_text(REPLY)
    expect(page.get_by_role("link", name="Write your reply")).to_have_count(0)


def checked_and_withdrawn(crowd: Crowd, petition: str, code: str) -> None:
    """The receipt is right; then the signature is withdrawn, and the funnel says so."""
    page = crowd.page
    page.get_by_role("link", name="Back to the petition").click()
    crowd.counts(received=1, withdrawn=0, counted=1)
    page.get_by_role("link", name="Your receipt").click()
    page.get_by_label("Code of your receipt").fill(code)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("main")).to_contain_text("Your signature counts.")
    page.goto(f"{crowd.address}{petition}")
    page.locator("summary", has_text="Withdraw your signature").click()
    page.get_by_role("button", name="Withdraw your signature").click()
    crowd.proves()
    expect(page.locator("main")).to_contain_text("You have withdrawn your signature.")
    crowd.counts(received=1, withdrawn=1, counted=0)
