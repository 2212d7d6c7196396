"""Minute books: entries are written in chains and verified link by link."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from communes.arithmetic.chains import canonical, commitment, entry_hash, verify_chain
from communes.domain import vouching
from communes.domain.acting import CommittedList, PlannedEntry
from communes.domain.stating import stamp
from communes.domain.vouching import Break, shown
from communes.models import Body, Entry, ListCommitment
from communes.randomness import new_public_id, new_salt

FORMAT = 1


def write(planned: Sequence[PlannedEntry]) -> list[Entry]:
    """Append the planned entries, each body's in order, bodies by id; locks each book once."""
    by_body = sorted(planned, key=lambda entry: entry.body.pk)
    written: list[Entry] = []
    for _body_id, group in groupby(by_body, key=lambda entry: entry.body.pk):
        written += _append(list(group))
    return written


def head(body: Body) -> Entry | None:
    """The last entry of the body's book."""
    return Entry.objects.filter(body=body).order_by("-number").first()


def verify(body: Body, *, head: str = "", printed: Mapping[int, str] | None = None) -> Break | None:
    """Check the chain and what stands beside it; the first break, or None.

    `head` is a hash from signed paper that the book must hold, `printed` such hashes by entry
    number: they alone tell of entries cut off the end, for a chain vouches for its order only.
    """
    rows = Entry.objects.filter(body=body).order_by("number")
    links = ((row.number, row.previous, row.hash, row.content.encode()) for row in rows.iterator())
    broken = verify_chain(links, printed=printed or {})
    if broken is not None:
        return Break(body, broken.number, str(broken.reason))
    if head and not rows.filter(hash=head).exists():
        return Break(body, rows.count() + 1, "missing")
    return vouching.first_break(body)


def _append(planned: list[PlannedEntry]) -> list[Entry]:
    body = Body.objects.select_for_update(of=("self",)).get(pk=planned[0].body.pk)
    last = head(body)
    number, previous = (last.number, last.hash) if last else (0, "")
    rows: list[Entry] = []
    commitments: list[ListCommitment] = []
    for plan in planned:
        number += 1
        row, lists = _entry(body, plan, number, previous)
        previous = row.hash
        rows.append(row)
        commitments += lists
    Entry.objects.bulk_create(rows)
    ListCommitment.objects.bulk_create(commitments)
    return rows


def _entry(
    body: Body, plan: PlannedEntry, number: int, previous: str
) -> tuple[Entry, list[ListCommitment]]:
    recorded = plan.by.recorded_at or plan.happened_at
    row = Entry(
        public_id=new_public_id(),
        body=body,
        number=number,
        kind=plan.kind,
        previous=previous,
        happened_at=plan.happened_at,
        recorded_at=recorded,
    )
    lists = [_commitment(row, listed) for listed in plan.lists]
    encoded = canonical(_content(row, plan, lists))
    row.content = encoded.decode()
    row.hash = entry_hash(previous, encoded)
    return row, lists


def _content(row: Entry, plan: PlannedEntry, lists: Sequence[ListCommitment]) -> dict[str, Any]:
    """What the entry says, whole in itself: a book can be read without this program."""
    return {
        "format": FORMAT,
        "book": row.body.key,
        "number": row.number,
        "id": row.key,
        "kind": plan.kind,
        "happened_at": stamp(row.happened_at),
        "recorded_at": stamp(row.recorded_at),
        "actor": plan.by.person.key if plan.by.person else None,
        "account": plan.by.account.key if plan.by.account else None,
        "basis": plan.by.basis,
        "facts": dict(plan.facts),
        "lists": [shown(listed) for listed in lists],
    }


def _commitment(row: Entry, listed: CommittedList) -> ListCommitment:
    salt = new_salt()
    return ListCommitment(
        public_id=new_public_id(),
        entry=row,
        name=listed.name,
        subject=listed.subject,
        count=len(listed.items),
        salt=salt,
        digest=commitment(bytes.fromhex(salt), list(listed.items)),
        erase_on=listed.erase_on,
    )
