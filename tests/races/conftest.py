"""What a race took away from the database comes back once its rows are gone."""

from collections.abc import Generator

import pytest
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from tests.races.racing import put_back


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """After the teardown of all fixtures, which deletes the rows, restore what was dropped."""
    try:
        return (yield)
    finally:
        blocker: DjangoDbBlocker = item.config.stash[blocking_manager_key]
        with blocker.unblock():
            put_back()
