"""From an empty installation to an elected commune, and to the founding of the next."""

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.domain import attending
from communes.models import Account, Body, Meeting, Person
from mandates.models import OfficeCode
from tests.browser import Checked, SignedIn
from tests.factories import world
from tests.factories.world import SYSTEM

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SECRET = "walnut and water mill"


def register(people: int) -> bytes:
    """A register as a spreadsheet exports it: a mark before it, semicolons, a blank line."""
    lines = ["household;address;name;gender;birth_year"]
    for number in range(people):
        gender = "woman" if number % 2 else "man"
        lines.append(f"{number // 3 + 2};East street;Resident {number:02};{gender};{1960 + number}")
    return ("\ufeff" + "\r\n".join([*lines, "", ""])).encode()


def test_a_confederation_begins_with_a_form(
    page: Page, live_server: LiveServer, axe: Checked, sign_in: SignedIn
) -> None:
    page.goto(f"{live_server.url}/")
    expect(page).to_have_url(f"{live_server.url}/begin/")
    axe(page)
    begun(page)
    expect(page.get_by_role("link", name="ruken")).to_be_visible()
    meeting = Meeting.objects.get()
    assert Account.objects.get().person == Person.objects.get(name="Rûken Elî")

    imported(page, live_server, meeting.body)
    opened(page, live_server, meeting)
    people = list(Person.objects.filter(name__startswith="Resident").order_by("name"))
    assert len(people) == 18
    attending.check_in(meeting, people[:17], by=SYSTEM, at=timezone.now())
    checked_in(page, live_server, meeting, people[17].name)
    elected(page, "Resident 05")

    place = world.seat(meeting.body, OfficeCode.CO_CHAIR, "woman")
    held = world.holder(place, timezone.now())
    assert held is not None
    assert held.person.name == "Resident 05"
    sign_in(page, world.account("cochair", held.person))
    founded(page, live_server)


def begun(page: Page) -> None:
    """The first form: commune, founding meeting, recorder, account."""
    page.get_by_label("Name of the commune").fill("Komîna Zeytûn")
    page.get_by_label("Time zone").fill("Asia/Damascus")
    page.get_by_label("Place of the founding meeting").fill("School yard")
    page.get_by_label("Your name").fill("Rûken Elî")
    page.get_by_role("radio", name="woman", exact=True).check()
    page.get_by_label("Year of birth").fill("1980")
    page.get_by_label("Name or number of your household").fill("1")
    page.get_by_label("Name to sign in with").fill("ruken")
    page.get_by_label("Password", exact=True).fill(SECRET)
    page.get_by_label("The password once more").fill(SECRET)
    page.get_by_role("button", name="Open the founding meeting").click()


def imported(page: Page, live_server: LiveServer, commune: Body) -> None:
    """The recorder looks at the file, then enters it."""
    page.goto(f"{live_server.url}/communes/{commune.public_id}/register/import/")
    file = FilePayload(name="register.csv", mimeType="text/csv", buffer=register(18))
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Enter all of this").click()
    expect(page.locator("p.stat")).to_have_text("18 people entered")


def opened(page: Page, live_server: LiveServer, meeting: Meeting) -> None:
    """The founding meeting is opened: one of those present chairs, the recorder records."""
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/")
    page.get_by_role("link", name="Open the meeting").click()
    page.get_by_label("Somebody else").fill("Resident 16")
    page.get_by_role("group", name="Who chairs").get_by_label("Resident 16").check()
    expect(page.get_by_role("group", name="Who records").get_by_label("Rûken Elî")).to_be_checked()
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.locator("main.recorder")).to_be_visible()


def checked_in(page: Page, live_server: LiveServer, meeting: Meeting, name: str) -> None:
    """The last to come is let in by hand; the room says that it can decide."""
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/room/")
    page.get_by_label("Who has come?").fill(name)
    page.get_by_role("button", name=f"Check in {name}").click()
    expect(page.locator("#people .room-list > li")).to_have_count(18)


def elected(page: Page, name: str) -> None:
    """The first co-chair: put up, counted, seated."""
    page.locator("#agenda").get_by_role("link", name="Election: co-chair (a woman)").click()
    page.get_by_role("link", name="Enter the election").click()
    page.get_by_label("Look for a member").fill(name)
    page.get_by_role("button", name=f"Put up {name}").click()
    page.locator("#count").get_by_label(name).fill("16")
    page.locator("#count").get_by_label("Abstained").fill("2")
    page.get_by_role("button", name="Enter the result").click()
    expect(page.locator("#messages")).to_contain_text("The result is entered.")


def founded(page: Page, live_server: LiveServer) -> None:
    """The co-chair founds the next commune; both stand in the confederation."""
    page.goto(f"{live_server.url}/confederation/")
    page.get_by_role("link", name="Found a commune").click()
    page.get_by_label("Name of the commune").fill("Komîna Gûz")
    page.get_by_label("Place of the founding meeting").fill("By the well")
    page.get_by_label("Name of the recorder").fill("Şêrîn Mûsa")
    page.get_by_role("radio", name="woman", exact=True).check()
    page.get_by_label("Year of birth").fill("1979")
    page.get_by_label("Name or number of the recorder's household").fill("1")
    page.get_by_role("button", name="Found the commune").click()
    expect(page.locator("h1")).to_have_text("Komîna Gûz is being founded")
    page.goto(f"{live_server.url}/confederation/")
    for name in ("Komîna Zeytûn", "Komîna Gûz"):
        expect(page.locator("#tree").get_by_role("link", name=name)).to_be_visible()
