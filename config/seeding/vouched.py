"""What a likeness's books vouch for: lists, minutes and the chain of entries, hashed anew."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Subquery

from communes.arithmetic.chains import canonical, commitment, entry_hash
from communes.domain import closing, issuing, listing
from communes.models import (
    Entry,
    ListCommitment,
    Meeting,
    Minutes,
    Signing,
    Slip,
)
from communes.randomness import new_salt
from config.seeding.likenesses import Likeness, Row, Table, write
from mandates.models import Mandate, Seat

APART = (Minutes, Signing, Entry, ListCommitment)
"""Tables whose rows name hashes of what stands in others; they come after those."""


def lists(like: Likeness, table: Table, names: Iterable[str], salts: dict[str, str]) -> None:
    """Vouch anew for the lists of these names, as their rows now stand."""
    name, subject, digest = (table.column(one) for one in ("name", "subject", "digest"))
    wanted = set(names)
    for row in table.rows:
        if row[name] in wanted:
            items = listing.items(row[name], UUID(like.ids[str(row[subject])]))
            salt = salts[row[digest]] = new_salt()
            like.digests[row[digest]] = commitment(bytes.fromhex(salt), items)


def vouch(like: Likeness) -> None:
    """Write minutes, signatures, commitments and books of a likeness whose other rows stand."""
    kept, salts = like.of.tables, dict[str, str]()
    lists(like, kept[ListCommitment], _but_signings(kept[ListCommitment]), salts)
    _minutes(like, kept[Minutes])
    write(kept[Signing], like.rows(_told(kept[Signing])))
    lists(like, kept[ListCommitment], ["signings"], salts)
    _books(like, kept[Entry])
    table = kept[ListCommitment]
    salt, digest = table.column("salt"), table.column("digest")
    rows = []
    for old, row in zip(table.rows, like.rows(table), strict=True):
        row[salt], row[digest] = salts[old[digest]], like.digests[old[digest]]
        rows.append(row)
    write(table, rows)


def seal() -> None:
    """Meetings whose minutes stand were signed when those were."""
    signed = Minutes.objects.filter(meeting=OuterRef("pk")).values("signed_at")
    waiting = Meeting.objects.filter(signed_at__isnull=True, minutes__isnull=False)
    waiting.update(signed_at=Subquery(signed))


def special(like: Likeness, table: Table) -> list[Row] | None:
    """Rows of tables in which something follows from the rest; None for any other table."""
    if table.model is Slip:
        return _slips(like, table)
    if table.model is Seat:
        return _as_given(like, table)
    return _unsigned(like, table) if table.model is Meeting else None


def reserve(like: Likeness) -> None:
    """Seats that were reserved after somebody sat there, once whoever sits there does."""
    table, given = like.of.tables[Seat], _given(like)
    reserved = table.column("reserved_gender")
    later: dict[str, list[int]] = {}
    for row in table.rows:
        if given.get(row[0], row[reserved]) != row[reserved]:
            later.setdefault(row[reserved], []).append(row[0] + like.offsets[Seat])
    for gender, seats in later.items():
        Seat.objects.filter(pk__in=seats).update(reserved_gender=gender)


def _given(like: Likeness) -> dict[int, str]:
    """How each seat was reserved when it was first given to somebody."""
    table = like.of.tables[Mandate]
    seat, reserved = table.column("seat_id"), table.column("reserved_gender")
    return {row[seat]: row[reserved] for row in reversed(table.rows)}


def _as_given(like: Likeness, table: Table) -> list[Row]:
    given, reserved = _given(like), table.column("reserved_gender")
    rows = list(like.rows(table))
    for old, row in zip(table.rows, rows, strict=True):
        row[reserved] = given.get(old[0], row[reserved])
    return rows


def _slips(like: Likeness, table: Table) -> list[Row]:
    """A slip's digest follows from its id."""
    digest, public_id = table.column("digest"), table.column("public_id")
    rows = list(like.rows(table))
    for row in rows:
        row[digest] = issuing.digest_for(str(row[public_id]))
    return rows


def _unsigned(like: Likeness, table: Table) -> list[Row]:
    """Meetings as they were before they were signed: a meeting is signed by its minutes."""
    signed = table.column("signed_at")
    rows = list(like.rows(table))
    for row in rows:
        row[signed] = None
    return rows


def _but_signings(table: Table) -> set[str]:
    name = table.column("name")
    return {row[name] for row in table.rows} - {"signings"}


def _told(table: Table) -> Table:
    """A signature names the digest of a text: every row says something of its own."""
    table.texts.setdefault(table.column("digest"), list(range(len(table.rows))))
    return table


def _minutes(like: Likeness, table: Table) -> None:
    content, salt, digest = (table.column(one) for one in ("content", "salt", "digest"))
    rows = list(like.rows(table))
    for old, row in zip(table.rows, rows, strict=True):
        record = json.loads(row[content])
        row[content] = canonical(record).decode()
        row[salt] = new_salt()
        row[digest] = commitment(bytes.fromhex(row[salt]), [record])
        like.digests[old[digest]] = row[digest]
        like.digests[closing.digest_of(json.loads(old[content]))] = closing.digest_of(record)
    write(table, rows)


def _books(like: Likeness, table: Table) -> None:
    """Each body's entries in their order, each hashed with the one before."""
    body, content, previous, hashed = (
        table.column(one) for one in ("body_id", "content", "previous", "hash")
    )
    heads: dict[int, str] = {}
    rows = sorted(like.rows(table), key=lambda row: (row[body], row[table.column("number")]))
    for row in rows:
        encoded = canonical(json.loads(row[content]))
        row[content], row[previous] = encoded.decode(), heads.get(row[body], "")
        row[hashed] = heads[row[body]] = entry_hash(row[previous], encoded)
    write(table, rows)
