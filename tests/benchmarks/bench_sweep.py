"""20,000 terms of 220,000 run out: the sweep beside plain SQL that writes the same rows."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from communes.arithmetic.chains import verify_chain
from communes.domain.stating import stamp
from communes.models import Body, Entry, Notice, OpenPoint
from mandates.domain import expiring
from mandates.models import Mandate, Said
from tests.benchmarks.filling import fill, run

MANDATES, DUE = 220_000, 20_000
AIM = 2.0
"""How many times longer than plain SQL the sweep may take, were all well."""
GROWTH = 24 * 2**20
"""Bytes by which the process may grow between the sweep's first quarter and its last."""

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

_DUE = """
    CREATE TEMPORARY TABLE due ON COMMIT DROP AS
    SELECT m.id, m.public_id AS mandate, m.until, m.person_id, s.public_id AS seat, s.body_id,
        s.office, s.number, s.follows_id, b.public_id AS book, b.name AS body
    FROM mandates_mandate m JOIN mandates_seat s ON s.id = m.seat_id
    JOIN communes_body b ON b.id = s.body_id
    WHERE m.until <= %s AND m.end_reason = '' AND NOT EXISTS
        (SELECT 1 FROM mandates_said d WHERE d.mandate_id = m.id AND d.code = 'expired')
"""
_SAID = "INSERT INTO mandates_said (mandate_id, code, at) SELECT id, 'expired', %s FROM due"
_FIGURES = "jsonb_build_object('body', d.body, 'office', d.office)"
_NOTICE = """
    INSERT INTO communes_notice (public_id, body_id, account_id, occasion, code, figures, link,
        urgent, written_at) SELECT gen_random_uuid(), {whom}, 'expired:' || d.mandate,
        'mandate_expired', {figures}, {link}, false, %s FROM due d {more} ON CONFLICT DO NOTHING
"""
_BODIES = _NOTICE.format(whom="d.body_id, NULL", figures=_FIGURES, link="''", more="")
_PEOPLE = _NOTICE.format(
    whom="NULL, a.id",
    figures=_FIGURES,
    link="'/mandates/'",
    more="JOIN communes_account a ON a.person_id = d.person_id",
)
_POINTS = """
    INSERT INTO communes_openpoint (public_id, body_id, kind, occasion, title, figures, opened_at)
    SELECT gen_random_uuid(), d.body_id, 'election', 'expired:' || d.mandate,
        'co-chair ' || d.number || ' · ' || d.body, jsonb_build_object('seat', d.seat), %s
    FROM due d WHERE d.follows_id IS NULL ON CONFLICT DO NOTHING
"""
_LOCKS = "SELECT 1 FROM communes_body WHERE id IN (SELECT body_id FROM due) ORDER BY id FOR UPDATE"
_ENTRIES = """
    WITH RECURSIVE planned AS (
        SELECT d.*, gen_random_uuid() AS one,
            row_number() OVER (PARTITION BY d.body_id ORDER BY d.id) AS place
        FROM due d
    ), heads AS (
        SELECT DISTINCT ON (e.body_id) e.body_id, e.number, e.hash FROM communes_entry e
        WHERE e.body_id IN (SELECT body_id FROM due) ORDER BY e.body_id, e.number DESC
    ), written AS (
        SELECT p.*, COALESCE(h.number, 0) + p.place AS entry, '{"account":null,"actor":null,'
            || '"basis":"charter","book":"' || p.book || '","facts":{"mandate":"' || p.mandate
            || '","seat":"' || p.seat || '","until":"' || %(then)s || '"},"format":1,'
            || '"happened_at":"' || %(then)s || '","id":"' || p.one || '","kind":"mandate.expired",'
            || '"lists":[],"number":' || COALESCE(h.number, 0) + p.place || ',"recorded_at":"'
            || %(now)s || '"}' AS content, COALESCE(h.hash, '') AS head
        FROM planned p LEFT JOIN heads h ON h.body_id = p.body_id
    ), chain AS (
        SELECT w.*, w.head AS previous, encode(sha256(convert_to(
            w.head || E'\\n' || w.content, 'UTF8')), 'hex') AS hash
        FROM written w WHERE w.place = 1
        UNION ALL
        SELECT w.*, c.hash, encode(sha256(convert_to(
            c.hash || E'\\n' || w.content, 'UTF8')), 'hex')
        FROM chain c JOIN written w ON w.body_id = c.body_id AND w.place = c.place + 1
    )
    INSERT INTO communes_entry (public_id, body_id, number, kind, content, previous, hash,
        happened_at, recorded_at)
    SELECT one, body_id, entry, 'mandate.expired', content, previous, hash, until, %(at)s FROM chain
"""


def plainly(at: datetime) -> None:
    """What the sweep writes, by one statement for each table."""
    run(_DUE, at)
    run("ANALYZE due")
    run(_LOCKS)
    run(_SAID, at)
    run(_POINTS, at)
    run(_BODIES, at)
    run(_PEOPLE, at)
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, {"then": stamp(at), "now": stamp(at), "at": at})


def rows() -> dict[str, list[Any]]:
    """All that was written, without what is random."""
    entries = Entry.objects.filter(kind="mandate.expired")
    told = entries.values_list("body", "number", "happened_at", "recorded_at", "content")
    alike = [(*more, {**json.loads(text), "id": ""}) for *more, text in told]
    shown = {"figures", "link", "urgent", "written_at", "handed_at", "code", "occasion"}
    notices = Notice.objects.filter(code="mandate_expired").values_list(
        "body", "account", *sorted(shown)
    )
    points = OpenPoint.objects.filter(occasion__startswith="expired:")
    waits = points.values_list("body", "kind", "occasion", "title", "figures", "opened_at", "due")
    said = Said.objects.filter(code="expired").values_list("mandate", "code", "at")
    return {
        name: sorted(found, key=repr)
        for name, found in {
            "entries": alike,
            "notices": list(notices),
            "points": list(waits),
            "said": list(said),
        }.items()
    }


def whole(body: Body) -> bool:
    """Whether the body's book holds, link by link."""
    found = Entry.objects.filter(body=body).order_by("number")
    links = ((one.number, one.previous, one.hash, one.content.encode()) for one in found)
    return verify_chain(links) is None


@contextmanager
def watched() -> Iterator[list[int]]:
    """The size of the process, in bytes, every twentieth of a second."""
    sizes: list[int] = []
    ending = threading.Event()

    def look() -> None:
        while not ending.wait(0.05):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            sizes.append(pages * 4096)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield sizes
    finally:
        ending.set()
        watcher.join()


def test_sweep() -> None:
    """Both in the same run, on the same rows; the plain one is rolled back."""
    at = fill(MANDATES, DUE)
    run("VACUUM ANALYZE")
    assert Mandate.objects.count() >= MANDATES
    assert expiring.due_expiry(at).count() == DUE
    with transaction.atomic():
        began = time.monotonic()
        plainly(at)
        plain = time.monotonic() - began
        wanted = rows()
        books = list(Body.objects.filter(entries__kind="mandate.expired").distinct()[:50])
        assert all(whole(body) for body in books)
        transaction.set_rollback(True)
    run("VACUUM ANALYZE")
    with watched() as sizes:
        began = time.monotonic()
        count = expiring.expire(at)
        took = time.monotonic() - began
    quarter = max(1, len(sizes) // 4)
    growth = max(sizes[-quarter:]) - max(sizes[:quarter])
    found = rows()
    print(f"\n{count} of {MANDATES} terms: plain SQL {plain:.2f} s, sweep {took:.2f} s")
    print(f"ratio {took / plain:.2f}, the aim is under {AIM}")
    print(f"grew by {growth / 2**20:.1f} MiB after the first quarter")
    print({name: len(listed) for name, listed in found.items()})
    assert count == DUE
    assert found == wanted
    assert all(whole(body) for body in books)
    assert expiring.expire(at) == 0
    assert growth < GROWTH
