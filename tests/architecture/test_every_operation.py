"""What holds for every operation of the API, found by walking the URL configuration."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator
from pytest_django.plugin import DjangoDbBlocker

from tests.calls import NOUNS, Call, calls, places
from tests.factories.calling import Answer, Caller
from tests.factories.confederation import Confederation
from tests.factories.plenty import plenty

CALLS = calls()
ASKED = {"letters": "woman", "votes": [], "code": "0123 4567"}
OPEN_TO_ALL = {
    "put me/address",
    "delete me/address",
    "post me/address/confirm",
    "put me/language",
    "post me/proof",
    "put me/password",
    "post me/sign-ins/end",
    "post me/sign-ins/<uuid:sign_in>/end",
    "post me/codes",
    "delete me/codes",
    "post me/codes/confirm",
    "post me/recovery",
    "post me/tokens",
    "post me/reset/stop",
    "post notices/read",
    "post notices/<uuid:notice>/read",
}
"""What every account may do, a person behind it or not."""


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Confederation]:
    """Three of everything, made once; what a test changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield plenty()
        transaction.set_rollback(True)


def callers(made: Confederation) -> list[Caller]:
    """The cast, signed in."""
    return [Caller(account) for account in made.accounts.values()]


def test_there_are_operations() -> None:
    assert len(CALLS) > 90
    assert {noun for call in CALLS for noun in call.nouns} == set(NOUNS)


def test_the_description_generates_without_a_warning_and_is_valid() -> None:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert "openapi: 3" in out.getvalue()


def test_every_operation_is_typed() -> None:
    generator: Any = SchemaGenerator
    schema = generator().get_schema(request=None, public=True)
    told = {name: one for path in schema["paths"].values() for name, one in path.items()}
    operations = [one for path in schema["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert told
    assert len(names) == len(set(names)) == len(CALLS)
    assert not [one["operationId"] for one in operations if not one["summary"]]
    assert not [one["operationId"] for one in operations if untyped(one)]
    lists = {call.operation.handler.__name__ for call in CALLS if call.operation.lists}
    paged = {one["operationId"] for one in operations if "Paginated" in str(one["responses"])}
    assert lists == paged


def untyped(operation: dict[str, Any]) -> bool:
    """Whether an answer or a body of the operation has no named shape."""
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    contents = [*operation["responses"].values(), *bodies]
    shapes = [kind["schema"] for one in contents for kind in one.get("content", {}).values()]
    return len(shapes) < len(contents) or not all("$ref" in shape for shape in shapes)


def test_the_cast_gets_every_answer(made: Confederation) -> None:
    reads = [call for call in CALLS if not call.operation.act]
    missed = [call.name for call in reads if found(call, callers(made)) is None]
    assert not missed, missed


def test_every_list_asks_a_constant_number_of_queries(made: Confederation) -> None:
    lists = [call for call in CALLS if call.operation.lists]
    short, growing = [], []
    for call in lists:
        at = found(call, callers(made), rows=3)
        if at is None:
            short.append(call.name)
            continue
        queries(call, *at, limit=3)  # caches are warm the second time
        one, three = queries(call, *at, limit=1), queries(call, *at, limit=3)
        if one != three:
            growing.append((call.name, one, three))
    assert not growing, growing
    assert not short, short


def test_a_list_that_asks_for_each_row_would_be_found(made: Confederation) -> None:
    call = next(call for call in CALLS if call.name == "get mandates")
    at = found(call, callers(made), rows=3)
    assert at is not None
    assert queries(call, *at, limit=3) > 3


def test_who_may_not_try_learns_nothing_of_the_shape(made: Confederation) -> None:
    nobody = Caller(made.accounts["admin"].__class__.objects.create(username="machine"))
    told = []
    for call in CALLS:
        if call.name in OPEN_TO_ALL or not call.operation.act:
            continue
        statuses = {call.send(nobody, ids, {"?": 1}).status for ids in places(call)[:20]}
        if not statuses <= {403, 404}:
            told.append((call.name, statuses))
    assert not told, told


def found(call: Call, cast: list[Caller], rows: int = 0) -> tuple[Caller, tuple[Any, ...]] | None:
    """Who gets an answer where, with at least so many rows."""
    for ids in places(call):
        for caller in cast:
            answer = call.send(caller, ids, ASKED)
            assert answer.status < 500, call.name
            if answer.status == 200 and enough(answer, rows):
                return caller, ids
    return None


def enough(answer: Answer, rows: int) -> bool:
    """Whether the answer has so many rows."""
    return rows == 0 or answer.body["count"] >= rows


def queries(call: Call, caller: Caller, ids: tuple[Any, ...], limit: int) -> int:
    """How many queries a page of so many rows asks."""
    with CaptureQueriesContext(connection) as asked:
        answer = call.send(caller, ids, ASKED, limit=limit)
    assert len(answer.rows) == limit
    return len(asked)
