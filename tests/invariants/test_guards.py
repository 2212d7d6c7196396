"""The guards are in the catalogue, and come back after everything that takes them away."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models
from django.db.models import Model
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import Signal

from communes import guards
from communes.models import Body, Meeting, Person
from mandates.models import Mandate, Seat
from tests.factories import world

NAMED = [Body, Meeting, Person, Mandate, Seat]
"""Models of tables that triggers of other tables name."""


def only(vendor: str) -> bool:
    """Whether the tests run on this engine."""
    return connection.vendor == vendor


def tell(signal: Signal, *, plan: list[object]) -> None:
    """What Django tells the apps before and after a migration."""
    config = apps.get_app_config("communes")
    told = {"app_config": config, "verbosity": 0, "interactive": False, "using": "default"}
    signal.send(sender=config, **told, apps=apps, plan=plan)


@pytest.mark.django_db
def test_every_guard_is_in_the_catalogue() -> None:
    assert len(guards.registered()) > 90
    assert guards.missing(connection) == []


@pytest.mark.django_db
def test_a_guard_that_is_gone_is_missed_and_put_back() -> None:
    for guard in guards.registered():
        guards.lift(connection, [guard])
        assert guards.missing(connection) == guard.names(connection.vendor)
        guards.install(connection, [guard])
    assert guards.missing(connection) == []


@pytest.mark.django_db
def test_a_guard_that_is_switched_off_is_missed() -> None:
    if only("postgresql"):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE communes_entry DISABLE TRIGGER communes_entry_no_update")
        assert guards.missing(connection) == ["communes_entry_no_update"]


@pytest.mark.django_db
def test_guards_installed_twice_stand_once() -> None:
    guards.install(connection)
    guards.install(connection)
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", NAMED)
def test_guards_come_back_after_a_migration_rebuilt_a_table(model: type[Model]) -> None:
    world.town(pairs=1)
    tell(pre_migrate, plan=[object()])
    assert bool(guards.missing(connection)) is only("sqlite")
    field = models.CharField(max_length=7, default="", db_default="")
    field.set_attributes_from_name("added")
    field.model = model
    with connection.schema_editor() as editor:
        editor.add_field(model, field)
        editor.remove_field(model, field)
    tell(post_migrate, plan=[object()])
    assert guards.missing(connection) == []
    assert Person.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_without_lifting_would_fail_on_sqlite() -> None:
    if only("sqlite"):
        with pytest.raises(DatabaseError), connection.schema_editor() as editor:
            editor.alter_field(Person, Person._meta.get_field("name"), _longer())
        assert guards.missing(connection) == []


def _longer() -> "models.CharField[str | None, str | None]":
    field: models.CharField[str | None, str | None] = models.CharField(max_length=300, null=True)
    field.set_attributes_from_name("name")
    field.model = Person
    return field


@pytest.mark.django_db
def test_a_migration_that_has_nothing_to_do_lifts_nothing() -> None:
    tell(pre_migrate, plan=[])
    assert guards.missing(connection) == []
