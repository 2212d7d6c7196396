"""The administration holds accounts alone, and makes or removes none."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from communes.models import Account
from tests.factories import world

pytestmark = pytest.mark.django_db
OURS = {"communes", "mandates", "quotas", "councils"}


@pytest.fixture
def staff(client: Client) -> Client:
    """Whoever looks after the machine."""
    account = world.account("staff", None)
    account.is_staff = account.is_superuser = True
    account.save()
    client.force_login(account)
    return client


def test_accounts_alone_are_registered() -> None:
    registered = {model._meta.label for model in admin.site._registry}
    assert registered == {"communes.Account"}
    assert len(list(apps.get_app_config("communes").get_models())) > 20


def test_an_account_is_closed_and_nothing_else_of_it_changed(staff: Client) -> None:
    made = world.town(pairs=1)
    account = world.account("zozan", made.women[0])
    url = f"/admin/communes/account/{account.pk}/change/"
    assert staff.get(url).status_code == 200
    told = {"username": "other", "person": made.men[0].pk, "password": "x", "is_active": ""}
    assert staff.post(url, told).status_code == 302
    account.refresh_from_db()
    assert (account.username, account.person, account.is_active) == ("zozan", made.women[0], False)
    assert account.check_password("olive-tree-42")


def test_none_is_made_or_removed(staff: Client) -> None:
    account = world.account("zozan", None)
    assert staff.get("/admin/communes/account/add/").status_code == 403
    assert staff.post(f"/admin/communes/account/{account.pk}/delete/").status_code == 403
    told = {"action": "delete_selected", "_selected_action": account.pk, "post": "yes"}
    staff.post("/admin/communes/account/", told)
    assert Account.objects.filter(pk=account.pk).exists()


@pytest.mark.parametrize("model", ["entry", "meeting", "minutes", "resolution", "person"])
def test_books_and_people_are_not_there(staff: Client, model: str) -> None:
    assert staff.get(f"/admin/communes/{model}/").status_code == 404


def test_others_have_no_door(client: Client) -> None:
    client.force_login(world.account("zozan", None))
    assert client.get("/admin/communes/account/").status_code == 302


def test_its_pages_lock_what_the_device_keeps(staff: Client) -> None:
    account = Account.objects.get(username="staff")
    inside = staff.get("/admin/").content.decode()
    assert "guarding" in inside
    assert f'data-owner="{account.key}"' in inside
    outside = staff.post("/admin/logout/").content.decode()
    assert "locking" in outside
    assert "guarding" not in outside
