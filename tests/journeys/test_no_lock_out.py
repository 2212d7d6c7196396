"""Nobody is locked out: every term is over, one resident has an account, and the commune votes."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from communes import ports
from communes.domain import attending
from communes.models import Account, Basis, Meeting, Stage
from mandates.models import OfficeCode, Seat
from tests.browser import Checked, SignedIn
from tests.factories import world
from tests.factories.world import SYSTEM, Town

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SECRET = "walnut and water mill"


def test_members_start_again_when_every_mandate_is_over(
    page: Page, browser: Browser, live_server: LiveServer, axe: Checked, sign_in: SignedIn
) -> None:
    made = world.settled_town(at=timezone.now() - timedelta(days=500))
    assert not ports.officers(made.body, timezone.now())
    me = made.women[5]
    sign_in(page, world.account("resident", me))
    chairs = [made.women[6], made.men[6]]

    meeting = demanded(page, live_server, made, axe)
    bring_forward(meeting, timezone.now())
    opened(page, live_server, meeting, [person.name for person in chairs], me.name)
    code = printed(page, live_server, made, chairs[0].name)
    with browser.new_context() as elsewhere:
        hers = elsewhere.new_page()
        redeemed(hers, live_server, code)
        attending.check_in(meeting, made.people[:16], by=SYSTEM, at=timezone.now())
        checked_in(page, live_server, meeting, made.men[7].name)
        elected(page, made.women[3].name)
        closed(page, live_server, meeting)
        signed(hers, live_server, meeting)
    sign_in(page, world.account("second", chairs[1]))
    signed(page, live_server, meeting)

    meeting.refresh_from_db()
    assert meeting.stage == Stage.SIGNED
    place = world.seat(made.body, OfficeCode.CO_CHAIR, "woman")
    held = world.holder(place, timezone.now())
    assert held is not None
    assert held.person == made.women[3]
    call_command("verify_books")


def demanded(page: Page, live_server: LiveServer, made: Town, axe: Checked) -> Meeting:
    """One account enters the demand that two others signed on paper; they are enough."""
    page.goto(f"{live_server.url}/bodies/{made.body.public_id}/demand/")
    page.get_by_label("Why the body should meet").fill("Nobody is in office any more.")
    page.get_by_label("Place").fill("Under the walnut tree")
    page.get_by_label("Title of item 1").fill("Election: co-chair")
    page.locator("[name=items-0-kind]").select_option("election")
    for person in (made.women[7], made.men[8]):
        page.get_by_label("Find a member").fill(person.name)
        ticked(page, "Members", person.name)
    axe(page)
    page.get_by_role("button", name="Demand the meeting").click()
    expect(page.locator("#messages")).to_contain_text("You are enough: the meeting is convened.")
    meeting = Meeting.objects.get(basis=Basis.MEMBERS)
    expect(page).to_have_url(f"{live_server.url}/meetings/{meeting.public_id}/")
    return meeting


def ticked(page: Page, legend: str, name: str) -> None:
    """Choose the one of exactly that name."""
    options = page.get_by_role("group", name=legend).locator("label.option")
    options.filter(has=page.get_by_text(name, exact=True)).locator("input").check()


def bring_forward(meeting: Meeting, now: datetime) -> None:
    """Let the day of the meeting come.

    The browser and the pages live by the real clock, which no test can move: so the day is moved
    instead. When it was convened stays as it is; the agenda was announced with it.
    """
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=now)
    meeting.refresh_from_db()


def opened(
    page: Page, live_server: LiveServer, meeting: Meeting, chairs: list[str], recorder: str
) -> None:
    """The member opens it, names two chairs, and records."""
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/")
    page.get_by_role("link", name="Open the meeting").click()
    for name in chairs:
        page.get_by_label("Somebody else").fill(name)
        ticked(page, "Who chairs", name)
    ticked(page, "Who records", recorder)
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.locator("#messages")).to_contain_text("The meeting is open.")
    expect(page.locator("main.recorder")).to_be_visible()


def printed(page: Page, live_server: LiveServer, made: Town, name: str) -> str:
    """The recorder prints an invitation; the code on the slip."""
    page.goto(f"{live_server.url}/communes/{made.body.public_id}/invitations/")
    page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Print their slips").click()
    slip = page.locator(".slip")
    expect(slip).to_have_count(1)
    expect(slip).to_contain_text(name)
    return slip.locator(".slip-code").inner_text()


def redeemed(page: Page, live_server: LiveServer, code: str) -> None:
    """The chair types the code into a browser of her own: an account, signed in."""
    page.goto(f"{live_server.url}/invitation/")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name to sign in with").fill("chair")
    page.get_by_label("Password", exact=True).fill(SECRET)
    page.get_by_label("The password once more").fill(SECRET)
    page.get_by_role("button", name="Make my account").click()
    expect(page).to_have_url(f"{live_server.url}/")
    expect(page.locator("#messages")).to_contain_text("Welcome")
    assert Account.objects.filter(username="chair").exists()


def checked_in(page: Page, live_server: LiveServer, meeting: Meeting, name: str) -> None:
    """The last to come is let in by hand."""
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/room/")
    expect(page.locator("#people .room-list > li")).to_have_count(16)
    page.get_by_label("Who has come?").fill(name)
    page.get_by_role("button", name=f"Check in {name}").click()
    expect(page.locator("#people .room-list > li")).to_have_count(17)


def elected(page: Page, name: str) -> None:
    """The seat is chosen, a candidate put up, the count entered."""
    page.locator("#agenda").get_by_role("link", name="Election: co-chair").click()
    page.get_by_role("link", name="Prepare it").click()
    page.get_by_role("checkbox", name="woman").first.check()
    page.get_by_role("button", name="Elect for these seats").click()
    page.get_by_label("Look for a member").fill(name)
    page.get_by_role("button", name=f"Put up {name}").click()
    page.locator("#count").get_by_label(name).fill("15")
    page.locator("#count").get_by_label("Abstained").fill("2")
    page.get_by_role("button", name="Enter the result").click()
    expect(page.locator("main")).to_contain_text(name)
    assert Seat.objects.filter(mandates__person__name=name).exists()


def closed(page: Page, live_server: LiveServer, meeting: Meeting) -> None:
    """The recorder closes the meeting."""
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/close/")
    page.get_by_role("button", name="Close the meeting").click()
    meeting.refresh_from_db()
    assert meeting.stage == Stage.CLOSED


def signed(page: Page, live_server: LiveServer, meeting: Meeting) -> None:
    """Who chaired finds the minutes on the first page, reads and signs them."""
    page.goto(f"{live_server.url}/")
    page.locator(f'main a[href*="{meeting.public_id}"]').first.click()
    if not page.url.endswith("/sign/"):
        page.get_by_role("link", name="Read and sign the minutes").click()
    page.get_by_role("button", name="Sign the minutes").click()
    expect(page.locator("#messages")).to_contain_text("You have signed.")
