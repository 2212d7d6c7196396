"""Keys look down, never up."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

FLOORS = ("communes", "mandates", "quotas", "councils")
HEIGHT = {label: height for height, label in enumerate(FLOORS)}


def keys() -> list[tuple[type[Model], ForeignKey[Model, Model]]]:
    """Every key of every model of ours."""
    return [
        (model, field)
        for label in FLOORS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    ]


def test_no_key_looks_up() -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for model, field in keys()
        if HEIGHT.get(field.related_model._meta.app_label, -1) > HEIGHT[model._meta.app_label]
    ]
    assert keys()
    assert not found, found


def test_keys_that_cross_floors_leave_no_name_below() -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for model, field in keys()
        if field.related_model._meta.app_label in HEIGHT
        and field.related_model._meta.app_label != model._meta.app_label
        and field.remote_field.related_name != "+"
    ]
    assert not found, found


@pytest.mark.parametrize("kind", ["GenericForeignKey", "GenericRelation"])
def test_no_generic_keys(kind: str) -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for label in FLOORS
        for model in apps.get_app_config(label).get_models()
        for field in [*model._meta.get_fields(), *model._meta.private_fields]
        if type(field).__name__ == kind
    ]
    assert not found, found
