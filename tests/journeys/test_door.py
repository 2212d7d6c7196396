"""The door in a browser: households, numbers and slips, with a network, without, without scripts.

The camera is as far as a headless Chromium goes: it lends a made-up picture, and the reader of
codes (`BarcodeDetector`, which Chromium has on Android, macOS and ChromeOS only) is put in by the
test. What is tested is what the page does with a code once the device has read it.
"""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from communes.domain import issuing
from communes.models import Attendance, Household, MemberNumber, Person, Slip
from tests.browser import Checked
from tests.journeys.recorder import Recorder

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

READER = """
window.BarcodeDetector = class {
  async detect() { return window.held ? [{ rawValue: window.held }] : []; }
};
navigator.mediaDevices.getUserMedia = async () => {
  window.lent = document.createElement("canvas").captureStream(1);
  return window.lent;
};
HTMLMediaElement.prototype.play = async () => {};
"""


def home_of(person: Person) -> str:
    return str(Household.objects.get(residences__person=person).public_id)


def number_of(person: Person) -> str:
    return MemberNumber.objects.get(person=person).number


def code_of(person: Person) -> str:
    return issuing.code_of(Slip.objects.get(member__person=person, revoked_at__isnull=True))


def at_the_door(recorder: Recorder) -> Page:
    """The list of households, once the device has kept the register."""
    recorder.at_the_screen()
    page = recorder.page
    page.goto(f"{recorder.base}/meetings/{recorder.meeting.public_id}/room/door/")
    expect(page.locator("main.door[data-ready]")).to_be_attached(timeout=15000)
    return page


def open_home(page: Page, person: Person) -> None:
    page.locator(f'a[data-home][href*="{home_of(person)}"]').first.click()


def let_in(page: Page, person: Person) -> None:
    page.locator(f"#in-{person.key}").get_by_role("button").click()


def here(recorder: Recorder) -> int:
    rows = Attendance.objects.filter(meeting=recorder.meeting)
    return rows.filter(left_at__isnull=True, struck_at__isnull=True).count()


def test_households_numbers_and_slips_with_a_network(recorder: Recorder, axe: Checked) -> None:
    """A press each; a wrong digit is told before anything is handed in."""
    page, late = at_the_door(recorder), recorder.town.people[16:20]
    axe(page)
    open_home(page, late[0])
    let_in(page, late[0])
    expect(page.locator(f"#in-{late[0].key} .here-mark")).to_be_visible()
    expect(page.locator(".meter-room strong")).to_have_text("17", timeout=20000)
    axe(page)
    right = number_of(late[1])
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    page.locator("#code-form [name=code]").fill(wrong)
    page.locator("#code-form button.primary").click()
    expect(page.locator("#door-said")).to_contain_text("a digit is wrong")
    for code, number in ((right, 18), (code_of(late[2]), 19)):
        page.locator("#code-form [name=code]").fill(code)
        page.locator("#code-form button.primary").click()
        expect(page.locator(".meter-room strong")).to_have_text(str(number), timeout=20000)
    page.locator("#who").fill(number_of(late[3]))
    found = page.locator("#found-list li")
    expect(found).to_contain_text(late[3].name)
    found.get_by_role("button").click()
    expect(page.locator(".meter-room strong")).to_have_text("20", timeout=20000)
    assert here(recorder) == 20


def test_the_door_without_a_network(recorder: Recorder) -> None:
    """A household and a slip from the register on this device; received once, when it is back."""
    page, late = at_the_door(recorder), recorder.town.people[16:18]
    recorder.offline()
    page.reload()
    expect(page.locator("#outbox")).to_contain_text("No connection")
    open_home(page, late[0])
    let_in(page, late[0])
    expect(page.locator(f"#in-{late[0].key} .here-mark")).to_have_text("kept here")
    recorder.told("on this device 1")
    page.locator("#code-form [name=code]").fill(code_of(late[1]))
    page.locator("#code-form button.primary").click()
    expect(page.locator("#door-said")).to_have_text(late[1].name)
    recorder.told("on this device 2")
    assert here(recorder) == 16
    recorder.offline(False)
    recorder.told("on this device 0")
    assert here(recorder) == 18
    assert all(recorder.attends(one.key) for one in late)


def test_a_slip_before_the_camera(recorder: Recorder) -> None:
    """Held on for long it is one arrival; the camera is given back."""
    late = recorder.town.people[16]
    recorder.page.add_init_script(READER)
    page = at_the_door(recorder)
    page.locator("#scan").click()
    expect(page.locator("#camera")).to_be_visible()
    page.evaluate("(code) => { window.held = code; }", code_of(late))
    expect(page.locator(".meter-room strong")).to_have_text("17", timeout=20000)
    page.wait_for_timeout(1000)
    recorder.told("on this device 0")
    page.locator("#scan-end").click()
    expect(page.locator("#camera")).to_be_hidden()
    assert page.evaluate("window.lent.getTracks().every((one) => one.readyState === 'ended')")
    assert here(recorder) == 17


def test_the_door_without_javascript(recorder: Recorder, context: BrowserContext) -> None:
    """The same by plain forms."""
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    try:
        page, late = plain.new_page(), recorder.town.people[16:18]
        page.goto(f"{recorder.base}/meetings/{recorder.meeting.public_id}/room/door/")
        open_home(page, late[0])
        let_in(page, late[0])
        expect(page.locator(f"#in-{late[0].key} .here-mark")).to_be_visible()
        page.locator("#code-form [name=code]").fill(number_of(late[1]))
        page.locator("#code-form button.primary").click()
        expect(page.locator(".meter-room strong")).to_have_text("18")
    finally:
        plain.close()
    assert here(recorder) == 18
