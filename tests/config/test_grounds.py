"""Worlds that are laid once are whole for every test, and gone for whoever wants none."""

import pytest
from django.core.cache import cache
from django.db import connection

from communes.models import Account, Meeting, Person
from tests.conftest import GROUNDS
from tests.factories import world
from tests.factories.world import Town
from tests.grounds import Grounds, laid

pytestmark = pytest.mark.django_db


@laid
def town() -> Town:
    return world.town(pairs=2)


@laid
def account(town: Town) -> Account:
    town.men.pop()
    return world.account("zozan", town.women[0])


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_changes_is_as_before_in_the_next(town: Town, time: str) -> None:
    assert (len(town.women), len(GROUNDS.layers)) == (2, 1)
    assert town.women[0].name == Person.objects.get(pk=town.women[0].pk).name
    assert Meeting.objects.get().place == "School yard"
    assert cache.get("time") is None
    Meeting.objects.update(place=time)
    town.women.clear()
    cache.set("time", time)


def test_worlds_lie_on_each_other_and_share_what_they_share(account: Account, town: Town) -> None:
    assert account.person is town.women[0]
    assert (len(town.men), len(GROUNDS.layers)) == (1, 2)


def test_a_world_is_as_it_was_once_another_that_lay_on_it_is_gone() -> None:
    grounds, below = Grounds(), (("town", town.build),)
    grounds.stand((*below, ("account", account.build)))
    assert len(grounds.objects()["town"].men) == 1
    grounds.stand(below)
    assert len(grounds.objects()["town"].men) == 2
    assert not Account.objects.exists()
    grounds.take_back()
    assert not Person.objects.exists()


def test_who_wants_no_world_finds_none() -> None:
    assert not GROUNDS.layers
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_commits_builds_a_world_of_its_own(town: Town, account: Account) -> None:
    assert not GROUNDS.layers
    assert account.person in town.women
    assert not connection.in_atomic_block
