"""What every test may rely on: settings for tests, guards lifted for the teardown alone."""

import os
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the servers when they are not there; journeys come last.

    While Playwright's loop runs, Django gives the thread another connection, which would be left
    open by whatever came after a journey.
    """
    if not settings.SHARED:
        absent = [item for item in items if item.get_closest_marker("servers")]
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if not item.get_closest_marker("servers")]
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)


def transactional(item: pytest.Item) -> bool:
    """Whether the test commits, so that its rows are deleted afterwards."""
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    asked = bool(marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,)))
    return asked or "transactional_db" in names or "live_server" in names


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Lift the guards while the rows of a test that committed are deleted; then set them again.

    What the database forbids (deleting from a book) it would forbid the teardown too.
    """
    if not transactional(item):
        return (yield)
    from pytest_django.plugin import blocking_manager_key

    from communes import guards

    blocker: DjangoDbBlocker = item.config.stash[blocking_manager_key]
    with blocker.unblock():
        guards.lift(connections["default"])
    try:
        return (yield)
    finally:
        with blocker.unblock():
            guards.install(connections["default"])


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: pages name the live server. (The plugin's own fixture warns on pytest 9.2.)"""
