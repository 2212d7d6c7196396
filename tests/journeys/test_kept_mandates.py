"""A delegate reads in a valley without a network what binds them; after sign-out nobody does."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from communes.domain import inviting, moving
from communes.models import SignIn
from mandates.domain import binding
from mandates.domain.questioning import Question
from mandates.models import Mandate
from tests.browser import Checked, SignedIn
from tests.factories.confederation import Confederation, confederation
from tests.factories.world import SYSTEM

pytestmark = [pytest.mark.journey, pytest.mark.smoke, pytest.mark.django_db(transaction=True)]

FOREIGN = """async () => {
  const [row] = await vault.within("pages", "readonly", (kept) => kept.getAll());
  await vault.within("pages", "readwrite", (kept) => kept.put({ ...row, owner: "another" }));
}"""
"""What is kept was kept by somebody else."""
LOCKED = """() => typeof vault !== "undefined"
  && !document.querySelector("form[action*=logout]")
  && vault.within("keys", "readonly", (rows) => rows.count()).then((keys) => keys === 0)"""
"""The page after the sign-out has come, and no key is on the device."""
KEYS = "() => vault.within('keys', 'readonly', (rows) => rows.count())"
"""How many keys are on the device: one, or none."""
UNKEPT = "This page was not kept on this device, or it is locked because nobody is signed in."


def before_the_council(made: Confederation) -> Sequence[Question]:
    """Every motion on the sheet by which the woman co-chair sits in the council."""
    rows = Mandate.objects.in_force(made.now).filter(seat__body=made.council)
    mine = binding.with_seats(rows.filter(person=made.home.women[0]))
    return binding.sheets(list(mine), made.now)[0].questions


def opened(page: Page, address: str) -> None:
    """My mandates, once the device has kept them."""
    page.goto(address)
    expect(page.locator("[data-kept-here]")).to_be_visible(timeout=15000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        "caches.open('komin-files').then((files) => files.match('/away/')).then(Boolean)"
    )
    if not page.evaluate("Boolean(navigator.serviceWorker.controller)"):
        page.reload()
        expect(page.locator("[data-kept-here]")).to_be_visible(timeout=15000)


@pytest.mark.parametrize("width", [360])
@pytest.mark.usefixtures("width")
def test_what_binds_is_read_without_a_network_and_by_nobody_else(
    page: Page, live_server: LiveServer, axe: Checked, sign_in: SignedIn
) -> None:
    made, address = confederation(), f"{live_server.url}/mandates/"
    at = made.now - timedelta(days=1)
    moving.raise_motion(made.council, title="A bakery", text="Build it.", by=SYSTEM, at=at)
    sign_in(page, made.accounts["cochair1"])
    opened(page, address)

    page.context.set_offline(True)
    page.goto(address)
    expect(page.locator("[data-as-of]")).to_be_visible(timeout=20000)
    expect(page.locator("[data-as-of]")).to_contain_text(str(made.now.year))
    expect(page.locator("[data-kept-here]")).to_be_hidden()
    told = before_the_council(made)
    assert {bool(one.instruction) for one in told} == {True, False}
    for one in told:
        row = page.locator("li.question", has_text=one.version.motion.title).first
        given = one.instruction
        words = f"Bound: {given.get_stance_display()}" if given else "No instruction yet."
        expect(row).to_contain_text(words)
    assert page.locator("main form button:not([disabled])").count() == 0
    axe(page)
    page.goto(f"{live_server.url}/confederation/")
    page.get_by_role("main").get_by_role("link").first.click()  # the page in its stead leads back
    expect(page.locator("[data-as-of]")).to_be_visible(timeout=20000)

    page.context.set_offline(False)  # the page fetches itself anew
    expect(page.locator("[data-kept-here]")).to_be_visible(timeout=20000)
    page.locator(".menu-button").click()
    page.locator("form[action*=logout] button").click()
    page.wait_for_function(LOCKED)
    page.context.set_offline(True)
    page.goto(address)
    expect(page.locator("main")).to_contain_text(UNKEPT, timeout=20000)
    assert page.locator("section.sheet").count() == 0
    nobody_else_reads_it(page, address, sign_in, made)


def nobody_else_reads_it(page: Page, address: str, sign_in: SignedIn, made: Confederation) -> None:
    """Who signs in next on the same device reads their own mandates there, or none."""
    page.context.set_offline(False)
    sign_in(page, made.accounts["resident"])
    opened(page, address)
    page.context.set_offline(True)
    page.goto(address)
    expect(page.locator("[data-as-of]")).to_be_visible(timeout=20000)
    expect(page.locator("main")).to_contain_text("You hold no mandate now")
    page.evaluate(FOREIGN)
    page.goto(address)
    expect(page.locator("main")).to_contain_text(UNKEPT, timeout=20000)


def shut(page: Page, address: str) -> None:
    """Without a network the mandates kept here do not open."""
    page.context.set_offline(True)
    page.goto(address)
    expect(page.locator("main")).to_contain_text(UNKEPT, timeout=20000)
    assert page.locator("section.sheet").count() == 0


def redeem(page: Page, live_server: LiveServer, code: str) -> None:
    """Become somebody with the code of a slip; the page after it is home."""
    page.goto(f"{live_server.url}/invitation/")
    page.locator("main form [name=code]").fill(code)
    page.locator("main form button.primary").click()
    page.locator("[name=username]").fill("newcomer")
    for name in ("password", "again"):
        page.locator(f"[name={name}]").fill("olive trees by the old mill")
    page.locator("main form button.primary").click()


def cut(page: Page, part: str) -> None:
    """What is sent to this address from now on goes out, and no answer comes back."""

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(f"**{part}", lambda one: lose(one) if one.request.method == "POST" else None)


def test_who_redeems_a_slip_on_a_shared_device_does_not_read_what_another_kept(
    page: Page, live_server: LiveServer, sign_in: SignedIn
) -> None:
    """The slip signs in at once and leads home, where no page asks for the outbox."""
    made, address = confederation(), f"{live_server.url}/mandates/"
    [slip] = inviting.invite([made.home.women[6]], by=SYSTEM, at=made.now)
    sign_in(page, made.accounts["cochair1"])
    opened(page, address)
    redeem(page, live_server, slip.code)
    expect(page).to_have_url(f"{live_server.url}/")
    page.wait_for_load_state()
    shut(page, address)


def test_whoever_else_signs_in_locks_what_another_kept(
    page: Page, live_server: LiveServer, sign_in: SignedIn
) -> None:
    """Any page made for them does, and on one's own pages what is kept stays open."""
    made, address = confederation(), f"{live_server.url}/mandates/"
    sign_in(page, made.accounts["cochair1"])
    opened(page, address)
    page.goto(f"{live_server.url}/confederation/")
    assert page.evaluate(KEYS) == 1
    sign_in(page, made.accounts["resident"])
    page.goto(f"{live_server.url}/confederation/")
    page.wait_for_function(f"{KEYS[6:]}.then((keys) => keys === 0)")
    shut(page, address)


def test_a_line_cut_after_the_sign_out_leaves_nothing_open(
    page: Page, live_server: LiveServer, sign_in: SignedIn
) -> None:
    """On a page that keeps nothing itself, too."""
    made, address = confederation(), f"{live_server.url}/mandates/"
    sign_in(page, made.accounts["cochair1"])
    opened(page, address)
    page.goto(f"{live_server.url}/confederation/")
    cut(page, "/accounts/logout/")
    with page.expect_event("requestfailed", lambda one: one.method == "POST"):
        page.locator("form[action*=logout] button").click(no_wait_after=True)
    shut(page, address)


def test_the_sign_out_of_the_administration_locks_too(
    page: Page, live_server: LiveServer, sign_in: SignedIn
) -> None:
    """Before the line can be cut, as everywhere else."""
    made, address = confederation(), f"{live_server.url}/mandates/"
    account = made.accounts["cochair1"]
    account.is_staff = account.is_superuser = True
    account.save()
    sign_in(page, account)
    opened(page, address)
    page.goto(f"{live_server.url}/admin/")
    cut(page, "/admin/logout/")
    with page.expect_event("requestfailed", lambda one: one.method == "POST"):
        page.locator("form[action*=logout] button").click(no_wait_after=True)
    shut(page, address)


def test_a_sign_in_ended_elsewhere_locks_at_the_next_request(
    page: Page, live_server: LiveServer, sign_in: SignedIn
) -> None:
    """The holder ends the lost telephone's sign-in from another device."""
    made, address = confederation(), f"{live_server.url}/mandates/"
    account = made.accounts["cochair1"]
    sign_in(page, account)
    opened(page, address)
    page.goto(f"{live_server.url}/confederation/")
    assert page.evaluate(KEYS) == 1
    SignIn.objects.filter(account=account).delete()
    page.reload()
    page.wait_for_function(f"{KEYS[6:]}.then((keys) => keys === 0)")
    shut(page, address)
