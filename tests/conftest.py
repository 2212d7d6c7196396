"""What every test may rely on: settings for tests, worlds laid once, nothing left behind."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from tests.clearing import clear
from tests.copies import copied
from tests.grounds import Grounds, in_order, wanted

pytest_plugins = ["tests.browser"]
hypothesis.settings.register_profile("komin", deadline=None)  # other tests run beside
hypothesis.settings.load_profile("komin")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own


def pytest_configure() -> None:
    """Settings that differ in tests: plain http, files as they lie in the tree, quick hashes."""
    # A browser keeps its line to the live server open; the database's must not stay open with it.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.LANGUAGE_COOKIE_SECURE = False
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns otherwise
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    settings.CELERY_TASK_ALWAYS_EAGER = True
    setattr(TransactionTestCase, "_fixture_teardown", clear)  # noqa: B010 - unknown to its stubs


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the servers when they are not there; journeys come last.

    While Playwright's loop runs, Django gives the thread another connection, which would be left
    open by whatever came after a journey.
    """
    if not settings.SHARED:
        absent = [item for item in items if item.get_closest_marker("servers")]
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if not item.get_closest_marker("servers")]
    in_order(items)
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)


GROUNDS = Grounds()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Take back every world before a test that wants none."""
    if GROUNDS.layers and not wanted(item):
        with item.config.stash[blocking_manager_key].unblock():
            GROUNDS.take_back()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether Django finds the test database lying ready."""
    return connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    django_test_environment: None,
    django_db_keepdb: bool,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The place of the test database; on SQLite there is a migrated copy already."""
    if not django_db_keepdb:
        yield
        return
    with ExitStack() as ready:
        with django_db_blocker.unblock():
            ready.enter_context(copied())
        yield
        with django_db_blocker.unblock():
            ready.close()


@pytest.fixture(scope="session")
def grounds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Grounds]:
    """The worlds of this process; taken back before its database is."""
    yield GROUNDS
    with django_db_blocker.unblock():
        GROUNDS.take_back()


@pytest.fixture
def lain(
    request: pytest.FixtureRequest, grounds: Grounds, django_db_blocker: DjangoDbBlocker
) -> dict[str, Any]:
    """The objects of the worlds that the test wants, which lie from now on."""
    with django_db_blocker.unblock():
        grounds.stand(wanted(request.node))
    return grounds.objects()


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """What a test left in the cache of the process is forgotten with it."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: pages name the live server. (The plugin's own fixture warns on pytest 9.2.)"""
