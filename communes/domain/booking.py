"""Minute books: entries are written in chains and verified link by link."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from communes.arithmetic.chains import canonical, commitment, entry_hash, verify_chain
from communes.domain import vouching
from communes.domain.acting import CommittedList, PlannedEntry
from communes.domain.stating import stamp
from communes.domain.vouching import Break, shown
from communes.models import Body, Entry, ListCommitment
from communes.randomness import new_public_id, new_salt

FORMAT = 1


def write(planned: Sequence[PlannedEntry]) -> list[Entry]:
    """Append the planned entries, each body's in order, bodies by id; locks each book once.

    However many books, there is one statement for the locks, one for what stands in them last,
    and one for the entries.
    """
    by_body: dict[int, list[PlannedEntry]] = defaultdict(list)
    for plan in planned:
        by_body[plan.body.pk].append(plan)
    heads = _locked_heads(list(by_body))
    rows: list[Entry] = []
    commitments: list[ListCommitment] = []
    for body_id in sorted(by_body):
        number, previous = heads.get(body_id, (0, ""))
        for plan in by_body[body_id]:
            number += 1
            row, lists = _entry(plan.body, plan, number, previous)
            previous = row.hash
            rows.append(row)
            commitments += lists
    Entry.objects.bulk_create(rows)
    ListCommitment.objects.bulk_create(commitments)
    return rows


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


def _locked_heads(bodies: list[int]) -> dict[int, tuple[int, str]]:
    """Number and hash of each book's last entry, once nobody else writes in any of them."""
    if not bodies:
        return {}
    locked = Body.objects.select_for_update(of=("self",)).filter(pk__in=bodies)
    list(locked.order_by("pk").values_list("pk", flat=True))
    # After the locks, in a statement of its own: what others wrote meanwhile is seen only so.
    last = Entry.objects.filter(body=OuterRef("pk")).order_by("-number")
    found = Body.objects.filter(pk__in=bodies).annotate(head=Subquery(last.values("pk")[:1]))
    rows = Entry.objects.filter(pk__in=found.values("head"))
    return {body: (number, hashed) for body, number, hashed in rows.values_list(*_HEAD)}


_HEAD = ("body_id", "number", "hash")


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
