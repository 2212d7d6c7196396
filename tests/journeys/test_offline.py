"""Without a network nothing is lost: kept on the device, sent later, each entry once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communes.domain import attending
from communes.models import AgendaItem, Attendance, Resolution, SignIn
from tests.factories import world
from tests.journeys.recorder import Recorder

pytestmark = [pytest.mark.journey, pytest.mark.smoke, pytest.mark.django_db(transaction=True)]

ON_THE_WAY = timedelta(seconds=1.5)
"""An entry says how long it has waited; how long it is then on the way, it cannot."""


def test_an_evening_without_a_network(recorder: Recorder) -> None:
    """Texts, names and a decision; another item, a reload; then everything arrives, once."""
    page = recorder.page
    recorder.at_the_screen()
    recorder.offline()
    for person in recorder.town.people[16:19]:
        recorder.check_in(person.name)
        expect(page.locator(f"#who-{person.key} .here-mark")).to_have_text("kept here")
    recorder.told("on this device 3")
    page.locator("#record").press_sequentially("Who pays for the fuel?")
    expect(page.locator("#saved")).to_contain_text("kept on this device", timeout=20000)
    recorder.decide(15, 2)
    recorder.told("on this device 4")
    page.get_by_text("on this device 4").click()
    expect(page.locator("#outbox")).to_contain_text(
        "Decision on item 1: 15 for, 2 against, 0 abstained"
    )
    before_any_answer = timezone.now()
    page.wait_for_timeout(1000)
    another_item_and_a_reload(recorder)
    assert Attendance.objects.filter(meeting=recorder.meeting).count() == 16
    recorder.offline(False)
    recorder.told("on this device 0")
    expect(page.locator("#saved[data-state=saved]")).to_be_attached(timeout=20000)
    everything_has_arrived(recorder, before_any_answer)


def another_item_and_a_reload(recorder: Recorder) -> None:
    """Both open as the device kept them."""
    page = recorder.page
    page.locator("#agenda-list").get_by_role("link", name="School roof").click()
    expect(page.locator(".recorder-title")).to_contain_text("School roof")
    expect(page.locator("#outbox")).to_contain_text("No connection")
    page.locator("#record").press_sequentially("The roof leaks.")
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("#record")).to_have_value("The roof leaks.")
    recorder.told("on this device 4")


def everything_has_arrived(recorder: Recorder, before: datetime) -> None:
    """Names and decision with the times at which they were entered, both texts."""
    stays = Attendance.objects.filter(meeting=recorder.meeting)
    assert stays.count() == 19
    decided = Resolution.objects.get(item=recorder.items()[0])
    assert (decided.present, decided.votes_for, decided.verdict) == (19, 15, "adopted")
    assert decided.happened_at < before + ON_THE_WAY
    assert stays.latest("pk").arrived_at < decided.happened_at
    rows = AgendaItem.objects.filter(meeting=recorder.meeting)
    texts = dict(rows.values_list("title", "text"))
    assert texts["Water pump"] == "Who pays for the fuel?"
    assert texts["School roof"] == "The roof leaks."


def test_a_refused_entry_stays_with_its_reason_until_it_is_corrected(recorder: Recorder) -> None:
    """Corrected under a new key it still happened when it was first entered."""
    page = recorder.page
    recorder.at_the_screen()
    recorder.offline()
    recorder.decide(60)
    recorder.told("on this device 1")
    entered = timezone.now()
    page.wait_for_timeout(3000)
    page.reload()
    recorder.offline(False)
    expect(page.locator("#outbox [data-refused]")).to_have_text("1 refused", timeout=20000)
    page.locator("#outbox summary").click()
    expect(page.locator("#outbox .reasons")).to_contain_text("in the room")
    page.get_by_role("link", name="Correct").click()
    expect(page.locator("#decision [name=votes_for]")).to_have_value("60")
    page.locator("#decision [name=votes_for]").fill("16")
    page.get_by_role("button", name="Enter the decision").click()
    expect(page.locator("#decided")).to_contain_text("16 for")
    recorder.told("on this device 0")
    decided = Resolution.objects.get(item=recorder.items()[0])
    assert decided.votes_for == 16
    assert decided.happened_at < entered + ON_THE_WAY


def test_what_is_kept_is_locked_for_everybody_else(recorder: Recorder) -> None:
    """The sign-in ends while entries wait: another sees nothing of them, their writer all."""
    page, late = recorder.page, recorder.town.people[17]
    recorder.at_the_screen()
    recorder.offline()
    recorder.check_in(late.name)
    recorder.told("on this device 1")
    SignIn.objects.all().delete()
    recorder.offline(False)
    page.goto(f"{recorder.base}/")
    expect(page.locator("#kept-locked")).to_be_visible()
    assert (recorder.count("entries"), recorder.count("keys")) == (1, 0)

    recorder.sign_in(page, world.account("chair", recorder.town.women[0]))
    page.goto(recorder.address())
    recorder.told("on this device 0")
    assert not recorder.attends(late.key)
    assert (recorder.count("entries"), recorder.count("keys")) == (1, 1)

    recorder.sign_in(page, recorder.account)
    page.goto(recorder.address())
    expect(page.locator(".meter-room strong")).to_have_text("17", timeout=20000)
    assert recorder.attends(late.key)
    assert attending.room(recorder.meeting, timezone.now()).members == 17
