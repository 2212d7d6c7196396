"""An address that only takes forms answers a reader with a page, a program with none."""

import pytest
from django.test import Client

from tests.factories import world

pytestmark = pytest.mark.django_db
WHERE = "/notices/read/"


def test_a_reader_is_told_what_the_address_is() -> None:
    client = Client()
    client.force_login(world.account("reader", None))
    answer = client.get(WHERE, headers={"accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is nothing to read at this address" in answer.content.decode()
    assert client.get(WHERE, headers={"accept": "application/json"}).content == b""
