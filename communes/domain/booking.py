"""Minute books: entries are written in chains and verified link by link."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from communes.arithmetic.chains import canonical, commitment, entry_hash, verify_chain
from communes.domain import listing
from communes.domain.acting import CommittedList, PlannedEntry
from communes.domain.stating import facts_of
from communes.models import Body, Entry, ListCommitment, Minutes, Resolution
from communes.randomness import new_public_id, new_salt

FORMAT = 1


@dataclass(frozen=True)
class Break:
    """The first place at which a book does not hold."""

    body: Body
    number: int
    reason: str


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


def verify(body: Body) -> Break | None:
    """Check the chain, the minutes and the lists still kept; the first break, or None."""
    rows = Entry.objects.filter(body=body).order_by("number")
    links = ((row.number, row.previous, row.hash, row.content.encode()) for row in rows.iterator())
    broken = verify_chain(links)
    if broken is not None:
        return Break(body, broken.number, str(broken.reason))
    for check in (_columns, _minutes, _resolutions, _lists):
        for found in check(body):
            return found
    return None


def stamp(instant: datetime) -> str:
    """An instant as entries write it: UTC, ISO 8601, to the microsecond."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


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
        "basis": plan.by.basis,
        "facts": dict(plan.facts),
        "lists": [_shown(listed) for listed in lists],
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


def _shown(listed: ListCommitment) -> dict[str, Any]:
    return {
        "name": listed.name,
        "subject": str(listed.subject),
        "count": listed.count,
        "commitment": listed.digest,
    }


def _columns(body: Body) -> Iterator[Break]:
    """The columns beside an entry's content repeat it, so they are held against it."""
    for row in Entry.objects.filter(body=body).order_by("number").iterator():
        content = json.loads(row.content)
        told = (content["number"], content["id"], content["kind"], content["book"])
        instants = (content["happened_at"], content["recorded_at"])
        if told != (row.number, row.key, row.kind, body.key) or instants != (
            stamp(row.happened_at),
            stamp(row.recorded_at),
        ):
            yield Break(body, row.number, "columns_differ")


def _minutes(body: Body) -> Iterator[Break]:
    """Signed minutes stand beside the book; the entry of their signing vouches for them."""
    kept = {
        minutes.meeting.key: minutes
        for minutes in Minutes.objects.filter(meeting__body=body).select_related("meeting")
    }
    for row in Entry.objects.filter(body=body, kind="minutes.signed").order_by("number"):
        facts = json.loads(row.content)["facts"]
        minutes = kept.pop(facts["meeting"], None)
        if minutes is None:
            yield Break(body, row.number, "minutes_missing")
            continue
        told = commitment(bytes.fromhex(minutes.salt), [json.loads(minutes.content)])
        if {told, minutes.digest} != {facts["minutes"]}:
            yield Break(body, row.number, "minutes_differ")
    if kept:
        yield Break(body, 0, "minutes_without_entry")


def _resolutions(body: Body) -> Iterator[Break]:
    """Each resolution must say what its entry says, and each entry have its resolution."""
    rows = Resolution.objects.filter(body=body).select_related("item", "charter", "mends")
    told = {row.key: facts_of(row) for row in rows}
    for row in Entry.objects.filter(body=body, kind="resolution.entered").order_by("number"):
        facts = json.loads(row.content)["facts"]
        if told.pop(facts["resolution"], None) != facts:
            yield Break(body, row.number, "resolution_differs")
    if told:
        yield Break(body, 0, "resolution_without_entry")


def _lists(body: Body) -> Iterator[Break]:
    """Lists that are still kept must be those that their entries vouched for."""
    rows = ListCommitment.objects.filter(entry__body=body).select_related("entry")
    for row in rows.order_by("entry__number", "pk"):
        shown = json.loads(row.entry.content)["lists"]
        if not any(one["commitment"] == row.digest for one in shown):
            yield Break(body, row.entry.number, "commitment_differs")
        elif row.salt:
            items = listing.items(row.name, row.subject)
            if commitment(bytes.fromhex(row.salt), items) != row.digest:
                yield Break(body, row.entry.number, f"list_differs:{row.name}")
