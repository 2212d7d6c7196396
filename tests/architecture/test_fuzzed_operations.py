"""No body, however strange, makes any operation of the API fail; each refusal has one form."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from pytest_django.plugin import DjangoDbBlocker
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from tests.calls import NOUNS, Call, calls, places
from tests.factories.calling import ROOT, Answer, Caller, answer
from tests.factories.plenty import plenty

pytestmark = pytest.mark.django_db

EXAMPLES = 8
UNSAFE = [call for call in calls() if not call.safe]
SAFE = [call for call in calls() if call.safe]
WORDS = st.text(st.characters(), max_size=20)
SCALARS: SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-(10**30), 10**30), st.floats(), WORDS
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
INSTANTS = st.sampled_from(
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00", "1890-01-01"]
) | st.integers(-400, 40_000).map(
    lambda days: (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)).isoformat()
)
DAYS = INSTANTS.map(lambda instant: instant[:10])
bounded = settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

Place = tuple[Caller, tuple[Any, ...]]


@dataclass
class World:
    """The cast of a confederation, the ids of everything in it, and who reaches what where."""

    cast: list[Caller]
    ids: list[UUID]
    places: dict[str, Place] = field(default_factory=dict)
    rows: dict[tuple[str, ...], list[tuple[UUID, ...]]] = field(default_factory=dict)

    def place(self, call: Call) -> Place:
        """Someone who may try it, somewhere: an empty body is refused for its shape or a rule."""
        if call.name not in self.places:
            reached = (at for at in self.tried(call) if reaches(call, at))
            self.places[call.name] = next(reached, (self.cast[0], self.rows_of(call)[0]))
        return self.places[call.name]

    def tried(self, call: Call) -> Iterator[Place]:
        """Everyone everywhere; first who got furthest before, where others got in before."""
        known = Counter(id(caller) for caller, _ids in self.places.values())
        cast = sorted(self.cast, key=lambda one: -known[id(one)])
        before = {ids for _caller, ids in self.places.values()}
        rows = sorted(self.rows_of(call), key=lambda ids: ids not in before)
        return ((caller, ids) for caller in cast for ids in rows)

    def rows_of(self, call: Call) -> list[tuple[UUID, ...]]:
        """What the call's address could mean."""
        if call.nouns not in self.rows:
            self.rows[call.nouns] = places(call)
        return self.rows[call.nouns]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One confederation for all; what an example does is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        accounts = plenty().accounts.values()
        ids = [row for rows in NOUNS.values() for row in rows.values_list("public_id", flat=True)]
        yield World([Caller(account) for account in accounts], ids)
        transaction.set_rollback(True)


def shaped(one: Any, ids: list[UUID]) -> SearchStrategy[Any]:
    """Values that a field may take, near enough to get past it now and then."""
    if isinstance(one, serializers.ListSerializer | serializers.ListField):
        return st.lists(shaped(one.child, ids), max_size=3)
    if isinstance(one, serializers.Serializer):
        return body_of(one, ids)
    if isinstance(one, serializers.UUIDField):
        return st.sampled_from([str(each) for each in ids])
    if isinstance(one, serializers.ChoiceField):
        return st.sampled_from(list(one.choices))
    if isinstance(one, serializers.IntegerField):
        return st.integers(-1, 60)
    if isinstance(one, serializers.BooleanField):
        return st.booleans()
    if isinstance(one, serializers.DateTimeField):
        return INSTANTS
    return DAYS if isinstance(one, serializers.DateField) else WORDS


def body_of(shape: serializers.Serializer[Any], ids: list[UUID]) -> SearchStrategy[Any]:
    """Bodies with the fields of a shape, mostly as they should be."""
    fields = {
        name: st.one_of(*[shaped(one, ids)] * 3, ANYTHING) for name, one in shape.fields.items()
    }
    required = {name: one for name, one in fields.items() if shape.fields[name].required}
    optional = {name: one for name, one in fields.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def undone(call: Call, place: Place, body: Any) -> Answer:
    """Send it, and roll back what it did."""
    caller, ids = place
    with transaction.atomic():
        if MultiPartParser in call.operation.parsers:
            parts = {name: part for name, part in dict(body).items() if part is not None}
            sent = answer(caller.client.post(ROOT + call.path(ids), parts))
        else:
            sent = call.send(caller, ids, body)
        transaction.set_rollback(True)
    return sent


def reaches(call: Call, place: Place) -> bool:
    """Whether someone may try it there."""
    return undone(call, place, {}).status not in (403, 404)


def orderly(sent: Answer) -> bool:
    """Whether it is an answer, or a refusal in the one form."""
    if sent.status < 400:
        return True
    keys = {"code", "message", "field", "figures"}
    return sent.status < 500 and all(one.keys() == keys for one in sent.body["problems"])


@pytest.mark.parametrize("call", UNSAFE, ids=lambda call: call.name)
def test_no_body_makes_an_act_fail(call: Call, made: World) -> None:
    place, ids = made.place(call), made.ids
    shape = call.operation.takes() if call.operation.takes else None
    near = body_of(shape, ids) if shape is not None else ANYTHING
    raw = st.binary(max_size=40) | ANYTHING
    form = MultiPartParser in call.operation.parsers

    @bounded
    @given(st.data())
    def strange(data: DataObject) -> None:
        sent = data.draw(files(near) if form else st.one_of(near, near, near, raw))
        assert orderly(undone(call, place, sent)), sent

    strange()


def files(near: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Forms whose file is made of any bytes, or of what looks like a register."""
    rows = st.lists(st.lists(WORDS, min_size=5, max_size=5).map(";".join), max_size=4)
    header = "household;address;name;gender;birth_year\n"
    tables = rows.map(lambda lines: (header + "\n".join(lines)).encode("utf-8", "surrogatepass"))
    content = st.binary(max_size=200) | tables
    file = content.map(lambda data: SimpleUploadedFile("register.csv", data))
    plain = st.fixed_dictionaries({"file": file}, optional={"dry_run": st.booleans()})
    texts = st.dictionaries(st.sampled_from(["digest", "decisions"]), st.text(max_size=20))
    return st.tuples(plain, texts).map(lambda two: {**two[1], **two[0]})


@pytest.mark.parametrize("call", SAFE, ids=lambda call: call.name)
def test_no_question_makes_an_answer_fail(call: Call, made: World) -> None:
    place, ids = made.place(call), made.ids
    names = ["limit", "offset", "at"]
    if call.operation.filters is not None:
        names += list(call.operation.filters.base_filters)
    if call.operation.asks is not None:
        names += list(call.operation.asks().fields)
    values = st.one_of(WORDS, INSTANTS, st.sampled_from([str(one) for one in ids]), SCALARS)
    texts = values.map(lambda value: str(value).encode("utf-8", "replace").decode())

    @settings(bounded, max_examples=EXAMPLES // 2)
    @given(st.dictionaries(st.sampled_from(names), texts, max_size=3))
    def strange(asked: dict[str, str]) -> None:
        caller, at = place
        assert orderly(call.send(caller, at, **asked)), asked

    strange()


def test_acts_are_reached(made: World) -> None:
    places = {call.name: made.place(call) for call in UNSAFE}
    statuses = {call.name: undone(call, places[call.name], {}).status for call in UNSAFE}
    missed = {name for name, status in statuses.items() if status in (403, 404)}
    assert not missed
