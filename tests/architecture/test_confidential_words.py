"""Confidential words reach nobody outside the committee's roll, an administrator included.

Found by walking every page, every file, every operation of the API and every table with a
marker that stands in each confidential word and nowhere else (DOMAIN §2.8, §4).
"""

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from communes import sweeps
from communes.domain import confiding, letters, opening
from communes.models import Meeting, Submission, What
from communes.papers.exporting import minutes_file
from communes.papers.minutes import minutes_paper
from communes.typesetting import plain
from tests.calls import calls
from tests.factories.calling import Caller
from tests.factories.confiding import MARKER, Committee, committee, words
from tests.factories.world import SYSTEM
from tests.walking import fill, routes

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
OUTSIDE = ("boss", "staff", "secretary", "delegate")
"""A machine's keeper without a person; one with a person who is let record the meeting; the
secretary of the commune that formed the committee; a delegate."""
HANDS = {
    "communes/models/__init__.py",
    "communes/models/confidential.py",
    "communes/domain/confiding.py",
    "communes/domain/erasing.py",
    "communes/domain/listing.py",
}
"""The only files that lay hands on the words: to give them to the roll, to keep, to erase."""


@pytest.fixture(scope="module")
def peace(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Committee]:
    """A committee with one of everything, recorded for a while by somebody without a seat."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = committee()
        staff = found.accounts["staff"].person
        assert staff is not None
        opening.name_for(found.meeting, staff, "recorder", by=SYSTEM, at=found.made.now)
        for sweep in sweeps.registered().values():
            sweep(found.made.now)
        yield found
        transaction.set_rollback(True)


def test_no_page_and_no_file_tells_it_to_others(peace: Committee) -> None:
    told, got = [], 0
    for name in OUTSIDE:
        client = _client(peace, name)
        for url in _addresses(peace):
            answer = client.get(url)
            got += answer.status_code == 200
            if MARKER in _body(answer):
                told.append((name, url))
    assert not told, told
    assert got > 100


def test_no_operation_tells_it_to_others(peace: Committee) -> None:
    told, got = [], 0
    for name in OUTSIDE:
        caller = Caller(peace.accounts[name])
        for call in calls():
            for ids in _filled(peace, call.nouns):
                answer = call.send(caller, ids, {})
                got += answer.status < 300
                if MARKER in json.dumps(answer.body, ensure_ascii=False):
                    told.append((name, call.name))
    assert not told, told
    assert got > 100


def test_no_search_finds_it(peace: Committee) -> None:
    for name in OUTSIDE:
        page = _body(_client(peace, name).get(reverse("search"), {"q": MARKER}))
        keys = (peace.meeting.key, peace.signed.key, peace.decision.key)
        assert not any(key in page for key in keys)


def test_no_form_gives_it_back_to_who_may_not_read_it(peace: Committee) -> None:
    client = _client(peace, "staff")
    item = reverse("item_text", args=[peace.item.public_id])
    for told in ({"text": "x", "version": 0}, {"text": words("Now"), "version": 9}):
        for headers in ({}, {"Komin-Waited": "0"}):
            answer = client.post(item, told, headers=headers)
            assert answer.status_code == 422
            assert words("A quarrel") not in _body(answer)
    path = f"items/{peace.item.key}/record"
    called = Caller(peace.accounts["staff"]).put(path, {"text": "x", "version": 0})
    assert (called.status, called.codes) == (409, ["confidential_not_on_roll"])
    assert MARKER not in json.dumps(called.body)


def test_no_table_but_one_holds_it(peace: Committee) -> None:
    _write_by_key(peace)
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(MARKER in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    assert found == ["communes_confidentialtext"]


def test_no_letter_and_no_paper_holds_it(peace: Committee) -> None:
    for meeting in (peace.signed, peace.meeting):
        row = Meeting.objects.select_related("body").get(pk=meeting.pk)
        assert MARKER not in str(minutes_file(row))
        for language in ("en", "ar", "ku", "ckb"):
            assert MARKER not in plain(minutes_paper(row, language))
        assert all(MARKER not in line for line in letters.agenda_lines(row))


def test_pages_fetched_to_be_kept_on_a_device_do_not_hold_it(peace: Committee) -> None:
    client, waited = _client(peace, "member"), {"Komin-Waited": "0"}
    for url in _addresses(peace):
        assert MARKER not in _body(client.get(url, headers=waited)), url
    kept = client.get(reverse("kept", args=[peace.meeting.public_id])).json()
    assert not any(peace.item.key in url for url in kept["pages"])


def test_the_roll_reads_it_where_it_is_looked_for(peace: Committee) -> None:
    client = _client(peace, "member")
    asked = [
        *(reverse("meeting", args=[one.public_id]) for one in (peace.meeting, peace.signed)),
        *(reverse("item", args=[one.public_id]) for one in (peace.item, peace.sealed)),
        *(reverse(name, args=[peace.signed.public_id]) for name in ("minutes", "sign")),
    ]
    assert not [url for url in asked if MARKER not in _body(client.get(url))]
    task = reverse("task", args=[peace.task.public_id])
    assert MARKER in _body(_client(peace, "bearer").get(task))
    answer = Caller(peace.accounts["member"]).get(f"items/{peace.sealed.key}/confidential")
    assert {row["what"] for row in answer.rows} == set(What.values)


def test_only_few_files_lay_hands_on_the_words() -> None:
    apps = ("communes", "mandates", "quotas", "councils", "config")
    files = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    hands = {
        str(path.relative_to(ROOT))
        for path in files
        if "migrations" not in path.parts and re.search(r"\bConfidentialText\b", path.read_text())
    }
    assert hands == HANDS


def _write_by_key(peace: Committee) -> None:
    """Writes under keys, whose answers are stored: by the API, and by a form."""
    caller = Caller(peace.accounts["member"])
    item = f"items/{peace.item.key}"
    sent = {"text": words("By key"), "version": 1}
    assert caller.send("put", f"{item}/record", sent, "first-key-1").status == 200
    told = {"blocks": 1, "reasons": [words("By key")]}
    assert caller.post(f"{item}/blocks", told, "second-key-2").status == 201
    more = {"items": [{"title": words("By key"), "confidential": True}]}
    assert caller.post(f"meetings/{peace.meeting.key}/items", more, "third-key-3").status == 201
    assert Submission.objects.filter(account=peace.accounts["member"]).count() == 3
    found = confiding.read([peace.item], peace.members[0], peace.made.now)
    assert any(one.text == words("By key") for one in found[peace.item.pk])


def _ids(peace: Committee) -> dict[str, list[Any]]:
    """What an address could mean, by the word before it or the noun in it."""
    meetings, items = [peace.meeting, peace.signed], [peace.item, peace.sealed]
    rows: dict[str, list[Any]] = {"body": [peace.body], "meeting": meetings, "item": items}
    rows |= {"resolution": [peace.decision, peace.decision.mends], "task": [peace.task]}
    return {noun: [row.public_id for row in found] for noun, found in rows.items()}


def _filled(peace: Committee, nouns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    ids = _ids(peace)
    return list(product(*(ids.get(noun, []) for noun in nouns)))


def _addresses(peace: Committee) -> Iterator[str]:
    ids = _ids(peace)
    everything = [one for found in ids.values() for one in found]
    words_of = {"meetings": "meeting", "items": "item", "tasks": "task", "bodies": "body"}
    words_of |= {"communes": "commune", "register": "person"}
    ids["commune"] = [peace.made.home.body.public_id, peace.body.public_id]
    ids["person"] = [one.public_id for one in peace.members]
    for route in routes():
        before = re.findall(r"([a-z]+)/<", route.pattern)
        meant = [
            ids.get(words_of.get(before[at] if at < len(before) else "", ""), everything)
            for at in range(len(route.parameters))
        ]
        if all(f"<uuid:{name}>" in route.pattern for name in route.parameters):
            yield from (fill(route, values) for values in product(*meant))


def _body(answer: Any) -> str:
    return b"".join(answer).decode(errors="replace")


def _client(peace: Committee, name: str) -> Client:
    client = Client()
    client.force_login(peace.accounts[name])
    return client
