"""Members, officers and strangers at the doors of the program: its pages and its interface."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from communes.models import Account, Person
from tests.factories import world
from tests.factories.calling import Caller


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """The clock of the program stands at the instant."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: instant)
        yield


def account_of(person: Person) -> Account:
    """The account of the person, made when there is none."""
    known = Account.objects.filter(person=person).first()
    return known or world.account(person.key, person)


def browser(person: Person | None) -> Client:
    """A browser in which the person is signed in; for nobody, that of an administrator."""
    client = Client()
    client.force_login(account_of(person) if person else administrator())
    return client


def caller(person: Person | None) -> Caller:
    """A program signed in for the person; for nobody, for an administrator."""
    return Caller(account_of(person) if person else administrator())


def administrator() -> Account:
    """The account of someone who keeps the machine and is in no register."""
    known = Account.objects.filter(username="root").first()
    if known is not None:
        return known
    made = world.account("root", None)
    made.is_staff = made.is_superuser = True
    made.save()
    return made
