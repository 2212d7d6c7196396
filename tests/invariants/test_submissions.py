"""What is handed in twice is done once, and answered alike."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communes.domain import submitting
from communes.domain.submitting import Conflict, answered, digest_of, once
from communes.models import Account, Entry, Meeting, Submission
from communes.problems import Problem, Refused
from tests.factories import world
from tests.factories.calling import Caller
from tests.grounds import laid
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground
from tests.invariants.refusing import codes

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef"


class Deed:
    """A deed that counts how often it was done, and may be refused."""

    def __init__(self, *problems: Problem) -> None:
        self.done = 0
        self.problems = list(problems)

    def __call__(self) -> dict[str, Any]:
        self.done += 1
        Account.objects.create(username=f"made-{self.done}")
        if self.problems:
            raise Refused(self.problems)
        return {"url": f"/{self.done}/"}


@laid
def account() -> Account:
    return world.account("zozan", None)


def made() -> int:
    """How many rows the deeds left."""
    return Account.objects.filter(username__startswith="made-").count()


def test_the_same_again_is_answered_alike(account: Account) -> None:
    deed = Deed()
    first = once(account, KEY, {"a": ["1"], "b": ["é"]}, deed, at=TODAY)
    again = once(account, KEY, {"b": ["é"], "a": ["1"]}, deed, at=TODAY)
    assert first == again
    assert (deed.done, made(), Submission.objects.count()) == (1, 1, 1)


def test_other_content_under_the_key_is_a_conflict(account: Account) -> None:
    deed = Deed()
    once(account, KEY, {"a": "1"}, deed, at=TODAY)
    with pytest.raises(Conflict):
        once(account, KEY, {"a": "2"}, deed, at=TODAY)
    assert (deed.done, made()) == (1, 1)


def test_a_refusal_stores_nothing_and_may_be_mended(account: Account) -> None:
    deed = Deed(Problem("not_yet", "Not yet."))
    assert codes(once, account, KEY, {"a": "1"}, deed, at=TODAY) == {"not_yet"}
    assert (made(), Submission.objects.count()) == (0, 0)
    deed.problems.clear()
    assert once(account, KEY, {"a": "2"}, deed, at=TODAY)["done"] is True
    assert (deed.done, made()) == (2, 1)


def test_a_crash_stores_nothing(account: Account) -> None:
    def crash() -> dict[str, Any]:
        Account.objects.create(username="made-1")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once(account, KEY, {}, crash, at=TODAY)
    assert (made(), Submission.objects.count()) == (0, 0)


def test_keys_of_two_accounts_are_apart(account: Account) -> None:
    deed, other = Deed(), world.account("other", None)
    once(account, KEY, {"a": "1"}, deed, at=TODAY)
    once(other, KEY, {"a": "2"}, deed, at=TODAY)
    assert deed.done == 2


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "é" * 8, "\0" * 8, "\n" * 9])
def test_a_malformed_key_is_refused_and_nothing_is_done(key: str, account: Account) -> None:
    deed = Deed()
    assert codes(once, account, key, {}, deed, at=TODAY) == {"key_malformed"}
    assert deed.done == 0


def test_strange_content_has_a_digest() -> None:
    lone = digest_of(KEY, {"a": "\ud800", "at": TODAY})
    assert lone != digest_of(KEY, {"a": "\ud801", "at": TODAY})


def test_a_digest_is_made_by_nobody_else(settings: Any) -> None:
    mine = digest_of(KEY, {"path": "/"})
    assert mine == digest_of(KEY, {"path": "/"})
    assert mine != digest_of("another-key-of-mine", {"path": "/"})
    settings.SECRET_KEY = "the secret of another installation"
    assert mine != digest_of(KEY, {"path": "/"})


@pytest.mark.parametrize("part", ["", "one of many"])
def test_answered_is_only_the_very_same_under_the_very_same_key(
    account: Account, part: str
) -> None:
    once(account, KEY, {"a": "1"}, Deed(), at=TODAY, part=part)
    assert answered(account, KEY, {"a": "1"})
    assert not answered(account, KEY, {"a": "2"})
    assert not answered(account, "another-key-of-mine", {"a": "1"})
    assert not answered(world.account("other", None), KEY, {"a": "1"})


def test_a_week_later_nothing_tells_what_was_handed_in(account: Account) -> None:
    deed = Deed()
    once(account, KEY, {"path": "/petitions/1/sign/"}, deed, at=TODAY)
    assert submitting.forget(TODAY + submitting.KEPT) == 0
    assert submitting.forget(TODAY + submitting.KEPT * 2) == 1
    row = Submission.objects.get()
    assert (row.digest, row.answer) == ("", {"done": True})
    assert once(account, KEY, {"path": "/"}, deed, at=TODAY) == {"done": True}
    assert deed.done == 1


def test_a_page_handed_in_twice_is_one_act(ground: Ground) -> None:
    client = Client()
    client.force_login(ground.account)
    page = f"/meetings/{ground.open.key}/room/guest/"
    form = {"submission": KEY, "name": "Guest from Gulan"}
    first, second = client.post(page, form), client.post(page, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert ground.open.attendances.filter(guest_name="Guest from Gulan").count() == 1
    changed = client.post(page, {**form, "name": "Another"})
    assert changed.status_code in {409, 422}
    assert not ground.open.attendances.filter(guest_name="Another").exists()


@pytest.mark.parametrize("key", ["\0\0\0\0\0\0\0\0", "x", "é" * 9])
def test_a_page_with_a_malformed_key_does_nothing(key: str, ground: Ground) -> None:
    client = Client()
    client.force_login(ground.account)
    page = f"/meetings/{ground.open.key}/room/guest/"
    answer = client.post(page, {"submission": key, "name": "Nobody"})
    assert answer.status_code in {302, 422}
    assert not ground.open.attendances.filter(guest_name="Nobody").exists()


def test_a_program_that_sends_twice_acts_once(ground: Ground) -> None:
    caller = Caller(ground.account)
    before = Entry.objects.count()
    path = f"meetings/{ground.open.key}/guests"
    first = caller.post(path, {"name": "Guest"}, key=KEY)
    second = caller.post(path, {"name": "Guest"}, key=KEY)
    assert (first.status, first.body) == (second.status, second.body)
    assert ground.open.attendances.filter(guest_name="Guest").count() == 1
    other = caller.post(path, {"name": "Other"}, key=KEY)
    assert (other.status, other.codes) == (409, ["key_used_otherwise"])
    assert Entry.objects.count() == before
    assert Meeting.objects.filter(attendances__guest_name="Other").count() == 0


def test_a_page_handed_in_again_long_after_says_so_and_does_nothing(ground: Ground) -> None:
    client = Client()
    client.force_login(ground.account)
    page = f"/meetings/{ground.open.key}/room/guest/"
    form = {"submission": KEY, "name": "Guest from Gulan"}
    assert client.post(page, form).status_code == 302
    assert submitting.forget(timezone.now() + submitting.KEPT * 2)
    again = client.post(page, form)
    assert (again.status_code, "answered long ago" in again.content.decode()) == (422, True)
    assert ground.open.attendances.filter(guest_name="Guest from Gulan").count() == 1
