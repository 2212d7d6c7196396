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
from communes.sets import among, pour

FORMAT = 1


def write(planned: Sequence[PlannedEntry]) -> None:
    """Append the planned entries, each body's in order, bodies by id; locks each book once.

    However many books, there is one statement for the locks, one for what stands in them last,
    and one for the entries; one more where entries vouch for lists.
    """
    if not planned:
        return
    by_body: dict[int, list[PlannedEntry]] = defaultdict(list)
    for plan in planned:
        by_body[plan.body.pk].append(plan)
    heads = _locked_heads(list(by_body))
    rows: list[dict[str, Any]] = []
    commitments: list[tuple[int, ListCommitment]] = []
    for body_id in sorted(by_body):
        number, previous = heads.get(body_id, (0, ""))
        for plan in by_body[body_id]:
            number += 1
            lists = [_commitment(listed) for listed in plan.lists]
            commitments += [(len(rows), listed) for listed in lists]
            rows.append(_entry(plan, number, previous, lists))
            previous = rows[-1]["hash"]
    _insert(rows, commitments)


def _insert(
    rows: Sequence[Mapping[str, Any]], commitments: Sequence[tuple[int, ListCommitment]]
) -> None:
    """The entries; where some vouch for lists, these need the keys of theirs."""
    if not commitments:
        pour(Entry, rows)
        return
    made = Entry.objects.bulk_create(Entry(**row) for row in rows)
    for place, listed in commitments:
        listed.entry = made[place]
    ListCommitment.objects.bulk_create(listed for _place, listed in commitments)


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
    locked = Body.objects.select_for_update(of=("self",)).filter(among("pk", bodies))
    list(locked.order_by("pk").values_list("pk", flat=True))
    # After the locks, in a statement of its own: what others wrote meanwhile is seen only so.
    last = Entry.objects.filter(body=OuterRef("pk")).order_by("-number")
    head = [Subquery(last.values(column)[:1]) for column in ("number", "hash")]
    rows = Body.objects.filter(among("pk", bodies)).order_by().values_list("pk", *head)
    return {body: (number, hashed) for body, number, hashed in rows if number}


def _entry(
    plan: PlannedEntry, number: int, previous: str, lists: Sequence[ListCommitment]
) -> dict[str, Any]:
    """The row of an entry, whole: what it says, and the hash over that and the one before."""
    happened, recorded = stamp(plan.happened_at), stamp(plan.by.recorded_at or plan.happened_at)
    key = str(new_public_id())
    # Long: one line for each thing that the entry says, and for each column of its row.
    # What it says is whole in itself: a book can be read without this program.
    content: dict[str, Any] = {
        "format": FORMAT,
        "book": plan.body.key,
        "number": number,
        "id": key,
        "kind": plan.kind,
        "happened_at": happened,
        "recorded_at": recorded,
        "actor": plan.by.person.key if plan.by.person else None,
        "account": plan.by.account.key if plan.by.account else None,
        "basis": plan.by.basis,
        "facts": dict(plan.facts),
        "lists": [shown(listed) for listed in lists],
    }
    encoded = canonical(content)
    return {
        "public_id": key,
        "body_id": plan.body.pk,
        "number": number,
        "kind": plan.kind,
        "content": encoded.decode(),
        "previous": previous,
        "hash": entry_hash(previous, encoded),
        "happened_at": happened,
        "recorded_at": recorded,
    }


def _commitment(listed: CommittedList) -> ListCommitment:
    salt = new_salt()
    return ListCommitment(
        public_id=new_public_id(),
        name=listed.name,
        subject=listed.subject,
        count=len(listed.items),
        salt=salt,
        digest=commitment(bytes.fromhex(salt), list(listed.items)),
        erase_on=listed.erase_on,
    )
