"""Ordering an agenda in a browser: by dragging, by keys, in both directions of writing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Meeting
from tests.browser import Checked, SignedIn
from tests.factories import world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ITEMS = [
    PlannedItem("Opening", planned_minutes=5),
    PlannedItem("Water", planned_minutes=10),
    PlannedItem("Pump", planned_minutes=15),
    PlannedItem("School", planned_minutes=20),
]


def drag(page: Page, line: int, onto: int) -> None:
    """Take a line by its dots and let it go under another."""
    grip = page.locator("[data-grip]").nth(line).bounding_box()
    goal = page.locator("[data-line]").nth(onto).bounding_box()
    assert grip
    assert goal
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(goal["x"] + 4, goal["y"] + goal["height"] - 3, steps=8)
    page.mouse.up()


def numbers(page: Page) -> list[str]:
    """The agenda as it stands on the screen."""
    told = page.locator("[data-line] .agenda-number").all_inner_texts()
    return [one.replace("⠿", "").strip() for one in told]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_chair_orders_a_convened_agenda(
    page: Page, live_server: LiveServer, sign_in: SignedIn, axe: Checked, language: str, width: int
) -> None:
    now = timezone.now()
    town = world.settled_town(pairs=10, at=now - timedelta(days=60))
    invitation = Invitation("Mala Gel", now + timedelta(days=9), ITEMS)
    meeting = convene(town.body, invitation, by=Actor(town.women[0]), at=now - timedelta(hours=1))
    chair = world.account("chair", town.women[0])
    chair.language = language
    chair.save()
    sign_in(page, chair)
    page.goto(f"{live_server.url}/meetings/{meeting.public_id}/")
    axe(page)
    under = "ArrowLeft" if language == "ar" else "ArrowRight"
    page.locator("[data-line]").nth(2).locator("input").focus()
    page.keyboard.press(f"Alt+{under}")
    expect(page.locator("[data-sub]")).to_have_count(1)
    assert numbers(page) == ["1", "2", "2.1", "3"]
    drag(page, 1, 3)
    expect(page.locator("[data-line]").nth(1)).to_contain_text("School")
    expect(page.locator("[data-line] .agenda-number").nth(1)).to_contain_text("2")  # as answered
    page.locator("[data-line]").nth(1).locator("input").fill("45")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#save-minutes").click()
    rows = Meeting.objects.get(pk=meeting.pk).items.order_by("position")
    told = [f"{row.number} {row.title}" for row in rows]
    assert told == ["1 Opening", "2 School", "3 Water", "3.1 Pump"]
    assert rows[1].planned_minutes == 45
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    axe(page)


def test_rows_are_dragged_while_an_agenda_is_composed(
    page: Page, live_server: LiveServer, sign_in: SignedIn, axe: Checked
) -> None:
    town = world.settled_town(pairs=10, at=timezone.now() - timedelta(days=60))
    sign_in(page, world.account("chair", town.women[0]))
    page.goto(f"{live_server.url}/bodies/{town.body.public_id}/convene/")
    page.locator("#id_clock").fill("18:00")
    page.locator("#source").select_option("template")
    page.locator("#take-rows").click()
    expect(page.locator("#id_items-4-title")).not_to_have_value("")
    axe(page)
    first = page.locator("#id_items-0-title").input_value()
    drag(page, 0, 2)
    expect(page.locator("#id_items-2-title")).to_have_value(first)
    page.locator("#id_items-0-minutes").fill("90")
    page.locator("#id_items-0-minutes").blur()
    expect(page.locator("#begins-1")).to_contain_text("19:30")
    page.locator("[name=place]").fill("Mala Gel")
    page.get_by_role("button", name="Convene the meeting").click()
    expect(page.locator("h1")).to_contain_text("Assembly")
