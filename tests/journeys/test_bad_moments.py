"""The outbox at bad moments: an answer that hangs or is lost, two writers, two people."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from communes.models import AgendaItem, Attendance, Resolution
from tests.factories import world
from tests.journeys.recorder import Recorder

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_entry_is_kept_at_once_while_the_server_hangs(recorder: Recorder) -> None:
    """Also when a text before it is still waiting for its answer."""
    page = recorder.page
    recorder.at_the_screen()
    end = recorder.hang("/text/")
    end_entries = recorder.hang("/decide/")
    page.locator("#record").press_sequentially("Who pays?")
    recorder.decide(15)
    expect(page.locator("#outbox [data-count]")).to_contain_text("on this device 1", timeout=1500)
    assert recorder.count("entries") == 1
    assert recorder.count("drafts") == 1
    page.reload()
    end()
    end_entries()
    recorder.told("on this device 0")
    expect(page.locator("#saved[data-state=saved]")).to_be_attached(timeout=30000)
    assert Resolution.objects.get(item=recorder.items()[0]).votes_for == 15
    assert recorder.items()[0].text == "Who pays?"


def test_what_was_typed_before_the_server_said_who_is_signed_in_is_kept(recorder: Recorder) -> None:
    """The reader's key lies on the device; the server's word is slow to come."""
    page = recorder.page
    recorder.at_the_screen()
    end = recorder.hang("/outbox/")
    page.reload()
    recorder.decide(14)
    expect(page.locator("#outbox [data-count]")).to_contain_text("on this device 1", timeout=1500)
    end()
    recorder.told("on this device 0")
    assert Resolution.objects.get(item=recorder.items()[0]).votes_for == 14


def test_without_a_key_and_without_an_answer_nothing_typed_is_lost(recorder: Recorder) -> None:
    page = recorder.page
    recorder.at_the_screen()
    page.evaluate("vault.lock()")
    end = recorder.hang("/outbox/")
    page.reload()
    page.locator("#decision [name=votes_for]").fill("13")
    page.get_by_role("button", name="Enter the decision").click()
    page.wait_for_timeout(500)
    assert page.locator("#decision [name=votes_for]").input_value() == "13"
    end()
    expect(page.locator("#decided")).to_contain_text("13 for", timeout=20000)
    assert Resolution.objects.filter(item=recorder.items()[0]).count() == 1


def test_a_text_whose_answer_was_lost_is_known_again_after_a_reload(recorder: Recorder) -> None:
    """The server has it, the device does not know: that is no second writer."""
    page = recorder.page
    recorder.at_the_screen()
    lose = losing(recorder)
    page.locator("#record").press_sequentially("The pump is old.")
    expect(page.locator("#saved")).to_contain_text("kept on this device", timeout=20000)
    page.locator("#record").press_sequentially(" It leaks.")
    page.wait_for_timeout(300)
    page.context.unroute("**/text/", lose)
    page.reload()
    expect(page.locator("#saved[data-state=saved]")).to_be_attached(timeout=20000)
    assert page.locator(".conflict").count() == 0
    assert recorder.items()[0].text == "The pump is old. It leaks."


def losing(recorder: Recorder) -> Any:
    """From now on a text reaches the server and its answer nobody."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    recorder.page.context.route("**/text/", lose)
    return lose


def test_of_two_writers_the_later_sees_both_texts_and_chooses_in_peace(recorder: Recorder) -> None:
    """What was shown stays shown; nothing is sent again until the writer says so."""
    page, first = recorder.page, recorder.items()[0]
    recorder.at_the_screen()
    AgendaItem.objects.filter(pk=first.pk).update(text="Theirs.", text_version=5)
    page.locator("#record").press_sequentially("Mine.")
    expect(page.locator(".conflict")).to_contain_text("Theirs.", timeout=20000)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.url.endswith("/text/") else None)
    page.evaluate("document.querySelector('.conflict').dataset.mine = 'yes'")
    page.locator("#record").press_sequentially(" Still mine.")
    recorder.check_in(recorder.town.people[17].name)
    recorder.told("on this device 0")
    page.wait_for_timeout(2000)
    assert page.locator(".conflict[data-mine]").count() == 1
    assert not sent
    page.get_by_role("button", name="I have read both").click()
    expect(page.locator("#saved[data-state=saved]")).to_be_attached(timeout=20000)
    assert recorder.items()[0].text == "Mine. Still mine."


def test_nothing_goes_out_in_the_name_of_another(recorder: Recorder) -> None:
    """Somebody else signs in beside an open page: it keeps and sends nothing until its reader
    is back."""
    page, late = recorder.page, recorder.town.people[17]
    recorder.at_the_screen()
    recorder.sign_in(page, world.account("chair", recorder.town.women[0]))
    other = page.context.new_page()
    other.goto(recorder.address())
    expect(other.locator("main[data-ready]")).to_be_attached(timeout=15000)
    page.bring_to_front()
    page.locator("#who").fill(late.name)
    page.get_by_role("button", name=f"Check in {late.name}", exact=True).click()
    expect(page.locator("#outbox [data-line]")).to_contain_text("Somebody else", timeout=20000)
    assert not recorder.attends(late.key)
    recorder.sign_in(page, recorder.account)
    other.goto(recorder.address())
    expect(other.locator("main[data-ready]")).to_be_attached(timeout=15000)
    page.bring_to_front()
    page.get_by_role("button", name=f"Check in {late.name}", exact=True).click()
    expect(page.locator(".meter-room strong")).to_have_text("17", timeout=20000)
    assert Attendance.objects.filter(meeting=recorder.meeting, person=late).count() == 1
